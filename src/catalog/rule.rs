//! The equations of the forms (勾稽关系) as data. Knows no values; how a rule is repeated for every
//! facet is the business of `expansion`.

use super::expansion::{Known, expand};
use super::source::{Fault, Files};
use super::trial::{RawTrial, Trial};
use super::{Metrics, Templates};
use crate::model::{MetricId, Severity};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

const FILE: &str = "rules.toml";

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
///
/// `id`, `facet` and a form name one of them; the same equation in two forms is one entry.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `application-flow`
    pub id: String,
    /// What it was expanded for: a facet (`natural_person`; none for the total), a measure, or an instance (`upheld`).
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
    /// What no equation can say.
    pub trials: Vec<Trial>,
    pub expectations: Expectations,
}

/// Bounds that a run must stay within, or it exits with 1.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
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

impl From<RawSeverity> for Severity {
    fn from(raw: RawSeverity) -> Severity {
        match raw {
            RawSeverity::Error => Severity::Error,
            RawSeverity::Warning => Severity::Warning,
            RawSeverity::Note => Severity::Note,
        }
    }
}

impl Rules {
    pub fn load(files: &Files, metrics: &Metrics, templates: &Templates, faults: &mut Vec<Fault>) -> Rules {
        let none = Rules { entries: Vec::new(), trials: Vec::new(), expectations: Expectations::default() };
        let Some(file) = files.require(FILE, faults) else {
            return none;
        };
        let Some(raw) = file.parse::<RawRules>(faults) else {
            return none;
        };
        let mut entries = Vec::new();
        let mut names = BTreeSet::new();
        for raw in &raw.rule {
            if !names.insert(raw.id.get_ref().as_str()) {
                faults.push(file.fault(raw.id.span().start, format!("rule `{}` stands twice", raw.id.get_ref())));
            }
            expand(raw, &Known { file, metrics, templates }, &mut entries, faults);
        }
        let mut trials = Vec::new();
        for raw in &raw.trial {
            if !names.insert(raw.id()) {
                faults.push(file.fault(raw.at(), format!("rule `{}` stands twice", raw.id())));
            }
            trials.extend(raw.trials(&Known { file, metrics, templates }, faults));
        }
        let expect = &raw.expect;
        let bounds = [
            expect.get_ref().refused_percent,
            expect.get_ref().rules_failed_percent,
            expect.get_ref().reports_kept_percent,
            expect.get_ref().facts_kept_percent,
        ];
        if bounds.iter().flatten().any(|percent| !(0..=100).contains(percent)) {
            faults.push(file.fault(expect.span().start, "a percentage is outside 0 to 100"));
        }
        Rules { entries, trials, expectations: raw.expect.into_inner() }
    }

    /// The equations that a report of this form must satisfy.
    pub fn of_form<'a>(&'a self, form: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.entries.iter().filter(move |rule| rule.forms.iter().any(|own| own == form))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    rule: Vec<RawRule>,
    #[serde(default)]
    trial: Vec<RawTrial>,
    expect: Spanned<Expectations>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub(super) id: Spanned<String>,
    pub(super) what: String,
    pub(super) forms: Vec<Spanned<String>>,
    pub(super) holds: Spanned<String>,
    pub(super) each: Option<Spanned<String>>,
    pub(super) table: Option<String>,
    pub(super) severity: RawSeverity,
    pub(super) defines: Option<Spanned<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawSeverity {
    Error,
    Warning,
    Note,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded() -> (Metrics, Rules) {
        let mut faults = Vec::new();
        let files = Files::embedded();
        let metrics = Metrics::load(&files, &mut faults);
        let templates = Templates::load(&files, &metrics, &mut faults);
        let rules = Rules::load(&files, &metrics, &templates, &mut faults);
        assert_eq!(faults, []);
        (metrics, rules)
    }

    #[test]
    fn id_and_facet_name_one_equation_of_a_form() {
        let (_, rules) = embedded();
        for form in ["2014", "2019", "2021"] {
            let names: Vec<_> = rules.of_form(form).map(|rule| (&rule.id, &rule.facet)).collect();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        }
    }

    #[test]
    fn rules_expand_for_facets_measures_and_words() {
        let (metrics, rules) = embedded();
        let count = |form: &'static str, id: &str| rules.of_form(form).filter(|rule| rule.id == id).count();
        assert_eq!((count("2019", "application-flow"), count("2021", "application-flow")), (7, 7));
        assert_eq!((count("2019", "applicants-total"), count("2021", "applicants-total")), (23, 25));
        assert_eq!((count("2019", "lawsuits-routes"), count("2014", "channel-within-total")), (5, 5));
        assert_eq!((count("2019", "other-subtotal"), count("2021", "other-subtotal")), (0, 7));

        let routes = rules
            .of_form("2021")
            .find(|rule| rule.id == "lawsuits-routes" && rule.facet.as_deref() == Some("pending"))
            .unwrap();
        assert_eq!(routes.defines, metrics.id("lawsuits.pending"));
        assert_eq!(routes.left[1].metric, metrics.id("lawsuits.pending@after_review").unwrap());
    }

    /// 19 rows add up to the outcome total in the form of 2019, 21 in that of 2021.
    #[test]
    fn a_stem_is_the_rows_that_the_form_prints() {
        let (metrics, rules) = embedded();
        let outcome = |form: &'static str| {
            rules.of_form(form).find(|rule| rule.id == "outcome-total" && rule.facet.is_none()).unwrap()
        };
        assert_eq!((outcome("2019").left.len(), outcome("2021").left.len()), (19, 21));
        let last = |form: &'static str| metrics.name(outcome(form).left.last().unwrap().metric);
        assert_eq!(last("2019"), "applications.outcome.other");
        assert_eq!(last("2021"), "applications.outcome.other.misc");
    }
}
