//! Tables of every form in every layout that text was seen in: what is read right, wrong, or not at all.

use crate::generate::bytes::Encoding;
use crate::generate::chance::Chance;
use crate::generate::html::Style;
use crate::generate::page::{Era, Page, Pages, Piece, Shape};
use crate::generate::plain::Layout;
use crate::generate::render::render;
use crate::generate::say::Numerals;
use crate::generate::sheet::Cell;
use crate::judge::{self, Outcome, Says, outcome};
use crate::reliability::Reliability;
use crate::{catalog, parse};
use nianbao::catalog::Catalog;
use std::collections::{BTreeMap, BTreeSet};

/// Reports a layout and form.
const EACH: usize = 8;
/// Silently wrong cells of a hundred, at most, in any layout.
const BOUND: f64 = 0.1;

const ERAS: [Era; 5] = [Era::Fujian, Era::Shanghai, Era::Form2014, Era::Form2019, Era::Form2021];

#[derive(Clone, Debug, Default)]
struct Tally {
    cells: usize,
    outcomes: BTreeMap<Outcome, usize>,
    by_era: BTreeMap<Era, (usize, usize)>,
    fabricated: usize,
    examples: Vec<String>,
    /// Cells that were not read, by report, measure and state.
    unread: BTreeMap<String, usize>,
    reliability: Reliability,
}

impl Tally {
    fn percent(&self, outcome: Outcome) -> f64 {
        100.0 * self.outcomes.get(&outcome).copied().unwrap_or(0) as f64 / self.cells.max(1) as f64
    }

    fn silent(&self) -> f64 {
        self.percent(Outcome::Silent) + 100.0 * self.fabricated as f64 / self.cells.max(1) as f64
    }
}

/// Pages with numbers inside the tables, with titles left out, with sentences instead of them: the shape varies with the number.
fn shape(layout: Layout, number: usize) -> Shape {
    Shape {
        layout,
        style: Style::Plain,
        encoding: Encoding::Utf8,
        numerals: if number % 5 == 4 { Numerals::Commas } else { Numerals::Plain },
        plain: !layout.is_markup() && number.is_multiple_of(2),
        framed: false,
        noisy: number % 3 == 2,
    }
}

fn try_out(catalog: &Catalog, pages: &Pages, layout: Layout, era: Era, number: usize, tally: &mut Tally) {
    let years = era.years();
    let year = years.0 + (number as i32 % (years.1 - years.0 + 1));
    let shape = shape(layout, number);
    let report = pages.make(number * 31, era, year, shape, 2, Chance::new((number * 1000 + layout as usize) as u64));
    let mut page: Page = report.page;
    if number % 4 == 3 {
        // Titles and captions were dropped; the report's own stands elsewhere.
        page.pieces.retain(|piece| !matches!(piece, Piece::Title(_)));
    }
    if number % 4 == 1 && matches!(layout, Layout::Lines | Layout::Framed | Layout::OneLine | Layout::Celled) {
        page.pieces.iter_mut().for_each(total_first);
    }
    let mut printed: BTreeSet<String> = page.pieces.iter().filter_map(table).flatten().collect();
    let told: BTreeSet<String> = page.pieces.iter().filter_map(sentence).flatten().collect();
    // What the table leaves blank and a sentence says is said.
    printed.retain(|metric| report.truth.number(metric).is_some() || !told.contains(metric));
    let says: Says = report.truth.values.iter().map(|(metric, said)| (metric.clone(), said.value)).collect();
    let parsed = parse(catalog, "page", &render(&page, shape, &mut Chance::new(year as u64)));
    let name = format!("{era:?} {number} {layout:?}{}", if shape.plain { " text" } else { "" });
    for metric in &printed {
        let read = parsed.as_ref().and_then(|parsed| judge::fact(catalog, parsed, metric));
        if let Some(fact) = read.filter(|fact| fact.value.is_some()) {
            tally.reliability.count(fact.confidence, judge::agrees(Some(fact), says[metric]));
        }
        let became = outcome(catalog, parsed.as_ref(), metric, says[metric], None);
        tally.cells += 1;
        *tally.outcomes.entry(became).or_default() += 1;
        let (right, all) = tally.by_era.entry(era).or_default();
        *right += usize::from(became == Outcome::Right);
        *all += 1;
        if became == Outcome::Abstains {
            let stem = metric.split(['.', '@']).next().unwrap_or_default();
            let state = read.map_or("nothing", |fact| fact.state.name());
            *tally.unread.entry(format!("{name}: {stem} {state}")).or_default() += 1;
        }
        if matches!(became, Outcome::Silent | Outcome::Flagged) {
            let read = read.and_then(|fact| fact.value).map_or("-".to_string(), |value| value.to_string());
            let said = says[metric].map_or("-".to_string(), |value| value.to_string());
            tally.examples.push(format!("{name}: {metric} is {read} where {said} is right ({became:?})"));
        }
    }
    let form = parsed.as_ref().map_or(String::new(), |parsed| parsed.form.clone());
    for metric in parsed.iter().flat_map(|parsed| judge::fabricated(catalog, parsed, &form, &says)) {
        tally.fabricated += 1;
        tally.examples.push(format!("{name}: {metric} is new"));
    }
}

/// The merged label of the total before its header row, as some editors flatten it, over cells in the order of the form.
fn total_first(piece: &mut Piece) {
    let Piece::Table(sheet) = piece else { return };
    let total = |cell: &Cell| cell.text == "总计" && cell.rows > 1;
    for row in sheet.rows.iter_mut().filter(|row| row.iter().filter(|cell| total(cell)).count() == 1) {
        row.sort_by_key(|cell| !total(cell));
    }
}

fn table(piece: &Piece) -> Option<Vec<String>> {
    let Piece::Table(sheet) = piece else { return None };
    Some(sheet.rows.iter().flatten().filter_map(|cell| cell.metric.clone()).collect())
}

fn sentence(piece: &Piece) -> Option<Vec<String>> {
    let Piece::Text(told) = piece else { return None };
    Some(told.facts.clone())
}

#[test]
fn tables_in_every_layout_are_read_or_left() {
    let catalog = catalog();
    let pages = Pages::new(&catalog);
    let mut tallies: BTreeMap<Layout, Tally> = BTreeMap::new();
    for layout in Layout::ALL {
        for era in ERAS {
            for number in 0..EACH {
                try_out(&catalog, &pages, layout, era, number, tallies.entry(layout).or_default());
            }
        }
    }
    for (layout, tally) in &tallies {
        println!("\n{}", layout.name());
        tally.examples.iter().take(16).for_each(|example| println!("  {example}"));
        tally.unread.iter().for_each(|(what, count)| println!("  not read: {what} {count}"));
    }
    let mut text = String::from(
        "| layout | cells | right | not read | warns | silently wrong | Fujian | Shanghai | 2014 | 2019 | 2021 |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for (layout, tally) in &tallies {
        let share = |outcome| format!("{:.1} %", tally.percent(outcome));
        let eras: Vec<String> = tally
            .by_era
            .values()
            .map(|(right, all)| format!("{:.0} %", 100.0 * *right as f64 / (*all).max(1) as f64))
            .collect();
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {:.2} % | {} |\n",
            layout.name(),
            tally.cells,
            share(Outcome::Right),
            share(Outcome::Abstains),
            share(Outcome::Flagged),
            tally.silent(),
            eras.join(" | ")
        ));
    }
    let mut reliability = Reliability::default();
    tallies.values().for_each(|tally| reliability.add(&tally.reliability));
    println!("<!-- measured -->\n## Layouts, nianbao {}\n\n{text}", env!("CARGO_PKG_VERSION"));
    println!("Confidence over all cells of the layouts:\n\n{}<!-- end -->", reliability.table());
    for (layout, tally) in &tallies {
        assert!(tally.silent() <= BOUND, "{}: {:.2} % are silently wrong", layout.name(), tally.silent());
    }
}
