//! What reports say of each other (`config/across.toml`) as data: across years, and between neighbours in one year. Knows no
//! report; how a rule is judged is the business of analysis.

use super::equation::{Part, equation};
use super::rule::Relation;
use super::source::{ConfigFile, Fault, Files};
use super::{MetricKind, Metrics};
use crate::model::MetricId;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

const FILE: &str = "across.toml";

/// `sign` (1 or -1) times a metric of this year's report or of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub metric: MetricId,
    pub sign: i8,
    pub previous: bool,
}

/// An equation over a publisher's reports of two years that follow each other, on one facet.
#[derive(Clone, Debug)]
pub struct Chain {
    pub id: String,
    /// What it was expanded for; none for the bare metrics.
    pub facet: Option<String>,
    pub what: String,
    pub relation: Relation,
    pub left: Vec<Step>,
    pub right: Vec<Step>,
}

/// A rule with a name and no further setting.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub id: String,
    /// In Chinese.
    pub what: String,
}

/// Figures against the median of their publisher's own series.
#[derive(Clone, Debug)]
pub struct Jump {
    pub named: Named,
    pub metrics: Vec<MetricId>,
    /// The least length of a series that is judged.
    pub years: u32,
    /// How many times as great or as small as the median a figure may be.
    pub factor: u32,
    /// To what power of the series' usual ratio it may be so.
    pub spread: u32,
}

/// Where a table may have been copied from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The publisher's report of the year before.
    LastYear,
    /// A report of another division in the same year.
    Elsewhere,
}

/// Reports whose printed figures are all those of another one.
#[derive(Clone, Debug)]
pub struct Copied {
    pub named: Named,
    pub from: Origin,
    pub metrics: Vec<MetricId>,
    /// The least number of printed figures above zero that is judged.
    pub figures: u32,
    /// The least number of different figures above one among them.
    pub distinct: u32,
}

/// Whose reports are parts of a government's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Children {
    /// Departments and townships of the same division.
    Agencies,
    /// The governments of the divisions below.
    Divisions,
}

/// A government that reports for its area against the parts of it.
#[derive(Clone, Debug)]
pub struct Family {
    pub named: Named,
    pub children: Children,
    pub metrics: Vec<MetricId>,
}

/// All rules of the file, each kind in the order in which it is written.
#[derive(Clone, Debug, Default)]
pub struct Across {
    pub equations: Vec<Chain>,
    pub restated: Named,
    pub jumps: Vec<Jump>,
    pub copied: Vec<Copied>,
    pub families: Vec<Family>,
}

impl Across {
    pub fn load(files: &Files, metrics: &Metrics, faults: &mut Vec<Fault>) -> Across {
        let mut across = Across::default();
        let Some(file) = files.require(FILE, faults) else { return across };
        let Some(raw) = file.parse::<RawAcross>(faults) else { return across };
        let mut names = BTreeSet::from([raw.restated.id.clone()]);
        let mut named = |id: &Spanned<String>, what: &str, faults: &mut Vec<Fault>| {
            if !names.insert(id.get_ref().clone()) {
                faults.push(file.fault(id.span().start, format!("rule `{}` stands twice", id.get_ref())));
            }
            Named { id: id.get_ref().clone(), what: what.to_string() }
        };
        for raw in &raw.equation {
            let named = named(&raw.id, &raw.what, faults);
            chains(raw, &named, file, metrics, &mut across.equations, faults);
        }
        for raw in &raw.jump {
            let named = named(&raw.id, &raw.what, faults);
            if raw.years < 3 || raw.factor < 2 || raw.spread < 1 {
                faults
                    .push(file.fault(raw.id.span().start, "a series has 3 years, a factor is 2, a spread 1 at least"));
            }
            let metrics = listed(&raw.metrics, file, metrics, faults);
            across.jumps.push(Jump { named, metrics, years: raw.years, factor: raw.factor, spread: raw.spread });
        }
        for raw in &raw.copied {
            let named = named(&raw.id, &raw.what, faults);
            if raw.figures == 0 || raw.distinct == 0 || raw.distinct > raw.figures {
                faults.push(
                    file.fault(raw.id.span().start, "a copy needs figures, and no more distinct ones than these"),
                );
            }
            let (figures, distinct) = (raw.figures, raw.distinct);
            let metrics = listed(&raw.metrics, file, metrics, faults);
            across.copied.push(Copied { named, from: raw.from, metrics, figures, distinct });
        }
        for raw in &raw.family {
            let named = named(&raw.id, &raw.what, faults);
            let metrics = listed(&raw.metrics, file, metrics, faults);
            across.families.push(Family { named, children: raw.children, metrics });
        }
        across.restated = raw.restated;
        across
    }

    /// Name and meaning of every rule, in the order of the file.
    pub fn named(&self) -> Vec<(&str, &str)> {
        let mut names: Vec<(&str, &str)> =
            self.equations.iter().map(|chain| (chain.id.as_str(), chain.what.as_str())).collect();
        names.dedup();
        let rest = std::iter::once(&self.restated)
            .chain(self.jumps.iter().map(|rule| &rule.named))
            .chain(self.copied.iter().map(|rule| &rule.named))
            .chain(self.families.iter().map(|rule| &rule.named));
        names.extend(rest.map(|named| (named.id.as_str(), named.what.as_str())));
        names
    }
}

/// The equations that a written one stands for.
fn chains(
    raw: &RawChain,
    named: &Named,
    file: &ConfigFile,
    metrics: &Metrics,
    to: &mut Vec<Chain>,
    faults: &mut Vec<Fault>,
) {
    let at = raw.holds.span().start;
    let each = raw.each.as_ref().map(|each| each.get_ref().as_str());
    let (variable, words) = match each {
        None | Some("facet") => (String::new(), vec![String::new()]),
        Some(list) => match list.split_once(':') {
            Some((name, words)) => {
                (format!("${}", name.trim()), words.split(',').map(|word| word.trim().to_string()).collect())
            }
            None => return faults.push(file.fault(at, "`each` is \"facet\" or a list \"k: a, b\"")),
        },
    };
    for word in words {
        let holds = if variable.is_empty() {
            raw.holds.get_ref().clone()
        } else {
            raw.holds.get_ref().replace(&variable, &word)
        };
        let parsed = match equation(&holds) {
            Ok(parsed) => parsed,
            Err(message) => return faults.push(file.fault(at, message)),
        };
        let parts = || parsed.left.iter().chain(&parsed.right);
        if parts().all(|part| part.previous) || parts().all(|part| !part.previous) {
            return faults.push(file.fault(at, "an equation across years names this year's report and the one before"));
        }
        let facets: Vec<Option<String>> = match each {
            Some("facet") => {
                let of = parts().next().map_or(Vec::new(), |first| metrics.by_measure(first.name));
                of.into_iter().map(|metric| metrics.get(metric).facet.clone()).collect()
            }
            Some(_) => vec![Some(word.clone())],
            None => vec![None],
        };
        for facet in facets {
            let suffix = facet.as_deref().filter(|_| each == Some("facet"));
            let mut steps = |parts: &[Part]| steps(parts, suffix, file, at, metrics, faults);
            if let (Some(left), Some(right)) = (steps(&parsed.left), steps(&parsed.right)) {
                let (id, what) = (named.id.clone(), named.what.clone());
                to.push(Chain { id, facet, what, relation: parsed.relation, left, right });
            }
        }
    }
}

fn steps(
    parts: &[Part],
    facet: Option<&str>,
    file: &ConfigFile,
    at: usize,
    metrics: &Metrics,
    faults: &mut Vec<Fault>,
) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for part in parts {
        let name = match facet {
            Some(facet) => format!("{}@{facet}", part.name),
            None => part.name.to_string(),
        };
        let metric = metrics.require(&name, file, at, faults)?;
        if metrics.get(metric).kind == MetricKind::Amount {
            faults.push(file.fault(at, format!("`{name}` may have decimals; equations across years are of counts")));
        }
        steps.push(Step { metric, sign: part.sign, previous: part.previous });
    }
    Some(steps)
}

/// The metrics that names and stems stand for, each once.
pub(super) fn listed(
    names: &[Spanned<String>],
    file: &ConfigFile,
    metrics: &Metrics,
    faults: &mut Vec<Fault>,
) -> Vec<MetricId> {
    let mut found = Vec::new();
    for name in names {
        let at = name.span().start;
        match name.get_ref().strip_suffix(".*") {
            Some(stem) => {
                let below = |id: &MetricId| {
                    metrics.get(*id).measure.strip_prefix(stem).is_some_and(|rest| rest.starts_with('.'))
                };
                let all: Vec<MetricId> =
                    (0..metrics.entries.len()).map(|place| MetricId(place as u16)).filter(below).collect();
                if all.is_empty() && !metrics.entries.is_empty() {
                    faults.push(file.fault(at, format!("there is no metric below `{stem}`")));
                }
                found.extend(all);
            }
            None => found.extend(metrics.require(name.get_ref(), file, at, faults)),
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAcross {
    #[serde(default)]
    equation: Vec<RawChain>,
    restated: Named,
    #[serde(default)]
    jump: Vec<RawJump>,
    #[serde(default)]
    copied: Vec<RawCopied>,
    #[serde(default)]
    family: Vec<RawFamily>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChain {
    id: Spanned<String>,
    what: String,
    holds: Spanned<String>,
    each: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawJump {
    id: Spanned<String>,
    what: String,
    metrics: Vec<Spanned<String>>,
    years: u32,
    factor: u32,
    spread: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCopied {
    id: Spanned<String>,
    what: String,
    from: Origin,
    metrics: Vec<Spanned<String>>,
    figures: u32,
    distinct: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFamily {
    id: Spanned<String>,
    what: String,
    children: Children,
    metrics: Vec<Spanned<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_repeated_for_facets_and_for_words() {
        let (mut faults, files) = (Vec::new(), Files::embedded());
        let metrics = Metrics::load(&files, &mut faults);
        let across = Across::load(&files, &metrics, &mut faults);
        assert_eq!(faults, []);
        let of = |id: &str| across.equations.iter().filter(|chain| chain.id == id).collect::<Vec<_>>();
        let carried = of("carried-over");
        assert_eq!(carried.len(), 7);
        assert_eq!((carried[0].facet.as_deref(), carried[6].facet.as_deref()), (None, Some("other")));
        assert!(carried.iter().all(|chain| !chain.left[0].previous && chain.right[0].previous));
        assert_eq!(carried[6].right[0].metric, metrics.id("applications.carried_out@other").unwrap());
        assert_eq!((of("items-carried-over").len(), of("documents-in-force").len()), (5, 2));
        assert_eq!(of("documents-in-force")[1].right[2].sign, -1);
        assert!(across.copied[0].metrics.contains(&metrics.id("lawsuits.total@direct").unwrap()));
        assert_eq!(across.named()[0].0, "carried-over");
    }
}
