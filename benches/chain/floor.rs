//! The least that any reader of these pages must do: decode them and walk over their tags. What the chain is measured
//! against. Knows nothing of the chain.

use encoding_rs::GB18030;
use html5gum::{Emitter, Error, State, Tokenizer};
use std::borrow::Cow;
use std::convert::Infallible;

/// UTF-8 if it is valid, else GB18030.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => GB18030.decode_without_bom_handling(bytes).0,
    }
}

/// Bytes of text between the tags. Nothing is kept of a tag but what the tokenizer itself must know.
pub fn tokenise(markup: &str) -> usize {
    let mut text = 0;
    let sink = Sink { text: &mut text, name: Vec::new(), last: Vec::new(), end: false };
    let Ok(()) = Tokenizer::new_with_emitter(markup, sink).finish();
    text
}

struct Sink<'a> {
    text: &'a mut usize,
    name: Vec<u8>,
    last: Vec<u8>,
    end: bool,
}

impl Emitter for Sink<'_> {
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
        *self.text += chunk.len();
    }
    fn init_start_tag(&mut self) {
        self.name.clear();
        self.end = false;
    }
    fn init_end_tag(&mut self) {
        self.name.clear();
        self.end = true;
    }
    fn init_comment(&mut self) {}
    fn emit_current_tag(&mut self) -> Option<State> {
        if self.end {
            return None;
        }
        self.last.clear();
        self.last.extend_from_slice(&self.name);
        match self.name.as_slice() {
            b"script" => Some(State::ScriptData),
            b"style" => Some(State::RawText),
            b"title" => Some(State::RcData),
            _ => None,
        }
    }
    fn emit_current_comment(&mut self) {}
    fn emit_current_doctype(&mut self) {}
    fn set_self_closing(&mut self) {}
    fn set_force_quirks(&mut self) {}
    #[inline]
    fn push_tag_name(&mut self, part: &[u8]) {
        self.name.extend_from_slice(part);
    }
    fn push_comment(&mut self, _: &[u8]) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn init_doctype(&mut self) {}
    #[inline]
    fn init_attribute(&mut self) {}
    #[inline]
    fn push_attribute_name(&mut self, _: &[u8]) {}
    #[inline]
    fn push_attribute_value(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.end && self.name == self.last
    }
}
