//! What the equations say about facts: proofs, failures, definitions, bounds.

use super::{
    AMOUNT, CHANGE, COLUMNS, Form, LOOSE, PART, TOTAL_ROW, appeal, cell, fact, figure, lawsuit, number, read, said,
    state,
};
use crate::model::{Bound, Check, Code, MetricId, Number, Observation, Rank, Severity, State, Value, Verdict};

fn verdict<'a>(checks: &'a [Check], rule: &str) -> &'a Check {
    checks.iter().find(|check| check.rule == rule).expect("a check")
}

fn appeals(values: [Value; 5]) -> Vec<Observation> {
    values.into_iter().enumerate().map(|(place, value)| read(appeal(place), value)).collect()
}

#[test]
fn blanks_close_under_a_printed_total_and_a_blank_total_closes_over_its_parts() {
    let form = Form::new();
    let (judged, issues) = form.judge(&[], &appeals([figure(3), Value::Blank, figure(1), Value::Dash, figure(4)]));
    assert_eq!(state(&judged.facts, appeal(1)), (State::Solved, Some(Number::ZERO)));
    assert_eq!(state(&judged.facts, appeal(3)), (State::Solved, Some(Number::ZERO)));
    assert_eq!(verdict(&judged.checks, "appeals").verdict, Verdict::Solved);
    assert!(issues.is_empty());
    let facts = form.facts(&appeals([figure(3), figure(0), figure(1), figure(2), Value::Blank]));
    assert_eq!(state(&facts, appeal(4)), (State::Solved, Some(number(6))));
}

#[test]
fn no_number_comes_from_nothing() {
    let form = Form::new();
    let (judged, _) = form.judge(&[], &appeals([figure(3), Value::Blank, figure(1), figure(0), Value::Blank]));
    assert_eq!(state(&judged.facts, appeal(4)), (State::Blank, None));
    assert_eq!(state(&judged.facts, appeal(1)), (State::Blank, None));
    let check = verdict(&judged.checks, "appeals");
    assert_eq!((check.verdict, check.left), (Verdict::Unknown, None));
    // A lone sentence that needs a second signal proves nothing about cells.
    let weak = said(appeal(4), Value::Words(Number::ZERO), Rank::Low);
    let facts = form.facts(&[read(appeal(0), Value::Blank), weak.clone()]);
    assert_eq!(fact(&facts, appeal(0)).state, State::Blank);
    // And a rounded total proves nothing either.
    let over = Value::Number(number(4), Bound::AtLeast);
    let facts = form.facts(&appeals([figure(3), Value::Blank, figure(1), figure(0), over]));
    assert_eq!(fact(&facts, appeal(1)).state, State::Blank);
}

#[test]
fn an_ambiguous_cell_takes_none_but_its_readings() {
    let form = Form::new();
    let readings = Value::Ambiguous(vec![number(1), number(30), number(130)]);
    let total = |total| appeals([readings.clone(), figure(0), figure(0), figure(0), figure(total)]);
    let (judged, issues) = form.judge(&[], &total(30));
    assert_eq!(state(&judged.facts, appeal(0)), (State::Solved, Some(number(30))));
    assert!(issues.is_empty());
    let (judged, issues) = form.judge(&[], &total(31));
    assert_eq!(state(&judged.facts, appeal(0)), (State::Ambiguous, None));
    assert!(issues.iter().any(|issue| issue.code == Code::ValueAmbiguous && issue.message.contains("1 or 30 or 130")));
    assert!(issues.iter().any(|issue| issue.code == Code::RuleFails));
}

#[test]
fn a_failing_equation_is_told_and_proves_nothing() {
    let form = Form::new();
    let mut claims = appeals([figure(3), figure(1), figure(1), Value::Blank, figure(4)]);
    claims.push(read(PART, Value::Blank));
    let (judged, issues) = form.judge(&[], &claims);
    assert_eq!(verdict(&judged.checks, "appeals").verdict, Verdict::Fails);
    assert_eq!(state(&judged.facts, appeal(3)), (State::Blank, None));
    assert_eq!((issues[0].code, issues[0].severity), (Code::RuleFails, Severity::Error));
    assert!(issues[0].message.contains("at least 5") && issues[0].message.contains("add up"), "{}", issues[0].message);
    // Every cell of the sum could be the wrong one: nobody is accused.
    assert!(judged.checks.iter().all(|check| check.suspect.is_none()));
    assert_eq!(fact(&judged.facts, appeal(0)).state, State::Printed);
}

#[test]
fn of_several_explanations_the_one_that_is_also_stated_is_suspected() {
    let form = Form::new();
    let mut claims = appeals([figure(3), figure(1), figure(1), figure(0), figure(4)]);
    claims.push(said(appeal(4), figure(5), Rank::High));
    let (judged, _) = form.judge(&[], &claims);
    assert_eq!(verdict(&judged.checks, "appeals").suspect.as_deref(), Some("appeals.4 = 5"));
    assert_eq!(state(&judged.facts, appeal(4)), (State::Conflict, Some(number(4))));
}

#[test]
fn equations_that_contradict_each_other_prove_nothing_and_are_told() {
    // The row leaves its blank 2, the column leaves it 0.
    let form = Form::new();
    let mut claims = Vec::new();
    for column in 0..COLUMNS {
        let value = match column {
            0 => figure(1),
            5 => Value::Blank,
            6 => figure(3),
            _ => figure(0),
        };
        claims.push(read(cell(2, column), value));
    }
    for row in 3..TOTAL_ROW {
        claims.push(read(cell(row, 5), figure(0)));
    }
    claims.push(read(cell(TOTAL_ROW, 5), figure(0)));
    let (judged, issues) = form.judge(&[], &claims);
    assert_eq!(state(&judged.facts, cell(2, 5)), (State::Blank, None));
    assert!(
        issues.iter().any(|issue| issue.severity == Severity::Error && issue.message.contains("row@r2, ")
            || issue.message.contains(", row@r2")),
        "{issues:?}"
    );
}

#[test]
fn a_definition_derives_and_checks_but_does_not_outweigh_the_table() {
    let form = Form::new();
    let both: Vec<Observation> = (0..2)
        .flat_map(|route| (0..5).map(move |place| read(lawsuit(route, place), figure([1, 0, 2, 0, 3][place]))))
        .collect();
    let (judged, issues) = form.judge(&[], &both);
    let total = fact(&judged.facts, lawsuit(2, 4));
    assert_eq!((total.state, total.value, total.confidence), (State::Derived, Some(number(6)), 998));
    assert!(issues.is_empty() && judged.checks.iter().all(|check| check.rule != "routes"));
    let mut claims = both.clone();
    claims.push(said(lawsuit(2, 4), figure(7), Rank::High));
    let (judged, issues) = form.judge(&[], &claims);
    assert_eq!(state(&judged.facts, lawsuit(2, 4)), (State::Printed, Some(number(7))));
    assert_eq!(verdict(&judged.checks, "routes").residual, Some(number(-1)));
    assert_eq!(issues.iter().map(|issue| issue.severity).collect::<Vec<_>>(), [Severity::Warning]);
    assert_eq!(fact(&judged.facts, lawsuit(0, 4)).confidence, 998);
    assert_eq!(fact(&judged.facts, lawsuit(2, 4)).confidence, 840);
    // A stated subtotal that no filling of the parts can reach is told as well, and closes nothing.
    let mut claims: Vec<Observation> = both[..4].to_vec();
    claims.push(read(lawsuit(0, 4), Value::Blank));
    claims.push(said(lawsuit(2, 4), figure(2), Rank::High));
    let (judged, issues) = form.judge(&[], &claims);
    assert_eq!(state(&judged.facts, lawsuit(0, 4)), (State::Solved, Some(number(3))));
    assert_eq!((issues.len(), issues[0].severity), (1, Severity::Warning));
}

#[test]
fn bounds_and_loose_rules_fail_without_being_solved_through() {
    let form = Form::new();
    let (judged, _) = form.judge(&[], &[read(PART, figure(5)), read(appeal(4), figure(4))]);
    assert_eq!(verdict(&judged.checks, "part").verdict, Verdict::Fails);
    let (judged, issues) = form.judge(&[], &[read(LOOSE, figure(5)), read(cell(0, 6), Value::Blank)]);
    assert_eq!(state(&judged.facts, cell(0, 6)), (State::Blank, None));
    assert!(issues.is_empty());
    let (_, issues) = form.judge(&[], &[read(LOOSE, figure(5)), read(cell(0, 6), figure(4))]);
    assert_eq!((issues.len(), issues[0].severity), (1, Severity::Warning));
    // A total of zero leaves its part nothing else.
    let facts = form.facts(&[read(PART, Value::Blank), read(appeal(4), figure(0))]);
    assert_eq!(state(&facts, PART), (State::Solved, Some(Number::ZERO)));
}

#[test]
fn odd_numbers_are_kept_and_told() {
    let form = Form::new();
    let half = Value::Number(Number(Number::SCALE / 2), Bound::Exact);
    let claims = [read(LOOSE, half.clone()), read(PART, figure(-1)), read(CHANGE, figure(-1)), read(AMOUNT, half)];
    let (judged, issues) = form.judge(&[], &claims);
    assert!(judged.facts.iter().all(|fact| fact.state == State::Printed));
    assert_eq!(issues.len(), 2, "{issues:?}");
}

#[test]
fn a_stated_subtotal_gives_way_to_the_equations_of_the_tables() {
    // Both routes could still add up to 5, but each total of nought leaves its pending cases nothing.
    let form = Form::new();
    let claims = [
        read(lawsuit(0, 3), Value::Blank),
        read(lawsuit(0, 4), figure(0)),
        read(lawsuit(1, 3), Value::Blank),
        read(lawsuit(1, 4), figure(0)),
        said(lawsuit(2, 3), figure(5), Rank::High),
    ];
    let (judged, issues) = form.judge(&[], &claims);
    for route in 0..2 {
        let pending = state(&judged.facts, lawsuit(route, 3));
        assert_eq!(pending, (State::Solved, Some(Number::ZERO)));
    }
    assert_eq!(state(&judged.facts, lawsuit(2, 3)), (State::Printed, Some(number(5))));
    assert_eq!((issues.len(), issues[0].severity), (1, Severity::Warning));
    assert!(judged.checks.iter().all(|check| check.suspect.is_none()));
}

#[test]
fn a_rounded_number_is_a_bound() {
    let judged = |left: MetricId, rounded: i64, bound: Bound, right: MetricId, exact: i64, rule: &str| {
        let claims = [read(left, Value::Number(number(rounded), bound)), read(right, figure(exact))];
        let (judged, _) = Form::new().judge(&[], &claims);
        let check = verdict(&judged.checks, rule);
        (check.verdict, check.left.is_some())
    };
    let part = |rounded, bound, exact| judged(PART, rounded, bound, appeal(4), exact, "part");
    assert_eq!(part(12, Bound::AtLeast, 20), (Verdict::Holds, false));
    assert_eq!(part(12, Bound::AtLeast, 12), (Verdict::Unknown, false), "12 and a bit may be more than 12");
    assert_eq!(part(12, Bound::AtLeast, 5), (Verdict::Fails, false));
    let loose = |rounded, bound, exact| judged(LOOSE, rounded, bound, cell(0, COLUMNS - 1), exact, "loose");
    assert_eq!(loose(1200, Bound::AtLeast, 1250), (Verdict::Unknown, false));
    assert_eq!(loose(1200, Bound::AtLeast, 1200), (Verdict::Unknown, false), "equal figures prove nothing");
    assert_eq!(loose(1200, Bound::AtLeast, 1300), (Verdict::Fails, false));
    assert_eq!(loose(1000, Bound::About, 1090), (Verdict::Unknown, false));
    assert_eq!(loose(1000, Bound::About, 1200), (Verdict::Fails, false));
    assert_eq!(loose(1000, Bound::Exact, 1000), (Verdict::Holds, true));
}

#[test]
fn a_sentence_that_the_cells_of_its_parts_contradict_is_in_conflict() {
    let form = Form::new();
    let routes = [read(lawsuit(0, 4), figure(0)), read(lawsuit(1, 4), figure(1))];
    let told = said(lawsuit(2, 4), figure(8), Rank::High);
    let facts = form.facts(&[routes[0].clone(), routes[1].clone(), told]);
    assert_eq!(state(&facts, lawsuit(2, 4)), (State::Conflict, Some(number(8))));
    // Where the parts are told by sentences too, any of the three may be the wrong one.
    let parts = [said(lawsuit(0, 4), figure(0), Rank::High), said(lawsuit(1, 4), figure(1), Rank::High)];
    let facts = form.facts(&[parts[0].clone(), parts[1].clone(), said(lawsuit(2, 4), figure(8), Rank::High)]);
    assert_eq!(fact(&facts, lawsuit(2, 4)).state, State::Printed);
}
