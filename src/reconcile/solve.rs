//! What the equations prove about cells that hold no number, and which of them contradict. Changes no fact.

use super::equation::{Book, Held, Sheet};
use super::propagate::{Domain, fits, propagate};
use crate::catalog::Metrics;
use crate::model::{Bound, MetricId, Number, Severity, State};

/// Contradictions after which a sheet counts as too damaged to prove anything.
const PATIENCE: usize = 64;
/// Less sure readings (a lone sentence that needs a second signal) prove nothing about other cells.
const TRUSTED: u16 = 850;

/// What propagation found on one sheet.
#[derive(Debug, Default)]
pub struct Proofs {
    /// Cells without a number that can have one value only.
    pub values: Vec<(MetricId, Number)>,
    /// Sets of equations that no filling of the blanks satisfies together. Nothing was proved through them, nor from a
    /// number that stands in one of them.
    pub contradictions: Vec<Vec<usize>>,
    /// Definitions that contradict the tables: a stated subtotal is weaker than the cells that it sums.
    pub unfit: Vec<usize>,
}

/// Proves what can be proved about the cells of a sheet that hold no number.
///
/// Taken as given are exact numbers that were read; a conflict or a weak sentence is not. Equations that fail by
/// themselves, or cannot hold together, drop out with every number in them, for one of those is wrong and nobody
/// knows which. Then the rest is narrowed again, until it is free of contradiction.
pub fn solve(book: &Book, sheet: &Sheet, metrics: &Metrics) -> Proofs {
    let mut proofs = Proofs::default();
    let mut active: Vec<bool> = (0..book.len())
        .map(|equation| book.rules[equation].severity != Severity::Warning && book.speaks(equation, sheet))
        .collect();
    if !sheet.cells.iter().flatten().any(|held| held.fact.value.is_some()) {
        return proofs;
    }
    let mut tainted = vec![false; sheet.cells.len()];
    let given = |metric: MetricId| {
        sheet.read(metric).filter(|_| {
            sheet.fact(metric).is_some_and(|fact| {
                fact.state != State::Conflict && fact.bound == Bound::Exact && fact.confidence >= TRUSTED
            })
        })
    };
    let raw = Domain::new(book, sheet, metrics, given);
    for equation in 0..book.len() {
        if active[equation] && !fits(book, equation, &raw) {
            drop_out(book, vec![equation], &mut active, &mut tainted, &mut proofs);
        }
    }
    loop {
        let mut domain =
            Domain::new(book, sheet, metrics, |metric| given(metric).filter(|_| !tainted[usize::from(metric.0)]));
        match propagate(book, &active, &mut domain) {
            Ok(()) => {
                proofs.values = proved(sheet, &domain);
                return proofs;
            }
            Err(_) if proofs.contradictions.len() + proofs.unfit.len() >= PATIENCE => {
                return proofs;
            }
            Err(set) => drop_out(book, set, &mut active, &mut tainted, &mut proofs),
        }
    }
}

fn drop_out(book: &Book, set: Vec<usize>, active: &mut [bool], tainted: &mut [bool], proofs: &mut Proofs) {
    let notes = |equation: &usize| book.rules[*equation].severity == Severity::Note;
    if set.iter().any(notes) {
        for equation in set.into_iter().filter(notes) {
            active[equation] = false;
            proofs.unfit.push(equation);
        }
        return;
    }
    for &equation in &set {
        active[equation] = false;
        book.terms(equation).iter().for_each(|term| tainted[usize::from(term.metric.0)] = true);
    }
    proofs.contradictions.push(set);
}

/// The cells that are there, hold no number and closed to one. A cell that is nowhere in the text is not solved: the
/// equations say what it should hold, not what the report says.
fn proved(sheet: &Sheet, domain: &Domain) -> Vec<(MetricId, Number)> {
    let open = |held: &&Held| !held.fact.state.carries_number() && held.fact.state != State::Missing;
    let cells = sheet.cells.iter().flatten().filter(open);
    cells.filter_map(|held| Some((held.fact.metric, domain.proved(held.fact.metric)?))).collect()
}
