//! What a report says of the year before against what the report of that year says. Knows no equation.

use super::figures::{Figures, Names};
use super::finding::{Finding, Rulebook};
use super::reports::{Reports, scope};
use crate::catalog::Metrics;
use crate::model::{Bound, MetricId, Number, Scope, Verdict};
use crate::warehouse::{Wanted, visit};
use anyhow::Result;
use polars::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

/// A statement about the year before.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Claim {
    pub report: u32,
    scope: u32,
    metric: MetricId,
    value: f64,
    /// What it leaves open: 1200余 lies below 1300, 约1000 within a tenth.
    low: f64,
    high: f64,
}

impl Claim {
    /// The metrics that the older report may name the same number by: its form had another row, or it had only prose. The
    /// claim's own comes first.
    pub fn names(&self, metrics: &Metrics) -> impl Iterator<Item = MetricId> + use<> {
        std::iter::once(self.metric).chain(metrics.equivalents(self.metric))
    }
}

/// Judges every such statement where the publisher has a report of the same scope for the year before.
pub fn judge(
    claims: &[Claim],
    rulebook: &Rulebook,
    metrics: &Metrics,
    reports: &Reports,
    last: &Figures,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let mut names: Vec<(u32, MetricId, u32)> = Vec::new();
    for (place, claim) in claims.iter().enumerate() {
        names.extend(
            claim
                .names(metrics)
                .zip([0].into_iter().chain(std::iter::repeat(1)))
                .map(|(metric, rank)| (place as u32, metric, rank)),
        );
    }
    let claimed = |name: &(u32, MetricId, u32)| claims[name.0 as usize];
    let asked = df!(
        "claim" => names.iter().map(|name| name.0).collect::<Vec<_>>(),
        "metric" => names.iter().map(|name| u32::from(name.1.0)).collect::<Vec<_>>(),
        "rank" => names.iter().map(|name| name.2).collect::<Vec<_>>(),
        "agency" => names.iter().map(|name| reports.get(claimed(name).report).agency).collect::<Vec<_>>(),
        "scope" => names.iter().map(|name| claimed(name).scope).collect::<Vec<_>>(),
    )?;
    let place = ["agency", "scope"].map(col);
    let fact = ["agency", "scope", "metric"].map(col);
    let speakers = last.speakers.clone().lazy().select([col("agency"), col("scope"), col("report").alias("against")]);
    let known = last.facts.clone().lazy().select(["agency", "scope", "metric", "value"].map(col));
    let rows = asked
        .lazy()
        .join(speakers, place.clone(), place, JoinArgs::new(JoinType::Inner))
        .join(known, fact.clone(), fact, JoinArgs::new(JoinType::Left))
        .with_column(col("value").is_null().alias("silent"))
        .sort(["claim", "silent", "rank"], SortMultipleOptions::default())
        .unique_stable_generic(Some(vec![col("claim")]), UniqueKeepStrategy::First)
        .collect()?;
    let (places, against) = (rows.column("claim")?.u32()?, rows.column("against")?.u32()?);
    let values = rows.column("value")?.f64()?;
    for row in 0..rows.height() {
        let Some(claim) = places.get(row).map(|place| claims[place as usize]) else { continue };
        let own = values.get(row);
        let verdict = match own {
            None => Verdict::Unknown,
            Some(own) if claim.low <= own && own <= claim.high => Verdict::Holds,
            Some(_) => Verdict::Fails,
        };
        findings.push(Finding {
            report: claim.report,
            rule: rulebook.rule(&rulebook.restated().id, Some(claim.metric)),
            scope: claim.scope,
            verdict,
            left: Some(claim.value),
            right: own,
            against: against.get(row),
        });
    }
    Ok(())
}

/// The statements of a year's reports about the year before, each once.
pub fn claims(
    snapshot: &Path,
    (year, places): (i32, Range<u32>),
    metrics: &Metrics,
    reports: &Reports,
    take: &mut dyn FnMut(Claim) -> Result<()>,
) -> Result<()> {
    let texts = ["report_id", "metric", "facet", "scope", "bound"];
    let only = Some(("about_year", year - 1));
    let asked = Wanted { table: "observations", year: Some(year), texts: &texts, numbers: &["value"], only };
    let unstated = Scope::ALL.iter().position(|scope| *scope == Scope::Unstated).map(|place| place as u32);
    let mut names = Names::new(metrics);
    let mut order = reports.in_order(places);
    let (mut current, mut seen) = (None, BTreeSet::new());
    visit(snapshot, &asked, &mut |rows| {
        for row in 0..rows.count {
            let report = rows.text(0, row).and_then(|id| order.find(id));
            let metric = rows.text(1, row).and_then(|measure| names.find(measure, rows.text(2, row)));
            let (Some(report), Some(metric), Some(value)) = (report, metric, rows.number(0, row)) else { continue };
            if current.replace(report) != Some(report) {
                seen.clear();
            }
            let named = scope(rows.text(3, row)).filter(|scope| Some(*scope) != unstated);
            let scope = named.unwrap_or(reports.get(report).scope);
            let (low, high) = open(value, rows.text(4, row));
            if seen.insert((scope, metric, value.to_bits(), low.to_bits())) {
                take(Claim { report, scope, metric, value, low, high })?;
            }
        }
        Ok(())
    })
}

/// The values that a figure with this bound leaves open.
fn open(value: f64, bound: Option<&str>) -> (f64, f64) {
    let bound = bound.and_then(|name| [Bound::AtLeast, Bound::About].into_iter().find(|bound| bound.name() == name));
    match bound {
        Some(Bound::AtLeast) => {
            let scale = Number::SCALE as f64;
            let units = (value * scale).round() as i64;
            let mut step = 1;
            while units != 0 && units % (step * 10) == 0 {
                step *= 10;
            }
            (value, (units + step - 1) as f64 / scale)
        }
        Some(_) => (value - value.abs() / 10.0, value + value.abs() / 10.0),
        None => (value, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_figure_leaves_its_last_digit_open() {
        assert_eq!(open(1200.0, Some("exact")), (1200.0, 1200.0));
        let (low, high) = open(1200.0, Some("at_least"));
        assert!(low == 1200.0 && (1299.9..1300.0).contains(&high));
        assert_eq!(open(1000.0, Some("about")), (900.0, 1100.0));
        assert_eq!(open(0.0, Some("at_least")), (0.0, 0.0));
    }
}
