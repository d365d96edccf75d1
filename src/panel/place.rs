//! The divisions year by year, and what changed in the territory of a county between two years, from the table of
//! divisions. Knows no report.

use crate::warehouse::{Frame, cells, read};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A division record, as long as it held.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub code: String,
    pub name: String,
    pub level: String,
    pub parent: Option<String>,
    pub panel_id: Option<String>,
    /// First and last year at whose end it held.
    pub from: i32,
    pub to: Option<i32>,
    /// Why the record ended.
    pub change: Option<String>,
    /// Codes that took a part of it, and when.
    pub transfers: Vec<(String, i32)>,
}

/// All division records of a snapshot.
pub struct Places {
    pub records: Vec<Place>,
    /// The records of a code, as positions.
    codes: BTreeMap<String, Vec<usize>>,
    /// The records of a county through time, as positions.
    counties: BTreeMap<String, Vec<usize>>,
    /// What changed for a county through time: the first year at whose end it shows, and the kind.
    changes: BTreeMap<String, Vec<(i32, String)>>,
}

impl Place {
    pub fn holds(&self, year: i32) -> bool {
        self.from <= year && self.to.is_none_or(|last| year <= last)
    }
}

impl Places {
    pub fn read(snapshot: &Path) -> Result<Places> {
        let names = [
            "code",
            "name",
            "level",
            "parent_code",
            "panel_id",
            "valid_from",
            "valid_to",
            "change",
            "boundary_transfers",
        ];
        let divisions = read(snapshot, "divisions", &names)?;
        let mut records: Vec<Place> = (0..divisions.rows()).map(|row| record(&divisions, row)).collect();
        records.sort_by(|a, b| (&a.code, a.from, &a.name).cmp(&(&b.code, b.from, &b.name)));
        let (mut codes, mut counties) = (BTreeMap::new(), BTreeMap::new());
        for (index, place) in records.iter().enumerate() {
            codes.entry(place.code.clone()).or_insert_with(Vec::new).push(index);
            if let Some(county) = &place.panel_id {
                counties.entry(county.clone()).or_insert_with(Vec::new).push(index);
            }
        }
        let mut places = Places { records, codes, counties, changes: BTreeMap::new() };
        places.changes = places.all_changes();
        Ok(places)
    }

    fn all_changes(&self) -> BTreeMap<String, Vec<(i32, String)>> {
        let mut changes: BTreeMap<String, Vec<(i32, String)>> = BTreeMap::new();
        let mut add = |county: &Option<String>, year: i32, kind: &str| {
            if let Some(county) = county {
                changes.entry(county.clone()).or_default().push((year, kind.to_string()));
            }
        };
        for place in &self.records {
            if let (Some(last), Some(kind)) = (place.to, &place.change) {
                add(&place.panel_id, last + 1, kind);
            }
            for (code, year) in &place.transfers {
                // Who gave and who took: neither is what it was.
                add(&place.panel_id, *year, TRANSFER);
                let taker = self.of_code(code, *year).and_then(|taker| taker.panel_id.clone());
                if taker != place.panel_id {
                    add(&taker, *year, TRANSFER);
                }
            }
        }
        changes
    }

    /// The record of a code in a year.
    pub fn of_code(&self, code: &str, year: i32) -> Option<&Place> {
        let records = self.codes.get(code)?.iter().map(|&index| &self.records[index]);
        records.into_iter().find(|place| place.holds(year))
    }

    /// The divisions that a county through time is made of in a year.
    pub fn units(&self, county: &str, year: i32) -> Vec<&Place> {
        let records = self.counties.get(county).into_iter().flatten().map(|&index| &self.records[index]);
        records.filter(|place| place.holds(year)).collect()
    }

    /// The kinds of change between the ends of two years, in alphabetical order.
    pub fn changes(&self, county: &str, after: i32, until: i32) -> BTreeSet<&str> {
        let all = self.changes.get(county).into_iter().flatten();
        all.filter(|(year, _)| after < *year && *year <= until).map(|(_, kind)| kind.as_str()).collect()
    }
}

/// The kind of change where a part of a division went to another.
const TRANSFER: &str = "transfer";

fn record(divisions: &Frame, row: usize) -> Place {
    let text = |name: &str| cells::text(divisions, name, row).map(str::to_string);
    let year = |name: &str| cells::year(divisions, name, row);
    let transfers = text("boundary_transfers").unwrap_or_default();
    let transfers = transfers.split(';').filter_map(|part| {
        let (code, year) = part.strip_suffix(']')?.split_once('[')?;
        Some((code.to_string(), year.parse().ok()?))
    });
    Place {
        code: text("code").unwrap_or_default(),
        name: text("name").unwrap_or_default(),
        level: text("level").unwrap_or_default(),
        parent: text("parent_code"),
        panel_id: text("panel_id"),
        from: year("valid_from").unwrap_or(i32::MIN),
        to: year("valid_to"),
        change: text("change"),
        transfers: transfers.collect(),
    }
}
