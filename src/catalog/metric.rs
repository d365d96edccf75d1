//! The data dictionary (指标): every measure and its facets, by name. Knows no form, no rule and no document.
//!
//! It is the only place where a metric has a name; everywhere else it is a [`MetricId`].

use super::metric_file::{RawDictionary, RawSince};
use super::source::{ConfigFile, Fault, Files};
use crate::model::MetricId;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "metrics.toml";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MetricKind {
    /// Whole, zero or more.
    #[default]
    Count,
    /// A change that may be below zero.
    SignedCount,
    /// Money; may have decimals.
    Amount,
    /// Yes or no (是/否).
    Flag,
    /// A count inside a description: the one figure of the cell.
    Described,
}

/// One metric: a measure with a facet, or the bare measure (all facets together).
#[derive(Clone, Debug)]
pub struct Metric {
    /// `applications.received_new`
    pub measure: String,
    /// `natural_person`; none for the bare measure.
    pub facet: Option<String>,
    pub kind: MetricKind,
    /// 件, 条, 万元…
    pub unit: String,
    /// 中文名, as the form prints it.
    pub label: String,
    /// What is counted, in English, with the clause or notice that defines it.
    pub definition: String,
}

/// All metrics; a [`MetricId`] is an index into them. For each measure the bare metric comes first, its facets follow.
pub struct Metrics {
    pub entries: Vec<Metric>,
    index: BTreeMap<String, MetricId>,
    in_table: BTreeMap<MetricId, Equivalent>,
    /// The first report year in which prose can mean a metric, where not in all.
    since: BTreeMap<MetricId, i32>,
    /// The companions that count all years so far.
    so_far: BTreeMap<MetricId, MetricId>,
}

/// The cell that a prose metric names, and the forms in which it does; none for every form with the table.
struct Equivalent {
    table: MetricId,
    forms: Vec<String>,
    /// The first report year in which prose can mean the cell.
    since: Option<i32>,
}

impl Metrics {
    pub fn load(files: &Files, faults: &mut Vec<Fault>) -> Metrics {
        let mut metrics = Metrics::from_entries(Vec::new());
        if let Some(file) = files.require(FILE, faults)
            && let Some(raw) = file.parse::<RawDictionary>(faults)
        {
            metrics.fill(&raw, file, faults);
        }
        metrics
    }

    /// The dictionary of a list; an id is a place in it. The first of two entries of one name keeps it.
    pub fn from_entries(entries: Vec<Metric>) -> Metrics {
        let (index, in_table, since, so_far) = Default::default();
        let mut metrics = Metrics { entries, index, in_table, since, so_far };
        for place in 0..metrics.entries.len() {
            let id = MetricId(place as u16);
            metrics.index.entry(metrics.name(id)).or_insert(id);
        }
        metrics
    }

    /// By the name in configuration: `measure` or `measure@facet`.
    pub fn id(&self, name: &str) -> Option<MetricId> {
        self.index.get(name).copied()
    }

    /// [`Metrics::id`], or a fault at byte `at` of `file`. Silent where the dictionary itself could not be read: that fault is enough.
    pub fn require(&self, name: &str, file: &ConfigFile, at: usize, faults: &mut Vec<Fault>) -> Option<MetricId> {
        let id = self.id(name);
        if id.is_none() && !self.entries.is_empty() {
            faults.push(file.fault(at, format!("unknown metric `{name}`")));
        }
        id
    }

    pub fn get(&self, id: MetricId) -> &Metric {
        &self.entries[usize::from(id.0)]
    }

    /// `measure@facet` as in configuration and in `nianbao explain --metric`.
    pub fn name(&self, id: MetricId) -> String {
        let metric = self.get(id);
        match &metric.facet {
            Some(facet) => format!("{}@{facet}", metric.measure),
            None => metric.measure.clone(),
        }
    }

    /// The bare metric of a measure and its facets, in the order of the form; empty where there is no such measure.
    pub fn by_measure(&self, measure: &str) -> Vec<MetricId> {
        let Some(bare) = self.id(measure) else {
            return Vec::new();
        };
        let same = self.entries[usize::from(bare.0)..].iter().take_while(|metric| metric.measure == measure).count();
        (bare.0..).take(same).map(MetricId).collect()
    }

    /// The metric of the table's cell that a prose metric names in a report with the tables of `form`; itself otherwise.
    pub fn in_table(&self, metric: MetricId, form: &str) -> MetricId {
        match self.in_table.get(&metric) {
            Some(pair) if pair.forms.is_empty() || pair.forms.iter().any(|known| known == form) => pair.table,
            _ => metric,
        }
    }

    /// What words for a cell mean in prose of a report on `year`: before there was a form with the cell, the older metric.
    pub fn in_year(&self, metric: MetricId, year: i32) -> MetricId {
        let older = |pair: &Equivalent| pair.table == metric && pair.since.is_some_and(|since| year < since);
        self.in_table.iter().find(|(_, pair)| older(pair)).map_or(metric, |(prose, _)| *prose)
    }

    /// The other names of a number: the table's cell of a prose metric, or the prose metrics of a cell.
    pub fn equivalents(&self, metric: MetricId) -> Vec<MetricId> {
        let prose = || self.in_table.iter().filter(|(_, pair)| pair.table == metric).map(|(prose, _)| *prose);
        self.in_table.get(&metric).map_or_else(|| prose().collect(), |pair| vec![pair.table])
    }

    /// Whether prose of a report on `year` can mean the metric: before a form asked for it, its words meant other things.
    pub fn is_told_in(&self, metric: MetricId, year: i32) -> bool {
        self.since.get(&metric).is_none_or(|&since| since <= year)
    }

    /// What a metric is called where it counts all years so far; itself if it does anyway.
    pub fn so_far(&self, metric: MetricId) -> Option<MetricId> {
        self.so_far.get(&metric).copied().or_else(|| self.so_far.values().find(|&&all| all == metric).copied())
    }

    /// Whether a minus sign can be part of the number (本年增/减).
    pub fn may_be_negative(&self, id: MetricId) -> bool {
        self.get(id).kind == MetricKind::SignedCount
    }

    pub fn may_have_decimals(&self, id: MetricId) -> bool {
        self.get(id).kind == MetricKind::Amount
    }

    /// Whether the unit counts ten thousands (万元), so that figures in single units are divided.
    pub fn in_ten_thousands(&self, id: MetricId) -> bool {
        let one = format!("1{}", self.get(id).unit);
        crate::text::number::number_at(&one)
            .is_some_and(|numeral| numeral.number.0 == 10_000 * crate::model::Number::SCALE)
    }

    /// Whether the form leaves open if the unit counts ten thousands (元或万元), so that figures stay as they are written.
    pub fn in_open_unit(&self, id: MetricId) -> bool {
        !self.in_ten_thousands(id) && self.get(id).unit.contains(crate::text::number::is_multiplier)
    }

    fn fill(&mut self, raw: &RawDictionary, file: &ConfigFile, faults: &mut Vec<Fault>) {
        for group in &raw.group {
            let facets = match &group.by {
                None => &[],
                Some(by) => raw.facets.get(by.get_ref()).map_or_else(
                    || {
                        faults.push(file.fault(by.span().start, format!("unknown facets `{}`", by.get_ref())));
                        &[][..]
                    },
                    Vec::as_slice,
                ),
            };
            for measure in &group.measures {
                let metric = Metric {
                    measure: measure.id.get_ref().clone(),
                    facet: None,
                    kind: measure.kind.unwrap_or(group.kind),
                    unit: measure.unit.as_ref().unwrap_or(&group.unit).clone(),
                    label: measure.label.clone(),
                    definition: format!("{} ({})", measure.definition, group.clause),
                };
                let at = measure.id.span().start;
                self.add(metric.clone(), file, at, faults);
                for (facet, label) in facets {
                    let label = format!("{} ({label})", metric.label);
                    self.add(Metric { facet: Some(facet.clone()), label, ..metric.clone() }, file, at, faults);
                }
            }
        }
        for name in &raw.cumulative.of {
            let Some(of) = self.require(name.get_ref(), file, name.span().start, faults) else {
                continue;
            };
            self.so_far.insert(of, MetricId(self.entries.len() as u16));
            let of = self.get(of).clone();
            let metric = Metric {
                measure: format!("{}.cumulative", of.measure),
                label: format!("{}{}", of.label, raw.cumulative.label),
                definition: format!("{}; all years so far", of.definition),
                ..of
            };
            self.add(metric, file, name.span().start, faults);
        }
        for name in &raw.cumulative.standing {
            let state = self.require(name.get_ref(), file, name.span().start, faults);
            self.so_far.extend(state.map(|state| (state, state)));
        }
        for (of, all) in &raw.cumulative.named {
            let of = self.require(of.get_ref(), file, of.span().start, faults);
            let all = self.require(all.get_ref(), file, all.span().start, faults);
            self.so_far.extend(of.zip(all));
        }
        for pair in &raw.equivalent {
            let prose = self.require(pair.prose.get_ref(), file, pair.prose.span().start, faults);
            let table = self.require(pair.table.get_ref(), file, pair.table.span().start, faults);
            if let (Some(prose), Some(table)) = (prose, table)
                && self
                    .in_table
                    .insert(prose, Equivalent { table, forms: pair.forms.clone(), since: pair.since })
                    .is_some()
            {
                faults.push(
                    file.fault(pair.prose.span().start, format!("`{}` has two equivalents", pair.prose.get_ref())),
                );
            }
        }
        for since in &raw.since {
            self.begin(since, file, faults);
        }
    }

    fn begin(&mut self, raw: &RawSince, file: &ConfigFile, faults: &mut Vec<Fault>) {
        let under = format!("{}.", raw.of.get_ref());
        let known = self.since.len();
        for (place, metric) in self.entries.iter().enumerate() {
            if metric.measure == *raw.of.get_ref() || metric.measure.starts_with(&under) {
                self.since.insert(MetricId(place as u16), raw.year);
            }
        }
        if self.since.len() == known {
            faults.push(file.fault(raw.of.span().start, format!("no metric is `{}` or under it", raw.of.get_ref())));
        }
    }

    fn add(&mut self, metric: Metric, file: &ConfigFile, at: usize, faults: &mut Vec<Fault>) {
        let name = match &metric.facet {
            Some(facet) => format!("{}@{facet}", metric.measure),
            None => metric.measure.clone(),
        };
        let Ok(next) = u16::try_from(self.entries.len()) else {
            return faults.push(file.fault(at, "more metrics than an id can tell apart"));
        };
        if metric.facet.is_none() && (metric.unit.is_empty() || metric.label.is_empty()) {
            faults.push(file.fault(at, format!("`{name}` has no unit or no label")));
        }
        if self.index.contains_key(&name) {
            if metric.facet.is_none() {
                faults.push(file.fault(at, format!("metric `{name}` is declared twice")));
            }
            return;
        }
        self.index.insert(name, MetricId(next));
        self.entries.push(metric);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded() -> Metrics {
        let mut faults = Vec::new();
        let metrics = Metrics::load(&Files::embedded(), &mut faults);
        assert_eq!(faults, []);
        metrics
    }

    #[test]
    fn ids_and_names_go_both_ways() {
        let metrics = embedded();
        for index in 0..metrics.entries.len() {
            let id = MetricId(u16::try_from(index).unwrap());
            assert_eq!(metrics.id(&metrics.name(id)), Some(id));
        }
    }

    #[test]
    fn a_count_of_all_years_is_no_count_of_one() {
        let metrics = embedded();
        let id = |name| metrics.id(name).unwrap();
        assert_eq!(metrics.so_far(id("disclosed.total")), Some(id("disclosed.cumulative")));
        assert_eq!(metrics.so_far(id("disclosed.cumulative")), Some(id("disclosed.cumulative")));
        assert_eq!(metrics.so_far(id("applications.granted")), Some(id("applications.granted.cumulative")));
        assert_eq!(metrics.so_far(id("training.people")), None);
    }

    #[test]
    fn prose_before_a_form_does_not_speak_of_its_rows() {
        let metrics = embedded();
        let id = |name| metrics.id(name).unwrap();
        assert!(!metrics.is_told_in(id("applications.outcome.denied.deliberative"), 2018));
        assert!(metrics.is_told_in(id("applications.outcome.denied.deliberative"), 2019));
        assert!(!metrics.is_told_in(id("fees_10k_yuan"), 2016) && metrics.is_told_in(id("fees_10k_yuan"), 2022));
        assert!(metrics.is_told_in(id("applications.carried_out"), 2010));
    }

    #[test]
    fn a_measure_comes_before_its_facets() {
        let metrics = embedded();
        let names: Vec<_> = metrics.by_measure("lawsuits.total").into_iter().map(|id| metrics.name(id)).collect();
        assert_eq!(names, ["lawsuits.total", "lawsuits.total@direct", "lawsuits.total@after_review"]);
        assert_eq!(metrics.by_measure("applications.carried_in").len(), 7);
        assert_eq!(metrics.by_measure("staff.total").len(), 1);
        assert!(metrics.by_measure("no.such").is_empty());
    }

    #[test]
    fn kinds_say_what_a_number_may_be() {
        let metrics = embedded();
        let id = |name| metrics.id(name).unwrap();
        assert!(metrics.may_be_negative(id("licensing.items_change")));
        assert!(!metrics.may_be_negative(id("licensing.items_prior_year")));
        assert!(metrics.may_have_decimals(id("fees_10k_yuan")));
        assert!(!metrics.may_have_decimals(id("procurement.count")));
        assert_eq!(metrics.get(id("applications.received_new@other")).unit, "件");
    }

    #[test]
    fn prose_names_the_cells_of_the_table() {
        let metrics = embedded();
        let id = |name| metrics.id(name).unwrap();
        assert_eq!(metrics.in_table(id("applications.received"), "2021"), id("applications.received_new"));
        assert_eq!(metrics.in_table(id("normative_documents.issued"), "2019"), id("normative_documents.issued"));
        let both = ["applications.received", "applications.received_new"].map(id);
        assert_eq!(both.map(|metric| metrics.equivalents(metric)), [[both[1]], [both[0]]]);
        let both = ["applications.closed", "applications.answered"].map(id);
        assert_eq!(metrics.equivalents(id("applications.outcome.total")), both);
    }

    #[test]
    fn a_companion_is_another_metric() {
        let metrics = embedded();
        let year = metrics.id("fees.waived_yuan").unwrap();
        let all = metrics.id("fees.waived_yuan.cumulative").unwrap();
        assert_ne!(year, all);
        assert_eq!(metrics.get(all).kind, MetricKind::Amount);
    }
}
