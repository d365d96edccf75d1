//! Questions on one file and on one fact.

use super::{REPORTS, code, err, nianbao, out, root, run, tree};
use serde_json::Value;
use std::fs;

#[test]
fn parse_shows_values_with_the_characters_behind_them() {
    let path = root().join("data/sample").join(REPORTS[1]);
    let note = root().join("data/sample/README.md");
    let output = nianbao(&["parse", path.to_str().unwrap()]);
    assert_eq!(code(&output), 0);
    let text = out(&output);
    assert!(text.contains("云梦县人民政府 (government, county)"), "{text}");
    let fact = text
        .lines()
        .position(|line| line.starts_with("  applications.received_new  58 件  printed exact area "))
        .expect("the fact");
    let evidence = text.lines().nth(fact + 1).unwrap();
    assert!(evidence.contains("grid t2021/applications") && evidence.contains("«58»"), "{evidence}");
    assert!(text.contains("\nequations  ") && !text.contains('\u{1b}'));
    let all = out(&nianbao(&["parse", "--all", path.to_str().unwrap()]));
    assert!(all.lines().count() > text.lines().count() && !all.contains("\nblank ("));

    let output = nianbao(&["parse", "--json", path.to_str().unwrap(), note.to_str().unwrap(), "/no/such/file"]);
    assert_eq!(code(&output), 1, "two of the files are no reports");
    let lines: Vec<Value> = out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        lines.iter().map(|line| line["state"].as_str().unwrap()).collect::<Vec<_>>(),
        ["report", "refused", "refused"]
    );
    assert_eq!(lines[2]["reason"], "unreadable");
    let facts = lines[0]["facts"].as_array().unwrap();
    let fact =
        facts.iter().find(|fact| fact["metric"] == "applications.received_new" && fact["facet"].is_null()).unwrap();
    assert_eq!((fact["value"].as_i64(), fact["state"].as_str()), (Some(58), Some("printed")));
    let claim = &lines[0]["observations"][fact["observation"].as_u64().unwrap() as usize];
    let byte = |name: &str| claim[name].as_u64().unwrap() as usize;
    assert_eq!(&lines[0]["text"].as_str().unwrap()[byte("span_start")..byte("span_end")], "58");
    // Null is never zero: what carries no value has none in JSON either.
    for fact in facts {
        let number = ["printed", "words", "solved", "derived", "conflict"].contains(&fact["state"].as_str().unwrap());
        assert_eq!(fact["value"].is_number(), number, "{fact}");
    }
}

#[test]
fn parse_marks_what_was_read_in_the_text_and_what_was_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.txt");
    let text = "清水县教育局2012年政府信息公开工作年度报告\n\n二、依申请公开政府信息情况\n\
                上半年收到政府信息公开申请17件。全年收到政府信息公开申请20件。我局共收到政府信息公开申请21件。\n\
                三、行政复议和行政诉讼情况\n全年未发生因政府信息公开引发的行政复议和行政诉讼案件。\n";
    fs::write(&path, text).unwrap();
    let shown = out(&nianbao(&["parse", path.to_str().unwrap()]));
    let marked = shown.split("\ntext  ").nth(1).expect("the marked text");
    assert!(marked.starts_with("«value» ‹zero› <rival> ?unclaimed?, 1 unclaimed\n"), "{marked}");
    for mark in ["申请?17?件", "申请«20»件", "申请<21>件", "全年‹未发生"] {
        assert!(marked.contains(mark), "{mark} in {marked}");
    }
    let json: Value = serde_json::from_str(&out(&nianbao(&["parse", "--json", path.to_str().unwrap()]))).unwrap();
    assert_eq!(json["unclaimed"][0]["raw"], "17");
}

#[test]
fn explain_leads_a_fact_back_to_its_characters() {
    let folder = tree();
    assert_eq!(code(&run(&folder, &[])), 0);
    let warehouse = folder.path().join("warehouse");
    let explain = |agency: &str, year: &str, metric: &str, json: bool| {
        let mut arguments = vec![
            "explain",
            "--warehouse",
            warehouse.to_str().unwrap(),
            "--agency",
            agency,
            "--year",
            year,
            "--metric",
            metric,
        ];
        if json {
            arguments.push("--json");
        }
        nianbao(&arguments)
    };
    for agency in ["云梦县人民政府", "云梦县", "420923", "云梦"] {
        let output = explain(agency, "2023", "applications.received_new", false);
        assert_eq!(code(&output), 0, "{agency}: {}", err(&output));
        let text = out(&output);
        for part in [
            "58 件",
            "hubei/yunmeng/2023.html",
            "grid t2021/applications",
            "«58»",
            "holds  application-flow ",
            "applications.carried_in 4",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("another configuration"));
    }
    let value: Value =
        serde_json::from_str(&out(&explain("420923", "2023", "applications.received_new", true))).unwrap();
    assert_eq!(
        (value["fact"]["value"].as_f64(), value["report"]["agency_id"].as_str()),
        (Some(58.0), Some("gov:420923"))
    );
    assert!(value["observations"][0]["line"].as_str().unwrap().contains("«58»"));

    // The subtotal of the refusals stands in no cell: its definition is shown, with the parts.
    let derived = out(&explain("420923", "2023", "applications.outcome.denied", false));
    assert!(derived.contains("state       derived") && derived.contains("\n  defines  "), "{derived}");

    for (agency, year, metric, told) in [
        ("县人民政府", "2023", "applications.received_new", ""),
        ("县", "2030", "applications.received_new", "2021, 2022, 2023"),
        ("云梦县", "2021", "applications.received_new", "2022, 2023"),
        ("北京市", "2023", "applications.received_new", "云梦县人民政府"),
        ("云梦县", "2023", "applications.recieved_new", "applications.received_new"),
        ("云梦县", "2023", "staff.total", "no fact of staff.total"),
    ] {
        let output = explain(agency, year, metric, false);
        let found = told.is_empty();
        assert_eq!(code(&output), if found { 0 } else { 2 }, "{}", err(&output));
        assert!(err(&output).contains(told), "{told} in {}", err(&output));
    }
    let nowhere =
        nianbao(&["explain", "--warehouse", "/no/such", "--agency", "x", "--year", "2023", "--metric", "staff.total"]);
    assert_eq!(code(&nowhere), 2);
    assert!(err(&nowhere).contains("no published snapshot"));
}

#[test]
fn report_writes_one_page_or_leaves_what_is_there() {
    let folder = tree();
    assert_eq!(code(&run(&folder, &[])), 0);
    let (warehouse, page) = (folder.path().join("warehouse"), folder.path().join("page.html"));
    let report = |warehouse: &str, more: &[&str]| {
        let arguments = ["report", "--warehouse", warehouse, "--output", page.to_str().unwrap()];
        nianbao(&[&arguments[..], more].concat())
    };
    let output = report(warehouse.to_str().unwrap(), &["--lang", "en"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).starts_with(page.to_str().unwrap()), "{}", out(&output));
    let english = std::fs::read_to_string(&page).unwrap();
    assert!(english.starts_with("<!doctype html>\n<html lang=\"en\""));
    assert!(!english.contains("云梦"), "what reports say stands packed in the page, never as markup");
    for wrong in [report("/no/such", &[]), report(warehouse.to_str().unwrap(), &["--lang", "fr"])] {
        assert_eq!(code(&wrong), 2);
    }
    assert_eq!(std::fs::read_to_string(&page).unwrap(), english, "a failure leaves the page that is there");
    assert_eq!(code(&report(warehouse.to_str().unwrap(), &["--quotes", "0"])), 0);
    assert!(std::fs::read_to_string(&page).unwrap().len() < english.len());
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".new")), "{left:?}");
}

/// The fifteen columns of section four, cut into a table on appeals and one on lawsuits: each proves its own columns.
#[test]
fn a_table_cut_in_two_side_by_side_is_read_in_both_parts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    let five = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>";
    let cells = |values: &[i32]| values.iter().map(|value| format!("<td>{value}</td>")).collect::<String>();
    let page = format!(
        "<h1>民乐县人民政府2023年政府信息公开工作年度报告</h1><h2>四、政府信息公开行政复议、行政诉讼情况</h2>\
         <table><tr><td colspan=5>行政复议</td></tr><tr>{five}</tr><tr>{}</tr></table>\
         <table><tr><td colspan=10>行政诉讼</td></tr><tr><td colspan=5>未经复议直接起诉</td>\
         <td colspan=5>复议后起诉</td></tr><tr>{five}{five}</tr><tr>{}</tr></table>",
        cells(&[3, 1, 0, 2, 6]),
        cells(&[4, 0, 1, 0, 5, 0, 2, 0, 7, 9]),
    );
    fs::write(&path, page).unwrap();
    let report: Value = serde_json::from_str(&out(&nianbao(&["parse", "--json", path.to_str().unwrap()]))).unwrap();
    let value = |metric: &str, facet: Option<&str>| {
        let same = |fact: &&Value| fact["metric"] == metric && fact["facet"].as_str() == facet;
        report["facts"].as_array().unwrap().iter().find(same).and_then(|fact| fact["value"].as_i64())
    };
    assert_eq!(value("appeals.upheld", None), Some(3));
    assert_eq!(value("appeals.total", None), Some(6));
    assert_eq!(value("lawsuits.total", Some("direct")), Some(5));
    assert_eq!(value("lawsuits.corrected", Some("after_review")), Some(2));
}
