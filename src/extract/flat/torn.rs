//! Tables of which a text holds labels and no more: in pieces, or with labels that are torn. Knows no value.

use super::{Dense, LONG, STEP};
use crate::catalog::Table;
use crate::catalog::glance::Seen;
use crate::model::{Observation, Span};
use std::collections::BTreeSet;

/// Labels of a long table that must stand in the text for it to be there in pieces.
const LABELS: usize = 6;

/// Where running text holds the labels of a form's table of many rows and columns, be it in pieces: whole rows of it may
/// be unreadable, but prose then speaks in its terms, and what stands between the labels is no prose.
pub fn mentions(dense: &Dense, seen: &Seen, table: &Table) -> Vec<Span> {
    if table.columns.len() <= 2 || table.rows.len() < LONG || seen.rows(&table.named) < LABELS {
        return Vec::new();
    }
    let labels = &table.row_labels;
    let long = labels.find(&dense.text).filter(|found| labels.text(found.label).chars().count() >= 6);
    let mut rows: BTreeSet<usize> = BTreeSet::new();
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for found in long {
        rows.extend(labels.place(found.label));
        let rest = &dense.text[found.end..];
        let behind = found.end + rest.find(char::is_alphabetic).unwrap_or(rest.len());
        match stretches.last_mut().filter(|last| found.start < last.1 + STEP) {
            Some(last) => last.1 = behind,
            None => stretches.push((found.start, behind)),
        }
    }
    if rows.len() < LABELS {
        return Vec::new();
    }
    stretches.into_iter().map(|(start, end)| dense.span(start, end)).collect()
}

/// Whether the rows of a table that `claims` with this pattern do not read have no whole label where the table stands: one
/// that stands there is out of the form's order.
pub fn is_torn(dense: &Dense, table: &Table, claims: &[Observation], pattern: &str) -> bool {
    let own = || claims.iter().map(|claim| &claim.evidence).filter(|evidence| evidence.pattern == pattern);
    let rows: BTreeSet<usize> = own().filter_map(|evidence| evidence.row).map(|row| row as usize).collect();
    let Some(span) = own().map(|evidence| evidence.span).reduce(Span::cover) else { return false };
    let range = span.start..span.end + STEP as u32;
    let labels = &table.row_labels;
    let named = |row: usize, text: &str| table.rows[row].labels.iter().any(|label| label == text);
    let here = |found: &crate::catalog::labels::Occurrence| range.contains(&dense.span(found.start, found.end).start);
    labels.find(&dense.text).filter(here).all(|found| {
        let text = labels.text(found.label);
        labels.place(found.label).is_none_or(|row| rows.contains(&row)) || rows.iter().any(|&row| named(row, text))
    })
}
