//! Whole runs over `data/sample` and over trees of bad files: the ledger closes, the bytes are the same at any number of
//! threads, a killed run leaves no trace. Knows the warehouse as a reader does; knows no stage.

#[path = "run/hostile.rs"]
mod hostile;
#[path = "run/killed.rs"]
mod killed;
#[path = "run/ledger.rs"]
mod ledger;
#[path = "run/pages.rs"]
mod pages;
#[path = "run/panel.rs"]
mod panel;
#[path = "run/readers.rs"]
mod readers;
#[path = "run/room.rs"]
mod room;

use nianbao::pipeline::on_threads;
use nianbao::warehouse::Values;
use room::{Table, bytes_of, catalog, order, published, room, run, sample, tables};
use std::collections::BTreeMap;

#[test]
fn one_and_two_threads_give_the_same_bytes() {
    let mut snapshots = Vec::new();
    for jobs in [1, 2] {
        let room = room(&format!("threads-{jobs}"));
        let order = order(&[sample()], &room);
        let done = on_threads(Some(jobs), || run(catalog(), &order)).unwrap().unwrap();
        snapshots.push(bytes_of(&done.snapshot));
    }
    let names: Vec<&String> = snapshots[0].keys().collect();
    assert!(names.len() > 20, "a snapshot has its tables: {names:?}");
    assert_eq!(names, snapshots[1].keys().collect::<Vec<_>>());
    let differ: Vec<&String> = names.into_iter().filter(|&name| snapshots[0][name] != snapshots[1][name]).collect();
    assert!(differ.is_empty(), "these files differ between one thread and two: {differ:?}");
}

#[test]
fn a_second_run_takes_over_every_file_and_gives_the_same_rows() {
    let room = room("again");
    let first = run(catalog(), &order(&[sample()], &room)).unwrap();
    let second = run(catalog(), &order(&[sample()], &room)).unwrap();
    assert_ne!(first.snapshot, second.snapshot);
    assert_eq!((first.manifest.counts.reused, second.manifest.counts.parsed), (0, 0), "nothing had changed");
    let (before, after) = (tables(&first.snapshot), tables(&second.snapshot));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (name, rows) in &before {
        assert!(rows.0 == after[name].0, "{name} has other rows when its files are taken over");
    }
    let full = run(catalog(), &nianbao::pipeline::Order { full: true, ..order(&[sample()], &room) }).unwrap();
    assert_eq!(full.manifest.counts.reused, 0, "--full reads every file again");
    for (name, rows) in &tables(&full.snapshot) {
        assert!(rows.0 == before[name].0, "{name} has other rows when its files are read again");
    }
}

#[test]
fn every_claim_can_be_read_where_it_says() {
    let documents = Table::read(published(), "documents");
    let texts: BTreeMap<String, String> =
        (0..documents.rows()).map(|row| (documents.text("report_id", row), documents.text("text", row))).collect();
    let claims = Table::read(published(), "observations");
    assert!(claims.rows() > 1000, "the sample holds claims");
    for row in 0..claims.rows() {
        let text = &texts[&claims.text("report_id", row)];
        let [start, end] = ["span_start", "span_end"].map(|name| claims.integer(name, row).unwrap() as usize);
        let raw = claims.text("raw", row);
        assert_eq!(text.get(start..end), Some(raw.as_str()), "{}", claims.describe(row));
        let says = claims.text("says", row);
        let has = claims.number("value", row).is_some();
        assert_eq!(
            has,
            ["number", "words", "cut"].contains(&says.as_str()),
            "only what says a number gives one: {}",
            claims.describe(row)
        );
        assert!(says != "number" || !raw.is_empty(), "a figure has characters: {}", claims.describe(row));
    }
}

#[test]
fn every_fact_with_a_figure_has_its_claim() {
    let claims = Table::read(published(), "observations");
    let mut said: BTreeMap<(String, i64), usize> = BTreeMap::new();
    for row in 0..claims.rows() {
        said.insert((claims.text("report_id", row), claims.integer("observation", row).unwrap()), row);
    }
    let facts = Table::read(published(), "facts");
    let mut keys = BTreeMap::new();
    for row in 0..facts.rows() {
        let key = ["report_id", "metric", "facet", "scope"].map(|name| facts.maybe(name, row));
        assert_eq!(keys.insert(key, row), None, "one fact a report, metric, facet and scope: {}", facts.describe(row));
        let (state, value) = (facts.text("state", row), facts.number("value", row));
        let carries = ["printed", "words", "solved", "derived", "conflict"].contains(&state.as_str());
        assert_eq!(value.is_some(), carries, "the state says whether there is a value: {}", facts.describe(row));
        if ["printed", "words", "conflict"].contains(&state.as_str()) {
            let number =
                facts.integer("observation", row).unwrap_or_else(|| panic!("no claim: {}", facts.describe(row)));
            let claim = said[&(facts.text("report_id", row), number)];
            assert_eq!(claims.number("value", claim), value, "{}", facts.describe(row));
            for name in ["metric", "facet"] {
                assert_eq!(claims.maybe(name, claim), facts.maybe(name, row), "{}", facts.describe(row));
            }
        }
    }
}

#[test]
fn years_stand_in_the_path_and_in_the_rows() {
    let snapshot = published();
    for name in ["reports", "facts", "observations", "documents", "applications"] {
        let table = Table::read(snapshot, name);
        let Some(Values::Int32(years)) = table.0.get("report_year") else { panic!("{name} has years") };
        let rows: std::collections::BTreeSet<i32> = years.iter().map(|year| year.expect("no null partition")).collect();
        let folders = std::fs::read_dir(snapshot.join(name)).unwrap().map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.strip_prefix("year=").unwrap_or_else(|| panic!("{name} is no partition")).parse().unwrap()
        });
        let folders: std::collections::BTreeSet<i32> = folders.collect();
        assert_eq!(rows, folders, "{name}");
    }
}
