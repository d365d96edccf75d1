//! What happens to figures when reports are corrupted: how often nianbao still gives the right value, abstains, warns, or is
//! silently wrong, by kind of corruption. `make accuracy` puts the table into docs/accuracy.md.

// The gold of the corpus is the business of tests/gold.rs.
#[allow(dead_code)]
#[path = "../support/expected.rs"]
mod expected;
#[path = "../generate/mod.rs"]
mod generate;
mod judge;
mod kinds;
mod layouts;
mod lift;
#[path = "../support/reliability.rs"]
mod reliability;
mod sentences;
mod sheets;

use generate::bytes::Encoding;
use generate::chance::Chance;
use generate::html::Style;
use generate::page::{Page, Pages, Piece, Shape};
use generate::plain::Layout;
use generate::render::render;
use generate::say::Numerals;
use judge::{Outcome, Says, agrees, fact, outcome, traced, with_definitions};
use kinds::{Kind, mutate};
use nianbao::catalog::Catalog;
use nianbao::model::{Number, Parsed};
use nianbao::pipeline;
use reliability::Reliability;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Generated reports that are corrupted, each in every way that it can be; `NIANBAO_GENERATED` asks for more.
const GENERATED: usize = 240;
/// Silently wrong figures of a hundred touched ones, at most, where the change leaves a trace.
const BOUND: f64 = 1.0;

/// A report whose truth is known.
struct Subject {
    name: String,
    page: Page,
    shape: Shape,
    says: Says,
}

#[derive(Clone, Debug, Default)]
struct Tally {
    mutants: usize,
    outcomes: BTreeMap<Outcome, usize>,
    /// Figures that were not touched and became silently wrong.
    elsewhere: usize,
    examples: Vec<String>,
    reliability: Reliability,
}

impl Tally {
    fn count(&self, outcome: Outcome) -> usize {
        self.outcomes.get(&outcome).copied().unwrap_or(0)
    }

    fn add(&mut self, other: Tally) {
        self.mutants += other.mutants;
        other.outcomes.into_iter().for_each(|(outcome, count)| *self.outcomes.entry(outcome).or_default() += count);
        self.elsewhere += other.elsewhere;
        self.examples.extend(other.examples);
        self.reliability.add(&other.reliability);
    }

    /// Touched figures whose change leaves a trace.
    fn judged(&self) -> usize {
        self.outcomes.values().sum::<usize>() - self.count(Outcome::Untraced)
    }

    fn silent(&self) -> usize {
        self.count(Outcome::Silent) + self.elsewhere
    }

    fn percent(&self, count: usize) -> f64 {
        100.0 * count as f64 / self.judged().max(1) as f64
    }
}

fn catalog() -> Catalog {
    Catalog::load(None).unwrap_or_else(|faults| panic!("the configuration has {} faults", faults.len()))
}

fn parse(catalog: &Catalog, name: &str, bytes: &[u8]) -> Option<Parsed> {
    pipeline::parse_guarded(catalog, pipeline::source(name.to_string(), bytes), bytes).ok()
}

fn generated(catalog: &Catalog) -> Vec<Subject> {
    let pages = Pages::new(catalog);
    let count = std::env::var("NIANBAO_GENERATED").ok().and_then(|count| count.parse().ok()).unwrap_or(GENERATED);
    (0..count)
        .map(|number| {
            let report = pages.report(number);
            let says = report.truth.values.iter().map(|(metric, said)| (metric.clone(), said.value)).collect();
            // The encoding is the business of other tests, and Big5 is slow to make.
            let encoding = if report.shape.encoding == Encoding::Gb18030 { Encoding::Gb18030 } else { Encoding::Utf8 };
            let name = format!("generated {number} ({:?}, {:?})", report.era, report.shape.layout);
            Subject { name, page: report.page, shape: Shape { encoding, ..report.shape }, says }
        })
        .collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn samples(catalog: &Catalog) -> Vec<Subject> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let base = root.join("tests/expected");
    let mut found = Vec::new();
    files(&base, &mut found);
    let shape = Shape {
        layout: Layout::Markup,
        style: Style::Plain,
        encoding: Encoding::Utf8,
        numerals: Numerals::Plain,
        plain: false,
        framed: false,
        noisy: false,
    };
    let mut subjects = Vec::new();
    for path in found {
        let name = path.strip_prefix(&base).expect("below it").to_string_lossy().trim_end_matches(".txt").to_string();
        let expected = expected::parse(&name, &std::fs::read_to_string(&path).expect("UTF-8"));
        let Ok(bytes) = std::fs::read(root.join("data/sample").join(&name)) else { continue };
        let Some(parsed) = parse(catalog, &name, &bytes).filter(|_| expected.state == "report") else { continue };
        let number = |value: f64| Number((value * Number::SCALE as f64).round() as i64);
        let says: Says = expected
            .values
            .iter()
            .filter(|((_, scope), _)| scope.is_empty())
            .map(|((metric, _), want)| (metric.clone(), want.value.map(number)))
            .collect();
        let right = |metric: &str| says.get(metric).is_some_and(|said| agrees(fact(catalog, &parsed, metric), *said));
        let page = lift::page(catalog, &parsed, &right);
        subjects.push(Subject { name, page, shape, says });
    }
    subjects
}

fn read(catalog: &Catalog, subject: &Subject, page: &Page) -> Option<Parsed> {
    parse(catalog, "page", &render(page, subject.shape, &mut Chance::new(page.year as u64)))
}

fn corrupt(catalog: &Catalog, number: usize, subject: &Subject, tallies: &mut BTreeMap<Kind, Tally>) {
    let Some(before) = read(catalog, subject, &subject.page) else { return };
    let form = before.form.clone();
    let says = with_definitions(catalog, &form, &subject.says);
    let right: BTreeSet<&String> = says
        .iter()
        .filter(|(metric, said)| agrees(fact(catalog, &before, metric), **said))
        .map(|(metric, _)| metric)
        .collect();
    let fabricated: BTreeSet<String> = judge::fabricated(catalog, &before, &form, &says).into_iter().collect();
    let told: Vec<String> =
        subject.page.pieces.iter().filter(|piece| matches!(piece, Piece::Text(_))).flat_map(kinds::metrics).collect();
    // What stands on the page: a blank cell contradicts nothing.
    let cells = subject.page.pieces.iter().filter_map(|piece| match piece {
        Piece::Table(sheet) => Some(sheet.rows.iter().flatten().filter(|cell| !cell.text.is_empty())),
        _ => None,
    });
    let cells: BTreeSet<&String> = cells.flatten().filter_map(|cell| cell.metric.as_ref()).collect();
    let stated = says.iter().filter(|(metric, _)| cells.contains(metric) || told.contains(metric));
    let stated: Says = stated.map(|(metric, said)| (metric.clone(), *said)).collect();
    for (index, kind) in Kind::ALL.into_iter().enumerate() {
        let mut chance = Chance::new((number * 100 + index) as u64);
        let Some(mutant) = mutate(&subject.page, kind, &mut chance) else { continue };
        let after = read(catalog, subject, &mutant.page);
        let tally = tallies.entry(kind).or_default();
        tally.mutants += 1;
        let derived = derived(catalog, &form, &subject.says, &stated, &mutant);
        for metric in &right {
            let metric = metric.as_str();
            let touched = mutant.touched.contains(metric);
            let untraced =
                mutant.says.get(metric).copied().filter(|_| !traced(catalog, &form, &stated, &mutant, metric, &told));
            let became =
                outcome(catalog, after.as_ref(), metric, says[metric], untraced.or(derived.get(metric).copied()));
            if let Some(fact) =
                after.as_ref().and_then(|after| fact(catalog, after, metric)).filter(|fact| fact.value.is_some())
            {
                tally.reliability.count(fact.confidence, matches!(became, Outcome::Right | Outcome::Untraced));
            }
            if touched {
                *tally.outcomes.entry(became).or_default() += 1;
            } else if became == Outcome::Silent {
                tally.elsewhere += 1;
            }
            if became == Outcome::Silent {
                let got = after.as_ref().and_then(|after| fact(catalog, after, metric));
                tally.examples.push(format!(
                    "{}: {metric} is {} where {} is right ({}): {}",
                    subject.name,
                    got.and_then(|fact| fact.value).map_or("-".to_string(), |value| value.to_string()),
                    says[metric].map_or("-".to_string(), |value| value.to_string()),
                    got.map_or("", |fact| fact.state.name()),
                    mutant.what
                ));
            }
        }
        for metric in after.iter().flat_map(|after| judge::fabricated(catalog, after, &form, &says)) {
            if !fabricated.contains(&metric) {
                tally.elsewhere += 1;
                tally.examples.push(format!("{}: {metric} is new: {}", subject.name, mutant.what));
            }
        }
    }
}

/// Every subject in every way, on all processors; the sums do not depend on how many there are.
fn corrupt_all(catalog: &Catalog, subjects: &[Subject]) -> BTreeMap<Kind, Tally> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let size = subjects.len().div_ceil(threads).max(1);
    let part = &|(index, part): (usize, &[Subject])| {
        let mut tallies = BTreeMap::new();
        for (number, subject) in part.iter().enumerate() {
            corrupt(catalog, index * size + number, subject, &mut tallies);
        }
        tallies
    };
    let parts: Vec<BTreeMap<Kind, Tally>> = std::thread::scope(|scope| {
        let started: Vec<_> = subjects.chunks(size).enumerate().map(|chunk| scope.spawn(move || part(chunk))).collect();
        started.into_iter().map(|thread| thread.join().expect("a thread of the test panicked")).collect()
    });
    let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
    for (kind, tally) in parts.into_iter().flatten() {
        tallies.entry(kind).or_default().add(tally);
    }
    tallies
}

/// What follows from cells whose change left no trace: totals by definition, and what the equations give for cells that the
/// page leaves empty.
fn derived(catalog: &Catalog, form: &str, says: &Says, stated: &Says, mutant: &kinds::Mutant) -> Says {
    if mutant.says.is_empty() {
        return Says::new();
    }
    let mut after = says.clone();
    after.extend(mutant.says.clone());
    let defined = with_definitions(catalog, form, &after);
    let mut derived: Says = defined.into_iter().filter(|(metric, _)| !says.contains_key(metric)).collect();
    let mut page = stated.clone();
    page.extend(mutant.says.clone());
    let empty = says.keys().filter(|metric| !page.contains_key(*metric));
    derived.extend(judge::solved(catalog, form, &page, &empty.cloned().collect()));
    derived
}

fn table(tallies: &BTreeMap<Kind, Tally>) -> String {
    let mut table = String::from(
        "| corruption | reports | figures | right | abstains | warns | silently wrong | elsewhere | no trace |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for (kind, tally) in tallies {
        let share = |outcome| format!("{:.1} %", tally.percent(tally.count(outcome)));
        table.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {:.2} % | {} | {} |\n",
            kind.name(),
            tally.mutants,
            tally.judged(),
            share(Outcome::Right),
            share(Outcome::Abstains),
            share(Outcome::Flagged),
            tally.percent(tally.count(Outcome::Silent)),
            tally.elsewhere,
            tally.count(Outcome::Untraced)
        ));
    }
    table
}

#[test]
fn corrupted_reports_are_not_silently_wrong() {
    let catalog = catalog();
    let subjects: Vec<Subject> = generated(&catalog).into_iter().chain(samples(&catalog)).collect();
    let tallies = corrupt_all(&catalog, &subjects);
    for (kind, tally) in &tallies {
        println!("\n{}", kind.name());
        tally.examples.iter().take(12).for_each(|example| println!("  {example}"));
    }
    println!("<!-- measured -->\n## Corrupted reports, nianbao {}\n\n{}", env!("CARGO_PKG_VERSION"), table(&tallies));
    let mut reliability = Reliability::default();
    tallies.values().for_each(|tally| reliability.add(&tally.reliability));
    println!("Confidence over all figures of the corrupted reports:\n\n{}<!-- end -->", reliability.table());
    for (kind, tally) in &tallies {
        assert!(tally.judged() >= 50, "{} is hardly tried", kind.name());
        let silent = tally.percent(tally.silent());
        assert!(silent <= BOUND, "{}: {silent:.2} % of the figures are silently wrong", kind.name());
    }
}
