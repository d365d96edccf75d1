//! Changes against last year (比上年增加3件) attached to the figures they follow or name. Knows no document.

use super::context::When;
use super::matching::{Demand, Found, Matcher};
use super::read::{Before, Claim};
use super::sentence::Sentence;
use super::token::{Kind, Token};
use super::{Change, Gives, Phrases};
use crate::catalog::Words;
use crate::model::{Bound, Number, Value};

/// Attaches each change to the figure before it, or to the one that its own clause names: last year's figure of the same
/// metric.
pub fn changes(phrases: &Phrases, sentence: &Sentence, before: &Before, claims: &mut Vec<Claim>) {
    if claims.is_empty() && before.claims.is_empty() {
        return;
    }
    let (words, text, tokens) = (sentence.words, sentence.text, sentence.tokens);
    let mut restated = Vec::new();
    for (index, change) in phrases.changes.iter().enumerate() {
        let demand = Demand { unit: change.unit, parts: true, bare: false };
        for says in change.says.iter().filter(|says| says.needs.met(sentence)) {
            let mut matcher = Matcher::new(sentence, &says.program, demand);
            for start in sentence.beginnings(says.first) {
                let Some(found) = matcher.at(start) else { continue };
                let proven = matches!(change.gives, Gives::WasLess | Gives::WasMore);
                let followed: Vec<&Claim> = if proven {
                    claims.iter().filter(|claim| counts(claim) && claim.start < tokens[start].start).collect()
                } else {
                    antecedents(words, claims, tokens, tokens[start].start).collect()
                };
                let exact = !matches!(change.gives, Gives::GrewByPercent | Gives::FellByPercent);
                let named = || named(phrases, sentence, before, claims, &found).filter(|_| exact);
                let antecedents = if followed.is_empty() { named().into_iter().collect() } else { followed };
                for (claim, value) in antecedents
                    .into_iter()
                    .filter_map(|claim| Some((claim, prior(change, &claim.value, tokens, text, &found)?)))
                {
                    let end = tokens[found.end - 1].end;
                    let named = tokens[start..found.end].iter().find_map(|token| match token.kind {
                        Kind::Year(year) => Some(When::Prior(year)),
                        _ => None,
                    });
                    restated.push(Claim {
                        value,
                        last: true,
                        when: named.unwrap_or(claim.when),
                        phrase: phrases.entries.len() + index,
                        start: tokens[start].start,
                        end,
                        ..claim.clone()
                    });
                }
            }
        }
    }
    // Two wordings may match one change: the first in the file is kept.
    for claim in restated {
        if !claims.iter().any(|other| {
            other.last && other.metric == claim.metric && other.start < claim.end && claim.start < other.end
        }) {
            claims.push(claim);
        }
    }
}

/// Whether a claim counts something of the report's year or of a named one.
fn counts(claim: &Claim) -> bool {
    !claim.last && matches!(claim.when, When::Report | When::Year(_)) && matches!(claim.value, Value::Number(..))
}

/// The claims whose figures a change at byte `at` speaks of: the one that it follows at once, or all before it (均).
fn antecedents<'a>(
    words: &'a Words,
    claims: &'a [Claim],
    tokens: &'a [Token],
    at: usize,
) -> impl Iterator<Item = &'a Claim> {
    let known = words.known;
    let last = tokens.iter().rfind(|token| token.end <= at && matches!(token.kind, Kind::Figure(_) | Kind::Percent));
    // 213条，流程更优，幅度同比提升三成: a clause between them has a change of its own.
    let joins = |token: &&Token| {
        matches!(token.kind, Kind::Comma | Kind::Open)
            || [known.about_after, known.at_least_after, known.quantity, known.all_done].iter().any(|&c| token.is(c))
    };
    let (from, behind) = last.map_or((at, at), |token| match &token.kind {
        Kind::Figure(figure) => (token.start, figure.unit_end),
        _ => (at, at),
    });
    let between = || tokens.iter().filter(move |token| token.start >= behind && token.end <= at);
    let joined = from < at && between().all(|token| joins(&token));
    let all = between().any(|token| token.is(known.all_done));
    // 其中网络申请12件，比上年增加3件: whether the part or the whole grew nobody knows.
    let unclear = last.is_some_and(|token| matches!(&token.kind, Kind::Figure(figure) if figure.part))
        && tokens.iter().any(|token| token.kind == Kind::Comma && (behind..=at).contains(&token.start));
    let joined = joined && !unclear;
    claims.iter().filter(move |claim| joined && (claim.start == from || all && claim.start < from) && counts(claim))
}

/// The claim that a change speaks of in a clause of its own: 收到申请9件，办结9件，申请量比上年增加2件. A sentence that begins with
/// a change and names nothing speaks of the one figure of the sentence before.
fn named<'a>(
    phrases: &Phrases,
    sentence: &Sentence,
    before: &'a Before,
    claims: &'a [Claim],
    found: &Found,
) -> Option<&'a Claim> {
    let (tokens, start) = (sentence.tokens, found.start);
    let begins = |at: usize| at == 0 || sentence.ends_clause(&tokens[at - 1]);
    // The comma before it may be part of the wording.
    let from = if sentence.ends_clause(&tokens[start]) { start + 1 } else { start };
    let clause = (0..=from.min(start)).rev().find(|&at| begins(at)).unwrap_or(0);
    let own = &tokens[clause..start.max(clause)];
    if own.iter().any(|token| matches!(token.kind, Kind::Figure(_) | Kind::Percent)) {
        return None;
    }
    let at = tokens[start].start;
    // 与上年相比，主动公开总量增加440条: the noun may stand inside the wording.
    let figure = found.figures.first().map_or(found.end, |&(_, token)| token);
    let speaks = |token: &&Token| token.meets(sentence.words.topic) || token.meets(sentence.words.acts);
    // 受理件数同比增长46%，去年同期为64件: the clause before may name it, where it gives no figure of its own.
    let led = tokens[..start].iter().all(|token| !matches!(token.kind, Kind::Figure(_)));
    let ahead = || tokens[..start].iter().rev().filter(|_| led).find(speaks);
    let inside = tokens[start..figure].iter().rev().find(speaks);
    let subject = inside.or_else(|| own.iter().rev().find(speaks)).or_else(ahead);
    let Some(subject) = subject else {
        let told: Vec<&Claim> = before.claims.iter().filter(|claim| counts(claim)).collect();
        // Of a total and its parts the total is meant.
        let total = |claim: &&&Claim| phrases.subjects.iter().any(|&(_, metric)| metric == claim.metric);
        let mut totals = told.iter().filter(total);
        let one = if told.len() == 1 { told.first() } else { totals.next().filter(|_| totals.next().is_none()) };
        let first = start == 0 || tokens[..start].iter().all(|token| token.is(sentence.words.known.this_year));
        return one.copied().filter(|_| first);
    };
    let about =
        |claim: &&Claim| phrases.subjects.iter().any(|&(class, metric)| metric == claim.metric && subject.is(class));
    let here = claims.iter().filter(|claim| claim.start < at).filter(|claim| counts(claim)).rfind(about);
    let earlier = || before.earlier.iter().chain(&before.claims).filter(|claim| counts(claim)).rfind(about);
    here.or_else(earlier)
}

fn prior(change: &Change, value: &Value, tokens: &[Token], text: &str, found: &Found) -> Option<Value> {
    let (Value::Number(now, bound), slot) = (value, |name| found.figures.iter().find(|&&(slot, _)| slot == name))
    else {
        return None;
    };
    let figure = |name| match slot(name).map(|&(_, token)| &tokens[token].kind) {
        Some(Kind::Figure(figure)) => Some(figure.numeral.number),
        _ => None,
    };
    let by = || figure('k');
    let percent = || {
        let token = tokens[found.start..found.end].iter().find(|token| token.kind == Kind::Percent)?;
        crate::text::number::number_at(&text[token.start..]).map(|numeral| numeral.number)
    };
    let hundred = i128::from(100 * Number::SCALE);
    let ratio = |base: i128| {
        // Rounded to a whole number: the percentage itself was rounded, so no more is known.
        let rounded = (i128::from(now.0) * hundred * 2 + base * i128::from(Number::SCALE))
            / (base * 2 * i128::from(Number::SCALE));
        (base > 0)
            .then(|| i64::try_from(rounded).ok().and_then(Number::from_integer))
            .flatten()
            .map(|number| Value::Number(number, Bound::About))
    };
    match change.gives {
        Gives::Same => Some(Value::Number(*now, *bound)),
        Gives::Was => by().map(|prior| Value::Number(prior, Bound::Exact)),
        Gives::WasLess | Gives::WasMore => {
            let prior = by()?;
            let more = figure('m')?;
            let proved = if change.gives == Gives::WasLess { prior.checked_add(more) } else { prior.checked_sub(more) };
            (proved == Some(*now)).then_some(Value::Number(prior, Bound::Exact))
        }
        Gives::Less => now.checked_sub(by()?).filter(|prior| prior.0 >= 0).map(|prior| Value::Number(prior, *bound)),
        Gives::More => now.checked_add(by()?).map(|prior| Value::Number(prior, *bound)),
        Gives::GrewByPercent => ratio(hundred + i128::from(percent()?.0)),
        Gives::FellByPercent => ratio(hundred - i128::from(percent()?.0)),
    }
}
