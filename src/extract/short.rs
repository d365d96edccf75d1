//! Rows of a grid that lack one cell: two figures share a cell, or a cell is lost, and those behind it stand one column too
//! early. Filled as the equations of the form allow. Knows no label.

use super::flat::cut::{Left, Torn, settle};
use super::flat::ways::{self, Part, Way};
use super::grid::Match;
use crate::catalog::{Catalog, Rule};
use crate::model::{Document, Grid, MetricId, Number, Observation, Rank, Span, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// A row that lacks a cell.
struct Short {
    /// Row of the form, and the columns of the form from left to right.
    row: usize,
    columns: Vec<usize>,
    cells: Vec<Span>,
    /// The characters of the cells in one string, and where each stands in it.
    text: String,
    ranges: Vec<Range<usize>>,
}

/// Settles the claims of the rows `rows` of a match: a number for each cell that the equations leave one.
pub fn fill(
    catalog: &Catalog,
    document: &Document,
    grid: &Grid,
    found: &Match,
    rows: &[usize],
    claims: &mut Vec<Observation>,
) {
    if !found.table.sums_up(&catalog.metrics, 0, found.table.columns.len() - 1) {
        return;
    }
    let short: Vec<Short> = rows.iter().filter_map(|&row| read(document, grid, found, row)).collect();
    let metrics = |short: &Short| -> Vec<Option<MetricId>> {
        short.columns.iter().map(|&column| found.table.cell(short.row, column)).collect()
    };
    let torn: Vec<Torn> =
        short.iter().map(|short| Torn { metrics: metrics(short), ways: every_way(short), full: false }).collect();
    if torn.iter().all(|row| row.ways.is_empty()) {
        return;
    }
    let sure: BTreeMap<MetricId, Number> =
        claims.iter().filter_map(|claim| Some((claim.metric, claim.value.number()?))).collect();
    let rules: Vec<&Rule> = catalog.rules.of_form(&found.template.form).collect();
    let Some(left) = settle(&rules, &torn, &sure) else { return };
    for (short, left) in short.iter().zip(left) {
        for (place, left) in left.into_iter().enumerate() {
            let Some(metric) = found.table.cell(short.row, short.columns[place]) else { continue };
            let (value, part) = match left {
                Left::One(number, part) => (Number::from_integer(number).map(Value::Cut), part),
                Left::Blank => (Some(Value::Blank), None),
                Left::Stroke => (Some(Value::Dash), None),
                Left::Several(_) => (None, None),
            };
            let Some(value) = value else { continue };
            let own = |claim: &&mut Observation| claim.metric == metric;
            let mut claim = match claims.iter_mut().find(own) {
                Some(claim) => claim.clone(),
                // The last column of the row has no cell, and so no claim.
                None => {
                    let Some(other) = claims.iter().find(|claim| metrics(short).contains(&Some(claim.metric))) else {
                        continue;
                    };
                    Observation { metric, ..other.clone() }
                }
            };
            claims.retain(|claim| claim.metric != metric);
            let whole = short.cells[0].cover(short.cells[short.cells.len() - 1]);
            claim.evidence.span = part.and_then(|part| span(short, part)).unwrap_or(whole);
            (claim.value, claim.evidence.rank) = (value, Rank::Medium);
            claims.push(claim);
        }
    }
}

/// The characters of a figure.
fn span(short: &Short, part: Part) -> Option<Span> {
    let cell = short.ranges.iter().position(|range| range.start <= part.at && part.at + part.length <= range.end)?;
    let plain = short.cells[cell].range().len() == short.ranges[cell].len();
    let start = short.cells[cell].start as usize + part.at - short.ranges[cell].start;
    Some(if plain { Span::new(start, start + part.length) } else { short.cells[cell] })
}

/// The row, if it lacks just one cell and holds nothing but plain figures and blanks.
fn read(document: &Document, grid: &Grid, found: &Match, row: usize) -> Option<Short> {
    let mut own: Vec<(usize, usize, usize)> =
        found.cells.iter().filter(|cell| cell.0 == row).map(|&(_, column, row, place)| (column, row, place)).collect();
    own.sort_unstable();
    let cells: Vec<Span> =
        own.iter().filter_map(|&(column, ..)| grid.cell(row, column)).map(|cell| cell.span).collect();
    let mut text = String::new();
    let mut ranges = Vec::new();
    for cell in &cells {
        let start = text.len();
        text.push_str(document.slice(*cell).trim());
        ranges.push(start..text.len());
    }
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'/');
    let fits = plain && !cells.is_empty() && cells.len() + 1 == own.len();
    let columns = own.iter().map(|&(_, _, place)| place).collect();
    fits.then(|| Short { row: own[0].1, columns, cells, text, ranges })
}

/// Two figures in one cell, or one cell lost: the last column holds the sum of the others, which says what the lost one held.
fn every_way(short: &Short) -> Vec<Way> {
    let mut found = ways::parted(&short.text, &short.ranges);
    let whole: Option<Way> = short.ranges.iter().map(|range| ways::part(&short.text, range.clone())).collect();
    let value = |part: &Option<Part>| part.map_or(0, |part| part.value);
    if let Some(whole) = whole {
        for place in 0..=whole.len() {
            let sum: i64 = whole.iter().map(value).sum();
            let last = whole.last().map_or(0, value);
            let lost = if place == whole.len() { sum } else { last - (sum - last) };
            if lost >= 0 {
                let mut way = whole.clone();
                way.insert(place, Some(Part { value: lost, at: 0, length: 0, stroke: false }));
                found.push(way);
            }
        }
    }
    found
}
