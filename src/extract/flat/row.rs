//! The cells of one row of a flattened table: what stands behind its label, cut into as many cells as the form has.
//! Knows no label.

use super::dense::{Break, Dense, EMPTY};
use super::ways::is_full;
use crate::catalog::Words;
use crate::extract::cell;
use crate::text::date::year_at;
use std::ops::Range;

/// What stands behind a label, piece by piece.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    /// Figures, strokes and words for none, as byte ranges of the dense text, in order.
    pub values: Vec<Range<usize>>,
    /// Where reading stopped: the first character that is neither a value nor a unit.
    pub end: usize,
    /// The last figures are glued to the ordinal of the row below, or a figure that was not understood stands behind them:
    /// nothing tells where the one ends or the row.
    pub doubtful: bool,
}

/// An ordinal has no more digits than this.
const ORDINAL: usize = 2;
/// A cell that holds a figure among other words has no more characters.
const STRANGE: usize = 10;

/// The pieces of `range`, up to the first text that is neither a value nor a unit. A bracket right behind the label is a
/// remark and is skipped.
pub fn pieces(words: &Words, dense: &Dense, range: Range<usize>) -> Pieces {
    let text = &dense.text;
    let mut at = range.start;
    let mut pieces = Pieces { values: Vec::new(), end: range.start, doubtful: false };
    if text[at..range.end].starts_with('(') {
        match text[at..range.end].find(')') {
            Some(close) => at += close + 1,
            None => return pieces,
        }
    }
    // A form that was written out as sentences: 当面申请数为3件.
    let copulas = words.copulas.iter().filter(|copula| text[at..range.end].starts_with(copula.as_str()));
    let copula = copulas.map(String::len).max().unwrap_or(0);
    if text[at + copula..range.end].starts_with(|c: char| c.is_ascii_digit()) {
        at += copula;
    }
    while at < range.end {
        let rest = &text[at..range.end];
        let c = rest.chars().next().expect("at is inside the range");
        let length = if c.is_ascii_digit() || matches!(c, '+' | '-' | '/') {
            let mut length = 0;
            for (offset, c) in rest.char_indices() {
                let breaks = offset > 0 && dense.before(at + offset) != Break::None;
                if breaks || !(c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | '/')) {
                    break;
                }
                length = offset + c.len_utf8();
            }
            let mut length = rest[..length].trim_end_matches([',', '.']).len().max(c.len_utf8());
            // The next sentence begins: 2022年, …
            let year = year_at(rest).filter(|&(_, end)| end > length && dense.before(at + length) == Break::None);
            if year.is_some() {
                break;
            }
            // A unit right behind the figure belongs to its cell: 12条, 103.3879万元.
            length += unit(words, &text[..range.end], at + length);
            pieces.values.push(at..at + length);
            length
        } else if c == EMPTY {
            pieces.values.push(at..at + c.len_utf8());
            c.len_utf8()
        } else if let Some(length) = change(words, dense, at..range.end) {
            pieces.values.push(at..at + length);
            length
        } else if let Some(nil) = nil(words, dense, at..range.end) {
            pieces.values.push(at..at + nil);
            nil
        } else {
            match unit(words, &text[..range.end], at) {
                0 => break,
                length => length,
            }
        };
        at += length;
        pieces.end = at;
    }
    // What stands before a point or the like and a label is an ordinal: 5.信函申请数.
    let last = pieces.values.last().filter(|last| last.end == at && text[at..].starts_with(['.', '、', ')'])).cloned();
    if let Some(last) = last.filter(|last| text[last.clone()].bytes().all(|b| b.is_ascii_digit())) {
        match dense.before(last.start) {
            Break::None => pieces.doubtful = true,
            _ if last.len() > ORDINAL => pieces.doubtful = true,
            _ => drop(pieces.values.pop()),
        }
    }
    pieces
}

/// Bytes of a word for none at the beginning of `range` that is no beginning of another word: 无, not 无法提供.
fn nil(words: &Words, dense: &Dense, range: Range<usize>) -> Option<usize> {
    let rest = &dense.text[range.clone()];
    let length = words.nils.iter().filter(|nil| rest.starts_with(nil.as_str())).map(String::len).max()?;
    let parted = dense.before(range.start + length) != Break::None;
    (parted || !rest[length..].starts_with(char::is_alphabetic)).then_some(length)
}

/// Bytes of a piece of its own that is a change with its sign in words: 增12, 减3项, 不变.
fn change(words: &Words, dense: &Dense, range: Range<usize>) -> Option<usize> {
    let parted = |at: usize| dense.before(at) != Break::None;
    let rest = &dense.text[range.clone()];
    if !parted(range.start) {
        return None;
    }
    let same = words.unchanged.iter().filter(|same| rest.starts_with(same.as_str())).map(String::len).max();
    let length = same.unwrap_or_else(|| {
        let sign = cell::sign(words, rest).0;
        let figures = rest.bytes().enumerate().skip(sign);
        let whole = |at: usize| at == sign || !parted(range.start + at);
        let digits = figures.take_while(|&(at, byte)| byte.is_ascii_digit() && whole(at)).count();
        let end = sign + digits;
        if sign > 0 && digits > 0 { end + unit(words, &dense.text[..range.end], range.start + end) } else { 0 }
    });
    (length > 0 && (length == rest.len() || parted(range.start + length))).then_some(length)
}

/// Whether a short piece of its own with a figure stands at the beginning of `range`: a cell that was not understood.
pub fn strange(dense: &Dense, range: Range<usize>) -> bool {
    let rest = &dense.text[range.clone()];
    let end = rest.char_indices().skip(1).find(|&(at, _)| dense.before(range.start + at) == Break::Hard);
    let piece = &rest[..end.map_or(rest.len(), |(at, _)| at)];
    dense.before(range.start) != Break::None
        && piece.chars().count() <= STRANGE
        && piece.contains(|c: char| c.is_ascii_digit())
}

/// Bytes of a unit at `at`, with a multiplier before it (万元).
fn unit(words: &Words, text: &str, at: usize) -> usize {
    let known = &words.known;
    let multiplier =
        text[at..].chars().next().filter(|&c| crate::text::number::is_multiplier(c)).map_or(0, char::len_utf8);
    match words.at(text, at + multiplier) {
        Some((end, classes)) if [known.unit, known.people, known.yuan].into_iter().any(|class| classes.has(class)) => {
            end - at
        }
        _ => 0,
    }
}

/// How the pieces of a row fill its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cells {
    /// A piece a cell.
    Each(Vec<Range<usize>>),
    /// Nothing stands there: all cells are blank.
    Blank,
    /// The last piece is the total; blank cells left no trace, so the others have no place.
    Total,
    /// Pieces that can be cut or placed in more than one way.
    Undecided,
}

/// One run of digits in a row of this many cells is one digit a cell, if it has as many: no count has five digits or more
/// where nothing else stands in the row.
const WIDE: usize = 5;

/// The pieces as `count` cells, of which the last holds the total if `has_total`.
pub fn cells(dense: &Dense, values: &[Range<usize>], count: usize, has_total: bool) -> Cells {
    // Empty pipes behind a full row pad it.
    let empty = |value: &Range<usize>| dense.text[value.clone()].starts_with(EMPTY);
    let padding = values.iter().rev().take_while(|value| empty(value)).count();
    let values = &values[..values.len() - padding.min(values.len().saturating_sub(count))];
    if values.len() == count {
        return Cells::Each(values.to_vec());
    }
    if values.iter().any(empty) {
        let filled: Vec<Range<usize>> = values.iter().filter(|value| !empty(value)).cloned().collect();
        // As many figures as cells: what is empty around them are merged cells and padding.
        return match filled.len() {
            0 => Cells::Blank,
            length if length == count => Cells::Each(filled),
            _ => Cells::Undecided,
        };
    }
    if values.is_empty() {
        return Cells::Blank;
    }
    let digits: usize = values.iter().map(Range::len).sum();
    let plain = values.iter().all(|value| dense.text[value.clone()].bytes().all(|b| b.is_ascii_digit()));
    // As many digits as cells: no cell is empty in a glued row, so each has one. A short row may as well have lost blanks
    // and hold fewer, longer numbers: there the digits must be such that no two of them make one number.
    let text = || values.iter().map(|value| &dense.text[value.clone()]).collect::<String>();
    let one = values.len() == 1 && count >= WIDE;
    if plain && digits == count && (one || is_full(&text(), count)) {
        return Cells::Each(values.iter().flat_map(|value| value.clone().map(|at| at..at + 1)).collect());
    }
    let parted = values.iter().skip(1).all(|value| dense.before(value.start) == Break::Hard);
    let numbers: Option<Vec<i64>> = values.iter().map(|value| dense.text[value.clone()].parse().ok()).collect();
    let Some(numbers) = numbers.filter(|_| has_total && parted && values.len() < count && plain) else {
        return Cells::Undecided;
    };
    let (last, others) = numbers.split_last().expect("there are values");
    // Blanks were dropped. A lone zero is the total's, or everybody's; else the last is the total if it is the sum.
    let total = if others.is_empty() { *last == 0 } else { others.iter().sum::<i64>() == *last };
    if total { Cells::Total } else { Cells::Undecided }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::model::Span;

    #[test]
    fn a_row_ends_before_the_year_of_the_next_sentence() {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let text = "3\n1\n0\n2022年,全县共办理86件";
        let dense = Dense::new(text, &[Span::new(0, text.len())]);
        let pieces = pieces(&catalog.words, &dense, 0..dense.text.len());
        let values: Vec<&str> = pieces.values.iter().map(|value| &dense.text[value.clone()]).collect();
        assert_eq!(values, ["3", "1", "0"]);
    }

    fn values(text: &str) -> Vec<String> {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let dense = Dense::new(text, &[Span::new(0, text.len())]);
        let pieces = pieces(&catalog.words, &dense, 0..dense.text.len());
        pieces.values.iter().map(|value| dense.text[value.clone()].to_string()).collect()
    }

    #[test]
    fn a_change_has_its_sign_in_words_in_a_cell_of_its_own() {
        assert_eq!(values("421\n增1423\n1844\n"), ["421", "增1423", "1844"]);
        assert_eq!(values("421\n减少3项\n不变\n"), ["421", "减少3项", "不变"]);
        assert_eq!(values("421\n较上年增5\n3"), ["421"], "a cell that says more");
        assert_eq!(values("421增5\n"), ["421"], "glued to the figure before");
    }

    #[test]
    fn a_short_piece_with_a_figure_is_a_cell_that_was_not_understood() {
        let text = "较上年增5\n合计\n";
        let dense = Dense::new(text, &[Span::new(0, text.len())]);
        let at = |text: &str| dense.text.find(text).unwrap()..dense.text.len();
        assert!(strange(&dense, at("较")) && !strange(&dense, at("合计")) && !strange(&dense, at("上年")));
    }
}
