//! Where a form's table stands in running text: its header, and its row labels in the form's order. Knows no value.

use super::dense::Break;
use super::{Reader, STEP};
use crate::catalog::Axis;
use crate::catalog::glance::BEGUN;
use crate::catalog::labels::Occurrence;
use crate::extract::align::align;
use crate::extract::cell;
use crate::text::fold::strip_enumerator;

/// A header's column labels stand within this many bytes of each other.
const HEADER: usize = 900;
/// Characters of the longest piece that is looked at as the beginning of a label.
const LONGEST: usize = 16;
/// The first label of a short table stands within this many bytes of its header.
const NEAR: usize = 48;

impl Reader<'_, '_> {
    /// Where a header may begin and end: all column labels, as often as the form has them, close together.
    pub(super) fn headers(&self, occurrences: &[Occurrence]) -> Vec<(usize, usize)> {
        let labels = &self.table.column_labels;
        // Columns that share a label are counted together, under the first of them.
        let canonical: Vec<usize> = self
            .table
            .columns
            .iter()
            .map(|axis| self.table.columns.iter().position(|other| other.labels[0] == axis.labels[0]).unwrap_or(0))
            .collect();
        let mut wanted = vec![0usize; self.table.columns.len()];
        canonical.iter().for_each(|&column| wanted[column] += 1);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for last in 0..occurrences.len() {
            let end = occurrences[last].end;
            let mut seen = vec![0usize; wanted.len()];
            for occurrence in occurrences[..=last].iter().rev().take_while(|occurrence| occurrence.start + HEADER > end)
            {
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

    /// The labels of columns and of groups around them, also those of which only the beginning is left: a piece of its own
    /// that is the beginning of a label. Where several begin so, they come in the order of the form.
    pub(super) fn column_labels(&self) -> Vec<Occurrence> {
        let labels = &self.table.column_labels;
        let mut found: Vec<Occurrence> = labels.find(&self.dense.text).collect();
        let whole = |found: &[Occurrence], at: usize| {
            let place = found.binary_search_by_key(&at, |occurrence| occurrence.start);
            place.ok().map(|place| found[place].end)
        };
        let mut cut: Vec<Occurrence> = Vec::new();
        for piece in self.dense.pieces() {
            let text = &self.dense.text[piece.clone()];
            if !(BEGUN..=LONGEST).contains(&text.chars().count())
                || whole(&found, piece.start).is_some_and(|end| end >= piece.end)
            {
                continue;
            }
            let begun: Vec<usize> = labels.begun(text).collect();
            let same = |other: &&Occurrence| {
                self.dense.text[other.start..other.end] == *text && other.start + HEADER > piece.end
            };
            let before = cut.iter().rev().filter(same).count();
            // Alternatives of one column count once.
            let mut places: Vec<Option<usize>> = begun.iter().map(|&label| labels.place(label)).collect();
            places.dedup();
            if let Some(place) = places.get(before % places.len().max(1))
                && let Some(&label) = begun.iter().find(|&&label| labels.place(label) == *place)
            {
                cut.push(Occurrence { start: piece.start, end: piece.end, label });
            }
        }
        if !cut.is_empty() {
            found.retain(|one| !cut.iter().any(|other| one.start < other.end && other.start < one.end));
            found.extend(cut);
            found.sort_by_key(|occurrence| occurrence.start);
        }
        found
    }

    /// The row labels of the form in its order: the longest run in which each stands near the one before.
    pub(super) fn chain(&self, from: usize, header: bool) -> Option<Vec<(Occurrence, usize)>> {
        let labels = &self.table.row_labels;
        let occurrences: Vec<Occurrence> =
            labels.find(&self.dense.text).filter(|occurrence| occurrence.start >= from).collect();
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
                u32::from(self.table.rows[row].labels.iter().any(|label| label == text))
                    * u32::try_from(text.len()).unwrap_or(u32::MAX)
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
    pub(super) fn numbered(&self, chain: &[(Occurrence, usize)]) -> Option<Vec<i64>> {
        let mut numbers: Vec<Option<i64>> = Vec::new();
        for &(occurrence, _) in chain {
            numbers.push(self.number_before(occurrence.start));
        }
        // A number's place in the list is the row's: most rows must agree, the others follow from them.
        let offsets: Vec<i64> = numbers
            .iter()
            .enumerate()
            .filter_map(|(index, number)| number.map(|number| number - index as i64))
            .collect();
        let rising =
            numbers.windows(2).filter(|pair| matches!(pair, [Some(a), Some(b)] if b > a && b - a <= 3)).count();
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
            let start =
                text[..end].char_indices().rev().map(|(at, _)| at).find(|&at| self.dense.before(at) != Break::None)?;
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
    pub(super) fn ordinal_before(&self, range: std::ops::Range<usize>, next: &Axis) -> usize {
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
