//! Which tables of all forms a running text may hold: one pass over it instead of one for each axis of each table.
//! Never rules out a table whose labels are there. Knows no document.

use super::Axis;
use super::trie::Trie;
use std::collections::BTreeMap;

/// The labels of a table, by their numbers in [`Glance`].
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// For each column; those that share their first label stand together.
    columns: Vec<Vec<usize>>,
    rows: Vec<Vec<usize>>,
}

/// All labels, numbered as they are met.
#[derive(Debug, Default)]
pub struct Numbers(BTreeMap<String, usize>);

impl Numbers {
    /// Numbers the labels of a table.
    pub fn table(&mut self, rows: &[Axis], columns: &[Axis]) -> Named {
        let mut shared: Vec<(&String, Vec<usize>)> = Vec::new();
        for axis in columns {
            // A header may have lost the ends of its labels.
            let numbers: Vec<usize> = axis.labels.iter().map(|label| self.number(begin(label))).collect();
            match shared.iter_mut().find(|(first, _)| axis.labels.first() == Some(*first)) {
                Some((_, list)) => list.extend(numbers),
                None => shared.extend(axis.labels.first().map(|first| (first, numbers))),
            }
        }
        Named {
            columns: shared.into_iter().map(|(_, numbers)| numbers).collect(),
            rows: rows.iter().map(|axis| self.axis(axis)).collect(),
        }
    }

    fn axis(&mut self, axis: &Axis) -> Vec<usize> {
        axis.labels.iter().map(|label| self.number(label)).collect()
    }

    fn number(&mut self, label: &str) -> usize {
        let next = self.0.len();
        *self.0.entry(label.to_string()).or_insert(next)
    }
}

/// Characters that the label of a column has at least.
pub const BEGUN: usize = 3;

/// The beginning of a label.
fn begin(label: &str) -> &str {
    label.char_indices().nth(BEGUN).map_or(label, |(end, _)| &label[..end])
}

/// All labels, to be found in one pass.
pub struct Glance {
    trie: Trie,
    count: usize,
}

impl Glance {
    pub fn new(numbers: &Numbers) -> Glance {
        let mut texts: Vec<(&String, usize)> = numbers.0.iter().map(|(text, &number)| (text, number)).collect();
        texts.sort_by_key(|&(_, number)| number);
        Glance { trie: Trie::new(texts.iter().map(|(text, _)| text)), count: texts.len() }
    }

    /// The labels that stand in a folded text.
    pub fn at(&self, text: &str) -> Seen {
        let mut seen = vec![false; self.count];
        self.trie.all(text, |_, _, label| seen[label] = true);
        Seen(seen)
    }
}

/// What one text has.
#[derive(Debug)]
pub struct Seen(Vec<bool>);

impl Seen {
    /// Whether each column of a table may have a label in the text.
    pub fn columns(&self, table: &Named) -> bool {
        table.columns.iter().all(|numbers| self.any(numbers))
    }

    /// How many rows of a table may have a label in the text.
    pub fn rows(&self, table: &Named) -> usize {
        table.rows.iter().filter(|numbers| self.any(numbers)).count()
    }

    fn any(&self, numbers: &[usize]) -> bool {
        numbers.iter().any(|&number| self.0[number])
    }
}
