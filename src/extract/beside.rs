//! A table whose rows go on in further columns, under the same header again: laid one block below the other.
//! Knows no form.

use super::label::Label;
use crate::model::{Cell, Document, Grid};

/// The header stands in one of so many rows.
const HEADER: usize = 4;

/// The grid with its blocks one below the other; none if its header does not repeat.
pub fn stacked(document: &Document, grid: &Grid) -> Option<Grid> {
    let label = |row: usize, column: usize| grid.cell(row, column).map(|cell| Label::new(document.slice(cell.span)));
    let (header, width) = (0..grid.rows.min(HEADER)).find_map(|row| {
        let labels: Vec<Option<Label>> = (0..grid.columns).map(|column| label(row, column)).collect();
        Some((row, period(&labels)?))
    })?;
    let rows = grid.rows - header;
    let blocks = grid.columns / width;
    let mut stacked = Grid {
        rows: rows * blocks,
        columns: width,
        origin: grid.origin,
        cells: Vec::new(),
        slots: vec![Grid::EMPTY; rows * blocks * width],
    };
    for block in 0..blocks {
        for row in header..grid.rows {
            for column in block * width..(block + 1) * width {
                let Some(cell) = grid.cell(row, column) else { continue };
                let (top, left) = (block * rows + row - header, column - block * width);
                let above = (cell.row as usize).max(header) < row;
                let before = (cell.column as usize).max(block * width) < column;
                let index = match (above, before) {
                    (true, _) => stacked.slots[(top - 1) * width + left],
                    (_, true) => stacked.slots[top * width + left - 1],
                    _ => {
                        let row_span = cell.row as usize + cell.row_span as usize - row;
                        let end = (cell.column as usize + cell.column_span as usize).min((block + 1) * width);
                        stacked.cells.push(Cell {
                            span: cell.span,
                            row: top as u32,
                            column: left as u32,
                            row_span: row_span as u32,
                            column_span: (end - column) as u32,
                        });
                        stacked.cells.len() as u32 - 1
                    }
                };
                stacked.slots[top * width + left] = index;
            }
        }
    }
    Some(stacked)
}

/// After how many columns a header begins again: at least two that differ, all of them again.
fn period(labels: &[Option<Label>]) -> Option<usize> {
    let named = |label: &Option<Label>| label.as_ref().is_some_and(|label| !label.is_empty());
    let whole = labels.iter().all(named);
    (2..=labels.len() / 2).find(|&width| {
        let again = labels.iter().zip(labels.iter().skip(width)).all(|(one, other)| one == other);
        let differ = labels[..width].iter().enumerate().all(|(at, label)| !labels[..at].contains(label));
        whole && labels.len().is_multiple_of(width) && again && differ
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;
    use crate::read::{Limits, read};

    const LIMITS: Limits = Limits { max_text_bytes: 1 << 20, max_depth: 64, max_cells: 10_000 };

    #[test]
    fn blocks_come_one_below_the_other() {
        let html = "<table><tr><th>指标</th><th>数量</th><th>指标</th><th>数量</th></tr>\
            <tr><td>甲</td><td>1</td><td>丙</td><td>3</td></tr><tr><td>乙</td><td>2</td><td>丁</td><td>4</td></tr></table>";
        let document = read(html.as_bytes(), &LIMITS, &mut Vec::new()).unwrap();
        let BlockKind::Table(grid) = &document.blocks[0].kind else { panic!("no table") };
        let stacked = stacked(&document, grid).unwrap();
        let text = |row, column| document.slice(stacked.cell(row, column).unwrap().span);
        let rows: Vec<_> = (0..stacked.rows).map(|row| (text(row, 0), text(row, 1))).collect();
        assert_eq!(rows, [("指标", "数量"), ("甲", "1"), ("乙", "2"), ("指标", "数量"), ("丙", "3"), ("丁", "4")]);
    }
}
