//! What becomes of claims that agree, differ, or state no number.

use super::{Form, LOOSE, PART, YEAR, cell, claim, fact, figure, number, read, said, state};
use crate::model::{Bound, Code, Method, Number, Rank, Scope, State, Value};

#[test]
fn a_table_and_a_sure_sentence_that_differ_are_a_conflict() {
    let metric = cell(0, 6);
    let claims = [read(metric, figure(12)), said(metric, figure(13), Rank::High)];
    let (judged, issues) = Form::new().judge(&[], &claims);
    assert_eq!(state(&judged.facts, metric), (State::Conflict, Some(number(12))));
    assert_eq!(issues[0].code, Code::ClaimsConflict);
    assert!(issues[0].message.contains("12") && issues[0].message.contains("13"), "{}", issues[0].message);
}

#[test]
fn a_weaker_sentence_is_a_rival_and_lowers_the_confidence() {
    let metric = LOOSE;
    let form = Form::new();
    let alone = form.facts(&[read(metric, figure(12))]);
    let rivalled = form.facts(&[read(metric, figure(12)), said(metric, figure(13), Rank::Medium)]);
    assert_eq!(state(&rivalled, metric), (State::Printed, Some(number(12))));
    assert_eq!(rivalled[0].claims, 1);
    assert!(rivalled[0].confidence < alone[0].confidence);
}

#[test]
fn two_sentences_of_one_rank_that_differ_are_a_conflict_and_two_that_agree_are_surer() {
    let form = Form::new();
    let second = |value| claim(LOOSE, figure(value), Method::Phrase, Rank::High, 7000);
    let differ = form.facts(&[said(LOOSE, figure(5), Rank::High), second(6)]);
    assert_eq!(state(&differ, LOOSE), (State::Conflict, Some(number(5))));
    let agree = form.facts(&[said(LOOSE, figure(5), Rank::High), second(5)]);
    assert_eq!((agree[0].claims, agree[0].confidence), (2, 985));
    // The same characters read by two patterns are one passage.
    let same = form.facts(&[said(LOOSE, figure(5), Rank::High), said(LOOSE, figure(5), Rank::High)]);
    assert_eq!((same[0].claims, same[0].confidence), (2, 960));
}

#[test]
fn a_rounded_figure_gives_way_to_the_exact_one_that_it_rounds() {
    let form = Form::new();
    let over = said(LOOSE, Value::Number(number(1200), Bound::AtLeast), Rank::High);
    let facts = form.facts(&[over.clone(), said(LOOSE, figure(1234), Rank::Low)]);
    assert_eq!((state(&facts, LOOSE), facts[0].claims), ((State::Printed, Some(number(1234))), 2));
    let facts = form.facts(&[over.clone(), claim(LOOSE, figure(1300), Method::Phrase, Rank::High, 9)]);
    assert_eq!(state(&facts, LOOSE), (State::Conflict, Some(number(1200))));
    assert_eq!(form.facts(&[over])[0].bound, Bound::AtLeast);
    let about = said(LOOSE, Value::Number(number(100), Bound::About), Rank::High);
    let facts = form.facts(&[about.clone(), said(LOOSE, figure(110), Rank::High)]);
    assert_eq!(state(&facts, LOOSE), (State::Printed, Some(number(110))));
    let facts = form.facts(&[about, said(LOOSE, figure(111), Rank::High)]);
    assert_eq!(fact(&facts, LOOSE).state, State::Conflict);
}

#[test]
fn words_speak_where_the_table_is_silent_and_a_correction_outranks_it() {
    let form = Form::new();
    let zero = said(LOOSE, Value::Words(Number::ZERO), Rank::Medium);
    let facts = form.facts(&[read(LOOSE, Value::Dash), zero]);
    assert_eq!(state(&facts, LOOSE), (State::Words, Some(Number::ZERO)));
    let mend = |value| claim(LOOSE, value, Method::Correction, Rank::High, 0);
    let (judged, issues) = form.judge(&[], &[read(LOOSE, figure(1120)), mend(figure(112))]);
    assert_eq!(state(&judged.facts, LOOSE), (State::Printed, Some(number(112))));
    assert!(issues.is_empty());
    let facts = form.facts(&[read(LOOSE, figure(1120)), mend(Value::Blank)]);
    assert_eq!(state(&facts, LOOSE), (State::Blank, None));
}

#[test]
fn scopes_and_years_are_kept_apart() {
    let form = Form::new();
    let mut area = said(LOOSE, figure(90), Rank::High);
    area.scope = Scope::Area;
    let mut before = said(LOOSE, figure(7), Rank::High);
    before.about_year = YEAR - 1;
    let (judged, issues) = form.judge(&[LOOSE, PART], &[read(LOOSE, figure(5)), area, before]);
    let seen: Vec<_> = judged.facts.iter().map(|fact| (fact.metric, fact.scope, fact.value)).collect();
    let expected =
        [(LOOSE, Scope::Own, Some(number(5))), (LOOSE, Scope::Area, Some(number(90))), (PART, Scope::Own, None)];
    assert_eq!(seen, expected);
    assert_eq!(judged.facts[2].state, State::Missing);
    assert!(issues.is_empty());
}
