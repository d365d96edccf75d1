//! The tables that a snapshot has once, as lists of columns. Knows no file.

use super::ledger::{Entry, Fate, Filed};
use super::table::{Column, Datum, Kind, Row, Table, column};
use crate::catalog::place::Division;
use crate::catalog::{Metric, MetricKind};

/// A file of the ledger and what became of it.
pub struct Listed {
    pub entry: Entry,
    pub fate: Fate,
    /// In words: why it was refused, or the path of the source that was chosen.
    pub detail: Option<String>,
}

/// A division of the country, as long as its name and parent held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceRow {
    pub code: String,
    pub name: String,
    /// province, prefecture, county
    pub level: String,
    pub parent_code: Option<String>,
    /// First and last year at whose end the record held, both inclusive; none: it still holds.
    pub valid_from: i32,
    pub valid_to: Option<i32>,
    /// The county through time.
    pub panel_id: Option<String>,
    /// Without suffix.
    pub short_name: Option<String>,
}

impl From<&Division> for PlaceRow {
    fn from(division: &Division) -> PlaceRow {
        PlaceRow {
            code: division.code.clone(),
            name: division.name.clone(),
            level: division.level.name().to_string(),
            parent_code: division.parent_code.clone(),
            valid_from: division.valid_from,
            valid_to: division.valid_to,
            panel_id: division.panel_id.clone(),
            short_name: division.short_name.clone(),
        }
    }
}

pub fn sources() -> Table<Listed> {
    let columns = vec![
        column("path", Kind::Text, "", "Relative to its input root, with /", |r: Row<'_, Listed>| {
            (&r.item.entry.about.source.path).into()
        }),
        column("member", Kind::Text, "", "Member of an archive; null for a plain file", |r: Row<'_, Listed>| {
            r.item.entry.about.source.member.as_ref().into()
        }),
        column("sha256", Kind::Text, "", "Of the bytes; null if they could not be read", |r: Row<'_, Listed>| {
            Some(&r.item.entry.about.source.sha256).filter(|hash| !hash.is_empty()).into()
        }),
        column("bytes", Kind::Int64, "bytes", "Size of the file", |r: Row<'_, Listed>| {
            (r.item.entry.about.source.bytes as i64).into()
        }),
        column("media_type", Kind::Text, "", "As far as reading came", |r: Row<'_, Listed>| {
            r.item.entry.about.media_type.as_ref().into()
        }),
        column("encoding", Kind::Text, "", "The encoding that the bytes were decoded with", |r: Row<'_, Listed>| {
            r.item.entry.about.encoding.as_ref().into()
        }),
        column("url", Kind::Text, "", "Where the page was, as far as it tells", |r: Row<'_, Listed>| {
            r.item.entry.about.url.as_ref().into()
        }),
        column(
            "fetched",
            Kind::Date,
            "",
            "The day of scraping; null where the input does not say",
            |_: Row<'_, Listed>| Datum::Null,
        ),
        column("state", Kind::Text, "", "report, duplicate, superseded, refused", |r: Row<'_, Listed>| {
            r.item.fate.name().into()
        }),
        column("reason", Kind::Text, "", "Why it was refused; null otherwise", |r: Row<'_, Listed>| {
            match &r.item.entry.filed {
                Filed::Refused(refusal) => refusal.reason.name().into(),
                Filed::Read { .. } => Datum::Null,
            }
        }),
        column(
            "detail",
            Kind::Text,
            "",
            "The refusal in words, or the path of the source that was chosen instead",
            |r: Row<'_, Listed>| r.item.detail.as_ref().into(),
        ),
        column(
            "report_id",
            Kind::Text,
            "",
            "Of the report read from the file; in reports only where the state is report or duplicate of one",
            |r: Row<'_, Listed>| match &r.item.entry.filed {
                Filed::Read { key, .. } => key.report_id.as_str().into(),
                Filed::Refused(_) => Datum::Null,
            },
        ),
    ];
    table("sources", "One row an input file, parsed or not: the ledger of the run", columns, |_| 1)
}

pub fn metrics() -> Table<Metric> {
    let columns = vec![
        column("metric", Kind::Text, "", "Id of the measure", |r: Row<'_, Metric>| (&r.item.measure).into()),
        column("facet", Kind::Text, "", "Part of the measure; null for the bare measure", |r: Row<'_, Metric>| {
            r.item.facet.as_ref().into()
        }),
        column("kind", Kind::Text, "", "count, signed_count, amount, flag", |r: Row<'_, Metric>| {
            metric_kind(r.item.kind).into()
        }),
        column("unit", Kind::Text, "", "Unit of its values", |r: Row<'_, Metric>| (&r.item.unit).into()),
        column("label", Kind::Text, "", "As the form prints it", |r: Row<'_, Metric>| (&r.item.label).into()),
        column(
            "definition",
            Kind::Text,
            "",
            "What is counted, with the clause or notice that defines it",
            |r: Row<'_, Metric>| (&r.item.definition).into(),
        ),
    ];
    table("metrics", "The data dictionary: every metric that facts may name", columns, |_| 1)
}

pub fn metric_kind(kind: MetricKind) -> &'static str {
    match kind {
        MetricKind::Count => "count",
        MetricKind::SignedCount => "signed_count",
        MetricKind::Amount => "amount",
        MetricKind::Flag => "flag",
        MetricKind::Described => "described",
    }
}

pub fn divisions() -> Table<PlaceRow> {
    let columns = vec![
        column("code", Kind::Text, "", "Six digits (GB/T 2260)", |r: Row<'_, PlaceRow>| (&r.item.code).into()),
        column("name", Kind::Text, "", "Official name", |r: Row<'_, PlaceRow>| (&r.item.name).into()),
        column("level", Kind::Text, "", "province, prefecture, county", |r: Row<'_, PlaceRow>| (&r.item.level).into()),
        column(
            "parent_code",
            Kind::Text,
            "",
            "The prefecture, or the province where there is none",
            |r: Row<'_, PlaceRow>| r.item.parent_code.as_ref().into(),
        ),
        column("valid_from", Kind::Int32, "year", "First year at whose end the record held", |r: Row<'_, PlaceRow>| {
            r.item.valid_from.into()
        }),
        column(
            "valid_to",
            Kind::Int32,
            "year",
            "Last year at whose end the record held; null: it still holds",
            |r: Row<'_, PlaceRow>| r.item.valid_to.into(),
        ),
        column(
            "panel_id",
            Kind::Text,
            "",
            "The county through time: county_key of the other tables",
            |r: Row<'_, PlaceRow>| r.item.panel_id.as_ref().into(),
        ),
        column("short_name", Kind::Text, "", "Name without suffix", |r: Row<'_, PlaceRow>| {
            r.item.short_name.as_ref().into()
        }),
    ];
    table("divisions", "Provinces, prefectures and counties through time, one row a name and parent", columns, |_| 1)
}

pub(super) fn table<T>(name: &str, doc: &str, columns: Vec<Column<T>>, rows: fn(&T) -> usize) -> Table<T> {
    Table { name: name.to_string(), doc: doc.to_string(), yearly: false, columns, rows }
}
