//! Claims about the report year become facts: agreement, precedence, states. Knows no equation.

use super::Question;
use super::confidence::{CONFLICT, Standing, confidence};
use super::equation::Sheet;
use crate::model::{
    Bound, Code, Fact, Issue, Method, MetricId, Number, Observation, Rank, Scope, Severity, State, Value,
};

/// What the claims of one metric and scope amount to, for the confidence of the fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Support {
    pub method: Method,
    pub rank: Rank,
    pub repaired: bool,
    /// Another passage of the report says the same.
    pub seconded: bool,
    /// A weaker claim says something else.
    pub rivalled: bool,
}

impl Support {
    pub fn confidence(self, standing: Standing) -> u16 {
        confidence(self.method, self.rank, self.repaired, self.seconded, self.rivalled, standing)
    }
}

/// The precedence of claims: a correction, a cell, a flattened cell, then sentences by the rank of their pattern.
fn class(observation: &Observation) -> u8 {
    match (observation.evidence.method, observation.evidence.rank) {
        (Method::Correction, _) => 0,
        (Method::Grid, _) => 1,
        (Method::Flat, _) => 2,
        (Method::Phrase, Rank::High) => 3,
        (Method::Phrase, Rank::Medium) => 4,
        (Method::Phrase, Rank::Low) => 5,
        (Method::Restated, _) => 6,
    }
}

const CORRECTION: u8 = 0;
const FLAT: u8 = 2;
const PHRASE_HIGH: u8 = 3;
const PHRASE_MEDIUM: u8 = 4;

/// Whether two numbers that differ are a conflict: claims of one class are, and so are a table and a sure sentence.
/// Everything else is a rival, and a correction has none, for it is made to differ.
fn conflicting(best: u8, other: u8) -> bool {
    best == other || (best != CORRECTION && best <= FLAT && other <= PHRASE_HIGH)
}

/// The values that a claim of a number leaves open: 1200余 lies below 1300, 约1000 within a tenth.
pub(super) fn tolerance(number: Number, bound: Bound) -> (i128, i128) {
    let value = i128::from(number.0);
    match bound {
        Bound::Exact => (value, value),
        Bound::AtLeast => {
            let mut step = 1;
            while value != 0 && value % (step * 10) == 0 {
                step *= 10;
            }
            (value, value + step - 1)
        }
        Bound::About => (value - value.abs() / 10, value + value.abs() / 10),
    }
}

fn agree(one: &Value, other: &Value) -> bool {
    match (one.number(), other.number()) {
        (Some(first), Some(second)) => {
            let (low, high) = tolerance(first, one.bound());
            let (other_low, other_high) = tolerance(second, other.bound());
            low <= other_high && other_low <= high
        }
        _ => false,
    }
}

/// The sheets of all scopes that anything was claimed for, the report's own scope always among them, in order.
/// The second part has the support of each fact that was read, by sheet and metric.
pub fn sheets(
    question: &Question,
    observations: &[Observation],
    issues: &mut Vec<Issue>,
) -> (Vec<Sheet>, Vec<Vec<Option<Support>>>) {
    let metrics = question.metrics.entries.len();
    let normal = |scope| {
        if scope == Scope::Unstated { question.scope } else { scope }
    };
    let mut claims: Vec<(Scope, MetricId, u8, u32)> = observations
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.about_year == question.year)
        .map(|(index, claim)| (normal(claim.scope), claim.metric, class(claim), index as u32))
        .collect();
    claims.sort_unstable();
    let mut scopes: Vec<Scope> = claims.iter().map(|claim| claim.0).chain([question.scope]).collect();
    scopes.sort_unstable();
    scopes.dedup();
    let mut sheets: Vec<Sheet> = scopes.iter().map(|&scope| Sheet::new(scope, metrics)).collect();
    let mut supports = vec![vec![None; metrics]; scopes.len()];
    for group in claims.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let (scope, metric, ..) = group[0];
        let sheet = scopes.binary_search(&scope).unwrap_or_default();
        let group: Vec<(u8, u32, &Observation)> =
            group.iter().map(|&(_, _, class, index)| (class, index, &observations[index as usize])).collect();
        // A correction may also say that there is no number, and then the number that it corrects has no say.
        let corrections = group.partition_point(|(class, ..)| *class == CORRECTION);
        let silenced =
            corrections > 0 && group[..corrections].iter().all(|(_, _, claim)| claim.value.number().is_none());
        let group = if silenced { &group[..corrections] } else { &group[..] };
        let (fact, readings, support) = match with_number(metric, scope, group) {
            Some(judged) => judged,
            None => without_number(metric, scope, group),
        };
        if fact.state == State::Conflict {
            issues.push(Issue {
                code: Code::ClaimsConflict,
                severity: Severity::Warning,
                message: conflict_message(question, group, &fact),
                span: fact.chosen.map(|chosen| observations[chosen as usize].evidence.span),
            });
        }
        issues.extend(contradiction(question, group, &fact));
        sheets[sheet].put(fact, readings);
        supports[sheet][usize::from(metric.0)] = support;
    }
    for &metric in question.asked {
        let own = scopes.binary_search(&question.scope).unwrap_or_default();
        if sheets.iter().all(|sheet| sheet.fact(metric).is_none()) {
            sheets[own].put(empty(metric, question.scope, State::Missing, None, 0), Vec::new());
        }
    }
    (sheets, supports)
}

type Judgement = (Fact, Vec<Number>, Option<Support>);

/// The fact of claims of which one at least states a number.
fn with_number(metric: MetricId, scope: Scope, group: &[(u8, u32, &Observation)]) -> Option<Judgement> {
    let numbers = || group.iter().filter(|(_, _, claim)| claim.value.number().is_some());
    let &(best, ..) = numbers().next()?;
    let first = numbers().next()?;
    // A rounded figure gives way to the exact one that it rounds.
    let exact =
        || numbers().find(|(_, _, claim)| claim.value.bound() == Bound::Exact && agree(&claim.value, &first.2.value));
    let &(_, index, chosen) = if first.2.value.bound() == Bound::Exact { first } else { exact().unwrap_or(first) };
    let (mut claims, mut seconded, mut rivalled, mut conflict) = (0, false, false, false);
    for &(class, other, claim) in numbers() {
        if agree(&claim.value, &chosen.value) {
            claims += 1;
            let own = chosen.evidence.span;
            seconded |= other != index && claim.evidence.span != own && !claim.evidence.span.overlaps(own);
        } else if conflicting(best, class) {
            conflict = true;
        } else {
            rivalled |= best != CORRECTION;
        }
    }
    let state = match chosen.value {
        _ if conflict => State::Conflict,
        Value::Words(_) => State::Words,
        // The equations gave the cut; a sentence that says the same number makes it a printed one.
        Value::Cut(_) if claims == 1 => State::Solved,
        _ => State::Printed,
    };
    let evidence = &chosen.evidence;
    let support =
        Support { method: evidence.method, rank: evidence.rank, repaired: evidence.repaired, seconded, rivalled };
    let readings =
        if conflict { numbers().filter_map(|(_, _, claim)| claim.value.number()).collect() } else { Vec::new() };
    let fact = Fact {
        metric,
        scope,
        value: chosen.value.number(),
        bound: chosen.value.bound(),
        state,
        chosen: Some(index),
        claims,
        confidence: if conflict { CONFLICT } else { support.confidence(Standing::Open) },
    };
    Some((fact, readings, Some(support)))
}

/// The fact of claims that state no number: the most telling of what they do state.
fn without_number(metric: MetricId, scope: Scope, group: &[(u8, u32, &Observation)]) -> Judgement {
    let state = |value: &Value| match value {
        Value::Ambiguous(_) => State::Ambiguous,
        Value::Unreadable => State::Unreadable,
        Value::Dash => State::Dash,
        _ => State::Blank,
    };
    let telling = [State::Ambiguous, State::Unreadable, State::Dash, State::Blank];
    let found = telling.into_iter().find_map(|wanted| {
        let mut same = group.iter().filter(|(_, _, claim)| state(&claim.value) == wanted);
        let &(_, index, claim) = same.next()?;
        let readings = match &claim.value {
            Value::Ambiguous(readings) => readings.clone(),
            _ => Vec::new(),
        };
        Some((empty(metric, scope, wanted, Some(index), 1 + same.count() as u32), readings, None))
    });
    found.unwrap_or_else(|| (empty(metric, scope, State::Missing, None, 0), Vec::new(), None))
}

fn empty(metric: MetricId, scope: Scope, state: State, chosen: Option<u32>, claims: u32) -> Fact {
    Fact { metric, scope, value: None, bound: Bound::Exact, state, chosen, claims, confidence: 0 }
}

/// A sentence that differs from the number given and is not sure enough for a conflict: a person should look at both.
fn contradiction(question: &Question, group: &[(u8, u32, &Observation)], fact: &Fact) -> Option<Issue> {
    let &(_, _, chosen) = group.iter().find(|(_, index, _)| fact.chosen == Some(*index))?;
    let told = chosen.value.number().is_some()
        && fact.state != State::Conflict
        && chosen.evidence.method != Method::Correction;
    let (_, _, rival) = group.iter().filter(|_| told).find(|(class, _, claim)| {
        *class == PHRASE_MEDIUM && claim.value.number().is_some() && !agree(&claim.value, &chosen.value)
    })?;
    Some(Issue {
        code: Code::ClaimsConflict,
        severity: Severity::Warning,
        message: conflict_message(question, group, fact),
        span: Some(rival.evidence.span),
    })
}

fn conflict_message(question: &Question, group: &[(u8, u32, &Observation)], fact: &Fact) -> String {
    let mut seen: Vec<String> = Vec::new();
    for (_, _, claim) in group {
        if let Some(number) = claim.value.number() {
            let said = format!("{number} ({})", claim.evidence.pattern);
            if !seen.contains(&said) {
                seen.push(said);
            }
        }
    }
    let given = fact.value.map(|number| number.to_string()).unwrap_or_default();
    format!("{} is claimed as {}; {given} is given", question.metrics.name(fact.metric), seen.join(" and "))
}
