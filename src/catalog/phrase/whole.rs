//! What is said of all that a figure before it counts: 收到申请5件，均已答复 answers five. Knows no document.

use super::matching::{Demand, Matcher};
use super::read::{Before, Claim, topic_before};
use super::sentence::Sentence;
use super::token::{Kind, Token};
use super::{Phrases, Whole};
use crate::model::{Number, Rank, Value};
use crate::text::number::number_at;

/// Adds a claim for each wording that speaks of all that a figure before it counts.
pub fn wholes(phrases: &Phrases, sentence: &Sentence, before: &Before, claims: &mut Vec<Claim>) {
    if claims.is_empty() && before.claims.is_empty() {
        return;
    }
    for (index, whole) in phrases.wholes.iter().enumerate() {
        let demand = Demand { unit: whole.unit, parts: true, bare: false };
        for says in whole.says.iter().filter(|says| says.needs.met(sentence)) {
            let mut matcher = Matcher::new(sentence, &says.program, demand);
            for start in (0..sentence.tokens.len()).filter(|&start| says.may_begin(&sentence.tokens[start])) {
                let Some(found) = matcher.at(start) else { continue };
                if !all(sentence, &sentence.tokens[found.start..found.end]) {
                    continue;
                }
                let Some(claim) = said_of(whole, sentence, before, claims, start) else { continue };
                let (from, end) = (&sentence.tokens[start], &sentence.tokens[found.end - 1]);
                claims.push(Claim {
                    rank: Rank::Medium.max(claim.rank),
                    phrase: phrases.entries.len() + phrases.changes.len() + index,
                    start: from.start,
                    end: end.end,
                    ..claim
                });
            }
        }
    }
}

/// A percentage among the words must be a hundred.
fn all(sentence: &Sentence, tokens: &[Token]) -> bool {
    tokens.iter().filter(|token| token.kind == Kind::Percent).all(|token| {
        number_at(&sentence.text[token.start..])
            .is_some_and(|numeral| Some(numeral.number) == Number::from_integer(100))
    })
}

/// The claim that follows, if it is plain what "all" are: the last figure before, with only its parts in between.
fn said_of(whole: &Whole, sentence: &Sentence, before: &Before, claims: &[Claim], start: usize) -> Option<Claim> {
    let tokens = sentence.tokens;
    let topic = topic_before(sentence.words, sentence.text, tokens, start);
    if !topic.unwrap_or(before.topic).meets(whole.topic) {
        return None;
    }
    let counts = |claim: &&Claim| !claim.last && matches!(claim.value, Value::Number(number, _) if number.0 > 0);
    let of = |claim: &Claim| whole.of.iter().find(|(from, _)| *from == claim.metric).map(|&(_, to)| to);
    let at = tokens[start].start;
    let segment = tokens[..start].iter().rfind(|token| token.kind == Kind::Semicolon).map_or(0, |mark| mark.end);
    let here = || {
        claims.iter().filter(counts).filter(|claim| claim.start < at && claim.start >= segment && of(claim).is_some())
    };
    let last = here().max_by_key(|claim| claim.start);
    // 复议2件、诉讼1件，均获维持: nobody knows whether all of both are meant.
    if here().any(|claim| of(claim) != last.and_then(of)) {
        return None;
    }
    let (all, among) = match last {
        Some(claim) => (claim, claims),
        // A sentence that begins with it speaks of the one figure of the sentence before.
        None => {
            let figure = |token: &Token| matches!(token.kind, Kind::Figure(_));
            let mut told = before.claims.iter().filter(counts).filter(|claim| of(claim).is_some());
            let claim = told.next().filter(|_| told.next().is_none() && !tokens[..start].iter().any(figure))?;
            (claim, &before.claims[..])
        }
    };
    let metric = of(all)?;
    let same = |claim: &Claim| (claim.when, claim.whose, claim.last) == (all.when, all.whose, false);
    let told = claims.iter().chain(among).any(|claim| same(claim) && claim.metric == metric);
    let unclear = among.iter().filter(counts).any(|claim| whole.unless.contains(&claim.metric));
    // Another count in between, which is no part of it, may be what is spoken of.
    let own = std::ptr::eq(among, claims);
    let between = own
        && tokens[..start].iter().any(|token| match &token.kind {
            Kind::Figure(figure) => {
                let counted = figure.unit.has(sentence.words.known.unit) || figure.bare;
                token.start > all.start
                    && counted
                    && !figure.part
                    && !claims.iter().any(|claim| claim.start == token.start && claim.last)
                    && !claims.iter().any(|claim| claim.start == token.start && whole.past.contains(&claim.metric))
            }
            _ => false,
        });
    (!told && !unclear && !between).then(|| Claim { metric, ..all.clone() })
}
