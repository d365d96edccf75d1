//! The figures of one year that rules across reports ask for, as a narrow data frame. Knows no rule's meaning.

use super::copied::{Print, Printing};
use super::reports::{Reports, scope};
use crate::catalog::{Across, Metrics};
use crate::model::{Bound, MetricId, State};
use crate::warehouse::{Wanted, visit};
use anyhow::Result;
use polars::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// What was read of one year.
pub struct Figures {
    pub year: i32,
    /// `agency`, `scope`, `metric`, `report`, `value` (an exact number, or null), `solved`: one row a fact of the report that
    /// speaks for an agency and scope.
    pub facts: DataFrame,
    /// `agency`, `scope`, `report`: the reports that speak.
    pub speakers: DataFrame,
    /// For each rule about copies the imprint of every report.
    pub prints: Vec<Vec<Print>>,
}

/// Which metrics any rule asks for, by id; a restated figure may be of any.
pub fn wanted(across: &Across, metrics: &Metrics) -> Vec<bool> {
    let mut wanted = vec![false; metrics.entries.len()];
    let lists = across.jumps.iter().map(|rule| &rule.metrics);
    let lists = lists.chain(across.copied.iter().map(|rule| &rule.metrics));
    let lists = lists.chain(across.families.iter().map(|rule| &rule.metrics));
    let steps = across.equations.iter().flat_map(|chain| chain.left.iter().chain(&chain.right));
    for metric in lists.flatten().copied().chain(steps.map(|step| step.metric)) {
        wanted[usize::from(metric.0)] = true;
    }
    // Sentences restate bare measures.
    for (place, metric) in metrics.entries.iter().enumerate() {
        wanted[place] |= metric.facet.is_none();
    }
    wanted
}

/// A fact on its way into the frame.
struct Held {
    agency: u32,
    scope: u32,
    metric: u32,
    report: u32,
    value: Option<f64>,
    solved: bool,
}

/// Reads the facts of a year.
pub fn figures(
    snapshot: &Path,
    year: i32,
    reports: &Reports,
    across: &Across,
    metrics: &Metrics,
    wanted: &[bool],
) -> Result<Figures> {
    let texts = ["report_id", "metric", "facet", "scope", "bound", "state"];
    let asked = Wanted { table: "facts", year: Some(year), texts: &texts, numbers: &["value"], only: None };
    let mut held: Vec<Held> = Vec::new();
    let mut prints: Vec<Printing> = across.copied.iter().map(|rule| Printing::new(rule, metrics)).collect();
    let mut names = Names::new(metrics);
    let mut current: Option<(String, u32)> = None;
    visit(snapshot, &asked, &mut |rows| {
        for row in 0..rows.count {
            // The rows of a report stand together.
            let Some(id) = rows.text(0, row) else { continue };
            if current.as_ref().is_none_or(|(known, _)| known != id) {
                current = reports.place(id).map(|place| (id.to_string(), place));
            }
            let (Some((_, report)), Some(scope)) = (&current, scope(rows.text(3, row))) else { continue };
            let Some(metric) = names.find(rows.text(1, row).unwrap_or_default(), rows.text(2, row)) else { continue };
            if !wanted[usize::from(metric.0)] {
                continue;
            }
            let value = rows.number(0, row).filter(|_| rows.text(4, row) == Some(Bound::Exact.name()));
            let state = rows.text(5, row);
            if let Some(value) = value.filter(|_| state == Some(State::Printed.name())) {
                prints.iter_mut().for_each(|printing| printing.add(*report, metric, value));
            }
            let agency = reports.get(*report).agency;
            let solved = state == Some(State::Solved.name());
            held.push(Held { agency, scope, metric: u32::from(metric.0), report: *report, value, solved });
        }
    })?;
    let speakers = speakers(&held, reports);
    held.retain(|fact| speakers.get(&(fact.agency, fact.scope)) == Some(&fact.report));
    Ok(Figures {
        year,
        facts: df!(
            "agency" => held.iter().map(|fact| fact.agency).collect::<Vec<_>>(),
            "scope" => held.iter().map(|fact| fact.scope).collect::<Vec<_>>(),
            "metric" => held.iter().map(|fact| fact.metric).collect::<Vec<_>>(),
            "report" => held.iter().map(|fact| fact.report).collect::<Vec<_>>(),
            "value" => held.iter().map(|fact| fact.value).collect::<Vec<_>>(),
            "solved" => held.iter().map(|fact| fact.solved).collect::<Vec<_>>(),
        )?,
        speakers: df!(
            "agency" => speakers.keys().map(|key| key.0).collect::<Vec<_>>(),
            "scope" => speakers.keys().map(|key| key.1).collect::<Vec<_>>(),
            "report" => speakers.values().copied().collect::<Vec<_>>(),
        )?,
        prints: prints.into_iter().map(Printing::close).collect(),
    })
}

/// The report that speaks for each agency and scope: one of that very scope, then the one with more facts in it, then the
/// first.
fn speakers(held: &[Held], reports: &Reports) -> BTreeMap<(u32, u32), u32> {
    let mut counts: BTreeMap<(u32, u32, u32), usize> = BTreeMap::new();
    for fact in held {
        *counts.entry((fact.agency, fact.scope, fact.report)).or_default() += 1;
    }
    let mut best: BTreeMap<(u32, u32), ((bool, usize), u32)> = BTreeMap::new();
    for ((agency, scope, report), count) in counts {
        let rank = (reports.get(report).scope == scope, count);
        let slot = best.entry((agency, scope)).or_insert((rank, report));
        if rank > slot.0 {
            *slot = (rank, report);
        }
    }
    best.into_iter().map(|(key, (_, report))| (key, report)).collect()
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
