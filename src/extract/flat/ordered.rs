//! Claims from the rows of a table whose labels were torn from their numbers: where a page has as many rows of as many
//! figures as the form, and the form's equations hold over them, the order of the form says which is which.
//! Knows no label.

use super::Match;
use crate::catalog::{Catalog, Relation, Rule, Table, Template};
use crate::extract::cell;
use crate::model::{Document, Evidence, Method, MetricId, Observation, Rank, Scope, Severity, Span, Value};
use crate::text::fold::letters_length;
use std::collections::BTreeMap;

/// Fewer figures in a row prove nothing by their count.
const COLUMNS: usize = 7;

/// A row of figures: the cells, of which empty ones have an empty span.
type Row = Vec<Span>;

/// The tables of the national forms, of those that are `open`, that these stretches hold row for row.
pub fn matches<'a>(
    catalog: &'a Catalog,
    document: &Document,
    spans: &[Span],
    year: i32,
    open: impl Fn(&Template, &Table) -> bool,
) -> Vec<Match<'a>> {
    let rows = rows_of(catalog, document, spans);
    let mut found: Vec<Match> = Vec::new();
    for template in &catalog.templates.entries {
        for table in template.tables.iter().filter(|table| table.columns.len() >= COLUMNS) {
            if !found.iter().any(|other| other.table.id == table.id) {
                let read = by_order(catalog, document, &rows, template, table, year);
                found.extend(read.filter(|_| open(template, table)));
            }
        }
    }
    found
}

fn by_order<'a>(
    catalog: &'a Catalog,
    document: &Document,
    rows: &[Row],
    template: &'a Template,
    table: &'a Table,
    year: i32,
) -> Option<Match<'a>> {
    let columns = table.columns.len();
    let form_rows: Vec<usize> = (0..table.rows.len()).filter(|&row| table.rows[row].is_asked()).collect();
    let rows: Vec<&[Span]> = rows.iter().filter_map(|row| of_width(document, row, columns)).collect();
    if rows.len() != form_rows.len() {
        return None;
    }
    let mut claims = Vec::new();
    for (&form_row, row) in form_rows.iter().zip(&rows) {
        for (column, &span) in row.iter().enumerate() {
            let Some(metric) = table.cell(form_row, column) else { continue };
            claims.push(Observation {
                metric,
                scope: Scope::Unstated,
                value: cell::value(catalog, metric, document.slice(span)),
                about_year: year,
                evidence: Evidence {
                    method: Method::Flat,
                    rank: Rank::Medium,
                    pattern: format!("{}/{}", template.id, table.id),
                    span,
                    row: Some(form_row as u32),
                    column: Some(column as u32),
                    repaired: false,
                },
            });
        }
    }
    // A stroke stands for zero; a blank total may stand for the sum.
    let number = |value: &Value| match value {
        Value::Dash => Some(0),
        value => Some(value.number()?.0),
    };
    let values: BTreeMap<MetricId, i64> =
        claims.iter().filter_map(|claim| Some((claim.metric, number(&claim.value)?))).collect();
    if !earned(catalog.rules.of_form(&template.form), &values) {
        return None;
    }
    let span = rows.iter().copied().flatten().copied().reduce(Span::cover)?;
    Some(Match { template, table, claims, span, body: span, rows: rows.len(), open: Vec::new(), blank: false })
}

/// Whether the equations that the values complete hold: at least three of them and all but one in twenty.
fn earned<'r>(rules: impl Iterator<Item = &'r Rule>, values: &BTreeMap<MetricId, i64>) -> bool {
    let (mut judged, mut held) = (0, 0);
    for rule in rules.filter(|rule| rule.severity == Severity::Error && rule.relation == Relation::Equal) {
        let side = |terms: &[crate::catalog::Term]| -> Option<i128> {
            terms.iter().map(|term| Some(i128::from(*values.get(&term.metric)?) * i128::from(term.sign))).sum()
        };
        if let (Some(left), Some(right)) = (side(&rule.left), side(&rule.right)) {
            judged += 1;
            held += usize::from(left == right);
        }
    }
    judged >= 3 && held * 20 >= judged * 19
}

/// The row if it has exactly `columns` cells, most of them filled. Empty pipes behind a full row pad it.
fn of_width<'r>(document: &Document, row: &'r [Span], columns: usize) -> Option<&'r [Span]> {
    let (row, padding) = row.split_at_checked(columns)?;
    // A rule of Markdown is drawn in dashes; a stroke for none is one.
    let says = |cell: &Span| {
        let text = document.slice(*cell);
        text.contains(char::is_numeric) || text.chars().count() == 1
    };
    let filled = row.iter().filter(|cell| says(cell)).count();
    (padding.iter().all(|cell| cell.is_empty()) && filled * 2 > columns).then_some(row)
}

/// The lines that end in cells, enough of them for a table that is read here, and the runs of lines that are one cell each.
fn rows_of(catalog: &Catalog, document: &Document, spans: &[Span]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut run = Row::new();
    for &span in spans {
        let mut start = span.start as usize;
        for line in document.slice(span).split_inclusive('\n') {
            let wide = in_pieces(line);
            let figure = !wide && !line.trim().is_empty() && cell::is_value(&catalog.words, line.trim());
            if figure {
                let at = start + line.len() - line.trim_start().len();
                run.push(Span::new(at, at + line.trim().len()));
            } else if !line.trim().is_empty() {
                rows.push(std::mem::take(&mut run));
            }
            let cells = if wide { cells_of(catalog, line, start) } else { Row::new() };
            rows.push(cells);
            start += line.len();
        }
    }
    rows.push(run);
    rows.retain(|row| row.len() >= COLUMNS);
    rows
}

/// Whether a line has as many pieces as cells at least: prose is passed over.
fn in_pieces(line: &str) -> bool {
    let (mut at, mut pieces) = (0, 1);
    while pieces < COLUMNS {
        at += letters_length(&line.as_bytes()[at..]);
        let Some(c) = line[at..].chars().next() else { return false };
        pieces += usize::from(c == '|' || c.is_whitespace());
        at += c.len_utf8();
    }
    true
}

/// The cells at the end of a line that hold figures or nothing; text in front of them is a label.
fn cells_of(catalog: &Catalog, line: &str, start: usize) -> Row {
    let mut cells: Row = Vec::new();
    let mut piece: Option<usize> = None;
    let mut piped = true;
    let close = |cells: &mut Row, piece: &mut Option<usize>, at: usize| {
        if let Some(from) = piece.take() {
            if cell::is_value(&catalog.words, &line[from..at]) {
                cells.push(Span::new(start + from, start + at));
            } else {
                cells.clear();
            }
            return true;
        }
        false
    };
    for (at, c) in line.char_indices() {
        if c == '|' {
            let filled = close(&mut cells, &mut piece, at);
            if !filled && piped {
                cells.push(Span::new(start + at, start + at));
            }
            piped = true;
        } else if c.is_whitespace() {
            piped &= !close(&mut cells, &mut piece, at);
        } else if piece.is_none() {
            piece = Some(at);
        }
    }
    close(&mut cells, &mut piece, line.len());
    // The pipe that opens a line has nothing before it.
    if line.trim_start().starts_with('|') && cells.first().is_some_and(|cell| cell.is_empty()) {
        cells.remove(0);
    }
    cells
}
