//! HTML → document, in one pass over the tokens and without a tree. Knows what elements do to text; knows no meaning.

use super::Limits;
mod parts;

use super::aside::{Aside, is_set_aside};
use super::draft::Draft;
use super::element::{Element, is_technical};
use super::frame;
use super::table::OpenTable;
use super::tokens::{Tag, tokenise};
use crate::model::{Block, BlockKind, Refusal, RefusalReason};

/// Longest content of a head entry.
const LONG_HEAD: usize = 500;

/// An open element, with what it did to the text when it began.
#[derive(Clone, Copy, Debug)]
struct Open {
    element: Element,
    hides: bool,
    frames: bool,
}

/// Where the text goes that is read now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sink {
    Page,
    /// Hidden text inside a sentence or a table: kept for a block of its own, so that neither is cut.
    Aside,
    /// Text inside a table but outside its cells, which browsers show before the table.
    Stray,
    /// Scripts and styles.
    Nowhere,
}

/// The page as far as it has been read.
pub(super) struct Page<'a> {
    draft: Draft,
    limits: &'a Limits,
    open: Vec<Open>,
    /// Elements that were opened beyond the greatest depth and not closed since.
    beyond: usize,
    tables: Vec<OpenTable>,
    /// Tables beyond the greatest depth.
    tables_beyond: usize,
    hidden: usize,
    framed: usize,
    regions: u32,
    aside: Option<Aside>,
    aside_text: Vec<u8>,
    stray_text: Vec<u8>,
    raw: bool,
    preformatted: bool,
    title: bool,
    titled: bool,
    sink: Sink,
    pub full: bool,
}

/// Reads `markup` after the blocks of `lead`, text that stood before the markup.
pub(super) fn read(lead: (String, Vec<Block>), markup: &str, limits: &Limits) -> Result<(String, Vec<Block>), Refusal> {
    let (text, mut blocks) = lead;
    let mut draft = Draft::after(text);
    draft.text.reserve(markup.len() / 4);
    let mut page = Page {
        draft,
        limits,
        open: Vec::new(),
        beyond: 0,
        tables: Vec::new(),
        tables_beyond: 0,
        hidden: 0,
        framed: 0,
        regions: 0,
        aside: None,
        aside_text: Vec::new(),
        stray_text: Vec::new(),
        raw: false,
        preformatted: false,
        title: false,
        titled: false,
        sink: Sink::Page,
        full: false,
    };
    tokenise(markup, &mut page);
    page.finish();
    let full = page.full;
    let Draft { text, blocks: pieces, .. } = page.draft;
    if full || text.len() > limits.max_text_bytes {
        return Err(super::too_large(limits));
    }
    let text = String::from_utf8(text)
        .map_err(|_| Refusal::new(RefusalReason::Malformed, "a character is cut by the markup"))?;
    blocks.extend(frame::mark(&text, pieces));
    Ok((text, blocks))
}

impl Page<'_> {
    pub fn text(&mut self, chunk: &[u8]) {
        match self.sink {
            // The tokenizer passes a lost character on as a byte of its own.
            _ if chunk == b"\0" || self.full => {}
            Sink::Page if self.preformatted => self.draft.push_preformatted(chunk),
            Sink::Page => self.draft.push(chunk),
            Sink::Aside => self.aside_text.extend_from_slice(chunk),
            Sink::Stray => self.stray_text.extend_from_slice(chunk),
            Sink::Nowhere => {}
        }
        self.full |= self.draft.text.len() > self.limits.max_text_bytes;
    }

    pub fn start(&mut self, tag: &Tag) {
        let element = tag.element;
        if self.title && !matches!(element, Element::Inline | Element::Void) {
            self.end_title();
        }
        if self.aside.is_some_and(|aside| aside.is_followed_by(element)) {
            self.aside = None;
            self.aside_text.push(b'\n');
        }
        if let Some(aside) = &mut self.aside {
            aside.start(element);
            if !matches!(element, Element::Inline | Element::Link | Element::Void) {
                self.aside_text.push(b'\n');
            }
            self.raw = matches!(element, Element::Raw(_));
            return self.choose_sink();
        }
        if tag.hides && is_set_aside(element, !self.tables.is_empty()) {
            self.aside_text.push(b'\n');
            self.aside = Some(Aside::new(element));
            return self.choose_sink();
        }
        match element {
            Element::Inline | Element::Void => {}
            Element::Link => self.draft.open_link(),
            Element::Meta => self.head_entry(tag),
            Element::Title if !self.titled && self.tables.is_empty() => {
                self.end_line();
                (self.title, self.titled) = (true, true);
            }
            Element::Raw(_) => self.raw = true,
            Element::Table => self.open_table(),
            Element::RowGroup | Element::Row | Element::Cell | Element::Caption => self.open_part(tag),
            _ => self.open_block(tag),
        }
        self.choose_sink();
    }

    fn open_block(&mut self, tag: &Tag) {
        let element = tag.element;
        self.end_line();
        match element {
            Element::Heading(level) => self.draft.heading = level,
            Element::Preformatted => self.preformatted = true,
            _ => {}
        }
        // A paragraph or an item that was not closed ends where the next block begins.
        let base = self.base();
        if let Some(last) = self.open[base..].last().copied()
            && (last.element == Element::Paragraph || element == Element::ListItem && last.element == element)
            && element != Element::Break
        {
            self.pop(self.open.len() - 1);
        }
        if !element.is_container() {
            return;
        }
        if self.open.len() >= self.limits.max_depth {
            self.beyond += 1;
            return;
        }
        let inside = |open: &Open| matches!(open.element, Element::Article | Element::Section);
        let frames = tag.frames || element.is_frame() && !self.open.iter().any(inside);
        let hides = tag.hides || element == Element::Template;
        self.open.push(Open { element, hides, frames });
        self.hidden += usize::from(hides);
        if frames {
            self.framed += 1;
            if self.framed == 1 {
                self.regions += 1;
                self.draft.region = self.regions;
            }
        }
        self.draft.hidden = self.hidden > 0;
    }

    pub fn end(&mut self, element: Element) {
        if self.title && !matches!(element, Element::Inline | Element::Void) {
            self.end_title();
        }
        if matches!(element, Element::Raw(_)) {
            self.raw = false;
            return self.choose_sink();
        }
        if let Some(aside) = &mut self.aside {
            let own = aside.element == element;
            if !aside.ends_with(element) {
                return;
            }
            self.aside = None;
            self.aside_text.push(b'\n');
            if own {
                // A hidden cell or row has no place in the table that it could leave.
                return self.choose_sink();
            }
        }
        match element {
            Element::Inline | Element::Void | Element::Meta | Element::Title => {}
            Element::Link => self.draft.close_link(),
            Element::Table => self.close_table(),
            Element::RowGroup | Element::Row | Element::Cell | Element::Caption => self.close_part(element),
            _ => {
                self.end_line();
                match element {
                    Element::Heading(_) => self.draft.heading = 0,
                    Element::Preformatted => self.preformatted = false,
                    _ => {}
                }
                if element.is_container() {
                    self.close_container(element);
                }
            }
        }
        self.choose_sink();
    }

    fn close_container(&mut self, element: Element) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let base = self.base();
        if let Some(at) = self.open[base..].iter().rposition(|open| open.element == element) {
            self.pop(base + at);
        }
    }

    /// How many open elements the innermost table protects.
    fn base(&self) -> usize {
        self.tables.last().map_or(0, |table| table.base.min(self.open.len()))
    }

    fn pop(&mut self, to: usize) {
        for open in self.open.drain(to.min(self.open.len())..) {
            self.hidden -= usize::from(open.hides);
            self.framed -= usize::from(open.frames);
        }
        self.draft.hidden = self.hidden > 0;
        if self.framed == 0 {
            self.draft.region = 0;
        }
    }

    fn end_line(&mut self) {
        match self.sink {
            Sink::Stray => self.stray_text.push(b'\n'),
            _ => self.draft.end_line(),
        }
        if self.tables.is_empty() && self.aside.is_none() && !self.aside_text.is_empty() {
            self.flush_asides();
        }
    }

    fn end_title(&mut self) {
        self.title = false;
        let length = self.draft.text.len() - self.draft.start;
        let kind = if length < LONG_HEAD { BlockKind::Head("title".into()) } else { BlockKind::Paragraph };
        self.draft.end_line_as(kind);
    }

    /// `<meta name content>` becomes a block if no text has begun that it would cut.
    fn head_entry(&mut self, tag: &Tag) {
        let (Ok(name), Ok(content)) = (std::str::from_utf8(&tag.meta_name), std::str::from_utf8(&tag.meta_content))
        else {
            return;
        };
        let name = name.trim().to_ascii_lowercase();
        let wanted = !name.is_empty() && content.len() < LONG_HEAD && !is_technical(&name);
        if wanted && self.tables.is_empty() && !self.draft.in_line() {
            self.draft.push(content.as_bytes());
            self.draft.end_line_as(BlockKind::Head(name));
        }
    }

    /// Puts hidden and stray text behind what it would have cut.
    fn flush_asides(&mut self) {
        for (text, hidden) in [(&mut self.stray_text, false), (&mut self.aside_text, true)] {
            for line in std::mem::take(text).split(|&byte| byte == b'\n') {
                self.draft.hidden = hidden || self.hidden > 0;
                self.draft.push(line);
                self.draft.end_line();
            }
        }
        self.draft.hidden = self.hidden > 0;
    }

    fn choose_sink(&mut self) {
        self.sink = if self.raw {
            Sink::Nowhere
        } else if self.aside.is_some() {
            Sink::Aside
        } else if self.tables.last().is_some_and(|table| !table.takes_text()) {
            Sink::Stray
        } else {
            Sink::Page
        };
    }

    fn finish(&mut self) {
        if self.title {
            self.end_title();
        }
        self.aside = None;
        self.choose_sink();
        self.end_line();
        self.tables_beyond = 0;
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.flush_asides();
    }
}
