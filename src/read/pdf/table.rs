//! Letters in ruled cells → a table, and tables that go on over a page break. Knows edges and the text of cells;
//! knows no form.

use super::ink::Letter;
use super::lattice::{Area, Lattice};
use super::lines::cell_text;
use crate::text::item::opens_item;

/// How far the edges of the parts of one table may differ, in points.
const NEAR: f64 = 5.0;

/// A table with its text, before it has a place in the document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ruled {
    /// The edges of the columns.
    pub xs: Vec<f64>,
    pub rows: usize,
    pub cells: Vec<(Area, String)>,
    /// The heights between which it stands on its page.
    pub top: f64,
    pub bottom: f64,
}

/// Takes the letters of a lattice out of `letters`; none if it holds no text.
pub(super) fn fill(lattice: &Lattice, letters: &mut Vec<Letter>) -> Option<Ruled> {
    let columns = lattice.xs.len() - 1;
    let mut slots = vec![0; (lattice.ys.len() - 1) * columns];
    for (index, area) in lattice.boxes.iter().enumerate() {
        for row in area.top..area.bottom {
            slots[row * columns + area.left..row * columns + area.right].fill(index);
        }
    }
    let mut cells: Vec<Vec<Letter>> = vec![Vec::new(); lattice.boxes.len()];
    letters.retain(|letter| {
        let (x, y) = (letter.x + letter.width / 2.0, letter.middle());
        if !lattice.holds(x, y) {
            return true;
        }
        let slot = |edges: &[f64], at: f64| edges.partition_point(|edge| *edge <= at).clamp(1, edges.len() - 1) - 1;
        let place = slot(&lattice.ys, y) * columns + slot(&lattice.xs, x);
        cells[slots[place]].push(*letter);
        false
    });
    let cells: Vec<(Area, String)> = lattice
        .boxes
        .iter()
        .zip(cells)
        .map(|(&area, letters)| (area, cell_text(letters, lattice.xs[area.right] - lattice.xs[area.left])))
        .collect();
    cells.iter().any(|(_, text)| !text.is_empty()).then(|| Ruled {
        xs: lattice.xs.clone(),
        rows: lattice.ys.len() - 1,
        cells,
        top: lattice.ys[0],
        bottom: lattice.ys[lattice.ys.len() - 1],
    })
}

/// Whether `next`, the first thing on a page, is the rest of `table`, the last thing on the page before.
pub(super) fn continues(table: &Ruled, next: &Ruled) -> bool {
    let (many, few) = match table.xs.len() >= next.xs.len() {
        true => (&table.xs, &next.xs),
        false => (&next.xs, &table.xs),
    };
    let same = |a: Option<&f64>, b: Option<&f64>| matches!((a, b), (Some(a), Some(b)) if (a - b).abs() <= NEAR);
    same(many.first(), few.first())
        && same(many.last(), few.last())
        && few.iter().all(|edge| many.iter().any(|other| same(Some(edge), Some(other))))
}

/// Puts the rest of a table under it.
pub(super) fn join(table: Ruled, next: Ruled) -> Ruled {
    let xs = match table.xs.len() >= next.xs.len() {
        true => table.xs.clone(),
        false => next.xs.clone(),
    };
    let (break_row, bottom) = (table.rows, next.bottom);
    let rows = table.rows + next.rows;
    let mut cells = widen(table, &xs, 0);
    let below = widen(next, &xs, break_row);
    let torn_row = is_torn(&below, break_row);
    for (area, text) in below {
        let over = cells.iter_mut().find(|(over, _)| {
            area.top == break_row && over.bottom == break_row && (over.left, over.right) == (area.left, area.right)
        });
        match over {
            Some((over, above)) if torn_row || goes_on(over, above, &area, &text, break_row) => {
                over.bottom = area.bottom;
                above.push_str(&text);
            }
            _ => cells.push((area, text)),
        }
    }
    cells.sort_by_key(|(area, _)| (area.top, area.left));
    Ruled { xs, rows, cells, top: 0.0, bottom }
}

/// Cells of a part in the columns of the whole.
fn widen(part: Ruled, xs: &[f64], down: usize) -> Vec<(Area, String)> {
    let column = |edge: usize| {
        let at = part.xs[edge];
        let distance = |column: &usize| (xs[*column] - at).abs();
        (0..xs.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    };
    let columns: Vec<usize> = (0..part.xs.len()).map(column).collect();
    part.cells
        .into_iter()
        .map(|(area, text)| {
            let area = Area {
                top: area.top + down,
                bottom: area.bottom + down,
                left: columns[area.left],
                right: columns[area.right],
            };
            (area, text)
        })
        .collect()
}

/// Whether the first row under the break is the rest of the row over it: a few words and no figure.
fn is_torn(below: &[(Area, String)], row: usize) -> bool {
    let first = || below.iter().filter(|(area, _)| area.top == row);
    let filled = first().filter(|(_, text)| !text.is_empty());
    first().count() > 2
        && filled.clone().count() == 1
        && filled
            .clone()
            .all(|(area, text)| area.bottom == row + 1 && !opens_item(text) && !text.chars().any(char::is_numeric))
}

/// Whether a cell under the break is the rest of the one over it. A cell of one row has figures to part from those
/// of the next; only labels that run over several rows are torn.
fn goes_on(over: &Area, above: &str, area: &Area, text: &str, row: usize) -> bool {
    let tall = row - over.top > 1 || area.bottom - row > 1;
    let figures = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    tall && !above.is_empty() && !opens_item(text) && !figures(text) && !figures(above)
}
