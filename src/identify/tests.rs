//! Identification by cases: titles in the styles of real sites in our own wording, pages in every layout, and the gold
//! of the corpus where it is present.

mod pages;
mod voice;

use super::*;
use crate::model::{Block, BlockKind};

fn catalog() -> Catalog {
    Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// One paragraph a line: the plainest reader there is.
fn document(text: &str) -> Document {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches('\n');
        if !body.trim().is_empty() {
            let span = Span::new(at, at + body.len());
            blocks.push(Block { span, kind: BlockKind::Paragraph, frame: false });
        }
        at += line.len();
    }
    Document { text: text.to_string(), blocks, media_type: "text/plain".to_string(), encoding: "UTF-8".to_string() }
}

fn limits(catalog: &Catalog) -> crate::read::Limits {
    let settings = &catalog.settings;
    crate::read::Limits {
        max_text_bytes: settings.max_text_bytes,
        max_depth: settings.max_depth,
        max_cells: settings.max_cells,
    }
}

fn source(path: &str) -> Source {
    Source { path: path.to_string(), member: None, sha256: String::new(), bytes: 0 }
}

fn read(catalog: &Catalog, path: &str, text: &str) -> (Result<Identity, Refusal>, Vec<Issue>) {
    let mut issues = Vec::new();
    let result = identify(catalog, &source(path), &document(text), &mut issues);
    (result, issues)
}

/// A body that any report could have.
const BODY: &str = "\n一、概述\n按照上级要求，本单位稳步开展信息公开，健全了受理、审核、发布的流程，明确专人负责，接受社会各界监督和评议。\n\
    二、主动公开政府信息情况\n共主动公开各类信息三十条。\n三、依申请公开情况\n未收到申请。\n四、存在的主要问题\n人员不足。\n";

#[test]
fn titles_name_agency_year_and_kind() {
    let catalog = catalog();
    let cases = include_str!("cases.tsv");
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [title, agency, year, kind, code] = fields[..] else { panic!("five columns: {line}") };
        count += 1;
        let title = title.replace("\\n", "\n");
        let (result, _) = read(&catalog, "page.txt", &format!("{title}\n{BODY}"));
        let got = match result {
            Ok(identity) => format!(
                "{}\t{}\t{}\t{}",
                identity.agency.value,
                identity.year.value,
                identity.kind.name(),
                identity.link.division_code.as_deref().unwrap_or("-")
            ),
            Err(refusal) => format!("{}: {}", refusal.reason.name(), refusal.detail),
        };
        let want = format!("{agency}\t{year}\t{kind}\t{code}");
        if got != want {
            wrong.push(format!("{title}\n  want {want}\n  got  {got}"));
        }
    }
    assert!(count >= 60, "{count} cases");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_no_year_of_a_title_gives_none() {
    let catalog = catalog();
    for (title, reason) in [
        ("缙云县舒洪镇13年度政府信息公开年度报告", RefusalReason::YearUnknown),
        ("缙云县舒洪镇13年度政府信息公开年度报告\n2016年1月9日", RefusalReason::YearUnknown),
        ("缙云县舒洪镇政府信息公开年度报告\n2013年\n2012年\n2011年", RefusalReason::YearUnknown),
        ("缙云县舒洪镇政府信息公开年度报告（2012.8-2013.7）", RefusalReason::YearUnknown),
        ("缙云县舒洪镇政府信息公开年度报告（2013年上半年）", RefusalReason::NotAReport),
        ("缙云县舒洪镇政府信息公开年度报告（2013年1-6月）", RefusalReason::NotAReport),
        ("缙云县舒洪镇政府信息公开年度报告（2013.7.1-2013.12.31）", RefusalReason::NotAReport),
        ("缙云县舒洪镇二十O三年政府信息公开年度报告", RefusalReason::YearUnknown),
    ] {
        let found = read(&catalog, "page.txt", &format!("{}\n{BODY}", title.replace("\\n", "\n"))).0;
        assert_eq!(found.map(|found| found.year.value).map_err(|refusal| refusal.reason), Err(reason), "{title}");
    }
}

#[test]
fn a_government_without_a_name_is_none() {
    let catalog = catalog();
    for title in ["本县人民政府", "我市人民政府", "各县人民政府", "县人民政府", "全市各县人民政府"]
    {
        let found = read(&catalog, "page.txt", &format!("{title}2021年政府信息公开工作年度报告\n{BODY}")).0;
        let agency = found.map(|found| found.agency.value).map_err(|refusal| refusal.reason);
        assert_eq!(agency, Err(RefusalReason::AgencyUnknown), "{title}");
    }
}

#[test]
fn short_sentences_that_begin_with_one_year_tell_it() {
    let catalog = catalog();
    let year = |sentences: &str| {
        let text = format!("缙云县舒洪镇政府信息公开年度报告\n{BODY}{sentences}");
        read(&catalog, "page.txt", &text).0.map(|found| found.year.value).map_err(|refusal| refusal.reason)
    };
    assert_eq!(year("五、收费\n2020年度我镇没有收费。\n六、复议\n2020年本镇没有复议案件。"), Ok(2020));
    assert_eq!(year("五、收费\n2020年度我镇没有收费。"), Err(RefusalReason::YearUnknown));
    assert_eq!(year("五、收费\n2020年没有收费。\n六、复议\n2019年没有案件。"), Err(RefusalReason::YearUnknown));
    assert_eq!(year("五、打算\n2020年我镇将更新目录。\n2020年我镇计划培训两次。"), Err(RefusalReason::YearUnknown));
}

#[test]
fn gold_of_the_corpus() {
    let root = ["../shared/corpus", "../../shared/corpus"]
        .iter()
        .map(|path| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .find(|path| path.is_dir());
    let Some(root) = root else {
        println!("skipped: no corpus beside the project");
        return;
    };
    let catalog = catalog();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (list, folder) in [("seeds.gold.jsonl", "seeds/"), ("reports.gold.jsonl", "")] {
        let gold = std::fs::read_to_string(root.join(list)).unwrap();
        for line in gold.lines() {
            let gold: serde_json::Value = serde_json::from_str(line).unwrap();
            let file = gold["file"].as_str().unwrap();
            if file.ends_with(".pdf") {
                continue;
            }
            let bytes = std::fs::read(root.join(format!("{folder}{file}"))).unwrap();
            let mut issues = Vec::new();
            count += 1;
            let document = crate::read::read(&bytes, &limits(&catalog), &mut issues).unwrap();
            match identify(&catalog, &source(file), &document, &mut issues) {
                Ok(identity) => compare(&gold, &identity, &mut wrong),
                Err(refusal) => wrong.push(format!("{file}: {} {}", refusal.reason.name(), refusal.detail)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} values of {count} files wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every value of `title_facts` that the identity holds; optional ones are right too.
fn compare(gold: &serde_json::Value, identity: &Identity, wrong: &mut Vec<String>) {
    use serde_json::Value;
    let text = |value: &str| Value::String(value.to_string());
    let none = Value::Null;
    let values = [
        ("agency", text(&identity.agency.value)),
        ("agency_kind", text(identity.kind.name())),
        ("agency_level", identity.level.map_or(none.clone(), |level| text(level.name()))),
        ("report_year", Value::from(identity.year.value)),
        ("published", identity.published.as_ref().map_or(none.clone(), |date| text(&date.value.to_string()))),
        ("division_code", identity.link.division_code.as_deref().map_or(none, text)),
    ];
    for (key, got) in values {
        let Some(want) = gold["title_facts"].get(key) else {
            continue;
        };
        let optional = gold["title_facts_optional"][key].as_array().cloned().unwrap_or_default();
        // The corpus calls the level of a department "department"; ours is that of its government or null.
        let department = want == "department" && (got.is_null() || optional.contains(&got));
        if got != *want && !optional.contains(&got) && !department {
            wrong.push(format!("{}: {key} is {got}, gold {want}", gold["file"]));
        }
    }
}
