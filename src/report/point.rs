//! The points of the page: one report a place and year, as the panel chose them for counties and coverage for the levels
//! above. Knows no figure.

use super::place::{COUNTY, Places};
use crate::show::cells::{flag, text, whole};
use crate::warehouse::{Frame, Values, columns as names, read};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;

/// A place in a year, and the report that speaks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Its position among the years.
    pub year: usize,
    /// Its number among the places.
    pub place: usize,
    pub report: String,
    /// One bit a flag of the panel.
    pub flags: u32,
}

/// The names of the panel's flags, and all points by year and place.
pub fn points(snapshot: &Path, places: &mut Places) -> Result<(Vec<String>, Vec<Point>)> {
    let panel_columns = names(snapshot, "panel")?;
    let panel = read(snapshot, "panel", &panel_columns.iter().map(String::as_str).collect::<Vec<_>>())?;
    let flags: Vec<String> = panel
        .columns
        .iter()
        .filter(|(_, values)| matches!(values, Values::Flag(_)))
        .map(|(name, _)| name.clone())
        .collect();
    let mut points = Vec::new();
    for row in 0..panel.rows() {
        let bits = flags.iter().zip(0..32).filter(|(name, _)| flag(&panel, name, row));
        let bits = bits.fold(0, |bits, (_, bit)| bits | 1 << bit);
        points.extend(point(places, &panel, row, (COUNTY, "county_key"), bits)?);
    }
    let coverage = read(snapshot, "coverage", &["code", "level", "report_year", "report_id"])?;
    for row in 0..coverage.rows() {
        let level = text(&coverage, "level", row).unwrap_or_default();
        if level != COUNTY && text(&coverage, "report_id", row).is_some() {
            points.extend(point(places, &coverage, row, (level, "code"), 0)?);
        }
    }
    points.sort();
    // Two records of one unit in one year, as when its name changed: one report still.
    points.dedup_by_key(|point| (point.year, point.place));
    Ok((flags, points))
}

/// The point of a row; none without a year of the page.
fn point(places: &mut Places, rows: &Frame, row: usize, key: (&str, &str), flags: u32) -> Result<Option<Point>> {
    let (level, column) = key;
    let unit = text(rows, column, row).unwrap_or_default();
    let place = places.unit(level, unit).with_context(|| format!("the table divisions has no {level} {unit}"))?;
    let year = whole(rows, "report_year", row).and_then(|year| places.year(year));
    let report = text(rows, "report_id", row).map(str::to_string);
    Ok(year.zip(report).map(|(year, report)| {
        places.reported(place, year);
        Point { year, place, report, flags }
    }))
}

/// All points column by column, by number; their forms and scopes are among the sources.
pub fn columns(points: &[Point]) -> Value {
    json!({
        "place": points.iter().map(|point| point.place).collect::<Vec<_>>(),
        "year": points.iter().map(|point| point.year).collect::<Vec<_>>(),
        "flags": points.iter().map(|point| point.flags).collect::<Vec<_>>(),
    })
}
