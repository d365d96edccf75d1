//! What is asked of one publisher through the years, a shelf of publishers at a time. Knows no rule's meaning.

use super::figures::{Asked, Figures, Held, Speaker};
use super::finding::{Finding, Rulebook};
use super::reports::Reports;
use super::restated::{Claim, claims};
use super::{equation, jump, restated};
use crate::catalog::{Across, Metrics};
use crate::model::MetricId;
use crate::warehouse::Shelves;
use anyhow::Result;
use std::collections::BTreeSet;
use std::path::Path;

/// Reports, about, whose figures are held at once.
const TOGETHER: usize = 512;

/// The figures of all publishers, their reports that speak and what these say of the year before; on each shelf by year.
pub struct Publishers<'a> {
    reports: &'a Reports,
    metrics: &'a Metrics,
    facts: Shelves<Held>,
    speakers: Shelves<Speaker>,
    claims: Shelves<Claim>,
}

impl<'a> Publishers<'a> {
    /// Reads what reports say of the year before, and gives what is then asked of the facts.
    pub fn read(
        snapshot: &Path,
        reports: &'a Reports,
        across: &Across,
        metrics: &'a Metrics,
    ) -> Result<(Publishers<'a>, Asked)> {
        let count = reports.count() / TOGETHER + 1;
        let mut laid = Shelves::below(snapshot, count)?;
        let mut restated: BTreeSet<MetricId> = BTreeSet::new();
        for year in reports.years() {
            claims(snapshot, year, metrics, reports, &mut |claim| {
                restated.extend(claim.names(metrics));
                laid.put(reports.get(claim.report).agency as usize % count, &claim)
            })?;
        }
        let asked = Asked::new(across, metrics, &restated);
        let (facts, speakers) = (Shelves::below(snapshot, count)?, Shelves::below(snapshot, count)?);
        Ok((Publishers { reports, metrics, facts, speakers, claims: laid }, asked))
    }

    /// Takes a fact; of one publisher by year.
    pub fn lay(&mut self, held: &Held) -> Result<()> {
        self.facts.put(held.agency as usize % self.facts.count(), held)
    }

    /// Takes the reports that speak in one more year.
    pub fn lay_speakers(&mut self, speakers: &[Speaker]) -> Result<()> {
        speakers
            .iter()
            .try_for_each(|speaker| self.speakers.put(speaker.agency as usize % self.speakers.count(), speaker))
    }

    /// Judges every rule about one publisher.
    pub fn judge(
        mut self,
        across: &Across,
        rulebook: &Rulebook,
        take: &mut dyn FnMut(&mut Vec<Finding>) -> Result<()>,
    ) -> Result<()> {
        let mut found = Vec::new();
        for shelf in 0..self.facts.count() {
            let (facts, speakers) = (self.facts.take(shelf)?, self.speakers.take(shelf)?);
            let claims = self.claims.take(shelf)?;
            let mut series = jump::Series::default();
            let mut before: Option<Figures> = None;
            for (year, _) in self.reports.years() {
                let of = |report: u32| self.reports.get(report).year == year;
                let facts = stretch(&facts, |fact| of(fact.report));
                let claims = stretch(&claims, |claim| of(claim.report));
                let now = Figures::of(year, facts, stretch(&speakers, |speaker| of(speaker.report)))?;
                if let Some(last) = before.as_ref().filter(|before| before.year == year - 1) {
                    equation::judge(&across.equations, &now, last, &mut found)?;
                    restated::judge(claims, rulebook, self.metrics, self.reports, last, &mut found)?;
                }
                series.add(across, &now)?;
                before = Some(now);
            }
            jump::judge(across, rulebook, &series, &mut found)?;
            take(&mut found)?;
        }
        Ok(())
    }
}

/// The values of one year among those of all years in order.
fn stretch<T>(values: &[T], of: impl Fn(&T) -> bool) -> &[T] {
    values.chunk_by(|one, other| of(one) == of(other)).find(|values| of(&values[0])).unwrap_or_default()
}
