//! The panel, computed once more from `reports` and `facts` by another road: plain loops over rows.

use crate::room::{Table, catalog, published};
use nianbao::catalog::{HeadlineColumn, HeadlineSource};
use std::collections::{BTreeMap, BTreeSet};

/// The facts of one report: value and state by scope and metric.
type Facts = BTreeMap<(String, String), (Option<f64>, String)>;

fn facts_by_report() -> BTreeMap<String, Facts> {
    let facts = Table::read(published(), "facts");
    let mut found: BTreeMap<String, Facts> = BTreeMap::new();
    for row in 0..facts.rows() {
        let metric = match facts.maybe("facet", row) {
            Some(facet) => format!("{}@{facet}", facts.text("metric", row)),
            None => facts.text("metric", row),
        };
        let fact = (facts.number("value", row), facts.text("state", row));
        found.entry(facts.text("report_id", row)).or_default().insert((facts.text("scope", row), metric), fact);
    }
    found
}

/// The sum of a source's metrics in one scope; none unless every one of them has a value.
fn sum(facts: &Facts, scope: &str, metrics: &[String]) -> Option<f64> {
    metrics.iter().map(|metric| facts.get(&(scope.to_string(), metric.clone())).and_then(|fact| fact.0)).sum()
}

/// The state of a measure: that of its one fact; of a sum derived, or conflict if a term is; without a value that of the
/// first term that has none.
fn state_of(facts: &Facts, scope: &str, form: &str, column: &HeadlineColumn) -> Option<String> {
    let named =
        |source: &HeadlineSource| -> Vec<String> { source.sum.iter().map(|&id| catalog().metrics.name(id)).collect() };
    let sources: Vec<Vec<String>> =
        column.sources.iter().filter(|source| source.forms.iter().any(|other| other == form)).map(named).collect();
    let metrics = sources.iter().find(|metrics| sum(facts, scope, metrics).is_some()).or(sources.first())?;
    let fact = |metric: &String| facts.get(&(scope.to_string(), metric.clone()));
    let states: Vec<String> =
        metrics.iter().map(|metric| fact(metric).map_or("missing".to_string(), |fact| fact.1.clone())).collect();
    let open = metrics.iter().zip(&states).find(|(metric, _)| fact(metric).is_none_or(|fact| fact.0.is_none()));
    Some(match (open, &states[..]) {
        (_, [only]) => only.clone(),
        (Some((_, state)), _) => state.clone(),
        (None, states) if states.iter().any(|state| state == "conflict") => "conflict".to_string(),
        _ => "derived".to_string(),
    })
}

/// What orders the reports of a county and year, the first of them speaking.
type Rank = (bool, i64, String, usize, i64, String);

#[test]
fn the_panel_equals_the_facts() {
    let panel = Table::read(published(), "panel");
    let facts = facts_by_report();
    let none = Facts::new();
    let mut values = 0;
    assert!(panel.rows() > 10, "the sample has county governments");
    for row in 0..panel.rows() {
        let (id, form) = (panel.text("report_id", row), panel.text("form", row));
        let facts = facts.get(&id).unwrap_or(&none);
        for table in &catalog().headline.tables {
            let scope = panel.text(&format!("{}_scope", table.name), row);
            for column in &table.columns {
                let sources = column.sources.iter().filter(|source| source.forms.contains(&form));
                let names =
                    sources.map(|source| source.sum.iter().map(|&id| catalog().metrics.name(id)).collect::<Vec<_>>());
                let computed = names.into_iter().find_map(|metrics| sum(facts, &scope, &metrics));
                let name = format!("{}_{}", table.name, column.name);
                let stands = panel.number(&name, row);
                let equal = match (stands, computed) {
                    (Some(a), Some(b)) => (a - b).abs() < 1e-6,
                    (a, b) => a == b,
                };
                assert!(equal, "{name}: {stands:?} in the panel, {computed:?} from the facts; {}", panel.describe(row));
                let state = panel.maybe(&format!("{name}_state"), row);
                assert_eq!(state, state_of(facts, &scope, &form, column), "{name}; {}", panel.describe(row));
                let carries = ["printed", "words", "solved", "derived", "conflict"];
                let told = state.as_deref().is_some_and(|state| carries.contains(&state));
                assert_eq!(
                    stands.is_some(),
                    told,
                    "a value and its state go together: {name}; {}",
                    panel.describe(row)
                );
                values += usize::from(stands.is_some());
            }
        }
    }
    assert!(values > 100, "the panel holds values: {values}");
}

#[test]
fn every_county_and_year_with_a_government_report_is_in_the_panel() {
    let reports = Table::read(published(), "reports");
    let county_of = |row: usize| {
        let government = reports.text("agency_kind", row) == "government"
            && reports.maybe("level", row).as_deref() == Some("county");
        reports.maybe(if government { "county_key" } else { "governs" }, row)
    };
    let mut years: BTreeMap<(String, String), BTreeSet<i64>> = BTreeMap::new();
    for row in 0..reports.rows() {
        if let Some(county) = county_of(row) {
            let year = reports.integer("report_year", row).unwrap();
            years.entry((county, reports.text("agency_id", row))).or_default().insert(year);
        }
    }
    let mut best: BTreeMap<(String, i64), Rank> = BTreeMap::new();
    for row in 0..reports.rows() {
        let Some(county) = county_of(row) else {
            continue;
        };
        // The county's government before a zone that runs it, the publisher of most years, the widest scope, more facts,
        // the first by id.
        let agency = reports.text("agency_id", row);
        let often = years[&(county.clone(), agency.clone())].len() as i64;
        let zone = reports.maybe("governs", row).is_some();
        let width = ["area", "own", "unstated"].iter().position(|&scope| scope == reports.text("scope", row)).unwrap();
        let facts = reports.integer("facts", row).unwrap();
        let rank = (zone, -often, agency, width, -facts, reports.text("report_id", row));
        let key = (county, reports.integer("report_year", row).unwrap());
        if best.get(&key).is_none_or(|other| rank < *other) {
            best.insert(key, rank);
        }
    }
    let panel = Table::read(published(), "panel");
    let rows: Vec<((String, i64), String)> = (0..panel.rows())
        .map(|row| {
            let key = (panel.text("county_key", row), panel.integer("report_year", row).unwrap());
            (key, panel.text("report_id", row))
        })
        .collect();
    let expected: Vec<((String, i64), String)> = best.into_iter().map(|(key, rank)| (key, rank.5)).collect();
    assert_eq!(rows, expected);
    let mut forms: BTreeMap<String, String> = BTreeMap::new();
    for row in 0..panel.rows() {
        let (county, form) = (panel.text("county_key", row), panel.text("form", row));
        let before = forms.insert(county, form.clone());
        let changed = before.is_some_and(|before| before != form);
        assert_eq!(panel.flag("form_changed", row), changed, "{}", panel.describe(row));
    }
}
