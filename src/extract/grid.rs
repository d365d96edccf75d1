//! Claims from tables whose axes both were read: a row label and a column header prove each cell.
//! Knows no flattened text; what it cannot prove it leaves to the flat reader.

use super::align::align;
use super::cell;
use super::header::{self, Head, Leaf, head};
use super::label::{Label, contradicted, fit, in_group};
use super::short;
use crate::catalog::{Catalog, Table, Template};
use crate::model::{
    Cell, Code, Document, Evidence, Grid, Issue, Method, MetricId, Observation, Rank, Scope, Severity, Value,
};

/// A form's table of more rows than this is long, and at least this many of its rows must be found. A header of so many
/// columns proves the table by itself: pages that were cut off hold its first rows only.
const LONG: usize = 12;
const FEWEST: usize = 6;
const WIDE: usize = 7;

/// A table of a form found in a grid.
pub struct Match<'a> {
    pub template: &'a Template,
    pub table: &'a Table,
    /// Rows of the grid below the header that belong to it.
    pub rows: std::ops::Range<usize>,
    /// (grid row, grid column, row of the form, column of the form).
    pub cells: Vec<(usize, usize, usize, usize)>,
    /// Rows of the grid that have fewer cells than the header has columns.
    short: Vec<usize>,
    score: usize,
}

impl<'a> Match<'a> {
    /// A table of which each cell was found by its names.
    pub fn new(
        template: &'a Template,
        table: &'a Table,
        rows: std::ops::Range<usize>,
        cells: Vec<(usize, usize, usize, usize)>,
    ) -> Match<'a> {
        Match { template, table, rows, score: cells.len(), cells, short: Vec::new() }
    }

    /// How many rows of the form were read.
    pub fn rows_read(&self) -> usize {
        self.cells.len() / self.table.columns.len()
    }

    /// Whether rows of a long table are still to come.
    pub fn is_open(&self) -> bool {
        self.table.asked() > LONG && self.rows_read() < self.table.asked()
    }

    /// Whether only the beginning of a long table was.
    pub fn is_begun(&self) -> bool {
        self.table.asked() > LONG && self.rows_read() < FEWEST
    }
}

/// The tables of forms in a grid. `prefer` is a form that breaks ties.
pub fn matches<'a>(
    catalog: &'a Catalog,
    document: &Document,
    grid: &Grid,
    prefer: Option<&str>,
    year: i32,
) -> Vec<Match<'a>> {
    let labels: Vec<Label> = grid.cells.iter().map(|cell| Label::new(document.slice(cell.span))).collect();
    let values: Vec<bool> =
        grid.cells.iter().map(|cell| cell::is_value(&catalog.words, document.slice(cell.span))).collect();
    let figures = rows_with(grid, |index| values[index] && !labels[index].is_empty());
    let tables = catalog.templates.tables();
    let worded: Vec<usize> = (0..grid.cells.len()).filter(|&index| !values[index]).collect();
    // A table whose column labels stand nowhere in the grid is not in it.
    let pages: Vec<(&Template, &Table, Page)> = tables
        .filter_map(|(template, table)| {
            let mut named = worded.iter().filter_map(|&index| Some((index, head(table, &labels[index])?))).peekable();
            named.peek()?;
            let mut heads = vec![None; grid.cells.len()];
            named.for_each(|(index, head)| heads[index] = Some(head));
            let named = rows_with(grid, |index| heads[index].is_some());
            let page = Page { grid, labels: &labels, values: &values, figures: &figures, heads, named };
            page.named.contains(&true).then_some((template, table, page))
        })
        .collect();
    let mut found = Vec::new();
    let mut row = 0;
    while row < grid.rows {
        let best = pages.iter().filter_map(|(template, table, page)| page.table_at(template, table, row)).max_by_key(
            |candidate| {
                let template = candidate.template;
                let preferred = prefer == Some(template.form.as_str());
                let in_force = (template.years.0..=template.years.1).contains(&year);
                let first = candidate.cells.first().map(|cell| cell.0);
                (candidate.score, std::cmp::Reverse(first), preferred, in_force, std::cmp::Reverse(&template.id))
            },
        );
        match best {
            Some(candidate) => {
                row = candidate.rows.end;
                found.push(candidate);
            }
            None => row += 1,
        }
    }
    found
}

/// The claims of a match: one a proven cell, in the order of the page.
pub fn claims(
    catalog: &Catalog,
    document: &Document,
    grid: &Grid,
    found: &Match,
    year: i32,
    issues: &mut Vec<Issue>,
) -> Vec<Observation> {
    let pattern = format!("{}/{}", found.template.id, found.table.id);
    let mut claims = Vec::new();
    for &(row, column, form_row, form_column) in &found.cells {
        let Some(metric) = found.table.cell(form_row, form_column) else { continue };
        let Some(cell) = grid.cell(row, column) else { continue };
        let mut claim = claim(catalog, document, metric, cell, &pattern, (row, column), year, issues);
        if found.short.contains(&row) {
            // One of its cells was lost or glued to another: those behind it stand one column too early.
            (claim.value, claim.evidence.rank) = (Value::Ambiguous(Vec::new()), Rank::Low);
        }
        claims.push(claim);
    }
    if !found.short.is_empty() {
        short::fill(catalog, document, grid, found, &found.short, &mut claims);
    }
    claims
}

#[allow(clippy::too_many_arguments)]
fn claim(
    catalog: &Catalog,
    document: &Document,
    metric: MetricId,
    cell: &Cell,
    pattern: &str,
    at: (usize, usize),
    year: i32,
    issues: &mut Vec<Issue>,
) -> Observation {
    let text = document.slice(cell.span);
    let value = cell::value(catalog, metric, text);
    if value == Value::Unreadable {
        let message = format!("{} in {pattern}: \"{}\" is no figure", catalog.metrics.name(metric), text.trim());
        issues.push(Issue { code: Code::CellUnreadable, severity: Severity::Warning, message, span: Some(cell.span) });
    }
    Observation {
        metric,
        scope: Scope::Unstated,
        value,
        about_year: year,
        evidence: Evidence {
            method: Method::Grid,
            rank: Rank::High,
            pattern: pattern.to_string(),
            span: cell.span,
            row: Some(at.0 as u32),
            column: Some(at.1 as u32),
            repaired: false,
        },
    }
}

/// How well the label of a row fits each row of the form, one of them at least, and the labels in front of it.
type Named<'l> = (Vec<u32>, Vec<&'l Label>);

/// A grid with its cells' labels.
struct Page<'a> {
    grid: &'a Grid,
    labels: &'a [Label],
    values: &'a [bool],
    /// Rows with a figure.
    figures: &'a [bool],
    /// What of the table's header each cell holds.
    heads: Vec<Option<Head>>,
    /// Rows with such a cell.
    named: Vec<bool>,
}

/// For each row of a grid, whether `of` holds for one of its cells.
fn rows_with(grid: &Grid, of: impl Fn(usize) -> bool) -> Vec<bool> {
    let row = |row: &[u32]| row.iter().any(|&slot| slot != Grid::EMPTY && of(slot as usize));
    grid.slots.chunks(grid.columns.max(1)).map(row).collect()
}

impl Page<'_> {
    fn index(&self, row: usize, column: usize) -> Option<usize> {
        let slot = *self.grid.slots.get(row * self.grid.columns + column)?;
        (slot != Grid::EMPTY).then_some(slot as usize)
    }

    fn label(&self, row: usize, column: usize) -> Option<&Label> {
        self.index(row, column).map(|index| &self.labels[index]).filter(|label| !label.is_empty())
    }

    fn is_value(&self, row: usize, column: usize) -> bool {
        self.index(row, column).is_none_or(|index| self.values[index])
    }

    /// The table of a form whose header begins in `row`, if it proves at least one cell.
    fn table_at<'a>(&self, template: &'a Template, table: &'a Table, row: usize) -> Option<Match<'a>> {
        let header = self.header(row)?;
        let columns = self.columns(table, row..header)?;
        let end = self.end(table.columns.len(), header);
        let moved: Vec<usize> = (header..end).map(|row| self.moved(row, &columns)).collect();
        let pairs: Vec<(usize, usize)> = if table.is_unlabelled() {
            // The first row with a figure; where there is none, the row right below the header.
            let figures = |row: &usize| columns.iter().any(|&(column, _)| self.filled(*row, column));
            let first = (header..end).find(figures).or((header < end).then_some(header))?;
            vec![(first, 0)]
        } else {
            self.rows(table, header, columns[0].0, &moved)
        };
        let mut cells = Vec::new();
        for &(row, form_row) in &pairs {
            if table.rows[form_row].heading {
                continue;
            }
            for &(column, form_column) in &columns {
                cells.push((row, column - moved[row - header], form_row, form_column));
            }
        }
        // A label cell that reaches into the value columns is no value.
        cells.retain(|&(row, column, ..)| self.is_value(row, column) || !self.reaches_left(row, column, columns[0].0));
        // A few labels of a long list also stand in other tables.
        let found = pairs.iter().filter(|&&(_, row)| !table.rows[row].heading).count();
        if cells.is_empty() || table.asked() > LONG && found < FEWEST && columns.len() < WIDE {
            return None;
        }
        let end = pairs.iter().map(|&(row, _)| row + 1).max().unwrap_or(header);
        let lacks =
            |row: usize| columns.iter().any(|&(column, _)| self.index(row, column - moved[row - header]).is_none());
        let short = pairs.iter().map(|&(row, _)| row).filter(|&row| lacks(row)).collect();
        Some(Match { template, table, rows: row..end, score: cells.len(), cells, short })
    }

    fn filled(&self, row: usize, column: usize) -> bool {
        self.is_value(row, column) && self.label(row, column).is_some()
    }

    fn reaches_left(&self, row: usize, column: usize, first: usize) -> bool {
        self.grid.cell(row, column).is_some_and(|cell| (cell.column as usize) < first)
    }

    /// The row behind the header that begins in `row`: rows that hold a column label and no value but blanks.
    fn header(&self, row: usize) -> Option<usize> {
        if !self.named[row] {
            return None;
        }
        let mut end = row;
        while end < self.grid.rows && end < row + 5 && !self.figures[end] && self.named[end] {
            end += 1;
        }
        Some(end).filter(|&end| end > row)
    }

    /// (grid column, column of the form) for a header, from left to right: every column of the form must be there.
    fn columns(&self, table: &Table, header: std::ops::Range<usize>) -> Option<Vec<(usize, usize)>> {
        // A merged header cell over several grid columns counts once, where it begins.
        let mut leaves: Vec<Leaf> = Vec::new();
        for column in 0..self.grid.columns {
            let mut above: Vec<&Label> = Vec::new();
            let mut leaf = None;
            for row in header.clone() {
                if let Some(label) = self.label(row, column) {
                    let starts = self.grid.cell(row, column).is_some_and(|cell| cell.column as usize == column);
                    let seen = above.last().is_some_and(|last| **last == *label);
                    if !seen {
                        above.push(label);
                    }
                    let own = self.index(row, column).is_some_and(|index| self.heads[index] == Some(Head::Column));
                    leaf = own.then_some((label, starts)).or(leaf);
                }
            }
            if let Some((label, true)) = leaf {
                leaves.push((column, label, above));
            }
        }
        header::columns(table, &leaves)
    }

    /// The first row behind `header` that begins another header of this table or of the like.
    fn end(&self, columns: usize, header: usize) -> usize {
        (header..self.grid.rows)
            .find(|&row| {
                let begins = |column: usize| {
                    let starts = self
                        .grid
                        .cell(row, column)
                        .is_some_and(|cell| cell.column as usize == column && cell.row as usize == row);
                    starts && self.index(row, column).is_some_and(|index| self.heads[index].is_some())
                };
                !self.figures[row]
                    && self.named[row]
                    && (0..self.grid.columns).filter(|&column| begins(column)).count() >= columns.div_ceil(2)
            })
            .unwrap_or(self.grid.rows)
    }

    /// How many columns too far left the figures of a row stand, because labels that reach down to it from a part of the
    /// table that was cut off are not told again: its own label and a figure for each column are there, and behind them
    /// nothing. An empty cell in front may be one between label and figures, and the row have lost another.
    fn moved(&self, row: usize, columns: &[(usize, usize)]) -> usize {
        let (first, last) = (columns[0].0, columns[columns.len() - 1].0);
        let missing = (0..=last).rev().take_while(|&column| self.index(row, column).is_none()).count();
        let begins = |column: usize| self.grid.cell(row, column).is_some_and(|cell| cell.column as usize == column);
        let whole = missing > 0
            && missing < first
            && columns.iter().all(|&(column, _)| begins(column - missing) && self.is_value(row, column - missing))
            && self.filled(row, first - missing)
            && !self.is_value(row, first - missing - 1);
        if whole { missing } else { 0 }
    }

    /// (grid row, row of the form), in order, for the rows from `from` on; their figures begin in column `first`, or as many
    /// columns before it as they are `moved`.
    fn rows(&self, table: &Table, from: usize, first: usize, moved: &[usize]) -> Vec<(usize, usize)> {
        // The row's own label is the last one that is a label of the form at all; those before it are its groups.
        let found: Vec<(usize, Option<Named>)> = (from..)
            .zip(moved)
            .map(|(row, moved)| {
                let mut labels: Vec<&Label> = Vec::new();
                for column in 0..first - moved {
                    if let Some(label) = self.label(row, column)
                        && labels.last().is_none_or(|last| *last != label)
                    {
                        labels.push(label);
                    }
                }
                let own = (0..labels.len()).rev().find_map(|own| {
                    let fits: Vec<u32> = table.rows.iter().map(|axis| fit(labels[own], axis)).collect();
                    fits.iter().any(|&fit| fit > 0).then(|| (fits, labels[..own].to_vec()))
                });
                (row, own)
            })
            .collect();
        let pairs = align(found.len(), table.rows.len(), |row, axis| {
            let Some((fits, around)) = &found[row].1 else { return 0 };
            let (score, axis) = (fits[axis], &table.rows[axis]);
            if score == 0 {
                return 0;
            }
            let other = contradicted(&table.rows, axis, around);
            let proven = around.iter().any(|label| axis.groups.iter().any(|group| in_group(label, group)));
            if other { 0 } else { score * 4 + u32::from(proven) }
        });
        pairs.into_iter().map(|(row, axis)| (found[row].0, axis)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockKind, Bound, Number};
    use crate::read::{Limits, read};

    const LIMITS: Limits = Limits { max_text_bytes: 1 << 20, max_depth: 64, max_cells: 10_000 };
    const HEADER: &str = "<tr><td rowspan=2 colspan=3>列</td><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td>\
        <td rowspan=2>总计</td></tr><tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td>\
        <td>其他</td></tr>";

    /// The values that the rows of a second part of section three give, by metric.
    fn read_rows(rows: &str) -> Vec<(String, Value)> {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let html = format!("<table>{HEADER}{rows}</table>");
        let document = read(html.as_bytes(), &LIMITS, &mut Vec::new()).unwrap();
        let BlockKind::Table(grid) = &document.blocks[0].kind else { panic!("no table") };
        let found = matches(&catalog, &document, grid, Some("2021"), 2022);
        let claims = found.iter().flat_map(|found| claims(&catalog, &document, grid, found, 2022, &mut Vec::new()));
        claims.map(|claim| (catalog.metrics.name(claim.metric), claim.value)).collect()
    }

    #[test]
    fn rows_whose_group_is_above_the_break_stand_further_left() {
        let read = read_rows(
            "<tr><td>8.属于行政查询事项</td><td>4</td><td>1</td><td>0</td><td>0</td><td>0</td><td>2</td><td>7</td></tr>\
            <tr><td colspan=3>四、结转下年度继续办理</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td></tr>",
        );
        let seven = Value::Number(Number::from_integer(7).unwrap(), Bound::Exact);
        assert!(read.contains(&("applications.outcome.denied.admin_query".to_string(), seven)), "{read:?}");
    }

    #[test]
    fn a_row_that_lost_a_figure_is_not_moved() {
        let read = read_rows(
            "<tr><td>8.属于行政查询事项</td><td>4</td><td>1</td><td>0</td><td>0</td><td>2</td><td>7</td></tr>\
            <tr><td colspan=3>四、结转下年度继续办理</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td></tr>",
        );
        let printed = |(name, value): &&(String, Value)| {
            name.starts_with("applications.outcome") && matches!(value, Value::Number(..))
        };
        assert_eq!(read.iter().find(printed), None);
    }
}
