//! The text of a page while it is being read: runs of blanks become one, lines become blocks.
//! Knows no element and no table.

use crate::model::{BlockKind, Span};

/// A block before it is known whether it is page frame.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub span: Span,
    pub kind: BlockKind,
    /// Not displayed by a browser.
    pub hidden: bool,
    /// The outermost element around it that looks like navigation; 0 if there is none.
    pub region: u32,
    /// Links and the bytes of text in them.
    pub links: u32,
    pub link_bytes: usize,
}

/// Bytes, not a `String`: the tokenizer hands over bytes of a valid text, and one check at the end is enough.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub text: Vec<u8>,
    pub blocks: Vec<Piece>,
    /// Where the current line begins.
    pub start: usize,
    /// Level of the open heading, 0 outside.
    pub heading: u8,
    pub hidden: bool,
    pub region: u32,
    links: u32,
    link_bytes: usize,
    link_start: Option<usize>,
}

impl Draft {
    /// A draft whose first lines are known.
    pub fn after(text: String) -> Draft {
        let mut draft = Draft { text: text.into_bytes(), ..Draft::default() };
        if !draft.text.is_empty() && !draft.text.ends_with(b"\n") {
            draft.text.push(b'\n');
        }
        draft.start = draft.text.len();
        draft
    }

    /// Appends text as a browser shows it: any run of blanks is one space, none at the start of a line.
    pub fn push(&mut self, mut chunk: &[u8]) {
        while let Some(at) = memchr::memchr3(b' ', b'\n', b'\t', chunk) {
            self.text.extend_from_slice(&chunk[..at]);
            if !matches!(self.text.last(), None | Some(b' ' | b'\n' | b'\t')) {
                self.text.push(b' ');
            }
            chunk = &chunk[at + 1..];
        }
        self.text.extend_from_slice(chunk);
    }

    /// Appends preformatted text: line ends end lines, blanks stay.
    pub fn push_preformatted(&mut self, chunk: &[u8]) {
        for (index, line) in chunk.split(|&byte| byte == b'\n').enumerate() {
            if index > 0 {
                self.end_line();
            }
            self.text.extend_from_slice(line);
        }
    }

    /// Whether the current line has text.
    pub fn in_line(&self) -> bool {
        self.text.len() > self.start
    }

    pub fn end_line(&mut self) {
        let kind = match self.heading {
            0 => BlockKind::Paragraph,
            level => BlockKind::Heading(level),
        };
        self.end_line_as(kind);
    }

    /// Ends the current line and keeps it as a block if it is not blank.
    pub fn end_line_as(&mut self, kind: BlockKind) {
        if !self.in_line() {
            return;
        }
        self.count_link();
        if self.text.len() > self.start + 1 && self.text.ends_with(b" ") {
            self.text.pop();
        }
        let line = &self.text[self.start..];
        let (front, back) = (blank_front(line), blank_back(line));
        if front < line.len() {
            let span = Span::new(self.start + front, self.text.len() - back);
            self.keep(span, kind);
        }
        (self.links, self.link_bytes) = (0, 0);
        self.text.push(b'\n');
        self.start = self.text.len();
        self.link_start = self.link_start.map(|_| self.start);
    }

    fn keep(&mut self, span: Span, kind: BlockKind) {
        let (hidden, region, links, link_bytes) = (self.hidden, self.region, self.links, self.link_bytes);
        self.blocks.push(Piece { span, kind, hidden, region, links, link_bytes });
    }

    pub fn open_link(&mut self) {
        self.close_link();
        self.link_start = Some(self.text.len());
    }

    pub fn close_link(&mut self) {
        self.count_link();
        self.link_start = None;
    }

    fn count_link(&mut self) {
        if let Some(start) = self.link_start
            && start < self.text.len()
        {
            self.links += 1;
            self.link_bytes += self.text.len() - start;
        }
    }

    /// Puts one block in the place of all from `first` on.
    pub fn replace(&mut self, first: usize, span: Span, kind: BlockKind) {
        let first = first.min(self.blocks.len());
        let links = self.blocks[first..].iter().map(|block| block.links).sum();
        let link_bytes = self.blocks[first..].iter().map(|block| block.link_bytes).sum();
        self.blocks.truncate(first);
        self.blocks.push(Piece { span, kind, hidden: self.hidden, region: self.region, links, link_bytes });
    }
}

/// Bytes of the blank characters that `text` begins with.
fn blank_front(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let length = match byte {
            0x21..0x80 => return at,
            0..0x80 => 1,
            0xC0..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => return at,
        };
        match text.get(at..at + length).map(std::str::from_utf8) {
            Some(Ok(c)) if c.trim_start().is_empty() => at += length,
            _ => return at,
        }
    }
    at
}

/// Bytes of the blank characters that `text` ends with.
fn blank_back(text: &[u8]) -> usize {
    let mut end = text.len();
    while end > 0 {
        let mut start = end - 1;
        while start > 0 && text[start] & 0xC0 == 0x80 {
            start -= 1;
        }
        match std::str::from_utf8(&text[start..end]) {
            Ok(c) if c.trim_start().is_empty() => end = start,
            _ => break,
        }
    }
    text.len() - end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(draft: &Draft) -> Vec<&str> {
        let text = std::str::from_utf8(&draft.text).unwrap();
        draft.blocks.iter().map(|block| block.span.of(text)).collect()
    }

    #[test]
    fn blanks_become_one_and_stay_out_of_spans() {
        let mut draft = Draft::default();
        for chunk in ["  \n一、", "概 \t\n", " 述\u{a0}\u{3000}", "  "] {
            draft.push(chunk.as_bytes());
        }
        draft.end_line();
        draft.push("\u{a0} \u{3000}".as_bytes());
        draft.end_line();
        assert_eq!(lines(&draft), ["一、概 述"]);
        assert_eq!(draft.text, "一、概 述\u{a0}\u{3000}\n\u{a0} \u{3000}\n".as_bytes());
    }

    #[test]
    fn links_are_counted_by_line() {
        let mut draft = Draft::default();
        draft.push(b"a ");
        draft.open_link();
        draft.push(b"bc");
        draft.end_line();
        draft.push(b"def");
        draft.close_link();
        draft.end_line();
        let counts: Vec<_> = draft.blocks.iter().map(|block| (block.links, block.link_bytes)).collect();
        assert_eq!(counts, [(1, 2), (1, 3)]);
    }
}
