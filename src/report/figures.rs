//! The figures of all headline columns at all points, with their states, grades and quotes, and whence each point comes.
//! Knows the crosswalk and how much room quotes may take; knows no place.

use super::evidence::{Quoted, letter};
use super::html::Block;
use super::point::Point;
use super::year::{Rows, Year};
use crate::catalog::{Catalog, HeadlineColumn};
use crate::model::{Scope, State};
use crate::show::cells::shown;
use crate::show::quote::plain;
use crate::warehouse::cells::{number, text};
use crate::warehouse::{Facts, trace};
use anyhow::Result;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::path::Path;

/// Quotes compress to about a tenth: what is more than this many times their room could never fit, and is not held.
const HOLD: usize = 16;

/// A number as JSON has it shortest; null for none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure(pub Option<f64>);

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => to.serialize_i64(value as i64),
            value => value.serialize(to),
        }
    }
}

/// One headline column at every point.
struct Entry<'a> {
    /// Position of its table in the catalogue.
    table: usize,
    /// Position of the column in its table.
    at: usize,
    column: &'a HeadlineColumn,
    value: Vec<Figure>,
    /// A letter a point; `.` where the form does not ask.
    state: String,
    grade: String,
    /// None once there was no room.
    quoted: Option<Quoted>,
}

/// All headline columns, and whence each point comes.
pub struct Figures<'a> {
    catalog: &'a Catalog,
    /// Most bytes of the page that quotes may take.
    room: usize,
    entries: Vec<Entry<'a>>,
    /// One list a column of [`SOURCE`].
    sources: Vec<Vec<Value>>,
}

/// What the page tells of the report behind a point.
const SOURCE: [&str; 9] =
    ["report_id", "agency", "division_code", "form", "scope", "published", "title", "url", "source_path"];

impl<'a> Figures<'a> {
    pub fn new(catalog: &'a Catalog, room: usize) -> Figures<'a> {
        let mut entries = Vec::new();
        for (place, table) in catalog.headline.tables.iter().enumerate() {
            entries.extend(table.columns.iter().enumerate().map(|(at, column)| Entry {
                table: place,
                at,
                column,
                value: Vec::new(),
                state: String::new(),
                grade: String::new(),
                quoted: (room > 0).then(Quoted::default),
            }));
        }
        Figures { catalog, room, entries, sources: vec![Vec::new(); SOURCE.len()] }
    }

    /// Appends the points of a year.
    pub fn read_year(&mut self, snapshot: &Path, year: i32, points: &[&Point]) -> Result<()> {
        if points.is_empty() {
            return Ok(());
        }
        let wanted = points.iter().map(|point| point.report.as_str()).collect();
        let year = Year::read(self.catalog, snapshot, year, &wanted, &SOURCE)?;
        for point in points {
            let row = year.reports.row(&point.report);
            let cell = |name: &str| row.and_then(|row| shown(&year.reports.frame, name, row)).map(|text| plain(&text));
            for (name, column) in SOURCE.iter().zip(&mut self.sources) {
                column.push(json!(cell(name)));
            }
            let form = cell("form").unwrap_or_default();
            let facts = year.facts(&point.report);
            for entry in &mut self.entries {
                entry.push(&year, &year.tables[entry.table], &point.report, &form, &facts);
            }
        }
        self.make_room();
        Ok(())
    }

    /// Drops the quotes of the last columns as long as all could never fit.
    fn make_room(&mut self) {
        let held = |entries: &[Entry<'_>]| -> usize {
            entries.iter().filter_map(|entry| entry.quoted.as_ref()).map(|quoted| quoted.bytes).sum()
        };
        while held(&self.entries) > self.room.saturating_mul(HOLD) {
            let last = self.entries.iter_mut().filter(|entry| entry.quoted.is_some()).max_by_key(|entry| entry.rank());
            match last {
                Some(entry) => entry.quoted = None,
                None => return,
            }
        }
    }

    /// How many values each column has.
    pub fn stated(&self) -> Value {
        self.entries.iter().map(|entry| entry.value.iter().filter(|value| value.0.is_some()).count()).collect()
    }

    /// Whence each point comes, column by column.
    pub fn sources(&self) -> Value {
        SOURCE.iter().zip(&self.sources).map(|(name, values)| (name.to_string(), json!(values))).collect()
    }

    /// Appends a block of figures for each column, by number, and one of quotes for each while there is room; returns the
    /// numbers of those without.
    pub fn blocks(mut self, blocks: &mut Vec<Block>) -> Vec<usize> {
        for (number, entry) in self.entries.iter().enumerate() {
            let figures = json!({ "value": entry.value, "state": entry.state, "grade": entry.grade });
            blocks.push(Block::new(&format!("figures-{number}"), &figures));
        }
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_key(|&number| self.entries[number].rank());
        let (mut left_out, mut taken) = (Vec::new(), 0);
        for number in order {
            let block =
                self.entries[number].quoted.take().map(|quoted| Block::new(&format!("quotes-{number}"), &quoted));
            match block.filter(|block| taken + block.len() <= self.room) {
                Some(block) => {
                    taken += block.len();
                    blocks.push(block);
                }
                None => left_out.push(number),
            }
        }
        left_out.sort_unstable();
        left_out
    }
}

impl Entry<'_> {
    /// The smaller, the longer its quotes are kept: the first column of every table, then the second.
    fn rank(&self) -> (usize, usize) {
        (self.at, self.table)
    }

    fn push(&mut self, year: &Year<'_>, rows: &Rows, report: &str, form: &str, facts: &Facts<'_>) {
        let row = rows.row(report);
        let value = row.and_then(|row| number(&rows.frame, &self.column.name, row));
        let scope =
            row.and_then(|row| text(&rows.frame, "scope", row)).and_then(Scope::named).unwrap_or(Scope::Unstated);
        let about = |of: &str| row.and_then(|row| text(&rows.frame, &format!("{}_{of}", self.column.name), row));
        let state = about("state").and_then(State::named);
        self.value.push(Figure(value));
        self.state.push(state.map_or('.', letter));
        self.grade.push(about("comparable").and_then(|grade| grade.chars().next()).unwrap_or('.'));
        if let Some(quoted) = &mut self.quoted {
            let traced = trace(facts, form, scope, self.column);
            let sum = traced.map_or(&[][..], |traced| &traced.source.sum);
            quoted.push(sum.iter().flat_map(|&metric| year.parts(report, form, scope, metric, facts)).collect());
        }
    }
}
