//! The tables that a snapshot has once, as lists of columns. Knows no file.

use super::ledger::{Entry, Fate, Filed};
use super::table::{Column, Datum, Kind, Row, Table, column};
use crate::catalog::place::Division;
use crate::catalog::{Metric, MetricKind, Transfer};

/// A file of the ledger and what became of it.
pub struct Listed {
    pub entry: Entry,
    pub fate: Fate,
    /// In words: why it was refused, or the path of the source that was chosen.
    pub detail: Option<String>,
    pub report_id: Option<String>,
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
    /// Why the record ended; none while it holds.
    pub change: Option<String>,
    /// Codes that hold the territory afterwards, the main one first, parted by `;`.
    pub successors: Option<String>,
    /// `code[year]`, parted by `;`: parts of the territory that went there while the record held.
    pub transfers: Option<String>,
}

impl PlaceRow {
    /// The row of a division, with what else is known of its territory.
    pub fn of(division: &Division, transfers: &[Transfer]) -> PlaceRow {
        let text = |text: String| Some(text).filter(|text| !text.is_empty());
        let holds = |year| division.valid_from <= year && division.valid_to.is_none_or(|last| year <= last);
        let moved = transfers.iter().filter(|moved| moved.code == division.code && holds(moved.year));
        let moved: Vec<String> = moved.map(|moved| format!("{}[{}]", moved.to, moved.year)).collect();
        PlaceRow {
            code: division.code.clone(),
            name: division.name.clone(),
            level: division.level.name().to_string(),
            parent_code: division.parent_code.clone(),
            valid_from: division.valid_from,
            valid_to: division.valid_to,
            panel_id: division.panel_id.clone(),
            short_name: division.short_name.clone(),
            change: text(division.change.clone()),
            successors: text(division.successors.join(";")),
            transfers: text(moved.join(";")),
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
                Filed::Read { .. } | Filed::LaterPage { .. } => Datum::Null,
            }
        }),
        column(
            "why",
            Kind::Text,
            "",
            "Why another file was taken. Of a duplicate: same_bytes, same_text (a mirror, another format, traditional characters), same_text_unplaced (the same, with a place that was not resolved), later_page (read with its first page). Of a superseded edition the step of the choice that decided, in this order: incomplete (the other states a good deal more), uncorrected (the other's title says that it is a correction), earlier (the other was published later), fewer_measures, fewer_facts, unofficial (the other stands on a government's own site), path (nothing else tells them apart)",
            |r: Row<'_, Listed>| r.item.fate.why().map(|why| why.name()).into(),
        ),
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
            |r: Row<'_, Listed>| r.item.report_id.as_ref().into(),
        ),
        column(
            "hint_code",
            Kind::Text,
            "",
            "Of a refused file that could not be read: the division that its path names",
            |r: Row<'_, Listed>| r.item.entry.about.hint.as_ref().map(|hint| &hint.division_code).into(),
        ),
        column("hint_year", Kind::Int32, "year", "The year that its path names", |r: Row<'_, Listed>| {
            r.item.entry.about.hint.as_ref().map(|hint| hint.year).into()
        }),
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
        column(
            "change",
            Kind::Text,
            "",
            "Why the record ended: rename, upgrade, merge, split, code_change, abolished; null while it holds",
            |r: Row<'_, PlaceRow>| r.item.change.as_ref().into(),
        ),
        column(
            "successor_codes",
            Kind::Text,
            "",
            "Codes that hold the territory afterwards, the main one first, parted by ;",
            |r: Row<'_, PlaceRow>| r.item.successors.as_ref().into(),
        ),
        column(
            "boundary_transfers",
            Kind::Text,
            "",
            "code[year], parted by ;: a part of the territory went there that year while the record held",
            |r: Row<'_, PlaceRow>| r.item.transfers.as_ref().into(),
        ),
    ];
    table("divisions", "Provinces, prefectures and counties through time, one row a name and parent", columns, |_| 1)
}

pub(super) fn table<T>(name: &str, doc: &str, columns: Vec<Column<T>>, rows: fn(&T) -> usize) -> Table<T> {
    Table { name: name.to_string(), doc: doc.to_string(), yearly: false, columns, rows }
}
