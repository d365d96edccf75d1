//! Which division a name or a code means. Knows the table of divisions in the years of a snapshot; knows no report.

use super::Years;
use crate::catalog::near::distance;
use crate::show::quote::plain;
use crate::warehouse::cells::{self, text};
use crate::warehouse::read;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Most places that an error lists.
const MOST: usize = 12;

/// A county through all its names and codes; a prefecture or a province by its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// As in the table: province, prefecture, county.
    pub level: String,
    /// `county_key`, or the code.
    pub id: String,
}

/// A division as long as its name and parent held.
#[derive(Clone, Debug)]
struct Record {
    key: Key,
    code: String,
    name: String,
    short: Option<String>,
    parent: Option<String>,
    held: Years,
}

/// A division, named as in the last year that is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub key: Key,
    pub name: String,
    pub code: String,
    /// From the province down, without the place itself.
    pub parents: Vec<String>,
}

impl Unit {
    /// With all its parents.
    pub fn full(&self) -> String {
        let mut names = self.parents.clone();
        names.push(self.name.clone());
        names.join(" ")
    }
}

/// The divisions that were there in some year of the snapshot.
pub struct Gazetteer {
    records: Vec<Record>,
    by_code: BTreeMap<String, Vec<usize>>,
    by_key: BTreeMap<Key, Vec<usize>>,
}

impl Gazetteer {
    pub fn read(snapshot: &Path, years: Years) -> Result<Gazetteer> {
        let columns = ["code", "name", "level", "parent_code", "valid_from", "valid_to", "panel_id", "short_name"];
        let rows = read(snapshot, "divisions", &columns)?;
        let mut gazetteer = Gazetteer { records: Vec::new(), by_code: BTreeMap::new(), by_key: BTreeMap::new() };
        for row in 0..rows.rows() {
            let of = |name: &str| text(&rows, name, row).map(plain);
            let year = |name: &str, otherwise: i32| cells::year(&rows, name, row).unwrap_or(otherwise);
            let held = Years { first: year("valid_from", i32::MIN), last: year("valid_to", i32::MAX) };
            let (Some(code), Some(name), Some(level)) = (of("code"), of("name"), of("level")) else {
                continue;
            };
            if held.first > years.last || held.last < years.first {
                continue;
            }
            let key = Key { level, id: of("panel_id").unwrap_or_else(|| code.clone()) };
            let at = gazetteer.records.len();
            gazetteer.by_code.entry(code.clone()).or_default().push(at);
            gazetteer.by_key.entry(key.clone()).or_default().push(at);
            let (short, parent) = (of("short_name"), of("parent_code"));
            gazetteer.records.push(Record { key, code, name, short, parent, held });
        }
        Ok(gazetteer)
    }

    /// The places of several names or codes, each once, in the order asked.
    pub fn units(&self, names: &[String]) -> Result<Vec<Unit>> {
        let mut units: Vec<Unit> = Vec::new();
        for name in names {
            let unit = self.find(name)?;
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        Ok(units)
    }

    /// The one place of a name or a code; an error with those that it could mean, or with names like it.
    pub fn find(&self, asked: &str) -> Result<Unit> {
        let wanted = squeezed(asked);
        if wanted.is_empty() {
            bail!("a place needs a name or a code");
        }
        // Whoever writes a name in full does not mean a place that is only called so for short.
        for short in [false, true] {
            let found: BTreeSet<&Key> = self
                .records
                .iter()
                .filter(|record| self.names(record, short).any(|name| squeezed(&name) == wanted))
                .map(|record| &record.key)
                .collect();
            let units: Vec<Unit> = found.into_iter().filter_map(|key| self.unit(key)).collect();
            match units.len() {
                0 => {}
                1 => return Ok(units.into_iter().next().expect("there is one")),
                _ => bail!("{}", self.ambiguous(asked, &units)),
            }
        }
        bail!("{}", self.unknown(asked, &wanted))
    }

    /// What a record may be called: code, key, and its name below any of its parents' names, or below none.
    fn names<'a>(&'a self, record: &'a Record, short: bool) -> impl Iterator<Item = String> + 'a {
        let own = if short { record.short.as_deref() } else { Some(record.name.as_str()) };
        let codes = [&record.code, &record.key.id].into_iter().filter(move |_| !short).cloned();
        let mut heads = vec![String::new()];
        for parent in self.parents(record) {
            let called = std::iter::once(&parent.name).chain(&parent.short);
            // A name may leave out any of the parents, but not turn their order.
            let longer: Vec<String> =
                heads.iter().flat_map(|head| called.clone().map(move |name| format!("{head}{name}"))).collect();
            heads.extend(longer);
        }
        codes.chain(
            own.into_iter().flat_map(move |own| heads.clone().into_iter().map(move |head| format!("{head}{own}"))),
        )
    }

    /// The records above one, from the province down, as they were in its last year.
    fn parents(&self, record: &Record) -> Vec<&Record> {
        let mut found: Vec<&Record> = Vec::new();
        let mut below = record;
        while let Some(parent) = below.parent.as_ref().and_then(|code| self.at(code, record.held.last)) {
            // The divisions are a table like any other: a loop in it must not hold us.
            if found.len() > 3 {
                break;
            }
            found.push(parent);
            below = parent;
        }
        found.reverse();
        found
    }

    /// The record of a code in a year, or else the last before it, or the first.
    fn at(&self, code: &str, year: i32) -> Option<&Record> {
        let of_code = || self.by_code.get(code).into_iter().flatten().map(|&at| &self.records[at]);
        let before = of_code().filter(|record| record.held.first <= year).max_by_key(|record| record.held.last);
        before.or_else(|| of_code().min_by_key(|record| record.held.first))
    }

    /// A division as it was last.
    pub fn unit(&self, key: &Key) -> Option<Unit> {
        let records = || self.by_key.get(key).into_iter().flatten().map(|&at| &self.records[at]);
        // Of several that still hold, the one that gave the unit its key.
        let last = records().max_by_key(|record| (record.held.last, record.code == key.id))?;
        let parents = self.parents(last).into_iter().map(|parent| parent.name.clone()).collect();
        Some(Unit { key: key.clone(), name: last.name.clone(), code: last.code.clone(), parents })
    }

    /// The unit that a code of a level stands for.
    pub fn key(&self, level: &str, code: &str) -> Option<&Key> {
        let records = self.by_code.get(code).into_iter().flatten().map(|&at| &self.records[at].key);
        records.into_iter().find(|key| key.level == level)
    }

    /// The names of the records of a unit that held at one time as others of it did: parts that were merged only later.
    pub fn parts(&self, key: &Key) -> Vec<&str> {
        let records = || self.by_key.get(key).into_iter().flatten().map(|&at| &self.records[at]);
        let beside = |one: &Record| {
            records()
                .any(|two| two.code != one.code && two.held.first <= one.held.last && one.held.first <= two.held.last)
        };
        let mut parts: Vec<&str> = records().filter(|one| beside(one)).map(|one| one.name.as_str()).collect();
        parts.dedup();
        parts
    }

    /// Whether a unit was there in a year.
    pub fn holds(&self, key: &Key, year: i32) -> bool {
        self.by_key.get(key).into_iter().flatten().any(|&at| self.records[at].held.contains(year))
    }

    /// The units of a level in a year.
    pub fn level(&self, level: &str, year: i32) -> BTreeSet<Key> {
        let records = self.records.iter().filter(|record| record.key.level == level && record.held.contains(year));
        records.map(|record| record.key.clone()).collect()
    }

    /// What stands above a unit in a year, from the province down; empty where it was not there.
    pub fn above(&self, key: &Key, year: i32) -> Vec<Key> {
        let record = self.by_key.get(key).into_iter().flatten().map(|&at| &self.records[at]);
        let record = record.filter(|record| record.held.contains(year)).max_by_key(|record| record.code == key.id);
        record
            .map_or_else(Vec::new, |record| self.parents(record).into_iter().map(|parent| parent.key.clone()).collect())
    }

    /// The units of a level that stood somewhere below another in a year, in the order of their keys.
    pub fn below(&self, above: &Key, level: &str, year: i32) -> BTreeSet<Key> {
        let records = self.records.iter().filter(|record| record.key.level == level && record.held.contains(year));
        let inside = records.filter(|record| self.parents(record).iter().any(|parent| parent.key == *above));
        inside.map(|record| record.key.clone()).collect()
    }

    fn ambiguous(&self, asked: &str, units: &[Unit]) -> String {
        let lines = units.iter().take(MOST).map(|unit| {
            let held = self.by_key[&unit.key].iter().map(|&at| &self.records[at]);
            let last = held.clone().map(|record| record.held.last).max().unwrap_or(i32::MAX);
            let until = if last == i32::MAX { String::new() } else { format!(", until {last}") };
            format!("\n  {}  {} ({}{until})", unit.code, unit.full(), unit.key.level)
        });
        let lines: String = lines.collect();
        let more = if units.len() > MOST { format!("\n  and {} more", units.len() - MOST) } else { String::new() };
        format!(
            "{} places are called {}; give a code, or the name with its parents:{lines}{more}",
            units.len(),
            plain(asked)
        )
    }

    fn unknown(&self, asked: &str, wanted: &str) -> String {
        let mut near: Vec<(usize, String)> = self
            .by_key
            .keys()
            .filter_map(|key| self.unit(key))
            .map(|unit| (distance(wanted, &squeezed(&unit.name)), format!("{} {}", unit.code, unit.full())))
            // With more letters changed than kept it is another name.
            .filter(|(letters, _)| *letters <= (wanted.chars().count() / 2).min(2))
            .collect();
        near.sort();
        let near: Vec<&str> = near.iter().take(5).map(|(_, name)| name.as_str()).collect();
        let near = if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) };
        format!(
            "no province, prefecture or county of the snapshot's years is called {}{near} \
             (departments, zones and townships are in the tables, by agency_id)",
            plain(asked)
        )
    }
}

/// A name however its parts were set apart.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && *c != '/').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warehouse::testing::publish;

    fn gazetteer(first: i32, last: i32) -> Gazetteer {
        let folder = tempfile::tempdir().unwrap();
        let snapshot = publish(folder.path(), &[], 3);
        Gazetteer::read(&snapshot, Years { first, last }).unwrap()
    }

    #[test]
    fn a_county_is_one_under_all_its_names() {
        let places = gazetteer(2008, 2024);
        for name in ["A County", "A District", "110101", "110121", "kA"] {
            let unit = places.find(name).unwrap();
            assert_eq!((unit.key.id.as_str(), unit.name.as_str(), unit.code.as_str()), ("kA", "A District", "110121"));
        }
        assert!(places.find("B County").is_ok());
        let error = places.find("C County").unwrap_err().to_string();
        assert!(error.contains("near it: ") && error.contains("B County"), "{error}");
    }

    #[test]
    fn only_the_years_of_the_snapshot_count() {
        let places = gazetteer(2021, 2024);
        assert!(places.find("A District").is_ok() && places.find("A County").is_err());
    }

    #[test]
    fn parts_of_a_unit_are_those_that_stood_side_by_side() {
        let places = gazetteer(2008, 2024);
        let unit = places.find("A District").unwrap();
        assert!(places.parts(&unit.key).is_empty(), "one after the other is no merger");
        assert!(places.holds(&unit.key, 2020) && places.holds(&unit.key, 2021));
    }
}
