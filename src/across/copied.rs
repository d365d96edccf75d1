//! Reports whose printed figures are all those of another report. Knows neither forms nor texts.

use super::finding::{Finding, Rulebook};
use super::reports::Reports;
use crate::catalog::{Across, Copied, Metrics, Origin};
use crate::model::{MetricId, Verdict};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The printed figures above zero of one report, as far as a rule asks for them, in one hash.
#[derive(Clone, Copy, Debug)]
pub struct Print {
    pub report: u32,
    hash: u64,
    figures: u32,
    /// How many different figures above one.
    distinct: u32,
}

/// Takes the figures of report after report, each in the order of the dictionary.
pub struct Printing {
    metrics: Vec<bool>,
    report: Option<u32>,
    figures: Vec<(u16, u64)>,
    done: Vec<Print>,
}

impl Printing {
    pub fn new(rule: &Copied, metrics: &Metrics) -> Printing {
        let mut asked = vec![false; metrics.entries.len()];
        rule.metrics.iter().for_each(|metric| asked[usize::from(metric.0)] = true);
        Printing { metrics: asked, report: None, figures: Vec::new(), done: Vec::new() }
    }

    pub fn add(&mut self, report: u32, metric: MetricId, value: f64) {
        if self.report != Some(report) {
            self.press();
            self.report = Some(report);
        }
        if self.metrics[usize::from(metric.0)] && value > 0.0 {
            self.figures.push((metric.0, value.to_bits()));
        }
    }

    fn press(&mut self) {
        let Some(report) = self.report.take() else { return };
        self.figures.sort_unstable();
        // The standard hasher has fixed keys: the same figures give the same hash in every run.
        let mut hasher = DefaultHasher::new();
        self.figures.hash(&mut hasher);
        let mut values: Vec<u64> = self.figures.iter().map(|figure| figure.1).collect();
        values.retain(|bits| f64::from_bits(*bits) > 1.0);
        values.sort_unstable();
        values.dedup();
        let (figures, distinct) = (self.figures.len() as u32, values.len() as u32);
        self.done.push(Print { report, hash: hasher.finish(), figures, distinct });
        self.figures.clear();
    }

    /// The prints of all reports.
    pub fn close(mut self) -> Vec<Print> {
        self.press();
        self.done
    }
}

/// The report that prints the same, if any; none where there is nothing to compare a print with.
type Twin<'a> = dyn Fn(&Print) -> Option<Option<u32>> + 'a;

/// Judges the reports of a year that print enough, by their prints of this year and of the one before, a list a rule; of the others chance could be the reason.
pub fn judge(
    across: &Across,
    rulebook: &Rulebook,
    reports: &Reports,
    now: &[Vec<Print>],
    last: Option<&[Vec<Print>]>,
    findings: &mut Vec<Finding>,
) {
    for (place, rule) in across.copied.iter().enumerate() {
        let prints = &now[place];
        let twin: Box<Twin> = match (rule.from, last) {
            (Origin::LastYear, Some(last)) => {
                let mut by_agency: BTreeMap<u32, Vec<&Print>> = BTreeMap::new();
                for print in &last[place] {
                    by_agency.entry(reports.get(print.report).agency).or_default().push(print);
                }
                Box::new(move |print| {
                    let own = by_agency.get(&reports.get(print.report).agency)?;
                    Some(own.iter().find(|other| other.hash == print.hash).map(|other| other.report))
                })
            }
            (Origin::LastYear, None) => continue,
            (Origin::Elsewhere, _) => {
                // Of each print the first report, and the first of another division than that.
                let mut firsts: BTreeMap<u64, (u32, Option<u32>)> = BTreeMap::new();
                for print in prints.iter().filter(|print| reports.get(print.report).division.is_some()) {
                    let pair = firsts.entry(print.hash).or_insert((print.report, None));
                    if pair.1.is_none() && reports.get(pair.0).division != reports.get(print.report).division {
                        pair.1 = Some(print.report);
                    }
                }
                Box::new(move |print| {
                    let division = reports.get(print.report).division?;
                    let &(first, second) = firsts.get(&print.hash)?;
                    Some(if reports.get(first).division == Some(division) { second } else { Some(first) })
                })
            }
        };
        for print in prints.iter().filter(|print| print.figures >= rule.figures && print.distinct >= rule.distinct) {
            let Some(against) = twin(print) else { continue };
            findings.push(Finding {
                report: print.report,
                rule: rulebook.rule(&rule.named.id, None),
                scope: reports.get(print.report).scope,
                verdict: if against.is_some() { Verdict::Fails } else { Verdict::Holds },
                left: None,
                right: None,
                against,
            });
        }
    }
}
