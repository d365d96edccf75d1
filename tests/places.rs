//! Links of agencies to divisions against gold links of our own (`tests/places.tsv`), and ids through the years.
//! The gold follows from the register of divisions, not from the program.

use nianbao::catalog::Catalog;
use nianbao::catalog::place::{Clue, ClueKind};
use nianbao::identify::{Located, locate};
use std::collections::{BTreeMap, BTreeSet};

const GOLD: &str = include_str!("places.tsv");

/// Least share of links that are right in everything, and greatest share with a code that is false, in thousandths.
const RIGHT: usize = 970;
const FALSE: usize = 5;

fn catalog() -> Catalog {
    Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn clue(text: &str) -> Clue<'_> {
    let (kind, text) = text.split_once('=').expect("kind=text");
    let kind = match kind {
        "title" => ClueKind::Title,
        "publisher" => ClueKind::Publisher,
        "contact" => ClueKind::Contact,
        "breadcrumb" => ClueKind::Breadcrumb,
        "documents" => ClueKind::Documents,
        "site" => ClueKind::Site,
        "host" => ClueKind::Host,
        "phone" => ClueKind::Phone,
        "path" => ClueKind::Path,
        "text" => ClueKind::Text,
        other => panic!("{other} is no kind of clue"),
    };
    Clue { kind, text }
}

fn clues(context: &str) -> Vec<Clue<'_>> {
    let parts = context.split(" | ").filter(|part| *part != "-");
    parts.map(clue).collect()
}

fn or_dash(value: Option<&str>) -> &str {
    value.unwrap_or("-")
}

fn shown(located: &Located) -> String {
    let link = &located.link;
    [
        or_dash(link.division_code.as_deref()),
        or_dash(link.county_key.as_deref()),
        located.kind.name(),
        or_dash(located.level.map(|level| level.name())),
        or_dash(link.township_code.as_deref()),
    ]
    .join(" ")
}

#[derive(Default)]
struct Tally {
    name: String,
    cases: usize,
    right: usize,
    open: usize,
    false_codes: usize,
}

#[test]
fn gold_links() {
    let catalog = catalog();
    let mut tallies: Vec<Tally> = Vec::new();
    let mut differences = Vec::new();
    for line in GOLD.lines().skip(2) {
        if let Some(name) = line.strip_prefix("# ") {
            tallies.push(Tally { name: name.to_string(), ..Tally::default() });
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, year, context, want @ ..] = &fields[..] else { panic!("eight columns: {line}") };
        assert_eq!(want.len(), 5, "eight columns: {line}");
        let located = locate(&catalog, name, year.parse().expect("a year"), &clues(context));
        let (got, want_shown) = (shown(&located), want.join(" "));
        let code = or_dash(located.link.division_code.as_deref());
        let tally = tallies.last_mut().expect("a heading comes first");
        tally.cases += 1;
        tally.right += usize::from(got == want_shown);
        tally.open += usize::from(code == "-" && want[0] != "-");
        tally.false_codes += usize::from(code != "-" && code != want[0]);
        if got != want_shown {
            let why = located.open.unwrap_or(located.link.evidence);
            differences.push(format!("{name} {year} [{context}]\n  want {want_shown}\n  got  {got} ({why})"));
        }
    }
    println!("{:>6} {:>6} {:>6} {:>6}", "cases", "right", "open", "false");
    let mut all = Tally { name: "all".to_string(), ..Tally::default() };
    for tally in &tallies {
        println!("{:>6} {:>6} {:>6} {:>6}  {}", tally.cases, tally.right, tally.open, tally.false_codes, tally.name);
        all.cases += tally.cases;
        all.right += tally.right;
        all.open += tally.open;
        all.false_codes += tally.false_codes;
    }
    println!("{:>6} {:>6} {:>6} {:>6}  {}", all.cases, all.right, all.open, all.false_codes, all.name);
    println!("{}", differences.join("\n"));
    assert!(all.cases >= 200, "{} cases", all.cases);
    assert!(all.right * 1000 >= all.cases * RIGHT, "{} of {} right", all.right, all.cases);
    assert!(all.false_codes * 1000 <= all.cases * FALSE, "{} of {} with a false code", all.false_codes, all.cases);
}

#[test]
fn one_publisher_has_one_id_through_the_years() {
    let catalog = catalog();
    let id = |(name, year): &(&str, i32)| locate(&catalog, name, *year, &[]).agency_id;
    for same in [
        &[("云梦县人民政府", 2008), ("孝感市云梦县", 2015), ("湖北省云梦县人民政府", 2025)][..],
        &[("藁城市人民政府", 2013), ("石家庄市藁城区人民政府", 2015), ("藁城区", 2020)],
        &[("密云县人民政府", 2010), ("密云区人民政府", 2014), ("北京市密云区", 2020)],
        &[("密云县财政局", 2010), ("北京市密云区财政局", 2020)],
        &[("密云县十里堡镇", 2012), ("密云区十里堡镇人民政府", 2020)],
        &[("江干区人民政府", 2009), ("杭州市江干区", 2020)],
        &[("毕节地区行政公署", 2009), ("毕节市人民政府", 2014)],
        &[("铜仁市人民政府", 2009), ("铜仁市碧江区", 2014)],
        &[("平潭综合实验区", 2011), ("平潭综合实验区管委会", 2020)],
        &[("苏州工业园区", 2009), ("苏州工业园区管委会", 2020), ("苏州工业园区管理委员会", 2021)],
        &[("石家庄高新技术产业开发区", 2012), ("石家庄高新区管委会", 2019)],
        &[("阿拉尔市", 2009), ("第一师阿拉尔市", 2019), ("新疆生产建设兵团第一师阿拉尔市人民政府", 2021)],
        &[("海淀区羊坊店街道办事处", 2010), ("北京市海淀区羊坊店街道", 2022)],
        // A township outlives the merger of its county.
        &[("成都市武侯区浆洗街街道办事处", 2023), ("武侯区浆洗街街道", 2018), ("武侯区浆洗街街办", 2012)],
        &[("水城县花戛乡", 2018), ("水城县花戛苗族布依族彝族乡", 2016)],
        &[("江干区笕桥街道", 2016), ("杭州市上城区笕桥街道办事处", 2022)],
        &[("松桃县", 2010), ("松桃苗族自治县人民政府", 2020)],
        &[("儋州市人民政府", 2012), ("儋州市人民政府", 2018)],
    ] {
        let ids: BTreeSet<String> = same.iter().map(id).collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
    }
    for (one, other) in [
        (("平潭综合实验区", 2013), ("平潭县人民政府", 2013)),
        (("江干区人民政府", 2020), ("上城区人民政府", 2020)),
        (("铜仁市人民政府", 2009), ("铜仁市人民政府", 2014)),
        (("巢湖市人民政府", 2009), ("巢湖市人民政府", 2014)),
        (("重庆市万盛区", 2009), ("重庆市綦江区", 2014)),
        (("永嘉县人民政府", 2013), ("永嘉县人民政府办公室", 2013)),
        (("长春市朝阳区", 2013), ("北京市朝阳区", 2013)),
        (("海淀区人民政府", 2013), ("海淀区海淀街道", 2013)),
    ] {
        assert_ne!(id(&one), id(&other), "{one:?} {other:?}");
    }
}

#[test]
fn a_county_keeps_its_key_and_has_the_code_of_each_year() {
    let catalog = catalog();
    for year in 2008..=2025 {
        let link = locate(&catalog, "云梦县人民政府", year, &[]).link;
        assert_eq!(link.division_code.as_deref(), Some("420923"), "{year}");
        let name = if year < 2014 { "藁城市" } else { "藁城区" };
        let link = locate(&catalog, name, year, &[]).link;
        let code = if year < 2014 { "130182" } else { "130109" };
        assert_eq!((link.division_code.as_deref(), link.county_key.as_deref()), (Some(code), Some("130109")), "{year}");
    }
}

#[test]
fn the_evidence_is_kept_in_words_and_what_is_open_lists_its_candidates() {
    let catalog = catalog();
    let told = locate(&catalog, "朝阳区教育局", 2014, &clues("breadcrumb=长春市 | phone=010-65094321"));
    assert_eq!(told.link.evidence, "name; parent named in the breadcrumb");
    let open = locate(&catalog, "朝阳区教育局", 2014, &[]);
    let why = open.open.expect("nothing chooses");
    assert!(why.contains("110105 朝阳区 (北京市)") && why.contains("220104 朝阳区 (长春市)"), "{why}");
    let wrong_year = locate(&catalog, "密云县", 2020, &[]).open.expect("no such county");
    assert!(wrong_year.contains("110228 密云县 (北京市, until 2014)"), "{wrong_year}");
}

#[test]
fn every_full_name_alone_is_its_division_or_open() {
    let catalog = catalog();
    let rows: Vec<_> = catalog.places.rows().collect();
    for year in [2009, 2016, 2023] {
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.valid_from <= year && row.valid_to.is_none_or(|last| last >= year)) {
            names.entry(&row.name).or_default().push(&row.code);
        }
        for (name, codes) in names {
            let link = |tail: &str| locate(&catalog, &format!("{name}{tail}"), year, &[]).link.division_code;
            let want = if let [only] = codes[..] { Some(only.to_string()) } else { None };
            assert_eq!(link("人民政府"), want, "{name} {year}");
            assert_eq!(link("财政局"), want, "{name} {year}");
            assert_eq!(link("经济技术开发区管委会"), None, "{name} {year}");
        }
    }
}

#[test]
fn every_township_below_its_parents_is_in_its_county() {
    let catalog = catalog();
    let (places, year) = (&catalog.places, 2019);
    let text = include_str!("../config/places/townships.csv");
    let (mut cases, mut linked, mut coded) = (0, 0, 0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [code, name, county, from, to] = cells[..] else { panic!("five columns: {line}") };
        let year_of = |cell: &str| cell.parse::<i32>().expect("a year");
        let seen = year_of(from) <= year && (to.is_empty() || year_of(to) >= year);
        let real = code.as_bytes()[6] < b'4';
        let Some(row) = places.of_code(county, year).filter(|_| seen && real) else { continue };
        let parent = places.ancestors(row, year).first().map_or("", |&parent| &places.row(parent).name);
        let link = locate(&catalog, &format!("{parent}{}{name}", places.row(row).name), year, &[]).link;
        cases += 1;
        linked += usize::from(link.division_code.is_some());
        coded += usize::from(link.township_code.as_deref() == Some(code));
        assert!(link.division_code.as_deref().is_none_or(|found| found == county), "{line}: {link:?}");
        assert!(link.township_code.as_deref().is_none_or(|found| found == code), "{line}: {link:?}");
    }
    println!("{cases} townships, {linked} in their county, {coded} with their code, none in another");
    assert!(
        cases > 39_000 && linked * 1000 >= cases * 999 && coded * 1000 >= cases * 998,
        "{linked} and {coded} of {cases}"
    );
}

/// How fast names are linked: `cargo test --test places -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a test"]
fn links_a_second() {
    let catalog = catalog();
    let cases: Vec<(&str, i32, Vec<Clue>)> = GOLD
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            (fields[0], fields[1].parse().expect("a year"), clues(fields[2]))
        })
        .collect();
    let began = std::time::Instant::now();
    let mut linked = 0;
    for (name, year, clues) in cases.iter().cycle().take(100_000) {
        linked += usize::from(locate(&catalog, name, *year, clues).link.division_code.is_some());
    }
    println!("{:.0} names a second, {linked} linked", 100_000.0 / began.elapsed().as_secs_f64());
    let files = nianbao::catalog::source::Files::embedded();
    let load = |_| {
        let began = std::time::Instant::now();
        nianbao::catalog::Places::load(&files, &mut Vec::new());
        began.elapsed()
    };
    println!("places loaded in {:?}, the best of five", (0..5).map(load).min().unwrap_or_default());
}
