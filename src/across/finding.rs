//! A verdict on its way into the table of checks. Knows no rule's meaning.

use super::reports::Reports;
use crate::catalog::across::Named;
use crate::catalog::{Across, Metrics};
use crate::model::{MetricId, Scope, Verdict};
use crate::warehouse::{Frame, Shelves, Values};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::path::Path;

/// One rule judged on one report.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Finding {
    pub report: u32,
    pub rule: Rule,
    pub scope: u32,
    pub verdict: Verdict,
    pub left: Option<f64>,
    pub right: Option<f64>,
    /// The other report.
    pub against: Option<u32>,
}

/// A rule and what it was judged on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rule {
    /// The equation of this place in the configuration.
    Equation(u16),
    /// The rule of this place in the rulebook, on a metric if it is about one.
    Named(u16, Option<MetricId>),
}

/// The names of all rules.
pub struct Rulebook<'a> {
    across: &'a Across,
    metrics: &'a Metrics,
    named: Vec<&'a str>,
}

impl<'a> Rulebook<'a> {
    pub fn new(across: &'a Across, metrics: &'a Metrics) -> Rulebook<'a> {
        let rest = across.jumps.iter().map(|rule| &rule.named);
        let rest = rest.chain(across.copied.iter().map(|rule| &rule.named));
        let rest = rest.chain(across.families.iter().map(|rule| &rule.named));
        let named = std::iter::once(&across.restated).chain(rest).map(|named| named.id.as_str()).collect();
        Rulebook { across, metrics, named }
    }

    /// The rule about figures of the year before.
    pub fn restated(&self) -> &Named {
        &self.across.restated
    }

    /// The rule of this id, on a metric if it is about one.
    pub fn rule(&self, id: &str, metric: Option<MetricId>) -> Rule {
        let place = self.named.iter().position(|known| *known == id);
        Rule::Named(place.expect("a rule of the configuration is in its rulebook") as u16, metric)
    }

    fn id(&self, rule: Rule) -> &str {
        match rule {
            Rule::Equation(place) => &self.across.equations[usize::from(place)].id,
            Rule::Named(place, _) => self.named[usize::from(place)],
        }
    }

    fn facet(&self, rule: Rule) -> Option<String> {
        match rule {
            Rule::Equation(place) => self.across.equations[usize::from(place)].facet.clone(),
            Rule::Named(_, metric) => metric.map(|metric| self.metrics.name(metric)),
        }
    }
}

/// Reports whose findings are brought together at a time.
const TOGETHER: u32 = 512;

/// All findings, laid aside by stretches of reports, each of one year.
pub struct Findings<'a> {
    reports: &'a Reports,
    /// The first report of each stretch.
    firsts: Vec<u32>,
    shelves: Shelves<Finding>,
}

impl<'a> Findings<'a> {
    pub fn new(snapshot: &Path, reports: &'a Reports) -> Result<Findings<'a>> {
        let stretches = |(_, places): (i32, Range<u32>)| places.step_by(TOGETHER as usize);
        let firsts: Vec<u32> = reports.years().into_iter().flat_map(stretches).collect();
        let shelves = Shelves::below(snapshot, firsts.len())?;
        Ok(Findings { reports, firsts, shelves })
    }

    /// Takes what a rule has found; of one report and rule in this order.
    pub fn lay(&mut self, found: &mut Vec<Finding>) -> Result<()> {
        for finding in found.drain(..) {
            let stretch = self.firsts.partition_point(|first| *first <= finding.report) - 1;
            self.shelves.put(stretch, &finding)?;
        }
        Ok(())
    }

    /// Hands over the rows of one year after the other, in the order of the reports, then of the rules.
    pub fn write(mut self, rulebook: &Rulebook, write: &mut Write) -> Result<()> {
        let reports = self.reports;
        for (year, places) in reports.years() {
            let stretches = self.firsts.partition_point(|first| *first < places.start)
                ..self.firsts.partition_point(|first| *first < places.end);
            let mut frames = stretches
                .map(|stretch| Ok(sorted(self.shelves.take(stretch)?)))
                .filter(|found: &Result<Vec<Finding>>| found.as_ref().map_or(true, |found| !found.is_empty()))
                .map(|found| Ok(frame(&found?, rulebook, reports)))
                .peekable();
            if frames.peek().is_some() {
                write(year, &mut frames)?;
            }
        }
        Ok(())
    }
}

/// Takes the rows of a year, in one frame after the other.
pub type Write<'a> = dyn FnMut(i32, &mut dyn Iterator<Item = Result<Frame>>) -> Result<()> + 'a;

fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    let key = |finding: &Finding| (finding.report, finding.rule, finding.scope);
    findings.sort_by(|one, other| {
        key(one).cmp(&key(other)).then(one.left.unwrap_or(0.0).total_cmp(&other.left.unwrap_or(0.0)))
    });
    findings
}

fn frame(findings: &[Finding], rulebook: &Rulebook, reports: &Reports) -> Frame {
    let text = |get: &dyn Fn(&Finding) -> Option<String>| Values::Text(findings.iter().map(get).collect());
    let number = |get: &dyn Fn(&Finding) -> Option<f64>| Values::Float64(findings.iter().map(get).collect());
    let columns = [
        ("report_id", text(&|found| Some(reports.id(found.report).to_string()))),
        ("report_year", Values::Int32(findings.iter().map(|found| Some(reports.get(found.report).year)).collect())),
        ("rule", text(&|found| Some(rulebook.id(found.rule).to_string()))),
        ("facet", text(&|found| rulebook.facet(found.rule))),
        ("verdict", text(&|found| Some(found.verdict.name().to_string()))),
        ("left", number(&|found| found.left)),
        ("right", number(&|found| found.right)),
        ("residual", number(&|found| Some(found.left? - found.right?))),
        ("scope", text(&|found| Some(Scope::ALL[found.scope as usize].name().to_string()))),
        ("against", text(&|found| Some(reports.id(found.against?).to_string()))),
    ];
    Frame { columns: columns.map(|(name, values)| (name.to_string(), values)).to_vec() }
}
