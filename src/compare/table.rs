//! A comparison as a table for a terminal: a block a measure, a line a place, a column a year. Knows no snapshot.

use super::Years;
use super::around::{Role, Row};
use super::measure::Measure;
use super::point::Seam;
use super::series::Point;
use super::spark::spark;
use crate::model::{Bound, Number, State};
use crate::show::quote::{Style, plain};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// Places and what surrounds them, by measure and year.
pub struct Comparison {
    pub(super) snapshot: String,
    pub(super) years: Years,
    pub(super) measures: Vec<Measure>,
    pub(super) rows: Vec<Row>,
    /// By measure, row, year.
    pub(super) series: Vec<Vec<Vec<Point>>>,
    notes: Vec<String>,
}

/// Where there is no report.
const GAP: &str = "·";

/// Everything that a cell may be marked with, and what it means, in the order of the legend.
const LEGEND: [(&str, &str); 15] = [
    ("·", "no report"),
    ("·n", "the form does not ask, and nothing is said"),
    ("·b", "the cell is blank"),
    ("·-", "the cell holds a stroke"),
    ("·a", "more than one reading fits"),
    ("·u", "unreadable"),
    ("·m", "asked, and not found"),
    ("·x", "a number that is no count: see facts"),
    ("w", "stated in words"),
    ("s", "the cell is blank or damaged, and the sums of the form leave this value"),
    ("d", "the sum of several numbers"),
    ("!", "claims differ: see nianbao explain"),
    ("~", "about"),
    ("≥", "at least"),
    ("┊", "another form asked in other words: chain with care"),
];
const BREAK: (&str, &str) = ("║", "another quantity from here on: do not chain");

impl Comparison {
    pub(super) fn new(
        snapshot: String,
        years: Years,
        measures: Vec<Measure>,
        rows: Vec<Row>,
        series: Vec<Vec<Vec<Point>>>,
        notes: Vec<String>,
    ) -> Comparison {
        Comparison { snapshot, years, measures, rows, series, notes }
    }

    /// The table, its legend, and what else should be known.
    pub fn words(&self, style: Style) -> String {
        let mut out = format!("snapshot {}, {} to {}\n", self.snapshot, self.years.first, self.years.last);
        for row in self.rows.iter().filter(|row| row.role == Role::Asked) {
            if let Some(unit) = &row.unit {
                out.push_str(&format!("  {}  {} {}\n", unit.code, unit.full(), style.faint(&unit.key.level)));
            }
        }
        let mut used: BTreeMap<&str, ()> = BTreeMap::new();
        for (measure, series) in self.measures.iter().zip(&self.series) {
            self.block(measure, series, style, &mut used, &mut out);
        }
        let legend: Vec<String> = LEGEND
            .iter()
            .chain([&BREAK])
            .filter(|(mark, _)| used.contains_key(mark))
            .map(|(mark, meaning)| format!("{mark} {meaning}"))
            .collect();
        if !legend.is_empty() {
            out.push_str(&format!("\n{}\n", style.faint(&legend.join("\n"))));
        }
        let notes: String = self.notes().iter().map(|note| format!("note: {}\n", plain(note))).collect();
        if !notes.is_empty() {
            out.push_str(&format!("\n{notes}"));
        }
        out
    }

    fn block<'a>(
        &self,
        measure: &Measure,
        series: &'a [Vec<Point>],
        style: Style,
        used: &mut BTreeMap<&'a str, ()>,
        out: &mut String,
    ) {
        out.push_str(&format!(
            "\n{}  {}  {}\n",
            style.strong(&measure.name),
            plain(&measure.unit),
            plain(&measure.doc)
        ));
        let many = self.years.first < self.years.last;
        // Without paint until the widths are known.
        let mut lines: Vec<(Option<Role>, Vec<String>)> = Vec::new();
        let mut head = vec![String::new()];
        head.extend(many.then(String::new));
        head.extend((self.years.first..=self.years.last).map(|year| format!("{year} ")));
        lines.push((None, head));
        for (row, points) in self.rows.iter().zip(series).filter(|(row, points)| !silent(row, points)) {
            let mut line = vec![plain(&row.label)];
            if many {
                let values: Vec<Option<Number>> = points.iter().map(|point| point.said.value).collect();
                let seams: Vec<Option<char>> = points.iter().map(|point| point.seam.map(sign)).collect();
                line.push(spark(&values, &seams));
            }
            for point in points {
                let cell = Cell::of(point, row.role);
                used.extend(cell.marks().map(|mark| (mark, ())));
                line.push(cell.text());
            }
            lines.push((Some(row.role), line));
            if row.role == Role::Median {
                let mut line = vec!["  that state it".to_string()];
                line.extend(many.then(String::new));
                line.extend(points.iter().map(|point| format!("{} ", point.of.unwrap_or(0))));
                lines.push((Some(Role::Median), line));
            }
        }
        let left = if many { 2 } else { 1 };
        out.push_str(&aligned(&lines, left, style));
    }

    /// What a reader should know besides the numbers.
    pub(super) fn notes(&self) -> Vec<String> {
        self.notes.iter().cloned().chain(self.remarks()).collect()
    }

    /// What the panel warns of at the places asked for, and how their names changed.
    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| row.role == Role::Asked) {
            let Some(points) = self.series.first().and_then(|series| series.get(at)) else {
                continue;
            };
            let reports = || points.iter().filter_map(|point| Some((point.year, point.report.as_ref()?)));
            if reports().next().is_none() {
                remarks.push(format!("{}: no report of its government in these years", row.label));
            }
            let mut names: Vec<(String, Vec<i32>)> = Vec::new();
            for (year, report) in reports() {
                let own = report.county.as_ref().or(report.prefecture.as_ref()).or(report.province.as_ref());
                let name = own.cloned().unwrap_or_else(|| report.agency.clone());
                match names.last_mut().filter(|(last, _)| *last == name) {
                    Some((_, years)) => years.push(year),
                    None => names.push((name, vec![year])),
                }
            }
            if names.len() > 1 || names.iter().any(|(name, _)| *name != row.label) {
                let spans = names.iter().map(|(name, years)| format!("{name} {}", span(years)));
                remarks.push(format!("{}: the reports are of {}", row.label, spans.collect::<Vec<_>>().join(", ")));
            }
            let mut flags: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
            for (year, report) in reports() {
                for flag in report.panel.iter().flat_map(|remarks| &remarks.flags) {
                    flags.entry(flag).or_default().push(year);
                }
            }
            for (flag, years) in flags {
                let years: Vec<String> = years.iter().map(i32::to_string).collect();
                remarks.push(format!("{}: {} in {}", row.label, flag.replace('_', " "), years.join(", ")));
            }
        }
        let rows = self.rows.iter().zip(self.series.first().into_iter().flatten());
        let silent: Vec<&str> =
            rows.filter(|(row, points)| silent(row, points)).map(|(row, _)| row.label.as_str()).collect();
        if !silent.is_empty() {
            remarks.push(format!("siblings without a report in these years: {}", silent.join(", ")));
        }
        remarks
    }
}

/// Whether a place beside those asked for has no report at all: a line of gaps would tell nothing.
fn silent(row: &Row, points: &[Point]) -> bool {
    row.role == Role::Sibling && points.iter().all(|point| point.report.is_none())
}

/// The first and the last of some years.
fn span(years: &[i32]) -> String {
    match years {
        [] => String::new(),
        [year] => year.to_string(),
        [first, .., last] => format!("{first} to {last}"),
    }
}

fn sign(seam: Seam) -> char {
    match seam {
        Seam::Care => '┊',
        Seam::Break => '║',
    }
}

/// One number with its marks.
struct Cell {
    seam: &'static str,
    bound: &'static str,
    value: Option<Number>,
    /// A mark behind the value; without a value, all that stands.
    state: &'static str,
}

impl Cell {
    fn of(point: &Point, role: Role) -> Cell {
        let said = &point.said;
        let seam = match point.seam {
            None => "",
            Some(Seam::Care) => LEGEND[14].0,
            Some(Seam::Break) => BREAK.0,
        };
        let bound = match said.bound {
            None | Some(Bound::Exact) => "",
            Some(Bound::AtLeast) => "≥",
            Some(Bound::About) => "~",
        };
        let state = match (said.value, said.state) {
            (Some(_), None | Some(State::Printed)) => "",
            (Some(_), Some(State::Words)) => "w",
            (Some(_), Some(State::Solved)) => "s",
            (Some(_), Some(State::Derived)) => "d",
            (Some(_), Some(_)) => "!",
            (None, _) if role == Role::Median || point.report.is_none() => GAP,
            (None, None) => "·n",
            (None, Some(State::Blank)) => "·b",
            (None, Some(State::Dash)) => "·-",
            (None, Some(State::Ambiguous)) => "·a",
            (None, Some(State::Unreadable)) => "·u",
            (None, Some(State::Missing)) => "·m",
            // The column holds whole numbers, and this is none.
            (None, Some(_)) => "·x",
        };
        Cell { seam, bound, value: said.value, state }
    }

    fn marks(&self) -> impl Iterator<Item = &'static str> {
        [self.seam, self.bound, self.state].into_iter().filter(|mark| !mark.is_empty())
    }

    /// Units stand below units: what has no mark behind it has a blank.
    fn text(&self) -> String {
        match self.value {
            Some(value) => {
                let blank = if self.state.is_empty() { " " } else { "" };
                format!("{}{}{value}{}{blank}", self.seam, self.bound, self.state)
            }
            None if self.state == GAP => format!("{GAP} "),
            None => self.state.to_string(),
        }
    }
}

/// Columns of equal width on a terminal, where a Han character takes two: the first `left` to the left, the others to the
/// right. The head is faint, and so is whatever was not asked for.
fn aligned(lines: &[(Option<Role>, Vec<String>)], left: usize, style: Style) -> String {
    let columns = lines.first().map_or(0, |(_, cells)| cells.len());
    let widths: Vec<usize> =
        (0..columns).map(|column| lines.iter().map(|(_, cells)| cells[column].width()).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for (role, cells) in lines {
        let mut line = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let blank = " ".repeat(widths[column] - cell.width());
            let parted = if column == 0 {
                ""
            } else if column < left {
                "  "
            } else {
                " "
            };
            let text = if column < left { format!("{cell}{blank}") } else { format!("{blank}{cell}") };
            line.push_str(&format!("{parted}{text}"));
        }
        let line = line.trim_end();
        out.push_str(&if *role == Some(Role::Asked) { line.to_string() } else { style.faint(line) });
        out.push('\n');
    }
    out
}
