//! What a sentence must have for a pattern to be found in it, so that most patterns are passed over at a glance.
//! Never rules out a match.

use super::pattern::Element;
use super::program::{Names, Program};
use super::sentence::Sentence;
use super::token::{Kind, Token};
use crate::catalog::words::Classes;

/// What a pattern cannot match without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Every one of these.
    classes: Classes,
    literals: Vec<usize>,
    /// One of each of these.
    choices: Vec<AnyOf>,
    /// Figures and percentages at least.
    figures: usize,
    percents: usize,
}

/// Words of classes and literals of which one is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct AnyOf {
    classes: Classes,
    literals: Vec<usize>,
}

impl Needs {
    pub fn of(elements: &[Element], literals: &mut Names) -> Needs {
        let mut needs = Needs::default();
        for element in elements {
            match element {
                Element::Class(class) => needs.classes = needs.classes.union(Classes::of(*class)),
                Element::Literal(text) => needs.literals.push(literals.number(text)),
                Element::Figure(_) => needs.figures += 1,
                Element::Percent => needs.percents += 1,
                Element::Choice(alternatives) => needs.add_choice(alternatives, literals),
                Element::Year(_)
                | Element::Gap
                | Element::Reach
                | Element::End
                | Element::Begin
                | Element::Optional(_) => {}
            }
        }
        needs
    }

    /// A choice needs what all alternatives need: so many figures, and a word of one of them if none goes without.
    fn add_choice(&mut self, alternatives: &[Vec<Element>], literals: &mut Names) {
        let each: Vec<Needs> = alternatives.iter().map(|alternative| Needs::of(alternative, literals)).collect();
        self.figures += each.iter().map(|needs| needs.figures).min().unwrap_or(0);
        self.percents += each.iter().map(|needs| needs.percents).min().unwrap_or(0);
        self.choices.extend(each.iter().try_fold(AnyOf::default(), |mut any, needs| {
            let one = needs.one()?;
            any.classes = any.classes.union(one.classes);
            any.literals.extend(one.literals);
            Some(any)
        }));
    }

    /// Words of which a match has one at least; a literal is rarer than a word of a class.
    fn one(&self) -> Option<AnyOf> {
        if let Some(&literal) = self.literals.first() {
            return Some(AnyOf { classes: Classes::default(), literals: vec![literal] });
        }
        if self.classes != Classes::default() {
            return Some(AnyOf { classes: self.classes, literals: Vec::new() });
        }
        self.choices.first().cloned()
    }

    /// What is needed of classes and of figures, one by one.
    pub fn parts(&self) -> impl Iterator<Item = Present> {
        let classes = self.classes.each().map(|class| Present { classes: Classes::of(class), ..Present::default() });
        let figures = (self.figures > 0).then_some(Present { figures: self.figures, ..Present::default() });
        let percents = (self.percents > 0).then_some(Present { percents: self.percents, ..Present::default() });
        classes.chain(figures).chain(percents)
    }

    /// Whether a sentence may hold the pattern.
    pub fn met(&self, sentence: &Sentence) -> bool {
        self.met_by(&sentence.present, |literal| sentence.has(literal))
    }

    fn met_by(&self, present: &Present, has: impl Fn(usize) -> bool) -> bool {
        let literal = |&literal: &usize| has(literal);
        let counted = Present { classes: self.classes, figures: self.figures, percents: self.percents };
        present.covers(&counted)
            && self.literals.iter().all(literal)
            && self.choices.iter().all(|any| present.meets(any.classes) || any.literals.iter().any(literal))
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
    /// Whether all of another is there.
    pub fn covers(&self, other: &Present) -> bool {
        self.has_all(other.classes) && other.figures <= self.figures && other.percents <= self.percents
    }

    /// Whether a word of one of these classes is there.
    pub fn meets(&self, classes: Classes) -> bool {
        self.classes.meets(classes)
    }

    /// Whether words of all these classes are there.
    pub fn has_all(&self, classes: Classes) -> bool {
        self.classes.holds(classes)
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

/// One wording of a phrase.
#[derive(Clone, Debug)]
pub struct Says {
    pub program: Program,
    /// What a sentence must have to be searched for it.
    pub needs: Needs,
    /// Classes of which its first token must have one; none where that token may be anything.
    pub first: Option<Classes>,
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
        let mut names = Names::default();
        let needs = Needs::of(&pattern, &mut names);
        let met = |needs: &Needs, classes: &[u8], figures, literal: usize| {
            needs.met_by(&Present { classes: set(classes), figures, percents: 0 }, |other| other == literal)
        };
        assert!(met(&needs, &[3], 1, 0) && !met(&needs, &[1], 1, 0) && !met(&needs, &[3], 0, 0));
        let text = |text: &str| Element::Literal(text.to_string());
        let said = Element::Choice(vec![vec![text("a")], vec![class(4), Element::Gap, text("b")]]);
        let needs = Needs::of(&[said], &mut names);
        assert!(met(&needs, &[4], 0, names.number("a")) && met(&needs, &[4], 0, names.number("b")));
        assert!(!met(&needs, &[4], 0, names.number("c")));
        assert_eq!(first(&pattern), Some(set(&[1, 2, 3])));
        assert_eq!(first(&[optional]), None);
        assert_eq!(first(&[Element::Choice(vec![vec![class(1)], vec![Element::Gap]])]), None);
        assert_eq!(first(&[Element::Choice(vec![vec![class(1)], vec![]]), class(4)]), Some(set(&[1, 4])));
    }
}
