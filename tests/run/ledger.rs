//! The ledger of a run over the sample: every file in exactly one state, and in the state that its expectation names.

use crate::room::{Table, catalog, published, sample};
use nianbao::walk::walk;
use nianbao::warehouse::Manifest;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn the_ledger_closes() {
    let settings = &catalog().settings;
    let walked = walk(&[sample()], &settings.include, &settings.exclude).unwrap();
    let sources = Table::read(published(), "sources");
    let reports = Table::read(published(), "reports");
    let paths: Vec<String> = (0..sources.rows()).map(|row| sources.text("path", row)).collect();
    assert_eq!(
        paths,
        walked.iter().map(|found| found.path.to_string()).collect::<Vec<_>>(),
        "files walked = rows in sources"
    );

    let mut speaking: BTreeMap<String, usize> = BTreeMap::new();
    let mut states: BTreeMap<String, u64> = BTreeMap::new();
    for row in 0..sources.rows() {
        let state = sources.text("state", row);
        *states.entry(state.clone()).or_default() += 1;
        assert_eq!(sources.maybe("reason", row).is_some(), state == "refused", "{}", sources.describe(row));
        let taken = ["duplicate", "superseded"].contains(&state.as_str());
        assert_eq!(sources.maybe("why", row).is_some(), taken, "{}", sources.describe(row));
        assert_eq!(sources.maybe("detail", row).is_some(), state != "report", "{}", sources.describe(row));
        assert_eq!(sources.maybe("report_id", row).is_some(), state != "refused", "{}", sources.describe(row));
        match state.as_str() {
            "report" => *speaking.entry(sources.text("report_id", row)).or_default() += 1,
            "duplicate" | "superseded" => {
                let other = sources.text("detail", row);
                assert!(paths.contains(&other) && other != paths[row], "{}", sources.describe(row));
            }
            state => assert_eq!(state, "refused"),
        }
    }
    let ids: BTreeSet<String> = (0..reports.rows()).map(|row| reports.text("report_id", row)).collect();
    assert_eq!(ids.len(), reports.rows(), "a report id stands once in reports");
    assert!(speaking.values().all(|&count| count == 1), "one source speaks for a report");
    assert_eq!(speaking.into_keys().collect::<BTreeSet<_>>(), ids, "each report has its source in state report");

    let counts = Manifest::read(published()).unwrap().counts;
    let of = |state: &str| states.get(state).copied().unwrap_or_default();
    assert_eq!(counts.files, walked.len() as u64);
    assert_eq!(
        (counts.reports, counts.duplicates, counts.superseded, counts.refused),
        (of("report"), of("duplicate"), of("superseded"), of("refused"))
    );
    assert_eq!(counts.files, counts.reports + counts.duplicates + counts.superseded + counts.refused);
}

#[test]
fn every_headline_table_has_a_row_a_report() {
    let reports = Table::read(published(), "reports");
    let ids: Vec<String> = (0..reports.rows()).map(|row| reports.text("report_id", row)).collect();
    for table in &catalog().headline.tables {
        let rows = Table::read(published(), &table.name);
        let found: Vec<String> = (0..rows.rows()).map(|row| rows.text("report_id", row)).collect();
        assert_eq!(found, ids, "{}", table.name);
    }
}

/// The state that `tests/expected/<path>.txt` names: `report`, `refused REASON`, `duplicate PATH`, `superseded PATH`.
fn expected(path: &str) -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected").join(format!("{path}.txt"));
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix("state: ")).map(|state| state.trim().to_string())
}

#[test]
fn every_sample_ends_in_its_state() {
    let sources = Table::read(published(), "sources");
    let mut wrong = Vec::new();
    for row in 0..sources.rows() {
        let path = sources.text("path", row);
        let state = sources.text("state", row);
        let detail = sources.maybe("detail", row).unwrap_or_default();
        let found = match state.as_str() {
            "report" => state.clone(),
            "refused" => format!("refused {}", sources.text("reason", row)),
            _ => format!("{state} {detail}"),
        };
        match expected(&path) {
            None => wrong.push(format!("{path}: has no file below tests/expected")),
            Some(expected) if expected != found => {
                wrong.push(format!("{path}: expected {expected}, found {found} ({detail})"))
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{} of {} samples end otherwise:\n{}\n", wrong.len(), sources.rows(), wrong.join("\n"));
}
