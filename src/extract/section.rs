//! A document's running text cut into sections by their titles. Knows no phrase and no metric.

use crate::catalog::Words;
use crate::model::{BlockKind, Document, Span};
use crate::text::date::years;
use crate::text::fold::letters_length;
use crate::text::fold_label;
use crate::text::heading::{Form, title_at};

/// A stretch of running text under one title.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The role of the title; empty where it says nothing.
    pub role: String,
    /// The folded title, empty for the text before the first.
    pub title: String,
    /// The title right before it, which may stand under the one that gives the role.
    pub heading: Option<Span>,
    pub span: Span,
    /// The text before the first title of the report.
    pub preamble: bool,
}

/// The passages of a document's paragraphs, in order. Tables, page frame and document head are left out. A title that names
/// a year after the report's heads a plan.
pub fn passages(words: &Words, document: &Document, year: i32) -> Vec<Passage> {
    let later = |title: &str| years(title).last().is_some_and(|&(named, _)| named > year);
    let mut passages: Vec<Passage> = Vec::new();
    // The titles that are open, outermost first: the last that says something gives the role.
    let mut open: Vec<(Form, Option<(String, String)>)> = Vec::new();
    let mut heading = None;
    let mut started = false;
    for block in &document.blocks {
        if block.frame || !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Paragraph) {
            continue;
        }
        for piece in pieces(words, document, block.span) {
            match piece {
                Piece::Title(span, text, form) => {
                    heading = Some(span);
                    // A title closes those of its own level and those under them; what they said is over.
                    let level =
                        if form == Form::Plain { Some(0) } else { open.iter().position(|(other, _)| *other == form) };
                    open.truncate(level.unwrap_or(open.len()));
                    let label = fold_label(&text);
                    let plan = words.unread.first().filter(|_| later(&label)).map(String::as_str);
                    let role = plan.or_else(|| words.role(&label)).map(str::to_string);
                    open.push((form, role.map(|role| (role, text))));
                    started = true;
                }
                Piece::Text(span) => {
                    let (role, title) = open.iter().rev().find_map(|(_, said)| said.clone()).unwrap_or_default();
                    passages.push(Passage { role, title, heading, span, preamble: !started });
                }
            }
        }
    }
    if !started {
        passages.iter_mut().for_each(|passage| passage.preamble = false);
    }
    passages
}

enum Piece {
    /// Where it stands, its text, how its ordinal is written.
    Title(Span, String, Form),
    Text(Span),
}

/// A paragraph as titles and text: a title may stand anywhere behind a sentence's end, also glued to its text.
fn pieces(words: &Words, document: &Document, span: Span) -> Vec<Piece> {
    let text = document.slice(span);
    let base = span.start as usize;
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut at = 0;
    let mut boundary = true;
    while at < text.len() {
        let rest = &text[at..];
        let c = rest.chars().next().expect("at is inside the text");
        if boundary
            && let Some(title) = title_at(rest, &words.title_ends, &|title| words.role(&fold_label(title)).is_some())
        {
            if !text[from..at].trim().is_empty() {
                pieces.push(Piece::Text(Span::new(base + from, base + at)));
            }
            let span = Span::new(base + at, base + at + title.length);
            pieces.push(Piece::Title(span, rest[..title.length].to_string(), title.form));
            at += title.length;
            from = at;
            boundary = true;
            continue;
        }
        boundary = c.is_whitespace()
            || matches!(c, '【' | '。' | '；' | ';' | '!' | '！' | '?' | '？' | ':' | '：' | ')' | '）');
        at += c.len_utf8();
        if !boundary {
            at += letters_length(&text.as_bytes()[at..]);
        }
    }
    if !text[from..].trim().is_empty() {
        pieces.push(Piece::Text(Span::new(base + from, base + text.len())));
    }
    pieces
}
