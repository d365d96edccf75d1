//! Who reported, as small numbers: what the figures of all years are keyed by. Knows no figure.

use crate::model::Scope;
use crate::panel::polar::table;
use anyhow::{Context, Result};
use polars::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// The number of a scope, its place in [`Scope::ALL`], by its name in the warehouse.
pub fn scope(name: Option<&str>) -> Option<u32> {
    Scope::ALL.iter().position(|scope| Some(scope.name()) == name).map(|place| place as u32)
}

/// One report.
pub struct Report {
    pub id: String,
    pub year: i32,
    /// Equal for the reports of one publisher.
    pub agency: u32,
    pub scope: u32,
    /// Speaks for a government; else for a department, a township, a zone or another body.
    pub government: bool,
    /// A department or a township: what a government's report of its area covers.
    pub part: bool,
    /// The six digits of its division; none if unresolved.
    pub division: Option<u32>,
}

/// All reports of a snapshot, in the order of its tables; a report is named by its place.
pub struct Reports {
    pub entries: Vec<Report>,
    places: BTreeMap<String, u32>,
}

impl Reports {
    /// None where the snapshot has no report.
    pub fn read(snapshot: &Path) -> Result<Option<Reports>> {
        let columns = ["report_id", "report_year", "agency_id", "agency_kind", "division_code", "scope"];
        let Some(table) = table(snapshot, "reports", &columns)? else {
            return Ok(None);
        };
        let text = |name: &str| -> Result<StringChunked> { Ok(table.column(name)?.str()?.clone()) };
        let (ids, agencies, kinds) = (text("report_id")?, text("agency_id")?, text("agency_kind")?);
        let (divisions, scopes) = (text("division_code")?, text("scope")?);
        let years = table.column("report_year")?.i32()?;
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut entries = Vec::with_capacity(table.height());
        for row in 0..table.height() {
            let next = numbers.len() as u32;
            let agency = *numbers.entry(agencies.get(row).unwrap_or_default().to_string()).or_insert(next);
            entries.push(Report {
                id: ids.get(row).context("a report has an id")?.to_string(),
                year: years.get(row).context("a report has a year")?,
                agency,
                scope: scope(scopes.get(row)).context("a report has a scope")?,
                government: kinds.get(row) == Some("government"),
                part: matches!(kinds.get(row), Some("department" | "township")),
                division: divisions.get(row).and_then(|code| code.parse().ok()),
            });
        }
        let places = entries.iter().enumerate().map(|(place, report)| (report.id.clone(), place as u32)).collect();
        Ok(Some(Reports { entries, places }))
    }

    /// The years that have reports, each once.
    pub fn years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.entries.iter().map(|report| report.year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The place of a report.
    pub fn place(&self, id: &str) -> Option<u32> {
        self.places.get(id).copied()
    }

    pub fn get(&self, place: u32) -> &Report {
        &self.entries[place as usize]
    }
}
