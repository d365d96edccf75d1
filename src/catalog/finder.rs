//! Words with roles, found in one pass over a text. Knows no word.

use super::trie::Trie;
use std::collections::BTreeMap;

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

/// What kinds of words a line has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(u8);

impl Signs {
    /// The subject of a title.
    pub const SUBJECT: Signs = Signs(1);
    /// What announces the period of a report.
    pub const PERIOD: Signs = Signs(2);
    /// What begins a sentence that tells whom to ask.
    pub const CONTACT: Signs = Signs(4);
    /// What names a part of a year.
    pub const PART_YEAR: Signs = Signs(8);
    /// What says in a title that somebody publishes the report.
    pub const NEWS_VERB: Signs = Signs(16);
    /// What begins a page of news.
    pub const NEWS: Signs = Signs(32);
    /// What names a model text.
    pub const ESSAY: Signs = Signs(64);

    /// One of the signs of another list of words.
    pub const fn nth(bit: u8) -> Signs {
        Signs(1 << bit)
    }

    pub fn and(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }

    pub fn has(self, sign: Signs) -> bool {
        self.0 & sign.0 != 0
    }
}

/// Words by the signs that they are. Unlike a [`Finder`] it tells of words that overlap.
#[derive(Clone, Debug, Default)]
pub struct SignFinder {
    trie: Trie,
    signs: Vec<Signs>,
}

impl SignFinder {
    /// A word in several lists has the signs of all.
    pub fn new(lists: &[(&[String], Signs)]) -> SignFinder {
        let mut words: BTreeMap<&String, Signs> = BTreeMap::new();
        for &(list, sign) in lists {
            list.iter().for_each(|word| words.entry(word).or_default().0 |= sign.0);
        }
        SignFinder { trie: Trie::new(words.keys()), signs: words.into_values().collect() }
    }

    /// The signs of a text.
    pub fn at(&self, text: &str) -> Signs {
        let mut signs = Signs::default();
        self.trie.all(text, |_, _, word| signs = signs.and(self.signs[word]));
        signs
    }

    /// Start, end and signs of each word met.
    pub fn each(&self, text: &str) -> Vec<(usize, usize, Signs)> {
        let mut met = Vec::new();
        self.trie.all(text, |start, end, word| met.push((start, end, self.signs[word])));
        met
    }
}

/// Words with roles, found in one pass over a text; of words that begin alike the longest.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    trie: Trie,
    roles: Vec<usize>,
}

impl Finder {
    /// Of words that stand for two roles the first.
    pub fn new<'a>(words: impl Iterator<Item = (&'a String, usize)>) -> Finder {
        let (words, roles): (Vec<&String>, Vec<usize>) = words.unzip();
        Finder { trie: Trie::new(words), roles }
    }

    /// Start, end and role of each word met.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
        self.trie.find(text).map(|(start, end, word)| (start, end, self.roles[word]))
    }
}
