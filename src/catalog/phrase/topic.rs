//! What a clause without a noun of its own speaks of: the noun that was spoken of last. Knows no pattern and no metric.

use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::catalog::words::Classes;

/// The classes of the last topic noun before token `at`: outside closed brackets, and outside clauses on what
/// applications were about.
pub(super) fn topic_before(words: &Words, text: &str, tokens: &[Token], at: usize) -> Option<Classes> {
    let mut index = at;
    let mut found: Option<Classes> = None;
    let mut noun = at;
    while index > 0 {
        index -= 1;
        let token = &tokens[index];
        match &token.kind {
            Kind::Close => {
                index = tokens[..index].iter().rposition(|token| token.kind == Kind::Open).unwrap_or(0);
            }
            Kind::Comma | Kind::Semicolon if found.is_some() => return found,
            // 涉及信息公开的行政诉讼: what is told of the noun does not take its place.
            Kind::Word(classes) if classes.has(words.known.content) => {
                let told = tokens.get(noun).is_some_and(|noun| text[..noun.start].ends_with(words.link.as_str()));
                found = found.filter(|found| told && found.meets(words.cases));
            }
            Kind::Word(classes) if found.is_none() && classes.meets(words.topic) => {
                let business = classes.has(words.known.apply) && for_another_thing(words, text, tokens, index);
                found = Some(if business { Classes::of(words.known.business) } else { *classes });
                noun = index;
            }
            _ => {}
        }
    }
    found
}

/// Whether the bare word for an application at token `at` has a noun of its own before it: 行政许可申请, 公证申请.
fn for_another_thing(words: &Words, text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return false };
    let unknown = before.kind == Kind::Other && text[before.start..].starts_with(char::is_alphabetic);
    let said = &text[..before.end];
    before.is(words.known.business) || unknown && !words.plain_before.iter().any(|plain| said.ends_with(plain.as_str()))
}
