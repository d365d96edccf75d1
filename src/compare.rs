//! Places side by side across years, and what changed between two snapshots. Knows finished tables and the catalogue;
//! knows no metric by name and no reader of reports.

mod around;
mod between;
mod changes;
mod list;
mod measure;
mod place;
mod point;
mod report;
mod rows;
mod series;
mod spark;
mod table;

pub use between::between;
pub use changes::Changes;
pub use list::List;
pub use table::Comparison;

use crate::catalog::Catalog;
use crate::warehouse::{CURRENT, open};
use anyhow::{Result, bail};
use measure::measures;
use place::Gazetteer;
use report::Reports;
use series::Reader;
use std::path::Path;
use std::str::FromStr;

/// What is to be compared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// Names or codes of divisions.
    pub places: &'a [String],
    /// Columns of the panel or metrics of the dictionary; none for the first column of every headline table.
    pub metrics: &'a [String],
    /// None for every year from the first to the last that has a report of one of the places.
    pub years: Option<Years>,
    pub against: &'a [Against],
}

/// Report years, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    pub first: i32,
    pub last: i32,
}

impl Years {
    pub fn contains(self, year: i32) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

impl FromStr for Years {
    type Err = String;

    /// `2019`, or `2012-2024`.
    fn from_str(text: &str) -> Result<Years, String> {
        let year = |text: &str| -> Result<i32, String> {
            let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| digits).ok_or_else(|| format!("`{text}` is no year: write 2019, or 2012-2024"))
        };
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let years = Years { first: year(first)?, last: year(last)? };
        if years.first > years.last { Err(format!("{text} ends before it begins")) } else { Ok(years) }
    }
}

/// What a place is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// Every place of its level below the same parent, and their median.
    Siblings,
    /// The government of its prefecture, and the median of the places of its level there.
    Prefecture,
    /// The government of its province, and the median of the places of its level there.
    Province,
}

impl Against {
    fn name(self) -> &'static str {
        match self {
            Against::Siblings => "siblings",
            Against::Prefecture => "prefecture",
            Against::Province => "province",
        }
    }
}

/// The places, and what they are compared with, by metric and year, from the current snapshot.
pub fn compare(catalog: &Catalog, warehouse: &Path, question: Question<'_>) -> Result<Comparison> {
    let (snapshot, manifest) = open(warehouse, CURRENT)?;
    let (Some(first), Some(last)) = (manifest.years.first(), manifest.years.last()) else {
        bail!("snapshot {} has no reports", manifest.snapshot);
    };
    let all = Years { first: first.year, last: last.year };
    let (measures, mut notes) = measures(catalog, question.metrics)?;
    let gazetteer = Gazetteer::read(&snapshot, all)?;
    let units = gazetteer.units(question.places)?;
    let reports = Reports::read(&snapshot, &gazetteer)?;
    let asked = question.years.unwrap_or_else(|| reports.span(&units).unwrap_or(all));
    for unit in &units {
        let parts = gazetteer.parts(&unit.key);
        if !parts.is_empty() {
            let (name, key) = (unit.full(), &unit.key.id);
            notes.push(format!(
                "{name}: {key} joins {}, which reported apart before they were merged",
                parts.join(", ")
            ));
        }
    }
    let rows = around::rows(&gazetteer, &units, question.against, asked, &mut notes);
    let reader = Reader { catalog, snapshot: &snapshot, reports: &reports, measures: &measures };
    let series = reader.read(&rows, asked)?;
    if manifest.config != catalog.hash {
        notes.push(
            "the snapshot was made with another configuration; breaks of definition are those of this one".into(),
        );
    }
    Ok(Comparison::new(manifest.snapshot, asked, measures, rows, series, notes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_one_or_from_one_to_another() {
        let years = |first, last| Ok(Years { first, last });
        assert_eq!("2019".parse(), years(2019, 2019));
        assert_eq!("2012-2024".parse(), years(2012, 2024));
        for wrong in ["", "2024-2012", "12-24", "2012-", "-2012", "2012–2024", "20190", "2012-2013-2014", "+201"] {
            assert!(wrong.parse::<Years>().is_err(), "{wrong}");
        }
    }
}
