//! Which metric and which report a person means. Knows names only.

use super::Question;
use crate::catalog::Metrics;
use crate::catalog::near::nearest;
use crate::model::MetricId;
use crate::show::quote::plain;
use crate::warehouse::cells::{text, whole};
use crate::warehouse::{Frame, read};
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use std::path::Path;

/// Most names that an error lists.
const MOST: usize = 12;

/// The metric of a name, or an error with names like it.
pub fn metric(metrics: &Metrics, name: &str) -> Result<MetricId> {
    if let Some(id) = metrics.id(name) {
        return Ok(id);
    }
    let names = (0..metrics.entries.len()).map(|place| metrics.name(MetricId(place as u16)));
    let near = nearest(name, names, 5);
    bail!("no metric is called {}; near it: {} (`nianbao dictionary` lists all)", plain(name), near.join(", "))
}

/// The rows of the year's `reports` that are meant: of one publisher, which may have one for each scope.
pub fn reports(snapshot: &Path, all: &Frame, question: Question<'_>) -> Result<Vec<usize>> {
    let rows = meant(all, question.agency);
    let publishers: BTreeSet<_> = rows.iter().map(|&row| text(all, "agency_id", row)).collect();
    match publishers.len() {
        0 => bail!("{}", elsewhere(snapshot, question)?),
        1 => Ok(rows),
        _ => {
            let names: Vec<String> = rows
                .iter()
                .map(|&row| {
                    let of = |name| plain(text(all, name, row).unwrap_or_default());
                    format!("\n  {}  {}  {}", of("agency"), of("agency_id"), of("source_path"))
                })
                .collect();
            let more = if names.len() > MOST { format!("\n  and {} more", names.len() - MOST) } else { String::new() };
            let names = names.iter().take(MOST).map(String::as_str).collect::<String>();
            bail!(
                "several publishers of {} are called {}; give one of these names or ids:{names}{more}",
                question.year,
                question.agency
            )
        }
    }
}

/// The rows of the first way of naming that fits any: exactly, by its place, by a part of the name.
fn meant(all: &Frame, name: &str) -> Vec<usize> {
    let is = |column: &str, row: usize| text(all, column, row) == Some(name);
    let named = |row: &usize| ["agency", "agency_id", "report_id"].iter().any(|column| is(column, *row));
    let governs = |row: &usize| {
        let county = || text(all, "level", *row) == Some("county") && (is("county", *row) || is("county_key", *row));
        text(all, "agency_kind", *row) == Some("government") && (is("division_code", *row) || county())
    };
    let part = |row: &usize| {
        ["agency", "agency_id"].iter().any(|column| text(all, column, *row).is_some_and(|own| own.contains(name)))
    };
    let ways: [&dyn Fn(&usize) -> bool; 3] = [&named, &governs, &part];
    let rows = |way: &&dyn Fn(&usize) -> bool| (0..all.rows()).filter(*way).collect::<Vec<usize>>();
    ways.iter().map(rows).find(|rows| !rows.is_empty()).unwrap_or_default()
}

/// Why no report was found, with the years that the name has, or names of the year.
fn elsewhere(snapshot: &Path, question: Question<'_>) -> Result<String> {
    let reports = read(
        snapshot,
        "reports",
        &[
            "report_year",
            "agency",
            "agency_id",
            "county",
            "county_key",
            "division_code",
            "agency_kind",
            "level",
            "report_id",
        ],
    )?;
    let year = |row: usize| whole(&reports, "report_year", row);
    let years: BTreeSet<i64> = meant(&reports, question.agency).into_iter().filter_map(year).collect();
    if !years.is_empty() {
        let years: Vec<String> = years.iter().map(i64::to_string).collect();
        return Ok(format!("{} has no report on {}; it has: {}", question.agency, question.year, years.join(", ")));
    }
    let of_year = (0..reports.rows()).filter(|&row| year(row) == Some(i64::from(question.year)));
    let names: BTreeSet<&str> = of_year.filter_map(|row| text(&reports, "agency", row)).collect();
    if names.is_empty() {
        let years: BTreeSet<i64> = (0..reports.rows()).filter_map(year).collect();
        let years: Vec<String> = years.iter().map(i64::to_string).collect();
        return Ok(format!("the warehouse has no report on {}; it has: {}", question.year, years.join(", ")));
    }
    let more = if names.len() > MOST { format!(" and {} more", names.len() - MOST) } else { String::new() };
    let names: Vec<String> = names.into_iter().take(MOST).map(plain).collect();
    Ok(format!(
        "no publisher of {} is called {}; there are: {}{more}",
        question.year,
        question.agency,
        names.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn a_slip_of_the_pen_is_led_home() {
        let Ok(catalog) = Catalog::load(None) else { panic!("the embedded configuration is sound") };
        assert!(metric(&catalog.metrics, "applications.received_new@natural_person").is_ok());
        let error = metric(&catalog.metrics, "application.recieved_new").unwrap_err().to_string();
        assert!(error.contains("applications.received_new,"), "{error}");
        let error = metric(&catalog.metrics, "carried_out").unwrap_err().to_string();
        assert!(error.contains("applications.carried_out"), "{error}");
    }
}
