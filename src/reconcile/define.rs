//! Values that no cell prints and a definition gives (a subtotal, both routes of lawsuits). Knows no claim.

use super::equation::{Book, Sheet};
use crate::model::{Bound, Fact, MetricId, Number, Severity, State};

/// Gives the values that only a definition states, where every part is an exact number and nobody stated the whole.
pub fn define(book: &Book, sheet: &mut Sheet) {
    // A definition may rest on another; a pass that changes nothing ends it, and each pass but the last adds a fact.
    loop {
        let mut changed = false;
        for equation in 0..book.len() {
            let rule = book.rules[equation];
            let Some(metric) = rule.defines.filter(|_| rule.severity == Severity::Note && book.equal(equation)) else {
                continue;
            };
            if sheet.fact(metric).is_some_and(|fact| fact.state != State::Missing) {
                continue;
            }
            let Some((value, confidence)) = definition(book, sheet, equation, metric) else {
                continue;
            };
            let (scope, bound) = (sheet.scope, Bound::Exact);
            let state = State::Derived;
            sheet.put(
                Fact { metric, scope, value: Some(value), bound, state, chosen: None, claims: 0, confidence },
                Vec::new(),
            );
            changed = true;
        }
        if !changed {
            return;
        }
    }
}

/// The value of a defined metric, and the least confidence among its parts.
fn definition(book: &Book, sheet: &Sheet, equation: usize, defined: MetricId) -> Option<(Number, u16)> {
    let (mut sum, mut least, mut own) = (Number::ZERO, 1000, 0);
    for term in book.terms(equation) {
        if term.metric == defined {
            own += term.sign;
            continue;
        }
        let part = sheet.exact(term.metric)?;
        least = least.min(sheet.fact(term.metric)?.confidence);
        sum = if term.sign < 0 { sum.checked_sub(part)? } else { sum.checked_add(part)? };
    }
    // own × defined + sum = 0
    match own {
        1 => Some((Number::ZERO.checked_sub(sum)?, least)),
        -1 => Some((sum, least)),
        _ => None,
    }
}
