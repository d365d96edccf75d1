//! The divisions year by year, from the table of divisions. Knows no report.

use crate::warehouse::{Values, read};
use anyhow::Result;
use polars::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// A division record in a year in which it held.
pub struct Place {
    pub code: String,
    pub name: String,
    pub level: String,
    pub panel_id: Option<String>,
    pub year: i32,
}

/// Every record in every year from `first` to `last`, by code and year.
pub fn places(snapshot: &Path, first: i32, last: i32) -> Result<Vec<Place>> {
    let divisions = read(snapshot, "divisions", &["code", "name", "level", "panel_id", "valid_from", "valid_to"])?;
    let text = |name: &str, row: usize| match divisions.get(name) {
        Some(Values::Text(values)) => values[row].clone(),
        _ => None,
    };
    let year = |name: &str, row: usize| match divisions.get(name) {
        Some(Values::Int32(values)) => values[row],
        _ => None,
    };
    let mut places = Vec::new();
    for row in 0..divisions.rows() {
        let from = year("valid_from", row).unwrap_or(first).max(first);
        let to = year("valid_to", row).unwrap_or(last).min(last);
        for year in from..=to {
            let named = |column| text(column, row).unwrap_or_default();
            let panel_id = text("panel_id", row);
            places.push(Place { code: named("code"), name: named("name"), level: named("level"), panel_id, year });
        }
    }
    places.sort_by(|a, b| (&a.code, a.year, &a.name).cmp(&(&b.code, b.year, &b.name)));
    Ok(places)
}

/// What each county is made of in each year, codes and names in one text: it differs where the county was renamed,
/// recoded, or joined with another.
pub fn make_up(places: &[Place]) -> Result<DataFrame> {
    let mut texts: BTreeMap<(&str, i32), String> = BTreeMap::new();
    for place in places {
        if let Some(panel_id) = &place.panel_id {
            let text = texts.entry((panel_id, place.year)).or_default();
            text.push_str(&format!("{} {};", place.code, place.name));
        }
    }
    Ok(df!(
        "county_key" => texts.keys().map(|key| key.0).collect::<Vec<_>>(),
        "report_year" => texts.keys().map(|key| key.1).collect::<Vec<_>>(),
        "make_up" => texts.values().map(String::as_str).collect::<Vec<_>>(),
    )?)
}
