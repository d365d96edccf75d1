//! Small trees of reports in which rules across reports hold and fail, read back from the published tables.

use crate::catalog::Catalog;
use crate::model::{
    AgencyKind, Bound, Evidence, Fact, Method, Number, Observation, Parsed, Rank, Scope, Span, State, Value, Verdict,
};
use crate::warehouse::testing::{parsed, publish_as};
use crate::warehouse::{PlaceRow, Values, read};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn catalog() -> Catalog {
    Catalog::load(None).unwrap_or_else(|faults| panic!("config/ has faults: {faults:?}"))
}

/// A government's report of its area.
fn report(catalog: &Catalog, name: &str, year: i32, division: &str, figures: &[(&str, i64)]) -> Parsed {
    let mut report = parsed(name, year);
    report.identity.link.division_code = Some(division.to_string());
    report.identity.scope.value = Scope::Area;
    for (metric, value) in figures {
        put(catalog, &mut report, metric, Some(*value), State::Printed);
    }
    report
}

fn put(catalog: &Catalog, report: &mut Parsed, metric: &str, value: Option<i64>, state: State) {
    report.facts.push(Fact {
        metric: catalog.metrics.id(metric).unwrap_or_else(|| panic!("there is no metric {metric}")),
        scope: report.identity.scope.value,
        value: value.and_then(Number::from_integer),
        bound: Bound::Exact,
        state,
        chosen: None,
        claims: 1,
        confidence: 990,
    });
    report.facts.sort_by_key(|fact| (fact.metric, fact.scope));
}

/// A sentence about the year before.
fn restate(catalog: &Catalog, report: &mut Parsed, metric: &str, value: i64, bound: Bound) {
    report.observations.push(Observation {
        metric: catalog.metrics.id(metric).unwrap(),
        scope: Scope::Unstated,
        value: Value::Number(Number::from_integer(value).unwrap(), bound),
        about_year: report.identity.year.value - 1,
        evidence: Evidence {
            method: Method::Restated,
            rank: Rank::High,
            pattern: "phrases/test".into(),
            span: Span::new(0, 1),
            row: None,
            column: None,
            repaired: false,
        },
    });
}

fn divisions() -> Vec<PlaceRow> {
    let place = |code: &str, level: &str, parent: Option<&str>| PlaceRow {
        code: code.into(),
        name: format!("Place {code}"),
        level: level.into(),
        parent_code: parent.map(str::to_string),
        valid_from: 1981,
        ..PlaceRow::default()
    };
    let counties = (1..=9).map(|n| place(&format!("13010{n}"), "county", Some("130100")));
    [place("130000", "province", None), place("130100", "prefecture", Some("130000"))]
        .into_iter()
        .chain(counties)
        .collect()
}

fn published(catalog: &Catalog, folder: &Path, reports: &[Parsed]) -> PathBuf {
    publish_as(folder, reports, 3, &catalog.metrics, &catalog.headline.tables, &catalog.across, divisions())
}

/// A row of the table of checks: report, rule, facet, verdict, left, right, the other report.
type Row = (String, String, Option<String>, String, Option<f64>, Option<f64>, Option<String>);

fn rows(snapshot: &Path) -> Vec<Row> {
    let columns = ["report_id", "rule", "facet", "verdict", "against", "left", "right"];
    let frame = read(snapshot, "checks", &columns).unwrap();
    let text = |name: &str, row: usize| match frame.get(name) {
        Some(Values::Text(values)) => values[row].clone(),
        _ => panic!("{name} is no text"),
    };
    let number = |name: &str, row: usize| match frame.get(name) {
        Some(Values::Float64(values)) => values[row],
        _ => panic!("{name} is no number"),
    };
    let row = |row: usize| {
        let (id, rule) = (text("report_id", row).unwrap(), text("rule", row).unwrap());
        let (verdict, against) = (text("verdict", row).unwrap(), text("against", row));
        (id, rule, text("facet", row), verdict, number("left", row), number("right", row), against)
    };
    (0..frame.rows()).map(row).collect()
}

fn of<'a>(rows: &'a [Row], report: &str, rule: &str, facet: Option<&str>) -> Vec<&'a Row> {
    rows.iter().filter(|row| row.0 == report && row.1 == rule && row.2.as_deref() == facet).collect()
}

/// The verdict of the one such row.
fn verdict(rows: &[Row], report: &str, rule: &str, facet: Option<&str>) -> String {
    match of(rows, report, rule, facet)[..] {
        [row] => row.3.clone(),
        ref others => panic!("{rule} of {report} has {} rows", others.len()),
    }
}

const BEFORE: [(&str, i64); 9] = [
    ("applications.carried_out", 5),
    ("disclosed.normative_documents.in_force", 10),
    ("licensing.items_prior_year", 30),
    ("licensing.items_change", 2),
    ("appeals.total", 2),
    ("appeals.pending", 2),
    ("lawsuits.pending@direct", 2),
    ("appeals.cumulative", 10),
    ("fees_10k_yuan", 1),
];
const GOOD: [(&str, i64); 9] = [
    ("applications.carried_in", 5),
    ("disclosed.normative_documents.made", 3),
    ("disclosed.normative_documents.repealed", 2),
    ("disclosed.normative_documents.in_force", 11),
    ("licensing.items_prior_year", 32),
    ("appeals.total", 3),
    ("lawsuits.total@direct", 2),
    ("lawsuits.total@after_review", 4),
    ("appeals.cumulative", 13),
];
const BAD: [(&str, i64); 9] = [
    ("applications.carried_in", 4),
    ("disclosed.normative_documents.made", 3),
    ("disclosed.normative_documents.repealed", 20),
    ("disclosed.normative_documents.in_force", 11),
    ("licensing.items_prior_year", 31),
    ("appeals.total", 1),
    ("lawsuits.total@direct", 1),
    ("lawsuits.total@after_review", 9),
    ("appeals.cumulative", 8),
];
/// Section three as a county may print it.
const TABLE: [(&str, i64); 12] = [
    ("applications.received_new", 60),
    ("applications.received_new@natural_person", 51),
    ("applications.received_new@commercial", 9),
    ("applications.carried_in", 4),
    ("applications.carried_in@natural_person", 4),
    ("applications.outcome.granted", 33),
    ("applications.outcome.granted@natural_person", 27),
    ("applications.outcome.granted@commercial", 6),
    ("applications.outcome.total", 62),
    ("applications.outcome.total@natural_person", 54),
    ("applications.carried_out", 2),
    ("appeals.total", 7),
];

#[test]
fn every_rule_holds_somewhere_and_fails_somewhere() {
    let catalog = catalog();
    let mut reports = Vec::new();
    for (name, now, said) in [("Good", GOOD, 2), ("Bad", BAD, 7)] {
        reports.push(report(&catalog, name, 2021, "130101", &BEFORE));
        let mut now = report(&catalog, name, 2022, "130101", &now);
        restate(&catalog, &mut now, "appeals.total", said, Bound::Exact);
        reports.push(now);
    }
    for (name, last, fees) in [("Steady", 12, 7), ("Leaping", 900, 60_000)] {
        for (year, value, charged) in [(2013, 10, 5), (2014, 11, 5), (2015, 9, 6), (2016, last, fees)] {
            let figures = [("applications.received", value), ("fees.charged_10k_yuan", charged)];
            reports.push(report(&catalog, name, year, "130102", &figures));
        }
    }
    let mut changed = TABLE;
    changed[0].1 += 1;
    reports.push(report(&catalog, "Copyist", 2021, "130103", &TABLE));
    reports.push(report(&catalog, "Copyist", 2022, "130103", &TABLE));
    reports.push(report(&catalog, "Copyist", 2023, "130103", &changed));
    reports.push(report(&catalog, "Twin", 2022, "130104", &TABLE));
    for (name, received, year) in [("Covered", 3, 2021), ("Greater", 30, 2022)] {
        let mut office = report(&catalog, name, year, "130105", &[]);
        (office.identity.kind, office.identity.scope.value) = (AgencyKind::Department, Scope::Own);
        put(&catalog, &mut office, "applications.received_new", Some(received), State::Printed);
        let own = [("applications.received_new", 20)];
        reports.extend([office, report(&catalog, "County", year, "130105", &own)]);
        let city = [("applications.received_new", if year == 2021 { 100 } else { 15 })];
        reports.push(report(&catalog, "City", year, "130100", &city));
    }
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(&published(&catalog, folder.path(), &reports));
    let found: BTreeSet<(&str, &str)> = rows.iter().map(|row| (row.1.as_str(), row.3.as_str())).collect();
    for (rule, _) in catalog.across.named() {
        for verdict in [Verdict::Holds, Verdict::Fails] {
            assert!(found.contains(&(rule, verdict.name())), "{rule} never {}", verdict.name());
        }
    }

    for (name, expected) in [("rGood2022", "holds"), ("rBad2022", "fails")] {
        for (rule, facet) in [
            ("carried-over", None),
            ("documents-in-force", Some("normative_documents")),
            ("items-carried-over", Some("licensing")),
            ("pending-appeals-come-back", None),
            ("pending-lawsuits-come-back", Some("direct")),
            ("suits-follow-reviews", None),
            ("cumulative-grows", Some("appeals")),
            ("restated", Some("appeals.total")),
        ] {
            assert_eq!(verdict(&rows, name, rule, facet), expected, "{rule} of {name}");
        }
    }
    let stock = of(&rows, "rBad2022", "documents-in-force", Some("normative_documents"))[0];
    assert_eq!((stock.4, stock.5, stock.6.as_deref()), (Some(11.0), Some(-7.0), Some("rBad2021")));
    let jump = of(&rows, "rLeaping2016", "beyond-own-history", Some("applications.received"))[0];
    assert_eq!((jump.3.as_str(), jump.4, jump.5), ("fails", Some(900.0), Some(10.5)));
    assert_eq!(verdict(&rows, "rLeaping2013", "beyond-own-history", Some("applications.received")), "holds");
    assert_eq!(verdict(&rows, "rCopyist2022", "copied-from-last-year", None), "fails");
    assert_eq!(verdict(&rows, "rCopyist2023", "copied-from-last-year", None), "holds");
    let copies = [("rCopyist2022", Some("rTwin2022")), ("rTwin2022", Some("rCopyist2022")), ("rCopyist2021", None)];
    for (report, twin) in copies {
        assert_eq!(of(&rows, report, "copied-from-elsewhere", None)[0].6.as_deref(), twin, "{report}");
    }
    let greatest = of(&rows, "rCounty2022", "area-covers-agencies", Some("applications.received_new"))[0];
    assert_eq!((greatest.4, greatest.5, greatest.6.as_deref()), (Some(30.0), Some(20.0), Some("rGreater2022")));
}

#[test]
fn what_is_missing_decides_nothing() {
    let catalog = catalog();
    let before = [("applications.carried_out@commercial", 3), ("appeals.total", 2)];
    let mut last = report(&catalog, "A", 2021, "130101", &before);
    put(&catalog, &mut last, "applications.carried_out", None, State::Blank);
    put(&catalog, &mut last, "applications.carried_out@research", None, State::Missing);
    let mut now = report(&catalog, "A", 2022, "130101", &[("applications.carried_in", 0)]);
    put(&catalog, &mut now, "applications.carried_in@commercial", None, State::Dash);
    put(&catalog, &mut now, "applications.carried_in@research", Some(0), State::Printed);
    put(&catalog, &mut now, "applications.carried_in@social", Some(0), State::Printed);
    restate(&catalog, &mut now, "appeals.upheld", 1, Bound::Exact);
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(&published(&catalog, folder.path(), &[last, now]));
    for facet in [None, Some("commercial"), Some("research")] {
        let row = of(&rows, "rA2022", "carried-over", facet);
        assert_eq!(row.len(), 1, "{facet:?}");
        assert_eq!((row[0].3.as_str(), row[0].4, row[0].5), ("unknown", None, None), "{facet:?}");
    }
    // Nothing was asked of the year before, so that nothing is compared.
    assert!(of(&rows, "rA2022", "carried-over", Some("social")).is_empty());
    let row = of(&rows, "rA2022", "restated", Some("appeals.upheld"))[0];
    assert_eq!((row.3.as_str(), row.4, row.5), ("unknown", Some(1.0), None));
}

#[test]
fn other_scopes_other_publishers_and_gaps_are_not_compared() {
    let catalog = catalog();
    let (out, taken) = ([("applications.carried_out", 5)], [("applications.carried_in", 4)]);
    let mut own = report(&catalog, "A", 2021, "130101", &[]);
    own.identity.scope.value = Scope::Own;
    put(&catalog, &mut own, "applications.carried_out", Some(5), State::Printed);
    let mut reports = vec![own, report(&catalog, "A", 2022, "130101", &taken)];
    reports.extend([report(&catalog, "B", 2020, "130102", &out), report(&catalog, "B", 2022, "130102", &taken)]);
    reports.extend([report(&catalog, "C", 2021, "130103", &out), report(&catalog, "D", 2022, "130103", &taken)]);
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(&published(&catalog, folder.path(), &reports));
    assert!(rows.iter().all(|row| row.1 != "carried-over"), "{rows:?}");
}

#[test]
fn proofs_and_roundings_keep_their_meaning() {
    let catalog = catalog();
    let mut last = report(&catalog, "A", 2021, "130101", &[("applications.received_new", 1234)]);
    put(&catalog, &mut last, "applications.carried_out", Some(0), State::Solved);
    let mut now = report(&catalog, "A", 2022, "130101", &[("applications.carried_in", 0)]);
    // The prose name of the table's cell, rounded down to hundreds.
    restate(&catalog, &mut now, "applications.received", 1200, Bound::AtLeast);
    let mut rounded = report(&catalog, "B", 2022, "130102", &[("applications.carried_in", 10)]);
    rounded.facts[0].bound = Bound::About;
    let before = report(&catalog, "B", 2021, "130102", &[("applications.carried_out", 10)]);
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(&published(&catalog, folder.path(), &[last, now, before, rounded]));
    assert_eq!(verdict(&rows, "rA2022", "carried-over", None), "solved");
    assert_eq!(verdict(&rows, "rA2022", "restated", Some("applications.received")), "holds");
    assert_eq!(verdict(&rows, "rB2022", "carried-over", None), "unknown");
}

#[test]
fn a_snapshot_that_links_its_years_judges_them_anew() {
    let catalog = catalog();
    let folder = tempfile::tempdir().unwrap();
    let now = report(&catalog, "A", 2022, "130101", &[("applications.carried_in", 4)]);
    let alone = published(&catalog, folder.path(), &[now.clone()]);
    assert!(rows(&alone).is_empty());
    let before = report(&catalog, "A", 2021, "130101", &[("applications.carried_out", 5)]);
    let both = published(&catalog, folder.path(), &[before, now]);
    assert_eq!(verdict(&rows(&both), "rA2022", "carried-over", None), "fails");
    let again = published(&catalog, folder.path(), &[report(&catalog, "A", 2022, "130101", &[])]);
    assert!(rows(&again).is_empty(), "rows of another snapshot are not carried over");
}
