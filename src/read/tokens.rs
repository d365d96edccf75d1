//! The tokenizer's events → tags and text. The only place that knows html5gum; knows no page.

use super::element::{Element, Raw, hides, names_frame};
use super::html::Page;
use html5gum::{Emitter, Error, Reader, State, Tokenizer};
use memchr::memmem::Finder;
use std::convert::Infallible;

/// Longest name of an element or attribute that is told apart from others.
const LONG_NAME: usize = 64;

/// A start tag, with the few attributes that matter here.
#[derive(Debug)]
pub(super) struct Tag {
    pub element: Element,
    /// 0 means: to the end of the row group.
    pub row_span: u32,
    pub column_span: u32,
    pub hides: bool,
    /// `class` or `id` names a part around the text.
    pub frames: bool,
    /// Of a `<meta>`: its `name` or `property`, and its `content`.
    pub meta_name: Vec<u8>,
    pub meta_content: Vec<u8>,
}

/// An attribute by what is done with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attribute {
    /// Its name is not complete.
    Unread,
    Other,
    RowSpan,
    ColumnSpan,
    Style,
    Class,
    MetaName,
    MetaContent,
}

/// Sends the events of `markup` to `page`.
pub(super) fn tokenise(markup: &str, page: &mut Page) {
    let tag = Tag {
        element: Element::Inline,
        row_span: 1,
        column_span: 1,
        hides: false,
        frames: false,
        meta_name: Vec::new(),
        meta_content: Vec::new(),
    };
    let (name, last, attribute, value) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let events = Events {
        page,
        tag,
        name,
        last,
        end: false,
        attribute,
        kind: Attribute::Other,
        value,
        none: Finder::new("none"),
    };
    let Ok(()) = Tokenizer::new_with_emitter(Bytes(markup.as_bytes()), events).finish();
}

struct Events<'p, 'l> {
    page: &'p mut Page<'l>,
    tag: Tag,
    name: Vec<u8>,
    /// Name of the last start tag, which ends raw text.
    last: Vec<u8>,
    end: bool,
    attribute: Vec<u8>,
    kind: Attribute,
    /// Of a style or class, which may come in parts.
    value: Vec<u8>,
    none: Finder<'static>,
}

impl Events<'_, '_> {
    fn begin(&mut self, end: bool) {
        self.name.clear();
        self.end = end;
        self.kind = Attribute::Other;
        self.tag.row_span = 1;
        self.tag.column_span = 1;
        self.tag.hides = false;
        self.tag.frames = false;
        self.tag.meta_name.clear();
        self.tag.meta_content.clear();
    }

    fn classify(&self) -> Attribute {
        match (self.attribute.as_slice(), self.name.as_slice()) {
            (b"style", _) => Attribute::Style,
            (b"rowspan", b"td" | b"th") => Attribute::RowSpan,
            (b"colspan", b"td" | b"th") => Attribute::ColumnSpan,
            (b"class" | b"id", b"div" | b"ul" | b"ol" | b"dl" | b"section") => Attribute::Class,
            (b"name" | b"property", b"meta") => Attribute::MetaName,
            (b"content", b"meta") => Attribute::MetaContent,
            _ => Attribute::Other,
        }
    }

    /// Takes note of an attribute that is complete.
    fn end_attribute(&mut self) {
        match self.kind {
            Attribute::Unread if self.attribute == b"hidden" => self.tag.hides = true,
            Attribute::Style => self.tag.hides |= hides(&self.value, &self.none),
            Attribute::Class => self.tag.frames |= names_frame(&self.value),
            _ => {}
        }
        self.kind = Attribute::Other;
    }
}

fn add_digits(number: &mut u32, digits: &[u8]) {
    for digit in digits.iter().filter(|byte| byte.is_ascii_digit()) {
        *number = number.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
    }
}

impl Emitter for Events<'_, '_> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last.clear();
        self.last.extend_from_slice(name.unwrap_or_default());
    }
    fn emit_eof(&mut self) {}
    fn emit_error(&mut self, _: Error) {}
    #[inline(always)]
    fn should_emit_errors(&mut self) -> bool {
        false
    }
    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }
    #[inline]
    fn emit_string(&mut self, chunk: &[u8]) {
        self.page.text(chunk);
    }
    fn init_start_tag(&mut self) {
        self.begin(false);
    }
    fn init_end_tag(&mut self) {
        self.begin(true);
    }
    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_attribute();
        let element = Element::named(&self.name);
        if self.end {
            self.page.end(element);
            return None;
        }
        self.tag.element = element;
        self.last.clear();
        self.last.extend_from_slice(&self.name);
        self.page.start(&self.tag);
        match element {
            Element::Raw(Raw::Script) => Some(State::ScriptData),
            Element::Raw(Raw::Other) => Some(State::RawText),
            Element::Escapable => Some(State::RcData),
            _ => None,
        }
    }

    fn emit_current_comment(&mut self) {}
    fn emit_current_doctype(&mut self) {}
    fn set_self_closing(&mut self) {}
    fn set_force_quirks(&mut self) {}

    #[inline]
    fn push_tag_name(&mut self, part: &[u8]) {
        if self.name.len() + part.len() <= LONG_NAME {
            self.name.extend_from_slice(part);
        }
    }
    fn push_comment(&mut self, _: &[u8]) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn init_doctype(&mut self) {}

    #[inline]
    fn init_attribute(&mut self) {
        self.end_attribute();
        self.attribute.clear();
        self.value.clear();
        self.kind = Attribute::Unread;
    }
    #[inline]
    fn push_attribute_name(&mut self, part: &[u8]) {
        if self.attribute.len() + part.len() <= LONG_NAME {
            self.attribute.extend_from_slice(part);
        }
    }
    #[inline]
    fn push_attribute_value(&mut self, part: &[u8]) {
        if self.kind == Attribute::Unread {
            self.kind = self.classify();
            match self.kind {
                Attribute::RowSpan => self.tag.row_span = 0,
                Attribute::ColumnSpan => self.tag.column_span = 0,
                _ => {}
            }
        }
        match self.kind {
            Attribute::Unread | Attribute::Other => {}
            Attribute::RowSpan => add_digits(&mut self.tag.row_span, part),
            Attribute::ColumnSpan => add_digits(&mut self.tag.column_span, part),
            Attribute::Style | Attribute::Class => self.value.extend_from_slice(part),
            Attribute::MetaName => self.tag.meta_name.extend_from_slice(part),
            Attribute::MetaContent => self.tag.meta_content.extend_from_slice(part),
        }
    }
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.end && self.name == self.last
    }
}

/// The markup; unlike the tokenizer's own reader it looks for the next mark many bytes at a time.
struct Bytes<'a>(&'a [u8]);

impl Reader for Bytes<'_> {
    type Error = Infallible;

    #[inline(always)]
    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        let Some((&first, rest)) = self.0.split_first() else {
            return Ok(None);
        };
        self.0 = rest;
        Ok(Some(first))
    }

    #[inline(always)]
    fn try_read_string(&mut self, wanted: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        let Some((start, rest)) = self.0.split_at_checked(wanted.len()) else {
            return Ok(false);
        };
        let same = start == wanted || !case_sensitive && start.eq_ignore_ascii_case(wanted);
        if same {
            self.0 = rest;
        }
        Ok(same)
    }

    #[inline(always)]
    fn read_until<'b>(&'b mut self, marks: &[u8], _: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Infallible> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let at = match marks {
            // NUL is no mark here: it was taken out of the text before.
            [a, b, b'\0', b'\r'] => memchr::memchr3(*a, *b, b'\r', self.0),
            [a, b'\0', b'\r'] => memchr::memchr2(*a, b'\r', self.0),
            _ => self.0.iter().position(|byte| marks.contains(byte)),
        };
        let (chunk, rest) = self.0.split_at(at.unwrap_or(self.0.len()).max(1));
        self.0 = rest;
        Ok(Some(chunk))
    }
}
