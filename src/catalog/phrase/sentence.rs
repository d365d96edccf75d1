//! A sentence made ready to be searched by many patterns: what it has is looked up once for all of them. Knows no pattern.

use super::needs::Present;
use super::program::Literals;
use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::catalog::words::Classes;

/// What `…` may cross at most, in bytes of folded text (a Han character has three).
const GAP: usize = 120;
/// What `≫` may cross at most.
const REACH: usize = 300;

/// The tokens of a folded sentence and what patterns ask of them.
pub struct Sentence<'a> {
    pub words: &'a Words,
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub present: Present,
    /// The tokens that are words, and their classes.
    spoken: Vec<(usize, Classes)>,
    /// One bit a literal of the phrasebook: whether it is in `literals`.
    has: Vec<u64>,
    /// Literals of the phrasebook that begin at a token and end with one, and the token behind; by the token.
    literals: Vec<(usize, usize)>,
    /// For each token where its `literals` begin; one more for the end.
    begins: Vec<usize>,
}

impl<'a> Sentence<'a> {
    pub fn new(words: &'a Words, literals: &Literals, text: &'a str, tokens: &'a [Token]) -> Sentence<'a> {
        let spoken = tokens.iter().enumerate().filter_map(|(at, token)| match token.kind {
            Kind::Word(classes) => Some((at, classes)),
            _ => None,
        });
        let mut sentence = Sentence {
            words,
            text,
            tokens,
            present: Present::of(tokens),
            spoken: spoken.collect(),
            has: vec![0; literals.count().div_ceil(64)],
            literals: Vec::new(),
            begins: Vec::with_capacity(tokens.len() + 1),
        };
        sentence.find(literals);
        sentence
    }

    fn find(&mut self, literals: &Literals) {
        for (index, token) in self.tokens.iter().enumerate() {
            self.begins.push(self.literals.len());
            literals.each(self.text, token.start, |end, literal| {
                let last = (index..self.tokens.len()).find(|&last| self.tokens[last].end >= end);
                if let Some(last) = last.filter(|&last| self.tokens[last].end == end) {
                    self.literals.push((literal, last + 1));
                    self.has[literal / 64] |= 1 << (literal % 64);
                }
            });
        }
        self.begins.push(self.literals.len());
    }

    /// The tokens with which a pattern may begin whose first word is of one of these classes; none lets any token begin it.
    pub fn beginnings(&self, first: Option<Classes>) -> impl Iterator<Item = usize> {
        let any = if first.is_none() { 0..self.tokens.len() } else { 0..0 };
        let begins = move |classes: Classes| first.is_some_and(|first| classes.meets(first));
        any.chain(self.spoken.iter().filter(move |(_, classes)| begins(*classes)).map(|&(at, _)| at))
    }

    /// Whether a literal begins and ends with a token.
    pub fn has(&self, literal: usize) -> bool {
        self.has[literal / 64] >> (literal % 64) & 1 == 1
    }

    /// The token behind a literal that begins at token `at`.
    pub fn behind_literal(&self, at: usize, literal: usize) -> Option<usize> {
        let here = &self.literals[self.begins[at]..self.begins[at + 1]];
        here.iter().find(|&&(number, _)| number == literal).map(|&(_, behind)| behind)
    }

    /// The token behind `next`, if a gap (or the reach of a negator) that began at `from` may cross it.
    pub fn skip(&self, reach: bool, from: usize, next: usize) -> Option<usize> {
        let token = self.tokens.get(next)?;
        let (barrier, limit) = if reach { (self.words.scope_barrier, REACH) } else { (self.words.barrier, GAP) };
        if token.start - self.tokens[from].start > limit {
            return None;
        }
        match &token.kind {
            Kind::Word(classes) if classes.meets(barrier) => None,
            Kind::Figure(figure) if figure.unit.has(self.words.known.people) => Some(next + 1),
            Kind::Figure(_) | Kind::Percent | Kind::Semicolon | Kind::Close => None,
            Kind::Comma if reach => {
                let follows = self.tokens.get(next + 1)?;
                follows.is(self.words.known.continues).then_some(next + 1)
            }
            Kind::Comma => None,
            // 3件公开、2件…: a figure behind an enumeration comma begins an item of its own.
            _ if self.tokens.get(next + 1).is_some_and(|follows| matches!(follows.kind, Kind::Figure(_)))
                && self.text[token.start..].starts_with('、') =>
            {
                None
            }
            Kind::Open => self.close(next).map(|close| close + 1),
            _ => Some(next + 1),
        }
    }

    /// The token that closes the bracket which opens at `open`.
    pub fn close(&self, open: usize) -> Option<usize> {
        (open + 1..self.tokens.len()).find(|&index| self.tokens[index].kind == Kind::Close)
    }

    pub fn ends_clause(&self, token: &Token) -> bool {
        matches!(token.kind, Kind::Comma | Kind::Semicolon | Kind::Close | Kind::Open)
            || self.text[token.start..].starts_with(['。', '!', '?', ':'])
    }

    /// Whether the noun that ends before token `at` is the head of its phrase: no other head noun and no figure
    /// follows it before the end of the clause, but for nouns that are coordinated with it.
    pub fn heads(&self, at: usize) -> bool {
        let known = self.words.known;
        // Behind a coordinator the next head noun stands beside ours; what follows that one is the head of both.
        let mut beside = None;
        let mut closed = at;
        for (index, token) in self.tokens.iter().enumerate().skip(at) {
            match &token.kind {
                // 诉讼(含行政复议)有关的费用: what a bracket adds to the noun is no end.
                Kind::Open => closed = self.close(index).map_or(self.tokens.len(), |close| close + 1),
                _ if index < closed => {}
                _ if self.ends_clause(token) => return true,
                Kind::Word(classes) if classes.has(known.coordinator) => {
                    // A figure further on is not ours only if it has a noun of its own.
                    if self.tokens.get(index + 1).is_some_and(|next| matches!(next.kind, Kind::Figure(_))) {
                        return false;
                    }
                    beside = Some(Classes::default());
                }
                Kind::Word(classes) if classes.meets(self.words.head) => match &mut beside {
                    Some(noun) if *noun == Classes::default() || noun.meets(*classes) => *noun = *classes,
                    _ => return false,
                },
                Kind::Figure(figure) if !figure.unit.has(known.people) => return beside.is_some(),
                _ => {}
            }
        }
        true
    }
}
