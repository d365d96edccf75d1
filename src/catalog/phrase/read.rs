//! A folded sentence as claims. Knows no document: spans are bytes of the folded sentence.

use super::context::{self, When, Whose};
use super::matching::{Demand, Found, Matcher};
use super::needs::Present;
use super::token::{Figure, Kind, Token, tokens};
use super::{Change, Gives, Phrase, Phrases, Source};
use crate::catalog::Words;
use crate::model::{Bound, MetricId, Number, Rank, Value};

/// What a sentence claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub metric: MetricId,
    pub value: Value,
    /// It gives the figure of the year before.
    pub last: bool,
    pub when: When,
    pub whose: Whose,
    pub rank: Rank,
    /// Index into the phrases, or behind them into the changes.
    pub phrase: usize,
    /// Bytes of the folded sentence: the figure, or the words that state zero.
    pub start: usize,
    pub end: usize,
}

/// A match of a phrase, before the matches compete.
struct Candidate {
    phrase: usize,
    found: Found,
}

/// The claims of a folded sentence in a section with this role (empty if it has none), in the order of the text.
///
/// Where two phrases read the same figure, the one that matched more words has it, then the better rank, then the
/// earlier entry: the choice is between readings of one token, not between claims.
pub fn sentence(phrases: &Phrases, words: &Words, text: &str, role: &str) -> Vec<Claim> {
    let tokens = tokens(words, text);
    let present = Present::of(&tokens);
    let mut candidates = Vec::new();
    for (index, phrase) in phrases.entries.iter().enumerate() {
        let fits = phrase.sections.is_empty() || phrase.sections.iter().any(|section| section == role);
        if fits {
            search(words, text, &tokens, &present, index, phrase, &mut candidates);
        }
    }
    let chosen = compete(phrases, candidates, tokens.len());
    let mut claims = Vec::new();
    for candidate in &chosen {
        claim(phrases, words, &tokens, candidate, &mut claims);
    }
    drop_overridden(&mut claims);
    changes(phrases, words, text, &tokens, &present, &mut claims);
    claims.sort_by_key(|claim| (claim.start, claim.end, claim.metric, claim.last));
    claims
}

fn search(
    words: &Words, text: &str, tokens: &[Token], present: &Present, index: usize, phrase: &Phrase, into: &mut Vec<Candidate>,
) {
    let demand = Demand { unit: phrase.unit, parts: phrase.parts, bare: phrase.bare };
    let matcher = Matcher { words, text, tokens, demand };
    for says in phrase.says.iter().filter(|says| says.needs.met(present)) {
        for start in (0..tokens.len()).filter(|&start| says.may_begin(&tokens[start])) {
            let Some(found) = matcher.at(&says.elements, start) else { continue };
            let clause = tokens[..start].iter().rposition(|token| matches!(token.kind, Kind::Comma | Kind::Semicolon)).map_or(0, |at| at + 1);
            if tokens[clause..found.end].iter().any(|token| token.meets(phrase.not)) {
                continue;
            }
            if phrase.zero && found.figures.is_empty() && !matcher.heads(found.end) {
                continue;
            }
            into.push(Candidate { phrase: index, found });
        }
    }
}

/// Leaves each figure to one candidate, and one zero to each phrase and place.
fn compete(phrases: &Phrases, mut candidates: Vec<Candidate>, tokens: usize) -> Vec<Candidate> {
    candidates.sort_by_key(|candidate| {
        let found = &candidate.found;
        (std::cmp::Reverse(found.figures.len()), std::cmp::Reverse(found.weight), phrases.entries[candidate.phrase].rank, candidate.phrase, found.start)
    });
    let mut taken = vec![false; tokens];
    let mut chosen: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let figures = &candidate.found.figures;
        if figures.iter().any(|&(_, token)| taken[token]) {
            continue;
        }
        let repeated = figures.is_empty()
            && chosen.iter().any(|other| other.phrase == candidate.phrase && other.found.figures.is_empty() && other.found.end == candidate.found.end);
        if repeated {
            continue;
        }
        for &(_, token) in figures {
            taken[token] = true;
        }
        chosen.push(candidate);
    }
    chosen
}

fn claim(phrases: &Phrases, words: &Words, tokens: &[Token], candidate: &Candidate, claims: &mut Vec<Claim>) {
    let phrase = &phrases.entries[candidate.phrase];
    let found = &candidate.found;
    for (list, last) in [(&phrase.sets, false), (&phrase.last, true)] {
        for &(metric, source) in list {
            let (value, first, end) = match source {
                Source::Zero => (Value::Words(Number::ZERO), tokens[found.start].start, tokens[found.end - 1].end),
                Source::Slot(name) => {
                    let Some(&(_, token)) = found.figures.iter().find(|&&(slot, _)| slot == name) else { continue };
                    let Kind::Figure(figure) = &tokens[token].kind else { continue };
                    let Some(number) = scaled(words, figure, phrase.in_yuan) else { continue };
                    (Value::Number(number, figure.bound), tokens[token].start, tokens[token].end)
                }
            };
            let context_end = found.figures.first().map_or(found.end, |&(_, token)| token);
            claims.push(Claim {
                metric, value, last,
                when: context::when(words, tokens, found.start, context_end),
                whose: context::whose(words, tokens, found.start, context_end),
                rank: phrase.rank, phrase: candidate.phrase, start: first, end,
            });
        }
    }
}

/// Figures of money are given in units of ten thousand yuan where the unit behind them is the yuan.
fn scaled(words: &Words, figure: &Figure, in_yuan: bool) -> Option<Number> {
    let number = figure.numeral.number;
    if in_yuan || !figure.unit.has(words.known.yuan) {
        return Some(number);
    }
    (number.0 % 10_000 == 0).then(|| Number(number.0 / 10_000))
}

/// A figure above zero for a metric overrides a zero in words for it in the same sentence.
fn drop_overridden(claims: &mut Vec<Claim>) {
    let positive: Vec<MetricId> = claims.iter()
        .filter(|claim| matches!(claim.value, Value::Number(number, _) if number != Number::ZERO) && !claim.last)
        .map(|claim| claim.metric).collect();
    claims.retain(|claim| !matches!(claim.value, Value::Words(_)) || !positive.contains(&claim.metric));
}

/// Attaches each change to the figure before it: last year's figure of the same metric.
fn changes(phrases: &Phrases, words: &Words, text: &str, tokens: &[Token], present: &Present, claims: &mut Vec<Claim>) {
    let mut restated = Vec::new();
    for (index, change) in phrases.changes.iter().enumerate() {
        let demand = Demand { unit: change.unit, parts: true, bare: false };
        let matcher = Matcher { words, text, tokens, demand };
        for says in change.says.iter().filter(|says| says.needs.met(present)) {
            for start in (0..tokens.len()).filter(|&start| says.may_begin(&tokens[start])) {
                let Some(found) = matcher.at(&says.elements, start) else { continue };
                let Some(claim) = antecedent(claims, tokens, tokens[start].start) else { continue };
                if let Some(value) = prior(change, &claim.value, tokens, text, &found) {
                    let end = tokens[found.end - 1].end;
                    restated.push(Claim {
                        value, last: true, phrase: phrases.entries.len() + index, start: tokens[start].start, end, ..claim.clone()
                    });
                }
            }
        }
    }
    // Two wordings may match one change: the first in the file is kept.
    for claim in restated {
        if !claims.iter().any(|other| other.last && other.metric == claim.metric && other.start < claim.end && claim.start < other.end) {
            claims.push(claim);
        }
    }
}

/// The last figure before `at`, if it is a claim and no other figure stands between.
fn antecedent<'a>(claims: &'a [Claim], tokens: &[Token], at: usize) -> Option<&'a Claim> {
    let figure = tokens.iter().rfind(|token| token.end <= at && matches!(token.kind, Kind::Figure(_) | Kind::Percent))?;
    claims.iter().find(|claim| claim.start == figure.start && !claim.last && matches!(claim.when, When::Report | When::Year(_)) && matches!(claim.value, Value::Number(..)))
}

fn prior(change: &Change, value: &Value, tokens: &[Token], text: &str, found: &Found) -> Option<Value> {
    let (Value::Number(now, bound), slot) = (value, |name| found.figures.iter().find(|&&(slot, _)| slot == name)) else { return None };
    let by = || match slot('k').map(|&(_, token)| &tokens[token].kind) {
        Some(Kind::Figure(figure)) => Some(figure.numeral.number),
        _ => None,
    };
    let percent = || {
        let token = tokens[found.start..found.end].iter().find(|token| token.kind == Kind::Percent)?;
        crate::text::number::number_at(&text[token.start..]).map(|numeral| numeral.number)
    };
    let hundred = i128::from(100 * Number::SCALE);
    let ratio = |base: i128| {
        // Rounded to a whole number: the percentage itself was rounded, so no more is known.
        let rounded = (i128::from(now.0) * hundred * 2 + base * i128::from(Number::SCALE)) / (base * 2 * i128::from(Number::SCALE));
        (base > 0).then(|| i64::try_from(rounded).ok().and_then(Number::from_integer)).flatten().map(|number| Value::Number(number, Bound::About))
    };
    match change.gives {
        Gives::Same => Some(Value::Number(*now, *bound)),
        Gives::Less => now.checked_sub(by()?).filter(|prior| prior.0 >= 0).map(|prior| Value::Number(prior, *bound)),
        Gives::More => now.checked_add(by()?).map(|prior| Value::Number(prior, *bound)),
        Gives::GrewByPercent => ratio(hundred + i128::from(percent()?.0)),
        Gives::FellByPercent => ratio(hundred - i128::from(percent()?.0)),
    }
}
