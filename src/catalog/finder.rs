//! Words with roles, found in one pass over a text. Knows no word.

use aho_corasick::{AhoCorasick, MatchKind};

/// What a label of metadata names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Publisher,
    Source,
    Title,
    Url,
    Site,
    Other,
    /// The best kind of date; worse ones count up from it.
    Published,
}

/// Words with roles, found in one pass over a text; of words that begin alike the longest.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    automaton: Option<AhoCorasick>,
    roles: Vec<usize>,
}

impl Finder {
    /// Of words that stand for two roles the first.
    pub fn new<'a>(words: impl Iterator<Item = (&'a String, usize)>) -> Finder {
        let (words, roles): (Vec<&String>, Vec<usize>) = words.unzip();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok();
        Finder { automaton, roles }
    }

    /// Start, end and role of each word met.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
        let hits = self.automaton.iter().flat_map(move |automaton| automaton.find_iter(text));
        hits.map(|hit| (hit.start(), hit.end(), self.roles[hit.pattern().as_usize()]))
    }
}
