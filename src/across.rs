//! What the reports of a snapshot say of each other: across years, and between neighbours in one year. Knows polars and the
//! finished tables; knows no Parquet and changes no number.
//!
//! The rules are those of `config/across.toml`; every verdict becomes a row of the table `checks`, in the year of the report
//! that is judged. Held at once are the figures of two years that rules ask for, the series that are watched for jumps, and
//! the verdicts: a few numbers a report.

mod copied;
mod equation;
mod family;
mod figures;
mod finding;
mod jump;
mod reports;
mod restated;
#[cfg(test)]
mod tests;

use crate::catalog::{Across, Metrics};
use crate::warehouse::Frame;
use anyhow::Result;
use figures::{Figures, figures, wanted};
use finding::{Finding, Rulebook};
use reports::Reports;
use std::path::Path;

/// Judges every rule on the tables in the folder of a snapshot, and hands over the rows of each year that has any.
pub fn build(
    snapshot: &Path,
    across: &Across,
    metrics: &Metrics,
    write: &mut dyn FnMut(i32, Frame) -> Result<()>,
) -> Result<()> {
    let Some(reports) = Reports::read(snapshot)? else {
        return Ok(());
    };
    let rulebook = Rulebook::new(across, metrics);
    let wanted = wanted(across, metrics);
    let mut findings: Vec<Finding> = Vec::new();
    let mut series = jump::Series::default();
    let mut before: Option<Figures> = None;
    for year in reports.years() {
        let now = figures(snapshot, year, &reports, across, metrics, &wanted)?;
        let last = before.as_ref().filter(|before| before.year == year - 1);
        if let Some(last) = last {
            equation::judge(&across.equations, &now, last, &mut findings)?;
            restated::judge(snapshot, &rulebook, metrics, &reports, &now, last, &mut findings)?;
        }
        copied::judge(across, &rulebook, &reports, &now, last, &mut findings);
        family::judge(snapshot, across, &rulebook, &reports, &now, &mut findings)?;
        series.add(across, &now)?;
        before = Some(now);
    }
    jump::judge(across, &rulebook, &series, &mut findings)?;
    finding::rows(findings, &rulebook, &reports, write)
}
