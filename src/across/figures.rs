//! The figures that rules across reports ask for: those of a year as they are read, and those of some publishers through the
//! years as narrow data frames. Knows no rule's meaning.

use super::copied::{Print, Printing};
use super::reports::{Reports, scope};
use crate::catalog::{Across, Metrics};
use crate::model::{Bound, MetricId, State};
use crate::warehouse::{Wanted, visit};
use anyhow::Result;
use polars::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// Which metrics rules ask for, by id.
pub struct Asked {
    /// By any rule; a restated figure may be of any bare metric. They decide which report speaks.
    any: Vec<bool>,
    /// By rules about one publisher through the years.
    publisher: Vec<bool>,
    /// By rules about a government and its parts.
    family: Vec<bool>,
}

impl Asked {
    /// `restated` are the metrics that some report states of the year before.
    pub fn new(across: &Across, metrics: &Metrics, restated: &BTreeSet<MetricId>) -> Asked {
        let none = || vec![false; metrics.entries.len()];
        let ask = |asked: &mut Vec<bool>, metric: &MetricId| asked[usize::from(metric.0)] = true;
        let (mut any, mut publisher, mut family) = (none(), none(), none());
        let steps = across.equations.iter().flat_map(|chain| chain.left.iter().chain(&chain.right));
        steps.for_each(|step| ask(&mut publisher, &step.metric));
        across.jumps.iter().flat_map(|rule| &rule.metrics).for_each(|metric| ask(&mut publisher, metric));
        across.families.iter().flat_map(|rule| &rule.metrics).for_each(|metric| ask(&mut family, metric));
        across.copied.iter().flat_map(|rule| &rule.metrics).for_each(|metric| ask(&mut any, metric));
        for (place, metric) in metrics.entries.iter().enumerate() {
            any[place] |= publisher[place] || family[place] || metric.facet.is_none();
            publisher[place] |= any[place] && restated.contains(&MetricId(place as u16));
        }
        Asked { any, publisher, family }
    }
}

/// A fact as rules ask for it.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Held {
    pub agency: u32,
    pub scope: u32,
    pub metric: MetricId,
    pub report: u32,
    /// Exact, or none.
    pub value: Option<f64>,
    pub solved: bool,
}

/// A report that speaks for an agency and scope in its year.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Speaker {
    pub agency: u32,
    pub scope: u32,
    pub report: u32,
}

/// What is kept of the facts of a year while they are read.
pub struct YearRead {
    pub speakers: Vec<Speaker>,
    /// For each rule about copies the imprint of every report.
    pub prints: Vec<Vec<Print>>,
    /// What rules about governments and their parts ask for.
    pub family: Vec<Held>,
}

/// Reads the facts of a year; what rules about one publisher ask for goes to `lay`.
pub fn read_year(
    snapshot: &Path,
    (year, places): (i32, Range<u32>),
    reports: &Reports,
    across: &Across,
    metrics: &Metrics,
    asked: &Asked,
    lay: &mut dyn FnMut(&Held) -> Result<()>,
) -> Result<YearRead> {
    let texts = ["report_id", "metric", "facet", "scope", "bound", "state"];
    let wanted = Wanted { table: "facts", year: Some(year), texts: &texts, numbers: &["value"], only: None };
    let mut prints: Vec<Printing> = across.copied.iter().map(|rule| Printing::new(rule, metrics)).collect();
    let mut family: Vec<Held> = Vec::new();
    let mut counts: Vec<(Speaker, usize)> = Vec::new();
    let mut names = Names::new(metrics);
    let mut order = reports.in_order(places);
    visit(snapshot, &wanted, &mut |rows| {
        for row in 0..rows.count {
            let report = rows.text(0, row).and_then(|id| order.find(id));
            let (Some(report), Some(scope)) = (report, scope(rows.text(3, row))) else { continue };
            let Some(metric) = names.find(rows.text(1, row).unwrap_or_default(), rows.text(2, row)) else { continue };
            let place = usize::from(metric.0);
            if !asked.any[place] {
                continue;
            }
            let value = rows.number(0, row).filter(|_| rows.text(4, row) == Some(Bound::Exact.name()));
            let state = rows.text(5, row);
            if let Some(value) = value.filter(|_| state == Some(State::Printed.name())) {
                prints.iter_mut().for_each(|printing| printing.add(report, metric, value));
            }
            let agency = reports.get(report).agency;
            // The facts of a report stand together, in few scopes.
            let of_report = counts.iter_mut().rev().take_while(|(known, _)| known.report == report);
            match of_report.into_iter().find(|(known, _)| known.scope == scope) {
                Some((_, count)) => *count += 1,
                None => counts.push((Speaker { agency, scope, report }, 1)),
            }
            let solved = state == Some(State::Solved.name());
            let held = Held { agency, scope, metric, report, value, solved };
            if asked.publisher[place] {
                lay(&held)?;
            }
            if asked.family[place] {
                family.push(held);
            }
        }
        Ok(())
    })?;
    let speakers = speakers(&counts, reports);
    Ok(YearRead { speakers, prints: prints.into_iter().map(Printing::close).collect(), family })
}

/// The report that speaks for each agency and scope: one of that very scope, then the one with more facts in it, then the
/// first.
fn speakers(counts: &[(Speaker, usize)], reports: &Reports) -> Vec<Speaker> {
    let mut best: BTreeMap<(u32, u32), ((bool, usize), u32)> = BTreeMap::new();
    for &(Speaker { agency, scope, report }, count) in counts {
        let rank = (reports.get(report).scope == scope, count);
        let slot = best.entry((agency, scope)).or_insert((rank, report));
        if rank > slot.0 {
            *slot = (rank, report);
        }
    }
    best.into_iter().map(|((agency, scope), (_, report))| Speaker { agency, scope, report }).collect()
}

/// The figures of some publishers in one year.
pub struct Figures {
    pub year: i32,
    /// `agency`, `scope`, `metric`, `report`, `value` (an exact number, or null), `solved`: one row a fact of the report that
    /// speaks for an agency and scope.
    pub facts: DataFrame,
    /// `agency`, `scope`, `report`: the reports that speak.
    pub speakers: DataFrame,
}

impl Figures {
    /// The facts of the speakers among `held`.
    pub fn of(year: i32, held: &[Held], speakers: &[Speaker]) -> Result<Figures> {
        let speaking: BTreeMap<(u32, u32), u32> =
            speakers.iter().map(|speaker| ((speaker.agency, speaker.scope), speaker.report)).collect();
        let spoken = |fact: &&Held| speaking.get(&(fact.agency, fact.scope)) == Some(&fact.report);
        let held: Vec<&Held> = held.iter().filter(spoken).collect();
        Ok(Figures {
            year,
            facts: df!(
                "agency" => held.iter().map(|fact| fact.agency).collect::<Vec<_>>(),
                "scope" => held.iter().map(|fact| fact.scope).collect::<Vec<_>>(),
                "metric" => held.iter().map(|fact| u32::from(fact.metric.0)).collect::<Vec<_>>(),
                "report" => held.iter().map(|fact| fact.report).collect::<Vec<_>>(),
                "value" => held.iter().map(|fact| fact.value).collect::<Vec<_>>(),
                "solved" => held.iter().map(|fact| fact.solved).collect::<Vec<_>>(),
            )?,
            speakers: df!(
                "agency" => speakers.iter().map(|speaker| speaker.agency).collect::<Vec<_>>(),
                "scope" => speakers.iter().map(|speaker| speaker.scope).collect::<Vec<_>>(),
                "report" => speakers.iter().map(|speaker| speaker.report).collect::<Vec<_>>(),
            )?,
        })
    }
}

/// Metrics by their names in the tables; those of a report come in the order of the dictionary.
pub struct Names<'a> {
    metrics: &'a Metrics,
    last: usize,
}

impl<'a> Names<'a> {
    pub fn new(metrics: &'a Metrics) -> Names<'a> {
        Names { metrics, last: 0 }
    }

    pub fn find(&mut self, measure: &str, facet: Option<&str>) -> Option<MetricId> {
        let entries = &self.metrics.entries;
        let is = |place: &usize| {
            entries.get(*place).is_some_and(|metric| metric.measure == measure && metric.facet.as_deref() == facet)
        };
        let near = (self.last..self.last + 3).find(is);
        let found = near.or_else(|| {
            let all = self.metrics.by_measure(measure);
            all.into_iter().map(|id| usize::from(id.0)).find(is)
        })?;
        self.last = found;
        Some(MetricId(found as u16))
    }
}
