//! Claims from tables that were flattened to running text: the labels of a form are found in its order, and what stands
//! between two labels are the cells of the first. Knows no grid.

pub(super) mod cut;
mod dense;
mod find;
mod order;
pub mod ordered;
mod row;
mod scopes;
mod settle;
mod torn;
pub(super) mod ways;
mod wrapped;

use super::cell;
use super::leading_form;
use crate::catalog::glance::Seen;
use crate::catalog::{Catalog, MetricKind, Table, Template};
use crate::model::{Evidence, Method, MetricId, Observation, Rank, Scope, Span, Value};
pub use dense::Dense;
use dense::{Break, EMPTY};
use order::Order;
use row::Cells;
pub use torn::{is_torn, mentions};
pub use wrapped::unwrapped;

/// A table of at least this many rows is long.
const LONG: usize = 12;
/// So many columns in a header prove a table.
const WIDE: usize = 7;
/// A header ends within this many bytes of its first row.
const APART: usize = 150;
/// The next label of a table stands within this many bytes of the one before.
const STEP: usize = 420;

/// A table of a form found in running text.
pub struct Match<'a> {
    pub template: &'a Template,
    pub table: &'a Table,
    pub claims: Vec<Observation>,
    /// What the table takes of the document, and what its rows take: two tables may stand under one header.
    pub span: Span,
    body: Span,
    /// Rows of the form that were found, headings not counted.
    pub rows: usize,
    /// Rows whose pieces do not fill their cells one by one.
    open: Vec<settle::Open>,
    /// A row has nothing behind its label, or another its figures apart: then blank cells leave no trace, and a row with too
    /// few figures may be one of them.
    blank: bool,
}

/// The tables of forms in running text, except those that `known` says were read already. `seen` is a glance over it.
pub fn matches<'a>(
    catalog: &'a Catalog,
    dense: &Dense,
    seen: &Seen,
    year: i32,
    prefer: Option<&str>,
    known: impl Fn(&str) -> bool,
) -> Vec<Match<'a>> {
    let mut found: Vec<Match> = Vec::new();
    for template in &catalog.templates.entries {
        for table in template.tables.iter().filter(|table| may_hold(seen, table) && !known(&table.id)) {
            found.extend(Reader::new(catalog, dense, template, table, year).read());
        }
    }
    // Of the forms that read one stretch, the one with the most rows, then the preferred form, that of the other tables here
    // where nothing else says which, then the one in force.
    let here: Vec<(&Template, &Table, usize)> =
        found.iter().map(|found| (found.template, found.table, found.rows)).collect();
    let prefer = prefer.or_else(|| leading_form(&here));
    found.sort_by_key(|found| {
        let preferred = prefer == Some(found.template.form.as_str());
        let in_force = (found.template.years.0..=found.template.years.1).contains(&year);
        (std::cmp::Reverse((found.rows, preferred, in_force)), found.template.id.clone())
    });
    let mut kept: Vec<Match> = Vec::new();
    for candidate in found {
        if !kept.iter().any(|other| other.body.overlaps(candidate.body)) {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|found| found.span);
    kept
}

/// Whether a text may hold a table: a matrix needs its header, one long list proves itself by its labels.
fn may_hold(seen: &Seen, table: &Table) -> bool {
    let list = table.columns.len() == 1 && table.rows.len() >= LONG;
    if list { proves(table, seen.rows(&table.named)) } else { seen.columns(&table.named) }
}

/// Whether so many rows prove a long list.
fn proves(table: &Table, rows: usize) -> bool {
    rows >= 5 && rows * 5 >= table.asked() * 2
}

/// Whether running text holds a header of the table whose labels stand in another order than the form's: the order of
/// the form then says nothing about the cells.
pub fn disordered(catalog: &Catalog, dense: &Dense, template: &Template, table: &Table) -> bool {
    Reader::new(catalog, dense, template, table, 0).disordered()
}

struct Reader<'a, 'd> {
    catalog: &'a Catalog,
    dense: &'d Dense,
    template: &'a Template,
    table: &'a Table,
    year: i32,
    /// The columns of the form in the order of a row's cells.
    order: Order,
}

impl<'a, 'd> Reader<'a, 'd> {
    fn new(
        catalog: &'a Catalog,
        dense: &'d Dense,
        template: &'a Template,
        table: &'a Table,
        year: i32,
    ) -> Reader<'a, 'd> {
        Reader { catalog, dense, template, table, year, order: (0..table.columns.len()).collect() }
    }

    fn read(&self) -> Option<Match<'a>> {
        let single = self.table.columns.len() == 1;
        let unlabelled = self.table.is_unlabelled();
        // One long list proves itself by its labels; a matrix needs its header.
        if single && self.is_long() {
            return self.under(None);
        }
        let labels = self.column_labels();
        let headers = self.headers(&labels);
        let found = headers.into_iter().filter_map(|header| {
            let orders = order::orders(self.table, order::inside(&labels, header)).into_iter();
            let found = orders.filter_map(|order| {
                let reader = Reader { order, ..*self };
                if unlabelled { reader.unlabelled(header) } else { reader.under(Some(header)) }
            });
            found.reduce(|one, other| order::chosen(self.catalog, one, other))
        });
        // The earliest of the best: a table of contents repeats headings, not values.
        found.collect::<Vec<_>>().into_iter().rev().max_by_key(|found| found.rows)
    }

    fn is_long(&self) -> bool {
        self.table.rows.len() >= LONG
    }

    /// The table under a header, or without one.
    fn under(&self, header: Option<(usize, usize)>) -> Option<Match<'a>> {
        let long = self.is_long();
        let from = header.map_or(0, |header| header.1);
        let chain = self.chain(from, header.is_some())?;
        let value_rows = chain.iter().filter(|&&(_, row)| !self.table.rows[row].heading).count();
        let asked = self.table.asked();
        // A wide header proves the first rows of a table that was cut off behind them.
        let wide = header.is_some() && self.table.columns.len() >= WIDE;
        let begins = chain.iter().enumerate().all(|(at, &(_, row))| at == row);
        let enough = if long { proves(self.table, value_rows) || wide && begins } else { value_rows * 2 >= asked };
        if !enough {
            return None;
        }
        // Words of a sentence far before the rows may look like the header: the sentences between are no table.
        let first = chain[0].0.start;
        let start = header.filter(|header| first < header.1 + APART).map_or(first, |header| header.0);
        let mut found = Match {
            template: self.template,
            table: self.table,
            claims: Vec::new(),
            span: Span::default(),
            body: Span::default(),
            rows: value_rows,
            open: Vec::new(),
            blank: false,
        };
        let numbered = self.numbered(&chain);
        let mut end = chain[chain.len() - 1].0.end;
        let mut rows: Vec<(usize, usize, row::Pieces)> = Vec::new();
        for (index, &(occurrence, row)) in chain.iter().enumerate() {
            let next = chain.get(index + 1);
            let limit = next.map_or(self.dense.text.len().min(occurrence.end + STEP), |next| next.0.start);
            let mut range = occurrence.end..self.floor(limit);
            if let Some(&(_, next_row)) = next {
                range.end -= self.ordinal_before(range.clone(), &self.table.rows[next_row]);
            }
            if self.table.rows[row].heading {
                continue;
            }
            let mut pieces = row::pieces(&self.catalog.words, self.dense, range.clone());
            // A cell between the figures and the next row's label that says no figure alone: what its row lacks is unknown.
            pieces.doubtful |= next.is_some()
                && !pieces.values.is_empty()
                && pieces.values.len() < self.order.len()
                && row::strange(self.dense, pieces.end..range.end);
            let values = &mut pieces.values;
            // In a numbered list the next row's number stands behind the value, or in place of a blank one.
            if let Some(number) = numbered.as_ref().map(|numbers| numbers[index] + 1)
                && values.last().is_some_and(|last| {
                    self.dense.text[last.clone()].parse() == Ok(number) && self.dense.before(last.start) != Break::None
                })
            {
                let last = values.len() - 1;
                let ends = pieces.end >= range.end || self.dense.before(pieces.end) != Break::None;
                if ends {
                    values.truncate(last);
                }
            }
            if values.is_empty() && self.is_described(row) {
                values.extend(self.described(range));
            }
            end = end.max(values.last().map_or(occurrence.end, |value| value.end));
            rows.push((row, occurrence.end, pieces));
        }
        // Figures stand between the labels and none of them is a cell: the rows are told in words (2011年度:52).
        let figures = || self.dense.text[chain[0].0.end..end].contains(|c: char| c.is_ascii_digit());
        if rows.iter().all(|(_, _, pieces)| pieces.values.is_empty()) && figures() {
            return None;
        }
        self.without_units(&mut rows);
        let scopes = self.scopes(&rows);
        for (row, label_end, pieces) in rows {
            match scopes {
                Some(scopes) => self.both(row, &pieces, scopes, &mut found),
                None => self.row(row, label_end, &pieces, &mut found),
            }
        }
        (found.span, found.body) = (self.dense.span(start, end), self.dense.span(first, end));
        self.settle(&mut found);
        Some(found)
    }

    /// Takes away empty cells in front of a row's own: what a merged label covers, and cells for units. Whatever fills up a
    /// row stands behind its last figure, so a row that ends in a figure has the form's cells at its end; that it has not
    /// lost one shows where as many are empty in front as the form's labels or the rows around leave so.
    fn without_units(&self, rows: &mut [(usize, usize, row::Pieces)]) {
        let count = self.order.len();
        let empty = |value: &std::ops::Range<usize>| self.dense.text[value.clone()].starts_with(EMPTY);
        let lead = |pieces: &row::Pieces| {
            let ends = pieces.values.last().is_some_and(|last| !empty(last));
            pieces.values.iter().take_while(|value| empty(value)).count() * usize::from(ends)
        };
        let deepest = self.table.rows.iter().map(|row| row.groups.len()).max().unwrap_or(0);
        let unit = rows.iter().filter(|(_, _, pieces)| lead(pieces) > 0 && pieces.values.len() == count + 1);
        let units = usize::from(unit.count() * 2 > rows.len());
        for (row, _, pieces) in rows {
            let merged = deepest - self.table.rows[*row].groups.len();
            if merged > 0 && lead(pieces) >= merged && pieces.values.len() == count + merged {
                pieces.values.drain(..merged);
            } else if units > 0 && lead(pieces) >= units {
                pieces.values.drain(..units);
            }
        }
    }

    fn is_described(&self, row: usize) -> bool {
        let metric = self.table.cell(row, 0).filter(|_| self.table.columns.len() == 1);
        metric.is_some_and(|metric| self.catalog.metrics.get(metric).kind == MetricKind::Described)
    }

    /// The one figure in the first cell of a stretch, if there is just one.
    fn described(&self, range: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        let text = &self.dense.text;
        let end = range.clone().skip(1).find(|&at| self.dense.before(at) == Break::Hard).unwrap_or(range.end);
        let start = range.start + text[range.start..end].find(|c: char| c.is_ascii_digit())?;
        let length = text[start..end].bytes().take_while(u8::is_ascii_digit).count();
        let more = text[start + length..end].contains(|c: char| c.is_ascii_digit());
        (!more).then_some(start..start + length)
    }

    fn floor(&self, mut at: usize) -> usize {
        while !self.dense.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// The single row of a table without row labels: what stands right behind its header.
    fn unlabelled(&self, header: (usize, usize)) -> Option<Match<'a>> {
        let range = header.1..self.floor(self.dense.text.len().min(header.1 + STEP));
        let pieces = row::pieces(&self.catalog.words, self.dense, range);
        if pieces.values.is_empty() {
            return None;
        }
        let mut found = Match {
            template: self.template,
            table: self.table,
            claims: Vec::new(),
            span: self.dense.span(header.0, pieces.end),
            body: self.dense.span(header.1, pieces.end),
            rows: 1,
            open: Vec::new(),
            blank: false,
        };
        self.row(0, header.1, &pieces, &mut found);
        self.settle(&mut found);
        Some(found)
    }

    /// Whether the last column holds the total of the others.
    fn has_total(&self) -> bool {
        let ends = self.order.first().zip(self.order.last());
        ends.is_some_and(|(&first, &last)| self.table.sums_up(&self.catalog.metrics, first, last))
    }

    /// The metrics of a row's cells, in their order.
    fn metrics(&self, row: usize) -> Vec<Option<MetricId>> {
        self.order.iter().map(|&column| self.table.cell(row, column)).collect()
    }

    /// Claims the cells of a row from the pieces behind its label, which ends at `label_end`.
    fn row(&self, row: usize, label_end: usize, pieces: &row::Pieces, found: &mut Match) {
        let columns = self.metrics(row);
        let count = columns.len();
        let values = &pieces.values[..];
        if pieces.doubtful {
            for column in 0..count {
                let span = self.dense.span(values[0].start, values[values.len() - 1].end);
                self.claim(row, column, Value::Ambiguous(Vec::new()), span, Rank::Low, found);
            }
            return;
        }
        match row::cells(self.dense, values, count, self.has_total()) {
            Cells::Each(cells) => {
                let apart = |value: &std::ops::Range<usize>| self.dense.before(value.start) != Break::None;
                found.blank |= cells.len() > 1 && cells.iter().all(apart);
                for (column, value) in cells.iter().enumerate() {
                    let span = self.dense.span(value.start, value.end);
                    let Some(metric) = columns[column] else { continue };
                    let said = match &self.dense.text[value.clone()] {
                        text if text.starts_with(EMPTY) => Value::Blank,
                        text => cell::value(self.catalog, metric, text),
                    };
                    self.claim(row, column, said, span, Rank::High, found);
                }
            }
            Cells::Blank => {
                found.blank |= values.is_empty();
                for column in 0..count {
                    self.claim(row, column, Value::Blank, self.dense.behind(label_end), Rank::High, found);
                }
            }
            cells => {
                let total = cells == Cells::Total;
                found.open.push(settle::Open { row, label_end, values: values.to_vec(), total });
            }
        }
    }

    /// Claims the last piece of a row as its total.
    fn claim_total(&self, row: &settle::Open, found: &mut Match) {
        let place = self.order.len() - 1;
        let (Some(value), Some(metric)) = (row.values.last(), self.table.cell(row.row, self.order[place])) else {
            return;
        };
        let said = cell::value(self.catalog, metric, &self.dense.text[value.clone()]);
        self.claim(row.row, place, said, self.dense.span(value.start, value.end), Rank::Medium, found);
    }

    /// Claims the cell at a place of a row, counted from the left.
    pub(super) fn claim(&self, row: usize, place: usize, value: Value, span: Span, rank: Rank, found: &mut Match) {
        let column = self.order[place];
        let Some(metric) = self.table.cell(row, column) else { return };
        found.claims.push(Observation {
            metric,
            scope: Scope::Unstated,
            value,
            about_year: self.year,
            evidence: Evidence {
                method: Method::Flat,
                rank,
                pattern: format!("{}/{}", self.template.id, self.table.id),
                span,
                row: Some(row as u32),
                column: Some(column as u32),
                repaired: false,
            },
        });
    }
}
