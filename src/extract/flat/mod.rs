//! Claims from tables that were flattened to running text: the labels of a form are found in its order, and what stands
//! between two labels are the cells of the first. Knows no grid.

mod cut;
mod dense;
pub mod ordered;
mod row;

use super::align::align;
use super::cell;
use crate::catalog::labels::Occurrence;
use crate::catalog::{Axis, Catalog, Table, Template};
use crate::model::{Evidence, Method, MetricId, Number, Observation, Rank, Scope, Span, Value};
use crate::text::fold::strip_enumerator;
pub use dense::Dense;
use dense::{Break, EMPTY};
use row::Cells;
use std::collections::BTreeSet;

/// A table of at least this many rows is long.
const LONG: usize = 12;
/// Labels of a long table that must stand in the text for it to be there in pieces.
const LABELS: usize = 6;
/// Readings of a cell that are listed; more say nothing.
const MANY: usize = 24;
/// A header's column labels stand within this many bytes of each other.
const HEADER: usize = 900;
/// The first label of a short table stands within this many bytes of its header.
const NEAR: usize = 48;
/// The next label of a table stands within this many bytes of the one before.
const STEP: usize = 420;

/// A table of a form found in running text.
pub struct Match<'a> {
    pub template: &'a Template,
    pub table: &'a Table,
    pub claims: Vec<Observation>,
    /// What the table takes of the document.
    pub span: Span,
    /// Rows of the form that were found, headings not counted.
    pub rows: usize,
    /// Rows whose digits run together: row of the form, where its pieces stand.
    glued: Vec<(usize, Vec<std::ops::Range<usize>>)>,
}

/// The tables of forms in running text, except those that `known` says were read already.
pub fn matches<'a>(
    catalog: &'a Catalog, dense: &Dense, year: i32, prefer: Option<&str>, known: impl Fn(&str) -> bool,
) -> Vec<Match<'a>> {
    let mut found: Vec<Match> = Vec::new();
    for template in &catalog.templates.entries {
        for table in template.tables.iter().filter(|table| !known(&table.id)) {
            let reader = Reader { catalog, dense, template, table, year };
            found.extend(reader.read());
        }
    }
    // Of the forms that read one stretch, the one with the most rows, then the preferred form, then the one in force.
    found.sort_by_key(|found| {
        let preferred = prefer == Some(found.template.form.as_str());
        let in_force = (found.template.years.0..=found.template.years.1).contains(&year);
        (std::cmp::Reverse((found.rows, preferred, in_force)), found.template.id.clone())
    });
    let mut kept: Vec<Match> = Vec::new();
    for candidate in found {
        if !kept.iter().any(|other| other.span.overlaps(candidate.span)) {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|found| found.span);
    kept
}

/// Whether running text holds the labels of a form's table of many rows and columns, be it in pieces: whole
/// rows of it may be unreadable, but prose then speaks in its terms.
pub fn mentions(dense: &Dense, table: &Table) -> bool {
    if table.columns.len() <= 2 || table.rows.len() < LONG {
        return false;
    }
    let labels = &table.row_labels;
    let long = labels.find(&dense.text).filter(|found| labels.text(found.label).chars().count() >= 6);
    let rows: BTreeSet<usize> = long.filter_map(|found| labels.place(found.label)).collect();
    rows.len() >= LABELS
}

struct Reader<'a, 'd> {
    catalog: &'a Catalog,
    dense: &'d Dense,
    template: &'a Template,
    table: &'a Table,
    year: i32,
}

impl<'a> Reader<'a, '_> {
    fn read(&self) -> Option<Match<'a>> {
        let single = self.table.columns.len() == 1;
        let unlabelled = self.table.rows.len() == 1 && self.table.rows[0].labels.is_empty();
        // One long list proves itself by its labels; a matrix needs its header.
        if single && self.is_long() {
            return self.under(None);
        }
        let headers = self.headers();
        let found = headers.into_iter().filter_map(|header| if unlabelled { self.unlabelled(header) } else { self.under(Some(header)) });
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
        let asked = self.table.rows.iter().filter(|row| !row.heading && !row.local).count();
        let enough = if long { value_rows >= 5 && value_rows * 5 >= asked * 2 } else { value_rows * 2 >= asked };
        if !enough {
            return None;
        }
        let start = header.map_or(chain[0].0.start, |header| header.0);
        let mut found = Match {
            template: self.template, table: self.table, claims: Vec::new(), span: Span::default(), rows: value_rows, glued: Vec::new(),
        };
        let numbered = self.numbered(&chain);
        let mut end = chain[chain.len() - 1].0.end;
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
            let pieces = row::pieces(&self.catalog.words, self.dense, range.clone());
            let mut values = pieces.values;
            // In a numbered list the next row's number stands behind the value, or in place of a blank one.
            if let Some(number) = numbered.as_ref().map(|numbers| numbers[index] + 1)
                && values.last().is_some_and(|last| self.dense.text[last.clone()].parse() == Ok(number) && self.dense.before(last.start) != Break::None)
            {
                let last = values.len() - 1;
                let ends = pieces.end >= range.end || self.dense.before(pieces.end) != Break::None;
                if ends {
                    values.truncate(last);
                }
            }
            end = end.max(values.last().map_or(occurrence.end, |value| value.end));
            self.row(row, occurrence.end, &values, &mut found);
        }
        found.span = self.dense.span(start, end);
        self.settle(&mut found);
        Some(found)
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
            template: self.template, table: self.table, claims: Vec::new(), span: self.dense.span(header.0, pieces.end), rows: 1, glued: Vec::new(),
        };
        self.row(0, header.1, &pieces.values, &mut found);
        self.settle(&mut found);
        Some(found)
    }

    /// Whether the last column holds the total of the others.
    fn has_total(&self) -> bool {
        let columns = self.table.columns.len();
        let facet = |column: usize| {
            let metric = (0..self.table.rows.len()).find_map(|row| self.table.cell(row, column))?;
            Some(self.catalog.metrics.get(metric).facet.is_some())
        };
        columns > 2 && facet(columns - 1) == Some(false) && facet(0) == Some(true)
    }

    /// Claims the cells of a row from the pieces behind its label, which ends at `label_end`.
    fn row(&self, row: usize, label_end: usize, values: &[std::ops::Range<usize>], found: &mut Match) {
        let columns: Vec<Option<MetricId>> = (0..self.table.columns.len()).map(|column| self.table.cell(row, column)).collect();
        let count = columns.len();
        match row::cells(self.dense, values, count, self.has_total()) {
            Cells::Each(cells) => {
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
                for column in 0..count {
                    self.claim(row, column, Value::Blank, self.dense.behind(label_end), Rank::High, found);
                }
            }
            Cells::Total(value) => {
                let span = self.dense.span(value.start, value.end);
                let Some(metric) = columns[count - 1] else { return };
                let said = cell::value(self.catalog, metric, &self.dense.text[value]);
                self.claim(row, count - 1, said, span, Rank::Medium, found);
                for column in 0..count - 1 {
                    self.claim(row, column, Value::Blank, self.dense.behind(label_end), Rank::Low, found);
                }
            }
            Cells::Undecided => found.glued.push((row, values.to_vec())),
        }
    }

    /// Cuts the rows whose digits run together as the equations of the form allow, and claims what is left of each cell.
    fn settle(&self, found: &mut Match) {
        let glued = std::mem::take(&mut found.glued);
        let columns = self.table.columns.len();
        let metrics = |row: usize| -> Vec<Option<MetricId>> { (0..columns).map(|column| self.table.cell(row, column)).collect() };
        let mut rows = Vec::new();
        for (row, values) in &glued {
            let digits: String = values.iter().map(|value| &self.dense.text[value.clone()]).collect();
            let plain = digits.bytes().all(|b| b.is_ascii_digit());
            let cuts = if plain { cut::cuts(&digits, columns) } else { None };
            rows.push(cuts.map(|cuts| cut::Glued { metrics: metrics(*row), cuts }));
        }
        let sure = found.claims.iter().filter_map(|claim| Some((claim.metric, claim.value.number()?))).collect();
        let whole: Vec<cut::Glued> = rows.iter().flatten().cloned().collect();
        let rules: Vec<&crate::catalog::Rule> = self.catalog.rules.of_form(&self.template.form).collect();
        let left = cut::settle(&rules, &whole, &sure);
        for ((row, values), cuts) in glued.iter().zip(rows) {
            let pieces = self.dense.span(values[0].start, values[values.len() - 1].end);
            let readings = |column: usize| {
                let mut readings: Vec<i64> = cuts.iter().flat_map(|glued| glued.cuts.iter().map(move |cut| cut[column])).collect();
                readings.sort_unstable();
                readings.dedup();
                if readings.len() > MANY { Vec::new() } else { readings.into_iter().filter_map(Number::from_integer).collect() }
            };
            let said: Vec<Value> = metrics(*row).iter().enumerate().map(|(column, metric)| {
                match (metric.as_ref().and_then(|metric| left.as_ref()?.get(metric)), &cuts) {
                    (Some(cut::Left::One(number)), Some(_)) => Value::Cut(*number),
                    (Some(cut::Left::Several(numbers)), Some(_)) => Value::Ambiguous(numbers.clone()),
                    _ => Value::Ambiguous(readings(column)),
                }
            }).collect();
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

    fn claim(&self, row: usize, column: usize, value: Value, span: Span, rank: Rank, found: &mut Match) {
        let Some(metric) = self.table.cell(row, column) else { return };
        found.claims.push(Observation {
            metric, scope: Scope::Unstated, value, about_year: self.year,
            evidence: Evidence {
                method: Method::Flat, rank, pattern: format!("{}/{}", self.template.id, self.table.id), span,
                row: Some(row as u32), column: Some(column as u32), repaired: false,
            },
        });
    }

    /// Where a header may begin and end: all column labels, as often as the form has them, close together.
    fn headers(&self) -> Vec<(usize, usize)> {
        let labels = &self.table.column_labels;
        let occurrences: Vec<Occurrence> = labels.find(&self.dense.text).collect();
        // Columns that share a label are counted together, under the first of them.
        let canonical: Vec<usize> = self.table.columns.iter()
            .map(|axis| self.table.columns.iter().position(|other| other.labels[0] == axis.labels[0]).unwrap_or(0)).collect();
        let mut wanted = vec![0usize; self.table.columns.len()];
        canonical.iter().for_each(|&column| wanted[column] += 1);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for last in 0..occurrences.len() {
            let end = occurrences[last].end;
            let mut seen = vec![0usize; wanted.len()];
            for occurrence in occurrences[..=last].iter().rev().take_while(|occurrence| occurrence.start + HEADER > end) {
                if let Some(column) = labels.place(occurrence.label) {
                    seen[canonical[column]] += 1;
                }
                if seen.iter().zip(&wanted).all(|(seen, wanted)| seen >= wanted) {
                    found.push((occurrence.start, end));
                    break;
                }
            }
        }
        // A header that ends inside another one's labels, or holds another one, is that other one read too early or too wide.
        let tight = |&(start, end): &(usize, usize)| {
            !found.iter().any(|other| *other != (start, end) && start <= other.0 && other.1 <= end)
        };
        let mut kept: Vec<(usize, usize)> = found.iter().copied().filter(tight).collect();
        for header in &mut kept {
            // Labels right behind belong to the header too: the merged ones may come last.
            let end = header.1;
            for occurrence in occurrences.iter().filter(|occurrence| occurrence.start >= end) {
                if occurrence.start > header.1 + 3 {
                    break;
                }
                header.1 = occurrence.end;
            }
        }
        // Of those with one end, the tightest: a wider one borrows labels from the table before.
        kept.sort_by_key(|&(start, end)| (end, std::cmp::Reverse(start)));
        kept.dedup_by_key(|header| header.1);
        kept
    }

    /// The row labels of the form in its order: the longest run in which each stands near the one before.
    fn chain(&self, from: usize, header: bool) -> Option<Vec<(Occurrence, usize)>> {
        let labels = &self.table.row_labels;
        let occurrences: Vec<Occurrence> = labels.find(&self.dense.text).filter(|occurrence| occurrence.start >= from).collect();
        let mut best: Vec<(Occurrence, usize)> = Vec::new();
        let mut first = 0;
        while first < occurrences.len() {
            let mut last = first;
            while last + 1 < occurrences.len() && occurrences[last + 1].start < occurrences[last].end + STEP {
                last += 1;
            }
            let run = &occurrences[first..=last];
            let pairs = align(run.len(), self.table.rows.len(), |left, row| {
                let text = labels.text(run[left].label);
                u32::from(self.table.rows[row].labels.iter().any(|label| label == text)) * u32::try_from(text.len()).unwrap_or(u32::MAX)
            });
            if pairs.len() > best.len() {
                best = pairs.into_iter().map(|(left, row)| (run[left], row)).collect();
            }
            // A table with a header begins right behind it.
            if header {
                break;
            }
            first = last + 1;
        }
        // A short table's first label stands right behind its header.
        let near = if self.is_long() { STEP } else { NEAR };
        if header && best.first().is_none_or(|(occurrence, _)| occurrence.start > from + near) {
            return None;
        }
        (!best.is_empty()).then_some(best)
    }

    /// The number that stands before each label of the chain, if the rows of the page are numbered one by one.
    fn numbered(&self, chain: &[(Occurrence, usize)]) -> Option<Vec<i64>> {
        let mut numbers: Vec<Option<i64>> = Vec::new();
        for &(occurrence, _) in chain {
            numbers.push(self.number_before(occurrence.start));
        }
        // A number's place in the list is the row's: most rows must agree, the others follow from them.
        let offsets: Vec<i64> = numbers.iter().enumerate().filter_map(|(index, number)| number.map(|number| number - index as i64)).collect();
        let rising = numbers.windows(2).filter(|pair| matches!(pair, [Some(a), Some(b)] if b > a && b - a <= 3)).count();
        if offsets.len() * 3 < numbers.len() * 2 || rising * 2 < numbers.len() {
            return None;
        }
        let mut filled = Vec::new();
        for (index, number) in numbers.iter().enumerate() {
            let previous = index.checked_sub(1).map_or(0, |index| filled[index]);
            filled.push(number.unwrap_or(previous + 1));
        }
        Some(filled)
    }

    /// The number in a cell of its own before a label; ordinals in front of the label are passed over.
    fn number_before(&self, label: usize) -> Option<i64> {
        let text = &self.dense.text;
        let mut end = label;
        for _ in 0..4 {
            let start = text[..end].char_indices().rev().map(|(at, _)| at).find(|&at| self.dense.before(at) != Break::None)?;
            let piece = &text[start..end];
            if !piece.is_empty() && piece.len() <= 3 && piece.bytes().all(|b| b.is_ascii_digit()) {
                return piece.parse().ok();
            }
            if piece.len() > 18 {
                return None;
            }
            end = start;
        }
        None
    }

    /// Bytes of the next row's printed ordinal (2.) at the end of a range.
    fn ordinal_before(&self, range: std::ops::Range<usize>, next: &Axis) -> usize {
        let Some(ordinal) = printed_ordinal(next) else { return 0 };
        let text = &self.dense.text[range];
        let bare = text.trim_end_matches(['.', ',', '、', ')', ':']);
        let digits = ordinal.trim_end_matches(['.', '、']);
        if bare.len() < text.len() && bare.ends_with(digits) { text.len() - bare.len() + digits.len() } else { 0 }
    }
}

/// The ordinal in figures that the form prints before a label: `2.`.
fn printed_ordinal(axis: &Axis) -> Option<String> {
    let folded = cell::folded(&axis.printed);
    let rest = strip_enumerator(&folded);
    let ordinal = &folded[..folded.len() - rest.len()];
    ordinal.starts_with(|c: char| c.is_ascii_digit()).then(|| ordinal.to_string())
}
