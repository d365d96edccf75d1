//! Figures beyond their publisher's own history. Knows no other publisher.

use super::figures::Figures;
use super::finding::{Finding, Rulebook};
use crate::catalog::{Across, Jump};
use crate::model::{MetricId, Verdict};
use anyhow::Result;
use polars::prelude::*;

/// The figures of all years that are watched, one frame a rule and year.
#[derive(Default)]
pub struct Series {
    rules: Vec<Vec<DataFrame>>,
}

impl Series {
    /// Takes the figures of one more year.
    pub fn add(&mut self, across: &Across, now: &Figures) -> Result<()> {
        self.rules.resize_with(across.jumps.len(), Vec::new);
        for (rule, series) in across.jumps.iter().zip(&mut self.rules) {
            let watched = df!("metric" => rule.metrics.iter().map(|metric| u32::from(metric.0)).collect::<Vec<_>>())?;
            let metric = || [col("metric")];
            let facts = now.facts.clone().lazy().filter(col("value").gt_eq(lit(0.0)));
            let facts = facts.join(watched.lazy(), metric(), metric(), JoinArgs::new(JoinType::Inner));
            series.push(facts.select(["agency", "metric", "scope", "report", "value"].map(col)).collect()?);
        }
        Ok(())
    }
}

/// Judges every figure of a series that is long enough; of a shorter one nothing can be said.
pub fn judge(across: &Across, rulebook: &Rulebook, series: &Series, findings: &mut Vec<Finding>) -> Result<()> {
    for (rule, frames) in across.jumps.iter().zip(&series.rules) {
        let frames: Vec<LazyFrame> = frames.iter().map(|frame| frame.clone().lazy()).collect();
        if frames.is_empty() {
            continue;
        }
        let rows = measured(rule, concat(frames, UnionArgs::default())?)?.collect()?;
        let (reports, scopes) = (rows.column("report")?.u32()?, rows.column("scope")?.u32()?);
        let (metrics, fails) = (rows.column("metric")?.u32()?, rows.column("fails")?.bool()?);
        let (values, medians) = (rows.column("value")?.f64()?, rows.column("median")?.f64()?);
        for row in 0..rows.height() {
            let (Some(report), Some(scope), Some(metric)) = (reports.get(row), scopes.get(row), metrics.get(row))
            else {
                continue;
            };
            let verdict = if fails.get(row) == Some(true) { Verdict::Fails } else { Verdict::Holds };
            findings.push(Finding {
                report,
                rule: rulebook.rule(&rule.named.id, Some(MetricId(metric as u16))),
                scope,
                verdict,
                left: values.get(row),
                right: medians.get(row),
                against: None,
            });
        }
    }
    Ok(())
}

/// Every figure with the median of its series and whether it is beyond it. Ratios are taken of figures plus one, so that a
/// zero is small and not infinitely so.
fn measured(rule: &Jump, series: LazyFrame) -> Result<LazyFrame> {
    let keys = || ["agency", "metric", "scope"].map(col);
    let one = || lit(1.0);
    let (value, median) = (col("value") + one(), col("median") + one());
    let ratio =
        when(value.clone().gt_eq(median.clone())).then(value.clone() / median.clone()).otherwise(median / value);
    let usual = (1..rule.spread).fold(col("usual"), |power, _| power * col("usual"));
    let beyond = col("ratio").gt(lit(f64::from(rule.factor))).and(col("ratio").gt(usual));
    Ok(series
        .with_columns([col("value").median().over(keys())?.alias("median"), len().over(keys())?.alias("years")])
        .filter(col("years").gt_eq(lit(rule.years)))
        .with_column(ratio.alias("ratio"))
        .with_column(col("ratio").median().over(keys())?.alias("usual"))
        .with_column(beyond.alias("fails")))
}
