//! What changed between two snapshots, fact by fact. Knows the tables of facts and reports; knows no metric by name.

use super::Question;
use super::changes::{Change, Changes, Kind, Side};
use super::measure::{Of, measures};
use super::place::{Gazetteer, Key};
use super::{Years, report};
use crate::catalog::Catalog;
use crate::warehouse::cells::{number, text};
use crate::warehouse::{Frame, Manifest, Year, exact, open, read};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const FACT: [&str; 8] = ["report_id", "metric", "facet", "scope", "value", "bound", "state", "unit"];
const REPORT: [&str; 9] =
    ["report_id", "agency", "agency_id", "agency_kind", "level", "division_code", "county_key", "scope", "source_path"];

/// One fact through all snapshots, whatever became of the text of its report: the publisher, the scope of the report, the
/// metric, the scope of the fact; and a number, should there be several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    agency_id: String,
    report_scope: String,
    metric: String,
    facet: Option<String>,
    scope: String,
    number: usize,
}

/// What a snapshot says of it.
struct Fact {
    agency: String,
    division_code: Option<String>,
    unit: String,
    side: Side,
}

/// What is asked for.
struct Filter {
    metrics: BTreeSet<(String, Option<String>)>,
    places: BTreeSet<Key>,
}

/// The facts that came, went or changed from the snapshot `old` to the snapshot `new`, by year.
pub fn between(
    catalog: &Catalog,
    warehouse: &Path,
    (old, new): (&str, &str),
    question: Question<'_>,
) -> Result<Changes> {
    let (old, new) = (open(warehouse, old)?, open(warehouse, new)?);
    let filter = Filter::new(catalog, &new, question)?;
    let mut changes = Changes::new(&old.1, &new.1);
    let years: BTreeSet<i32> = old.1.years.iter().chain(&new.1.years).map(|year| year.year).collect();
    for year in years.into_iter().filter(|&year| question.years.is_none_or(|years| years.contains(year))) {
        let tables = ["reports", "facts"].map(|table| format!("{table}/year={year}/"));
        // A year that was taken over is the same file under another name.
        if same(&old.1, &new.1, year, &tables) {
            continue;
        }
        let mut before = facts(&old.0, year, &filter)?;
        for (name, now) in facts(&new.0, year, &filter)? {
            match before.remove(&name) {
                None => changes.push(change(year, name, None, Some(now))),
                Some(was) => changes.push(change(year, name, Some(was), Some(now))),
            }
        }
        before.into_iter().for_each(|(name, was)| changes.push(change(year, name, Some(was), None)));
    }
    changes.sort();
    Ok(changes)
}

/// Whether both snapshots have the same files of a year in some tables.
fn same(old: &Manifest, new: &Manifest, year: i32, tables: &[String]) -> bool {
    let hashes = |manifest: &Manifest| -> Vec<String> {
        let parts = manifest.years.iter().filter(|own| own.year == year).flat_map(|own| own.parts.clone());
        let parts = parts.filter(|part| tables.iter().any(|table| part.path.starts_with(table)));
        parts.map(|part| part.sha256).collect()
    };
    hashes(old) == hashes(new)
}

impl Filter {
    fn new(catalog: &Catalog, new: &(PathBuf, Manifest), question: Question<'_>) -> Result<Filter> {
        let mut filter = Filter { metrics: BTreeSet::new(), places: BTreeSet::new() };
        if !question.metrics.is_empty() {
            for measure in measures(catalog, question.metrics)?.0 {
                let metrics = match measure.of {
                    Of::Fact(metric) => vec![metric],
                    Of::Headline { column, .. } => column.sources.into_iter().flat_map(|source| source.sum).collect(),
                };
                let metrics = metrics.into_iter().map(|metric| catalog.metrics.get(metric));
                filter.metrics.extend(metrics.map(|metric| (metric.measure.clone(), metric.facet.clone())));
            }
        }
        if !question.places.is_empty() {
            let year = |year: Option<&Year>| year.map_or(0, |year| year.year);
            let years = Years { first: year(new.1.years.first()), last: year(new.1.years.last()) };
            let gazetteer = Gazetteer::read(&new.0, years)?;
            filter.places.extend(gazetteer.units(question.places)?.into_iter().map(|unit| unit.key));
        }
        Ok(filter)
    }

    /// Whether a report is of the government of a place asked for.
    fn report(&self, rows: &Frame, row: usize) -> bool {
        let of = |name: &str| text(rows, name, row);
        let government = of("agency_kind") == Some("government");
        self.places.is_empty()
            || self.places.iter().any(|key| {
                let own = if key.level == report::COUNTY { of("county_key") } else { of("division_code") };
                government && of("level") == Some(&key.level) && own == Some(&key.id)
            })
    }

    fn fact(&self, metric: &str, facet: Option<&str>) -> bool {
        self.metrics.is_empty() || self.metrics.contains(&(metric.to_string(), facet.map(str::to_string)))
    }
}

/// The facts of a year that are asked for.
fn facts(snapshot: &Path, year: i32, filter: &Filter) -> Result<BTreeMap<Name, Fact>> {
    let reports = read(snapshot, &format!("reports/year={year}"), &REPORT)?;
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    for row in (0..reports.rows()).filter(|&row| filter.report(&reports, row)) {
        by_id.extend(text(&reports, "report_id", row).map(|id| (id, row)));
    }
    let rows = read(snapshot, &format!("facts/year={year}"), &FACT)?;
    let mut facts = BTreeMap::new();
    for row in 0..rows.rows() {
        let of = |name: &str| text(&rows, name, row).map(str::to_string);
        let (Some(id), Some(metric), Some(scope)) = (of("report_id"), of("metric"), of("scope")) else {
            continue;
        };
        let Some(&report) = by_id.get(id.as_str()).filter(|_| filter.fact(&metric, of("facet").as_deref())) else {
            continue;
        };
        let about = |name: &str| text(&reports, name, report).map(str::to_string);
        let mut name = Name {
            agency_id: about("agency_id").unwrap_or_default(),
            report_scope: about("scope").unwrap_or_default(),
            metric,
            facet: of("facet"),
            scope,
            number: 0,
        };
        while facts.contains_key(&name) {
            name.number += 1;
        }
        let side = Side {
            value: number(&rows, "value", row).map(exact),
            bound: of("bound"),
            state: of("state"),
            report_id: id,
            source_path: about("source_path").unwrap_or_default(),
        };
        let fact = Fact {
            agency: about("agency").unwrap_or_default(),
            division_code: about("division_code"),
            unit: of("unit").unwrap_or_default(),
            side,
        };
        facts.insert(name, fact);
    }
    Ok(facts)
}

fn change(year: i32, name: Name, old: Option<Fact>, new: Option<Fact>) -> Change {
    let kind = match (&old, &new) {
        (None, _) => Kind::Added,
        (_, None) => Kind::Removed,
        _ => Kind::Changed,
    };
    let about = new.as_ref().or(old.as_ref());
    Change {
        kind,
        agency: about.map(|fact| fact.agency.clone()).unwrap_or_default(),
        division_code: about.and_then(|fact| fact.division_code.clone()),
        unit: about.map(|fact| fact.unit.clone()).unwrap_or_default(),
        agency_id: name.agency_id,
        year,
        metric: name.metric,
        facet: name.facet,
        scope: name.scope,
        old: old.map(|fact| fact.side),
        new: new.map(|fact| fact.side),
    }
}
