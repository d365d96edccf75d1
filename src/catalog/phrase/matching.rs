//! A pattern laid over tokens. Knows no metric.

use super::pattern::Element;
use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::catalog::words::{ClassId, Classes};

/// What `…` may cross at most, in bytes of folded text (a Han character has three).
const GAP: usize = 120;
/// What `≫` may cross at most.
const REACH: usize = 300;

/// A pattern found in a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Tokens `start..end`.
    pub start: usize,
    pub end: usize,
    /// The slots and the tokens that fill them.
    pub figures: Vec<(char, usize)>,
    /// Tokens matched by words and figures, not by gaps: how specific the match is.
    pub weight: usize,
}

/// What a pattern demands of the figures that fill its slots.
#[derive(Clone, Copy, Debug)]
pub struct Demand {
    /// The class that the unit must have.
    pub unit: ClassId,
    /// Figures behind 其中 or with a share may fill a slot.
    pub parts: bool,
    /// A figure without a unit may fill a slot where punctuation follows it.
    pub bare: bool,
}

pub struct Matcher<'a> {
    pub words: &'a Words,
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub demand: Demand,
}

impl Matcher<'_> {
    /// The first and shortest match that begins at token `start`.
    pub fn at(&self, pattern: &[Element], start: usize) -> Option<Found> {
        let mut found = Found { start, ..Found::default() };
        found.end = self.sequence(pattern, start, &mut found, &mut |end, _| Some(end))?;
        Some(found)
    }

    /// Matches `pattern` from `at` and hands the token behind it to `then`, which may send the search back for a longer
    /// gap or another alternative. The result is that of `then`.
    fn sequence(
        &self,
        pattern: &[Element],
        at: usize,
        found: &mut Found,
        then: &mut dyn FnMut(usize, &mut Found) -> Option<usize>,
    ) -> Option<usize> {
        let Some((first, rest)) = pattern.split_first() else { return then(at, found) };
        let mark = (found.figures.len(), found.weight);
        let undo = |found: &mut Found| {
            found.figures.truncate(mark.0);
            found.weight = mark.1;
        };
        match first {
            Element::Gap | Element::Reach => {
                let mut next = at;
                loop {
                    if let Some(end) = self.sequence(rest, next, found, then) {
                        return Some(end);
                    }
                    undo(found);
                    next = self.skip(first, at, next)?;
                }
            }
            Element::Optional(alternatives) | Element::Choice(alternatives) => {
                for alternative in alternatives {
                    let end =
                        self.sequence(alternative, at, found, &mut |at, found| self.sequence(rest, at, found, then));
                    if end.is_some() {
                        return end;
                    }
                    undo(found);
                }
                if matches!(first, Element::Optional(_)) { self.sequence(rest, at, found, then) } else { None }
            }
            Element::End => {
                let ends = self.tokens.get(at).is_none_or(|token| self.ends_clause(token));
                if ends { self.sequence(rest, at, found, then) } else { None }
            }
            Element::Begin => {
                let begins = at.checked_sub(1).is_none_or(|before| self.ends_clause(&self.tokens[before]));
                if begins { self.sequence(rest, at, found, then) } else { None }
            }
            element => {
                let next = self.single(element, at, found)?;
                self.sequence(rest, next, found, then)
            }
        }
    }

    /// One literal, class or figure at token `at`; the token behind it.
    fn single(&self, element: &Element, at: usize, found: &mut Found) -> Option<usize> {
        let token = self.tokens.get(at)?;
        match element {
            Element::Literal(literal) => {
                let end = token.start + literal.len();
                if !self.text[token.start..].starts_with(literal.as_str()) {
                    return None;
                }
                let next = (at..self.tokens.len()).find(|&index| self.tokens[index].end >= end)?;
                found.weight += 1;
                (self.tokens[next].end == end).then_some(next + 1)
            }
            Element::Class(class) => token.is(*class).then(|| {
                found.weight += 1;
                at + 1
            }),
            Element::Percent => matches!(token.kind, Kind::Percent).then(|| {
                found.weight += 1;
                at + 1
            }),
            Element::Year(class) => (token.is(*class) || matches!(token.kind, Kind::Year(_))).then(|| {
                found.weight += 1;
                at + 1
            }),
            Element::Figure(name) => {
                // A remark in brackets may stand between a noun and its figure.
                let at = if token.kind == Kind::Open { self.close(at)? + 1 } else { at };
                let token = self.tokens.get(at)?;
                let Kind::Figure(figure) = &token.kind else { return None };
                let unit = figure.unit.has(self.demand.unit);
                if !(unit || self.demand.bare && figure.bare) || (figure.part || figure.shared) && !self.demand.parts {
                    return None;
                }
                found.figures.push((*name, at));
                found.weight += 1;
                // The unit behind the figure belongs to it.
                let end = if unit { figure.unit_end } else { token.end };
                Some(
                    (at + 1..self.tokens.len())
                        .find(|&index| self.tokens[index].start >= end)
                        .unwrap_or(self.tokens.len()),
                )
            }
            _ => None,
        }
    }

    /// The token behind `next`, if a gap that began at `from` may cross it.
    fn skip(&self, gap: &Element, from: usize, next: usize) -> Option<usize> {
        let token = self.tokens.get(next)?;
        let limit = if matches!(gap, Element::Reach) { REACH } else { GAP };
        if token.start - self.tokens[from].start > limit {
            return None;
        }
        let barrier = if matches!(gap, Element::Reach) { self.words.scope_barrier } else { self.words.barrier };
        match &token.kind {
            Kind::Word(classes) if classes.meets(barrier) => None,
            Kind::Figure(figure) if figure.unit.has(self.words.known.people) => Some(next + 1),
            Kind::Figure(_) | Kind::Percent | Kind::Semicolon | Kind::Close => None,
            Kind::Comma if matches!(gap, Element::Reach) => {
                let follows = self.tokens.get(next + 1)?;
                follows.is(self.words.known.continues).then_some(next + 1)
            }
            Kind::Comma => None,
            // 3件公开、2件…: a figure behind an enumeration comma begins an item of its own.
            _ if self.text[token.start..].starts_with('、')
                && self.tokens.get(next + 1).is_some_and(|follows| matches!(follows.kind, Kind::Figure(_))) =>
            {
                None
            }
            Kind::Open => self.close(next).map(|close| close + 1),
            _ => Some(next + 1),
        }
    }

    fn close(&self, open: usize) -> Option<usize> {
        (open + 1..self.tokens.len()).find(|&index| self.tokens[index].kind == Kind::Close)
    }

    fn ends_clause(&self, token: &Token) -> bool {
        matches!(token.kind, Kind::Comma | Kind::Semicolon | Kind::Close | Kind::Open)
            || self.text[token.start..].starts_with(['。', '!', '?', ':'])
    }

    /// Whether the noun that ends before token `at` is the head of its phrase: no other head noun and no figure
    /// follows it before the end of the clause, but for nouns that are coordinated with it.
    pub fn heads(&self, at: usize) -> bool {
        let known = self.words.known;
        // Behind a coordinator the next head noun stands beside ours; what follows that one is the head of both.
        let mut beside = None;
        for (index, token) in self.tokens.iter().enumerate().skip(at) {
            match &token.kind {
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
