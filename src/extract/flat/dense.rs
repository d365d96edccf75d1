//! A document's text without its blanks, as labels are compared, with the breaks between its pieces remembered.
//! Knows no form.

use crate::model::Span;
use crate::text::fold::{fold_char, gloss, is_page_number, letters_length};
use crate::text::origin::Origin;

/// Stands for a cell that a pipe shows to be empty.
pub const EMPTY: char = '\u{2423}';

/// What parted a character from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    None,
    /// A blank: it may stand inside a number as well as between two.
    Soft,
    /// A line end, a tab, a pipe, the end of a block.
    Hard,
}

#[derive(Clone, Debug, Default)]
pub struct Dense {
    pub text: String,
    origin: Origin,
    /// The characters that something parted from the one before, in order.
    breaks: Vec<(usize, Break)>,
}

impl Dense {
    /// The text of these spans, which must be in order.
    pub fn new(text: &str, spans: &[Span]) -> Dense {
        let length = spans.iter().map(|span| span.range().len()).sum();
        let mut dense =
            Dense { text: String::with_capacity(length), origin: Origin::for_text(text), breaks: Vec::new() };
        // Nothing but blanks stands between the last pipe, or the last tab of the line, and here.
        let mut empty = false;
        let mut tab = false;
        for span in spans {
            let mut before = Break::Hard;
            let pages = asides(span.of(text));
            let (part, base) = (span.of(text), span.start as usize);
            let mut behind = 0;
            while behind < part.len() {
                let letters = if pages.is_empty() { letters_length(&part.as_bytes()[behind..]) } else { 0 };
                let (offset, at) = (behind, base + behind);
                if letters > 0 {
                    behind += letters;
                    (empty, tab) = (false, false);
                    dense.keep(&part[offset..behind], at, before);
                    before = Break::None;
                    continue;
                }
                if let Some(length) = gloss(&part[offset..]) {
                    behind += length;
                    continue;
                }
                let c = part[offset..].chars().next().expect("the offset is inside the part");
                behind += c.len_utf8();
                if pages.iter().any(|page| page.contains(&offset)) {
                    before = Break::Hard;
                    continue;
                }
                match c {
                    '|' => {
                        if empty && !precedes_label(text, at) {
                            dense.push(EMPTY, at, at, Break::Hard);
                        }
                        (before, empty) = (Break::Hard, true);
                    }
                    '\t' => {
                        // A row that begins with a tab has an empty cell in front of it.
                        let begins = text[..at].ends_with('\n');
                        if (tab || begins) && !precedes_label(text, at) {
                            dense.push(EMPTY, at, at, Break::Hard);
                        }
                        (before, tab) = (Break::Hard, true);
                    }
                    '\n' | '\r' => {
                        if std::mem::take(&mut tab) {
                            dense.push(EMPTY, at, at, Break::Hard);
                        }
                        before = Break::Hard;
                    }
                    c => match fold_char(c) {
                        None => before = before.max(Break::Soft),
                        Some('"' | '\'' | '<' | '>' | '《' | '》' | '*') => {}
                        Some(plain) => {
                            (empty, tab) = (false, false);
                            let plain = crate::text::fold::unify(&dense.text, plain);
                            dense.push(plain, at, at + c.len_utf8(), before);
                            before = Break::None;
                        }
                    },
                }
            }
        }
        dense
    }

    /// Takes over letters as they are.
    fn keep(&mut self, letters: &str, start: usize, before: Break) {
        let at = self.text.len();
        self.origin.add(at, letters.len(), start, start + letters.len());
        self.text.push_str(letters);
        if before != Break::None {
            self.breaks.push((at, before));
        }
    }

    fn push(&mut self, c: char, start: usize, end: usize, before: Break) {
        let at = self.text.len();
        self.origin.add(at, c.len_utf8(), start, end);
        self.text.push(c);
        if before != Break::None {
            self.breaks.push((at, before));
        }
    }

    pub fn before(&self, at: usize) -> Break {
        if at >= self.text.len() {
            return Break::Hard;
        }
        self.breaks.binary_search_by_key(&at, |&(at, _)| at).map_or(Break::None, |index| self.breaks[index].1)
    }

    /// The same text with its pieces in another order, each with what parts it from the one before.
    pub fn rearranged(&self, pieces: &[(std::ops::Range<usize>, Break)]) -> Dense {
        let mut dense = Dense { text: String::with_capacity(self.text.len()), ..Dense::default() };
        for (piece, first) in pieces {
            for (offset, c) in self.text[piece.clone()].char_indices() {
                let at = piece.start + offset;
                let (start, end) = self.origin.of(&self.text, at);
                dense.push(c, start, end, if offset == 0 { *first } else { self.before(at) });
            }
        }
        dense
    }

    /// The pieces between line ends, tabs and pipes.
    pub fn pieces(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let mut starts = self.breaks.iter().filter(|(_, kind)| *kind == Break::Hard).map(|&(at, _)| at);
        let mut start = starts.next().unwrap_or(self.text.len());
        std::iter::from_fn(move || {
            let from = start;
            start = starts.next().unwrap_or(self.text.len());
            (from < self.text.len()).then_some(from..start)
        })
    }

    /// The original characters behind bytes `start..end`, which may not be empty.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.origin.of(&self.text, start).0, self.origin.of(&self.text, end - 1).1)
    }

    /// The empty span where a cell behind byte `end` would stand.
    pub fn behind(&self, end: usize) -> Span {
        let at = self.origin.of(&self.text, end - 1).1;
        Span::new(at, at)
    }
}

/// Whether the pipe or tab at `at` opens a row, or only empty cells stand between it and the label of one: they are what a
/// merged cell of the row above covers.
fn precedes_label(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let rest = text[at + 1..].split('\n').next().unwrap_or("");
    let before = text[line..at].trim();
    let label = || rest.split(['|', '\t']).map(str::trim).find(|cell| !cell.is_empty()).is_some_and(is_label);
    let opens = text[at..].starts_with('|') && before.is_empty() && !rest.trim().is_empty();
    opens || before.chars().all(|c| c == '|' || c.is_whitespace()) && label()
}

/// Whether a cell is a word of two letters at least, and not a figure with its unit.
fn is_label(cell: &str) -> bool {
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    letters > 2 || letters == 2 && !cell.contains(char::is_numeric)
}

/// More pipes on a line without a word are what is left of a layout table; no row has so many cells.
const PIPES: usize = 24;

/// The lines that are no part of a table: the number of a page (`- 3 -`), a run of pipes, a rule (`+---+---+`).
fn asides(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // No line of prose begins with a dash or a pipe.
        match line.chars().find_map(fold_char) {
            Some('-') if is_page_number(line) => found.push(start..start + line.len()),
            Some('|') if line.len() > PIPES && line.chars().all(|c| c == '|' || c.is_whitespace()) => {
                found.push(start..start + line.len());
            }
            Some('+' | '|') if line.contains("--") && line.trim().chars().all(|c| "+-|=: ".contains(c)) => {
                found.push(start..start + line.len());
            }
            _ => {}
        }
        start += line.len();
    }
    found
}
