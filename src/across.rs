//! What the reports of a snapshot say of each other: across years, and between neighbours in one year. Knows polars and the
//! finished tables; knows no Parquet and changes no number.
//!
//! The rules are those of `config/across.toml`; every verdict becomes a row of the table `checks`, in the year of the report
//! that is judged. The facts are read once, year by year: what rules about one publisher through the years ask for is laid
//! aside on disk, some publishers a shelf, and judged a shelf at a time; so are the verdicts before they are written. Held at
//! once are a few numbers a report, and the figures that compare neighbours in one year.

mod copied;
mod equation;
mod family;
mod figures;
mod finding;
mod jump;
mod publishers;
mod reports;
mod restated;
#[cfg(test)]
mod tests;

use crate::catalog::{Across, Metrics};
use anyhow::Result;
use copied::Print;
use figures::{Figures, read_year};
use finding::{Finding, Findings, Rulebook, Write};
use publishers::Publishers;
use reports::Reports;
use std::path::Path;

/// Judges every rule on the tables in the folder of a snapshot, and hands over the rows of each year that has any.
pub fn build(snapshot: &Path, across: &Across, metrics: &Metrics, write: &mut Write) -> Result<()> {
    let reports = Reports::read(snapshot)?;
    let rulebook = Rulebook::new(across, metrics);
    let mut findings = Findings::new(snapshot, &reports)?;
    let (mut publishers, asked) = Publishers::read(snapshot, &reports, across, metrics)?;
    let mut found: Vec<Finding> = Vec::new();
    let mut before: Option<(i32, Vec<Vec<Print>>)> = None;
    for (year, places) in reports.years() {
        let lay = &mut |held: &_| publishers.lay(held);
        let now = read_year(snapshot, (year, places.clone()), &reports, across, metrics, &asked, lay)?;
        let last = before.as_ref().filter(|(before, _)| *before == year - 1).map(|(_, prints)| &prints[..]);
        copied::judge(across, &rulebook, &reports, &now.prints, last, &mut found);
        let figures = Figures::of(year, &now.family, &now.speakers)?;
        family::judge(snapshot, across, &rulebook, &reports, places, &figures, &mut found)?;
        findings.lay(&mut found)?;
        publishers.lay_speakers(&now.speakers)?;
        before = Some((year, now.prints));
    }
    publishers.judge(across, &rulebook, &mut |found| findings.lay(found))?;
    findings.write(&rulebook, write)
}
