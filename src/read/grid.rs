//! Cells with spans → a rectangle. Knows the table model of HTML; knows nothing of markup or of meaning.

use crate::model::{Cell, Grid, Origin, Span};

/// Widest cell that the HTML table model allows.
const MAX_COLUMN_SPAN: u32 = 1000;

/// So many rows of one width before it make a wider row a fault.
const STEADY: usize = 4;

/// A cell as the source gives it, before it has a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub span: Span,
    /// 0 means: to the end of the row group.
    pub row_span: u32,
    pub column_span: u32,
}

/// The rows of a table: `pieces` in reading order, cut by `row_ends` (count of pieces before the end of each row);
/// `group_ends` (count of rows) cut the rows into groups, beyond which no cell reaches.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub pieces: Vec<Piece>,
    pub row_ends: Vec<usize>,
    pub group_ends: Vec<usize>,
}

/// Places the cells as browsers do; none if the rectangle would be empty or larger than `max_cells`.
///
/// Where two cells claim a slot the earlier keeps it and the later becomes narrower. A cell that reaches one row too far, so
/// that this row alone would be wider than all others, ends above it. Rows and columns in which no cell
/// begins repeat their neighbour and are left out, so that `colspan=2` throughout gives one column, not two.
pub(super) fn rectangle(rows: &Rows, origin: Origin, max_cells: usize) -> Option<Grid> {
    let mut cells: Vec<Cell> = Vec::with_capacity(rows.pieces.len());
    // For each column, in how many rows from here on it is taken by a cell above.
    let mut taken: Vec<u32> = Vec::new();
    let mut work = 0usize;
    let mut groups = rows.group_ends.iter().copied().peekable();
    let mut first = 0;
    let mut steady = 0;
    for (row, &end) in rows.row_ends.iter().enumerate() {
        while groups.next_if(|&group_end| group_end <= row).is_some() {
            taken.fill(0);
        }
        let left = groups.peek().map_or(rows.row_ends.len(), |&end| end.min(rows.row_ends.len())) - row;
        let own = rows.pieces[first..end]
            .iter()
            .map(|piece| piece.column_span.clamp(1, MAX_COLUMN_SPAN) as usize)
            .sum::<usize>();
        let mut wide = own + taken.iter().filter(|rows| **rows > 0).count();
        if steady >= STEADY
            && wide > taken.len()
            && let Some(over) =
                cells.iter_mut().rev().find(|cell| cell.column == 0 && cell.row + cell.row_span > row as u32)
            && wide - over.column_span as usize == taken.len()
        {
            over.row_span = row as u32 - over.row;
            taken[..over.column_span as usize].fill(0);
            wide = taken.len();
        }
        steady = if wide == taken.len() { steady + 1 } else { 0 };
        let mut column = 0;
        for piece in &rows.pieces[first..end] {
            while taken.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let height = match piece.row_span {
                0 => left,
                rows => left.min(rows as usize),
            };
            let start = column;
            while column - start < piece.column_span.clamp(1, MAX_COLUMN_SPAN) as usize {
                match taken.get_mut(column) {
                    Some(0) => taken[column] = height as u32,
                    Some(_) => break,
                    None => taken.push(height as u32),
                }
                column += 1;
            }
            cells.push(Cell {
                span: piece.span,
                row: row as u32,
                column: start as u32,
                row_span: height as u32,
                column_span: (column - start) as u32,
            });
        }
        first = end;
        work += taken.len() + 1;
        // Hostile spans must not cost more than the largest honest table.
        if work > max_cells.saturating_mul(16) {
            return None;
        }
        for rows in &mut taken {
            *rows = rows.saturating_sub(1);
        }
    }
    close_up(cells, rows.row_ends.len(), taken.len(), origin, max_cells)
}

/// Leaves out the rows and columns in which no cell begins and fills the slots.
fn close_up(mut cells: Vec<Cell>, rows: usize, columns: usize, origin: Origin, max_cells: usize) -> Option<Grid> {
    let row_places = places(rows, cells.iter().map(|cell| cell.row));
    let column_places = places(columns, cells.iter().map(|cell| cell.column));
    let (rows, columns) = (row_places[rows] as usize, column_places[columns] as usize);
    let area = rows.checked_mul(columns)?;
    if area == 0 || area > max_cells {
        return None;
    }
    let mut slots = vec![Grid::EMPTY; area];
    for (index, cell) in cells.iter_mut().enumerate() {
        let (bottom, right) = (cell.row + cell.row_span, cell.column + cell.column_span);
        cell.row = row_places[cell.row as usize];
        cell.column = column_places[cell.column as usize];
        cell.row_span = row_places[bottom as usize] - cell.row;
        cell.column_span = column_places[right as usize] - cell.column;
        for row in cell.row..cell.row + cell.row_span {
            let start = row as usize * columns + cell.column as usize;
            slots[start..start + cell.column_span as usize].fill(index as u32);
        }
    }
    Some(Grid { rows, columns, origin, cells, slots })
}

/// For each of `count` lines and for the end, how many lines before it hold an anchor.
fn places(count: usize, anchors: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut held = vec![0u32; count + 1];
    for anchor in anchors {
        held[anchor as usize] = 1;
    }
    let mut before = 0;
    for line in &mut held {
        let here = *line;
        *line = before;
        before += here;
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(table: &[&[(u32, u32)]], group_ends: &[usize]) -> Rows {
        let mut rows = Rows { group_ends: group_ends.to_vec(), ..Rows::default() };
        for row in table {
            for &(row_span, column_span) in *row {
                rows.pieces.push(Piece { span: Span::default(), row_span, column_span });
            }
            rows.row_ends.push(rows.pieces.len());
        }
        rows
    }

    fn slots(table: &[&[(u32, u32)]], group_ends: &[usize]) -> (usize, usize, Vec<u32>) {
        let grid = rectangle(&rows(table, group_ends), Origin::Markup, 1000).unwrap();
        (grid.rows, grid.columns, grid.slots)
    }

    #[test]
    fn spans_push_later_cells_aside() {
        let table: &[&[(u32, u32)]] = &[&[(2, 1), (1, 2)], &[(1, 1), (1, 1)]];
        assert_eq!(slots(table, &[]), (2, 3, vec![0, 1, 1, 0, 2, 3]));
    }

    #[test]
    fn a_row_span_of_zero_or_too_much_ends_with_its_group() {
        let table: &[&[(u32, u32)]] = &[&[(0, 1), (1, 1)], &[(1, 1)], &[(1, 1), (1, 1)]];
        assert_eq!(slots(table, &[2, 3]), (3, 2, vec![0, 1, 0, 2, 3, 4]));
        let table: &[&[(u32, u32)]] = &[&[(65535, 1), (1, 1)], &[(1, 1)]];
        assert_eq!(slots(table, &[]), (2, 2, vec![0, 1, 0, 2]));
    }

    #[test]
    fn an_overlap_goes_to_the_earlier_cell() {
        let table: &[&[(u32, u32)]] = &[&[(1, 1), (2, 1), (1, 1)], &[(1, 3)]];
        assert_eq!(slots(table, &[]), (2, 3, vec![0, 1, 2, 3, 1, Grid::EMPTY]));
    }

    #[test]
    fn columns_that_no_cell_begins_in_are_closed_up() {
        let table: &[&[(u32, u32)]] = &[&[(1, 1000)], &[(1, 2), (1, 2)], &[(1, 2), (1, 2)]];
        assert_eq!(slots(table, &[]), (3, 2, vec![0, 0, 1, 2, 3, 4]));
    }

    #[test]
    fn a_short_row_ends_in_empty_slots() {
        let table: &[&[(u32, u32)]] = &[&[(1, 1), (1, 1)], &[(1, 1)]];
        assert_eq!(slots(table, &[]), (2, 2, vec![0, 1, 2, Grid::EMPTY]));
    }

    #[test]
    fn too_large_is_no_grid() {
        let many = vec![[(1, 1), (1, 1)].as_slice(); 600];
        assert!(rectangle(&rows(&many, &[]), Origin::Markup, 1000).is_none());
    }

    proptest! {
        #[test]
        fn every_slot_of_a_cell_is_its_own(
            table in prop::collection::vec(prop::collection::vec((0u32..5, 0u32..5), 0..6), 1..8),
            group in 1usize..8,
        ) {
            let borrowed: Vec<&[(u32, u32)]> = table.iter().map(Vec::as_slice).collect();
            if let Some(grid) = rectangle(&rows(&borrowed, &[group]), Origin::Markup, 10_000) {
                prop_assert_eq!(grid.slots.len(), grid.rows * grid.columns);
                let mut filled = 0;
                for (index, cell) in grid.cells.iter().enumerate() {
                    for row in cell.row..cell.row + cell.row_span {
                        for column in cell.column..cell.column + cell.column_span {
                            prop_assert_eq!(grid.slots[row as usize * grid.columns + column as usize], index as u32);
                            filled += 1;
                        }
                    }
                }
                prop_assert_eq!(filled, grid.slots.iter().filter(|&&slot| slot != Grid::EMPTY).count());
            }
        }
    }
}
