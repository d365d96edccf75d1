//! The data of the page against the facts of the snapshot, and that nothing scraped becomes markup.

use super::{Language, Order, page};
use crate::catalog::headline::Headline;
use crate::catalog::{Catalog, Metrics};
use crate::model::*;
use crate::warehouse::testing::{fact, headline, metrics, parsed, publish};
use flate2::read::GzDecoder;
use serde_json::{Value as Json, json};
use std::io::Read;

const HOSTILE: &str = "</script><img src=x onerror=alert(1)>\u{2028}\u{2029}<!--\u{202e}&'\"";

fn catalog() -> Catalog {
    let Ok(mut catalog) = Catalog::load(None) else { panic!("the embedded configuration is sound") };
    catalog.metrics = Metrics::from_entries(metrics());
    catalog.headline = Headline { tables: headline() };
    catalog.rules.entries.clear();
    catalog
}

/// A report of county A or B whose first fact was read from the `7` of its text.
fn report(name: &str, year: i32, value: Option<i64>) -> Parsed {
    let mut report = parsed(name, year);
    report.identity.link.division_code = Some(if name == "B" { "110102" } else { "110101" }.into());
    let at = report.document.text.rfind('7').unwrap();
    report.observations = vec![Observation {
        metric: MetricId(0),
        scope: Scope::Own,
        value: value.and_then(Number::from_integer).map_or(Value::Dash, |number| Value::Number(number, Bound::Exact)),
        about_year: year,
        evidence: Evidence {
            method: Method::Grid,
            rank: Rank::High,
            pattern: "t2021/applications".into(),
            span: Span::new(at, at + 1),
            row: None,
            column: None,
            repaired: false,
        },
    }];
    report.facts = vec![Fact { chosen: Some(0), ..fact(0, Scope::Own, value) }, fact(1, Scope::Own, None)];
    report
}

fn order(quotes: usize) -> Order {
    Order { language: Language::Chinese, quotes }
}

/// A packed block of a page; null where it has none.
fn block(page: &str, name: &str) -> Json {
    let head = format!("<script type=\"application/gzip\" id=\"{name}\">");
    let Some((_, rest)) = page.split_once(&head) else { return Json::Null };
    let packed = rest.split_once("</script>").unwrap().0;
    let digit = |c: u8| "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".find(char::from(c));
    let mut bytes = Vec::new();
    for four in packed.as_bytes().chunks(4) {
        let bits = four.iter().fold(0, |bits, &c| bits << 6 | digit(c).unwrap_or(0));
        let kept = 3 - four.iter().filter(|&&c| c == b'=').count();
        bytes.extend_from_slice(&(bits as u32).to_be_bytes()[1..=kept]);
    }
    let mut text = String::new();
    GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The numbers of the places by name, and the number of the point of a place and year.
fn point(core: &Json, name: &str, year: i64) -> usize {
    let list = |of: &Json| of.as_array().unwrap().clone();
    let place = list(&core["places"]["name"]).iter().position(|own| own == name).unwrap();
    let year = list(&core["years"]).iter().position(|own| *own == year).unwrap();
    let (places, years) = (list(&core["points"]["place"]), list(&core["points"]["year"]));
    (0..places.len()).find(|&at| places[at] == place && years[at] == year).unwrap()
}

#[test]
fn the_figures_of_the_page_are_the_facts() {
    let folder = tempfile::tempdir().unwrap();
    let mut province = report("P", 2021, Some(40));
    province.identity.level = Some(Level::Province);
    province.identity.link.division_code = Some("110000".into());
    province.identity.link.county_key = None;
    let reports = [report("A", 2019, Some(0)), report("A", 2020, None), report("B", 2021, Some(7)), province];
    publish(folder.path(), &reports, 3);
    let page = page(&catalog(), folder.path(), order(1_000_000)).unwrap();
    let core = block(&page, "core");
    assert_eq!(core["years"], json!([2019, 2020, 2021]));
    assert_eq!(
        core["places"]["name"],
        json!(["Province", "A District", "B County"]),
        "units through time, newest name"
    );
    assert_eq!(core["places"]["seen"], json!(["nnr", "rrn", "nnr"]));
    assert_eq!(core["places"]["others"][1], json!(["110101", "A County"]));
    assert_eq!(core["places"]["parent"], json!([null, 0, 0]));
    assert_eq!(core["stated"], json!([3, 0, 0, 0]));
    let (figures, quotes) = (block(&page, "figures-0"), block(&page, "quotes-0"));
    let states: Vec<char> = figures["state"].as_str().unwrap().chars().collect();
    for (name, year, value, state) in [
        ("A District", 2019, json!(0), 'a'),
        ("A District", 2020, json!(null), 'f'),
        ("B County", 2021, json!(7), 'a'),
        ("Province", 2021, json!(40), 'a'),
    ] {
        let at = point(&core, name, year);
        assert_eq!((&figures["value"][at], states[at]), (&value, state), "{name} {year}");
        assert_eq!(
            core["states"][(states[at] as u8 - b'a') as usize],
            if value.is_null() { "blank" } else { "printed" }
        );
        let part = quotes["first"][at].as_u64().unwrap() as usize;
        let read = quotes["read"][part].as_array().unwrap();
        let texts: Vec<&str> =
            read.iter().map(|text| quotes["texts"][text.as_u64().unwrap() as usize].as_str().unwrap()).collect();
        assert_eq!(texts, ["grid", "received: ", "7", ""]);
        let sources = block(&page, "sources");
        assert_eq!(sources["source_path"][at], json!(format!("{}/{year}.html", &name[..1])));
    }
    // The second metric's cell is blank everywhere, the third is asked for nowhere but in the form of 2021.
    assert_eq!(block(&page, "figures-1")["state"], "ffff");
    assert_eq!(block(&page, "figures-2")["value"], json!([null, null, null, null]));
}

#[test]
fn nothing_that_was_scraped_becomes_markup() {
    let folder = tempfile::tempdir().unwrap();
    let mut hostile = report("A", 2021, Some(7));
    hostile.document.text = format!("{HOSTILE} received: 7{HOSTILE}");
    let at = hostile.document.text.find('7').unwrap();
    hostile.observations[0].evidence.span = Span::new(at, at + 1);
    hostile.identity.agency.value = HOSTILE.into();
    hostile.identity.url =
        Some(Attributed { value: format!("javascript:alert(1)//{HOSTILE}"), evidence: String::new(), span: None });
    hostile.identity.title = Some(Attributed { value: HOSTILE.into(), evidence: String::new(), span: None });
    hostile.source.path = format!("{HOSTILE}.html");
    hostile.checks = vec![Check {
        rule: HOSTILE.into(),
        facet: None,
        scope: Scope::Own,
        verdict: Verdict::Fails,
        left: None,
        right: None,
        residual: None,
        suspect: Some(HOSTILE.into()),
    }];
    publish(folder.path(), &[hostile], 3);
    let page = page(&catalog(), folder.path(), order(1_000_000)).unwrap();
    for piece in ["alert(1)", "onerror", "\u{2028}", "\u{2029}", "\u{202e}"] {
        assert!(!page.contains(piece), "{piece:?} stands in the page as it is");
    }
    let (opened, closed) = (page.matches("<script").count(), page.matches("</script>").count());
    assert_eq!(opened, closed);
    assert_eq!(
        page.matches("<script>").count(),
        2,
        "the library and the program, both named in the policy by their hash"
    );
    assert!(page.contains("default-src 'none'; script-src 'sha256-") && !page.contains("unsafe-"));
    // Nothing is lost but what could turn the direction of the text around it.
    let plain = HOSTILE.replace('\u{202e}', "");
    let (sources, quotes, quality) = (block(&page, "sources"), block(&page, "quotes-0"), block(&page, "quality"));
    assert_eq!((&sources["agency"][0], &sources["title"][0]), (&json!(plain), &json!(plain)));
    assert!(quotes["texts"].as_array().unwrap().contains(&json!(plain)));
    assert_eq!((&quality["rules"][0]["rule"], &quality["rules"][0]["examples"][0][5]), (&json!(plain), &json!(plain)));
}

#[test]
fn quotes_keep_to_their_room_and_the_page_says_so() {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), &[report("A", 2021, Some(7)), report("B", 2020, None)], 3);
    let catalog = catalog();
    let all = page(&catalog, folder.path(), order(1_000_000)).unwrap();
    assert_eq!(block(&all, "core")["quotes"], json!({ "limit": 1_000_000, "left_out": [] }));
    let none = page(&catalog, folder.path(), order(0)).unwrap();
    assert_eq!(block(&none, "core")["quotes"]["left_out"], json!([0, 1, 2, 3]));
    assert_eq!((block(&none, "quotes-0"), block(&none, "figures-0")), (Json::Null, block(&all, "figures-0")));
    // Room for one: the first column of the first table keeps its quotes.
    let length = |name: &str| all.split_once(&format!("id=\"{name}\">")).unwrap().1.find('<').unwrap();
    let one = page(&catalog, folder.path(), order(length("quotes-0"))).unwrap();
    assert_eq!(block(&one, "quotes-0"), block(&all, "quotes-0"));
    assert!(block(&one, "core")["quotes"]["left_out"].as_array().unwrap().contains(&json!(1)));
}

#[test]
fn the_same_snapshot_gives_the_same_page() {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), &[report("A", 2021, Some(7)), report("B", 2020, None)], 3);
    let (catalog, order) = (catalog(), order(1_000_000));
    assert!(page(&catalog, folder.path(), order).unwrap() == page(&catalog, folder.path(), order).unwrap());
}

#[test]
fn a_snapshot_without_reports_has_a_page() {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), &[], 3);
    let page = page(&catalog(), folder.path(), order(1_000_000)).unwrap();
    assert_eq!(block(&page, "core")["years"], json!([]));
    assert!(super::page(&catalog(), &folder.path().join("elsewhere"), order(0)).is_err());
}
