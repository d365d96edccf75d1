//! Finding divisions by name: the chain of places at the beginning of a name, and names anywhere in a text.
//! Knows nothing of agencies beyond that.

use super::clue::{Clue, ClueKind};
use super::{Form, Places};
use crate::model::Level;

/// What a name at the head of an agency resolves to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One place: its row as it stood in the year (or nearest to it), and the bytes of the name that it takes.
    Found { row: usize, length: usize, by: Choice },
    /// Several, and nothing chooses between them.
    Ambiguous { rows: Vec<usize>, length: usize },
    /// The name of divisions of other years, or of other parents than the name says: none of them is meant for sure.
    Elsewhere { rows: Vec<usize>, length: usize },
    /// The string does not begin with a place.
    Unknown,
}

/// Why one division was taken among those of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// There is no other of the name.
    Only,
    /// Only one stood at the end of the year.
    Year,
    Clue(ClueKind),
}

impl Places {
    /// The division at the beginning of `name`, read from the largest unit down, as it stood in `year`. Names are known
    /// from the year before to two years after, since sites rename themselves early and reports are posted late.
    /// Of several candidates, the one whose parents the clues tell of; none if they do not tell.
    pub fn resolve(&self, name: &str, year: i32, clues: &[Clue]) -> Resolution {
        let Some((rows, length)) = self.chain(name, year, &[]) else {
            return match self.ever(name) {
                Some((rows, length)) => Resolution::Elsewhere { rows, length },
                None => Resolution::Unknown,
            };
        };
        let again = |named: &[usize]| named.iter().any(|row| rows.contains(row));
        if let Some((named, more)) = self.ever(&name[length..])
            && !again(&named)
        {
            return Resolution::Elsewhere { rows: named, length: length + more };
        }
        match self.choose(&rows, year, clues) {
            Ok((row, by)) => Resolution::Found { row, length, by },
            Err(rows) => Resolution::Ambiguous { rows, length },
        }
    }

    /// All divisions that the beginning of `name` may mean in the year, and the bytes that it takes.
    pub fn candidates_of(&self, name: &str, year: i32) -> Option<(Vec<usize>, usize)> {
        let (rows, length) = self.chain(name, year, &[])?;
        Some((self.units(&rows, year).into_iter().map(|(row, _)| row).collect(), length))
    }

    /// Provinces and prefectures whose name without its suffix begins `name`; counties are never called so.
    pub fn seats(&self, name: &str, year: i32) -> Option<(usize, usize)> {
        self.lengths(name).into_iter().find_map(|length| {
            let (_, bare) = self.candidates(&name[..length], year, &[]);
            let mut rows: Vec<usize> = self.units(&bare, year).into_iter().map(|(row, _)| row).collect();
            rows.retain(|&row| self.rows[row].level != Level::County);
            match rows[..] {
                [only] => Some((only, length)),
                _ => None,
            }
        })
    }

    /// The divisions below `parent` that are called exactly `name`, with or without suffix.
    pub fn below(&self, name: &str, year: i32, parent: usize) -> Vec<usize> {
        let (alone, bare) = self.candidates(name, year, &[parent]);
        let rows = if alone.is_empty() { bare } else { alone };
        self.units(&rows, year).into_iter().map(|(row, _)| row).collect()
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
        let longest = match (chars.next(), chars.next()) {
            (Some(first), Some(second)) => self.heads.get(&(first, second)).copied(),
            _ => None,
        };
        let Some(longest) = longest else {
            return Vec::new();
        };
        let mut ends: Vec<usize> = text.char_indices().take(longest).skip(1).map(|(at, c)| at + c.len_utf8()).collect();
        ends.reverse();
        ends
    }

    /// Rows of any year whose full name of three characters or more begins `text`.
    fn ever(&self, text: &str) -> Option<(Vec<usize>, usize)> {
        self.lengths(text).into_iter().find_map(|length| {
            let entries = self.names.get(&text[..length])?;
            let full: Vec<usize> =
                entries.iter().filter(|(_, form)| *form == Form::Full).map(|&(row, _)| row).collect();
            (text[..length].chars().count() > 2 && !full.is_empty()).then_some((full, length))
        })
    }

    /// Rows that go by `name` around `year`, below one of `parents` if there are any: by a name that stands alone, and
    /// by one that does not.
    fn candidates(&self, name: &str, year: i32, parents: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let (mut full, mut short, mut bare) = (Vec::new(), Vec::new(), Vec::new());
        for &(row, form) in self.names.get(name).into_iter().flatten() {
            let division = &self.rows[row];
            let near = division.valid_from <= year + 2 && division.valid_to.is_none_or(|last| last >= year - 1);
            let below =
                || parents.is_empty() || self.ancestors(row, year).iter().any(|parent| parents.contains(parent));
            if near && below() {
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

    /// The chain of places that takes most of the beginning of `text`: 青岛市南区 is 青岛 and 市南区.
    fn chain(&self, text: &str, year: i32, parents: &[usize]) -> Option<(Vec<usize>, usize)> {
        let mut best: Option<(Vec<usize>, usize)> = None;
        for length in self.lengths(text) {
            let (alone, bare) = self.candidates(&text[..length], year, parents);
            let all: Vec<usize> = alone.iter().chain(&bare).copied().collect();
            if all.is_empty() {
                continue;
            }
            let found = match self.chain(&text[length..], year, &all) {
                Some((rows, deeper)) => (rows, length + deeper),
                None if !alone.is_empty() => (alone, length),
                None => continue,
            };
            if best.as_ref().is_none_or(|known| known.1 < found.1) {
                best = Some(found);
            }
        }
        best
    }

    /// The records of the year behind candidates, and how far in years each candidate's own time is from it: names of
    /// the year itself first, then those of the next years, then that of the year before.
    fn units(&self, rows: &[usize], year: i32) -> Vec<(usize, i32)> {
        let mut units: Vec<(usize, i32)> = Vec::new();
        for &row in rows {
            let division = &self.rows[row];
            let distance = match division.valid_to {
                _ if division.valid_from > year => division.valid_from - year,
                Some(last) if last < year => 2 + year - last,
                _ => 0,
            };
            let unit = self.at_year(row, year);
            match units.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, nearest)) => *nearest = distance.min(*nearest),
                None => units.push((unit, distance)),
            }
        }
        units.sort_unstable();
        units
    }

    /// One row for the year out of candidates. Of one name at two levels the year decides; otherwise the clues in their
    /// order, then the year.
    pub fn choose(&self, rows: &[usize], year: i32, clues: &[Clue]) -> Result<(usize, Choice), Vec<usize>> {
        let mut units = self.units(rows, year);
        let nearest = |units: &mut Vec<(usize, i32)>| {
            let least = units.iter().map(|unit| unit.1).min().unwrap_or(0);
            units.retain(|unit| unit.1 == least);
        };
        let mut by = Choice::Only;
        let level = |unit: &(usize, i32)| self.rows[unit.0].level;
        if units.iter().any(|unit| level(unit) != level(&units[0])) {
            nearest(&mut units);
            by = Choice::Year;
        }
        if let [(only, _)] = units[..] {
            return Ok((only, by));
        }
        let mut ordered: Vec<&Clue> = clues.iter().collect();
        ordered.sort_by_key(|clue| clue.kind);
        for together in ordered.chunk_by(|one, other| one.kind == other.kind) {
            let told: Vec<usize> = units
                .iter()
                .map(|unit| {
                    let counts = together.iter().map(|clue| self.told(unit.0, year, clue));
                    counts.max().unwrap_or(0)
                })
                .collect();
            let most = told.iter().copied().max().unwrap_or(0);
            let mut kept = told.iter().map(|&count| count == most);
            units.retain(|_| kept.next().unwrap_or(false));
            if let [(only, _)] = units[..] {
                return Ok((only, Choice::Clue(together[0].kind)));
            }
        }
        let standing: Vec<usize> = units.iter().map(|unit| unit.0).collect();
        nearest(&mut units);
        match units[..] {
            [(only, _)] => Ok((only, Choice::Year)),
            _ => Err(standing),
        }
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
            let same = self.codes[&division.code]
                .iter()
                .find(|&&other| self.holds(other, year) && self.lines[other] == self.lines[at]);
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
}
