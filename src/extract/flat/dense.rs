//! A document's text without its blanks, as labels are compared, with the breaks between its pieces remembered.
//! Knows no form.

use crate::model::Span;
use crate::text::fold::fold_char;

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
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// For each byte that begins a character, what stood before it.
    breaks: Vec<Break>,
}

impl Dense {
    /// The text of these spans, which must be in order.
    pub fn new(text: &str, spans: &[Span]) -> Dense {
        let length = spans.iter().map(|span| span.range().len()).sum();
        let mut dense = Dense {
            text: String::with_capacity(length),
            starts: Vec::with_capacity(length),
            ends: Vec::with_capacity(length),
            breaks: Vec::with_capacity(length),
        };
        for span in spans {
            let mut before = Break::Hard;
            for (offset, c) in text[span.range()].char_indices() {
                let at = span.start as usize + offset;
                match c {
                    '\n' | '\r' | '\t' | '|' | '｜' => before = Break::Hard,
                    c => match fold_char(c) {
                        None => before = before.max(Break::Soft),
                        Some('"' | '\'' | '<' | '>' | '《' | '》' | '*') => {}
                        Some(plain) => {
                            let plain = crate::text::fold::unify(dense.text.chars().next_back(), plain);
                            dense.push(plain, at, at + c.len_utf8(), before);
                            before = Break::None;
                        }
                    },
                }
            }
        }
        dense
    }

    fn push(&mut self, c: char, start: usize, end: usize, before: Break) {
        self.text.push(c);
        for byte in 0..c.len_utf8() {
            self.starts.push(start as u32);
            self.ends.push(end as u32);
            self.breaks.push(if byte == 0 { before } else { Break::None });
        }
    }

    pub fn before(&self, at: usize) -> Break {
        self.breaks.get(at).copied().unwrap_or(Break::Hard)
    }

    /// The original characters behind bytes `start..end`, which may not be empty.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.starts[start] as usize, self.ends[end - 1] as usize)
    }

    /// The empty span where a cell behind byte `end` would stand.
    pub fn behind(&self, end: usize) -> Span {
        let at = self.ends[end - 1] as usize;
        Span::new(at, at)
    }
}
