//! Which of the claims of one sentence stand beside the others. Knows no document and no metric by name.

use super::Phrases;
use super::context::When;
use super::read::{Before, Claim};
use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::model::{MetricId, Number, Value};

/// A figure above zero for a metric overrides a zero in words for it in the same sentence.
pub fn drop_overridden(claims: &mut Vec<Claim>) {
    let positive: Vec<(MetricId, When)> = claims
        .iter()
        .filter(|claim| matches!(claim.value, Value::Number(number, _) if number != Number::ZERO) && !claim.last)
        .map(|claim| (claim.metric, claim.when))
        .collect();
    let overridden = |claim: &Claim| positive.contains(&(claim.metric, claim.when));
    claims.retain(|claim| claim.last || !matches!(claim.value, Value::Words(_)) || !overridden(claim));
}

/// A figure that is all of a metric only where it is its only one: two reasons of refusal are parts of the refusals.
pub fn drop_crowded(phrases: &Phrases, claims: &mut Vec<Claim>) {
    drop_where(claims, |claim, claims| {
        phrases.entries[claim.phrase].alone.contains(&claim.metric)
            && claims.iter().any(|other| {
                (other.metric, other.when, other.last) == (claim.metric, claim.when, claim.last)
                    && other.start != claim.start
            })
    });
}

/// A figure that means its metric only beside another one: 培训92人次 behind a count of courses that were read. A sentence that
/// begins with 其中 goes on with the one before it.
pub fn drop_strays(phrases: &Phrases, words: &Words, tokens: &[Token], before: &Before, claims: &mut Vec<Claim>) {
    let goes_on = tokens.first().is_some_and(|token| token.is(words.known.among));
    drop_where(claims, |claim, claims| {
        let beside = &phrases.entries[claim.phrase].beside;
        let told = |other: &Claim| beside.contains(&other.metric);
        !(beside.is_empty() || claims.iter().any(told) || goes_on && before.claims.iter().any(told))
    });
}

/// What the figures behind it add up to is the whole, and none of them is, whoever is said to have done it: 文广局公开243条，网站63条，
/// 专栏180条.
pub fn drop_summands(tokens: &[Token], claims: &mut Vec<Claim>) {
    drop_where(claims, |claim, claims| {
        let before = claims.iter().filter(|whole| claim.contradicts(whole) && whole.end <= claim.start);
        before.filter_map(|whole| summed(tokens, whole)).any(|end| claim.end <= end)
    });
}

/// Of readings of one metric, year and scope in one sentence the safest stands; where the safest differ and none is safe
/// alone, nobody knows which is the count. A smaller figure behind 其中 is a part of the one before it: 9场(其中疫情防控7场).
pub fn drop_rivals(tokens: &[Token], claims: &mut Vec<Claim>) {
    let part = |claim: &Claim| {
        let at = tokens.iter().find(|token| token.start == claim.start);
        at.is_some_and(|token| matches!(&token.kind, Kind::Figure(figure) if figure.part))
    };
    let of = |part_claim: &Claim, whole: &Claim| {
        let less = match (&part_claim.value, &whole.value) {
            (Value::Number(part, _), Value::Number(whole, _)) => part < whole,
            _ => false,
        };
        less && whole.start < part_claim.start && part(part_claim) && !part(whole)
    };
    drop_where(claims, |claim, claims| {
        let rival = |other: &&Claim| claim.contradicts(other) && other.rank <= claim.rank;
        claims.iter().filter(rival).any(|other| other.rank < claim.rank || !of(other, claim))
    });
}

/// Where the figures behind a claim end that add up to it: two or more, in its sentence.
pub fn summed(tokens: &[Token], claim: &Claim) -> Option<usize> {
    let whole = claim.value.number()?;
    let mut sum = Number::ZERO;
    let behind = tokens.iter().filter(|token| token.start >= claim.end);
    let figures = behind.filter_map(|token| match &token.kind {
        Kind::Figure(figure) => Some((token.end, figure.numeral.number)),
        _ => None,
    });
    for (count, (end, number)) in figures.enumerate() {
        sum = Number(sum.0.checked_add(number.0)?);
        if sum >= whole {
            return (sum == whole && count > 0).then_some(end);
        }
    }
    None
}

/// Drops the claims that are to be dropped beside the others, each judged beside all.
pub fn drop_where(claims: &mut Vec<Claim>, dropped: impl Fn(&Claim, &[Claim]) -> bool) {
    let keep: Vec<bool> = claims.iter().map(|claim| !dropped(claim, claims)).collect();
    let mut keep = keep.into_iter();
    claims.retain(|_| keep.next().unwrap_or(true));
}
