//! Which report speaks for a division in which year: as the panel chose for counties, and the coverage above them. Knows
//! no figure.

use super::Years;
use super::place::{Gazetteer, Key, Unit};
use crate::warehouse::cells::{text, year};
use crate::warehouse::{read, read_among};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The level of places that the panel has rows of.
pub const COUNTY: &str = "county";

/// The report of a government.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub id: String,
    pub agency: String,
    /// Valid in that year.
    pub division_code: Option<String>,
    pub province: Option<String>,
    pub prefecture: Option<String>,
    pub county: Option<String>,
    pub form: String,
    pub source_path: String,
    /// What the panel says of the row; none above the counties.
    pub panel: Option<Remarks>,
}

/// What the panel says of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    pub flags: Vec<String>,
    /// The measures that must not be chained with the value before.
    pub breaks: Vec<String>,
}

/// The id of the report that was chosen for a division and year, and what the panel says of it.
type Chosen = BTreeMap<(Key, i32), (String, Option<Remarks>)>;

/// One of them.
type Choice<'a> = (&'a Key, &'a str, &'a Option<Remarks>);

/// The reports of all divisions, by year.
#[derive(Default)]
pub struct Reports {
    reports: BTreeMap<(Key, i32), Report>,
    /// Why there is none, in a word of the coverage.
    absent: BTreeMap<(Key, i32), String>,
}

impl Reports {
    pub fn read(snapshot: &Path, gazetteer: &Gazetteer) -> Result<Reports> {
        let mut found = Reports::default();
        let mut chosen = Chosen::new();
        panel(snapshot, &mut chosen)?;
        found.coverage(snapshot, gazetteer, &mut chosen)?;
        let mut by_year: BTreeMap<i32, Vec<Choice<'_>>> = BTreeMap::new();
        for ((key, year), (id, remarks)) in &chosen {
            by_year.entry(*year).or_default().push((key, id, remarks));
        }
        for (year, chosen) in by_year {
            let ids: BTreeSet<&str> = chosen.iter().map(|(_, id, _)| *id).collect();
            let rows = rows(snapshot, year, &ids)?;
            for (key, id, remarks) in chosen {
                if let Some(report) = rows.get(id) {
                    let report = Report { panel: remarks.clone(), ..report.clone() };
                    found.reports.insert((key.clone(), year), report);
                }
            }
        }
        Ok(found)
    }

    pub fn get(&self, key: &Key, year: i32) -> Option<&Report> {
        self.reports.get(&(key.clone(), year))
    }

    /// Why there is no report: a word of the coverage; none where the division was not there either.
    pub fn absent(&self, key: &Key, year: i32) -> Option<&str> {
        self.absent.get(&(key.clone(), year)).map(String::as_str)
    }

    /// From the first to the last year with a report of one of the units.
    pub fn span(&self, units: &[Unit]) -> Option<Years> {
        let of_units = self.reports.keys().filter(|(key, _)| units.iter().any(|unit| unit.key == *key));
        let years: BTreeSet<i32> = of_units.map(|(_, year)| *year).collect();
        Some(Years { first: *years.first()?, last: *years.last()? })
    }

    /// Reports above the counties, and why others are not there. A code is that of one unit.
    fn coverage(&mut self, snapshot: &Path, gazetteer: &Gazetteer, chosen: &mut Chosen) -> Result<()> {
        let rows = read(snapshot, "coverage", &["code", "level", "report_year", "report_id", "reason"])?;
        for row in 0..rows.rows() {
            let (Some(code), Some(level), Some(year)) =
                (text(&rows, "code", row), text(&rows, "level", row), year(&rows, "report_year", row))
            else {
                continue;
            };
            let Some(key) = gazetteer.key(level, code) else {
                continue;
            };
            let at = (key.clone(), year);
            match (text(&rows, "report_id", row), text(&rows, "reason", row)) {
                (Some(id), _) if level != COUNTY => {
                    chosen.insert(at, (id.to_string(), None));
                }
                // Of several parts of a unit, the one that has at least something: the last in the alphabet.
                (None, Some(reason)) => {
                    let before = self.absent.entry(at).or_default();
                    *before = std::mem::take(before).max(reason.to_string());
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Reports of counties, with what the panel says of their rows.
fn panel(snapshot: &Path, chosen: &mut Chosen) -> Result<()> {
    let rows = read(snapshot, "panel", &["county_key", "report_year", "report_id", "flags", "breaks"])?;
    for row in 0..rows.rows() {
        let (Some(id), Some(year), Some(report)) =
            (text(&rows, "county_key", row), year(&rows, "report_year", row), text(&rows, "report_id", row))
        else {
            continue;
        };
        let list = |name: &str| {
            text(&rows, name, row).into_iter().flat_map(|list| list.split(';')).map(str::to_string).collect()
        };
        let key = Key { level: COUNTY.to_string(), id: id.to_string() };
        let remarks = Remarks { flags: list("flags"), breaks: list("breaks") };
        chosen.insert((key, year), (report.to_string(), Some(remarks)));
    }
    Ok(())
}

/// The rows of `reports` of a year, by id.
fn rows(snapshot: &Path, year: i32, ids: &BTreeSet<&str>) -> Result<BTreeMap<String, Report>> {
    let columns = ["report_id", "agency", "division_code", "province", "prefecture", "county", "form", "source_path"];
    let rows = read_among(snapshot, &format!("reports/year={year}"), &columns, ("report_id", ids))?;
    let report = |row: usize| {
        let of = |name: &str| text(&rows, name, row).map(str::to_string);
        let id = of("report_id")?;
        let report = Report {
            id: id.clone(),
            agency: of("agency").unwrap_or_default(),
            division_code: of("division_code"),
            province: of("province"),
            prefecture: of("prefecture"),
            county: of("county"),
            form: of("form").unwrap_or_default(),
            source_path: of("source_path").unwrap_or_default(),
            panel: None,
        };
        Some((id, report))
    };
    Ok((0..rows.rows()).filter_map(report).collect())
}
