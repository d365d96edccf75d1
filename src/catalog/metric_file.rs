//! The data dictionary as it is written in `metrics.toml`. Knows what may stand there, not what it means.

use super::metric::MetricKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDictionary {
    /// Name and label of each facet, in the order of the form.
    pub(super) facets: BTreeMap<String, Vec<(String, String)>>,
    pub(super) group: Vec<RawGroup>,
    pub(super) cumulative: RawCumulative,
    #[serde(default)]
    pub(super) equivalent: Vec<RawEquivalent>,
    #[serde(default)]
    pub(super) since: Vec<RawSince>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGroup {
    #[serde(rename = "title")]
    _title: String,
    pub(super) unit: String,
    #[serde(default)]
    pub(super) kind: MetricKind,
    pub(super) by: Option<Spanned<String>>,
    pub(super) clause: String,
    pub(super) measures: Vec<RawMeasure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMeasure {
    pub(super) id: Spanned<String>,
    pub(super) unit: Option<String>,
    pub(super) kind: Option<MetricKind>,
    pub(super) label: String,
    pub(super) definition: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCumulative {
    pub(super) label: String,
    pub(super) of: Vec<Spanned<String>>,
    /// Metrics of what there is: the same number, whenever it began.
    pub(super) standing: Vec<Spanned<String>>,
    /// Companions that stand in the lists above.
    pub(super) named: BTreeMap<Spanned<String>, Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEquivalent {
    pub(super) prose: Spanned<String>,
    pub(super) table: Spanned<String>,
    #[serde(default)]
    pub(super) forms: Vec<String>,
    pub(super) since: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSince {
    pub(super) year: i32,
    pub(super) of: Spanned<String>,
}
