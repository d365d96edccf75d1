//! One report of a snapshot and what it tells of one fact, in words or as JSON. Knows the columns of the tables, not how
//! they were found.

use crate::catalog::{Catalog, Rule};
use crate::model::{MetricId, Span, Verdict};
use crate::show::cells::{json_row, shown};
use crate::show::equation::{self, concerns, equation};
use crate::show::quote::{Style, plain, quote};
use crate::warehouse::Frame;
use crate::warehouse::cells::{number, text, whole};
use serde_json::json;
use std::collections::BTreeSet;

/// Characters of the line that are shown on either side of the figure.
const AROUND: usize = 120;

/// One report of the snapshot, as far as an explanation needs it; the tables hold its rows alone.
pub(super) struct Told<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) metric: MetricId,
    pub(super) style: Style,
    pub(super) snapshot: &'a str,
    pub(super) year: i32,
    pub(super) reports: &'a Frame,
    /// The report's row there.
    pub(super) row: usize,
    pub(super) id: &'a str,
    pub(super) facts: Frame,
    pub(super) claims: Frame,
    pub(super) checks: Frame,
    pub(super) documents: Frame,
}

impl Told<'_> {
    /// The rows of a table that are about a metric.
    pub(super) fn rows(&self, table: &Frame, metric: MetricId) -> Vec<usize> {
        let entry = self.catalog.metrics.get(metric);
        let own = |row: &usize| {
            text(table, "metric", *row) == Some(&entry.measure) && text(table, "facet", *row) == entry.facet.as_deref()
        };
        (0..table.rows()).filter(own).collect()
    }

    /// The line of the text that a claim was read from.
    fn line(&self, claim: usize, style: Style) -> String {
        let bound = |name| whole(&self.claims, name, claim).and_then(|byte| usize::try_from(byte).ok());
        match (bound("span_start"), bound("span_end")) {
            (Some(start), Some(end)) if start <= end && self.documents.rows() > 0 => {
                quote(text(&self.documents, "text", 0).unwrap_or_default(), Span::new(start, end), AROUND, style)
            }
            _ => String::new(),
        }
    }

    /// The equations that the metric stands in, each with its row of `checks`: first those that only define it, which
    /// are judged where the report states the number itself.
    fn equations(&self) -> Vec<(&Rule, Option<usize>)> {
        let form = text(self.reports, "form", self.row).unwrap_or_default();
        let rules = || self.catalog.rules.of_form(form).filter(|rule| concerns(rule, self.metric));
        let named = |rule: &Rule, row: usize| {
            text(&self.checks, "rule", row) == Some(&rule.id)
                && text(&self.checks, "facet", row) == rule.facet.as_deref()
        };
        let rows = 0..self.checks.rows();
        let judged = |rule: &Rule| rows.clone().any(|row| named(rule, row));
        let defining = rules().filter(|rule| rule.defines == Some(self.metric) && !judged(rule));
        let mut equations: Vec<(&Rule, Option<usize>)> = defining.map(|rule| (rule, None)).collect();
        equations.extend(rows.clone().filter_map(|row| Some((rules().find(|rule| named(rule, row))?, Some(row)))));
        equations
    }

    /// The number of another fact, of the same scope if there is one, or why there is none.
    fn value(&self, scope: Option<&str>, metric: MetricId) -> Option<String> {
        let rows = self.rows(&self.facts, metric);
        let own = rows.iter().find(|&&row| text(&self.facts, "scope", row) == scope).or(rows.first())?;
        let state = || text(&self.facts, "state", *own).map(|state| format!("({state})"));
        number(&self.facts, "value", *own).map(|value| value.to_string()).or_else(state)
    }

    pub(super) fn words(&self, fact: usize) -> String {
        let of = |name| plain(text(self.reports, name, self.row).unwrap_or_default());
        let about = |name| shown(&self.facts, name, fact).unwrap_or_default();
        let metric = self.catalog.metrics.get(self.metric);
        let mut out =
            format!("{}  {}\n", self.style.strong(&self.catalog.metrics.name(self.metric)), plain(&metric.label));
        let mut line = |name: &str, value: &str| out.push_str(&format!("  {name:<12}{value}\n"));
        let value = number(&self.facts, "value", fact)
            .map_or_else(|| "no value".to_string(), |value| format!("{value} {}", metric.unit));
        line("value", &self.style.strong(&value));
        line("state", [about("state"), about("bound")].join(" ").trim_end());
        line("scope", &about("scope"));
        line("confidence", &format!("{}, claims that agree: {}", about("confidence"), about("claims")));
        line("means", &plain(&metric.definition));
        line(
            "report",
            &format!(
                "{} {}, form {}, report {}, snapshot {}",
                of("agency"),
                self.year,
                of("form"),
                self.id,
                self.snapshot
            ),
        );
        for (name, column) in [("title", "title"), ("source", "source_path"), ("url", "url")] {
            if !of(column).is_empty() {
                line(name, &of(column));
            }
        }
        let chosen = whole(&self.facts, "observation", fact);
        let (read, others): (Vec<usize>, Vec<usize>) = self
            .rows(&self.claims, self.metric)
            .into_iter()
            .partition(|&row| chosen.is_some() && whole(&self.claims, "observation", row) == chosen);
        self.claims("read from", &read, &mut out);
        self.claims("other claims", &others, &mut out);
        self.verdicts(fact, &mut out);
        out
    }

    fn claims(&self, title: &str, rows: &[usize], out: &mut String) {
        if rows.is_empty() {
            return;
        }
        out.push_str(&format!("\n{}\n", self.style.strong(title)));
        for &row in rows {
            let of = |name| shown(&self.claims, name, row).unwrap_or_default();
            let said = number(&self.claims, "value", row).map_or_else(|| of("says"), |value| value.to_string());
            let year = match whole(&self.claims, "about_year", row) {
                Some(year) if year != i64::from(self.year) => format!(" about {year}"),
                _ => String::new(),
            };
            let how = self.style.faint(&format!(
                "{} {}, bytes {} to {}",
                of("method"),
                of("pattern"),
                of("span_start"),
                of("span_end")
            ));
            out.push_str(&format!("  {said}{year} {}  {how}\n      {}\n", of("scope"), self.line(row, self.style)));
        }
    }

    fn verdicts(&self, fact: usize, out: &mut String) {
        let scope = text(&self.facts, "scope", fact);
        let equations = self.equations();
        if !equations.is_empty() {
            out.push_str(&format!("\n{}\n", self.style.strong("equations")));
        }
        for (rule, row) in equations {
            let verdict = row.and_then(|row| text(&self.checks, "verdict", row)).unwrap_or("defines");
            let verdict =
                if verdict == Verdict::Fails.name() { self.style.alarm(verdict) } else { verdict.to_string() };
            let residual =
                row.and_then(|row| number(&self.checks, "residual", row)).filter(|residual| *residual != 0.0);
            let residual = residual.map_or_else(String::new, |residual| format!(" by {residual}"));
            let name = equation::name(&rule.id, rule.facet.as_deref());
            let numbers = equation(&self.catalog.metrics, rule, &|metric| self.value(scope, metric));
            out.push_str(&format!("  {verdict}{residual}  {name}  {}\n      {numbers}\n", rule.what));
            if let Some(suspect) = row.and_then(|row| text(&self.checks, "suspect", row)) {
                out.push_str(&format!("      suspect: {}\n", plain(suspect)));
            }
        }
    }

    pub(super) fn json(&self, fact: usize) -> String {
        let scope = text(&self.facts, "scope", fact);
        let claims = self.rows(&self.claims, self.metric).into_iter().map(|row| {
            let mut claim = json_row(&self.claims, row);
            claim["line"] = json!(self.line(row, Style::default()));
            claim
        });
        let checks = self.equations().into_iter().map(|(rule, row)| {
            let unjudged = || json!({ "rule": rule.id, "facet": rule.facet, "verdict": null });
            let mut check = row.map_or_else(unjudged, |row| json_row(&self.checks, row));
            check["what"] = json!(rule.what);
            check["equation"] = json!(equation(&self.catalog.metrics, rule, &|metric| self.value(scope, metric)));
            check
        });
        let value = json!({
            "snapshot": self.snapshot, "report_year": self.year, "report": json_row(self.reports, self.row),
            "fact": json_row(&self.facts, fact), "observations": claims.collect::<Vec<_>>(), "checks": checks.collect::<Vec<_>>(),
        });
        format!("{value}\n")
    }

    /// That the report has no such fact, and what it has of the measure and its family.
    pub(super) fn nothing(&self) -> String {
        let entry = self.catalog.metrics.get(self.metric);
        let family = |measure: &str| measure.split('.').next().map(str::to_string);
        let near: BTreeSet<String> = (0..self.facts.rows())
            .filter_map(|row| {
                let (measure, facet) = (text(&self.facts, "metric", row)?, text(&self.facts, "facet", row));
                let akin = measure == entry.measure || (facet.is_none() && family(measure) == family(&entry.measure));
                akin.then(|| equation::name(measure, facet))
            })
            .collect();
        let near: Vec<String> = near.into_iter().collect();
        let near = if near.is_empty() { "none of its family either".to_string() } else { near.join(", ") };
        let source = plain(text(self.reports, "source_path", self.row).unwrap_or_default());
        format!("{source} has no fact of {}; it has: {near}", self.catalog.metrics.name(self.metric))
    }
}
