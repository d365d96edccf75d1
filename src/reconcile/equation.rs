//! The equations of one form laid out for evaluation, and the facts of one scope that they are evaluated on.
//! Knows no claim and no verdict.

use crate::catalog::{MetricKind, Metrics, Relation, Rule, Rules, Term};
use crate::model::{Bound, Fact, MetricId, Number, Scope, Severity, State};

/// A fact and the numbers that its claims allow.
#[derive(Clone, Debug)]
pub struct Held {
    pub fact: Fact,
    /// The differing numbers of a conflict, the readings of an ambiguous cell; empty where nothing narrows the value.
    pub readings: Vec<Number>,
}

/// The facts of one scope, by metric.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub scope: Scope,
    pub cells: Vec<Option<Held>>,
}

impl Sheet {
    /// A sheet without facts, for a dictionary of so many metrics.
    pub fn new(scope: Scope, metrics: usize) -> Sheet {
        Sheet { scope, cells: vec![None; metrics] }
    }

    /// The fact of a metric, if there is one in this scope.
    pub fn fact(&self, metric: MetricId) -> Option<&Fact> {
        self.cells[usize::from(metric.0)].as_ref().map(|held| &held.fact)
    }

    /// The same, to be settled.
    pub fn fact_mut(&mut self, metric: MetricId) -> Option<&mut Fact> {
        self.cells[usize::from(metric.0)].as_mut().map(|held| &mut held.fact)
    }

    /// Sets the fact of its metric.
    pub fn put(&mut self, fact: Fact, readings: Vec<Number>) {
        let place = usize::from(fact.metric.0);
        self.cells[place] = Some(Held { fact, readings });
    }

    /// The differing numbers that were claimed for a metric in conflict, or the readings of an ambiguous one.
    pub fn readings(&self, metric: MetricId) -> &[Number] {
        self.cells[usize::from(metric.0)].as_ref().map_or(&[], |held| &held.readings)
    }

    /// Something was read for the metric, be it an empty cell.
    pub fn claimed(&self, metric: MetricId) -> bool {
        self.fact(metric).is_some_and(|fact| !matches!(fact.state, State::Missing | State::Derived))
    }

    /// The exact number of the metric, read or proved.
    pub fn exact(&self, metric: MetricId) -> Option<Number> {
        self.fact(metric).filter(|fact| fact.bound == Bound::Exact).and_then(|fact| fact.value)
    }

    /// The exact number that was read for the metric; never one that an equation gave.
    pub fn read(&self, metric: MetricId) -> Option<Number> {
        self.fact(metric)
            .filter(|fact| matches!(fact.state, State::Printed | State::Words | State::Conflict))
            .and_then(|_| self.exact(metric))
    }
}

/// The equations of one form. An equation is named by its index here.
pub struct Book<'a> {
    pub rules: Vec<&'a Rule>,
    /// Left minus right, one equation after the other.
    terms: Vec<Term>,
    starts: Vec<u32>,
    /// For each metric the equations that it stands in, one metric after the other.
    homes: Vec<u32>,
    home_starts: Vec<u32>,
}

impl<'a> Book<'a> {
    /// The rules of a form, in the order of the configuration.
    pub fn open(rules: &'a Rules, form: &'a str, metrics: usize) -> Book<'a> {
        let rules: Vec<&Rule> = rules.of_form(form).collect();
        let mut terms = Vec::with_capacity(rules.len() * 8);
        let mut starts = Vec::with_capacity(rules.len() + 1);
        let mut home_starts = vec![0u32; metrics + 1];
        for rule in &rules {
            starts.push(terms.len() as u32);
            terms.extend_from_slice(&rule.left);
            terms.extend(rule.right.iter().map(|term| Term { metric: term.metric, sign: -term.sign }));
        }
        starts.push(terms.len() as u32);
        // A counting sort of the terms by metric.
        for term in &terms {
            home_starts[usize::from(term.metric.0) + 1] += 1;
        }
        for place in 0..metrics {
            home_starts[place + 1] += home_starts[place];
        }
        let mut next = home_starts.clone();
        let mut homes = vec![0u32; terms.len()];
        for equation in 0..rules.len() {
            for term in &terms[starts[equation] as usize..starts[equation + 1] as usize] {
                let slot = &mut next[usize::from(term.metric.0)];
                homes[*slot as usize] = equation as u32;
                *slot += 1;
            }
        }
        Book { rules, terms, starts, homes, home_starts }
    }

    /// How many equations there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// The terms of an equation, all on one side: their sum is zero, or at most zero.
    pub fn terms(&self, equation: usize) -> &[Term] {
        &self.terms[self.starts[equation] as usize..self.starts[equation + 1] as usize]
    }

    /// The equations that a metric stands in.
    pub fn homes(&self, metric: MetricId) -> &[u32] {
        let place = usize::from(metric.0);
        &self.homes[self.home_starts[place] as usize..self.home_starts[place + 1] as usize]
    }

    /// Whether the sides must be equal; else the left is at most the right.
    pub fn equal(&self, equation: usize) -> bool {
        self.rules[equation].relation == Relation::Equal
    }

    /// The rule's id with its facet, as messages name it.
    pub fn name(&self, equation: usize) -> String {
        let rule = self.rules[equation];
        match &rule.facet {
            Some(facet) => format!("{}@{facet}", rule.id),
            None => rule.id.clone(),
        }
    }

    /// Whether the equation has anything to say on this sheet: a definition speaks only about a subtotal that somebody
    /// stated, every other equation as soon as one of its terms was read.
    pub fn speaks(&self, equation: usize, sheet: &Sheet) -> bool {
        let rule = self.rules[equation];
        match rule.defines.filter(|_| rule.severity == Severity::Note) {
            Some(metric) => sheet.claimed(metric),
            None => self.terms(equation).iter().any(|term| sheet.claimed(term.metric)),
        }
    }
}

/// The values that a term may take, in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub low: i128,
    pub high: i128,
}

impl Range {
    /// Beyond every sum of numbers: no bound.
    pub const INFINITE: i128 = 1 << 120;

    /// One number and no other.
    pub fn point(number: Number) -> Range {
        Range { low: i128::from(number.0), high: i128::from(number.0) }
    }

    /// All that a metric can be: nothing but a signed change is below zero.
    pub fn free(metrics: &Metrics, metric: MetricId) -> Range {
        let low = match metrics.get(metric).kind {
            MetricKind::SignedCount => -Range::INFINITE,
            MetricKind::Count | MetricKind::Amount | MetricKind::Flag | MetricKind::Described => 0,
        };
        Range { low, high: Range::INFINITE }
    }

    /// The range of the signed term.
    pub fn times(self, sign: i8) -> Range {
        if sign < 0 { Range { low: -self.high, high: -self.low } } else { self }
    }

    /// The only value, if there is only one.
    pub fn number(self) -> Option<Number> {
        (self.low == self.high).then(|| i64::try_from(self.low).ok()).flatten().map(Number)
    }
}

/// The least or greatest value of a sum: a finite part, and how many terms have no bound.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    pub finite: i128,
    pub endless: u32,
}

impl Extent {
    /// Adds the bound of a term.
    pub fn add(&mut self, bound: i128) {
        if bound.abs() >= Range::INFINITE {
            self.endless += 1;
        } else {
            self.finite += bound;
        }
    }

    /// The sum, if every term has a bound.
    pub fn value(self) -> Option<i128> {
        (self.endless == 0).then_some(self.finite)
    }

    /// The sum without one of its terms.
    pub fn without(self, bound: i128) -> Option<i128> {
        let endless = bound.abs() >= Range::INFINITE;
        match self.endless - u32::from(endless).min(self.endless) {
            0 => Some(if endless { self.finite } else { self.finite - bound }),
            _ => None,
        }
    }
}
