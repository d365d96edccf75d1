//! A warehouse as its readers find it: published, replaced, pruned, killed.

use super::testing::{fact, headline, metrics, parsed, publish, write_year};
use super::*;
use crate::model::{Refusal, RefusalReason, Scope, Source};
use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Every file below a folder with its bytes.
fn bytes(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            bytes(&path, &format!("{name}/"), found);
        } else {
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

fn snapshots(warehouse: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(warehouse.join("snapshots"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn with_run<T>(act: impl FnOnce(Run<'_>) -> T) -> T {
    let (metrics, headline) = (metrics(), headline());
    let measures = Measures { metrics: &metrics, headline: &headline };
    act(Run { measures, config: "c", program: "0", keep_snapshots: 3, full: false })
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let mut first = parsed("A", 2020);
    first.facts = vec![fact(0, Scope::Own, Some(3)), fact(1, Scope::Area, None)];
    let reports = [first, parsed("B", 2020), parsed("B", 2021)];
    let mut trees = [BTreeMap::new(), BTreeMap::new()];
    for tree in &mut trees {
        let folder = tempfile::tempdir().unwrap();
        bytes(&publish(folder.path(), &reports, 3), "", tree);
    }
    assert!(trees[0].len() > 20);
    assert!(trees[0] == trees[1]);
    let names: Vec<&String> = trees[0].keys().filter(|name| !name.contains("/part-0.parquet")).collect();
    assert_eq!(names, ["load.sql", "manifest.json"]);
}

#[test]
fn a_year_without_changes_is_linked_and_old_snapshots_go() {
    let folder = tempfile::tempdir().unwrap();
    let (old, mut new) = (parsed("A", 2020), parsed("A", 2021));
    let first = publish(folder.path(), &[old.clone(), new.clone()], 2);
    new.source.sha256.push('x');
    new.facts = vec![fact(0, Scope::Own, Some(3))];
    let second = publish(folder.path(), &[old.clone(), new], 2);
    let inode = |snapshot: &Path, year| {
        std::fs::metadata(snapshot.join(format!("facts/year={year}/part-0.parquet"))).unwrap().ino()
    };
    assert_eq!(inode(&first, 2020), inode(&second, 2020));
    assert_ne!(inode(&first, 2021), inode(&second, 2021));
    let manifest = Manifest::read(&second).unwrap();
    assert_eq!((manifest.counts.parsed, manifest.counts.reused, manifest.counts.facts), (1, 1, 1));
    publish(folder.path(), &[old], 2);
    assert_eq!(snapshots(folder.path()), ["000002", "000003"]);
    assert_eq!(std::fs::read_link(folder.path().join("current")).unwrap(), Path::new("snapshots/000003"));
    assert!(!folder.path().join(".staging").exists());
}

#[test]
fn a_second_run_is_told_of_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    with_run(|run| {
        let held = Staging::open(folder.path(), run).unwrap();
        let error = Staging::open(folder.path(), run).err().unwrap().to_string();
        assert!(error.contains("another run holds the lock"), "{error}");
        drop(held);
        assert!(Staging::open(folder.path(), run).is_ok());
    });
}

#[test]
fn a_run_that_stops_leaves_current_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let first = publish(folder.path(), &[parsed("A", 2020)], 3);
    // What a killed run leaves behind, at its worst: half a staging folder.
    std::fs::create_dir_all(folder.path().join(".staging/snapshot/facts/year=2020")).unwrap();
    std::fs::write(folder.path().join(".staging/snapshot/facts/year=2020/part-0.parquet"), "PAR1").unwrap();
    with_run(|run| {
        let mut staging = Staging::open(folder.path(), run).unwrap();
        staging.append(Outcome::Parsed(encode(&parsed("B", 2020), run.measures.headline))).unwrap();
        let draft = staging.choose().unwrap();
        write_year(&draft, 2020);
        assert!(draft.publish().is_err(), "tables are missing");
    });
    assert!(!folder.path().join(".staging").exists());
    assert_eq!(folder.path().join("current").canonicalize().unwrap(), first.canonicalize().unwrap());
    let reports = read(&folder.path().join("current"), "reports", &["agency"]).unwrap();
    assert_eq!(reports.get("agency"), Some(&Values::Text(vec![Some("A".into())])));
    let next = publish(folder.path(), &[parsed("B", 2020)], 3);
    assert_eq!(read(&next, "facts", &["value"]).unwrap().rows(), 0);
}

#[test]
fn no_reports_are_a_snapshot_too() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = publish(folder.path(), &[], 3);
    assert_eq!(Manifest::read(&snapshot).unwrap().counts, Counts::default());
    assert_eq!(read(&snapshot, "sources", &["path"]).unwrap().rows(), 0);
    assert!(!snapshot.join("reports").exists());
    assert!(!std::fs::read_to_string(snapshot.join("load.sql")).unwrap().contains("VIEW reports"));
}

#[test]
fn columns_keep_their_types_where_all_is_null() {
    let folder = tempfile::tempdir().unwrap();
    let mut bare = parsed("A", 2020);
    bare.identity.published = None;
    bare.identity.link = Default::default();
    let snapshot = publish(folder.path(), &[bare], 3);
    let reports = read(&snapshot, "reports", &["published", "division_code", "report_year"]).unwrap();
    assert_eq!(reports.get("published"), Some(&Values::Date(vec![None])));
    assert_eq!(reports.get("division_code"), Some(&Values::Text(vec![None])));
    let headline = read(&snapshot, "applications", &["received", "fees", "state"]).unwrap();
    assert_eq!(headline.get("received"), Some(&Values::Int64(vec![None])));
    assert_eq!(headline.get("fees"), Some(&Values::Float64(vec![None])));
    assert_eq!(headline.get("state"), Some(&Values::Text(vec![Some("missing".into())])));
}

#[test]
fn every_file_stands_in_the_ledger_in_the_order_of_the_walk() {
    let folder = tempfile::tempdir().unwrap();
    let path = with_run(|run| {
        let mut staging = Staging::open(folder.path(), run).unwrap();
        let source = Source { path: "z.html".into(), member: None, sha256: String::new(), bytes: 0 };
        let refusal = Refusal::new(RefusalReason::Empty, "the file has no bytes");
        staging
            .append(Outcome::Refused { source, refusal, media_type: None, encoding: None, hint: None, pages: None })
            .unwrap();
        let (mut copy, report) = (parsed("A", 2020), parsed("A", 2020));
        copy.source.path = "a/much/longer/path.html".into();
        for report in [copy, report] {
            staging.append(Outcome::Parsed(encode(&report, run.measures.headline))).unwrap();
        }
        let mut draft = staging.choose().unwrap();
        let years = vec![write_year(&draft, 2020)];
        draft.write_whole(years, []).unwrap();
        draft.write_panel(|_| Ok(())).unwrap();
        draft.write_coverage(|_| Ok(())).unwrap();
        draft.publish().unwrap().path
    });
    let sources = read(&path, "sources", &["path", "state", "reason", "detail"]).unwrap();
    let text = |values: [Option<&str>; 3]| Some(Values::Text(values.map(|value| value.map(str::to_string)).to_vec()));
    assert_eq!(sources.get("state").cloned(), text([Some("refused"), Some("duplicate"), Some("report")]));
    assert_eq!(sources.get("reason").cloned(), text([Some("empty"), None, None]));
    assert_eq!(sources.get("detail").cloned(), text([Some("the file has no bytes"), Some("A/2020.html"), None]));
}

#[test]
fn an_outcome_is_taken_over_only_if_nothing_that_made_it_changed() {
    let folder = tempfile::tempdir().unwrap();
    let report = parsed("A", 2020);
    publish(folder.path(), std::slice::from_ref(&report), 3);
    let reusable = |run: Run<'_>, source: &Source| {
        let staging = Staging::open(folder.path(), run).unwrap();
        staging.reusable(source, None).is_some()
    };
    let mut edited = report.source.clone();
    edited.sha256.push('x');
    let mut moved = report.source.clone();
    moved.path.push('x');
    with_run(|run| {
        assert!(reusable(run, &report.source));
        assert!(!reusable(run, &edited));
        assert!(!reusable(run, &moved));
        assert!(!reusable(Run { config: "d", ..run }, &report.source));
        assert!(!reusable(Run { program: "1", ..run }, &report.source));
        assert!(!reusable(Run { full: true, ..run }, &report.source));
    });
    // A record damaged on disk is not believed.
    let records = folder.path().join(".parsed/records");
    let mut damaged = std::fs::read(&records).unwrap();
    damaged[20] ^= 1;
    std::fs::write(&records, damaged).unwrap();
    with_run(|run| assert!(!reusable(run, &report.source)));
}
