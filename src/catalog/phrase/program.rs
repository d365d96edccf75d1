//! A pattern compiled: each step knows the step behind it, so that a search can remember where it has failed.
//! Knows no token.

use super::pattern::Element;
use crate::catalog::trie::Trie;
use crate::catalog::words::ClassId;
use std::collections::BTreeMap;

/// One step of a [`Program`] and the index of the step behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub does: Does,
    pub next: usize,
}

/// What a step matches. A search that fails at a step of many ways fails there for good: `row` numbers these steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// A text, by its number in [`Literals`].
    Literal(usize),
    Class(ClassId),
    Figure(char),
    Percent,
    /// A calendar year, or a word of the class.
    Year(ClassId),
    Begin,
    End,
    Gap {
        row: usize,
    },
    Reach {
        row: usize,
    },
    /// The first of these steps that leads to the end; nothing stands behind the fork itself.
    Fork {
        row: usize,
        ways: Vec<usize>,
    },
    Done,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub steps: Vec<Step>,
    pub start: usize,
    /// How many steps have a row.
    pub rows: usize,
}

impl Program {
    pub fn new(elements: &[Element], literals: &mut Names) -> Program {
        let mut program = Program { steps: vec![Step { does: Does::Done, next: 0 }], start: 0, rows: 0 };
        program.start = program.sequence(elements, 0, literals);
        program
    }

    /// The step that begins `elements`, behind which `next` follows.
    fn sequence(&mut self, elements: &[Element], next: usize, literals: &mut Names) -> usize {
        elements.iter().rev().fold(next, |next, element| self.element(element, next, literals))
    }

    fn element(&mut self, element: &Element, next: usize, literals: &mut Names) -> usize {
        let does = match element {
            Element::Literal(text) => Does::Literal(literals.number(text)),
            Element::Class(class) => Does::Class(*class),
            Element::Figure(slot) => Does::Figure(*slot),
            Element::Percent => Does::Percent,
            Element::Year(class) => Does::Year(*class),
            Element::Begin => Does::Begin,
            Element::End => Does::End,
            Element::Gap => Does::Gap { row: self.row() },
            Element::Reach => Does::Reach { row: self.row() },
            Element::Choice(alternatives) | Element::Optional(alternatives) => {
                let row = self.row();
                let mut ways: Vec<usize> =
                    alternatives.iter().map(|alternative| self.sequence(alternative, next, literals)).collect();
                // What may be there may also be left out.
                ways.extend(matches!(element, Element::Optional(_)).then_some(next));
                Does::Fork { row, ways }
            }
        };
        self.steps.push(Step { does, next });
        self.steps.len() - 1
    }

    fn row(&mut self) -> usize {
        self.rows += 1;
        self.rows - 1
    }
}

/// The texts of all patterns, numbered as they are met.
#[derive(Clone, Debug, Default)]
pub struct Names {
    numbers: BTreeMap<String, usize>,
}

impl Names {
    pub fn number(&mut self, text: &str) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(text.to_string()).or_insert(next)
    }
}

/// The texts of all patterns, to be looked up in a sentence.
#[derive(Clone, Debug, Default)]
pub struct Literals {
    trie: Trie,
    count: usize,
}

impl Literals {
    pub fn new(names: &Names) -> Literals {
        let mut texts: Vec<(&String, usize)> = names.numbers.iter().map(|(text, &number)| (text, number)).collect();
        texts.sort_by_key(|&(_, number)| number);
        Literals { trie: Trie::new(texts.iter().map(|(text, _)| text)), count: texts.len() }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Every text that begins at a byte of a sentence: where it ends, and its number.
    pub fn each(&self, sentence: &str, at: usize, with: impl FnMut(usize, usize)) {
        self.trie.each(sentence, at, with);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_lead_to_the_same_step() {
        let text = |text: &str| Element::Literal(text.to_string());
        let mut names = Names::default();
        let pattern = [Element::Optional(vec![vec![text("a")], vec![text("b")]]), Element::Gap, text("a")];
        let program = Program::new(&pattern, &mut names);
        let Does::Fork { ways, .. } = &program.steps[program.start].does else { panic!("a fork begins it") };
        let behind: Vec<usize> = ways[..2].iter().map(|&way| program.steps[way].next).collect();
        assert_eq!(behind, [ways[2], ways[2]]);
        assert!(matches!(program.steps[ways[2]].does, Does::Gap { .. }));
        assert_eq!(program.rows, 2);
        let mut found = Vec::new();
        Literals::new(&names).each("xab", 2, |end, number| found.push((end, number)));
        assert_eq!(found, [(3, names.number("b"))]);
    }
}
