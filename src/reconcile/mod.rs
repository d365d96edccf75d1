//! Claims in, judged facts and checked equations out. Knows observations and the catalogue; sees no text.
//!
//! Precedence of claims is in `claim`, verdicts in `check`, proofs about blanks in `solve`, the search for one wrong
//! cell in `locate`, what no equation can say in `trial`. A blank becomes a number only where the equations of the form leave it one value.

mod check;
mod claim;
mod confidence;
mod define;
mod equation;
mod locate;
mod propagate;
mod solve;
mod standing;
mod trial;

#[cfg(test)]
mod tests;

pub use trial::trials;

use crate::catalog::{Catalog, MetricKind, Metrics, Rules};
use crate::model::{
    Bound, Check, Code, Fact, Identity, Issue, MetricId, Number, Observation, Scope, Severity, State, Verdict,
};
use check::Judgement;
use claim::Support;
use confidence::SOLVED;
use define::define;
use equation::{Book, Sheet};
use locate::Suspect;
use standing::stand;

/// What reconciliation makes of the claims of one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Sorted by metric and scope; at most one for each.
    pub facts: Vec<Fact>,
    /// In the order of the rules, scope by scope.
    pub checks: Vec<Check>,
}

/// Judges all claims of one report.
///
/// `form` is the form whose equations apply (`2008`, `2014`, `2019`, `2021`); `asked` are the metrics that were asked
/// for, so that one without a claim is a fact that is missing. Claims about other years are left alone.
pub fn reconcile(
    catalog: &Catalog,
    identity: &Identity,
    form: &str,
    asked: &[MetricId],
    observations: &[Observation],
    issues: &mut Vec<Issue>,
) -> Judged {
    let (year, scope) = (identity.year.value, identity.scope.value);
    let question = Question { rules: &catalog.rules, metrics: &catalog.metrics, form, asked, year, scope };
    judge(&question, observations, issues)
}

/// What is asked of one report's claims.
struct Question<'a> {
    rules: &'a Rules,
    metrics: &'a Metrics,
    form: &'a str,
    asked: &'a [MetricId],
    year: i32,
    scope: Scope,
}

fn judge(question: &Question, observations: &[Observation], issues: &mut Vec<Issue>) -> Judged {
    let (mut sheets, supports) = claim::sheets(question, observations, issues);
    let book = Book::open(question.rules, question.form, question.metrics.entries.len());
    let mut checks = Vec::new();
    for (sheet, supports) in sheets.iter_mut().zip(&supports) {
        checks.extend(settle(question, &book, sheet, supports, observations, issues));
    }
    let mut facts: Vec<Fact> =
        sheets.into_iter().flat_map(|sheet| sheet.cells.into_iter().flatten()).map(|held| held.fact).collect();
    facts.sort_by_key(|fact| (fact.metric, fact.scope));
    Judged { facts, checks }
}

/// Solves, checks, locates and derives on one sheet, in this order: proofs come first, since they decide more
/// equations; definitions last, since they take the confidence of their parts.
fn settle(
    question: &Question,
    book: &Book,
    sheet: &mut Sheet,
    supports: &[Option<Support>],
    observations: &[Observation],
    issues: &mut Vec<Issue>,
) -> Vec<Check> {
    let proofs = solve::solve(book, sheet, question.metrics);
    fill(book, sheet, &proofs.values);
    let judgements = check::check(book, sheet, question.metrics);
    let is = |equation: usize, verdict: Verdict| {
        judgements.iter().any(|judgement| judgement.equation == equation && judgement.verdict == verdict)
    };
    // What fails by itself is told by itself; a contradiction adds to it only where it is the sole trace of a fault.
    let jointly: Vec<Vec<usize>> = proofs
        .contradictions
        .into_iter()
        .filter(|set| !set.iter().any(|&equation| is(equation, Verdict::Fails)))
        .collect();
    let failures: Vec<Vec<usize>> = judgements
        .iter()
        .filter(|judgement| judgement.verdict == Verdict::Fails)
        .filter(|judgement| book.rules[judgement.equation].severity == Severity::Error)
        .map(|judgement| vec![judgement.equation])
        .chain(jointly.iter().cloned())
        .collect();
    let suspects = locate::locate(book, sheet, question.metrics, &failures);
    stand(book, sheet, supports, &judgements, &suspects);
    define(book, sheet);

    let failing = judgements.iter().filter(|judgement| judgement.verdict == Verdict::Fails);
    issues.extend(failing.map(|judgement| judgement.issue(book)));
    issues.extend(jointly.iter().map(|set| check::contradiction(book, set)));
    let unfit = proofs.unfit.iter().filter(|&&equation| is(equation, Verdict::Unknown));
    issues.extend(unfit.map(|&equation| check::contradiction(book, &[equation])));
    tell(question, sheet, &suspects, observations, issues);
    let scope = sheet.scope;
    judgements
        .into_iter()
        .map(|judgement| judgement.row(book, scope, suspect_of(question, book, &suspects, judgement)))
        .collect()
}

/// Writes proved values into the cells that they belong to. What nothing was read for and a definition gives is left
/// to [`define()`].
fn fill(book: &Book, sheet: &mut Sheet, values: &[(MetricId, Number)]) {
    for &(metric, value) in values {
        let defined = book.rules.iter().any(|rule| rule.defines == Some(metric) && rule.severity == Severity::Note);
        if let Some(fact) = sheet.fact_mut(metric)
            && !(defined && fact.state == State::Missing)
        {
            (fact.state, fact.value, fact.bound) = (State::Solved, Some(value), Bound::Exact);
            (fact.claims, fact.confidence) = (0, SOLVED);
        }
    }
}

/// The words of a check about the cell to blame, if the equation is among those that the cell keeps from holding.
fn suspect_of(question: &Question, book: &Book, suspects: &[Suspect], judgement: Judgement) -> Option<String> {
    let open = matches!(judgement.verdict, Verdict::Fails | Verdict::Unknown);
    suspects
        .iter()
        .filter(|suspect| open && suspect.equations.contains(&judgement.equation))
        .find(|suspect| book.terms(judgement.equation).iter().any(|term| term.metric == suspect.metric))
        .map(|suspect| format!("{} = {}", question.metrics.name(suspect.metric), suspect.value))
}

/// Tells what a person should look at: suspects, cells with several readings, numbers that no count can have.
fn tell(
    question: &Question,
    sheet: &Sheet,
    suspects: &[Suspect],
    observations: &[Observation],
    issues: &mut Vec<Issue>,
) {
    let name = |metric| question.metrics.name(metric);
    let mut warn = |code, fact: &Fact, message: String| {
        let span = fact.chosen.map(|chosen| observations[chosen as usize].evidence.span);
        issues.push(Issue { code, severity: Severity::Warning, message, span });
    };
    for suspect in suspects {
        let Some((fact, printed)) = sheet.fact(suspect.metric).zip(sheet.exact(suspect.metric)) else {
            continue;
        };
        let (name, value) = (name(suspect.metric), suspect.value);
        warn(Code::CellSuspect, fact, format!("{name} is printed as {printed}; {value} would close its equations"));
    }
    for held in sheet.cells.iter().flatten() {
        let fact = &held.fact;
        if fact.state == State::Ambiguous {
            let readings: Vec<String> = held.readings.iter().map(|number| number.to_string()).collect();
            let message = match readings.as_slice() {
                [] => format!("{} has more than one reading, and nothing chooses", name(fact.metric)),
                _ => format!("{} can be read as {}", name(fact.metric), readings.join(" or ")),
            };
            warn(Code::ValueAmbiguous, fact, message);
        }
        let Some(number) = fact.value else { continue };
        let kind = question.metrics.get(fact.metric).kind;
        let fault = match kind {
            MetricKind::SignedCount | MetricKind::Count | MetricKind::Flag | MetricKind::Described
                if !number.is_integer() =>
            {
                "not whole"
            }
            MetricKind::Count | MetricKind::Amount | MetricKind::Flag | MetricKind::Described
                if number < Number::ZERO =>
            {
                "below zero"
            }
            _ => continue,
        };
        warn(Code::RuleFails, fact, format!("{} reads {number}, which is {fault}", name(fact.metric)));
    }
}
