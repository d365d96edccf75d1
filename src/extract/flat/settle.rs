//! Rows of a flattened table whose digits run together, cut as the equations of the form allow. Knows no label.

use super::cut;
use super::dense::Break;
use super::{Match, Reader};
use crate::model::{Number, Rank, Span, Value};

/// Readings of a cell that are listed; more say nothing.
const MANY: usize = 24;

impl Reader<'_, '_> {
    /// Cuts the rows whose digits run together as the equations of the form allow, and claims what is left of each cell.
    pub(super) fn settle(&self, found: &mut Match) {
        let glued = std::mem::take(&mut found.glued);
        let columns = self.table.columns.len();
        let mut rows = Vec::new();
        for (row, values) in &glued {
            let digits: String = values.iter().map(|value| &self.dense.text[value.clone()]).collect();
            // A line end between two pieces is no place where one number could go on.
            let glued = values.iter().skip(1).all(|value| self.dense.before(value.start) != Break::Hard);
            let plain = glued && digits.bytes().all(|b| b.is_ascii_digit());
            let cuts = if plain { cut::cuts(&digits, columns) } else { None };
            let full = cut::is_full(&digits, columns);
            rows.push(cuts.map(|cuts| cut::Glued { metrics: self.metrics(*row), cuts, full }));
        }
        let sure = found.claims.iter().filter_map(|claim| Some((claim.metric, claim.value.number()?))).collect();
        let whole: Vec<cut::Glued> = rows.iter().flatten().cloned().collect();
        let rules: Vec<&crate::catalog::Rule> = self.catalog.rules.of_form(&self.template.form).collect();
        let left = cut::settle(&rules, &whole, &sure);
        for ((row, values), cuts) in glued.iter().zip(rows) {
            let pieces = self.dense.span(values[0].start, values[values.len() - 1].end);
            let readings = |column: usize| {
                let mut readings: Vec<i64> =
                    cuts.iter().flat_map(|glued| glued.cuts.iter().map(move |cut| cut[column])).collect();
                readings.sort_unstable();
                readings.dedup();
                if readings.len() > MANY {
                    Vec::new()
                } else {
                    readings.into_iter().filter_map(Number::from_integer).collect()
                }
            };
            let said: Vec<Value> = self
                .metrics(*row)
                .iter()
                .enumerate()
                .map(|(column, metric)| match (metric.as_ref().and_then(|metric| left.as_ref()?.get(metric)), &cuts) {
                    (Some(cut::Left::One(number)), Some(_)) => Value::Cut(*number),
                    (Some(cut::Left::Several(numbers)), Some(_)) => Value::Ambiguous(numbers.clone()),
                    _ => Value::Ambiguous(readings(column)),
                })
                .collect();
            let spans = self.cut_spans(values, &said);
            for (column, value) in said.into_iter().enumerate() {
                let rank = if matches!(value, Value::Cut(_)) { Rank::Medium } else { Rank::Low };
                self.claim(*row, column, value, spans.as_ref().map_or(pieces, |spans| spans[column]), rank, found);
            }
        }
    }

    /// The digits of each cell of a row that is cut everywhere.
    fn cut_spans(&self, values: &[std::ops::Range<usize>], said: &[Value]) -> Option<Vec<Span>> {
        let digits: Vec<usize> = values.iter().flat_map(Clone::clone).collect();
        let mut at = 0;
        let mut spans = Vec::new();
        for value in said {
            let Value::Cut(number) = value else { return None };
            let length = number.to_string().len();
            spans.push(self.dense.span(*digits.get(at)?, digits.get(at + length - 1)? + 1));
            at += length;
        }
        Some(spans)
    }
}
