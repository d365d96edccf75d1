//! The rules that no equation can say, as data: which function judges which metrics. Knows no value and no verdict.

use super::across::listed;
use super::expansion::Known;
use super::rule::RawSeverity;
use super::source::Fault;
use crate::model::{Date, MetricId, Severity};
use serde::Deserialize;
use toml::Spanned;

/// The functions of `reconcile::trial`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judge {
    Power,
    Together,
    NotNegative,
    Majority,
    NoMore,
    LeftOver,
    Twins,
    Era,
    Tables,
    InTime,
}

/// Whose reports a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Publisher {
    /// Governments of counties and up.
    Governments,
    Departments,
}

impl Judge {
    /// How many metrics it takes; none if any number but none.
    fn takes(self) -> Option<usize> {
        match self {
            Judge::Together | Judge::Majority | Judge::NoMore => Some(2),
            Judge::LeftOver => Some(4),
            Judge::Era | Judge::Tables | Judge::InTime => Some(0),
            Judge::Power | Judge::NotNegative | Judge::Twins => None,
        }
    }
}

/// One such rule. `id` and `facet` name it within a form.
#[derive(Clone, Debug)]
pub struct Trial {
    pub id: String,
    /// The word that it was repeated for.
    pub facet: Option<String>,
    /// In Chinese.
    pub what: String,
    pub by: Judge,
    pub forms: Vec<String>,
    /// In the order of the configuration.
    pub metrics: Vec<MetricId>,
    /// Smaller counts are not judged.
    pub least: i64,
    /// None for everybody.
    pub of: Option<Publisher>,
    /// Month and day of the year after.
    pub until: Option<(u8, u8)>,
    pub severity: Severity,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTrial {
    id: Spanned<String>,
    what: String,
    by: Judge,
    forms: Vec<Spanned<String>>,
    #[serde(default)]
    metrics: Vec<Spanned<String>>,
    each: Option<Spanned<String>>,
    #[serde(default)]
    least: i64,
    of: Option<Publisher>,
    until: Option<Spanned<String>>,
    severity: RawSeverity,
}

impl RawTrial {
    pub(super) fn id(&self) -> &str {
        self.id.get_ref()
    }

    pub(super) fn at(&self) -> usize {
        self.id.span().start
    }

    /// The trials that it stands for: one a word of `each`.
    pub(super) fn trials(&self, known: &Known, faults: &mut Vec<Fault>) -> Vec<Trial> {
        for form in &self.forms {
            if !known.templates.entries.is_empty() && !known.templates.knows_form(form.get_ref()) {
                faults.push(known.file.fault(form.span().start, format!("unknown form `{}`", form.get_ref())));
            }
        }
        let words: Vec<(String, Option<String>)> = match &self.each {
            None => vec![(String::new(), None)],
            Some(each) => match each.get_ref().split_once(':') {
                Some((name, words)) => {
                    words.split(',').map(|word| (format!("${}", name.trim()), Some(word.trim().to_string()))).collect()
                }
                None => {
                    faults.push(known.file.fault(each.span().start, "`each` is a list \"k: a, b\""));
                    return Vec::new();
                }
            },
        };
        let until = self.until.as_ref().and_then(|day| {
            let (month, day_of) = day.get_ref().split_once('-')?;
            Some((month.parse().ok()?, day_of.parse().ok()?))
        });
        // No leap day, so that the day exists in every year.
        let exists = until.is_some_and(|(month, day)| Date::new(2001, month, day).is_some());
        if self.until.is_some() != (self.by == Judge::InTime) || self.until.is_some() != exists {
            faults.push(known.file.fault(self.at(), "`until` is a day \"03-31\", for the function in_time alone"));
        }
        let trial = |(variable, word): (String, Option<String>)| {
            let written = |name: &Spanned<String>| match &word {
                Some(word) => Spanned::new(name.span(), name.get_ref().replace(&variable, word)),
                None => name.clone(),
            };
            // One by one, for their order says which is which.
            let each = self.metrics.iter().map(|name| listed(&[written(name)], known.file, known.metrics, faults));
            let metrics: Vec<MetricId> = each.collect::<Vec<_>>().concat();
            let right = self.by.takes().map_or(!metrics.is_empty(), |count| metrics.len() == count);
            if !right && !known.metrics.entries.is_empty() {
                faults.push(known.file.fault(self.at(), "this function takes another number of metrics"));
            }
            Trial {
                id: self.id().to_string(),
                facet: word,
                what: self.what.clone(),
                by: self.by,
                forms: self.forms.iter().map(|form| form.get_ref().clone()).collect(),
                metrics,
                least: self.least,
                of: self.of,
                until,
                severity: self.severity.into(),
            }
        };
        words.into_iter().map(trial).collect()
    }
}
