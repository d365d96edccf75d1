//! Who reported, as small numbers: what the figures of all years are keyed by. Knows no figure.

use crate::model::Scope;
use crate::warehouse::batches;
use crate::warehouse::cells::{text, year};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// The number of a scope, its place in [`Scope::ALL`], by its name in the warehouse.
pub fn scope(name: Option<&str>) -> Option<u32> {
    Scope::ALL.iter().position(|scope| Some(scope.name()) == name).map(|place| place as u32)
}

/// One report.
pub struct Report {
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
    /// Where its id begins in the text of all ids; it ends where the next one begins.
    id: u32,
}

/// All reports of a snapshot, in the order of its tables, and so by year; a report is named by its place.
#[derive(Default)]
pub struct Reports {
    entries: Vec<Report>,
    ids: String,
}

impl Reports {
    pub fn read(snapshot: &Path) -> Result<Reports> {
        let columns = ["report_id", "report_year", "agency_id", "agency_kind", "division_code", "scope"];
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut reports = Reports::default();
        batches(snapshot, "reports", &columns, &mut |table| {
            for row in 0..table.rows() {
                let agency = text(table, "agency_id", row).unwrap_or_default();
                let number = numbers.get(agency).copied().unwrap_or_else(|| {
                    let next = numbers.len() as u32;
                    numbers.insert(agency.to_string(), next);
                    next
                });
                let kind = text(table, "agency_kind", row);
                reports.entries.push(Report {
                    year: year(table, "report_year", row).context("a report has a year")?,
                    agency: number,
                    scope: scope(text(table, "scope", row)).context("a report has a scope")?,
                    government: kind == Some("government"),
                    part: matches!(kind, Some("department" | "township")),
                    division: text(table, "division_code", row).and_then(|code| code.parse().ok()),
                    id: reports.ids.len() as u32,
                });
                reports.ids.push_str(text(table, "report_id", row).context("a report has an id")?);
            }
            Ok(())
        })?;
        Ok(reports)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// The years that have reports, each once, with the places of their reports.
    pub fn years(&self) -> Vec<(i32, Range<u32>)> {
        let mut years: Vec<(i32, Range<u32>)> = Vec::new();
        for (report, place) in self.entries.iter().zip(0..) {
            match years.last_mut() {
                Some((year, places)) if *year == report.year => places.end = place + 1,
                _ => years.push((report.year, place..place + 1)),
            }
        }
        years
    }

    pub fn get(&self, place: u32) -> &Report {
        &self.entries[place as usize]
    }

    pub fn id(&self, place: u32) -> &str {
        let place = place as usize;
        let end = self.entries.get(place + 1).map_or(self.ids.len(), |next| next.id as usize);
        &self.ids[self.entries[place].id as usize..end]
    }

    /// Finds reports by their ids in rows that stand in the order of the reports, as those of every table do.
    pub fn in_order(&self, places: Range<u32>) -> InOrder<'_> {
        InOrder { reports: self, places }
    }
}

/// A search that never goes back.
pub struct InOrder<'a> {
    reports: &'a Reports,
    places: Range<u32>,
}

impl InOrder<'_> {
    /// The place of a report that is not before the one found last.
    pub fn find(&mut self, id: &str) -> Option<u32> {
        let place = self.places.clone().find(|&place| self.reports.id(place) == id)?;
        self.places.start = place;
        Some(place)
    }
}
