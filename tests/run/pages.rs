//! Reports in several files: pages of one report, renderings of one text, a correction and what it corrects. Knows the
//! ledger; the texts are made here.

use crate::room::{Table, catalog, order, room, run};
use std::path::Path;

const TITLE: &str = "平罗县人民政府2021年政府信息公开工作年度报告";

/// A report in form, of two pages if cut at the mark.
fn report(received: u32) -> String {
    format!(
        "<h1>{TITLE}</h1><p>一、总体情况</p>\
         <p>2021年,平罗县坚持依法公开,通过门户网站主动公开各类政府信息,重点领域信息公开有序推进。</p>\
         <p>二、主动公开政府信息情况</p><p>全年制发的行政规范性文件均已公开,现行有效的文件已经全部编入目录。</p>|\
         <p>三、收到和处理政府信息公开申请情况</p>\
         <p>2021年,共收到政府信息公开申请{received}件,均在规定的期限之内作了答复,没有结转下年度继续办理的申请。</p>\
         <p>四、政府信息公开行政复议、行政诉讼情况</p><p>本年度因政府信息公开被申请行政复议2件,被提起行政诉讼0件。</p>\
         <p>五、存在的主要问题及改进情况</p><p>一些单位公开的内容还不够及时,今后将加强培训和检查,提高公开质量。</p>"
    )
}

fn page(body: &str) -> String {
    format!("<html><head><meta charset=\"utf-8\"><title>{TITLE}</title></head><body>{body}</body></html>")
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

/// Path, state, reason or why, detail of every file.
fn ledger(snapshot: &Path) -> Vec<String> {
    let sources = Table::read(snapshot, "sources");
    let of = |row: usize| {
        let why = sources.maybe("reason", row).or(sources.maybe("why", row)).unwrap_or_default();
        let detail = sources.maybe("detail", row).unwrap_or_default();
        format!("{} {} {why} {detail}", sources.text("path", row), sources.text("state", row)).trim_end().to_string()
    };
    (0..sources.rows()).map(of).collect()
}

fn received(snapshot: &Path) -> Vec<Option<i64>> {
    let rows = Table::read(snapshot, "applications");
    (0..rows.rows()).map(|row| rows.integer("received", row)).collect()
}

#[test]
fn pages_of_one_report_are_one_report() {
    let (input, warehouse) = (room("pages-input"), room("pages"));
    let whole = report(27);
    let (first, second) = whole.split_once('|').unwrap();
    write(&input, "t7.html", &page(&format!("{first}<a href=\"t7_1.html\">2</a>")));
    write(&input, "t7_1.html", &page(&format!("<h1>{TITLE}</h1>{second}")));
    let done = run(catalog(), &order(std::slice::from_ref(&input), &warehouse)).unwrap();
    assert_eq!(ledger(&done.snapshot), ["t7.html report", "t7_1.html duplicate later_page t7.html"]);
    assert_eq!(received(&done.snapshot), [Some(27)]);
    let sources = Table::read(&done.snapshot, "sources");
    assert_eq!(sources.text("report_id", 0), sources.text("report_id", 1));

    let again = run(catalog(), &order(std::slice::from_ref(&input), &warehouse)).unwrap();
    assert_eq!((again.manifest.counts.reused, received(&again.snapshot)), (2, vec![Some(27)]));
    // The later page is gone: what was read with it must not be taken over.
    std::fs::remove_file(input.join("t7_1.html")).unwrap();
    let alone = run(catalog(), &order(&[input], &warehouse)).unwrap();
    assert_eq!((alone.manifest.counts.reused, received(&alone.snapshot)), (0, vec![None]));
}

#[test]
fn a_page_that_nothing_leads_to_is_no_second_report() {
    let (input, warehouse) = (room("unproven-input"), room("unproven"));
    let whole = report(27);
    let (first, second) = whole.split_once('|').unwrap();
    write(&input, "t7.html", &page(first));
    write(&input, "t7_1.html", &page(&format!("<h1>{TITLE}</h1>{second}")));
    let done = run(catalog(), &order(&[input], &warehouse)).unwrap();
    let detail = "by its name a later page of t7.html, which does not lead to it";
    assert_eq!(
        ledger(&done.snapshot),
        ["t7.html report".to_string(), format!("t7_1.html refused continuation {detail}")]
    );
    assert_eq!(received(&done.snapshot), [None]);
}

#[test]
fn a_correction_speaks_and_says_what_it_corrects() {
    let (input, warehouse) = (room("editions-input"), room("editions"));
    let whole = report(27).replace('|', "");
    write(&input, "a.html", &page(&whole));
    write(
        &input,
        "a_text.txt",
        &whole.replace("</p>", "\n").replace("</h1>", "\n").replace("<p>", "").replace("<h1>", ""),
    );
    write(&input, "b.html", &page(&report(28).replace('|', "").replace("</h1>", "(更正)</h1>")));
    let done = run(catalog(), &order(&[input], &warehouse)).unwrap();
    assert_eq!(
        ledger(&done.snapshot),
        ["a.html superseded uncorrected b.html", "a_text.txt duplicate same_text a.html", "b.html report"]
    );
    assert_eq!(received(&done.snapshot), [Some(28)]);
    let issues = Table::read(&done.snapshot, "issues");
    let differ: Vec<String> = (0..issues.rows())
        .filter(|&row| issues.text("code", row) == "editions_differ")
        .map(|row| issues.text("message", row))
        .collect();
    // What was received was all answered, the text says, so that both numbers differ.
    assert_eq!(
        differ,
        ["applications.received: 28 here, 27 in a.html", "applications.answered: 28 here, 27 in a.html"]
    );
}

#[test]
fn a_governments_own_numbers_stand_beside_those_of_its_area() {
    let (input, warehouse) = (room("scopes-input"), room("scopes"));
    write(&input, "area.html", &page(&report(27).replace('|', "")));
    let own = report(5).replace('|', "").replace("各类政府信息,", "").replace("</h1>", "(本级)</h1>");
    write(&input, "own.html", &page(&own));
    let done = run(catalog(), &order(&[input], &warehouse)).unwrap();
    assert_eq!(ledger(&done.snapshot), ["area.html report", "own.html report"]);
    let panel = Table::read(&done.snapshot, "panel");
    assert_eq!((panel.rows(), panel.text("scope", 0)), (1, "area".to_string()));
    assert_eq!(panel.integer("applications_received", 0), Some(27));
}

#[test]
fn a_file_that_cannot_be_read_explains_the_gap_that_it_leaves() {
    let (input, warehouse) = (room("gaps-input"), room("gaps"));
    write(&input, "2021.html", &page(&report(27).replace('|', "")));
    write(&input, &format!("{}.doc", TITLE.replace("2021", "2020")), "\u{0}\u{1}\u{2}\u{3}\u{0}\u{1}\u{2}\u{3}");
    write(&input, "2019.html", &page(&report(9).replace('|', "")).replace("2021", "2019"));
    let done = run(catalog(), &order(&[input], &warehouse)).unwrap();
    let coverage = Table::read(&done.snapshot, "coverage");
    let told: Vec<String> = (0..coverage.rows())
        .filter(|&row| coverage.maybe("county_key", row).as_deref() == Some("640221"))
        .map(|row| {
            let year = coverage.integer("report_year", row).unwrap();
            let reason = coverage.maybe("reason", row).unwrap_or_default();
            format!("{year} {} {reason}", coverage.flag("present", row)).trim_end().to_string()
        })
        .collect();
    assert_eq!(told, ["2019 true", "2020 false refused", "2021 true"]);
    let panel = Table::read(&done.snapshot, "panel");
    let years: Vec<Option<i64>> = (0..panel.rows()).map(|row| panel.integer("report_year", row)).collect();
    assert_eq!(years, [Some(2019), Some(2021)], "a gap is a gap");
}
