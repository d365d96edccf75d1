//! Words found in a text, character by character. Knows no word.
//!
//! A Chinese word has two to ten characters, and most places of a text begin none: a walk from each place ends at once,
//! in tables small enough to stay in the processor's cache, which an automaton over bytes is not.

use std::collections::BTreeMap;

/// The root, which nothing leads to: it stands for no node.
const NONE: u32 = 0;
/// Characters of a page of `first`.
const PAGE: usize = 256;

/// A set of words, each with its number.
#[derive(Clone, Debug, Default)]
pub struct Trie {
    nodes: Vec<Node>,
    /// The characters that lead on from each node, sorted, and the nodes that they lead to.
    edges: Vec<(char, u32)>,
    /// The node behind each first character: for each page of characters where it stands in `first`, if any does.
    pages: Vec<Option<u32>>,
    first: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// The word that ends here.
    word: Option<u32>,
    /// Its edges.
    from: u32,
    to: u32,
}

/// A node while words are added.
#[derive(Default)]
struct Draft {
    word: Option<u32>,
    next: BTreeMap<char, u32>,
}

impl Trie {
    /// Numbers the words from 0. Of equal words the first counts; an empty one is never found.
    pub fn new<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> Trie {
        let mut drafts = vec![Draft::default()];
        for (number, word) in words.into_iter().enumerate().filter(|(_, word)| !word.as_ref().is_empty()) {
            let mut at = 0;
            for c in word.as_ref().chars() {
                let fresh = drafts.len() as u32;
                at = *drafts[at].next.entry(c).or_insert(fresh) as usize;
                if at == fresh as usize {
                    drafts.push(Draft::default());
                }
            }
            drafts[at].word.get_or_insert(number as u32);
        }
        let mut trie = Trie::default();
        for draft in &drafts {
            let from = trie.edges.len() as u32;
            trie.edges.extend(draft.next.iter().map(|(&c, &node)| (c, node)));
            trie.nodes.push(Node { word: draft.word, from, to: trie.edges.len() as u32 });
        }
        for (&c, &node) in &drafts[0].next {
            let (page, place) = (c as usize / PAGE, c as usize % PAGE);
            trie.pages.resize(trie.pages.len().max(page + 1), None);
            let start = *trie.pages[page].get_or_insert(trie.first.len() as u32) as usize;
            trie.first.resize(trie.first.len().max(start + PAGE), NONE);
            trie.first[start + place] = node;
        }
        trie
    }

    /// The longest word that begins at byte `at`: where it ends, and its number.
    pub fn longest(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        let mut longest = None;
        self.each(text, at, |end, word| longest = Some((end, word)));
        longest
    }

    /// Every word that begins at byte `at`, the shortest first: where it ends, and its number.
    #[inline]
    pub fn each(&self, text: &str, at: usize, mut with: impl FnMut(usize, usize)) {
        let mut chars = text[at..].chars();
        let mut node = chars.next().map_or(NONE, |c| self.begin(c));
        while node != NONE {
            let here = self.nodes[node as usize];
            if let Some(word) = here.word {
                with(text.len() - chars.as_str().len(), word as usize);
            }
            let edges = &self.edges[here.from as usize..here.to as usize];
            let Some(c) = chars.next().filter(|_| !edges.is_empty()) else { return };
            node = edges.binary_search_by_key(&c, |&(c, _)| c).map_or(NONE, |edge| edges[edge].1);
        }
    }

    /// Words leftmost and longest first, without overlaps: start, end and number.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(c) = text[at..].chars().next() {
                let start = at;
                if self.begin(c) != NONE
                    && let Some((end, word)) = self.longest(text, at)
                {
                    at = end;
                    return Some((start, end, word));
                }
                at += c.len_utf8();
            }
            None
        })
    }

    /// Every word that stands anywhere in a text.
    pub fn all(&self, text: &str, mut with: impl FnMut(usize)) {
        for (at, c) in text.char_indices() {
            if self.begin(c) != NONE {
                self.each(text, at, |_, word| with(word));
            }
        }
    }

    #[inline]
    fn begin(&self, c: char) -> u32 {
        match self.pages.get(c as usize / PAGE) {
            Some(&Some(start)) => self.first[start as usize + c as usize % PAGE],
            _ => NONE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_leftmost_and_longest() {
        let trie = Trie::new(["公开", "", "公开申请", "申请", "件", "公开", "a"]);
        let found: Vec<_> = trie.find("公公开申请a公开申件").collect();
        assert_eq!(found, [(3, 15, 2), (15, 16, 6), (16, 22, 0), (25, 28, 4)]);
        assert_eq!(trie.longest("受理公开件", 6), Some((12, 0)));
        assert_eq!(trie.longest("受理公开件", 3), None);
        let mut each = Vec::new();
        trie.each("公开申请", 0, |end, word| each.push((end, word)));
        assert_eq!(each, [(6, 0), (12, 2)]);
        let mut all = Vec::new();
        trie.all("公开申请", |word| all.push(word));
        assert_eq!(all, [0, 2, 3]);
        assert_eq!(Trie::new(Vec::<String>::new()).find("公开").next(), None);
    }
}
