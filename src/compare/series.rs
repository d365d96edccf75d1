//! The numbers of every line of a comparison, year by year. Knows the tables of a snapshot; knows no output.

use super::Years;
use super::around::{Role, Row};
use super::measure::{Measure, Of};
use super::place::Key;
use super::point::{Said, Seam, by_scope, harmonised, plainly, seam};
use super::report::{Report, Reports};
use crate::catalog::Catalog;
use crate::model::{Fact, Number, Scope};
use crate::warehouse::cells::{number, text};
use crate::warehouse::{exact, judged, read_among};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One year of a series.
#[derive(Clone, Debug, Default)]
pub struct Point {
    pub year: i32,
    /// None where there is no report, and for a median.
    pub report: Option<Report>,
    /// Why there is none, in a word of the coverage.
    pub absent: Option<String>,
    pub said: Said,
    /// What stands between this number and the one before.
    pub seam: Option<Seam>,
    /// For a median: of how many.
    pub of: Option<usize>,
}

/// Reads the numbers of a snapshot.
pub struct Reader<'a> {
    pub catalog: &'a Catalog,
    pub snapshot: &'a Path,
    pub reports: &'a Reports,
    pub measures: &'a [Measure],
}

/// The reports of a year, as far as they are needed.
struct Year {
    facts: BTreeMap<String, Vec<Fact>>,
    /// Value and scope of each measure's column, by report.
    columns: Vec<BTreeMap<String, (Option<Number>, Scope)>>,
}

impl Reader<'_> {
    /// The points of every measure and row.
    pub fn read(&self, rows: &[Row], years: Years) -> Result<Vec<Vec<Vec<Point>>>> {
        let mut series = vec![vec![Vec::new(); rows.len()]; self.measures.len()];
        for year in years.first..=years.last {
            let keys = rows.iter().flat_map(|row| row.unit.iter().map(|unit| &unit.key).chain(&row.members));
            let wanted: BTreeSet<&str> =
                keys.filter_map(|key| self.reports.get(key, year)).map(|report| report.id.as_str()).collect();
            let read = self.year(year, &wanted)?;
            for (place, measure) in self.measures.iter().enumerate() {
                for (row, points) in rows.iter().zip(&mut series[place]) {
                    let mut point = match &row.unit {
                        Some(unit) => self.point(measure, place, &read, &unit.key, year),
                        None => self.median(measure, place, &read, row, year),
                    };
                    if row.role != Role::Median && point.said.value.is_some() {
                        let before = points.iter().rev().find(|before: &&Point| before.said.value.is_some());
                        point.seam = before.and_then(|before| self.seam(measure, before, &point));
                    }
                    points.push(point);
                }
            }
        }
        Ok(series)
    }

    /// Whether a column of the panel breaks the panel itself says; of all else the crosswalk alone can tell.
    fn seam(&self, measure: &Measure, before: &Point, now: &Point) -> Option<Seam> {
        let graded = seam(measure, &before.said, &now.said);
        let remarks = now.report.as_ref().and_then(|report| report.panel.as_ref());
        match (remarks, &measure.of) {
            (Some(remarks), Of::Headline { .. }) if remarks.breaks.contains(&measure.name) => Some(Seam::Break),
            (Some(_), Of::Headline { .. }) => graded.filter(|&seam| seam == Seam::Care),
            _ => graded,
        }
    }

    fn year(&self, year: i32, wanted: &BTreeSet<&str>) -> Result<Year> {
        let mut columns = Vec::new();
        for measure in self.measures {
            let mut values = BTreeMap::new();
            if let Of::Headline { table, column } = &measure.of {
                let names = ["report_id", "scope", column.name.as_str()];
                let rows = read_among(self.snapshot, &format!("{table}/year={year}"), &names, ("report_id", wanted))?;
                for row in 0..rows.rows() {
                    let of = |name| text(&rows, name, row);
                    let value = number(&rows, &column.name, row).map(exact);
                    if let (Some(report), Some(scope)) = (of("report_id"), of("scope").and_then(Scope::named)) {
                        values.insert(report.to_string(), (value, scope));
                    }
                }
            }
            columns.push(values);
        }
        Ok(Year { facts: judged(self.snapshot, year, wanted, &self.catalog.metrics)?, columns })
    }

    fn said(&self, measure: &Measure, place: usize, read: &Year, report: &Report) -> Said {
        let facts = read.facts.get(&report.id).map_or(&[][..], Vec::as_slice);
        match &measure.of {
            Of::Fact(metric) => plainly(*metric, &report.form, facts),
            Of::Headline { column, .. } => {
                let row = read.columns[place].get(&report.id).copied().unwrap_or((None, Scope::Unstated));
                harmonised(column, &report.form, row, &by_scope(facts))
            }
        }
    }

    fn point(&self, measure: &Measure, place: usize, read: &Year, key: &Key, year: i32) -> Point {
        match self.reports.get(key, year) {
            Some(report) => Point {
                year,
                said: self.said(measure, place, read, report),
                report: Some(report.clone()),
                ..Point::default()
            },
            None => {
                let absent = self.reports.absent(key, year).map(str::to_string);
                Point { year, absent, ..Point::default() }
            }
        }
    }

    /// The middle of what is stated; of an even number, half-way between the two in the middle.
    fn median(&self, measure: &Measure, place: usize, read: &Year, row: &Row, year: i32) -> Point {
        let reports = row.members.iter().filter_map(|key| self.reports.get(key, year));
        let mut values: Vec<Number> =
            reports.filter_map(|report| self.said(measure, place, read, report).value).collect();
        values.sort();
        let middle = match values.len() {
            0 => None,
            odd if odd % 2 == 1 => Some(values[odd / 2]),
            even => Some(Number((values[even / 2 - 1].0 + values[even / 2].0) / 2)),
        };
        Point { year, said: Said { value: middle, ..Said::default() }, of: Some(values.len()), ..Point::default() }
    }
}
