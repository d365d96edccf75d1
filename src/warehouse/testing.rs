//! Small reports made by hand, for tests of the warehouse and of what reads it.

use super::ledger::{Entry, Filed};
use super::record::{About, Key};
use super::table::Measures;
use super::{Begun, Draft, Outcome, PlaceRow, Run, Staging, Year, encode};
use crate::catalog::headline::{HeadlineColumn, HeadlineSource, HeadlineTable};
use crate::catalog::{Across, Metric, MetricKind, Metrics};
use crate::model::*;
use std::path::{Path, PathBuf};

/// A county government's report, form 2021, scope own, without facts.
pub fn parsed(name: &str, year: i32) -> Parsed {
    fn read<T>(value: T) -> Attributed<T> {
        Attributed { value, evidence: "test".into(), span: None }
    }
    let text = format!("annual report of {name}, {year}\nreceived: 7");
    Parsed {
        source: Source {
            path: format!("{name}/{year}.html"),
            member: None,
            sha256: format!("{name}{year}"),
            bytes: 100,
        },
        document: Document { text, blocks: Vec::new(), media_type: "text/html".into(), encoding: "UTF-8".into() },
        identity: Identity {
            title: Some(read(format!("{name}{year}"))),
            agency: read(name.to_string()),
            agency_id: format!("g{name}"),
            revised: false,
            kind: AgencyKind::Government,
            level: Some(Level::County),
            year: read(year),
            published: Date::new(year + 1, 1, 31).map(read),
            url: None,
            scope: read(Scope::Own),
            link: Link {
                division_code: Some("110101".into()),
                county_key: Some(format!("k{name}")),
                province: Some("Province".into()),
                county: Some(name.to_string()),
                ..Link::default()
            },
        },
        form: "2021".into(),
        observations: Vec::new(),
        facts: Vec::new(),
        checks: Vec::new(),
        issues: Vec::new(),
        unclaimed: Vec::new(),
        text_hash: format!("t{name}{year}"),
        report_id: format!("r{name}{year}"),
    }
}

/// A fact: printed if it has a value, else blank.
pub fn fact(metric: u16, scope: Scope, value: Option<i64>) -> Fact {
    Fact {
        metric: MetricId(metric),
        scope,
        value: value.and_then(Number::from_integer),
        bound: Bound::Exact,
        state: if value.is_some() { State::Printed } else { State::Blank },
        chosen: None,
        claims: 1,
        confidence: 950,
    }
}

/// Two headline tables over metrics 0 to 3.
pub fn headline() -> Vec<HeadlineTable> {
    let source = |forms: &[&str], sum: &[u16], grade| HeadlineSource {
        forms: forms.iter().map(|form| form.to_string()).collect(),
        sum: sum.iter().map(|&metric| MetricId(metric)).collect(),
        grade,
    };
    let column = |name: &str, amount, sources| HeadlineColumn {
        name: name.into(),
        label: None,
        doc: format!("the {name}"),
        unit: "items".into(),
        amount,
        sources,
    };
    let table =
        |name: &str, columns| HeadlineTable { name: name.into(), label: None, doc: format!("The {name}"), columns };
    vec![
        table(
            "applications",
            vec![
                column("received", false, vec![source(&["2019", "2021"], &[0], 'A'), source(&["2014"], &[1, 2], 'B')]),
                column("denied", false, vec![source(&["2021"], &[1], 'A')]),
                column("fees", true, vec![source(&["2021"], &[2], 'C')]),
            ],
        ),
        table("appeals", vec![column("total", false, vec![source(&["2019", "2021"], &[3], 'A')])]),
    ]
}

/// The dictionary of metrics 0 to 3.
pub fn metrics() -> Vec<Metric> {
    let metric = |measure: &str, facet: Option<&str>| Metric {
        measure: measure.into(),
        facet: facet.map(str::to_string),
        kind: MetricKind::Count,
        unit: "items".into(),
        label: "received".into(),
        definition: "what arrived".into(),
    };
    vec![
        metric("m.received", None),
        metric("m.received", Some("person")),
        metric("m.fees", None),
        metric("m.appeals", None),
    ]
}

/// An entry of the ledger; all of one agency, year and scope.
pub fn entry(path: &str, text_hash: &str) -> Entry {
    let mut report = parsed("a", 2021);
    report.source.path = path.into();
    report.source.sha256 = format!("of {path}");
    let encoded = encode(&report, &headline());
    let key = Key { report_id: format!("r{text_hash}"), text_hash: text_hash.into(), published: None, ..encoded.key };
    Entry { about: About { ..encoded.about }, filed: Filed::Read { key, offset: 0, length: 0 } }
}

/// The counties of the reports: one that changed its code in 2021.
pub fn places() -> Vec<PlaceRow> {
    let place = |code: &str, name: &str, level: &str, from, to, panel: Option<&str>| PlaceRow {
        code: code.into(),
        name: name.into(),
        level: level.into(),
        parent_code: (level == "county").then(|| "110000".into()),
        valid_from: from,
        valid_to: to,
        panel_id: panel.map(str::to_string),
        ..PlaceRow::default()
    };
    vec![
        place("110000", "Province", "province", 1981, None, None),
        place("110101", "A County", "county", 1981, Some(2020), Some("kA")),
        place("110121", "A District", "county", 2021, None, Some("kA")),
        place("110102", "B County", "county", 1981, None, Some("kB")),
    ]
}

/// A run with nothing but these files, published; panel and coverage computed.
pub fn publish(warehouse: &Path, reports: &[Parsed], keep: usize) -> PathBuf {
    let dictionary = Metrics::from_entries(metrics());
    publish_as(warehouse, reports, keep, &dictionary, &headline(), &Across::default(), places())
}

/// The same with a dictionary, columns, rules across reports and places of one's own.
pub fn publish_as(
    warehouse: &Path,
    reports: &[Parsed],
    keep: usize,
    metrics: &Metrics,
    headline: &[HeadlineTable],
    across: &Across,
    places: Vec<PlaceRow>,
) -> PathBuf {
    let run = Run {
        measures: Measures { metrics: &metrics.entries, headline },
        config: "c",
        program: "0",
        keep_snapshots: keep,
        full: false,
    };
    let mut staging = Staging::open(warehouse, run).unwrap();
    for report in reports {
        let outcome = staging.reusable(&report.source, None);
        let outcome = outcome.unwrap_or_else(|| Outcome::Parsed(encode(report, headline)));
        staging.append(outcome).unwrap();
    }
    let mut draft = staging.choose().unwrap();
    let years = draft.years().into_iter().map(|year| write_year(&draft, year)).collect();
    draft.write_whole(years, places).unwrap();
    let folder = draft.folder();
    let mut analysis = crate::panel::Analysis::read(&folder, headline).unwrap();
    let write = &mut |year, checks: &mut dyn Iterator<Item = anyhow::Result<super::Frame>>| {
        let mut heard = checks.inspect(|checks| checks.iter().for_each(|checks| analysis.flag(checks)));
        draft.write_across(year, &mut heard)
    };
    crate::across::build(&folder, across, metrics, write).unwrap();
    draft.write_panel(|append| analysis.panel(append)).unwrap();
    draft.write_coverage(|append| analysis.coverage(append)).unwrap();
    draft.publish().unwrap().path
}

/// Writes the tables of a year on one thread.
pub fn write_year(draft: &Draft, year: i32) -> Year {
    let mut open = match draft.begin_year(year).unwrap() {
        Begun::Linked(year) => return year,
        Begun::Open(open) => open,
    };
    loop {
        let chosen = open.ahead();
        if chosen.is_empty() {
            return open.close().unwrap();
        }
        let reports: Vec<_> = chosen.iter().map(|chosen| draft.report(chosen).unwrap()).collect();
        for table in open.tables() {
            reports.iter().try_for_each(|report| table.append(report)).unwrap();
        }
        open.count(&reports);
    }
}
