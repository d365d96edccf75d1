//! The data dictionary (指标): every measure and its facets. The only place where a metric has a name.

use super::source::{Fault, Files};
use crate::model::MetricId;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    Count,
    /// A change that may be below zero.
    SignedCount,
    /// Money; may have decimals.
    Amount,
    /// Yes or no (是/否).
    Flag,
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
}

impl Metrics {
    pub fn load(_files: &Files, _faults: &mut Vec<Fault>) -> Metrics {
        Metrics { entries: Vec::new(), index: BTreeMap::new() }
    }

    /// The dictionary of a list; an id is a place in it. The first of two entries of one name keeps it.
    pub fn from_entries(entries: Vec<Metric>) -> Metrics {
        let mut metrics = Metrics { entries, index: BTreeMap::new() };
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
}
