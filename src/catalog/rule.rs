//! The equations of the forms (勾稽关系) as data. Knows no values.

use super::source::{Fault, Files};
use super::{Metrics, Templates};
use crate::model::{MetricId, Severity};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equal,
    AtMost,
}

/// `sign` times a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub metric: MetricId,
    /// 1 or -1.
    pub sign: i8,
}

/// One equation on one facet: `sum(left) relation sum(right)`. A rule that holds for each facet is several of these.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `application-flow`
    pub id: String,
    /// The facet or instance that it was expanded for (`natural_person`, `upheld`).
    pub facet: Option<String>,
    /// In Chinese, as the form says it.
    pub what: String,
    /// Forms it belongs to: `2019`, `2021`.
    pub forms: Vec<String>,
    pub relation: Relation,
    pub left: Vec<Term>,
    pub right: Vec<Term>,
    /// Error: a reading or filling mistake. Warning: may fail in honest data. Note: no printed cell, it only defines a value.
    pub severity: Severity,
    /// The left or right single term that the rule defines, where no cell of the form prints it: its fact is Derived.
    pub defines: Option<MetricId>,
}

pub struct Rules {
    pub entries: Vec<Rule>,
    pub expectations: Expectations,
}

/// Bounds that a run must stay within, or it exits with 1.
#[derive(Clone, Debug, Default)]
pub struct Expectations {
    /// Most of the files, in percent, that may be refused.
    pub refused_percent: Option<i64>,
    /// Most of the judged equations of severity error, in percent, that may fail.
    pub rules_failed_percent: Option<i64>,
    /// The least share of the last snapshot's reports, in percent, that must be there again.
    pub reports_kept_percent: Option<i64>,
    /// The least share of the last snapshot's facts, in percent.
    pub facts_kept_percent: Option<i64>,
}

impl Rules {
    pub fn load(_files: &Files, _metrics: &Metrics, _templates: &Templates, _faults: &mut Vec<Fault>) -> Rules {
        Rules { entries: Vec::new(), expectations: Expectations::default() }
    }
}
