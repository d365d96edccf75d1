//! A table that another block goes on with, as where a page ends: its rows laid below it. The header stands above the first
//! part alone, and a label that reaches over the break is not told again, so that the rows of the second part begin further
//! left: what stands last in them stands below what stood last. Knows no form.

use crate::model::{Block, BlockKind, Cell, Document, Grid, Span};

/// Between the parts may stand the number of a page, or a word that the table goes on: so many characters.
const BETWEEN: usize = 12;

/// The grid that may go on with the one that ends `before`, and how many blocks stand between: next to nothing.
pub fn next<'a>(document: &Document, before: Span, blocks: &[&'a Block]) -> Option<(usize, &'a Grid)> {
    let table = |block: &&'a Block| match &block.kind {
        BlockKind::Table(grid) => Some((block.span, grid)),
        _ => None,
    };
    let (place, (span, grid)) = blocks.iter().enumerate().find_map(|(place, block)| Some((place, table(block)?)))?;
    let between = Span { start: before.end, end: span.start };
    let near = between.start <= between.end && document.slice(between).trim().chars().count() <= BETWEEN;
    near.then_some((place, grid))
}

/// The rows of both, the second's moved to the right edge of the first; none if they are wider than it.
pub fn joined(first: &Grid, second: &Grid) -> Option<Grid> {
    let mut joined = first.clone();
    joined.rows += second.rows;
    joined.slots.resize(joined.rows * joined.columns, Grid::EMPTY);
    let mut places: Vec<Option<u32>> = vec![None; second.cells.len()];
    for row in 0..second.rows {
        let slots = &second.slots[row * second.columns..(row + 1) * second.columns];
        let Some(last) = slots.iter().rposition(|&slot| slot != Grid::EMPTY) else { continue };
        let shift = first.columns.checked_sub(last + 1)?;
        for (column, &slot) in slots.iter().enumerate().filter(|(_, slot)| **slot != Grid::EMPTY) {
            let index = *places[slot as usize].get_or_insert_with(|| {
                let cell = &second.cells[slot as usize];
                let (row, column) = ((first.rows + row) as u32, (column + shift) as u32);
                joined.cells.push(Cell { row, column, ..*cell });
                joined.cells.len() as u32 - 1
            });
            joined.slots[(first.rows + row) * joined.columns + column + shift] = index;
        }
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Limits, read};

    const LIMITS: Limits = Limits { max_text_bytes: 1 << 20, max_depth: 64, max_cells: 10_000 };

    #[test]
    fn rows_behind_a_page_break_stand_below_the_right_columns() {
        let html = "<table><tr><td>组</td><td>项</td><td>个人</td><td>合计</td></tr>\
            <tr><td rowspan=2>甲</td><td>一</td><td>1</td><td>2</td></tr></table>3\
            <table><tr><td>二</td><td>3</td><td>4</td></tr><tr><td>乙</td><td>三</td><td>5</td><td>6</td></tr></table>";
        let document = read(html.as_bytes(), &LIMITS, &mut Vec::new()).unwrap();
        let tables: Vec<&Block> =
            document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Table(_))).collect();
        let BlockKind::Table(first) = &tables[0].kind else { panic!("no table") };
        let (_, second) = next(&document, tables[0].span, &tables[1..]).expect("nothing between but a page's number");
        let joined = joined(first, second).unwrap();
        let text = |row, column| joined.cell(row, column).map(|cell| document.slice(cell.span));
        assert_eq!((1..4).map(|column| text(2, column)).collect::<Vec<_>>(), [Some("二"), Some("3"), Some("4")]);
        assert_eq!(text(3, 0), Some("乙"));
        assert_eq!(text(3, 3), Some("6"));
    }

    #[test]
    fn a_wider_table_is_another_one() {
        let html = "<table><tr><td>项</td><td>合计</td></tr><tr><td>一</td><td>2</td></tr></table>\
            <table><tr><td>二</td><td>3</td><td>4</td></tr><tr><td>三</td><td>5</td><td>6</td></tr></table>";
        let document = read(html.as_bytes(), &LIMITS, &mut Vec::new()).unwrap();
        let [BlockKind::Table(first), BlockKind::Table(second)] = [&document.blocks[0].kind, &document.blocks[1].kind]
        else {
            panic!("no two tables")
        };
        assert_eq!(joined(first, second), None);
    }
}
