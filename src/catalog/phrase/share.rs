//! What the publisher alone counts of a figure for its area: 全市受理申请84件，其中市政府办公室受理12件. Knows no metric.

use super::Phrases;
use super::context::{When, Whose};
use super::matching::{Demand, Found, Matcher};
use super::needs::Says;
use super::read::{Before, Claim, scaled};
use super::sentence::Sentence;
use super::token::{Kind, Token};
use crate::catalog::words::Classes;
use crate::model::{MetricId, Rank, Value};

/// A wording for the part of the publisher alone.
#[derive(Clone, Debug)]
pub struct Share {
    pub id: String,
    pub says: Vec<Says>,
    /// What its verb counts: the figure may then stand in a sentence before. Without, any figure right before it.
    pub of: Vec<MetricId>,
}

/// Adds a claim for each figure that is said to be the publisher's own part of the figure before it: the same metric, of the
/// office itself.
pub fn shares(phrases: &Phrases, sentence: &Sentence, before: &Before, claims: &mut Vec<Claim>) {
    if claims.is_empty() && before.claims.is_empty() {
        return;
    }
    let known = sentence.words.known;
    let first = phrases.entries.len() + phrases.changes.len() + phrases.wholes.len();
    for (index, share) in phrases.shares.iter().enumerate() {
        for says in share.says.iter().filter(|says| says.needs.met(sentence)) {
            for unit in [known.unit, known.people] {
                let mut matcher = Matcher::new(sentence, &says.program, Demand { unit, parts: true, bare: false });
                for start in sentence.beginnings(says.first) {
                    let Some(found) = matcher.at(start) else { continue };
                    claims.extend(own(sentence, before, claims, share, &found, first + index));
                }
            }
        }
    }
}

fn own(
    sentence: &Sentence,
    before: &Before,
    claims: &[Claim],
    share: &Share,
    found: &Found,
    phrase: usize,
) -> Option<Claim> {
    let tokens = sentence.tokens;
    let &(_, place) = found.figures.first()?;
    let token = &tokens[place];
    let Kind::Figure(figure) = &token.kind else { return None };
    if claims.iter().any(|claim| claim.start == token.start) {
        return None;
    }
    let whole = if share.of.is_empty() {
        whole(sentence, before, claims, found.start, figure.unit)?
    } else {
        named(before, claims, share, token.start)?
    };
    let among = tokens[found.start..place].iter().any(|token| token.is(sentence.words.known.among));
    let number = scaled(sentence.words, figure, false)?;
    let part = whole.value.number().is_some_and(|whole| number <= whole);
    (part && (among || whole.whose == Whose::Area)).then(|| Claim {
        value: Value::Number(number, figure.bound),
        whose: Whose::Own,
        rank: Rank::Medium.max(whole.rank),
        phrase,
        start: token.start,
        end: token.end,
        actor: None,
        ..whole.clone()
    })
}

/// Whether a claim gives a figure of one year that the publisher's may be a part of.
fn counts(claim: &&Claim) -> bool {
    !claim.last
        && !matches!(claim.when, When::Since(_))
        && matches!(claim.value, Value::Number(..))
        && matches!(claim.whose, Whose::Area | Whose::Unstated)
}

/// The last figure before a byte of what a verb counts, here or in the sentences before.
fn named<'a>(before: &'a Before, claims: &'a [Claim], share: &Share, at: usize) -> Option<&'a Claim> {
    let of = |claim: &&Claim| counts(claim) && share.of.contains(&claim.metric);
    let here = claims.iter().filter(|claim| claim.start < at).filter(of).max_by_key(|claim| claim.start);
    here.or_else(|| before.claims.iter().rfind(of)).or_else(|| before.earlier.iter().rfind(of))
}

/// The figure that a part without a verb is of: the last one before in the segment, or that of the sentence before if it
/// gives one alone.
fn whole<'a>(
    sentence: &Sentence,
    before: &'a Before,
    claims: &'a [Claim],
    start: usize,
    unit: Classes,
) -> Option<&'a Claim> {
    let tokens = sentence.tokens;
    let at = tokens[start].start;
    let segment = tokens[..start].iter().rfind(|token| token.kind == Kind::Semicolon).map_or(0, |mark| mark.end);
    let here = claims.iter().filter(counts).filter(|claim| segment <= claim.start && claim.start < at);
    let alike = |claim: &&Claim| {
        let figure = tokens.iter().find(|token| token.start == claim.start);
        matches!(figure, Some(Token { kind: Kind::Figure(figure), .. }) if figure.unit.meets(unit))
    };
    let last = here.max_by_key(|claim| claim.start);
    if last.is_some() {
        return last.filter(alike);
    }
    let mut told = before.claims.iter().filter(counts);
    let figures = tokens[..start].iter().any(|token| matches!(token.kind, Kind::Figure(_)));
    told.next().filter(|_| told.next().is_none() && !figures)
}
