//! What stays the same of a division while names and codes change: its line, and the key of that line.
//! Knows no name.

use super::Places;
use super::town::{Town, TownName};
use std::collections::BTreeMap;

impl Places {
    pub(super) fn one_to_one(&self, row: usize) -> bool {
        matches!(self.rows[row].change.as_str(), "rename" | "upgrade" | "code_change")
    }

    /// The record that follows where the change was one to one.
    pub(super) fn follower(&self, row: usize) -> Option<usize> {
        let last = self.rows[row].valid_to.filter(|_| self.one_to_one(row))?;
        let code = self.rows[row].successors.first()?;
        self.codes.get(code)?.iter().copied().find(|&next| self.rows[next].valid_from == last + 1)
    }

    /// Follows every record to the last one of its line, and gives each line a key of its own: the panel unit where it
    /// holds one line only, else the line's last code, with its last year if it ended, since codes are used again.
    pub(super) fn draw_lines(&mut self) {
        self.lines = (0..self.rows.len())
            .map(|row| {
                let mut at = row;
                for _ in 0..8 {
                    match self.follower(at) {
                        Some(next) if next != at => at = next,
                        _ => break,
                    }
                }
                at
            })
            .collect();
        let mut panels: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (row, division) in self.rows.iter().enumerate() {
            if let Some(panel) = &division.panel_id {
                let lines = panels.entry(panel).or_default();
                if !lines.contains(&self.lines[row]) {
                    lines.push(self.lines[row]);
                }
            }
        }
        let key = |line: usize| {
            let last = &self.rows[line];
            let panel = last.panel_id.as_deref().filter(|panel| panels[panel].len() == 1);
            match (panel, last.valid_to) {
                (Some(panel), _) => panel.to_string(),
                (None, None) => last.code.clone(),
                (None, Some(year)) => format!("{}-{year}", last.code),
            }
        };
        self.keys = self.lines.iter().map(|&line| key(line)).collect();
    }

    /// A key that stays through renames, new codes and upgrades, and that two governments of one year never share.
    pub fn stable_key(&self, row: usize) -> &str {
        &self.keys[row]
    }

    /// The key of a township's county: the panel unit, which outlives mergers of counties as townships do.
    pub fn county_key(&self, row: usize) -> &str {
        self.rows[row].panel_id.as_deref().unwrap_or(&self.keys[row])
    }

    /// The townships of that name in a division of the year.
    pub fn towns(&self, row: usize, year: i32, name: &TownName) -> Vec<Town<'_>> {
        let division = &self.rows[row];
        self.towns.named(&division.code, &division.name, year, name)
    }

    /// The counties of a prefecture or province, as they stood in the year.
    pub fn counties(&self, above: usize, year: i32) -> Vec<usize> {
        (0..self.rows.len())
            .filter(|&row| {
                self.rows[row].level == crate::model::Level::County
                    && self.holds(row, year)
                    && self.ancestors(row, year).contains(&above)
            })
            .collect()
    }
}
