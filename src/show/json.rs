//! One file as one line of JSON, with the names that the warehouse uses. Knows no terminal.

use crate::catalog::Catalog;
use crate::model::{Attributed, MetricId, Number, Observation, Parsed, Refusal, Source, Span};
use serde_json::{Value, json};

/// All that was read, claimed and decided about a report.
pub fn parsed(catalog: &Catalog, parsed: &Parsed) -> String {
    let (identity, document, link) = (&parsed.identity, &parsed.document, &parsed.identity.link);
    let value = json!({
        "path": parsed.source.path,
        "state": "report",
        "sha256": parsed.source.sha256,
        "bytes": parsed.source.bytes,
        "media_type": document.media_type,
        "encoding": document.encoding,
        "report_id": parsed.report_id,
        "text_hash": parsed.text_hash,
        "form": parsed.form,
        "identity": {
            "agency": attributed(&identity.agency, |value| json!(value)),
            "agency_id": identity.agency_id,
            "agency_kind": identity.kind.name(),
            "level": identity.level.map(|level| level.name()),
            "year": attributed(&identity.year, |value| json!(value)),
            "published": identity.published.as_ref().map(|part| attributed(part, |date| json!(date.to_string()))),
            "title": identity.title.as_ref().map(|part| attributed(part, |value| json!(value))),
            "url": identity.url.as_ref().map(|part| attributed(part, |value| json!(value))),
            "scope": attributed(&identity.scope, |scope| json!(scope.name())),
            "division_code": link.division_code,
            "township_code": link.township_code,
            "county_key": link.county_key,
            "province": link.province,
            "prefecture": link.prefecture,
            "county": link.county,
            "place_evidence": link.evidence,
        },
        "facts": parsed.facts.iter().map(|fact| {
            let mut value = named(catalog, fact.metric);
            value["scope"] = json!(fact.scope.name());
            value["value"] = number(fact.value);
            value["bound"] = json!(fact.value.map(|_| fact.bound.name()));
            value["state"] = json!(fact.state.name());
            value["observation"] = json!(fact.chosen);
            value["claims"] = json!(fact.claims);
            value["confidence"] = json!(f64::from(fact.confidence) / 1000.0);
            value
        }).collect::<Vec<_>>(),
        "observations": (0..).zip(&parsed.observations).map(|(index, claim)| observation(catalog, parsed, index, claim)).collect::<Vec<_>>(),
        "checks": parsed.checks.iter().map(|check| json!({
            "rule": check.rule, "facet": check.facet, "verdict": check.verdict.name(), "left": number(check.left),
            "right": number(check.right), "residual": number(check.residual), "suspect": check.suspect,
        })).collect::<Vec<_>>(),
        "issues": parsed.issues.iter().map(|issue| json!({
            "code": issue.code.name(), "severity": issue.severity.name(), "message": issue.message,
            "span_start": issue.span.map(|span| span.start), "span_end": issue.span.map(|span| span.end),
        })).collect::<Vec<_>>(),
        "unclaimed": parsed.unclaimed.iter().map(|span| json!({
            "raw": parsed.document.slice(*span), "span_start": span.start, "span_end": span.end,
        })).collect::<Vec<_>>(),
        "text": document.text,
    });
    format!("{value}\n")
}

/// Why a file is no report.
pub fn refused(source: &Source, refusal: &Refusal) -> String {
    let value = json!({
        "path": source.path, "state": "refused", "sha256": source.sha256, "bytes": source.bytes,
        "reason": refusal.reason.name(), "detail": refusal.detail,
    });
    format!("{value}\n")
}

fn observation(catalog: &Catalog, parsed: &Parsed, index: u32, claim: &Observation) -> Value {
    let evidence = &claim.evidence;
    let mut value = named(catalog, claim.metric);
    value["observation"] = json!(index);
    value["scope"] = json!(claim.scope.name());
    value["value"] = number(claim.value.number());
    value["says"] = json!(claim.value.says());
    value["bound"] = json!(claim.value.number().map(|_| claim.value.bound().name()));
    value["about_year"] = json!(claim.about_year);
    value["raw"] = json!(parsed.document.slice(evidence.span));
    value["method"] = json!(evidence.method.name());
    value["pattern"] = json!(evidence.pattern);
    value["span_start"] = json!(evidence.span.start);
    value["span_end"] = json!(evidence.span.end);
    value["row"] = json!(evidence.row);
    value["column"] = json!(evidence.column);
    value["repaired"] = json!(evidence.repaired);
    value
}

fn named(catalog: &Catalog, metric: MetricId) -> Value {
    let metric = catalog.metrics.get(metric);
    json!({ "metric": metric.measure, "facet": metric.facet, "label": metric.label, "unit": metric.unit })
}

fn attributed<T>(part: &Attributed<T>, value: impl Fn(&T) -> Value) -> Value {
    json!({
        "value": value(&part.value), "evidence": part.evidence,
        "span_start": part.span.map(|span: Span| span.start), "span_end": part.span.map(|span| span.end),
    })
}

/// Whole numbers as such, amounts with their decimals.
fn number(number: Option<Number>) -> Value {
    number.map_or(Value::Null, |number| match number.is_integer() {
        true => json!(number.0 / Number::SCALE),
        false => json!(number.0 as f64 / Number::SCALE as f64),
    })
}
