//! The tables of one year, as far as the reports of the page need them: facts by report, and the line that each was read
//! from. Knows the columns of the tables; knows no headline column and no page.

use super::evidence::Part;
use crate::catalog::Catalog;
use crate::model::{Fact, MetricId, Number, Scope, Severity, Span, State};
use crate::show::quote::{Quote, cut};
use crate::warehouse::cells::{text, whole};
use crate::warehouse::{Facts, Frame, judged, read_among};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Characters of a line that are quoted on either side of a figure.
const AROUND: usize = 60;

/// A table with one row a report.
pub struct Rows {
    pub frame: Frame,
    of: BTreeMap<String, usize>,
}

impl Rows {
    fn new(frame: Frame) -> Rows {
        let ids = (0..frame.rows()).filter_map(|row| Some((text(&frame, "report_id", row)?.to_string(), row)));
        Rows { of: ids.collect(), frame }
    }

    pub fn row(&self, report: &str) -> Option<usize> {
        self.of.get(report).copied()
    }
}

pub struct Year<'a> {
    catalog: &'a Catalog,
    pub reports: Rows,
    /// One a headline table of the catalogue.
    pub tables: Vec<Rows>,
    facts: BTreeMap<String, Vec<Fact>>,
    claims: Frame,
    /// Rows of `claims` by report and number.
    claim: BTreeMap<(String, i64), usize>,
    texts: Rows,
}

impl<'a> Year<'a> {
    /// The rows of some reports of a year, with these columns of `reports`.
    pub fn read(
        catalog: &'a Catalog,
        snapshot: &Path,
        year: i32,
        wanted: &BTreeSet<&str>,
        columns: &[&str],
    ) -> Result<Year<'a>> {
        let read = |table: &str, columns: &[&str]| {
            read_among(snapshot, &format!("{table}/year={year}"), columns, ("report_id", wanted))
        };
        let mut tables = Vec::new();
        for table in &catalog.headline.tables {
            let columns = table
                .columns
                .iter()
                .flat_map(|column| ["", "_state", "_comparable"].map(|of| format!("{}{of}", column.name)));
            let columns: Vec<String> = ["report_id", "scope"].map(str::to_string).into_iter().chain(columns).collect();
            tables.push(Rows::new(read(&table.name, &columns.iter().map(String::as_str).collect::<Vec<_>>())?));
        }
        let claims = read("observations", &["report_id", "observation", "method", "span_start", "span_end"])?;
        let claim = (0..claims.rows()).filter_map(|row| {
            Some(((text(&claims, "report_id", row)?.to_string(), whole(&claims, "observation", row)?), row))
        });
        Ok(Year {
            catalog,
            reports: Rows::new(read("reports", columns)?),
            tables,
            facts: judged(snapshot, year, wanted, &catalog.metrics)?,
            claim: claim.collect(),
            claims,
            texts: Rows::new(read("documents", &["report_id", "text"])?),
        })
    }

    /// The facts of a report.
    pub fn facts(&self, report: &str) -> Facts<'_> {
        let facts = self.facts.get(report).into_iter().flatten();
        facts.map(|fact| ((fact.scope, fact.metric), fact)).collect()
    }

    /// The fact of a metric with the line that it was read from; one that only a definition gives with its parts.
    pub fn parts(&self, report: &str, form: &str, scope: Scope, metric: MetricId, facts: &Facts<'_>) -> Vec<Part> {
        let fact = facts.get(&(scope, metric)).copied();
        let mut parts = vec![self.part(report, metric, fact)];
        if fact.is_some_and(|fact| fact.state == State::Derived) {
            let defines =
                |rule: &&crate::catalog::Rule| rule.defines == Some(metric) && rule.severity == Severity::Note;
            let terms = self.catalog.rules.of_form(form).find(defines);
            let terms = terms.into_iter().flat_map(|rule| rule.left.iter().chain(&rule.right));
            let terms = terms.map(|term| term.metric).filter(|&term| term != metric);
            parts.extend(terms.map(|term| self.part(report, term, facts.get(&(scope, term)).copied())));
        }
        parts
    }

    fn part(&self, report: &str, metric: MetricId, fact: Option<&Fact>) -> Part {
        Part {
            metric,
            value: fact.and_then(|fact| fact.value).map(|value| value.0 as f64 / Number::SCALE as f64),
            state: fact.map_or(State::Missing, |fact| fact.state),
            read: fact.and_then(|fact| fact.chosen).and_then(|claim| self.line(report, i64::from(claim))),
        }
    }

    fn line(&self, report: &str, claim: i64) -> Option<(String, Quote)> {
        let &row = self.claim.get(&(report.to_string(), claim))?;
        let byte = |name| whole(&self.claims, name, row).and_then(|byte| usize::try_from(byte).ok());
        let (start, end) = (byte("span_start")?, byte("span_end")?);
        let text_of = |row| text(&self.texts.frame, "text", row);
        let document = self.texts.row(report).and_then(text_of).filter(|_| start <= end)?;
        let method = text(&self.claims, "method", row).unwrap_or_default();
        Some((method.to_string(), cut(document, Span::new(start, end), AROUND)?))
    }
}
