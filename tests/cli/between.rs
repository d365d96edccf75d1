//! What changed between two snapshots, and text that would like to be more than text.

use super::{code, err, nianbao, out, root, run, tree};
use serde_json::Value;
use std::fs;
use std::process::Output;
use tempfile::TempDir;

/// Two snapshots: between them one report changed, one went, one came under a name that a spreadsheet would compute.
fn changed() -> TempDir {
    let folder = tree();
    assert_eq!(code(&run(&folder, &[])), 0);
    let input = folder.path().join("in");
    let path = input.join("hubei/yunmeng/2023.html");
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("58", "59")).unwrap();
    fs::remove_file(input.join("hubei/yunmeng/2022.html")).unwrap();
    let hostile = input.join("=HYPERLINK(1)\u{1b}[31m");
    fs::create_dir(&hostile).unwrap();
    fs::copy(root().join("data/sample/hubei/yunmeng/2012.html"), hostile.join("2012.html")).unwrap();
    // A report of three that is gone is fewer than a run expects.
    assert_eq!(code(&run(&folder, &[])), 1);
    folder
}

fn between(folder: &TempDir, arguments: &[&str]) -> Output {
    let warehouse = folder.path().join("warehouse");
    nianbao(&[&["compare", "--warehouse", warehouse.to_str().unwrap(), "--between"], arguments].concat())
}

#[test]
fn what_came_went_and_changed() {
    let folder = changed();
    let output = between(&folder, &["1", "current", "--format", "json"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let value: Value = serde_json::from_str(&out(&output)).unwrap();
    let rows = value["rows"].as_array().unwrap();
    let find = |year: i64, metric: &str| {
        let own = |row: &&Value| row["report_year"] == year && row["metric"] == metric && row["facet"].is_null();
        rows.iter().find(own).unwrap_or_else(|| panic!("{metric} of {year}"))
    };
    let row = find(2023, "applications.received_new");
    assert_eq!(
        (row["change"].as_str(), row["old_value"].as_f64(), row["new_value"].as_f64()),
        (Some("changed"), Some(58.0), Some(59.0))
    );
    assert_eq!(
        (row["old_state"].as_str(), row["new_source_path"].as_str()),
        (Some("printed"), Some("hubei/yunmeng/2023.html"))
    );
    assert_ne!(row["old_report_id"], row["new_report_id"]);
    let row = find(2022, "applications.received_new");
    assert_eq!(
        (row["change"].as_str(), row["old_value"].as_f64(), &row["new_value"]),
        (Some("removed"), Some(63.0), &Value::Null)
    );
    let row = find(2012, "applications.received");
    assert_eq!(
        (row["change"].as_str(), &row["old_state"], row["new_value"].as_f64()),
        (Some("added"), &Value::Null, Some(9.0))
    );
    // What is as it was is not told, though its report has another text.
    assert!(rows.iter().all(|row| row["report_year"] != 2021));
    assert!(!rows.iter().any(|row| row["metric"] == "appeals.total" && row["report_year"] == 2023));

    let text = out(&between(&folder, &["000001", "000002"]));
    assert!(text.contains("changed  applications.received_new area  58 件 (printed) -> 59 件 (printed)"), "{text}");
    assert!(text.contains("  removed  ") && text.contains(" facts  hubei/yunmeng/2022.html"), "{text}");
    assert!(!text.contains('\u{1b}'), "a path steers no terminal");
    let same = out(&between(&folder, &["2", "2"]));
    assert!(same.starts_with("000002 -> 000002: facts 0 added, 0 removed, 0 changed"), "{same}");
}

#[test]
fn what_changed_is_narrowed_by_place_metric_and_year() {
    let folder = changed();
    let csv = |more: &[&str]| out(&between(&folder, &[&["1", "2", "--format", "csv"], more].concat()));
    let lines = |more: &[&str]| csv(more).lines().count() - 1;
    assert_eq!(lines(&["--place", "平罗县"]), 0);
    assert_eq!(lines(&["--metric", "applications_received", "--years", "2023"]), 1);
    assert_eq!(lines(&["--metric", "applications_received", "--place", "云梦县"]), 3);
    assert!(lines(&[]) > 100);
    let added = csv(&["--years", "2012", "--metric", "applications_received"]);
    assert!(added.contains(",'=HYPERLINK(1)"), "a path is no formula: {added}");
    for (wrong, told) in [
        (&["1", "9"][..], "it keeps: 000001, 000002"),
        (&["1", "2", "--place", "云孟县"], "云梦县"),
        (&["1", "2", "--against", "siblings"], "cannot be used with"),
        (&["1"], "2 values"),
    ] {
        let output = between(&folder, wrong);
        assert_eq!(code(&output), 2, "{wrong:?}");
        assert!(err(&output).contains(told), "{}", err(&output));
    }
}
