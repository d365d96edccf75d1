//! A pattern laid over the tokens of a sentence. Knows no metric.

use super::program::{Does, Program};
use super::sentence::Sentence;
use super::token::Kind;
use crate::catalog::words::ClassId;

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

impl Found {
    fn mark(&self) -> (usize, usize) {
        (self.figures.len(), self.weight)
    }

    fn undo(&mut self, mark: (usize, usize)) {
        self.figures.truncate(mark.0);
        self.weight = mark.1;
    }
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
    sentence: &'a Sentence<'a>,
    program: &'a Program,
    demand: Demand,
    /// One bit a step with a row and a token: no way leads from there to the end, whatever came before.
    failed: Vec<u64>,
    /// Words of `failed` a row.
    width: usize,
}

impl<'a> Matcher<'a> {
    pub fn new(sentence: &'a Sentence, program: &'a Program, demand: Demand) -> Matcher<'a> {
        let width = sentence.tokens.len() / 64 + 1;
        Matcher { sentence, program, demand, failed: vec![0; width * program.rows], width }
    }

    /// The first and shortest match that begins at token `start`.
    pub fn at(&mut self, start: usize) -> Option<Found> {
        let mut found = Found { start, ..Found::default() };
        found.end = self.run(self.program.start, start, &mut found)?;
        Some(found)
    }

    /// Follows the steps from `step` at token `at`; the token behind the last. Of several ways the first, with the
    /// shortest gaps.
    fn run(&mut self, step: usize, at: usize, found: &mut Found) -> Option<usize> {
        let program = self.program;
        let (mut step, mut at) = (step, at);
        loop {
            let here = &program.steps[step];
            match &here.does {
                Does::Done => return Some(at),
                Does::Gap { row } | Does::Reach { row } => {
                    let reach = matches!(here.does, Does::Reach { .. });
                    if self.has_failed(*row, at) {
                        return None;
                    }
                    let mark = found.mark();
                    let mut next = Some(at);
                    while let Some(reached) = next {
                        let end = self.run(here.next, reached, found);
                        if end.is_some() {
                            return end;
                        }
                        found.undo(mark);
                        next = self.sentence.skip(reach, at, reached);
                    }
                    return self.fail(*row, at);
                }
                Does::Fork { row, ways } => {
                    if self.has_failed(*row, at) {
                        return None;
                    }
                    let mark = found.mark();
                    for &way in ways {
                        let end = self.run(way, at, found);
                        if end.is_some() {
                            return end;
                        }
                        found.undo(mark);
                    }
                    return self.fail(*row, at);
                }
                Does::End => {
                    if !self.sentence.tokens.get(at).is_none_or(|token| self.sentence.ends_clause(token)) {
                        return None;
                    }
                }
                Does::Begin => {
                    let before = at.checked_sub(1).map(|before| &self.sentence.tokens[before]);
                    if !before.is_none_or(|token| self.sentence.ends_clause(token)) {
                        return None;
                    }
                }
                does => at = self.single(does, at, found)?,
            }
            step = here.next;
        }
    }

    fn has_failed(&self, row: usize, at: usize) -> bool {
        self.failed[row * self.width + at / 64] >> (at % 64) & 1 == 1
    }

    fn fail(&mut self, row: usize, at: usize) -> Option<usize> {
        self.failed[row * self.width + at / 64] |= 1 << (at % 64);
        None
    }

    /// One literal, class or figure at token `at`; the token behind it.
    fn single(&self, does: &Does, at: usize, found: &mut Found) -> Option<usize> {
        let sentence = self.sentence;
        let token = sentence.tokens.get(at)?;
        let next = match does {
            Does::Literal(literal) => sentence.behind_literal(at, *literal)?,
            Does::Class(class) if token.is(*class) => at + 1,
            Does::Percent if matches!(token.kind, Kind::Percent) => at + 1,
            Does::Year(class) if token.is(*class) || matches!(token.kind, Kind::Year(_)) => at + 1,
            Does::Figure(name) => {
                // A remark in brackets may stand between a noun and its figure.
                let at = if token.kind == Kind::Open { sentence.close(at)? + 1 } else { at };
                let token = sentence.tokens.get(at)?;
                let Kind::Figure(figure) = &token.kind else { return None };
                let unit = figure.unit.has(self.demand.unit);
                if !(unit || self.demand.bare && figure.bare) || (figure.part || figure.shared) && !self.demand.parts {
                    return None;
                }
                found.figures.push((*name, at));
                // The unit behind the figure belongs to it.
                let end = if unit { figure.unit_end } else { token.end };
                let tokens = &sentence.tokens;
                (at + 1..tokens.len()).find(|&index| tokens[index].start >= end).unwrap_or(tokens.len())
            }
            _ => return None,
        };
        found.weight += 1;
        Some(next)
    }
}
