//! The rows of the panel: what each chosen report says in every headline table, side by side. Knows neither how a report is
//! chosen nor a flag.

use super::place::Places;
use super::polar::{data, frame};
use super::speaking::Speaking;
use crate::catalog::headline::HeadlineTable;
use crate::warehouse::{Frame, Values};
use anyhow::Result;
use polars::prelude::*;

/// What the panel takes from the table of reports.
const KEPT: [&str; 12] = [
    "report_id",
    "agency",
    "agency_id",
    "agency_kind",
    "division_code",
    "province",
    "prefecture",
    "county",
    "form",
    "scope",
    "editions",
    "governs",
];

/// The tables that rows of the panel are made of, and their columns: that of the reports, then the headline tables.
pub fn tables(headline: &[HeadlineTable]) -> Vec<(&str, Vec<String>)> {
    let mut tables = vec![("reports", KEPT.map(str::to_string).to_vec())];
    for of in headline {
        let mut names = ["report_id", "scope", "state", "comparable"].map(str::to_string).to_vec();
        for column in &of.columns {
            names.extend(["", "_state", "_comparable"].map(|end| format!("{}{end}", column.name)));
        }
        tables.push((&of.name, names));
    }
    tables
}

/// The rows of these reports, in the order of counties and years: keys, names, and the measures of every headline table.
/// `rows` are those of the reports in each of the [`tables`].
pub fn counties(rows: Vec<Frame>, headline: &[HeadlineTable], speaking: &[Speaking], places: &Places) -> Result<Frame> {
    let id = || [col("report_id")];
    let mut panel = data(keys(speaking))?.lazy();
    for ((name, names), rows) in tables(headline).into_iter().zip(rows).filter(|(_, rows)| !rows.columns.is_empty()) {
        // Every headline table has a state and a scope of its own.
        let renamed = names.into_iter().filter(|column| column != "report_id").map(|column| match name {
            "reports" => col(column),
            _ => col(column.as_str()).alias(format!("{name}_{column}")),
        });
        let rows = data(rows)?.lazy().select(id().into_iter().chain(renamed).collect::<Vec<_>>());
        panel = panel.join(rows, id(), id(), JoinArgs::new(JoinType::Left));
    }
    let order = [col("county_key"), col("report_year")];
    let mut panel = frame(&panel.sort_by_exprs(order, SortMultipleOptions::default()).collect()?)?;
    name_zones(&mut panel, places);
    Ok(panel)
}

fn keys(speaking: &[Speaking]) -> Frame {
    let columns = vec![
        ("county_key", Values::Text(speaking.iter().map(|row| Some(row.county.to_string())).collect())),
        ("report_year", Values::Int32(speaking.iter().map(|row| Some(row.year)).collect())),
        ("report_id", Values::Text(speaking.iter().map(|row| Some(row.report.clone())).collect())),
        ("members_reported", Values::Int64(speaking.iter().map(|row| Some(row.members)).collect())),
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
