//! Tables in another arrangement than the form's, as editors make them. Knows no figure.

use super::plain::Layout;
use super::sheet::{Cell, Sheet};

/// Rows and columns from which on a table is a list.
const LIST: usize = 12;

/// The table as this layout has it in markup.
pub fn arranged(sheet: &Sheet, layout: Layout) -> Sheet {
    let wide = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    let list = sheet.rows.len() > LIST && wide < 5;
    match layout {
        Layout::Turned if !list => turned(sheet),
        Layout::Beside if list => beside(sheet),
        Layout::Unmerged => unmerged(sheet),
        _ => sheet.clone(),
    }
}

/// On its side: rows are columns.
fn turned(sheet: &Sheet) -> Sheet {
    let mut cells: Vec<(usize, usize, Cell)> = Vec::new();
    for slot in sheet.slots() {
        let cell = sheet.cell(slot);
        cells.push((slot.column, slot.row, Cell { rows: cell.columns, columns: cell.rows, ..cell.clone() }));
    }
    cells.sort_by_key(|(row, column, _)| (*row, *column));
    let rows = cells.iter().map(|(row, _, cell)| row + cell.rows).max().unwrap_or(0);
    let mut turned = Sheet { rows: vec![Vec::new(); rows] };
    for (row, _, cell) in cells {
        turned.rows[row].push(cell);
    }
    turned
}

/// A list in two blocks beside each other, each under the header.
fn beside(sheet: &Sheet) -> Sheet {
    let Some((header, rows)) = sheet.rows.split_first() else { return sheet.clone() };
    let half = rows.len().div_ceil(2);
    let empty = || header.iter().map(|_| Cell::new("", 1, 1)).collect::<Vec<_>>();
    let mut blocks = vec![[header.clone(), header.clone()].concat()];
    for row in 0..half {
        let second = rows.get(half + row).cloned().unwrap_or_else(empty);
        blocks.push([rows[row].clone(), second].concat());
    }
    Sheet { rows: blocks }
}

/// Without its merged cells: each stands once and covers one slot.
fn unmerged(sheet: &Sheet) -> Sheet {
    let single = |cell: &Cell| Cell { rows: 1, columns: 1, ..cell.clone() };
    Sheet { rows: sheet.rows.iter().map(|row| row.iter().map(single).collect()).collect() }
}
