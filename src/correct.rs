//! Known errors of the sources as claims of the highest rank. Knows no form; edits nothing.

use crate::catalog::Catalog;
use crate::model::{
    Bound, Code, Evidence, Identity, Issue, Method, Observation, Rank, Scope, Severity, Source, Span, Value,
};

/// The claims of the corrections that are for this report. A correction whose guard fails claims nothing and leaves an issue:
/// the source no longer says what it corrects.
pub fn corrections(
    catalog: &Catalog,
    source: &Source,
    report_id: &str,
    identity: &Identity,
    observations: &[Observation],
    issues: &mut Vec<Issue>,
) -> Vec<Observation> {
    let mut claims = Vec::new();
    for entry in &catalog.corrections.entries {
        let ours = entry.report == report_id || entry.report.strip_prefix("sha256:") == Some(source.sha256.as_str());
        if !ours {
            continue;
        }
        let said = observations.iter().find(|claim| {
            claim.metric == entry.metric
                && claim.about_year == identity.year.value
                && claim.value.number() == entry.expect
        });
        let name = catalog.metrics.name(entry.metric);
        if entry.expect.is_some() && said.is_none() {
            let message = format!(
                "the correction of {name} is outdated: the source does not say {}",
                entry.expect.map_or_else(String::new, |n| n.to_string())
            );
            issues.push(Issue { code: Code::CorrectionOutdated, severity: Severity::Warning, message, span: None });
            continue;
        }
        claims.push(Observation {
            metric: entry.metric,
            scope: said.map_or(Scope::Unstated, |claim| claim.scope),
            value: Value::Number(entry.value, Bound::Exact),
            about_year: identity.year.value,
            evidence: Evidence {
                method: Method::Correction,
                rank: Rank::High,
                pattern: format!("corrections/{name}"),
                span: said.map_or(Span::new(0, 0), |claim| claim.evidence.span),
                row: None,
                column: None,
                repaired: false,
            },
        });
    }
    claims
}
