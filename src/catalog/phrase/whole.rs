//! What is said of all that a figure before it counts: 收到申请5件，均已答复 answers five. Knows no document.

use super::also::also;
use super::matching::{Demand, Matcher};
use super::read::{Before, Claim};
use super::sentence::Sentence;
use super::token::{Kind, Token};
use super::topic::topic_before;
use super::{Phrases, Whole};
use crate::catalog::words::Classes;
use crate::model::{Number, Rank, Value};
use crate::text::number::number_at;

/// Adds a claim for each wording that speaks of all that a figure before it counts.
pub fn wholes(phrases: &Phrases, sentence: &Sentence, role: &str, before: &Before, claims: &mut Vec<Claim>) {
    if claims.is_empty() && before.claims.is_empty() && before.earlier.is_empty() {
        return;
    }
    let known = sentence.words.known;
    for (index, whole) in phrases.wholes.iter().enumerate() {
        let demand = Demand { unit: whole.unit, parts: true, bare: false };
        for says in whole.says.iter().filter(|says| says.needs.met(sentence)) {
            let mut matcher = Matcher::new(sentence, &says.program, demand);
            for start in sentence.beginnings(says.first) {
                let Some(found) = matcher.at(start) else { continue };
                if !all(sentence, &sentence.tokens[found.start..found.end]) {
                    continue;
                }
                let (from, end) = (&sentence.tokens[start], &sentence.tokens[found.end - 1]);
                let all = sentence.tokens[found.start..found.end].iter().any(|token| token.is(known.all_done));
                for claim in said_of(whole, sentence, role, before, claims, start, all) {
                    let place = claims.len();
                    claims.push(Claim {
                        rank: Rank::Medium.max(claim.rank),
                        phrase: phrases.entries.len() + phrases.changes.len() + index,
                        start: from.start,
                        end: end.end,
                        ..claim
                    });
                    also(phrases, &sentence.tokens[found.start..found.end], claims, place);
                }
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

/// The claims that follow, if it is plain what "all" are: the last figure before, with only its parts in between. Where
/// the wording may speak of several metrics and says `all`, the last figure of each.
fn said_of(
    whole: &Whole,
    sentence: &Sentence,
    role: &str,
    before: &Before,
    claims: &[Claim],
    start: usize,
    all: bool,
) -> Vec<Claim> {
    let tokens = sentence.tokens;
    let spoken = topic_before(sentence.words, sentence.text, tokens, start).unwrap_or(before.topic);
    let titled = spoken == Classes::default() && whole.sections.iter().any(|section| section == role);
    if whole.topic != Classes::default() && !spoken.meets(whole.topic) && !titled {
        return Vec::new();
    }
    let counts = |claim: &&Claim| !claim.last && matches!(claim.value, Value::Number(number, _) if number.0 > 0);
    let of = |claim: &Claim| whole.of.iter().find(|(from, _)| *from == claim.metric).map(|&(_, to)| to);
    let at = tokens[start].start;
    let segment = tokens[..start].iter().rfind(|token| token.kind == Kind::Semicolon).map_or(0, |mark| mark.end);
    let mut here: Vec<&Claim> = claims
        .iter()
        .filter(counts)
        .filter(|claim| claim.start < at && claim.start >= segment && of(claim).is_some())
        .collect();
    here.sort_by_key(|claim| claim.start);
    let Some(&last) = here.last() else {
        let (said, from) = spoken_before(before, claims, tokens, segment);
        return carried(whole, &said, claims, &tokens[from..start]).into_iter().collect();
    };
    // A bracket speaks of the figure right before it: 直接起诉1件（结果维持） says nothing of the others.
    let bracketed = start.checked_sub(1).is_some_and(|open| tokens[open].kind == Kind::Open);
    let before_it = tokens[..start].iter().rfind(|token| matches!(token.kind, Kind::Figure(_)));
    if bracketed && before_it.is_some_and(|figure| figure.start != last.start) {
        return Vec::new();
    }
    let mut meant = vec![last];
    for &claim in here.iter().rev() {
        if meant.iter().all(|other| of(other) != of(claim)) {
            meant.push(claim);
        }
    }
    // Whether all of both are meant nobody knows, unless it is said: 复议2件、诉讼1件，均获维持.
    if meant.len() > 1 && !(whole.several && all) {
        return Vec::new();
    }
    let first = meant.iter().map(|claim| claim.start).min().unwrap_or(at);
    let unclear = claims.iter().filter(counts).any(|claim| whole.unless.contains(&claim.metric));
    if unclear || between(sentence, claims, whole, &here, first, start) {
        return Vec::new();
    }
    let follows = |claim: &&Claim| Some(Claim { metric: of(claim)?, ..Claim::clone(claim) });
    let fits = |claim: &Claim| !told(claim, claims.iter()) && (!whole.one || is_one(claim));
    meant.iter().filter_map(follows).filter(fits).collect()
}

fn is_one(claim: &Claim) -> bool {
    matches!(claim.value, Value::Number(Number(Number::SCALE), _))
}

/// Whether the figure is given already.
fn told<'c>(claim: &Claim, mut claims: impl Iterator<Item = &'c Claim>) -> bool {
    let same = |other: &Claim| (other.metric, other.when, other.whose) == (claim.metric, claim.when, claim.whose);
    claims.any(|other| !other.last && same(other))
}

/// What was claimed right before: in the segment before, where one of this sentence claims anything, or else in the sentence
/// before it or one further back; and the token from which the words go on from it.
fn spoken_before<'c>(
    before: &'c Before,
    claims: &'c [Claim],
    tokens: &[Token],
    segment: usize,
) -> (Vec<&'c Claim>, usize) {
    let earlier: Vec<&Claim> = claims.iter().filter(|claim| claim.start < segment).collect();
    if !earlier.is_empty() {
        return (earlier, tokens.iter().position(|token| token.start >= segment).unwrap_or(tokens.len()));
    }
    // A sentence without figures may stand in between: 收到申请5件。主要涉及征地。均已答复。
    let said = if before.claims.is_empty() && !before.unread { &before.earlier } else { &before.claims };
    (said.iter().collect(), 0)
}

/// A sentence, or a segment, that begins with the wording speaks of the one figure of what was said right before.
fn carried(whole: &Whole, said: &[&Claim], claims: &[Claim], words: &[Token]) -> Option<Claim> {
    let counts = |claim: &&Claim| !claim.last && matches!(claim.value, Value::Number(number, _) if number.0 > 0);
    let of = |claim: &Claim| whole.of.iter().find(|(from, _)| *from == claim.metric).map(|&(_, to)| to);
    let figure = |token: &Token| matches!(token.kind, Kind::Figure(_));
    let unclear = said.iter().copied().chain(claims).filter(counts).any(|claim| whole.unless.contains(&claim.metric));
    let mut spoken = said.iter().copied().filter(counts).filter(|claim| of(claim).is_some());
    let one = spoken.next().filter(|_| spoken.next().is_none())?;
    let claim = Claim { metric: of(one)?, ..one.clone() };
    let plain =
        !unclear && (!whole.one || is_one(&claim)) && !words.iter().any(figure) && !told(&claim, said.iter().copied());
    plain.then_some(claim)
}

/// Whether a count stands between `from` and the wording that is no part of what it speaks of, and may be meant itself.
fn between(sentence: &Sentence, claims: &[Claim], whole: &Whole, meant: &[&Claim], from: usize, start: usize) -> bool {
    let tokens = sentence.tokens;
    tokens[..start].iter().filter(|token| token.start > from).any(|token| {
        let Kind::Figure(figure) = &token.kind else { return false };
        let counted = figure.unit.has(sentence.words.known.unit) || figure.bare;
        let change = |claim: &Claim| claim.last && claim.start <= token.start && token.start < claim.end;
        let part = |claim: &Claim| claim.start == token.start && whole.past.contains(&claim.metric);
        counted
            && !figure.part
            && !bracketed(tokens, token.start)
            && !meant.iter().any(|claim| claim.start == token.start)
            && !claims.iter().any(|claim| change(claim) || part(claim))
    })
}

/// Whether a byte stands in brackets that are closed again.
fn bracketed(tokens: &[Token], at: usize) -> bool {
    let open = tokens.iter().rposition(|token| token.start < at && matches!(token.kind, Kind::Open | Kind::Close));
    open.is_some_and(|open| {
        tokens[open].kind == Kind::Open && tokens[open..].iter().any(|token| token.kind == Kind::Close)
    })
}
