//! Equations over facts: verdicts, sums of both sides, and what to say where one fails. Changes no fact.

use super::claim::tolerance;
use super::equation::{Book, Extent, Range, Sheet};
use crate::catalog::{Metrics, Relation, Term};
use crate::model::{Bound, Check, Code, Issue, Number, Scope, Severity, State, Verdict};

/// An equation judged on one sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub equation: usize,
    pub verdict: Verdict,
    left: Side,
    right: Side,
}

/// The least and the greatest sum of one side; a bound is none where a blank leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Side {
    low: Option<i128>,
    high: Option<i128>,
    /// Every term is a number.
    numbers: bool,
    /// And none is rounded.
    exact: bool,
}

/// Judges every equation that has something to say on the sheet, in the order of the book.
pub fn check(book: &Book, sheet: &Sheet, metrics: &Metrics) -> Vec<Judgement> {
    (0..book.len())
        .filter(|&equation| book.speaks(equation, sheet))
        .map(|equation| judge(book, equation, sheet, metrics))
        .collect()
}

fn judge(book: &Book, equation: usize, sheet: &Sheet, metrics: &Metrics) -> Judgement {
    let rule = book.rules[equation];
    let (left, right) = (side(&rule.left, sheet, metrics), side(&rule.right, sheet, metrics));
    let above = matches!((left.low, right.high), (Some(low), Some(high)) if low > high);
    let below = matches!((left.high, right.low), (Some(high), Some(low)) if high < low);
    let equal = rule.relation == Relation::Equal;
    // A rounded number leaves an interval: what no value in it satisfies fails, what all of them satisfy holds.
    let within = !equal && matches!((left.high, right.low), (Some(high), Some(low)) if high <= low);
    let certain = left.exact && right.exact || within;
    let verdict = if above || (below && equal) {
        Verdict::Fails
    } else if left.numbers && right.numbers && certain {
        let fact = |term: &Term| sheet.fact(term.metric);
        let solved = book.terms(equation).iter().filter_map(fact).any(|fact| fact.state == State::Solved);
        if solved { Verdict::Solved } else { Verdict::Holds }
    } else {
        Verdict::Unknown
    };
    Judgement { equation, verdict, left, right }
}

fn side(terms: &[Term], sheet: &Sheet, metrics: &Metrics) -> Side {
    let (mut low, mut high, mut numbers, mut exact) = (Extent::default(), Extent::default(), true, true);
    for term in terms {
        let fact = sheet.fact(term.metric).and_then(|fact| Some((fact.value?, fact.bound)));
        numbers &= fact.is_some();
        exact &= fact.is_some_and(|(_, bound)| bound == Bound::Exact);
        let range = match fact {
            Some((value, bound)) => {
                let (low, high) = tolerance(value, bound);
                Range { low, high }
            }
            None => Range::free(metrics, term.metric),
        };
        let range = range.times(term.sign);
        low.add(range.low);
        high.add(range.high);
    }
    Side { low: low.value(), high: high.value(), numbers, exact }
}

impl Judgement {
    /// The row of the `checks` table.
    pub fn row(self, book: &Book, scope: Scope, suspect: Option<String>) -> Check {
        let rule = book.rules[self.equation];
        let number = |sum: Option<i128>| sum.and_then(|sum| i64::try_from(sum).ok()).map(Number);
        let decided = self.left.exact && self.right.exact;
        let left = number(self.left.low).filter(|_| decided);
        let right = number(self.right.low).filter(|_| decided);
        Check {
            rule: rule.id.clone(),
            facet: rule.facet.clone(),
            scope,
            verdict: self.verdict,
            left,
            right,
            residual: left.zip(right).and_then(|(left, right)| left.checked_sub(right)),
            suspect,
        }
    }

    /// What a failing equation has to say; a definition is no weightier than the sentence that states its subtotal.
    pub fn issue(self, book: &Book) -> Issue {
        let rule = book.rules[self.equation];
        let severity = if rule.severity == Severity::Error { Severity::Error } else { Severity::Warning };
        let relation = if rule.relation == Relation::Equal { "equal" } else { "at most" };
        Issue {
            code: Code::RuleFails,
            severity,
            message: format!(
                "{} fails: the left side is {}, the right side {}, and they should be {relation} ({})",
                book.name(self.equation),
                self.left.words(),
                self.right.words(),
                rule.what
            ),
            span: None,
        }
    }
}

impl Side {
    fn words(self) -> String {
        let shown =
            |sum: i128| i64::try_from(sum).map_or_else(|_| "beyond bounds".to_string(), |sum| Number(sum).to_string());
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => shown(low),
            (Some(low), None) => format!("at least {}", shown(low)),
            (None, Some(high)) => format!("at most {}", shown(high)),
            (Some(low), Some(high)) => format!("{} to {}", shown(low), shown(high)),
            (None, None) => "open".to_string(),
        }
    }
}

/// What contradictory equations have to say, where each by itself could still be filled to hold. A lone one is a
/// definition that gave way to the equations of the tables.
pub fn contradiction(book: &Book, set: &[usize]) -> Issue {
    let severe = set.iter().all(|&equation| book.rules[equation].severity == Severity::Error);
    let names: Vec<String> = set.iter().map(|&equation| book.name(equation)).collect();
    let message = match names.as_slice() {
        [name] => format!("no filling of the empty cells satisfies {name} and the equations of the tables"),
        _ => format!("no filling of the empty cells satisfies these equations together: {}", names.join(", ")),
    };
    Issue {
        code: Code::RuleFails,
        severity: if severe { Severity::Error } else { Severity::Warning },
        message,
        span: None,
    }
}
