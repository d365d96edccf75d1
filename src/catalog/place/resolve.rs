//! Finding divisions by name: the chain of places at the beginning of a name, and names anywhere in a text.
//! Knows nothing of agencies beyond that.

use super::{Form, Places};

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

impl Places {
    /// The division at the beginning of `name`, read from the largest unit down, as it stood in `year`. Names are known
    /// from the year before to two years after, since sites rename themselves early and reports are posted late.
    /// Of several candidates, the one whose parents stand in `context`; none if the context does not tell.
    pub fn resolve(&self, name: &str, year: i32, context: &[&str]) -> Resolution {
        let Some((rows, length)) = self.chain(name, year, &[]) else {
            return Resolution::Unknown;
        };
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
            at += hit
                .as_ref()
                .map_or(first.len_utf8(), |(name, _)| name.len());
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
        let mut ends: Vec<usize> = text
            .char_indices()
            .take(self.longest)
            .skip(1)
            .map(|(at, c)| at + c.len_utf8())
            .collect();
        ends.reverse();
        ends
    }

    /// Rows that go by `name` around `year`, below one of `parents` if there are any: by a name that stands alone, and
    /// by one that does not.
    fn candidates(&self, name: &str, year: i32, parents: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let (mut full, mut short, mut bare) = (Vec::new(), Vec::new(), Vec::new());
        for &(row, form) in self.names.get(name).into_iter().flatten() {
            let division = &self.rows[row];
            let near = division.valid_from <= year + 2
                && division.valid_to.is_none_or(|last| last >= year - 1);
            let below = parents.is_empty()
                || self
                    .ancestors(row, year)
                    .iter()
                    .any(|parent| parents.contains(parent));
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
        let mut standing: Vec<usize> = rows
            .iter()
            .filter(|&&row| distance(row) == nearest)
            .map(|&row| self.at_year(row, year))
            .collect();
        standing.sort_unstable();
        standing.dedup();
        if let [only] = standing[..] {
            return Ok(only);
        }
        let named = |row: usize| {
            let parents = self.ancestors(row, year);
            parents
                .iter()
                .filter(|&&parent| self.is_named(parent, context))
                .count()
        };
        let most = standing.iter().map(|&row| named(row)).max().unwrap_or(0);
        let best: Vec<usize> = standing
            .iter()
            .copied()
            .filter(|&row| named(row) == most)
            .collect();
        match best[..] {
            [only] if most > 0 => Ok(only),
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
            let same = self.codes[&division.code].iter().find(|&&other| {
                self.holds(other, year) && self.rows[other].panel_id == division.panel_id
            });
            if let Some(&same) = same {
                return same;
            }
            let next = if division.valid_from > year {
                let before = self
                    .predecessors
                    .get(&division.code)
                    .map_or(&[][..], Vec::as_slice);
                let direct: Vec<usize> = before
                    .iter()
                    .copied()
                    .filter(|&old| {
                        self.one_to_one(old)
                            && self.rows[old].valid_to == Some(division.valid_from - 1)
                    })
                    .collect();
                if direct.len() == 1 {
                    direct.first().copied()
                } else {
                    None
                }
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
