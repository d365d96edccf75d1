//! The pattern notation of the phrasebook, parsed. Knows no token and no metric.
//!
//! - plain text stands for itself;
//! - `{class}` is any word of a class of `words.toml`;
//! - `{n}` (one letter, not p) is a figure with its unit; `{p}` is a percentage;
//! - `{before}` is a word for last year or a calendar year, `{after}` a word for next year or a calendar year;
//! - `[a|b]` may be there, `(a|b)` must be: alternatives are patterns again;
//! - `…` is a gap inside a clause that crosses no barrier word and no other figure;
//! - `≫` is the reach of a negator: to the end of its segment, over coordinated nouns;
//! - `^` is the beginning of a clause, `$` its end.

use crate::catalog::Words;
use crate::catalog::words::ClassId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    Literal(String),
    Class(ClassId),
    Figure(char),
    Percent,
    /// A calendar year, or a word of the class.
    Year(ClassId),
    Gap,
    Reach,
    End,
    Begin,
    Optional(Vec<Vec<Element>>),
    Choice(Vec<Vec<Element>>),
}

const OPERATORS: &str = "{}[]()|…≫$^";
/// Marks the next character as text; it cannot stand in a folded text itself.
const QUOTE: char = '\u{0}';

/// The elements of a pattern, or what is wrong with it.
pub fn parse(text: &str, words: &Words) -> Result<Vec<Element>, String> {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match crate::text::fold::fold_char(c) {
            _ if OPERATORS.contains(c) => folded.push(c),
            // A full-width bracket is a bracket of the text, not of the notation.
            Some(plain) if OPERATORS.contains(plain) => folded.extend([QUOTE, plain]),
            Some(plain) => folded.push(plain),
            None => {}
        }
    }
    let mut parser = Parser { rest: &folded, words };
    let elements = parser.sequence(0)?;
    match parser.rest.chars().next() {
        None if elements.is_empty() => Err("an empty pattern matches everywhere".to_string()),
        None => Ok(elements),
        Some(c) => Err(format!("\"{c}\" closes nothing")),
    }
}

struct Parser<'a> {
    rest: &'a str,
    words: &'a Words,
}

impl Parser<'_> {
    fn sequence(&mut self, depth: usize) -> Result<Vec<Element>, String> {
        if depth > 4 {
            return Err("alternatives are nested more than four deep".to_string());
        }
        let mut elements = Vec::new();
        while let Some(c) = self.rest.chars().next() {
            match c {
                '|' | ']' | ')' => break,
                '{' => elements.push(self.slot()?),
                '[' => {
                    self.rest = &self.rest[1..];
                    elements.push(Element::Optional(self.alternatives(']', depth)?));
                }
                '(' => {
                    self.rest = &self.rest[1..];
                    elements.push(Element::Choice(self.alternatives(')', depth)?));
                }
                '…' | '≫' | '$' | '^' => {
                    self.rest = &self.rest[c.len_utf8()..];
                    elements.push(match c {
                        '…' => Element::Gap,
                        '≫' => Element::Reach,
                        '^' => Element::Begin,
                        _ => Element::End,
                    });
                }
                '}' => return Err("\"}\" closes nothing".to_string()),
                _ => elements.push(Element::Literal(self.literal())),
            }
        }
        Ok(elements)
    }

    fn literal(&mut self) -> String {
        let mut literal = String::new();
        let mut quoted = false;
        while let Some(c) = self.rest.chars().next() {
            if !quoted && OPERATORS.contains(c) {
                break;
            }
            self.rest = &self.rest[c.len_utf8()..];
            quoted = !quoted && c == QUOTE;
            if !quoted {
                literal.push(c);
            }
        }
        literal
    }

    fn alternatives(&mut self, close: char, depth: usize) -> Result<Vec<Vec<Element>>, String> {
        let mut list = vec![self.sequence(depth + 1)?];
        while let Some(rest) = self.rest.strip_prefix('|') {
            self.rest = rest;
            list.push(self.sequence(depth + 1)?);
        }
        match self.rest.strip_prefix(close) {
            Some(rest) => {
                self.rest = rest;
                Ok(list)
            }
            None => Err(format!("\"{close}\" is missing")),
        }
    }

    fn slot(&mut self) -> Result<Element, String> {
        let Some(end) = self.rest.find('}') else { return Err("\"}\" is missing".to_string()) };
        let name = &self.rest[1..end];
        let element = match name.chars().next() {
            Some('p') if name.len() == 1 => Element::Percent,
            _ if name == "before" => Element::Year(self.words.known.last_year),
            _ if name == "after" => Element::Year(self.words.known.next_year),
            Some(letter) if name.len() == 1 && letter.is_ascii_lowercase() => Element::Figure(letter),
            _ => Element::Class(self.words.class(name).ok_or_else(|| format!("no word class \"{name}\""))?),
        };
        self.rest = &self.rest[end + 1..];
        Ok(element)
    }
}
