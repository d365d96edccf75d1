//! Divisions of the country through time (`config/places/divisions.csv`), found by name, year and context.
//! Knows no document; of an agency's name it knows only the places at its beginning.

mod clue;
mod key;
mod resolve;
mod town;

#[cfg(test)]
mod tests;

pub use clue::{Clue, ClueKind};
pub use resolve::{Choice, Resolution};
pub use town::TownName;

use super::source::{Fault, Files};
use crate::model::{Level, Link};
use clue::Signs;
use serde::Deserialize;
use std::collections::HashMap;
use town::Towns;

/// One name and parent of one code, as long as it held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// Six digits (GB/T 2260).
    pub code: String,
    pub name: String,
    pub level: Level,
    /// The prefecture if its code exists, else the province; none for a province.
    pub parent_code: Option<String>,
    /// First and last 31 December at which the record held; no last one while it still does.
    pub valid_from: i32,
    pub valid_to: Option<i32>,
    /// Codes that hold the territory afterwards, the main one first.
    pub successors: Vec<String>,
    /// Why the record ended: `rename`, `upgrade`, `merge`, `split`, `code_change`, `abolished`; empty while it lives.
    pub change: String,
    pub short_name: Option<String>,
    /// The time-consistent unit of 2008 and later.
    pub panel_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row<'a> {
    code: &'a str,
    name: &'a str,
    level: &'a str,
    parent_code: &'a str,
    valid_from: i32,
    valid_to: Option<i32>,
    successor_codes: &'a str,
    change: &'a str,
    short_name: &'a str,
    panel_id: &'a str,
    aliases: &'a str,
}

/// How a name stands for a division.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Full,
    /// An alias in use, or an autonomous unit without its nationalities.
    Short,
    /// Without a suffix: stands for the division only in front of one of its own divisions.
    Bare,
}

pub struct Places {
    rows: Vec<Division>,
    names: HashMap<String, Vec<(usize, Form)>>,
    /// The first two characters of every name, and the characters of the longest one that begins so: most positions of
    /// a text are turned away here.
    heads: HashMap<(char, char), usize>,
    codes: HashMap<String, Vec<usize>>,
    /// Records whose main successor is the code.
    predecessors: HashMap<String, Vec<usize>>,
    /// For each record the last one of its line: what became of it as long as that was one to one.
    lines: Vec<usize>,
    /// For each record a key that no other line has.
    keys: Vec<String>,
    towns: Towns,
    signs: Signs,
}

/// Reports begin in 2008, with some for 2007; names that ended before are no candidates.
const FIRST_YEAR: i32 = 2006;

impl Places {
    pub fn load(files: &Files, faults: &mut Vec<Fault>) -> Places {
        let mut places = Places {
            rows: Vec::new(),
            names: HashMap::new(),
            heads: HashMap::new(),
            codes: HashMap::new(),
            predecessors: HashMap::new(),
            lines: Vec::new(),
            keys: Vec::new(),
            towns: Towns::load(files, faults),
            signs: Signs::load(files, faults),
        };
        let Some(file) = files.require("places/divisions.csv", faults) else {
            return places;
        };
        let mut reader = csv::Reader::from_reader(file.text.as_bytes());
        let headers = reader.headers().cloned().unwrap_or_default();
        for record in reader.records() {
            let parsed = record.as_ref().map_err(ToString::to_string).and_then(|record| {
                let row: Row = record.deserialize(Some(&headers)).map_err(|error| error.to_string())?;
                places.add(&row)
            });
            if let Err(message) = parsed {
                let line = record.ok().and_then(|record| record.position().map(|at| at.line() as usize)).unwrap_or(0);
                faults.push(Fault { file: file.name.clone(), line, message });
            }
        }
        for (index, row) in places.rows.iter().enumerate() {
            for parent in row.parent_code.iter().filter(|code| !places.codes.contains_key(*code)) {
                let message = format!("{} {}: no division has the parent code {parent}", row.code, row.name);
                faults.push(Fault { file: file.name.clone(), line: index + 2, message });
            }
        }
        places.draw_lines();
        places
    }

    fn add(&mut self, row: &Row) -> Result<(), String> {
        let text = |value: &str| (!value.is_empty()).then(|| value.to_string());
        let level = match row.level {
            "province" => Level::Province,
            "prefecture" => Level::Prefecture,
            "county" => Level::County,
            other => {
                return Err(format!("`{other}` is no level: province, prefecture or county"));
            }
        };
        if row.code.len() != 6 || !row.code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("`{}` is no code of six digits", row.code));
        }
        let index = self.rows.len();
        if row.valid_to.is_none_or(|year| year >= FIRST_YEAR) {
            self.name(row.name, index, Form::Full);
            for alias in row.aliases.split(';').filter(|alias| !alias.is_empty()) {
                self.name(alias, index, Form::Short);
            }
            if !row.short_name.is_empty() {
                self.name(row.short_name, index, Form::Bare);
                self.autonomous(row.name, row.short_name, level, index);
            }
        }
        if let Some(main) = row.successor_codes.split(';').find(|code| !code.is_empty()) {
            self.predecessors.entry(main.to_string()).or_default().push(index);
        }
        self.codes.entry(row.code.to_string()).or_default().push(index);
        self.rows.push(Division {
            code: row.code.to_string(),
            name: row.name.to_string(),
            level,
            parent_code: text(row.parent_code),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            successors: row.successor_codes.split(';').filter_map(text).collect(),
            change: row.change.to_string(),
            short_name: text(row.short_name),
            panel_id: text(row.panel_id),
        });
        Ok(())
    }

    fn name(&mut self, name: &str, index: usize, form: Form) {
        let mut chars = name.chars();
        if let (Some(first), Some(second)) = (chars.next(), chars.next()) {
            let longest = self.heads.entry((first, second)).or_default();
            *longest = name.chars().count().max(*longest);
            let entry = self.names.entry(name.to_string()).or_default();
            if !entry.iter().any(|&(known, _)| known == index) {
                entry.push((index, form));
            }
        }
    }

    /// Autonomous units also go by the short name with the last character, or the last three, of the full one: a suffix
    /// longer than two characters is a list of nationalities.
    fn autonomous(&mut self, name: &str, short: &str, level: Level, index: usize) {
        let Some(rest) = name.strip_prefix(short).filter(|rest| rest.chars().count() > 2) else {
            return;
        };
        if level != Level::Province {
            for count in [1, 3] {
                let tail: String = rest.chars().skip(rest.chars().count() - count).collect();
                self.name(&format!("{short}{tail}"), index, Form::Short);
            }
        }
    }

    /// All records, in the order of the file: the `divisions` table.
    pub fn rows(&self) -> impl Iterator<Item = &Division> {
        self.rows.iter()
    }

    pub fn row(&self, index: usize) -> &Division {
        &self.rows[index]
    }

    /// The row of a code in a year.
    pub fn of_code(&self, code: &str, year: i32) -> Option<usize> {
        let rows = self.codes.get(code)?;
        rows.iter().copied().find(|&row| self.holds(row, year))
    }

    /// Whether the context names the division, in full or without its suffix.
    pub fn is_named(&self, row: usize, context: &[&str]) -> bool {
        let division = &self.rows[row];
        let short = division.short_name.as_deref().unwrap_or(&division.name);
        context.iter().any(|text| text.contains(short))
    }

    fn holds(&self, row: usize, year: i32) -> bool {
        let division = &self.rows[row];
        division.valid_from <= year && division.valid_to.is_none_or(|last| last >= year)
    }

    /// Parent and parent's parent, nearest first.
    pub fn ancestors(&self, row: usize, year: i32) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = row;
        while let Some(code) = &self.rows[at].parent_code {
            let records = self.codes.get(code).map_or(&[][..], Vec::as_slice);
            let inside = self.rows[at].valid_to.map_or(year, |last| year.min(last)).max(self.rows[at].valid_from);
            let Some(&parent) = records.iter().find(|&&parent| self.holds(parent, inside)).or(records.last()) else {
                break;
            };
            if found.contains(&parent) || parent == at {
                break;
            }
            found.push(parent);
            at = parent;
        }
        found
    }

    /// The codes and the names of that year for a resolved row. The code is null where the row did not hold in the year.
    pub fn link(&self, row: usize, year: i32, evidence: &str) -> Link {
        let division = &self.rows[row];
        let mut link = Link {
            division_code: self.holds(row, year).then(|| division.code.clone()),
            evidence: evidence.to_string(),
            ..Link::default()
        };
        for at in std::iter::once(row).chain(self.ancestors(row, year)) {
            let name = Some(self.rows[at].name.clone());
            match self.rows[at].level {
                Level::County => link.county = name,
                Level::Prefecture => link.prefecture = name,
                Level::Province => link.province = name,
                Level::Township => {}
            }
        }
        if division.level == Level::County {
            link.county_key = division.panel_id.clone();
        }
        link
    }
}
