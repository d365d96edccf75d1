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
    /// The codes of the characters that lead on from each node, sorted, and the nodes that they lead to.
    edges: Vec<(u32, u32)>,
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
            trie.edges.extend(draft.next.iter().map(|(&c, &node)| (u32::from(c), node)));
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
        let bytes = text.as_bytes();
        if at >= bytes.len() {
            return;
        }
        let (c, length) = decoded(bytes, at);
        let mut node = self.begin(c);
        let mut end = at + length;
        while node != NONE {
            let here = self.nodes[node as usize];
            if let Some(word) = here.word {
                with(end, word as usize);
            }
            let edges = &self.edges[here.from as usize..here.to as usize];
            if edges.is_empty() || end >= bytes.len() {
                return;
            }
            let (c, length) = decoded(bytes, end);
            end += length;
            node = edges.binary_search_by_key(&c, |&(c, _)| c).map_or(NONE, |edge| edges[edge].1);
        }
    }

    /// Words leftmost and longest first, without overlaps: start, end and number.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < text.len() {
                let start = at;
                let (c, length) = decoded(text.as_bytes(), at);
                if self.begin(c) != NONE
                    && let Some((end, word)) = self.longest(text, at)
                {
                    at = end;
                    return Some((start, end, word));
                }
                at += length;
            }
            None
        })
    }

    /// Every word that stands anywhere in a text.
    pub fn all(&self, text: &str, mut with: impl FnMut(usize)) {
        let mut at = 0;
        while at < text.len() {
            let (c, length) = decoded(text.as_bytes(), at);
            if self.begin(c) != NONE {
                self.each(text, at, |_, word| with(word));
            }
            at += length;
        }
    }

    #[inline(always)]
    fn begin(&self, code: u32) -> u32 {
        match self.pages.get(code as usize / PAGE) {
            Some(&Some(start)) => self.first[start as usize + code as usize % PAGE],
            _ => NONE,
        }
    }
}

/// The code of the character that begins at byte `at` of a text in UTF-8, and how many bytes it takes.
#[inline(always)]
fn decoded(text: &[u8], at: usize) -> (u32, usize) {
    let first = text[at];
    let next = |offset: usize| u32::from(text[at + offset] & 0x3f);
    match first {
        0..=0x7f => (u32::from(first), 1),
        0x80..=0xdf => (u32::from(first & 0x1f) << 6 | next(1), 2),
        0xe0..=0xef => (u32::from(first & 0x0f) << 12 | next(1) << 6 | next(2), 3),
        _ => (u32::from(first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4),
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
        let trie = Trie::new(["é", "\u{20000}件"]);
        assert_eq!(trie.find("aé件\u{20000}件").collect::<Vec<_>>(), [(1, 3, 0), (6, 13, 1)]);
        assert_eq!(Trie::new(Vec::<String>::new()).find("公开").next(), None);
    }
}
