//! All labels along one axis of a table, to be found in running text in one pass. Knows no document.

use super::Axis;
use super::trie::Trie;

/// A label of an axis found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub start: usize,
    pub end: usize,
    /// An index for [`Labels::text`] and [`Labels::place`].
    pub label: usize,
}

/// The folded labels of rows or columns. Compiled with the form, since it takes longer than to search a page.
#[derive(Clone, Debug)]
pub struct Labels {
    trie: Trie,
    entries: Vec<(String, Option<usize>)>,
}

impl Labels {
    /// The own labels of an axis and, if asked for, those of the groups around it.
    pub fn new(axis: &[Axis], groups: bool) -> Labels {
        let mut entries: Vec<(String, Option<usize>)> = Vec::new();
        for (place, entry) in axis.iter().enumerate() {
            entries.extend(entry.labels.iter().map(|label| (label.clone(), Some(place))));
            if groups {
                entries.extend(entry.groups.iter().map(|group| (group.clone(), None)));
            }
        }
        entries.retain(|(label, _)| !label.is_empty());
        Labels { trie: Trie::new(entries.iter().map(|(label, _)| label)), entries }
    }

    /// Leftmost and longest first, without overlaps; of equal labels always the first.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Occurrence> + 'a {
        self.trie.find(text).map(|(start, end, label)| Occurrence { start, end, label })
    }

    /// The labels that begin with `piece` and go on.
    pub fn begun<'a>(&'a self, piece: &'a str) -> impl Iterator<Item = usize> + 'a {
        let goes_on = move |text: &String| text.len() > piece.len() && text.starts_with(piece);
        self.entries.iter().enumerate().filter(move |(_, (text, _))| goes_on(text)).map(|(label, _)| label)
    }

    pub fn text(&self, label: usize) -> &str {
        &self.entries[label].0
    }

    /// The row or column that the label names; none for that of a group.
    pub fn place(&self, label: usize) -> Option<usize> {
        self.entries[label].1
    }
}
