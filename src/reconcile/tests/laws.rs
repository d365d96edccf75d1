//! Laws of reconciliation on random tables of 25 rows and 7 columns: no number without proof, no printed one changed.

use super::{COLUMNS, Form, OUT_ROW, ROWS, TABLE, TOTAL_ROW, cell, denied, fact, figure, number, read};
use crate::model::{Code, MetricId, Observation, Severity, State, Value, Verdict};
use proptest::prelude::*;

/// The values of a table that satisfies every equation, row by row.
fn consistent() -> impl Strategy<Value = Vec<i64>> {
    let few = || prop_oneof![4 => Just(0i64), 1 => 1..40i64];
    let outcomes = prop::collection::vec(few(), (TOTAL_ROW - 2) * (COLUMNS - 1));
    let flow = prop::collection::vec((few(), 0..=100i64), COLUMNS - 1);
    (outcomes, flow).prop_map(|(outcomes, flow)| {
        let mut table = vec![0; TABLE];
        for column in 0..COLUMNS - 1 {
            let mut total = 0;
            for row in 2..TOTAL_ROW {
                let value = outcomes[(row - 2) * (COLUMNS - 1) + column];
                table[row * COLUMNS + column] = value;
                total += value;
            }
            let (out, share) = flow[column];
            let carried = (total + out) * share / 100;
            table[TOTAL_ROW * COLUMNS + column] = total;
            table[OUT_ROW * COLUMNS + column] = out;
            table[COLUMNS + column] = carried;
            table[column] = total + out - carried;
        }
        for row in table.chunks_mut(COLUMNS) {
            row[COLUMNS - 1] = row[..COLUMNS - 1].iter().sum();
        }
        table
    })
}

fn silent() -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Blank), Just(Value::Dash), Just(Value::Unreadable)]
}

fn cells(table: &[i64]) -> Vec<Observation> {
    table.iter().enumerate().map(|(place, &value)| read(MetricId(place as u16), figure(value))).collect()
}

/// Puts a silent value wherever the mask is set and the cell may be silenced.
fn silence(claims: &mut [Observation], mask: &[Option<Value>], may: impl Fn(usize) -> bool) {
    for (place, (claim, value)) in claims.iter_mut().zip(mask).enumerate() {
        if let Some(value) = value
            && may(place)
        {
            claim.value = value.clone();
        }
    }
}

fn mask() -> impl Strategy<Value = Vec<Option<Value>>> {
    prop::collection::vec(prop::option::weighted(0.5, silent()), TABLE)
}

fn is_total(place: usize) -> bool {
    place % COLUMNS == COLUMNS - 1 || place / COLUMNS == TOTAL_ROW
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_consistent_table_holds_and_derives(table in consistent()) {
        let (judged, issues) = Form::new().judge(&[], &cells(&table));
        prop_assert!(issues.is_empty(), "{issues:?}");
        let of_table: Vec<_> = judged.checks.iter().filter(|check| check.rule != "loose").collect();
        prop_assert!(of_table.iter().all(|check| check.verdict == Verdict::Holds));
        prop_assert_eq!(of_table.len(), 2 * COLUMNS + ROWS);
        let sum: i64 = (4..12).map(|row| table[row * COLUMNS]).sum();
        let derived = fact(&judged.facts, denied(0));
        prop_assert_eq!((derived.state, derived.value), (State::Derived, Some(number(sum))));
    }

    #[test]
    fn a_missing_term_never_satisfies_a_rule(table in consistent(), mask in mask()) {
        let form = Form::new();
        let mut claims = cells(&table);
        silence(&mut claims, &mask, |_| true);
        let (judged, _) = form.judge(&[], &claims);
        for check in &judged.checks {
            let rule = form.rules.entries.iter().find(|rule| (&rule.id, &rule.facet) == (&check.rule, &check.facet));
            let rule = rule.expect("a rule for each check");
            let facts: Vec<_> = rule.left.iter().chain(&rule.right)
                .map(|term| judged.facts.iter().find(|fact| fact.metric == term.metric))
                .collect();
            let numbers = facts.iter().all(|fact| fact.is_some_and(|fact| fact.value.is_some()));
            let solved = facts.iter().flatten().any(|fact| fact.state == State::Solved);
            let expected = match (numbers, solved) {
                (false, _) => Verdict::Unknown,
                (true, true) => Verdict::Solved,
                (true, false) => Verdict::Holds,
            };
            prop_assert_eq!(check.verdict, expected);
            prop_assert_eq!(check.left.is_some(), numbers);
        }
    }

    #[test]
    fn blanks_of_a_consistent_table_never_close_to_wrong_values(table in consistent(), mask in mask()) {
        let mut claims = cells(&table);
        silence(&mut claims, &mask, |_| true);
        let (judged, issues) = Form::new().judge(&[], &claims);
        prop_assert!(issues.is_empty(), "{issues:?}");
        for fact in judged.facts.iter().filter(|fact| usize::from(fact.metric.0) < TABLE) {
            prop_assert_eq!(fact.value.is_some(), fact.state.carries_number());
            if let Some(value) = fact.value {
                prop_assert_eq!(value, number(table[usize::from(fact.metric.0)]));
            }
        }
    }

    #[test]
    fn blanked_zeros_under_printed_totals_all_close(table in consistent(), mask in mask()) {
        let mut claims = cells(&table);
        silence(&mut claims, &mask, |place| table[place] == 0 && !is_total(place));
        let silenced = claims.iter().filter(|claim| claim.value.number().is_none()).count();
        let (judged, issues) = Form::new().judge(&[], &claims);
        prop_assert!(issues.is_empty(), "{issues:?}");
        let solved: Vec<_> = judged.facts.iter().filter(|fact| fact.state == State::Solved).collect();
        prop_assert_eq!(solved.len(), silenced);
        prop_assert!(solved.iter().all(|fact| fact.value == Some(number(0))));
    }

    #[test]
    fn one_wrong_cell_is_located(table in consistent(), place in 0..TABLE, other in 0..60i64) {
        prop_assume!(other != table[place]);
        let mut wrong = table.clone();
        wrong[place] = other;
        let form = Form::new();
        let (judged, issues) = form.judge(&[], &cells(&wrong));
        let metric = MetricId(place as u16);
        let expected = format!("{} = {}", form.metrics.name(metric), table[place]);
        for check in &judged.checks {
            let suspect = (check.verdict == Verdict::Fails).then_some(expected.as_str());
            prop_assert_eq!(check.suspect.as_deref(), suspect);
        }
        prop_assert!(issues.iter().any(|issue| issue.code == Code::CellSuspect));
        let judged = fact(&judged.facts, metric);
        prop_assert_eq!((judged.state, judged.value), (State::Conflict, Some(number(other))));
    }

    #[test]
    fn one_wrong_cell_among_blank_zeros_is_flagged_and_misleads_nobody(
        table in consistent(), mask in mask(), place in 0..TABLE, other in 0..60i64,
    ) {
        prop_assume!(other != table[place]);
        let mut claims = cells(&table);
        silence(&mut claims, &mask, |place| table[place] == 0 && !is_total(place));
        claims[place].value = figure(other);
        let (judged, issues) = Form::new().judge(&[], &claims);
        let told = |issue: &&crate::model::Issue| issue.code == Code::RuleFails && issue.severity == Severity::Error;
        prop_assert!(issues.iter().any(|issue| told(&issue)));
        for fact in judged.facts.iter().filter(|fact| fact.state == State::Solved) {
            prop_assert_eq!(fact.value, Some(number(table[usize::from(fact.metric.0)])));
        }
        for fact in judged.facts.iter().filter(|fact| fact.state == State::Conflict) {
            prop_assert_eq!(usize::from(fact.metric.0), place);
        }
    }

    #[test]
    fn no_printed_value_is_ever_changed(
        table in prop::collection::vec(0..9i64, TABLE), mask in mask(), asked in any::<bool>(),
    ) {
        let mut claims = cells(&table);
        silence(&mut claims, &mask, |_| true);
        let all: Vec<MetricId> = (0..TABLE as u16).map(MetricId).collect();
        let (judged, _) = Form::new().judge(if asked { &all } else { &[] }, &claims);
        for claim in &claims {
            let judged = fact(&judged.facts, claim.metric);
            match claim.value.number() {
                Some(value) => {
                    prop_assert_eq!(judged.value, Some(value));
                    prop_assert!(matches!(judged.state, State::Printed | State::Conflict));
                }
                None => prop_assert!(matches!(
                    judged.state,
                    State::Blank | State::Dash | State::Unreadable | State::Solved
                )),
            }
        }
    }

    #[test]
    fn an_empty_table_stays_empty(mask in prop::collection::vec(silent(), TABLE)) {
        let mut claims = cells(&[0; TABLE]);
        claims.iter_mut().zip(mask).for_each(|(claim, value)| claim.value = value);
        let (judged, issues) = Form::new().judge(&[denied(0)], &claims);
        prop_assert!(judged.facts.iter().all(|fact| fact.value.is_none() && !fact.state.carries_number()));
        prop_assert!(judged.checks.iter().all(|check| check.verdict == Verdict::Unknown));
        prop_assert!(issues.is_empty());
    }

    #[test]
    fn the_order_of_claims_does_not_matter(table in consistent(), mask in mask(), turn in 0..TABLE) {
        let mut claims = cells(&table);
        silence(&mut claims, &mask, |_| true);
        let form = Form::new();
        let (straight, _) = form.judge(&[], &claims);
        claims.rotate_left(turn);
        let (turned, _) = form.judge(&[], &claims);
        prop_assert_eq!(&straight.checks, &turned.checks);
        let values = |judged: &crate::reconcile::Judged| -> Vec<_> {
            judged.facts.iter().map(|fact| (fact.metric, fact.state, fact.value, fact.confidence)).collect()
        };
        prop_assert_eq!(values(&straight), values(&turned));
    }
}

#[test]
fn cells_are_numbered_row_by_row() {
    assert_eq!(cell(2, 3), MetricId((2 * COLUMNS + 3) as u16));
}
