//! A document as identification reads it: head entries, the lines at its beginning and at its end, folded and in
//! simplified characters. Judges no word.

use crate::catalog::IdentityWords;
use crate::catalog::finder::Signs;
use crate::model::{BlockKind, Document, Span};
use crate::text::{Folded, fold};

/// How much of a document's beginning may identify it, in bytes of its text.
const TOP: usize = 12_000;
/// How much of its end: a sign-off stands there.
const TAIL: usize = 1_200;

/// A line of the page, or a cell of a table.
pub struct Line {
    pub folded: Folded,
    /// What it may be searched for.
    pub signs: Signs,
    pub cell: bool,
    /// Marked up as a heading.
    pub heading: bool,
    pub frame: bool,
    pub span: Span,
}

impl Line {
    pub fn text(&self) -> &str {
        &self.folded.text
    }

    /// Whether the page has a blank in front of byte `at` of the folded line, or the line begins there.
    pub fn gap(&self, at: usize) -> bool {
        gap(&self.folded, at)
    }
}

/// Whether blanks were dropped in front of byte `at` of a folded text.
pub fn gap(folded: &Folded, at: usize) -> bool {
    at == 0 || at >= folded.text.len() || folded.span(at - 1, at).end < folded.span(at, at + 1).start
}

/// A value of the document's head.
pub struct Entry<'a> {
    pub name: &'a str,
    pub value: &'a str,
    pub span: Span,
}

pub struct Page<'a> {
    pub document: &'a Document,
    pub head: Vec<Entry<'a>>,
    pub top: Vec<Line>,
    /// Empty lines left out, like everywhere; a short page has the same lines at its top.
    pub tail: Vec<Line>,
}

impl<'a> Page<'a> {
    pub fn new(words: &IdentityWords, document: &'a Document) -> Page<'a> {
        let mut page = Page { document, head: Vec::new(), top: Vec::new(), tail: Vec::new() };
        let mut used = 0;
        for block in &document.blocks {
            if let BlockKind::Head(name) = &block.kind {
                let value = document.slice(block.span).trim();
                page.head.push(Entry { name, value, span: block.span });
                continue;
            }
            if used >= TOP {
                continue;
            }
            used += block.span.range().len();
            let first = page.top.len();
            match &block.kind {
                BlockKind::Table(grid) => {
                    for cell in &grid.cells {
                        push_lines(words, document, cell.span, &mut page.top);
                    }
                    page.top[first..].iter_mut().for_each(|line| line.cell = true);
                }
                kind => {
                    push_lines(words, document, block.span, &mut page.top);
                    let heading = matches!(kind, BlockKind::Heading(_));
                    page.top[first..].iter_mut().for_each(|line| line.heading = heading);
                }
            }
            page.top[first..].iter_mut().for_each(|line| line.frame = block.frame);
        }
        let from = boundary(&document.text, document.text.len().saturating_sub(TAIL));
        push_lines(words, document, Span::new(from, document.text.len()), &mut page.tail);
        page
    }

    /// Lines joined: a headline broken over several.
    pub fn join(&self, first: usize, last: usize) -> Folded {
        fold(&self.document.text, self.top[first].span.cover(self.top[last].span))
    }
}

fn push_lines(words: &IdentityWords, document: &Document, span: Span, lines: &mut Vec<Line>) {
    let mut start = span.start as usize;
    for piece in document.slice(span).split_inclusive('\n') {
        let end = start + piece.len();
        let cut = boundary(&document.text, end.min(start + TOP));
        let piece = &document.text[start..cut];
        let from = start + (piece.len() - piece.trim_start().len());
        let line = Span::new(from, from.max(start + piece.trim_end().len()));
        let folded = fold(&document.text, line);
        if !folded.text.is_empty() {
            let signs = words.glance.at(&folded.text);
            lines.push(Line { folded, signs, cell: false, heading: false, frame: false, span: line });
        }
        start = end;
    }
}

/// The nearest character boundary at or before a byte.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
