//! Claims from tables whose axes both were read: a row label and a column header prove each cell.
//! Knows no flattened text; what it cannot prove it leaves to the flat reader.

use super::align::align;
use super::cell;
use super::label::{Label, contradicted, fit, fit_column, in_group};
use super::short;
use crate::catalog::{Axis, Catalog, Table, Template};
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

/// A column of the grid, its label in the header, and all labels of its header from the top down.
type Leaf<'l> = (usize, &'l Label, Vec<&'l Label>);

/// The columns of a header in another order than the form's: each whole label, under its groups, names one column of the
/// form, and no two name the same.
fn by_name(table: &Table, leaves: &[Leaf]) -> Option<Vec<(usize, usize)>> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (column, label, above) in leaves {
        let names = |axis: &Axis| fit(label, axis) > 1 && !contradicted(&table.columns, axis, above);
        let mut named = (0..table.columns.len()).filter(|&place| names(&table.columns[place]));
        let (place, rival) = (named.next()?, named.next());
        if rival.is_some() || pairs.iter().any(|&(_, other)| other == place) {
            return None;
        }
        pairs.push((*column, place));
    }
    (pairs.len() == table.columns.len()).then_some(pairs)
}

/// The columns of a header that holds only some of the form's outermost groups, each whole and with its name above it: one
/// part of a table that was cut in two side by side.
fn by_groups(table: &Table, leaves: &[Leaf]) -> Option<Vec<(usize, usize)>> {
    let outer = |place: usize| table.columns[place].groups.first();
    let pairs = align(leaves.len(), table.columns.len(), |leaf, place| {
        let (_, label, above) = &leaves[leaf];
        let named = |group: &String| above.iter().any(|label| in_group(label, group));
        if outer(place).is_some_and(named) && !contradicted(&table.columns, &table.columns[place], above) {
            fit(label, &table.columns[place])
        } else {
            0
        }
    });
    let here = |place: usize| pairs.iter().any(|&(_, other)| other == place);
    let whole = |&(_, place): &(usize, usize)| {
        (0..table.columns.len()).all(|other| outer(other) != outer(place) || here(other))
    };
    let proven = !pairs.is_empty() && pairs.len() == leaves.len() && pairs.iter().all(whole);
    proven.then(|| pairs.into_iter().map(|(leaf, place)| (leaves[leaf].0, place)).collect())
}

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

/// What a label may be in the header of a table: that of a column itself, or of a group of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Head {
    Column,
    Group,
}

fn head(table: &Table, label: &Label) -> Option<Head> {
    let begins = label.begins_among(&table.heads_begin);
    let named = |axis: &Axis| axis.groups.iter().any(|group| in_group(label, group));
    let column = || table.columns.iter().any(|axis| fit_column(label, axis) > 0).then_some(Head::Column);
    let group = || table.columns.iter().any(named).then_some(Head::Group);
    if begins { column().or_else(group) } else { None }
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
        let pairs: Vec<(usize, usize)> = if table.is_unlabelled() {
            // The first row with a figure; where there is none, the row right below the header.
            let figures = |row: &usize| columns.iter().any(|&(column, _)| self.filled(*row, column));
            let first = (header..end).find(figures).or((header < end).then_some(header))?;
            vec![(first, 0)]
        } else {
            self.rows(table, header..end, columns[0].0)
        };
        let mut cells = Vec::new();
        for &(row, form_row) in &pairs {
            if table.rows[form_row].heading {
                continue;
            }
            for &(column, form_column) in &columns {
                cells.push((row, column, form_row, form_column));
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
        let lacks = |row: usize| columns.iter().any(|&(column, _)| self.index(row, column).is_none());
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
        let pairs = align(leaves.len(), table.columns.len(), |leaf, axis| {
            let (_, label, above) = &leaves[leaf];
            let axis = &table.columns[axis];
            let fit = fit_column(label, axis);
            // A group that is read must be the right one; a group that is lost is left to the order.
            if fit == 0 || contradicted(&table.columns, axis, above) { 0 } else { fit }
        });
        if pairs.len() < table.columns.len() {
            return by_name(table, &leaves).or_else(|| by_groups(table, &leaves));
        }
        Some(pairs.into_iter().map(|(leaf, axis)| (leaves[leaf].0, axis)).collect())
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

    /// (grid row, row of the form), in order.
    fn rows(&self, table: &Table, rows: std::ops::Range<usize>, first: usize) -> Vec<(usize, usize)> {
        // The row's own label is the last one that is a label of the form at all; those before it are its groups.
        let found: Vec<(usize, Option<Named>)> = rows
            .map(|row| {
                let mut labels: Vec<&Label> = Vec::new();
                for column in 0..first {
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
