//! A document's text without its blanks, as labels are compared, with the breaks between its pieces remembered.
//! Knows no form.

use crate::model::Span;
use crate::text::fold::{fold_char, letters_length};
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
        // Nothing but blanks stands between the last pipe and here.
        let mut empty = false;
        for span in spans {
            let mut before = Break::Hard;
            let pages = page_numbers(span.of(text));
            let (part, base) = (span.of(text), span.start as usize);
            let mut behind = 0;
            while behind < part.len() {
                let letters = if pages.is_empty() { letters_length(&part.as_bytes()[behind..]) } else { 0 };
                let (offset, at) = (behind, base + behind);
                if letters > 0 {
                    behind += letters;
                    empty = false;
                    dense.keep(&part[offset..behind], at, before);
                    before = Break::None;
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
                    '\n' | '\r' | '\t' => before = Break::Hard,
                    c => match fold_char(c) {
                        None => before = before.max(Break::Soft),
                        Some('"' | '\'' | '<' | '>' | '《' | '》' | '*') => {}
                        Some(plain) => {
                            empty = false;
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

/// Whether the pipe at `at` opens a row, or only empty cells stand between it and the label of one: they are what a
/// merged cell of the row above covers.
fn precedes_label(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let rest = text[at + 1..].split('\n').next().unwrap_or("");
    let before = text[line..at].trim();
    let label = || rest.split('|').map(str::trim).find(|cell| !cell.is_empty()).is_some_and(is_label);
    before.is_empty() && !rest.trim().is_empty() || before.chars().all(|c| c == '|' || c.is_whitespace()) && label()
}

/// Whether a cell is a word of two letters at least, and not a figure with its unit.
fn is_label(cell: &str) -> bool {
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    letters > 2 || letters == 2 && !cell.contains(char::is_numeric)
}

/// The lines that hold nothing but the number of a page: `- 3 -`.
fn page_numbers(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // No line of prose begins with a dash.
        let opens = line.chars().find_map(fold_char) == Some('-');
        let folded: String = if opens { line.chars().filter_map(fold_char).collect() } else { String::new() };
        let inner = folded.strip_prefix('-').and_then(|rest| rest.strip_suffix('-'));
        if inner.is_some_and(|inner| (1..=3).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit())) {
            found.push(start..start + line.len());
        }
        start += line.len();
    }
    found
}
