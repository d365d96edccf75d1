//! Equations over made claims: what holds, holds over numbers; what is solved is the number that stood there.

use crate::catalog;
use nianbao::model::*;
use nianbao::reconcile::{Judged, reconcile};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn attributed<T>(value: T) -> Attributed<T> {
    Attributed { value, evidence: "made".to_string(), span: None }
}

fn identity() -> Identity {
    Identity {
        title: None,
        agency: attributed("云梦县人民政府".to_string()),
        agency_id: "made".to_string(),
        revised: false,
        kind: AgencyKind::Government,
        level: Some(Level::County),
        year: attributed(2022),
        published: None,
        url: None,
        scope: attributed(Scope::Own),
        link: Link::default(),
    }
}

fn claim(metric: MetricId, value: Value, at: usize) -> Observation {
    let evidence = Evidence {
        method: Method::Grid,
        rank: Rank::High,
        pattern: "made".to_string(),
        span: Span::new(at, at),
        row: Some(at as u32),
        column: Some(0),
        repaired: false,
    };
    Observation { metric, scope: Scope::Own, value, about_year: 2022, evidence }
}

fn judge(form: &str, values: &BTreeMap<MetricId, Value>, asked: &[MetricId]) -> Judged {
    let claims: Vec<Observation> =
        values.iter().enumerate().map(|(at, (&metric, value))| claim(metric, value.clone(), at)).collect();
    reconcile(catalog(), &identity(), form, asked, &claims, &mut Vec::new())
}

/// The metrics that a form prints, in order.
fn printed(form: &str) -> Vec<MetricId> {
    let templates = catalog().templates.entries.iter().filter(|template| template.form == form);
    let tables = templates.flat_map(|template| &template.tables);
    let mut metrics: Vec<MetricId> = tables.flat_map(|table| table.cells.iter().flatten().copied()).collect();
    metrics.sort();
    metrics.dedup();
    metrics
}

fn value() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        6 => (0i64..4).prop_map(|n| Some(Value::Number(Number::from_integer(n).unwrap(), Bound::Exact))),
        1 => Just(Some(Value::Words(Number::ZERO))),
        2 => Just(Some(Value::Blank)),
        1 => Just(Some(Value::Dash)),
        1 => Just(Some(Value::Unreadable)),
        2 => Just(None),
    ]
}

/// A table of applications (form of 2021) whose sums hold, by name of the metric.
fn consistent() -> impl Strategy<Value = BTreeMap<String, i64>> {
    let leaves: Vec<String> = catalog()
        .metrics
        .entries
        .iter()
        .filter(|metric| metric.facet.as_deref() == Some("natural_person"))
        .map(|metric| metric.measure.clone())
        .filter(|measure| {
            let printed = printed("2021");
            let id = catalog().metrics.id(&format!("{measure}@natural_person")).unwrap();
            measure.starts_with("applications.outcome.") && !measure.ends_with(".total") && printed.contains(&id)
        })
        .collect();
    let facets = ["natural_person", "commercial", "research", "social", "legal_service", "other"];
    let cells = prop::collection::vec(prop_oneof![3 => Just(0i64), 1 => 1i64..30], leaves.len() * facets.len());
    let carried = prop::collection::vec((0i64..5, 0i64..5), facets.len());
    (cells, carried).prop_map(move |(cells, carried)| {
        let mut table = BTreeMap::new();
        for (column, facet) in facets.iter().enumerate() {
            let (carried_in, carried_out) = carried[column];
            let mut total = 0;
            for (row, leaf) in leaves.iter().enumerate() {
                table.insert(format!("{leaf}@{facet}"), cells[row * facets.len() + column]);
                total += cells[row * facets.len() + column];
            }
            let carried_in = carried_in.min(total + carried_out);
            table.insert(format!("applications.outcome.total@{facet}"), total);
            table.insert(format!("applications.carried_in@{facet}"), carried_in);
            table.insert(format!("applications.carried_out@{facet}"), carried_out);
            table.insert(format!("applications.received_new@{facet}"), total + carried_out - carried_in);
        }
        let mut totals: BTreeMap<String, i64> = BTreeMap::new();
        for (name, count) in &table {
            *totals.entry(name.split('@').next().unwrap().to_string()).or_default() += count;
        }
        table.extend(totals);
        table
    })
}

proptest! {
    #[test]
    fn a_missing_term_never_satisfies_a_rule(
        form in prop::sample::select(vec!["2014", "2019", "2021"]),
        values in prop::collection::vec(value(), 260),
    ) {
        let asked = printed(form);
        let values: BTreeMap<MetricId, Value> =
            asked.iter().zip(values).filter_map(|(&metric, value)| Some((metric, value?))).collect();
        let judged = judge(form, &values, &asked);
        let facts: BTreeMap<MetricId, &Fact> = judged.facts.iter().map(|fact| (fact.metric, fact)).collect();
        for fact in &judged.facts {
            prop_assert_eq!(fact.value.is_some(), fact.state.carries_number(), "{:?}", fact);
            let said = values.get(&fact.metric);
            // A cell without a number gets one only by proof or definition.
            if said.and_then(Value::number).is_none() {
                prop_assert!(fact.value.is_none() || matches!(fact.state, State::Solved | State::Derived), "{:?}", fact);
            }
        }
        for check in judged.checks.iter().filter(|check| matches!(check.verdict, Verdict::Holds | Verdict::Solved)) {
            let rules = catalog().rules.entries.iter().filter(|rule| {
                rule.id == check.rule && rule.facet == check.facet && rule.forms.iter().any(|other| other == form)
            });
            for rule in rules {
                for term in rule.left.iter().chain(&rule.right) {
                    let fact = facts.get(&term.metric);
                    prop_assert!(
                        fact.is_some_and(|fact| fact.value.is_some()),
                        "{} holds at {:?} without {}", check.rule, check.facet, catalog().metrics.name(term.metric)
                    );
                    let solved = fact.is_some_and(|fact| fact.state == State::Solved);
                    prop_assert!(!solved || check.verdict == Verdict::Solved, "{} rests on a solved cell", check.rule);
                }
            }
        }
    }

    #[test]
    fn what_is_solved_is_what_stood_there(
        table in consistent(),
        hidden in prop::collection::vec(prop_oneof![2 => Just(false), 1 => Just(true)], 300),
    ) {
        let metrics = &catalog().metrics;
        let truth: BTreeMap<MetricId, i64> =
            table.iter().map(|(name, &count)| (metrics.id(name).unwrap_or_else(|| panic!("{name}")), count)).collect();
        let shown = truth.iter().zip(hidden).map(|((&metric, &count), hidden)| {
            let number = Value::Number(Number::from_integer(count).unwrap(), Bound::Exact);
            (metric, if hidden { Value::Blank } else { number })
        });
        let values: BTreeMap<MetricId, Value> = shown.collect();
        let asked: Vec<MetricId> = truth.keys().copied().collect();
        let judged = judge("2021", &values, &asked);
        for fact in &judged.facts {
            if let (Some(value), Some(&count)) = (fact.value, truth.get(&fact.metric)) {
                prop_assert_eq!(
                    Some(value), Number::from_integer(count),
                    "{} is {:?}", metrics.name(fact.metric), fact.state
                );
            }
        }
        prop_assert!(judged.checks.iter().all(|check| check.verdict != Verdict::Fails), "a table whose sums hold fails none");
    }
}
