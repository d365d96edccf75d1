//! A form made by hand, for the tests: a table of 25 rows and 7 columns, appeals, lawsuits. Knows no file.

mod claims;
mod equations;
mod forms;
mod laws;

use super::{Judged, Question, judge};
use crate::catalog::{Metric, MetricKind, Metrics, Relation, Rule, Rules, Term};
use crate::model::{
    Bound, Evidence, Fact, Issue, Method, MetricId, Number, Observation, Rank, Scope, Severity, Span, State, Value,
};

pub const YEAR: i32 = 2023;
pub const COLUMNS: usize = 7;
pub const ROWS: usize = 25;
/// The rows of the table: received and carried in, 21 outcomes, their total, carried out. The last column is the total.
pub const TOTAL_ROW: usize = 23;
pub const OUT_ROW: usize = 24;
pub const TABLE: usize = ROWS * COLUMNS;

pub struct Form {
    pub metrics: Metrics,
    pub rules: Rules,
}

pub fn cell(row: usize, column: usize) -> MetricId {
    MetricId((row * COLUMNS + column) as u16)
}

/// Appeals: upheld, corrected, other, pending, total.
pub fn appeal(place: usize) -> MetricId {
    MetricId((TABLE + place) as u16)
}

/// Lawsuits of a route (0 direct, 1 after review, 2 both together), with the five places of appeals.
pub fn lawsuit(route: usize, place: usize) -> MetricId {
    MetricId((TABLE + 5 + route * 5 + place) as u16)
}

/// The subtotal of the denied ones, which the table does not print.
pub fn denied(column: usize) -> MetricId {
    MetricId((TABLE + 20 + column) as u16)
}

/// A change against the year before.
pub const CHANGE: MetricId = MetricId((TABLE + 27) as u16);
pub const AMOUNT: MetricId = MetricId((TABLE + 28) as u16);
/// A subtotal of the applications that honest data may miss.
pub const LOOSE: MetricId = MetricId((TABLE + 29) as u16);
/// A number among the appeals that is at most their total.
pub const PART: MetricId = MetricId((TABLE + 30) as u16);

fn terms(metrics: &[MetricId]) -> Vec<Term> {
    metrics.iter().map(|&metric| Term { metric, sign: 1 }).collect()
}

impl Form {
    pub fn new() -> Form {
        let metric = |measure: String, facet: Option<String>, kind| Metric {
            measure,
            facet,
            kind,
            unit: String::new(),
            label: String::new(),
            definition: String::new(),
        };
        let facet = |column: usize| (column < COLUMNS - 1).then(|| format!("c{column}"));
        let mut metrics = Vec::new();
        for row in 0..ROWS {
            metrics.extend((0..COLUMNS).map(|column| metric(format!("r{row}"), facet(column), MetricKind::Count)));
        }
        metrics.extend((0..5).map(|place| metric(format!("appeals.{place}"), None, MetricKind::Count)));
        for route in [Some("direct"), Some("after_review"), None] {
            let route = route.map(str::to_string);
            metrics.extend((0..5).map(|place| metric(format!("lawsuits.{place}"), route.clone(), MetricKind::Count)));
        }
        metrics.extend((0..COLUMNS).map(|column| metric("denied".to_string(), facet(column), MetricKind::Count)));
        metrics.push(metric("change".to_string(), None, MetricKind::SignedCount));
        metrics.push(metric("amount".to_string(), None, MetricKind::Amount));
        metrics.push(metric("loose".to_string(), None, MetricKind::Count));
        metrics.push(metric("part".to_string(), None, MetricKind::Count));

        let mut form = Form {
            metrics: Metrics::from_entries(metrics),
            rules: Rules { entries: Vec::new(), trials: Vec::new(), expectations: Default::default() },
        };
        for column in 0..COLUMNS {
            let name = facet(column);
            let outcomes: Vec<MetricId> = (2..TOTAL_ROW).map(|row| cell(row, column)).collect();
            let (received, carried) = (cell(0, column), cell(1, column));
            let (total, out) = (cell(TOTAL_ROW, column), cell(OUT_ROW, column));
            form.rule("flow", name.clone(), &[received, carried], &[total, out], Severity::Error);
            form.rule("outcomes", name.clone(), &outcomes, &[total], Severity::Error);
            form.rule("denied", name, &outcomes[2..10], &[denied(column)], Severity::Note);
        }
        for row in 0..ROWS {
            let parts: Vec<MetricId> = (0..COLUMNS - 1).map(|column| cell(row, column)).collect();
            form.rule("row", Some(format!("r{row}")), &parts, &[cell(row, COLUMNS - 1)], Severity::Error);
        }
        let four = |of: &dyn Fn(usize) -> MetricId| (0..4).map(of).collect::<Vec<_>>();
        form.rule("appeals", None, &four(&appeal), &[appeal(4)], Severity::Error);
        for route in 0..2 {
            let of = |place| lawsuit(route, place);
            form.rule("lawsuits", Some(route.to_string()), &four(&of), &[of(4)], Severity::Error);
        }
        for place in 0..5 {
            let parts = [lawsuit(0, place), lawsuit(1, place)];
            form.rule("routes", Some(place.to_string()), &parts, &[lawsuit(2, place)], Severity::Note);
        }
        form.rule("loose", None, &[LOOSE], &[cell(0, COLUMNS - 1)], Severity::Warning);
        form.rule("part", None, &[PART], &[appeal(4)], Severity::Error);
        form.rules.entries.last_mut().unwrap().relation = Relation::AtMost;
        form
    }

    fn rule(&mut self, id: &str, facet: Option<String>, left: &[MetricId], right: &[MetricId], severity: Severity) {
        self.rules.entries.push(Rule {
            id: id.to_string(),
            facet,
            what: "the parts add up".to_string(),
            forms: vec!["2021".to_string()],
            relation: Relation::Equal,
            left: terms(left),
            right: terms(right),
            severity,
            defines: (severity == Severity::Note).then(|| right[0]),
        });
    }

    pub fn judge(&self, asked: &[MetricId], claims: &[Observation]) -> (Judged, Vec<Issue>) {
        let (rules, metrics) = (&self.rules, &self.metrics);
        let question = Question { rules, metrics, form: "2021", asked, year: YEAR, scope: Scope::Own };
        let mut issues = Vec::new();
        let judged = judge(&question, claims, &mut issues);
        (judged, issues)
    }

    pub fn facts(&self, claims: &[Observation]) -> Vec<Fact> {
        self.judge(&[], claims).0.facts
    }
}

pub fn number(value: i64) -> Number {
    Number(value * Number::SCALE)
}

pub fn figure(value: i64) -> Value {
    Value::Number(number(value), Bound::Exact)
}

pub fn claim(metric: MetricId, value: Value, method: Method, rank: Rank, at: u32) -> Observation {
    let span = Span { start: at * 10, end: at * 10 + 5 };
    let pattern = format!("{method:?}");
    let evidence = Evidence { method, rank, pattern, span, row: None, column: None, repaired: false };
    Observation { metric, scope: Scope::Unstated, value, about_year: YEAR, evidence }
}

/// A cell of a table.
pub fn read(metric: MetricId, value: Value) -> Observation {
    claim(metric, value, Method::Grid, Rank::High, u32::from(metric.0))
}

/// A sentence somewhere behind the tables.
pub fn said(metric: MetricId, value: Value, rank: Rank) -> Observation {
    claim(metric, value, Method::Phrase, rank, 1000 + u32::from(metric.0))
}

pub fn fact(facts: &[Fact], metric: MetricId) -> &Fact {
    facts.iter().find(|fact| fact.metric == metric).expect("a fact")
}

pub fn state(facts: &[Fact], metric: MetricId) -> (State, Option<Number>) {
    let fact = fact(facts, metric);
    (fact.state, fact.value)
}
