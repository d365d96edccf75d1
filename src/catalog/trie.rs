//! Words found in a text, character by character. Knows no word.
//!
//! A Chinese word has two to ten characters, and most places of a text begin none: a walk from each place ends at once,
//! in tables small enough to stay in the processor's cache, which an automaton over bytes is not.

use std::collections::BTreeMap;

/// The root, which nothing leads to: it stands for no node.
const NONE: u32 = 0;

/// A set of words, each with its number.
#[derive(Clone, Debug, Default)]
pub struct Trie {
    nodes: Vec<Node>,
    /// The codes of the characters that lead on from each node, sorted, and the nodes that they lead to; the root's first.
    edges: Vec<(u32, u32)>,
    /// For each 64 characters one bit a character, whether it begins a word, and how many before them do.
    begins: Vec<(u64, u32)>,
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
        for (rank, &c) in drafts[0].next.keys().enumerate() {
            let word = c as usize / 64;
            trie.begins.resize(trie.begins.len().max(word + 1), (0, rank as u32));
            trie.begins[word].0 |= 1 << (c as usize % 64);
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
    pub fn each(&self, text: &str, at: usize, with: impl FnMut(usize, usize)) {
        if at < text.len() {
            let (c, length) = decoded(text.as_bytes(), at);
            self.walk(text.as_bytes(), at + length, self.begin(c), with);
        }
    }

    /// Every word from a node on, which the character before byte `end` led to.
    #[inline]
    fn walk(&self, text: &[u8], mut end: usize, mut node: u32, mut with: impl FnMut(usize, usize)) {
        while node != NONE {
            let here = self.nodes[node as usize];
            if let Some(word) = here.word {
                with(end, word as usize);
            }
            let edges = &self.edges[here.from as usize..here.to as usize];
            if edges.is_empty() || end >= text.len() {
                return;
            }
            let (c, length) = decoded(text, end);
            end += length;
            node = edges.binary_search_by_key(&c, |&(c, _)| c).map_or(NONE, |edge| edges[edge].1);
        }
    }

    /// Words leftmost and longest first, without overlaps: start, end and number.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some((start, behind, node)) = self.next(text.as_bytes(), at) {
                let mut longest = None;
                self.walk(text.as_bytes(), behind, node, |end, word| longest = Some((start, end, word)));
                at = longest.map_or(behind, |(_, end, _)| end);
                if longest.is_some() {
                    return longest;
                }
            }
            None
        })
    }

    /// Every word that stands anywhere in a text: start, end and number.
    pub fn all(&self, text: &str, mut with: impl FnMut(usize, usize, usize)) {
        let mut at = 0;
        while let Some((start, behind, node)) = self.next(text.as_bytes(), at) {
            self.walk(text.as_bytes(), behind, node, |end, word| with(start, end, word));
            at = behind;
        }
    }

    /// The first character from byte `at` on that begins a word: where it begins and ends, and its node.
    #[inline(always)]
    fn next(&self, text: &[u8], mut at: usize) -> Option<(usize, usize, u32)> {
        while at < text.len() {
            let (c, length) = decoded(text, at);
            let node = self.begin(c);
            if node != NONE {
                return Some((at, at + length, node));
            }
            at += length;
        }
        None
    }

    #[inline(always)]
    fn begin(&self, code: u32) -> u32 {
        match self.begins.get(code as usize / 64) {
            Some(&(bits, before)) if bits >> (code % 64) & 1 == 1 => {
                let rank = before + (bits & ((1 << (code % 64)) - 1)).count_ones();
                self.edges[rank as usize].1
            }
            _ => NONE,
        }
    }
}

/// The code of the character that begins at byte `at` of a text in UTF-8, and how many bytes it takes.
#[inline(always)]
fn decoded(text: &[u8], at: usize) -> (u32, usize) {
    let low = |byte: u8| u32::from(byte & 0x3f);
    match text[at..] {
        [a @ 0xe0..=0xef, b, c, ..] => (u32::from(a & 0x0f) << 12 | low(b) << 6 | low(c), 3),
        [a @ 0x80..=0xdf, b, ..] => (u32::from(a & 0x1f) << 6 | low(b), 2),
        [a @ 0xf0..=0xff, b, c, d, ..] => (u32::from(a & 0x07) << 18 | low(b) << 12 | low(c) << 6 | low(d), 4),
        [a, ..] => (u32::from(a), 1),
        [] => (0, 1),
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
        trie.all("公开申请", |start, end, word| all.push((start, end, word)));
        assert_eq!(all, [(0, 6, 0), (0, 12, 2), (6, 12, 3)]);
        let trie = Trie::new(["é", "\u{20000}件"]);
        assert_eq!(trie.find("aé件\u{20000}件").collect::<Vec<_>>(), [(1, 3, 0), (6, 13, 1)]);
        assert_eq!(Trie::new(Vec::<String>::new()).find("公开").next(), None);
    }
}
