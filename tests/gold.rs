//! What nianbao reads against what a careful human reader would: precision and recall by metric and form, over the samples
//! and, where it is there, over the corpus of real reports. `make gold` prints the tables.

#[path = "support/expected.rs"]
mod expected;
// The mutation test adds tables up.
#[allow(dead_code)]
#[path = "support/reliability.rs"]
mod reliability;

use expected::{Expected, Want};
use nianbao::catalog::Catalog;
use nianbao::model::{Parsed, Refusal};
use nianbao::pipeline;
use reliability::Reliability;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Share of the required values that must be read.
const RECALL: f64 = 0.995;

/// Counts of one metric and form.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: usize,
    wrong: usize,
    fabricated: usize,
    missing: usize,
    /// Wrong or fabricated without a state that warns: printed, words, solved or derived.
    silent: usize,
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.fabricated += other.fabricated;
        self.missing += other.missing;
        self.silent += other.silent;
    }

    fn precision(&self) -> f64 {
        ratio(self.right, self.right + self.wrong + self.fabricated)
    }

    fn recall(&self) -> f64 {
        ratio(self.right, self.right + self.wrong + self.missing)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// What differs, and the tallies by form and measure.
#[derive(Default)]
struct Score {
    tallies: BTreeMap<(String, String), Tally>,
    differences: Vec<String>,
    reliability: Reliability,
    identities: usize,
    identity_faults: usize,
}

fn catalog() -> Catalog {
    Catalog::load(None).unwrap_or_else(|faults| {
        panic!("the configuration has faults:\n{}", faults.iter().map(|f| format!("{f}\n")).collect::<String>())
    })
}

fn judge(catalog: &Catalog, expected: &Expected, result: &Result<Parsed, Refusal>, score: &mut Score) {
    let name = &expected.name;
    let report = !expected.state.starts_with("refused");
    let parsed = match result {
        Ok(parsed) if report => parsed,
        Ok(_) => return score.differences.push(format!("{name}: read as a report, should be {}", expected.state)),
        Err(refusal) => {
            let state = format!("refused {}", refusal.reason.name());
            if state != expected.state {
                score.differences.push(format!("{name}: {state} ({}), should be {}", refusal.detail, expected.state));
            }
            for (metric, want) in &expected.values {
                if want.value.is_some() && report {
                    score.tallies.entry(("refused".to_string(), metric.0.clone())).or_default().missing += 1;
                }
            }
            return;
        }
    };
    if expected.state != "report" {
        return; // the ledger judges these: tests/run.rs
    }
    identity(expected, parsed, score);
    facts(catalog, expected, parsed, score);
    for (metric, year, value, exact) in &expected.restated {
        let found = parsed.observations.iter().any(|claim| {
            claim.about_year == *year
                && catalog.metrics.name(claim.metric) == *metric
                && claim.value.number().is_some_and(|number| {
                    (float(number) - value).abs() < 1e-6 || !exact && (float(number) - value).abs() <= value * 0.02
                })
        });
        if !found {
            score.differences.push(format!("{name}: no claim that {metric} was {value} in {year}"));
        }
    }
}

fn float(number: nianbao::model::Number) -> f64 {
    number.0 as f64 / nianbao::model::Number::SCALE as f64
}

fn identity(expected: &Expected, parsed: &Parsed, score: &mut Score) {
    let identity = &parsed.identity;
    let none = || "-".to_string();
    let read = BTreeMap::from([
        ("agency", identity.agency.value.clone()),
        ("agency_kind", identity.kind.name().to_string()),
        ("level", identity.level.map_or_else(none, |level| level.name().to_string())),
        ("division_code", identity.link.division_code.clone().unwrap_or_else(none)),
        ("year", identity.year.value.to_string()),
        ("published", identity.published.as_ref().map_or_else(none, |date| date.value.to_string())),
        ("form", parsed.form.clone()),
    ]);
    for (key, accepted) in &expected.identity {
        let Some(value) = read.get(key.as_str()) else { continue };
        score.identities += 1;
        if !accepted.contains(value) {
            score.identity_faults += 1;
            score.differences.push(format!("{}: {key} is {value}, should be {}", expected.name, accepted.join(" or ")));
        }
    }
}

fn facts(catalog: &Catalog, expected: &Expected, parsed: &Parsed, score: &mut Score) {
    let name = &expected.name;
    let default = parsed.identity.scope.value.name().to_string();
    let mut seen = Vec::new();
    for ((metric, scope), want) in &expected.values {
        let Some(id) = catalog.metrics.id(metric) else {
            score.differences.push(format!("{name}: the expectation names {metric}, which is no metric"));
            continue;
        };
        let scope = if scope.is_empty() { &default } else { scope };
        let fact = parsed
            .facts
            .iter()
            .find(|fact| fact.metric == id && fact.scope.name() == scope)
            .or_else(|| parsed.facts.iter().find(|fact| fact.metric == id && expected.identity.is_empty()));
        seen.push((id, scope.clone()));
        let tally = score.tallies.entry((parsed.form.clone(), metric.clone())).or_default();
        let read = fact.and_then(|fact| fact.value).map(float);
        let state = fact.map_or("absent", |fact| fact.state.name());
        let optional = expected.optional.get(metric);
        if let (Some(fact), Some(read)) = (fact, read) {
            let allowed = optional.is_some_and(|list| list.iter().any(|value| (value - read).abs() < 1e-6));
            let said = want.value.map_or(state == "solved" && read == 0.0, |value| (value - read).abs() < 1e-6);
            score.reliability.count(fact.confidence, said || allowed);
        }
        match (want, read) {
            (Want { value: Some(value), states }, Some(read)) if (value - read).abs() < 1e-6 => {
                tally.right += 1;
                if !states.is_empty() && !states.iter().any(|known| known.is_empty() || known == state) {
                    score
                        .differences
                        .push(format!("{name}: {metric} = {read} is {state}, should be {}", states.join(" or ")));
                }
            }
            (Want { value: Some(_), .. }, Some(read))
                if optional.is_some_and(|list| list.iter().any(|value| (value - read).abs() < 1e-6)) =>
            {
                tally.right += 1
            }
            (Want { value: Some(value), .. }, Some(read)) => {
                tally.wrong += 1;
                tally.silent += usize::from(state != "conflict");
                score.differences.push(format!(
                    "{name}: WRONG {metric} = {read} ({state}, {}), should be {value}",
                    evidence(parsed, fact)
                ));
            }
            (Want { value: Some(value), states }, None) => {
                tally.missing += 1;
                score
                    .differences
                    .push(format!("{name}: MISSING {metric} = {value} {} (state {state})", states.join("|")));
            }
            (Want { value: None, .. }, Some(read)) => {
                let proved = state == "solved" && read == 0.0
                    || optional.is_some_and(|list| list.iter().any(|value| (value - read).abs() < 1e-6));
                if !proved {
                    tally.fabricated += 1;
                    tally.silent += usize::from(state != "conflict");
                    score.differences.push(format!(
                        "{name}: FABRICATED {metric} = {read} ({state}, {}), should have no value",
                        evidence(parsed, fact)
                    ));
                }
            }
            (Want { value: None, states }, None) => {
                let lenient = ["ambiguous", "unreadable", "missing"];
                let same = states.iter().any(|known| {
                    known == state
                        || lenient.contains(&known.as_str()) && (lenient.contains(&state) || state == "absent")
                });
                if !same {
                    score.differences.push(format!("{name}: {metric} is {state}, should be {}", states.join(" or ")));
                }
            }
        }
    }
    for fact in &parsed.facts {
        let metric = catalog.metrics.name(fact.metric);
        let Some(value) = fact.value.map(float) else { continue };
        if seen.contains(&(fact.metric, fact.scope.name().to_string())) || fact.state == nianbao::model::State::Derived
        {
            continue;
        }
        let allowed = expected.optional.get(&metric);
        if allowed.is_some_and(|list| list.is_empty() || list.iter().any(|allowed| (allowed - value).abs() < 1e-6)) {
            continue;
        }
        let tally = score.tallies.entry((parsed.form.clone(), metric.clone())).or_default();
        score.reliability.count(fact.confidence, false);
        tally.fabricated += 1;
        tally.silent += usize::from(fact.state != nianbao::model::State::Conflict);
        score.differences.push(format!(
            "{name}: FABRICATED {metric} = {value} scope {} ({}, {})",
            fact.scope.name(),
            fact.state.name(),
            evidence(parsed, Some(fact))
        ));
    }
}

fn evidence(parsed: &Parsed, fact: Option<&nianbao::model::Fact>) -> String {
    let Some(claim) = fact.and_then(|fact| fact.chosen).map(|index| &parsed.observations[index as usize]) else {
        return "no claim".to_string();
    };
    let text = &parsed.document.text;
    let span = claim.evidence.span.range();
    let start = text[..span.start].char_indices().rev().nth(24).map_or(0, |(at, _)| at);
    let end = text[span.end..].char_indices().nth(12).map_or(text.len(), |(at, _)| span.end + at);
    format!("{} «{}»", claim.evidence.pattern, text[start..end].replace(['\n', '\t'], " "))
}

fn table(title: &str, score: &Score) -> Tally {
    let mut forms: BTreeMap<String, Tally> = BTreeMap::new();
    let mut headline: BTreeMap<String, Tally> = BTreeMap::new();
    let mut all = Tally::default();
    for ((form, metric), tally) in &score.tallies {
        forms.entry(form.clone()).or_default().add(tally);
        all.add(tally);
        let short = metric.split('@').next().unwrap_or("");
        if ["disclosed.total", "applications.received", "applications.received_new", "appeals.total", "lawsuits.total"]
            .contains(&short)
        {
            headline.entry(short.to_string()).or_default().add(tally);
        }
    }
    println!(
        "<!-- measured -->\n## The {title}, nianbao {}\n\n```\n{:<28} {:>6} {:>6} {:>6} {:>7} {:>9} {:>7}",
        env!("CARGO_PKG_VERSION"),
        "",
        "right",
        "wrong",
        "fabr.",
        "missing",
        "precision",
        "recall"
    );
    let line = |name: &str, tally: &Tally| {
        println!(
            "{name:<28} {:>6} {:>6} {:>6} {:>7} {:>9.4} {:>7.4}",
            tally.right,
            tally.wrong,
            tally.fabricated,
            tally.missing,
            tally.precision(),
            tally.recall()
        );
    };
    forms.iter().for_each(|(form, tally)| line(&format!("form {form}"), tally));
    headline.iter().for_each(|(metric, tally)| line(metric, tally));
    line("all", &all);
    println!(
        "identity fields: {} of {} right; silent errors: {}\n```\n",
        score.identities - score.identity_faults,
        score.identities,
        all.silent
    );
    println!("Confidence against what is right:\n\n{}<!-- end -->", score.reliability.table());
    all
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn samples() {
    let catalog = catalog();
    let base = root().join("tests/expected");
    let mut found = Vec::new();
    files(&base, &mut found);
    assert!(found.len() >= 60, "the samples are there");
    let mut score = Score::default();
    for path in found {
        let name = path
            .strip_prefix(&base)
            .expect("below it")
            .to_string_lossy()
            .strip_suffix(".txt")
            .expect("expectations are text")
            .to_string();
        let expected = expected::parse(&name, &std::fs::read_to_string(&path).expect("UTF-8"));
        let Ok(bytes) = std::fs::read(root().join("data/sample").join(&name)) else {
            score.differences.push(format!("{name}: the sample is missing"));
            continue;
        };
        let result = pipeline::parse_guarded(&catalog, pipeline::source(name.clone(), &bytes), &bytes);
        judge(&catalog, &expected, &result, &mut score);
    }
    score.differences.iter().for_each(|difference| println!("{difference}"));
    hold("samples", &score);
}

#[test]
fn corpus() {
    let shared = root().join("../shared/corpus");
    if !shared.exists() {
        println!("SKIPPED: the corpus of real reports is not on this machine (../shared/corpus)");
        return;
    }
    let catalog = catalog();
    let mut score = Score::default();
    for (list, folder) in [("seeds.gold.jsonl", "seeds"), ("reports.gold.jsonl", ""), ("huaian-2024.gold.json", "")] {
        let lines = std::fs::read_to_string(shared.join(list)).expect("gold is there");
        let lines = if list.ends_with("l") { lines } else { lines.replace('\n', " ") };
        for line in lines.lines() {
            let (file, expected) = expected::gold(line);
            let bytes = std::fs::read(shared.join(folder).join(&file)).expect("the report is there");
            let result = pipeline::parse_guarded(&catalog, pipeline::source(file.clone(), &bytes), &bytes);
            judge(&catalog, &expected, &result, &mut score);
        }
    }
    score.differences.iter().for_each(|difference| println!("{difference}"));
    hold("corpus", &score);
}

/// Prints the table and fails below the recorded line: nothing wrong, nothing made up, nearly all there.
fn hold(title: &str, score: &Score) {
    let all = table(title, score);
    assert_eq!((all.wrong, all.fabricated), (0, 0), "{title}: wrong and fabricated values; the lines above name them");
    assert_eq!(score.identity_faults, 0, "{title}: identity; the lines above name the fields");
    assert!(all.recall() >= RECALL, "{title}: recall {:.4} is below {RECALL}", all.recall());
}
