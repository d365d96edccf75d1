//! One fact of a warehouse back to its characters: its rival claims, the equations it stands in, its source. Knows
//! finished tables and the catalogue; knows no reader of reports.

mod found;
mod told;

use crate::catalog::Catalog;
use crate::show::quote::Style;
use crate::warehouse::cells::text;
use crate::warehouse::{CURRENT, open, read, read_where};
use anyhow::{Result, bail};
use found::{metric, reports};
use std::path::Path;
use told::Told;

const FACT: [&str; 11] =
    ["report_id", "metric", "facet", "scope", "value", "bound", "state", "unit", "observation", "claims", "confidence"];
const CLAIM: [&str; 17] = [
    "report_id",
    "metric",
    "facet",
    "scope",
    "value",
    "bound",
    "raw",
    "method",
    "pattern",
    "span_start",
    "span_end",
    "row",
    "column",
    "about_year",
    "observation",
    "says",
    "repaired",
];
const CHECK: [&str; 8] = ["report_id", "rule", "facet", "verdict", "left", "right", "residual", "suspect"];
const REPORT: [&str; 13] = [
    "report_id",
    "agency",
    "agency_id",
    "agency_kind",
    "level",
    "division_code",
    "county",
    "county_key",
    "form",
    "scope",
    "title",
    "source_path",
    "url",
];

/// Which fact is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub agency: &'a str,
    pub year: i32,
    /// `measure` or `measure@facet`.
    pub metric: &'a str,
}

/// The fact in words or as JSON; an error where there is none, with what is there.
pub fn explain(
    catalog: &Catalog,
    warehouse: &Path,
    question: Question<'_>,
    style: Style,
    as_json: bool,
) -> Result<String> {
    let (snapshot, manifest) = open(warehouse, CURRENT)?;
    let wanted = metric(&catalog.metrics, question.metric)?;
    let all = read(&snapshot, &format!("reports/year={}", question.year), &REPORT)?;
    let chosen = reports(&snapshot, &all, question)?;
    let (mut out, mut missing) = (String::new(), Vec::new());
    for row in chosen {
        let id = text(&all, "report_id", row).unwrap_or_default();
        let of_report = |table: &str, columns: &[&str]| {
            read_where(&snapshot, &format!("{table}/year={}", question.year), columns, ("report_id", id))
        };
        let told = Told {
            catalog,
            metric: wanted,
            style,
            reports: &all,
            row,
            id,
            year: question.year,
            snapshot: &manifest.snapshot,
            facts: of_report("facts", &FACT)?,
            claims: of_report("observations", &CLAIM)?,
            checks: of_report("checks", &CHECK)?,
            documents: of_report("documents", &["report_id", "text"])?,
        };
        let facts = told.rows(&told.facts, wanted);
        if facts.is_empty() {
            missing.push(told.nothing());
        }
        for fact in facts {
            if !as_json && !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&if as_json { told.json(fact) } else { told.words(fact) });
        }
    }
    if out.is_empty() {
        bail!("{}", missing.join("; "));
    }
    if !as_json && manifest.config != catalog.hash {
        out.push_str(
            "\nnote: the snapshot was made with another configuration; equations and labels are those of this one\n",
        );
    }
    Ok(out)
}
