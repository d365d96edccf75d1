//! Rows of a flattened table whose figures are not parted as the form has them, filled as its equations allow.
//! Knows no label.

use super::cut::{Left, Torn, settle};
use super::dense::{Break, EMPTY};
use super::ways::{self, Way};
use super::{Match, Reader};
use crate::model::{MetricId, Number, Rank, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// Readings of a cell that are listed; more say nothing.
const MANY: usize = 24;

/// A row whose pieces do not fill its cells one by one.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub row: usize,
    pub label_end: usize,
    pub values: Vec<Range<usize>>,
    /// The last piece is the total, wherever the others belong.
    pub total: bool,
}

/// The characters of a row's pieces in one string, and the range of each piece in it; an empty cell is an empty range.
fn written(reader: &Reader, values: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let ranges = values.iter().map(|value| {
        let piece = &reader.dense.text[value.clone()];
        let start = text.len();
        text.push_str(if piece.starts_with(EMPTY) { "" } else { piece });
        start..text.len()
    });
    let ranges = ranges.collect();
    (text, ranges)
}

impl Reader<'_, '_> {
    /// Fills the rows that are open as the equations of the form allow, and claims what is left of each cell.
    pub(super) fn settle(&self, found: &mut Match) {
        let open = std::mem::take(&mut found.open);
        if open.is_empty() {
            return;
        }
        let columns = self.order.len();
        let blanks = found.blank || open.iter().any(|row| written(self, &row.values).0.len() < columns);
        let ways: Vec<Option<Vec<Way>>> = open.iter().map(|row| self.ways(&row.values, blanks)).collect();
        let sure: BTreeMap<MetricId, Number> =
            found.claims.iter().filter_map(|claim| Some((claim.metric, claim.value.number()?))).collect();
        let torn: Vec<Torn> = open
            .iter()
            .zip(&ways)
            .map(|(row, ways)| {
                let (text, _) = written(self, &row.values);
                // Where zeros are printed no cell is empty, and digits that can be cut in one way only are so cut.
                let zeros = !blanks && sure.values().any(|number| *number == Number::ZERO);
                let one = zeros && ways.as_ref().is_some_and(|ways| ways.len() == 1);
                let full = row.values.len() == 1 && (one || ways::is_full(&text, columns));
                Torn { metrics: self.metrics(row.row), ways: ways.clone().unwrap_or_default(), full }
            })
            .collect();
        let rules: Vec<&crate::catalog::Rule> = self.catalog.rules.of_form(&self.template.form).collect();
        let left = settle(&rules, &torn, &sure);
        for (index, row) in open.iter().enumerate() {
            let left = left.as_ref().map(|left| &left[index][..]).filter(|_| ways[index].is_some());
            self.settled(row, &torn[index].ways, left, found);
        }
    }

    /// Every way to fill the cells of a row; none if there are too many, or the pieces are no plain figures.
    fn ways(&self, values: &[Range<usize>], blanks: bool) -> Option<Vec<Way>> {
        let columns = self.order.len();
        let (text, ranges) = written(self, values);
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'/')) {
            return None;
        }
        let empty = ranges.iter().any(Range::is_empty);
        let parted = values.iter().skip(1).all(|value| self.dense.before(value.start) == Break::Hard);
        let ways = if empty && ranges.len() + 1 == columns {
            ways::parted(&text, &ranges)
        } else if empty && ranges.len() > columns {
            let window =
                |from: usize| ranges[from..from + columns].iter().map(|range| ways::part(&text, range.clone()));
            let holds = |from: &usize| {
                (0..ranges.len()).all(|at| ranges[at].is_empty() || (*from..from + columns).contains(&at))
            };
            (0..=ranges.len() - columns).filter(holds).filter_map(|from| window(from).collect()).collect()
        } else if empty {
            return None;
        } else if parted && ranges.len() == columns + 1 {
            ways::joined(&text, &ranges)
        } else if values.len() > 1 && parted {
            // A line end is no place where one number could go on.
            let parts: Option<Way> = ranges.iter().map(|range| ways::part(&text, range.clone())).collect();
            ways::placements(&parts?.into_iter().flatten().collect::<Vec<_>>(), columns)?
        } else if blanks {
            ways::cuts_and_placements(&text, columns)?
        } else {
            ways::cuts(&text, columns)?
        };
        (!ways.is_empty()).then_some(ways)
    }

    /// Claims what is left of the cells of a row.
    fn settled(&self, row: &Open, ways: &[Way], left: Option<&[Left]>, found: &mut Match) {
        let values = &row.values;
        let whole = self.dense.span(values[0].start, values[values.len() - 1].end);
        let places: Vec<usize> = values
            .iter()
            .flat_map(|value| {
                let empty = self.dense.text[value.clone()].starts_with(EMPTY);
                value.clone().take(if empty { 0 } else { value.len() })
            })
            .collect();
        let last = self.order.len() - 1;
        for column in 0..=last {
            let left = left.map(|left| &left[column]);
            let (value, span) = match left {
                _ if row.total && column == last => (None, None),
                Some(Left::One(number, part)) => {
                    let span = part.map(|part| self.dense.span(places[part.at], places[part.at + part.length - 1] + 1));
                    (Number::from_integer(*number).map(Value::Cut), span)
                }
                Some(Left::Stroke) => (Some(Value::Dash), None),
                Some(Left::Blank) => (Some(Value::Blank), None),
                _ if row.total => (None, None),
                Some(Left::Several(numbers)) => (Some(Value::Ambiguous(readings(numbers.clone()))), None),
                None => {
                    let all = ways.iter().map(|way| way[column].map_or(0, |part| part.value)).collect();
                    (Some(Value::Ambiguous(readings(all))), None)
                }
            };
            match value {
                Some(value) => {
                    let rank = if matches!(value, Value::Ambiguous(_)) { Rank::Low } else { Rank::Medium };
                    self.claim(row.row, column, value, span.unwrap_or(whole), rank, found);
                }
                None if column == last => self.claim_total(row, found),
                None => {
                    let behind = self.dense.behind(row.label_end);
                    self.claim(row.row, column, Value::Blank, behind, Rank::Low, found);
                }
            }
        }
    }
}

/// The readings of a cell, each once; none if they are many.
fn readings(mut numbers: Vec<i64>) -> Vec<Number> {
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() > MANY { Vec::new() } else { numbers.into_iter().filter_map(Number::from_integer).collect() }
}
