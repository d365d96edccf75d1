//! Provinces, prefectures and counties as units through time, and which of them have a report in which year. Knows the
//! tables of divisions and coverage; knows no figure.

use crate::show::quote::plain;
use crate::warehouse::cells::{flag, text, whole};
use crate::warehouse::read;
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A unit of the divisions through time.
struct Place {
    /// That of its newest record.
    code: String,
    name: String,
    level: String,
    parent: Option<String>,
    until: i32,
    /// Names and codes of its other records.
    others: BTreeSet<String>,
    /// One character a year, see [`Seen`].
    seen: Vec<Seen>,
}

/// What is known of a unit in a year; of several records, the most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    /// No division of that year.
    Nowhere,
    /// No report.
    Nothing,
    /// Only departments, zones or townships reported.
    Others,
    /// A report that may be its government's, or another's.
    Ambiguous,
    /// A file that could not be read.
    Refused,
    Report,
}

impl Seen {
    fn letter(self) -> char {
        match self {
            Seen::Nowhere => '.',
            Seen::Nothing => 'n',
            Seen::Others => 'o',
            Seen::Ambiguous => 'a',
            Seen::Refused => 'x',
            Seen::Report => 'r',
        }
    }
}

/// All units, in the order of the table of divisions.
pub struct Places {
    list: Vec<Place>,
    /// By level, and the county through time or else the code.
    units: BTreeMap<(String, String), usize>,
    /// By level, code and name of a record.
    records: BTreeMap<(String, String, String), usize>,
    years: Vec<i32>,
}

/// The level of places that have an id through time.
pub const COUNTY: &str = "county";

impl Places {
    pub fn read(snapshot: &Path, years: &[i32]) -> Result<Places> {
        let mut places =
            Places { list: Vec::new(), units: BTreeMap::new(), records: BTreeMap::new(), years: years.to_vec() };
        if let (Some(&first), Some(&last)) = (years.first(), years.last()) {
            places.divisions(snapshot, first, last)?;
            places.coverage(snapshot)?;
        }
        Ok(places)
    }

    fn divisions(&mut self, snapshot: &Path, first: i32, last: i32) -> Result<()> {
        let columns = ["code", "name", "level", "parent_code", "valid_from", "valid_to", "panel_id"];
        let rows = read(snapshot, "divisions", &columns)?;
        for row in 0..rows.rows() {
            let of = |name: &str| text(&rows, name, row).map(plain).unwrap_or_default();
            let (code, name, level) = (of("code"), of("name"), of("level"));
            let from = whole(&rows, "valid_from", row).unwrap_or_default() as i32;
            let until = whole(&rows, "valid_to", row).map_or(i32::MAX, |year| year as i32);
            if from > last || until < first {
                continue;
            }
            let unit = (level.clone(), text(&rows, "panel_id", row).map_or_else(|| code.clone(), str::to_string));
            let seen = vec![Seen::Nowhere; self.years.len()];
            let parent = text(&rows, "parent_code", row).map(str::to_string);
            let at = *self.units.entry(unit).or_insert(self.list.len());
            self.records.insert((level.clone(), code.clone(), name.clone()), at);
            let new = Place { code, name, level, parent, until, others: BTreeSet::new(), seen };
            match self.list.get_mut(at) {
                None => self.list.push(new),
                Some(old) if new.until > old.until => {
                    let old = std::mem::replace(old, new);
                    self.list[at].others.extend(old.others.into_iter().chain([old.name, old.code]));
                }
                Some(old) => old.others.extend([new.name, new.code]),
            }
        }
        Ok(())
    }

    fn coverage(&mut self, snapshot: &Path) -> Result<()> {
        let rows = read(snapshot, "coverage", &["code", "name", "level", "report_year", "present", "reason"])?;
        for row in 0..rows.rows() {
            let key = ["level", "code", "name"].map(|name| text(&rows, name, row).map(plain).unwrap_or_default());
            let year = whole(&rows, "report_year", row).and_then(|year| self.year(year));
            if let (Some(&place), Some(year)) = (self.records.get(&key.into()), year) {
                let seen = match (flag(&rows, "present", row), text(&rows, "reason", row)) {
                    (true, _) => Seen::Report,
                    (false, Some("only_other_agencies")) => Seen::Others,
                    (false, Some("ambiguous")) => Seen::Ambiguous,
                    (false, Some("refused")) => Seen::Refused,
                    (false, _) => Seen::Nothing,
                };
                let before = &mut self.list[place].seen[year];
                *before = seen.max(*before);
            }
        }
        Ok(())
    }

    /// The position of a year among those of the page.
    pub fn year(&self, year: i64) -> Option<usize> {
        self.years.iter().position(|&own| i64::from(own) == year)
    }

    /// A unit by its level, and its id through time or its code.
    pub fn unit(&self, level: &str, key: &str) -> Option<usize> {
        self.units.get(&(level.to_string(), key.to_string())).copied()
    }

    /// That a report was chosen for a unit and year: the panel may have one under a code that has since been merged away.
    pub fn reported(&mut self, place: usize, year: usize) {
        self.list[place].seen[year] = Seen::Report;
    }

    /// All units column by column, by number.
    pub fn columns(&self) -> Value {
        // The prefecture, or the province where there is none or it was gone before these years.
        let parent = |place: &Place| {
            let code = place.parent.as_deref()?;
            let province = format!("{}0000", code.get(..2)?);
            self.unit("prefecture", code).or_else(|| self.unit("province", &province))
        };
        let list = &self.list;
        let others = |place: &Place| -> Vec<String> {
            place.others.iter().filter(|&other| *other != place.name && *other != place.code).cloned().collect()
        };
        json!({
            "code": list.iter().map(|place| place.code.as_str()).collect::<Vec<_>>(),
            "name": list.iter().map(|place| place.name.as_str()).collect::<Vec<_>>(),
            "level": list.iter().map(|place| place.level.as_str()).collect::<Vec<_>>(),
            "parent": list.iter().map(parent).collect::<Vec<_>>(),
            "others": list.iter().map(others).collect::<Vec<_>>(),
            "seen": list.iter().map(|place| place.seen.iter().map(|seen| seen.letter()).collect::<String>()).collect::<Vec<_>>(),
        })
    }
}
