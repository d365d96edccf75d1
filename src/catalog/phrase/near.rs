//! Figures that stand beside the noun of a metric and that no phrase has read. Knows no metric and judges nothing.

use super::needs::Present;
use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::catalog::words::Classes;

/// Bytes of the figures that look like counts of what their clause speaks of, except the tokens `read`.
pub fn unread(words: &Words, tokens: &[Token], present: &Present, read: &[usize]) -> Vec<(usize, usize)> {
    let mut unread = Vec::new();
    if !words.near.iter().any(|&nouns| present.has_all(nouns)) {
        return unread;
    }
    let change = Classes::of(words.known.grew).union(Classes::of(words.known.fell));
    let mut start = 0;
    for clause in tokens.split_inclusive(|token| matches!(token.kind, Kind::Comma | Kind::Semicolon)) {
        let here = Present::of(clause);
        let speaks = words.near.iter().any(|&nouns| here.has_all(nouns));
        for (offset, token) in clause.iter().enumerate().filter(|_| speaks) {
            let Kind::Figure(figure) = &token.kind else { continue };
            // What something grew by is no count of it.
            let differs = offset > 0 && clause[offset - 1].meets(change);
            let counts = figure.unit.has(words.known.unit) || figure.bare;
            if counts && !differs && !read.contains(&(start + offset)) {
                unread.push((token.start, token.end));
            }
        }
        start += clause.len();
    }
    unread
}
