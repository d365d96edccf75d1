//! Which report speaks for a county in a year, and its measures beside it. Knows no flag.

use super::place::Places;
use super::polar::{data, frame, table};
use crate::catalog::headline::HeadlineTable;
use crate::warehouse::cells::{self, text, whole};
use crate::warehouse::{Frame, Values};
use anyhow::Result;
use polars::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is read of the table of reports.
pub const COLUMNS: [&str; 19] = [
    "report_id",
    "report_year",
    "agency",
    "agency_id",
    "agency_kind",
    "level",
    "division_code",
    "county_key",
    "province",
    "prefecture",
    "county",
    "form",
    "scope",
    "facts",
    "measures",
    "editions",
    "governs",
    "source_path",
    "url",
];

/// One row a county and year, in their order: keys, names, and the measures of every headline table.
pub fn counties(snapshot: &Path, headline: &[HeadlineTable], reports: &Frame, places: &Places) -> Result<Frame> {
    let kept = ["agency", "agency_id", "agency_kind", "division_code", "province", "prefecture", "county"]
        .into_iter()
        .chain(["form", "scope", "editions", "governs"]);
    let by_id = std::iter::once("report_id").chain(kept).map(col).collect::<Vec<_>>();
    let mut panel = data(speaking(reports))?.lazy().join(
        data(reports.clone())?.lazy().select(by_id),
        [col("report_id")],
        [col("report_id")],
        JoinArgs::new(JoinType::Left),
    );
    for of in headline {
        let mut names: Vec<String> = ["scope", "state", "comparable"].map(str::to_string).to_vec();
        for column in &of.columns {
            names.extend(["", "_state", "_comparable"].map(|end| format!("{}{end}", column.name)));
        }
        let wanted: Vec<&str> = std::iter::once("report_id").chain(names.iter().map(String::as_str)).collect();
        let Some(rows) = table(snapshot, &of.name, &wanted)? else {
            continue;
        };
        let renamed = names.iter().map(|name| col(name.as_str()).alias(format!("{}_{name}", of.name)));
        let rows = rows.lazy().select(std::iter::once(col("report_id")).chain(renamed).collect::<Vec<_>>());
        panel = panel.join(rows, [col("report_id")], [col("report_id")], JoinArgs::new(JoinType::Left));
    }
    let order = [col("county_key"), col("report_year")];
    let mut panel = frame(&panel.sort_by_exprs(order, SortMultipleOptions::default()).collect()?)?;
    name_zones(&mut panel, places);
    Ok(panel)
}

/// The report that speaks for each county and year, and how many of its governments have one.
///
/// The government of the county comes before a zone that runs it. Where a county through time has several governments
/// (江干区 and 上城区 are one unit), the one with reports in the most years speaks in all of them, so that the series is
/// one publisher's as far as it goes. Then the widest scope (area, own, unstated), more facts, the first by id.
fn speaking(reports: &Frame) -> Frame {
    let of = |name: &str, row: usize| text(reports, name, row).unwrap_or_default();
    let mut rows: Vec<(usize, &str, i32)> = Vec::new();
    for row in 0..reports.rows() {
        let government = of("agency_kind", row) == "government" && of("level", row) == "county";
        let county = text(reports, if government { "county_key" } else { "governs" }, row);
        let year = cells::year(reports, "report_year", row);
        if let (Some(county), Some(year)) = (county, year) {
            rows.push((row, county, year));
        }
    }
    let mut reported: BTreeMap<(&str, &str), BTreeSet<i32>> = BTreeMap::new();
    let mut publishers: BTreeMap<(&str, i32), BTreeSet<&str>> = BTreeMap::new();
    for &(row, county, year) in &rows {
        reported.entry((county, of("agency_id", row))).or_default().insert(year);
        publishers.entry((county, year)).or_default().insert(of("agency_id", row));
    }
    rows.sort_by_cached_key(|&(row, county, year)| {
        let agency = of("agency_id", row);
        let publisher = (text(reports, "governs", row), Reverse(reported[&(county, agency)].len()), agency);
        let width = ["area", "own"].iter().position(|&scope| of("scope", row) == scope).unwrap_or(2);
        (county, year, publisher, width, Reverse(whole(reports, "facts", row)), of("report_id", row))
    });
    rows.dedup_by_key(|&mut (_, county, year)| (county, year));
    let reported = |row: &(usize, &str, i32)| Some(publishers[&(row.1, row.2)].len() as i64);
    let columns = vec![
        ("county_key", Values::Text(rows.iter().map(|row| Some(row.1.to_string())).collect())),
        ("report_year", Values::Int32(rows.iter().map(|row| Some(row.2)).collect())),
        ("report_id", Values::Text(rows.iter().map(|row| Some(of("report_id", row.0).to_string())).collect())),
        ("members_reported", Values::Int64(rows.iter().map(reported).collect())),
    ];
    Frame { columns: columns.into_iter().map(|(name, values)| (name.to_string(), values)).collect() }
}

/// A zone has no code and no county: its row gets those of the county that it runs.
fn name_zones(panel: &mut Frame, places: &Places) {
    let (Some(Values::Text(governs)), Some(Values::Text(keys)), Some(Values::Int32(years))) =
        (panel.get("governs").cloned(), panel.get("county_key").cloned(), panel.get("report_year").cloned())
    else {
        return;
    };
    for row in (0..panel.rows()).filter(|&row| governs[row].is_some()) {
        let (Some(key), Some(year)) = (&keys[row], years[row]) else {
            continue;
        };
        let [county] = places.units(key, year)[..] else {
            continue;
        };
        let mut names = vec![("division_code", county.code.clone()), ("county", county.name.clone())];
        let mut parent = county.parent.as_deref().and_then(|code| places.of_code(code, year));
        while let Some(place) = parent {
            match place.level.as_str() {
                "prefecture" => names.push(("prefecture", place.name.clone())),
                "province" => names.push(("province", place.name.clone())),
                _ => {}
            }
            parent = place.parent.as_deref().and_then(|code| places.of_code(code, year));
        }
        for (name, value) in names {
            if let Some((_, Values::Text(values))) = panel.columns.iter_mut().find(|(other, _)| other == name) {
                values[row] = Some(value);
            }
        }
    }
}
