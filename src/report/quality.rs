//! What went wrong, counted: equations by verdict, files by their state in the ledger, findings by code. Knows the
//! tables; knows no place.

use crate::catalog::Catalog;
use crate::model::Verdict;
use crate::show::quote::plain;
use crate::warehouse::cells::{number, text};
use crate::warehouse::{read, read_among};
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Most examples that the page holds of one kind.
const EXAMPLES: usize = 20;

/// In the order in which the page counts them.
const VERDICTS: [Verdict; 4] = [Verdict::Holds, Verdict::Fails, Verdict::Solved, Verdict::Unknown];
/// The state of a file that is no report.
const REFUSED: &str = "refused";

/// An equation over all reports.
struct Tally {
    /// By year, as [`VERDICTS`].
    verdicts: Vec<[u64; 4]>,
    examples: Vec<Value>,
}

/// Everything that the page says on quality.
pub fn quality(catalog: &Catalog, snapshot: &Path, years: &[i32]) -> Result<Value> {
    Ok(json!({
        "rules": rules(catalog, snapshot, years)?,
        "files": files(snapshot)?,
        "findings": findings(snapshot, years)?,
    }))
}

fn rules(catalog: &Catalog, snapshot: &Path, years: &[i32]) -> Result<Value> {
    let mut rules: BTreeMap<String, Tally> = BTreeMap::new();
    for (at, year) in years.iter().enumerate() {
        let table = format!("checks/year={year}");
        let checks = read(snapshot, &table, &["rule", "verdict"])?;
        for row in 0..checks.rows() {
            let of = |name: &str| text(&checks, name, row);
            let verdict = VERDICTS.iter().position(|verdict| of("verdict") == Some(verdict.name()));
            let (Some(rule), Some(verdict)) = (of("rule"), verdict) else { continue };
            let new = || Tally { verdicts: vec![[0; 4]; years.len()], examples: Vec::new() };
            let tally = match rules.get_mut(rule) {
                Some(tally) => tally,
                None => rules.entry(rule.to_string()).or_insert_with(new),
            };
            tally.verdicts[at][verdict] += 1;
        }
        // Only of those that fail is more read than the verdict: a country has millions of checks.
        let columns = ["report_id", "rule", "facet", "verdict", "left", "right", "suspect"];
        let failing = read_among(snapshot, &table, &columns, ("verdict", &BTreeSet::from([Verdict::Fails.name()])))?;
        let ids = (0..failing.rows()).filter_map(|row| text(&failing, "report_id", row)).collect();
        let columns = ["report_id", "agency", "source_path"];
        let reports = read_among(snapshot, &format!("reports/year={year}"), &columns, ("report_id", &ids))?;
        let by_id: BTreeMap<_, _> = (0..reports.rows()).map(|row| (text(&reports, "report_id", row), row)).collect();
        for row in 0..failing.rows() {
            let of = |name: &str| text(&failing, name, row);
            let tally = of("rule").and_then(|rule| rules.get_mut(rule));
            if let Some(tally) = tally.filter(|tally| tally.examples.len() < EXAMPLES) {
                let report = by_id.get(&of("report_id"));
                let about = |name: &str| report.and_then(|&row| text(&reports, name, row)).map(plain);
                let sides = ["left", "right"].map(|name| number(&failing, name, row));
                let (facet, suspect) = (of("facet").map(plain), of("suspect").map(plain));
                tally.examples.push(json!([
                    about("agency"),
                    year,
                    facet,
                    sides[0],
                    sides[1],
                    suspect,
                    about("source_path"),
                ]));
            }
        }
    }
    let told = rules.into_iter().map(|(id, tally)| {
        let known = catalog.rules.entries.iter().find(|rule| rule.id == id);
        json!({
            "rule": plain(&id), "what": known.map(|rule| rule.what.as_str()),
            "verdicts": tally.verdicts, "examples": tally.examples,
        })
    });
    Ok(told.collect())
}

/// Files by state and reason; of those that were refused, some by name.
fn files(snapshot: &Path) -> Result<Value> {
    let mut kinds: BTreeMap<(String, Option<String>), (u64, Vec<Value>)> = BTreeMap::new();
    let sources = read(snapshot, "sources", &["state", "reason"])?;
    for row in 0..sources.rows() {
        let state = text(&sources, "state", row).unwrap_or_default().to_string();
        kinds.entry((state, text(&sources, "reason", row).map(plain))).or_default().0 += 1;
    }
    let columns = ["path", "state", "reason", "detail"];
    let refused = read_among(snapshot, "sources", &columns, ("state", &BTreeSet::from([REFUSED])))?;
    for row in 0..refused.rows() {
        let of = |name: &str| text(&refused, name, row).map(plain);
        let kind = kinds.get_mut(&(REFUSED.to_string(), of("reason")));
        if let Some((_, examples)) = kind.filter(|(_, examples)| examples.len() < EXAMPLES) {
            examples.push(json!([of("path"), of("detail")]));
        }
    }
    let told = kinds.into_iter().map(|((state, reason), (count, examples))| {
        json!({ "state": state, "reason": reason, "count": count, "examples": examples })
    });
    Ok(told.collect())
}

/// Findings about reports by code and severity.
fn findings(snapshot: &Path, years: &[i32]) -> Result<Value> {
    let mut codes: BTreeMap<(String, String), u64> = BTreeMap::new();
    for year in years {
        let issues = read(snapshot, &format!("issues/year={year}"), &["code", "severity"])?;
        for row in 0..issues.rows() {
            let of = |name: &str| text(&issues, name, row).unwrap_or_default().to_string();
            *codes.entry((of("code"), of("severity"))).or_default() += 1;
        }
    }
    Ok(codes.into_iter().map(|((code, severity), count)| json!([code, severity, count])).collect())
}
