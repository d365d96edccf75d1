//! What a sentence must have for a pattern to be found in it, so that most patterns are passed over at a glance.
//! Never rules out a match.

use super::pattern::Element;
use super::token::{Kind, Token};
use crate::catalog::words::Classes;

/// What a pattern cannot match without, or what a sentence has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Every one of these.
    classes: Classes,
    /// One of each of these.
    choices: Vec<Classes>,
    /// Figures and percentages at least.
    figures: usize,
    percents: usize,
}

impl Needs {
    pub fn of(elements: &[Element]) -> Needs {
        let mut needs = Needs::default();
        for element in elements {
            match element {
                Element::Class(class) => needs.classes = needs.classes.union(Classes::of(*class)),
                Element::Figure(_) => needs.figures += 1,
                Element::Percent => needs.percents += 1,
                Element::Choice(alternatives) => needs.add_choice(alternatives),
                Element::Literal(_)
                | Element::Year(_)
                | Element::Gap
                | Element::Reach
                | Element::End
                | Element::Begin
                | Element::Optional(_) => {}
            }
        }
        needs
    }

    /// A choice needs what all alternatives need: so many figures, and a class of one of them if none goes without.
    fn add_choice(&mut self, alternatives: &[Vec<Element>]) {
        let each: Vec<Needs> = alternatives.iter().map(|alternative| Needs::of(alternative)).collect();
        self.figures += each.iter().map(|needs| needs.figures).min().unwrap_or(0);
        self.percents += each.iter().map(|needs| needs.percents).min().unwrap_or(0);
        if each.iter().all(|needs| needs.classes != Classes::default()) {
            self.choices.push(each.iter().fold(Classes::default(), |set, needs| set.union(needs.classes)));
        }
    }

    /// Whether a sentence that has `present` may hold the pattern.
    pub fn met(&self, present: &Present) -> bool {
        self.classes.0 & present.classes.0 == self.classes.0
            && self.figures <= present.figures
            && self.percents <= present.percents
            && self.choices.iter().all(|&choice| present.classes.meets(choice))
    }
}

/// What a sentence has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Present {
    classes: Classes,
    figures: usize,
    percents: usize,
}

impl Present {
    /// Whether a word of one of these classes is there.
    pub fn meets(&self, classes: Classes) -> bool {
        self.classes.meets(classes)
    }

    /// Whether words of all these classes are there.
    pub fn has_all(&self, classes: Classes) -> bool {
        self.classes.0 & classes.0 == classes.0
    }

    pub fn of(tokens: &[Token]) -> Present {
        let mut present = Present::default();
        for token in tokens {
            match &token.kind {
                Kind::Word(classes) => present.classes = present.classes.union(*classes),
                Kind::Figure(_) => present.figures += 1,
                Kind::Percent => present.percents += 1,
                _ => {}
            }
        }
        present
    }
}

/// The classes of which the first token of a match has one; none if it may be a token without a class.
pub fn first(elements: &[Element]) -> Option<Classes> {
    let (head, rest) = elements.split_first()?;
    match head {
        Element::Class(class) => Some(Classes::of(*class)),
        Element::Choice(alternatives) => alternatives.iter().try_fold(Classes::default(), |set, alternative| {
            Some(set.union(if alternative.is_empty() { first(rest)? } else { first(alternative)? }))
        }),
        Element::Optional(alternatives) => alternatives.iter().try_fold(first(rest)?, |set, alternative| {
            Some(set.union(if alternative.is_empty() { first(rest)? } else { first(alternative)? }))
        }),
        Element::Literal(_)
        | Element::Figure(_)
        | Element::Percent
        | Element::Year(_)
        | Element::Gap
        | Element::Reach
        | Element::End
        | Element::Begin => None,
    }
}

impl super::Says {
    /// Whether a sentence that has `present` may hold the wording.
    pub fn may_match(&self, present: &Present, text: &str) -> bool {
        self.needs.met(present) && self.literals.iter().all(|literal| text.contains(literal.as_str()))
    }

    /// Whether a match may begin with the token.
    pub fn may_begin(&self, token: &Token) -> bool {
        self.first.is_none_or(|first| token.meets(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::words::ClassId;

    #[test]
    fn what_may_be_left_out_is_not_needed() {
        let class = |n| Element::Class(ClassId(n));
        let set = |list: &[u8]| list.iter().fold(Classes::default(), |set, &n| set.union(Classes::of(ClassId(n))));
        let optional = Element::Optional(vec![vec![class(1)]]);
        let choice = Element::Choice(vec![vec![class(2), Element::Gap], vec![class(3)]]);
        let pattern = [optional.clone(), choice.clone(), Element::Figure('n')];
        let needs = Needs { classes: set(&[]), choices: vec![set(&[2, 3])], figures: 1, percents: 0 };
        assert_eq!(Needs::of(&pattern), needs);
        assert!(needs.met(&Present { classes: set(&[3]), figures: 1, percents: 0 }));
        assert!(!needs.met(&Present { classes: set(&[1]), figures: 1, percents: 0 }));
        assert!(!needs.met(&Present { classes: set(&[3]), figures: 0, percents: 0 }));
        assert_eq!(first(&pattern), Some(set(&[1, 2, 3])));
        assert_eq!(first(&[optional]), None);
        assert_eq!(first(&[Element::Choice(vec![vec![class(1)], vec![Element::Gap]])]), None);
        assert_eq!(first(&[Element::Choice(vec![vec![class(1)], vec![]]), class(4)]), Some(set(&[1, 4])));
    }
}
