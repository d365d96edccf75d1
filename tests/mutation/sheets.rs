//! Tables corrupted. Knows cells and merged cells; knows no metric but as a name.

use crate::generate::chance::Chance;
use crate::generate::sheet::{Cell, Sheet, Slot};
use std::collections::BTreeSet;

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn pick<T: Copy>(list: &[T], chance: &mut Chance) -> Option<T> {
    if list.is_empty() { None } else { Some(list[chance.below(list.len())]) }
}

/// Rows that print metrics.
fn data(sheet: &Sheet) -> Vec<usize> {
    (0..sheet.rows.len()).filter(|&row| sheet.rows[row].iter().any(|cell| cell.metric.is_some())).collect()
}

fn named(cells: &[Cell]) -> impl Iterator<Item = String> + '_ {
    cells.iter().filter_map(|cell| cell.metric.clone())
}

/// One digit becomes another; a first digit of several never becomes zero.
pub fn digit_changed(sheet: &mut Sheet, chance: &mut Chance) -> Option<()> {
    let cells: Vec<(usize, usize)> = sheet
        .figures()
        .into_iter()
        .filter(|&(row, index)| {
            sheet.rows[row][index].text.chars().all(|c| is_digit(c) || c == ',')
                && !sheet.rows[row][index].text.is_empty()
        })
        .collect();
    let (row, index) = pick(&cells, chance)?;
    let cell = &mut sheet.rows[row][index];
    let mut characters: Vec<char> = cell.text.chars().collect();
    let places: Vec<usize> = (0..characters.len()).filter(|&at| is_digit(characters[at])).collect();
    let at = pick(&places, chance)?;
    let old = characters[at];
    let base = if old.is_ascii_digit() { '0' } else { '０' } as u32;
    let least = usize::from(at == 0 && places.len() > 1);
    let digits: Vec<char> =
        (least as u32..10).filter_map(|digit| char::from_u32(base + digit)).filter(|&digit| digit != old).collect();
    characters[at] = pick(&digits, chance)?;
    cell.text = characters.into_iter().collect();
    Some(())
}

/// The merged cells that a row stands under.
fn groups(sheet: &Sheet, row: usize) -> Vec<(usize, usize)> {
    let slots = sheet.slots();
    let over = slots.iter().filter(|slot| {
        let cell = sheet.cell(**slot);
        cell.rows > 1 && slot.row <= row && row < slot.row + cell.rows
    });
    over.map(|slot| (slot.row, slot.column)).collect()
}

/// Where the cells of a row begin that no other row shares.
fn own(sheet: &Sheet, row: usize) -> usize {
    sheet.rows[row].iter().position(|cell| cell.rows == 1).unwrap_or(0)
}

/// Whether a label is one of a numbered run, whose order says nothing: `1.`, `其中：2.`, `3、`.
fn numbered(text: &str) -> bool {
    let text = text.trim_start_matches("其中：");
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', '、'])
}

/// Two data rows of one group with cells of the same widths.
fn two_rows(sheet: &Sheet, chance: &mut Chance, list_too: bool) -> Option<(usize, usize)> {
    let rows = data(sheet);
    let list = rows.len() > 12 && rows.iter().all(|&row| named(&sheet.rows[row]).count() < 3);
    let widths = |row: usize| sheet.rows[row][own(sheet, row)..].iter().map(|cell| cell.columns).collect::<Vec<_>>();
    let mut pairs = Vec::new();
    for (at, &one) in rows.iter().enumerate() {
        for &other in &rows[at + 1..] {
            let labels = [one, other].map(|row| sheet.rows[row][own(sheet, row)].text.as_str());
            // In a list the rows between two numbered ones may belong to the first: only neighbours can change places.
            let free = !list || list_too || other == one + 1 && labels.iter().all(|label| numbered(label));
            if free
                && labels[0] != labels[1]
                && groups(sheet, one) == groups(sheet, other)
                && widths(one) == widths(other)
            {
                pairs.push((one, other));
            }
        }
    }
    pick(&pairs, chance)
}

/// Two rows with their labels change places.
pub fn rows_swapped(sheet: &mut Sheet, chance: &mut Chance) -> Option<BTreeSet<String>> {
    let (one, other) = two_rows(sheet, chance, false)?;
    let (from, to) = (own(sheet, one), own(sheet, other));
    let first = sheet.rows[one].split_off(from);
    let second = sheet.rows[other].split_off(to);
    let touched = named(&first).chain(named(&second)).collect();
    sheet.rows[one].extend(second);
    sheet.rows[other].extend(first);
    Some(touched)
}

/// The figures of two rows change places, their labels stay.
pub fn figures_swapped(sheet: &mut Sheet, chance: &mut Chance) -> Option<()> {
    let (one, other) = two_rows(sheet, chance, true)?;
    let cells =
        |row: usize| (0..sheet.rows[row].len()).filter(|&at| sheet.rows[row][at].metric.is_some()).collect::<Vec<_>>();
    let (first, second) = (cells(one), cells(other));
    if first.len() != second.len() {
        return None;
    }
    for (a, b) in first.into_iter().zip(second) {
        let text = std::mem::take(&mut sheet.rows[one][a].text);
        sheet.rows[one][a].text = std::mem::replace(&mut sheet.rows[other][b].text, text);
    }
    Some(())
}

/// Two columns with their headers change places, where no merged header parts them.
pub fn columns_swapped(sheet: &mut Sheet, chance: &mut Chance) -> Option<BTreeSet<String>> {
    let slots = sheet.slots();
    let columns: BTreeSet<usize> =
        slots.iter().filter(|slot| sheet.cell(**slot).metric.is_some()).map(|slot| slot.column).collect();
    let columns: Vec<usize> = columns.into_iter().collect();
    // A header that is narrower than its rows does not stand over the columns that it names.
    let last = *columns.last()?;
    if (0..sheet.rows.len()).any(|row| covering(sheet, &slots, row, last).is_none()) {
        return None;
    }
    let mut pairs = Vec::new();
    for (at, &one) in columns.iter().enumerate() {
        for &other in &columns[at + 1..] {
            if let Some(swaps) = swaps(sheet, one, other) {
                pairs.push(swaps);
            }
        }
    }
    if pairs.is_empty() {
        return None;
    }
    let mut touched = BTreeSet::new();
    let swaps = pairs.swap_remove(chance.below(pairs.len()));
    let header = |&&(row, a, _): &&(usize, usize, usize)| {
        sheet.rows[row][a].metric.is_none() && !sheet.rows[row][a].text.is_empty()
    };
    if swaps.iter().filter(header).all(|&(row, a, b)| sheet.rows[row][a].text == sheet.rows[row][b].text) {
        // Two columns of one name: the header is as it was, and the figures stand under the wrong group.
        for (row, a, b) in swaps {
            let text = std::mem::take(&mut sheet.rows[row][a].text);
            sheet.rows[row][a].text = std::mem::replace(&mut sheet.rows[row][b].text, text);
        }
        return Some(touched);
    }
    for (row, a, b) in swaps {
        sheet.rows[row].swap(a, b);
        touched.extend(named(&sheet.rows[row][a..=a]).chain(named(&sheet.rows[row][b..=b])));
    }
    Some(touched)
}

/// The cell that covers a column in a row, itself or merged into it from above or from the left.
fn covering<'s>(sheet: &Sheet, slots: &'s [Slot], row: usize, column: usize) -> Option<&'s Slot> {
    slots.iter().find(|slot| {
        let cell = sheet.cell(**slot);
        slot.row <= row && row < slot.row + cell.rows && slot.column <= column && column < slot.column + cell.columns
    })
}

/// Row by row, which cells to swap so that two columns change places.
fn swaps(sheet: &Sheet, one: usize, other: usize) -> Option<Vec<(usize, usize, usize)>> {
    let slots = sheet.slots();
    let mut swaps = Vec::new();
    for row in 0..sheet.rows.len() {
        let (a, b) = (covering(sheet, &slots, row, one)?, covering(sheet, &slots, row, other)?);
        if a == b {
            continue;
        }
        let (first, second) = (sheet.cell(*a), sheet.cell(*b));
        if (first.columns, second.columns) != (1, 1) || (a.row, first.rows) != (b.row, second.rows) {
            return None;
        }
        if a.row == row {
            swaps.push((row, a.index, b.index));
        }
    }
    Some(swaps)
}

/// Takes a row out; cells that it shares with others live on.
fn remove(sheet: &mut Sheet, row: usize) {
    let over: Vec<(usize, usize)> = sheet
        .slots()
        .iter()
        .filter(|slot| slot.row < row && row < slot.row + sheet.cell(**slot).rows)
        .map(|slot| (slot.row, slot.index))
        .collect();
    for (row, index) in over {
        sheet.rows[row][index].rows -= 1;
    }
    let cells = sheet.rows.remove(row);
    let shared: Vec<Cell> =
        cells.into_iter().filter(|cell| cell.rows > 1).map(|cell| Cell { rows: cell.rows - 1, ..cell }).collect();
    if let Some(next) = sheet.rows.get_mut(row) {
        next.splice(0..0, shared);
    }
}

pub fn row_lost(sheet: &mut Sheet, chance: &mut Chance) -> Option<BTreeSet<String>> {
    let rows = data(sheet);
    if rows.len() < 2 {
        return None;
    }
    let row = pick(&rows, chance)?;
    let touched = named(&sheet.rows[row]).collect();
    remove(sheet, row);
    Some(touched)
}

/// All zeros of the table become blanks, or most of them.
pub fn zeros_blanked(sheet: &mut Sheet, chance: &mut Chance) -> Option<()> {
    let most = chance.below(2) == 0;
    for (row, index) in sheet.figures() {
        let cell = &mut sheet.rows[row][index];
        if matches!(cell.text.as_str(), "0" | "０") && !(most && chance.below(4) == 0) {
            cell.text.clear();
        }
    }
    Some(())
}

/// The separator of two neighbouring figures is lost: all cells of the row are in doubt.
pub fn cells_glued(sheet: &mut Sheet, chance: &mut Chance) -> Option<BTreeSet<String>> {
    let cells = sheet.figures();
    let pairs: Vec<(usize, usize)> = cells
        .iter()
        .copied()
        .filter(|&(row, index)| {
            cells.contains(&(row, index + 1))
                && !sheet.rows[row][index].text.is_empty()
                && !sheet.rows[row][index + 1].text.is_empty()
        })
        .collect();
    let (row, index) = pick(&pairs, chance)?;
    let touched = named(&sheet.rows[row]).collect();
    let second = sheet.rows[row].remove(index + 1);
    sheet.rows[row][index].text.push_str(&second.text);
    Some(touched)
}

/// The last rows are lost.
pub fn cut(sheet: &mut Sheet, chance: &mut Chance) -> Option<BTreeSet<String>> {
    let rows = data(sheet);
    if rows.len() < 2 {
        return None;
    }
    let from = rows[1 + chance.below(rows.len() - 1)];
    let touched = sheet.rows[from..].iter().flat_map(|row| named(row)).collect();
    while sheet.rows.len() > from {
        remove(sheet, sheet.rows.len() - 1);
    }
    Some(touched)
}
