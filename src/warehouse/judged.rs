//! The table `facts` back as values. Knows no file but its own.

use super::cells::{number, text, whole};
use super::frame::read_among;
use crate::catalog::Metrics;
use crate::model::{Bound, Fact, MetricId, Number, Scope, State};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const COLUMNS: [&str; 8] = ["report_id", "metric", "facet", "scope", "value", "bound", "state", "observation"];

/// The facts of some reports of a year, by report. A fact of a metric that this dictionary lacks is left out: the snapshot
/// was made with another configuration. How many claims agree and how sure the value is are not read.
pub fn judged(
    snapshot: &Path,
    year: i32,
    reports: &BTreeSet<&str>,
    metrics: &Metrics,
) -> Result<BTreeMap<String, Vec<Fact>>> {
    let rows = read_among(snapshot, &format!("facts/year={year}"), &COLUMNS, ("report_id", reports))?;
    let mut names: BTreeMap<(&str, Option<&str>), MetricId> = BTreeMap::new();
    for (metric, place) in metrics.entries.iter().zip(0..) {
        names.entry((&metric.measure, metric.facet.as_deref())).or_insert(MetricId(place));
    }
    let mut facts: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
    for row in 0..rows.rows() {
        let of = |name: &str| text(&rows, name, row);
        let metric = of("metric").and_then(|metric| names.get(&(metric, of("facet"))));
        let state = of("state").and_then(State::named);
        let (Some(report), Some(&metric), Some(scope), Some(state)) =
            (of("report_id"), metric, of("scope").and_then(Scope::named), state)
        else {
            continue;
        };
        let value = number(&rows, "value", row).map(exact);
        let chosen = whole(&rows, "observation", row).and_then(|claim| u32::try_from(claim).ok());
        let bounds = [Bound::Exact, Bound::AtLeast, Bound::About];
        let bound = bounds.into_iter().find(|bound| Some(bound.name()) == of("bound")).unwrap_or(Bound::Exact);
        let fact = Fact { metric, scope, value, bound, state, chosen, claims: 0, confidence: 0 };
        facts.entry(report.to_string()).or_default().push(fact);
    }
    Ok(facts)
}

/// The number of millionths that a Float64 of the warehouse was made of.
pub fn exact(value: f64) -> Number {
    Number((value * Number::SCALE as f64).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warehouse::testing::{fact, metrics, parsed, publish};

    #[test]
    fn facts_come_back_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut report = parsed("A", 2021);
        report.facts = vec![fact(0, Scope::Own, Some(7)), fact(1, Scope::Area, None), fact(2, Scope::Own, Some(0))];
        report.facts[2].value = Some(Number(123_456));
        report.facts[2].bound = Bound::About;
        let snapshot = publish(folder.path(), &[report.clone(), parsed("B", 2021)], 3);
        let wanted = BTreeSet::from([report.report_id.as_str()]);
        let read = judged(&snapshot, 2021, &wanted, &Metrics::from_entries(metrics())).unwrap();
        for fact in &mut report.facts {
            (fact.claims, fact.confidence) = (0, 0);
        }
        assert_eq!(read, BTreeMap::from([(report.report_id, report.facts)]));
    }
}
