//! Places side by side across years, over the warehouse of the sample.

use super::{code, err, nianbao, out, root};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

/// The warehouse of the sample, made once for all tests of this file.
fn warehouse() -> &'static str {
    static WAREHOUSE: OnceLock<PathBuf> = OnceLock::new();
    let folder = WAREHOUSE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compare");
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        let sample = root().join("data/sample");
        let output =
            nianbao(&["run", "--input", sample.to_str().unwrap(), "--warehouse", folder.to_str().unwrap(), "--quiet"]);
        assert_eq!(code(&output), 0, "{}", err(&output));
        folder
    });
    folder.to_str().unwrap()
}

fn compare(arguments: &[&str]) -> Output {
    nianbao(&[&["compare", "--warehouse", warehouse()], arguments].concat())
}

fn shown(arguments: &[&str]) -> String {
    let output = compare(arguments);
    assert_eq!(code(&output), 0, "{}", err(&output));
    out(&output)
}

fn rows(arguments: &[&str]) -> Vec<Value> {
    let text = shown(&[arguments, &["--format", "json"]].concat());
    let value: Value = serde_json::from_str(&text).unwrap();
    value["rows"].as_array().unwrap().clone()
}

/// The line of a table that begins with a word.
fn line<'a>(text: &'a str, head: &str) -> &'a str {
    text.lines().find(|line| line.starts_with(head)).unwrap_or_else(|| panic!("no line {head} in {text}"))
}

#[test]
fn a_gap_is_a_gap_and_a_break_is_marked() {
    let text =
        shown(&["--place", "云梦县", "--place", "宁夏平罗县", "--metric", "disclosures_total", "--years", "2012-2022"]);
    assert_eq!(
        line(&text, "云梦县"),
        "云梦县  ▂▃┊▃▄▄▅▅  ║█    1527  2168  ┊3342   4075   5216  6380  7052      ·m    ·m ║12654     ·m"
    );
    // Two gaps of another kind than the one without a report, and no zero anywhere.
    let gaps = line(&text, "平罗县");
    assert!(gaps.contains("·m") && !gaps.split_whitespace().any(|cell| cell.trim_matches(['┊', '║']) == "0"), "{gaps}");
    assert!(text.contains("\n║ another quantity from here on") && text.contains("\n·m asked, and not found"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    // A Han character takes two columns: the lines of both places end together, a mark behind the year.
    let (head, first) = (line(&text, "          "), line(&text, "云梦县"));
    assert_eq!((width(first), width(gaps)), (width(head) + 1, width(head) + 1), "{text}");

    let text = shown(&["--place", "平罗县", "--metric", "lawsuits_total", "--years", "2008-2013"]);
    assert!(line(&text, "平罗县").ends_with("·     ·     ·     ·     0w    0w"), "{text}");
}

fn width(line: &str) -> usize {
    line.chars().map(|c| if ('\u{2e80}'..='\u{ffdc}').contains(&c) { 2 } else { 1 }).sum()
}

#[test]
fn numbers_are_those_of_the_tables_and_null_is_null() {
    let rows = rows(&["--place", "420923", "--metric", "applications_received,lawsuits_total", "--years", "2014-2016"]);
    let cells: Vec<(i64, Option<f64>, Option<&str>)> = rows
        .iter()
        .map(|row| (row["report_year"].as_i64().unwrap(), row["value"].as_f64(), row["state"].as_str()))
        .collect();
    assert_eq!(
        cells,
        [
            (2014, Some(18.0), Some("printed")),
            (2015, Some(21.0), Some("printed")),
            (2016, Some(26.0), Some("printed")),
            (2014, Some(1.0), Some("printed")),
            (2015, None, Some("blank")),
            (2016, Some(1.0), Some("printed")),
        ]
    );
    assert_eq!(rows[0]["source_path"], "hubei/yunmeng/2014.html");
    assert_eq!((rows[0]["snapshot"].as_str(), rows[0]["seam"].as_str()), (Some("000001"), None));
}

#[test]
fn places_are_found_by_every_name_or_told_apart() {
    let key = |name: &str| rows(&["--place", name, "--years", "2020", "--metric", "staff.total"])[0]["key"].clone();
    for name in ["420923", "云梦县", "云梦", "湖北省孝感市云梦县", "湖北 云梦", "孝感/云梦县"] {
        assert_eq!(key(name), "420923", "{name}");
    }
    assert_eq!(key("南京市鼓楼区"), "320106");
    assert_eq!(key("沙湾县"), key("沙湾市"), "one county under two names");
    for (name, told) in [
        ("鼓楼区", "江苏省 南京市 鼓楼区"),
        ("云孟县", "420923 湖北省 孝感市 云梦县"),
        ("", "a name or a code"),
        (" / ", "a name or a code"),
        ("\u{1b}[31m'; DROP TABLE panel; --", "no province, prefecture or county"),
        ("../../etc/passwd", "no province, prefecture or county"),
        ("999999", "no province, prefecture or county"),
        ("孝感市国土资源局", "by agency_id"),
    ] {
        let output = compare(&["--place", name]);
        assert_eq!(code(&output), 2, "{name}");
        assert!(out(&output).is_empty() && err(&output).contains(told), "{name}: {}", err(&output));
        assert!(!err(&output).contains('\u{1b}'));
    }
    // One of several names is enough to stop: half an answer would look like a whole one.
    assert_eq!(code(&compare(&["--place", "云梦县", "--place", "朝阳"])), 2);
}

#[test]
fn what_stands_beside_a_place() {
    let text = shown(&[
        "--place",
        "云梦县",
        "--metric",
        "applications_received",
        "--years",
        "2021-2023",
        "--against",
        "siblings,prefecture",
    ]);
    assert!(line(&text, "孝感市").ends_with("·   428     ·"), "{text}");
    assert!(text.contains("median of 6 others in 孝感市") && text.contains("that state it"), "{text}");
    assert!(text.contains("siblings without a report in these years: 孝南区"), "{text}");
    let roles: Vec<String> =
        rows(&["--place", "云梦县", "--years", "2022", "--metric", "appeals_total", "--against", "siblings"])
            .iter()
            .map(|row| row["role"].as_str().unwrap().to_string())
            .collect();
    assert_eq!(roles, [vec!["place"], vec!["sibling"; 6], vec!["median"]].concat());
    let note = shown(&["--place", "北京市", "--against", "prefecture", "--metric", "appeals_total"]);
    assert!(note.contains("note: 北京市 lies in no prefecture of its own"), "{note}");
    // A median is of what is stated: 平罗县 alone has a report in its prefecture.
    let rows = rows(&[
        "--place",
        "宁夏惠农区",
        "--years",
        "2021",
        "--metric",
        "applications_received",
        "--against",
        "siblings",
    ]);
    let median = rows.iter().find(|row| row["role"] == "median").unwrap();
    assert_eq!((median["value"].as_f64(), median["of"].as_i64()), (Some(31.0), Some(1)));
    let asked = &rows[0];
    assert_eq!((asked["value"].as_f64(), asked["absent"].as_str()), (None, Some("no_report")));
}

#[test]
fn parts_of_one_key_are_not_chained() {
    let text = shown(&["--place", "江干区", "--metric", "applications_received"]);
    assert!(line(&text, "上城区").contains("║211"), "{text}");
    assert!(text.contains("the reports are of 上城区 2017, 江干区 2019"), "{text}");
}

#[test]
fn metrics_are_columns_of_the_panel_or_of_the_dictionary() {
    let text =
        shown(&["--place", "云梦县", "--metric", "applications.received_new@natural_person", "--years", "2018-2020"]);
    assert!(line(&text, "云梦县").ends_with("·n   38    46"), "{text}");
    let text = shown(&["--place", "云梦县", "--metric", "applications.received", "--years", "2018-2020"]);
    assert!(text.contains("applications_received is the series across forms"), "{text}");
    let output = compare(&["--place", "云梦县", "--metric", "applications.recieved_new"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("applications.received_new"), "{}", err(&output));
}

#[test]
fn every_format_and_every_wrong_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_string();
    let order = ["--place", "云梦县", "--years", "2015", "--metric", "lawsuits_total"];
    let csv = path("a.csv");
    assert_eq!(code(&compare(&[&order[..], &["--format", "csv", "--bom", "--output", &csv]].concat())), 0);
    let text = fs::read_to_string(&csv).unwrap();
    assert!(text.starts_with("\u{feff}snapshot,role,place,"), "{text}");
    assert!(text.contains(",lawsuits_total,件,2015,,,blank,area,"), "a blank is an empty cell: {text}");
    let parquet = path("a.parquet");
    assert_eq!(code(&compare(&[&order[..], &["--format", "parquet", "--output", &parquet]].concat())), 0);
    let bytes = fs::read(&parquet).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    let table = path("a.txt");
    assert_eq!(code(&compare(&[&order[..], &["--output", &table]].concat())), 0);
    assert_eq!(fs::read_to_string(&table).unwrap(), shown(&order));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing else is left behind");

    let away = path("no/such/folder.csv");
    for wrong in [
        &["--format", "parquet"][..],
        &["--bom"],
        &["--years", "2024-2012"],
        &["--years", "all"],
        &["--against", "neighbours"],
        &["--output", &away],
    ] {
        let output = compare(&[&order[..2], wrong].concat());
        assert_eq!(code(&output), 2, "{wrong:?}");
        assert!(out(&output).is_empty() && !err(&output).is_empty(), "{wrong:?}");
    }
    assert_eq!(code(&compare(&[])), 2, "a place is needed");
    let nowhere = nianbao(&["compare", "--warehouse", "/no/such", "--place", "云梦县"]);
    assert!(code(&nowhere) == 2 && err(&nowhere).contains("no published snapshot"));
}
