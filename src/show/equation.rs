//! An equation of a form with the numbers that stand in it, on one line. Knows no report.

use crate::catalog::{Metrics, Relation, Rule, Term};
use crate::model::MetricId;

/// What stands for a term without a number.
const OPEN: &str = "?";

/// `carried_in 4 + received_new 58 = outcome.total 60 + carried_out 2`, as the rule has it.
pub fn equation(metrics: &Metrics, rule: &Rule, value: &dyn Fn(MetricId) -> Option<String>) -> String {
    let relation = match rule.relation {
        Relation::Equal => "=",
        Relation::AtMost => "≤",
    };
    format!("{} {relation} {}", side(metrics, &rule.left, value), side(metrics, &rule.right, value))
}

/// `rule@facet`, or the rule alone.
pub fn name(rule: &str, facet: Option<&str>) -> String {
    facet.map_or_else(|| rule.to_string(), |facet| format!("{rule}@{facet}"))
}

/// Whether the metric is a term of the rule.
pub fn concerns(rule: &Rule, metric: MetricId) -> bool {
    rule.left.iter().chain(&rule.right).any(|term| term.metric == metric)
}

fn side(metrics: &Metrics, terms: &[Term], value: &dyn Fn(MetricId) -> Option<String>) -> String {
    let mut text = String::new();
    for (place, term) in terms.iter().enumerate() {
        text.push_str(match (place, term.sign < 0) {
            (0, false) => "",
            (0, true) => "-",
            (_, false) => " + ",
            (_, true) => " - ",
        });
        text.push_str(&metrics.name(term.metric));
        text.push(' ');
        text.push_str(&value(term.metric).unwrap_or_else(|| OPEN.to_string()));
    }
    if text.is_empty() { "0".to_string() } else { text }
}
