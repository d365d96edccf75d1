//! Which report speaks for a county in a year, and its measures beside it. Knows no flag.

use super::place::Places;
use super::polar::{data, frame};
use crate::catalog::headline::HeadlineTable;
use crate::warehouse::cells::{self, text, whole};
use crate::warehouse::{Frame, Values, read_among};
use anyhow::Result;
use polars::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

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

/// The report that speaks for a county in a year.
pub struct Speaking {
    pub county: Arc<str>,
    pub year: i32,
    pub report: String,
    /// Publishers of the county with a report of that year.
    members: i64,
}

/// The rows of these reports, in the order of counties and years: keys, names, and the measures of every headline table.
pub fn counties(snapshot: &Path, headline: &[HeadlineTable], speaking: &[Speaking], places: &Places) -> Result<Frame> {
    let ids: BTreeSet<&str> = speaking.iter().map(|row| row.report.as_str()).collect();
    let kept = ["agency", "agency_id", "agency_kind", "division_code", "province", "prefecture", "county"];
    let by_id: Vec<&str> =
        ["report_id"].into_iter().chain(kept).chain(["form", "scope", "editions", "governs"]).collect();
    let reports = data(read_among(snapshot, "reports", &by_id, ("report_id", &ids))?)?;
    let id = || [col("report_id")];
    let mut panel = data(keys(speaking))?.lazy().join(reports.lazy(), id(), id(), JoinArgs::new(JoinType::Left));
    for of in headline {
        let mut names: Vec<String> = ["scope", "state", "comparable"].map(str::to_string).to_vec();
        for column in &of.columns {
            names.extend(["", "_state", "_comparable"].map(|end| format!("{}{end}", column.name)));
        }
        let wanted: Vec<&str> = std::iter::once("report_id").chain(names.iter().map(String::as_str)).collect();
        let rows = data(read_among(snapshot, &of.name, &wanted, ("report_id", &ids))?)?;
        let renamed = names.iter().map(|name| col(name.as_str()).alias(format!("{}_{name}", of.name)));
        let rows = rows.lazy().select(id().into_iter().chain(renamed).collect::<Vec<_>>());
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

/// A report that may speak for a county.
struct Candidate {
    county: Arc<str>,
    year: i32,
    agency: Arc<str>,
    /// Of a zone: the county that it runs.
    governs: Option<Arc<str>>,
    /// Place of its scope, the widest first.
    width: usize,
    facts: Option<i64>,
    report: String,
}

/// The reports of county governments, and of zones that run a county.
#[derive(Default)]
pub struct Candidates {
    rows: Vec<Candidate>,
    /// Names that stand in many rows.
    names: BTreeSet<Arc<str>>,
}

impl Candidates {
    /// Takes some reports.
    pub fn add(&mut self, reports: &Frame) {
        let of = |name: &str, row: usize| text(reports, name, row).unwrap_or_default();
        for row in 0..reports.rows() {
            let government = of("agency_kind", row) == "government" && of("level", row) == "county";
            let county = text(reports, if government { "county_key" } else { "governs" }, row);
            let year = cells::year(reports, "report_year", row);
            let (Some(county), Some(year)) = (county, year) else { continue };
            let candidate = Candidate {
                county: self.name(county),
                year,
                agency: self.name(of("agency_id", row)),
                governs: text(reports, "governs", row).map(|county| self.name(county)),
                width: ["area", "own"].iter().position(|&scope| of("scope", row) == scope).unwrap_or(2),
                facts: whole(reports, "facts", row),
                report: of("report_id", row).to_string(),
            };
            self.rows.push(candidate);
        }
    }

    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let name: Arc<str> = name.into();
        self.names.insert(Arc::clone(&name));
        name
    }

    /// The report that speaks for each county and year, in their order, and how many of its publishers have one.
    ///
    /// The government of the county comes before a zone that runs it. Where a county through time has several governments
    /// (江干区 and 上城区 are one unit), the one with reports in the most years speaks in all of them, so that the series is
    /// one publisher's as far as it goes. Then the widest scope (area, own, unstated), more facts, the first by id.
    pub fn choose(self) -> Vec<Speaking> {
        let mut rows = self.rows;
        let mut reported: BTreeMap<(&str, &str), BTreeSet<i32>> = BTreeMap::new();
        let mut publishers: BTreeMap<(&str, i32), BTreeSet<&str>> = BTreeMap::new();
        for row in &rows {
            reported.entry((&row.county, &row.agency)).or_default().insert(row.year);
            publishers.entry((&row.county, row.year)).or_default().insert(&row.agency);
        }
        let of = |row: &Candidate| {
            (reported[&(&*row.county, &*row.agency)].len(), publishers[&(&*row.county, row.year)].len())
        };
        let counts: Vec<(usize, usize)> = rows.iter().map(of).collect();
        let mut rows: Vec<(Candidate, (usize, usize))> = rows.drain(..).zip(counts).collect();
        fn rank((row, (years, _)): &(Candidate, (usize, usize))) -> impl Ord + use<'_> {
            let publisher = (&row.governs, Reverse(*years), &row.agency);
            (&row.county, row.year, publisher, row.width, Reverse(row.facts), &row.report)
        }
        rows.sort_by(|one, other| rank(one).cmp(&rank(other)));
        rows.dedup_by(|(next, _), (kept, _)| (&next.county, next.year) == (&kept.county, kept.year));
        let speaking = |(row, (_, members)): (Candidate, (usize, usize))| Speaking {
            county: row.county,
            year: row.year,
            report: row.report,
            members: members as i64,
        };
        rows.into_iter().map(speaking).collect()
    }
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
