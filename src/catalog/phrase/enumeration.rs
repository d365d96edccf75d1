//! What is listed before a noun says which kind is meant and counts nothing itself: 公开职能职责、行政许可、招投标等政府信息89条. Knows no
//! metric.

use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::catalog::words::Classes;

/// Makes the items of each list between a verb of disclosure and its noun opaque, so that no word among them is taken for the
/// object. A list with a figure is none: each of its items counts.
pub fn blind(words: &Words, text: &str, tokens: &mut [Token]) {
    let known = words.known;
    let discloses = Classes::of(known.proactive).union(Classes::of(known.open)).union(Classes::of(known.release));
    for noun in 0..tokens.len() {
        let listed = tokens[noun].is(known.info)
            && words.and_so_on.iter().any(|mark| text[..tokens[noun].start].ends_with(mark.as_str()));
        if !listed {
            continue;
        }
        let parts = |token: &Token| {
            matches!(token.kind, Kind::Figure(_) | Kind::Comma | Kind::Semicolon | Kind::Open | Kind::Close)
        };
        let from = tokens[..noun].iter().rposition(parts).map_or(0, |mark| mark + 1);
        let coordinated = |token: &Token| token.is(known.coordinator);
        let Some(last) = tokens[from..noun].iter().rposition(coordinated).map(|at| from + at) else { continue };
        let Some(verb) = tokens[from..last].iter().rposition(|token| token.meets(discloses)) else { continue };
        for token in &mut tokens[from + verb + 1..noun] {
            token.kind = Kind::Other;
        }
    }
}
