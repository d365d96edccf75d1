//! The one wrong cell: where equations fail and a single printed number explains all of it. Changes no fact.

use super::equation::{Book, Sheet};
use super::propagate::{Domain, propagate};
use crate::catalog::Metrics;
use crate::model::{MetricId, Number, Severity};
use std::collections::BTreeSet;

/// A printed number that alone keeps equations from holding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    pub metric: MetricId,
    /// The value that closes every one of them.
    pub value: Number,
    /// The equations that fail by it, by itself or together.
    pub equations: BTreeSet<usize>,
}

/// Equations that cannot hold as printed, and the printed cells that can be to blame for all of them.
struct Knot {
    equations: BTreeSet<usize>,
    blamed: BTreeSet<MetricId>,
    cells: BTreeSet<MetricId>,
}

/// Finds at most one suspect for each group of failures that share cells.
///
/// A cell is a suspect if it stands in every failure of its group, if the equations can be satisfied once its number
/// is forgotten, if they then leave one value for it, and if no other cell explains them too (unless the report itself
/// states that value elsewhere, for this cell alone). `failures` are sets of
/// equations of severity error: a single one that fails by itself, or several that cannot hold together.
pub fn locate(book: &Book, sheet: &Sheet, metrics: &Metrics, failures: &[Vec<usize>]) -> Vec<Suspect> {
    let knots = knots(book, sheet, failures);
    let mut suspects = Vec::new();
    for (index, knot) in knots.iter().enumerate() {
        let elsewhere = |equation: usize| {
            knots.iter().enumerate().any(|(other, knot)| other != index && knot.equations.contains(&equation))
        };
        let active: Vec<bool> = (0..book.len())
            .map(|equation| {
                book.rules[equation].severity == Severity::Error && book.speaks(equation, sheet) && !elsewhere(equation)
            })
            .collect();
        let mut explanations: Vec<(MetricId, Option<Number>)> = knot
            .blamed
            .iter()
            .filter_map(|&metric| explains(book, sheet, metrics, &active, metric).map(|value| (metric, value)))
            .collect();
        let seconded = |(metric, value): &(MetricId, Option<Number>)| {
            value.is_some_and(|value| sheet.readings(*metric).contains(&value))
        };
        // Of several explanations the one that another claim of the report states already is the best.
        if explanations.iter().filter(|&explanation| seconded(explanation)).count() == 1 {
            explanations.retain(seconded);
        }
        if let &[(metric, Some(value))] = explanations.as_slice() {
            suspects.push(Suspect { metric, value, equations: knot.equations.clone() });
        }
    }
    suspects
}

/// Groups failures that share printed cells; a cell can be to blame for a group only if it stands in each failure.
fn knots(book: &Book, sheet: &Sheet, failures: &[Vec<usize>]) -> Vec<Knot> {
    let mut knots: Vec<Knot> = Vec::new();
    for failure in failures {
        let cells: BTreeSet<MetricId> = failure
            .iter()
            .flat_map(|&equation| book.terms(equation))
            .map(|term| term.metric)
            .filter(|&metric| sheet.read(metric).is_some())
            .collect();
        let mut joined = Knot { equations: failure.iter().copied().collect(), blamed: cells.clone(), cells };
        let mut apart = Vec::with_capacity(knots.len() + 1);
        for knot in knots {
            if knot.cells.is_disjoint(&joined.cells) {
                apart.push(knot);
            } else {
                joined.equations.extend(knot.equations);
                joined.blamed = joined.blamed.intersection(&knot.blamed).copied().collect();
                joined.cells.extend(knot.cells);
            }
        }
        apart.push(joined);
        knots = apart;
    }
    knots
}

/// Whether forgetting one number lets the equations be satisfied; and the value that they then leave it, if it is one.
fn explains(
    book: &Book,
    sheet: &Sheet,
    metrics: &Metrics,
    active: &[bool],
    metric: MetricId,
) -> Option<Option<Number>> {
    let known = |other: MetricId| {
        if other == metric { None } else { sheet.read(other) }
    };
    let mut domain = Domain::new(book, sheet, metrics, known);
    propagate(book, active, &mut domain).ok()?;
    Some(domain.ranges[usize::from(metric.0)].number())
}
