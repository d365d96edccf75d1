//! The points of the page: one report a place and year, as the panel chose them for counties and coverage for the levels
//! above. Knows no figure.

use super::place::{COUNTY, Places};
use crate::show::quote::plain;
use crate::warehouse::cells::{text, whole};
use crate::warehouse::{Frame, read};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// A place in a year, and the report that speaks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Its position among the years.
    pub year: usize,
    /// Its number among the places.
    pub place: usize,
    pub report: String,
    /// Numbers of flags of the panel.
    flags: Vec<usize>,
    /// Numbers of the columns that the panel says must not be chained with the value before; none outside the panel.
    breaks: Option<Vec<usize>>,
}

/// The names of all flags, and all points by year and place. `measures` are the names of the panel's measures by number.
pub fn points(snapshot: &Path, places: &mut Places, measures: &[String]) -> Result<(Vec<String>, Vec<Point>)> {
    let panel = read(snapshot, "panel", &["county_key", "report_year", "report_id", "flags", "breaks"])?;
    let numbers: BTreeMap<&str, usize> = measures.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut flags: BTreeMap<String, usize> = BTreeMap::new();
    for row in 0..panel.rows() {
        for flag in listed(&panel, "flags", row) {
            let next = flags.len();
            flags.entry(plain(flag)).or_insert(next);
        }
    }
    let mut points = Vec::new();
    for row in 0..panel.rows() {
        if let Some(mut point) = point(places, &panel, row, (COUNTY, "county_key"))? {
            point.flags = listed(&panel, "flags", row).filter_map(|flag| flags.get(&plain(flag)).copied()).collect();
            point.breaks = Some(listed(&panel, "breaks", row).filter_map(|name| numbers.get(name).copied()).collect());
            points.push(point);
        }
    }
    let coverage = read(snapshot, "coverage", &["code", "level", "report_year", "report_id"])?;
    for row in 0..coverage.rows() {
        let level = text(&coverage, "level", row).unwrap_or_default();
        if level != COUNTY && text(&coverage, "report_id", row).is_some() {
            points.extend(point(places, &coverage, row, (level, "code"))?);
        }
    }
    points.sort();
    // Two records of one unit in one year, as when its name changed: one report still.
    points.dedup_by_key(|point| (point.year, point.place));
    let mut names = vec![String::new(); flags.len()];
    for (name, at) in flags {
        names[at] = name;
    }
    Ok((names, points))
}

/// The parts of a text that are parted by `;`.
fn listed<'a>(rows: &'a Frame, column: &str, row: usize) -> impl Iterator<Item = &'a str> {
    text(rows, column, row).unwrap_or_default().split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// The point of a row; none without a year of the page.
fn point(places: &mut Places, rows: &Frame, row: usize, key: (&str, &str)) -> Result<Option<Point>> {
    let (level, column) = key;
    let unit = text(rows, column, row).unwrap_or_default();
    let place = places.unit(level, unit).with_context(|| format!("the table divisions has no {level} {unit}"))?;
    let year = whole(rows, "report_year", row).and_then(|year| places.year(year));
    let report = text(rows, "report_id", row).map(str::to_string);
    Ok(year.zip(report).map(|(year, report)| {
        places.reported(place, year);
        Point { year, place, report, flags: Vec::new(), breaks: None }
    }))
}

/// All points column by column, by number; their forms and scopes are among the sources.
pub fn columns(points: &[Point]) -> Value {
    json!({
        "place": points.iter().map(|point| point.place).collect::<Vec<_>>(),
        "year": points.iter().map(|point| point.year).collect::<Vec<_>>(),
        "flags": points.iter().map(|point| &point.flags).collect::<Vec<_>>(),
        "breaks": points.iter().map(|point| &point.breaks).collect::<Vec<_>>(),
    })
}
