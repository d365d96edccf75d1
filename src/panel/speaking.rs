//! Which report speaks for a county in a year. Knows no measure and no flag.

use crate::warehouse::Frame;
use crate::warehouse::cells::{self, text, whole};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is read of the table of reports.
pub const COLUMNS: [&str; 19] = [
    "report_id",
    "report_year",
    "agency",
    "agency_id",
    "agency_kind",
    "level",
    "division_code",
    "county_key",
    "province",
    "prefecture",
    "county",
    "form",
    "scope",
    "facts",
    "measures",
    "editions",
    "governs",
    "source_path",
    "url",
];

/// The report that speaks for a county in a year.
pub struct Speaking {
    pub county: Arc<str>,
    pub year: i32,
    pub report: String,
    /// Publishers of the county with a report of that year.
    pub members: i64,
}

/// The same rows in stretches of at least `together`, which part no county.
pub fn stretches(mut rows: &[Speaking], together: usize) -> Vec<&[Speaking]> {
    let mut stretches = Vec::new();
    while let Some(last) = rows.get(together - 1).or(rows.last()) {
        let end = rows.partition_point(|row| row.county <= last.county);
        let (stretch, rest) = rows.split_at(end);
        stretches.push(stretch);
        rows = rest;
    }
    stretches
}

/// A report that may speak for a county.
struct Candidate {
    county: Arc<str>,
    year: i32,
    agency: Arc<str>,
    /// Of a zone: the county that it runs.
    governs: Option<Arc<str>>,
    /// Place of its scope, the widest first.
    width: usize,
    facts: Option<i64>,
    report: String,
}

/// The reports of county governments, and of zones that run a county.
#[derive(Default)]
pub struct Candidates {
    rows: Vec<Candidate>,
    /// Names that stand in many rows.
    names: BTreeSet<Arc<str>>,
}

impl Candidates {
    /// Takes some reports.
    pub fn add(&mut self, reports: &Frame) {
        let of = |name: &str, row: usize| text(reports, name, row).unwrap_or_default();
        for row in 0..reports.rows() {
            let government = of("agency_kind", row) == "government" && of("level", row) == "county";
            let county = text(reports, if government { "county_key" } else { "governs" }, row);
            let year = cells::year(reports, "report_year", row);
            let (Some(county), Some(year)) = (county, year) else { continue };
            let candidate = Candidate {
                county: self.name(county),
                year,
                agency: self.name(of("agency_id", row)),
                governs: text(reports, "governs", row).map(|county| self.name(county)),
                width: ["area", "own"].iter().position(|&scope| of("scope", row) == scope).unwrap_or(2),
                facts: whole(reports, "facts", row),
                report: of("report_id", row).to_string(),
            };
            self.rows.push(candidate);
        }
    }

    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let name: Arc<str> = name.into();
        self.names.insert(Arc::clone(&name));
        name
    }

    /// The report that speaks for each county and year, in their order, and how many of its publishers have one.
    ///
    /// The government of the county comes before a zone that runs it. Where a county through time has several governments
    /// (江干区 and 上城区 are one unit), the one with reports in the most years speaks in all of them, so that the series is
    /// one publisher's as far as it goes. Then the widest scope (area, own, unstated), more facts, the first by id.
    pub fn choose(self) -> Vec<Speaking> {
        let mut rows = self.rows;
        let mut reported: BTreeMap<(&str, &str), BTreeSet<i32>> = BTreeMap::new();
        let mut publishers: BTreeMap<(&str, i32), BTreeSet<&str>> = BTreeMap::new();
        for row in &rows {
            reported.entry((&row.county, &row.agency)).or_default().insert(row.year);
            publishers.entry((&row.county, row.year)).or_default().insert(&row.agency);
        }
        let of = |row: &Candidate| {
            (reported[&(&*row.county, &*row.agency)].len(), publishers[&(&*row.county, row.year)].len())
        };
        let counts: Vec<(usize, usize)> = rows.iter().map(of).collect();
        let mut rows: Vec<(Candidate, (usize, usize))> = rows.drain(..).zip(counts).collect();
        fn rank((row, (years, _)): &(Candidate, (usize, usize))) -> impl Ord + use<'_> {
            let publisher = (&row.governs, Reverse(*years), &row.agency);
            (&row.county, row.year, publisher, row.width, Reverse(row.facts), &row.report)
        }
        rows.sort_by(|one, other| rank(one).cmp(&rank(other)));
        rows.dedup_by(|(next, _), (kept, _)| (&next.county, next.year) == (&kept.county, kept.year));
        let speaking = |(row, (_, members)): (Candidate, (usize, usize))| Speaking {
            county: row.county,
            year: row.year,
            report: row.report,
            members: members as i64,
        };
        rows.into_iter().map(speaking).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_ends_with_a_county() {
        let row = |(year, county): (i32, &&str)| Speaking {
            county: (**county).into(),
            year,
            report: String::new(),
            members: 1,
        };
        let rows: Vec<Speaking> = (0..).zip(&["a", "b", "b", "b", "c", "d"]).map(row).collect();
        let lengths = |together| stretches(&rows, together).iter().map(|stretch| stretch.len()).collect::<Vec<_>>();
        assert_eq!(lengths(1), [1, 3, 1, 1]);
        assert_eq!(lengths(2), [4, 2]);
        assert_eq!(lengths(9), [6]);
        assert!(stretches(&[], 2).is_empty());
    }
}
