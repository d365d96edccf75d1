//! What became of each figure of a corrupted report. Knows what the report says and what was read; knows no mutation.

use crate::kinds::Mutant;
use nianbao::catalog::Catalog;
use nianbao::catalog::rule::{Relation, Rule, Term};
use nianbao::model::{Fact, MetricId, Number, Parsed, Severity, State, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// What a report says, by metric; none where it prints a blank or a stroke.
pub type Says = BTreeMap<String, Option<Number>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Right,
    Abstains,
    /// Another value, with the state conflict, a failing equation of it, or a finding at it.
    Flagged,
    Silent,
    /// The change left no trace, and what the page now says was read.
    Untraced,
}

/// The fact of a metric in the report's own scope.
pub fn fact<'a>(catalog: &Catalog, parsed: &'a Parsed, metric: &str) -> Option<&'a Fact> {
    let id = catalog.metrics.id(metric)?;
    let scope = parsed.identity.scope.value;
    parsed.facts.iter().find(|fact| fact.metric == id && fact.scope == scope)
}

/// Whether the fact is what the report says: a blank or a stroke may also be proved to be zero.
pub fn agrees(fact: Option<&Fact>, said: Option<Number>) -> bool {
    match (fact.and_then(|fact| fact.value), said) {
        (Some(read), Some(said)) => read == said,
        (Some(read), None) => read == Number::ZERO && fact.is_some_and(|fact| fact.state == State::Solved),
        (None, said) => said.is_none(),
    }
}

/// The defined totals that follow from what is printed.
pub fn with_definitions(catalog: &Catalog, form: &str, says: &Says) -> Says {
    let mut says = says.clone();
    for _ in 0..2 {
        for rule in catalog.rules.of_form(form) {
            let Some(defined) = rule.defines else { continue };
            let name = catalog.metrics.name(defined);
            if says.contains_key(&name) || rule.relation != Relation::Equal {
                continue;
            }
            let rest = |terms: &[Term]| -> Option<i64> {
                terms
                    .iter()
                    .filter(|term| term.metric != defined)
                    .map(|term| Some(number(catalog, &says, term.metric)?.0 * i64::from(term.sign)))
                    .sum()
            };
            if let (Some(left), Some(right)) = (rest(&rule.left), rest(&rule.right)) {
                let on_right = rule.right.iter().any(|term| term.metric == defined);
                says.insert(name, Some(Number(if on_right { left - right } else { right - left })));
            }
        }
    }
    says
}

/// What the equations of a form give for metrics that a page leaves empty, one after the other.
pub fn solved(catalog: &Catalog, form: &str, page: &Says, empty: &BTreeSet<String>) -> Says {
    let mut known = page.clone();
    let rules =
        || catalog.rules.of_form(form).filter(|rule| rule.defines.is_none() && rule.relation == Relation::Equal);
    for rule in rules().chain(rules()) {
        let terms: Vec<(MetricId, i64)> = rule
            .left
            .iter()
            .map(|term| (term.metric, i64::from(term.sign)))
            .chain(rule.right.iter().map(|term| (term.metric, -i64::from(term.sign))))
            .collect();
        let open: Vec<_> = terms.iter().filter(|(metric, _)| number(catalog, &known, *metric).is_none()).collect();
        let [(metric, sign)] = open[..] else { continue };
        let sum: i64 = terms.iter().filter_map(|(metric, sign)| Some(number(catalog, &known, *metric)?.0 * sign)).sum();
        let name = catalog.metrics.name(*metric);
        if empty.contains(&name) {
            known.insert(name, Some(Number(-sum * sign)));
        }
    }
    known.into_iter().filter(|(metric, _)| empty.contains(metric)).collect()
}

fn number(catalog: &Catalog, says: &Says, metric: MetricId) -> Option<Number> {
    says.get(&catalog.metrics.name(metric)).copied().flatten()
}

/// Whether an equation holds; none where a term is unknown.
fn holds(catalog: &Catalog, rule: &Rule, says: &Says) -> Option<bool> {
    let sum = |terms: &[Term]| -> Option<i64> {
        terms.iter().map(|term| Some(number(catalog, says, term.metric)?.0 * i64::from(term.sign))).sum()
    };
    let (left, right) = (sum(&rule.left)?, sum(&rule.right)?);
    Some(match rule.relation {
        Relation::Equal => left == right,
        Relation::AtMost => left <= right,
    })
}

/// Whether something else in the report contradicts a changed cell: an equation that held and now fails, or a sentence.
pub fn traced(catalog: &Catalog, form: &str, says: &Says, mutant: &Mutant, metric: &str, told: &[String]) -> bool {
    if told.iter().any(|other| other == metric) {
        return true;
    }
    let Some(id) = catalog.metrics.id(metric) else { return false };
    let mut after = says.clone();
    after.extend(mutant.says.clone());
    catalog
        .rules
        .of_form(form)
        .filter(|rule| rule.defines.is_none() && mentions(rule, id))
        .any(|rule| holds(catalog, rule, says) == Some(true) && holds(catalog, rule, &after) == Some(false))
}

fn mentions(rule: &Rule, metric: MetricId) -> bool {
    rule.left.iter().chain(&rule.right).any(|term| term.metric == metric)
}

/// Whether what was read of a metric carries a warning of its own; a derived total has those of its parts.
fn flagged(catalog: &Catalog, parsed: &Parsed, fact: &Fact) -> bool {
    if fact.state == State::Conflict {
        return true;
    }
    if fact.state == State::Derived {
        let defining = catalog.rules.of_form(&parsed.form).filter(|rule| rule.defines == Some(fact.metric));
        let mut parts =
            defining.flat_map(|rule| rule.left.iter().chain(&rule.right)).filter(|term| term.metric != fact.metric);
        let part =
            |metric: MetricId| parsed.facts.iter().find(|part| part.metric == metric && part.scope == fact.scope);
        return parts
            .any(|term| part(term.metric).is_some_and(|part| part.value.is_some() && flagged(catalog, parsed, part)));
    }
    let fails = parsed.checks.iter().filter(|check| check.verdict == Verdict::Fails).any(|check| {
        let same = |rule: &&Rule| rule.id == check.rule && rule.facet == check.facet;
        catalog.rules.of_form(&parsed.form).filter(same).any(|rule| mentions(rule, fact.metric))
    });
    let span = fact.chosen.map(|index| parsed.observations[index as usize].evidence.span);
    let name = catalog.metrics.name(fact.metric);
    fails
        || parsed.issues.iter().filter(|issue| issue.severity != Severity::Note).any(|issue| {
            let named = issue.message.split([' ', ';', ',', ':']).any(|word| word == name);
            // A finding about a whole table names no cell of it.
            let here = issue.span.zip(span).is_some_and(|(at, span)| at.overlaps(span) && at.end - at.start < 200);
            named || here
        })
}

/// What became of one figure that was right before the report was corrupted.
pub fn outcome(
    catalog: &Catalog,
    parsed: Option<&Parsed>,
    metric: &str,
    said: Option<Number>,
    untraced: Option<Option<Number>>,
) -> Outcome {
    let read = parsed.and_then(|parsed| fact(catalog, parsed, metric));
    if untraced.is_some_and(|now| now != said && agrees(read, now)) {
        return Outcome::Untraced;
    }
    match (parsed, read) {
        _ if agrees(read, said) => Outcome::Right,
        (Some(parsed), Some(fact)) if fact.value.is_some() => {
            if flagged(catalog, parsed, fact) {
                Outcome::Flagged
            } else {
                Outcome::Silent
            }
        }
        _ => Outcome::Abstains,
    }
}

/// Metrics that were read though the report does not say them, without a warning.
pub fn fabricated(catalog: &Catalog, parsed: &Parsed, form: &str, says: &Says) -> Vec<String> {
    let facts = parsed.facts.iter().filter(|fact| fact.value.is_some() && fact.state != State::Derived);
    // A form with a table of applications has names of its own for what prose says: the same number is the same statement.
    let renamed = |fact: &Fact| {
        says.iter().any(|(name, said)| {
            let id = catalog.metrics.id(name);
            *said == fact.value && id.is_some_and(|id| id == catalog.metrics.in_table(fact.metric, form))
        })
    };
    let facts = facts.filter(|fact| !renamed(fact));
    let unsaid =
        facts.filter(|fact| !says.contains_key(&catalog.metrics.name(fact.metric)) && !flagged(catalog, parsed, fact));
    unsaid.map(|fact| catalog.metrics.name(fact.metric)).collect()
}
