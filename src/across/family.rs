//! Governments that report for their area against the parts of it, in one year. Knows the table of divisions; knows no other
//! year.

use super::figures::Figures;
use super::finding::{Finding, Rulebook};
use super::reports::Reports;
use crate::catalog::{Across, Children};
use crate::model::{MetricId, Scope, Verdict};
use crate::warehouse::cells::{self, text};
use crate::warehouse::read;
use anyhow::Result;
use polars::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Judges, for each government and metric, the greatest figure among its parts. Without a part that gives one, or without
/// its own, there is nothing to judge.
pub fn judge(
    snapshot: &Path,
    across: &Across,
    rulebook: &Rulebook,
    reports: &Reports,
    places: Range<u32>,
    now: &Figures,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let parents = parents(snapshot, now.year)?;
    let area = Scope::ALL.iter().position(|scope| *scope == Scope::Area).unwrap_or_default() as u32;
    for rule in &across.families {
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for place in places.clone() {
            let report = reports.get(place);
            let Some(division) = report.division else { continue };
            if report.government {
                above.push((place, division));
            }
            match rule.children {
                Children::Agencies if report.part => below.push((place, division)),
                Children::Divisions if report.government => {
                    below.extend(parents.get(&division).map(|parent| (place, *parent)));
                }
                _ => {}
            }
        }
        let wanted = df!("metric" => rule.metrics.iter().map(|metric| u32::from(metric.0)).collect::<Vec<_>>())?.lazy();
        let facts = now.facts.clone().lazy().filter(col("value").is_not_null());
        let facts = facts.join(wanted, [col("metric")], [col("metric")], JoinArgs::new(JoinType::Inner));
        let of = |members: Vec<(u32, u32)>, prefix: &str| -> Result<LazyFrame> {
            let members = df!(
                "report" => members.iter().map(|member| member.0).collect::<Vec<_>>(),
                "division" => members.iter().map(|member| member.1).collect::<Vec<_>>(),
            )?;
            let named = |name: &str| col(name).alias(format!("{prefix}_{name}"));
            let facts =
                facts.clone().join(members.lazy(), [col("report")], [col("report")], JoinArgs::new(JoinType::Inner));
            let names = [named("report"), named("agency"), named("value"), named("scope")];
            Ok(facts.select([[col("division"), col("metric")].as_slice(), &names].concat()))
        };
        let place = ["division", "metric"].map(col);
        let order = SortMultipleOptions::default().with_order_descending_multi([false, false, true, false]);
        let rows = of(above, "own")?
            .filter(col("own_scope").eq(lit(area)))
            .join(of(below, "part")?, place.clone(), place, JoinArgs::new(JoinType::Inner))
            .filter(col("own_agency").neq(col("part_agency")))
            .sort(["own_report", "metric", "part_value", "part_report"], order)
            .unique_stable_generic(Some(["own_report", "metric"].map(col).to_vec()), UniqueKeepStrategy::First)
            .collect()?;
        let number = |name: &str| -> Result<UInt32Chunked> { Ok(rows.column(name)?.u32()?.clone()) };
        let (own, metrics, parts) = (number("own_report")?, number("metric")?, number("part_report")?);
        let (lefts, rights) = (rows.column("part_value")?.f64()?, rows.column("own_value")?.f64()?);
        for row in 0..rows.height() {
            let (Some(report), Some(metric)) = (own.get(row), metrics.get(row)) else { continue };
            let (left, right) = (lefts.get(row), rights.get(row));
            let verdict = if left > right { Verdict::Fails } else { Verdict::Holds };
            let rule = rulebook.rule(&rule.named.id, Some(MetricId(metric as u16)));
            findings.push(Finding { report, rule, scope: area, verdict, left, right, against: parts.get(row) });
        }
    }
    Ok(())
}

/// The division that each division was below in a year.
fn parents(snapshot: &Path, year: i32) -> Result<BTreeMap<u32, u32>> {
    let table = read(snapshot, "divisions", &["code", "parent_code", "valid_from", "valid_to"])?;
    let code = |name: &str, row: usize| text(&table, name, row).and_then(|code| code.parse::<u32>().ok());
    let bound = |name: &str, row: usize| cells::year(&table, name, row);
    let held = |row: &usize| {
        bound("valid_from", *row).is_none_or(|from| from <= year) && bound("valid_to", *row).is_none_or(|to| year <= to)
    };
    let rows = (0..table.rows()).filter(held);
    Ok(rows.filter_map(|row| Some((code("code", row)?, code("parent_code", row)?))).collect())
}
