//! The official forms with their real equations, through the public function.

use super::{figure, number, read, said};
use crate::catalog::Catalog;
use crate::model::{AgencyKind, Attributed, Identity, Link, MetricId, Observation, Rank, Scope, State, Value, Verdict};
use crate::reconcile::{Judged, reconcile};

fn identity() -> Identity {
    fn from<T>(value: T) -> Attributed<T> {
        let evidence = String::new();
        Attributed { value, evidence, span: None }
    }
    Identity {
        title: None,
        agency: from(String::new()),
        agency_id: String::new(),
        revised: false,
        kind: AgencyKind::Government,
        level: None,
        year: from(super::YEAR),
        published: None,
        url: None,
        scope: from(Scope::Area),
        link: Link::default(),
    }
}

/// The cells of one table of a form, each with a value by its metric's name.
fn table(catalog: &Catalog, form: &str, table: &str, value: impl Fn(&str) -> Value) -> Vec<Observation> {
    let template = catalog.templates.entries.iter().find(|template| template.form == form);
    let table =
        template.and_then(|template| template.tables.iter().find(|other| other.id == table)).expect("the table");
    let cells = table.cells.iter().flatten();
    cells.map(|&metric| read(metric, value(&catalog.metrics.name(metric)))).collect()
}

fn judged(catalog: &Catalog, form: &str, claims: &[Observation]) -> Judged {
    let mut issues = Vec::new();
    let judged = reconcile(catalog, &identity(), form, &[], claims, &mut issues);
    assert!(issues.is_empty(), "{issues:?}");
    judged
}

#[test]
fn one_application_among_blanks_closes_the_table_of_section_three() {
    let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
    for form in ["2019", "2021"] {
        let claims = table(&catalog, form, "applications", |name| match name {
            "applications.received_new@natural_person" | "applications.received_new" => figure(1),
            "applications.outcome.granted@natural_person" | "applications.outcome.granted" => figure(1),
            "applications.carried_in" | "applications.carried_out" => figure(0),
            "applications.outcome.total" => figure(1),
            _ => Value::Blank,
        });
        let judged = judged(&catalog, form, &claims);
        let name = |metric: MetricId| catalog.metrics.name(metric);
        for fact in &judged.facts {
            let one = name(fact.metric).ends_with("@natural_person")
                && fact.state == State::Solved
                && name(fact.metric).contains("outcome.total");
            match fact.state {
                State::Solved => {
                    assert_eq!(fact.value, Some(number(i64::from(one))), "{}", name(fact.metric))
                }
                State::Printed | State::Derived => {}
                other => panic!("{} is {other:?}", name(fact.metric)),
            }
            assert_eq!(fact.scope, Scope::Area);
        }
        let derived = judged.facts.iter().filter(|fact| fact.state == State::Derived).count();
        assert_eq!(derived, if form == "2019" { 21 } else { 28 });
        let closed = |verdict| matches!(verdict, Verdict::Holds | Verdict::Solved);
        assert!(judged.checks.iter().all(|check| closed(check.verdict)));
    }
}

#[test]
fn a_total_of_nought_in_a_sentence_proves_the_blanks_of_section_four() {
    let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
    let lawsuits = catalog.metrics.id("lawsuits.total").expect("the metric");
    let mut claims = table(&catalog, "2021", "remedies", |_| Value::Blank);
    let blank = judged(&catalog, "2021", &claims);
    assert!(blank.facts.iter().all(|fact| fact.state == State::Blank));
    claims.push(said(lawsuits, Value::Words(number(0)), Rank::High));
    let judged = judged(&catalog, "2021", &claims);
    let states = |start: &str, state: State| {
        let named = judged.facts.iter().filter(|fact| catalog.metrics.name(fact.metric).starts_with(start));
        named.filter(|fact| fact.state == state).count()
    };
    assert_eq!((states("lawsuits", State::Solved), states("lawsuits", State::Words)), (10, 1));
    assert_eq!(states("appeals", State::Blank), 5);
}

/// Bounds and the closure of an empty column follow from the equations of the form and the sign of a count.
#[test]
fn what_exceeds_its_sources_fails_and_nothing_comes_of_nothing() {
    let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
    let claims = |taken: i64, done: i64| {
        table(&catalog, "2021", "applications", |name| match name {
            "applications.received_new" => figure(taken),
            "applications.carried_in" => figure(0),
            "applications.outcome.total" => figure(done),
            _ => Value::Blank,
        })
    };
    let mut issues = Vec::new();
    let over = reconcile(&catalog, &identity(), "2021", &[], &claims(3, 4), &mut issues);
    let flow = over.checks.iter().find(|check| check.rule == "application-flow" && check.facet.is_none());
    assert_eq!(flow.map(|check| check.verdict), Some(Verdict::Fails), "more was handled than came");
    let none = judged(&catalog, "2021", &claims(0, 0));
    assert!(none.facts.iter().all(|fact| fact.value == Some(number(0))), "every cell of an empty table is zero");
}
