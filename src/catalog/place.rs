//! Divisions of the country through time (`config/places/divisions.csv`), found by name, year and context.
//! Knows no document; of an agency's name it knows only the places at its beginning.

use super::source::{Fault, Files};
use crate::model::{Level, Link};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

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

/// What a name at the head of an agency resolves to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One place: its row as it stood in the year (or nearest to it), and the bytes of the name that it takes.
    Found { row: usize, length: usize },
    /// Several, and nothing chooses between them.
    Ambiguous { rows: Vec<usize>, length: usize },
    /// The string does not begin with a place.
    Unknown,
}

pub struct Places {
    rows: Vec<Division>,
    names: HashMap<String, Vec<(usize, Form)>>,
    /// The first two characters of every name: most positions of a text are turned away here.
    heads: HashSet<(char, char)>,
    codes: HashMap<String, Vec<usize>>,
    /// Records whose main successor is the code.
    predecessors: HashMap<String, Vec<usize>>,
    /// Characters of the longest name.
    longest: usize,
}

/// Reports begin in 2008, with some for 2007; names that ended before are no candidates.
const FIRST_YEAR: i32 = 2006;

impl Places {
    pub fn load(files: &Files, faults: &mut Vec<Fault>) -> Places {
        let mut places = Places {
            rows: Vec::new(),
            names: HashMap::new(),
            heads: HashSet::new(),
            codes: HashMap::new(),
            predecessors: HashMap::new(),
            longest: 0,
        };
        let Some(file) = files.require("places/divisions.csv", faults) else { return places };
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
        places
    }

    fn add(&mut self, row: &Row) -> Result<(), String> {
        let text = |value: &str| (!value.is_empty()).then(|| value.to_string());
        let level = match row.level {
            "province" => Level::Province,
            "prefecture" => Level::Prefecture,
            "county" => Level::County,
            other => return Err(format!("`{other}` is no level: province, prefecture or county")),
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
            self.heads.insert((first, second));
            self.longest = self.longest.max(name.chars().count());
            let entry = self.names.entry(name.to_string()).or_default();
            if !entry.iter().any(|&(known, _)| known == index) {
                entry.push((index, form));
            }
        }
    }

    /// Autonomous units also go by the short name with the last character, or the last three, of the full one: a suffix
    /// longer than two characters is a list of nationalities.
    fn autonomous(&mut self, name: &str, short: &str, level: Level, index: usize) {
        let Some(rest) = name.strip_prefix(short).filter(|rest| rest.chars().count() > 2) else { return };
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

    /// The division at the beginning of `name`, read from the largest unit down, as it stood in `year`. Names are known
    /// from the year before to two years after, since sites rename themselves early and reports are posted late.
    /// Of several candidates, the one whose parents stand in `context`; none if the context does not tell.
    pub fn resolve(&self, name: &str, year: i32, context: &[&str]) -> Resolution {
        let Some((rows, length)) = self.chain(name, year, &[]) else { return Resolution::Unknown };
        match self.settle(&rows, year, context) {
            Ok(row) => Resolution::Found { row, length },
            Err(rows) => Resolution::Ambiguous { rows, length },
        }
    }

    /// The places named anywhere in a text by a full or usual name of three characters or more, with their candidates.
    pub fn mentions(&self, text: &str, year: i32) -> Vec<(String, Vec<usize>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let hit = self.lengths(&text[at..]).into_iter().find_map(|length| {
                let name = &text[at..at + length];
                let rows = self.candidates(name, year, &[]).0;
                (name.chars().count() > 2 && !rows.is_empty()).then(|| (name.to_string(), rows))
            });
            at += hit.as_ref().map_or(first.len_utf8(), |(name, _)| name.len());
            found.extend(hit);
        }
        found
    }

    /// Byte lengths of the prefixes that could be a name, longest first.
    fn lengths(&self, text: &str) -> Vec<usize> {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(first), Some(second)) if self.heads.contains(&(first, second)) => {}
            _ => return Vec::new(),
        }
        let mut ends: Vec<usize> = text.char_indices().take(self.longest).skip(1).map(|(at, c)| at + c.len_utf8()).collect();
        ends.reverse();
        ends
    }

    /// Rows that go by `name` around `year`, below one of `parents` if there are any: by a name that stands alone, and
    /// by one that does not.
    fn candidates(&self, name: &str, year: i32, parents: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let (mut full, mut short, mut bare) = (Vec::new(), Vec::new(), Vec::new());
        for &(row, form) in self.names.get(name).into_iter().flatten() {
            let division = &self.rows[row];
            let near = division.valid_from <= year + 2 && division.valid_to.is_none_or(|last| last >= year - 1);
            let below = parents.is_empty() || self.ancestors(row, year).iter().any(|parent| parents.contains(parent));
            if near && below {
                match form {
                    Form::Full => full.push(row),
                    Form::Short => short.push(row),
                    Form::Bare => bare.push(row),
                }
            }
        }
        let alone = if full.is_empty() { short } else { full };
        (alone, bare)
    }

    fn chain(&self, text: &str, year: i32, parents: &[usize]) -> Option<(Vec<usize>, usize)> {
        for length in self.lengths(text) {
            let (alone, bare) = self.candidates(&text[..length], year, parents);
            let all: Vec<usize> = alone.iter().chain(&bare).copied().collect();
            if all.is_empty() {
                continue;
            }
            if let Some((rows, deeper)) = self.chain(&text[length..], year, &all) {
                return Some((rows, length + deeper));
            }
            if !alone.is_empty() {
                return Some((alone, length));
            }
        }
        None
    }

    /// One row for the year out of candidates: by the year itself, then by parents named in the context.
    pub fn settle(&self, rows: &[usize], year: i32, context: &[&str]) -> Result<usize, Vec<usize>> {
        let distance = |row: usize| {
            let division = &self.rows[row];
            match division.valid_to {
                _ if division.valid_from > year => division.valid_from - year,
                Some(last) if last < year => 2 + year - last,
                _ => 0,
            }
        };
        let nearest = rows.iter().map(|&row| distance(row)).min().unwrap_or(0);
        let mut standing: Vec<usize> =
            rows.iter().filter(|&&row| distance(row) == nearest).map(|&row| self.at_year(row, year)).collect();
        standing.sort_unstable();
        standing.dedup();
        if let [only] = standing[..] {
            return Ok(only);
        }
        let named = |row: usize| {
            let parents = self.ancestors(row, year);
            parents.iter().filter(|&&parent| self.is_named(parent, context)).count()
        };
        let most = standing.iter().map(|&row| named(row)).max().unwrap_or(0);
        let best: Vec<usize> = standing.iter().copied().filter(|&row| named(row) == most).collect();
        match best[..] {
            [only] if most > 0 => Ok(only),
            _ => Err(standing),
        }
    }

    /// Whether the context names the division, in full or without its suffix.
    pub fn is_named(&self, row: usize, context: &[&str]) -> bool {
        let division = &self.rows[row];
        let short = division.short_name.as_deref().unwrap_or(&division.name);
        context.iter().any(|text| text.contains(short))
    }

    /// The record that held the territory in the year: the row itself, its code under another name, or the record before
    /// or after it where that is one to one. The row itself if there is none.
    fn at_year(&self, row: usize, year: i32) -> usize {
        let mut at = row;
        for _ in 0..6 {
            let division = &self.rows[at];
            if self.holds(at, year) {
                return at;
            }
            let same = self.codes[&division.code].iter().find(|&&other| {
                self.holds(other, year) && self.rows[other].panel_id == division.panel_id
            });
            if let Some(&same) = same {
                return same;
            }
            let next = if division.valid_from > year {
                let before = self.predecessors.get(&division.code).map_or(&[][..], Vec::as_slice);
                let direct: Vec<usize> = before
                    .iter()
                    .copied()
                    .filter(|&old| self.one_to_one(old) && self.rows[old].valid_to == Some(division.valid_from - 1))
                    .collect();
                if direct.len() == 1 { direct.first().copied() } else { None }
            } else {
                self.follower(at)
            };
            match next {
                Some(next) => at = next,
                None => return row,
            }
        }
        row
    }

    fn holds(&self, row: usize, year: i32) -> bool {
        let division = &self.rows[row];
        division.valid_from <= year && division.valid_to.is_none_or(|last| last >= year)
    }

    fn one_to_one(&self, row: usize) -> bool {
        matches!(self.rows[row].change.as_str(), "rename" | "upgrade" | "code_change")
    }

    /// The record that follows where the change was one to one.
    fn follower(&self, row: usize) -> Option<usize> {
        let last = self.rows[row].valid_to.filter(|_| self.one_to_one(row))?;
        let code = self.rows[row].successors.first()?;
        self.codes.get(code)?.iter().copied().find(|&next| self.rows[next].valid_from == last + 1)
    }

    /// Parent and parent's parent, nearest first.
    pub fn ancestors(&self, row: usize, year: i32) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = row;
        while let Some(code) = &self.rows[at].parent_code {
            let records = self.codes.get(code).map_or(&[][..], Vec::as_slice);
            let inside = self.rows[at].valid_to.map_or(year, |last| year.min(last)).max(self.rows[at].valid_from);
            let Some(&parent) = records.iter().find(|&&parent| self.holds(parent, inside)).or(records.last()) else { break };
            if found.contains(&parent) || parent == at {
                break;
            }
            found.push(parent);
            at = parent;
        }
        found
    }

    /// A key that stays through renames, new codes and upgrades: the panel unit, else the newest code of the line.
    pub fn stable_key(&self, row: usize) -> &str {
        let mut at = row;
        for _ in 0..8 {
            match self.follower(at) {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        self.rows[at].panel_id.as_deref().or(self.rows[row].panel_id.as_deref()).unwrap_or(&self.rows[at].code)
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
