//! Reports and the headline tables, as lists of columns, and the list of all tables that are partitioned by year.
//! Knows no file and no choice between reports.

use super::headline::{Measured, count};
use super::long::{checks, documents, facts, issues, observations};
use super::table::{Column, Datum, Kind, Row, Table, column};
use crate::catalog::headline::HeadlineTable;
use crate::model::{Number, Parsed, Verdict};

/// A report that was chosen, with its rows of the headline tables.
pub struct Report {
    pub parsed: Parsed,
    /// One a headline table.
    pub headline: Vec<Measured>,
    /// Editions found for its agency, year and scope, this one included.
    pub editions: u32,
}

/// All tables of a year, in the order of the dictionary.
pub fn yearly(headline: &[HeadlineTable]) -> Vec<Table<Report>> {
    let mut tables = vec![reports()];
    tables.extend(headline.iter().enumerate().map(|(index, table)| headline_table(index, table)));
    tables.extend([facts(), observations(), checks(), issues(), documents()]);
    tables
}

/// The first two columns of every table with rows by report.
pub(super) fn head() -> Vec<Column<Report>> {
    vec![
        column("report_id", Kind::Text, "", "Stable id: a hash of agency, year and normalised text", |r| {
            parsed(&r).report_id.as_str().into()
        }),
        column("report_year", Kind::Int32, "year", "The statistical year, not the year of publication", |r| {
            parsed(&r).identity.year.value.into()
        }),
    ]
}

/// The keys that reports, headline tables, facts and observations share, in the order of the contract.
pub(super) fn keys() -> Vec<Column<Report>> {
    let mut columns = head();
    columns.extend([
        column("agency", Kind::Text, "", "The publisher as named in the report", |r| (&parsed(&r).identity.agency.value).into()),
        column("agency_id", Kind::Text, "", "One id for one publisher through the years, whatever its name in a year", |r| {
            (&parsed(&r).identity.agency_id).into()
        }),
        column("agency_kind", Kind::Text, "", "government, department, township, zone, other", |r| {
            parsed(&r).identity.kind.name().into()
        }),
        column("level", Kind::Text, "", "province, prefecture, county, township", |r| {
            parsed(&r).identity.level.map(|level| level.name()).into()
        }),
        column("division_code", Kind::Text, "", "Six digits, valid in that year, of the county, prefecture or province that the agency belongs to; null if unresolved", |r| {
            parsed(&r).identity.link.division_code.as_ref().into()
        }),
        column("township_code", Kind::Text, "", "Nine digits, townships only, null if unknown", |r| {
            parsed(&r).identity.link.township_code.as_ref().into()
        }),
        column("county_key", Kind::Text, "", "The county through time (panel_id of divisions); null above county level", |r| {
            parsed(&r).identity.link.county_key.as_ref().into()
        }),
        column("province", Kind::Text, "", "Name of the province in that year", |r| parsed(&r).identity.link.province.as_ref().into()),
        column("prefecture", Kind::Text, "", "Name of the prefecture in that year", |r| {
            parsed(&r).identity.link.prefecture.as_ref().into()
        }),
        column("county", Kind::Text, "", "Name of the county in that year", |r| parsed(&r).identity.link.county.as_ref().into()),
        column("form", Kind::Text, "", "The form of the tables found: 2014, 2019, 2021; 2008 where there are none of these", |r| {
            (&parsed(&r).form).into()
        }),
        column("published", Kind::Date, "", "The day of publication, as far as the page tells", |r| {
            parsed(&r).identity.published.as_ref().map(|date| date.value).into()
        }),
        column("source_path", Kind::Text, "", "The file that speaks for the report, relative to its input root", |r| {
            (&parsed(&r).source.path).into()
        }),
    ]);
    columns
}

pub(super) fn parsed<'a>(row: &Row<'a, Report>) -> &'a Parsed {
    &row.item.parsed
}

fn reports() -> Table<Report> {
    let mut columns = keys();
    columns.extend([
        column("title", Kind::Text, "", "As the page prints it", |r| {
            parsed(&r).identity.title.as_ref().map(|title| &title.value).into()
        }),
        column("url", Kind::Text, "", "Where the page was, as far as it tells", |r| {
            parsed(&r).identity.url.as_ref().map(|url| &url.value).into()
        }),
        column("text_chars", Kind::Int64, "characters", "Length of the document's text", |r| {
            (parsed(&r).document.text.chars().count() as i64).into()
        }),
        column("facts", Kind::Int64, "facts", "Facts with a value", |r| {
            (parsed(&r).facts.iter().filter(|fact| fact.value.is_some()).count() as i64).into()
        }),
        column(
            "measures",
            Kind::Int64,
            "measures",
            "Measures of the headline tables with a value",
            |r: Row<'_, Report>| i64::from(count(&r.item.headline)).into(),
        ),
        column("checks_hold", Kind::Int64, "checks", "Equations of the form that hold", |r| {
            verdicts(&r, Verdict::Holds).into()
        }),
        column("checks_fail", Kind::Int64, "checks", "Equations of the form that fail", |r| {
            verdicts(&r, Verdict::Fails).into()
        }),
        column("issues", Kind::Int64, "issues", "Findings about the report in the table issues", |r| {
            (parsed(&r).issues.len() as i64).into()
        }),
        column(
            "scope",
            Kind::Text,
            "",
            "Whose numbers the report gives where a statement names nobody: own, area, unstated",
            |r| parsed(&r).identity.scope.value.name().into(),
        ),
        column(
            "editions",
            Kind::Int64,
            "files",
            "Editions with different texts found for this agency, year and scope, this one included",
            |r: Row<'_, Report>| r.item.editions.into(),
        ),
        column(
            "governs",
            Kind::Text,
            "",
            "County through time (panel_id of divisions) whose government a zone is; null for everybody else",
            |r| parsed(&r).identity.link.governs.as_ref().into(),
        ),
        column(
            "unclaimed",
            Kind::Int64,
            "figures",
            "Figures in running text beside the noun of a metric that nothing has claimed",
            |r| (parsed(&r).unclaimed.len() as i64).into(),
        ),
    ]);
    table("reports", "One row a report: the file that speaks for its agency, year and scope", columns, |_| 1)
}

fn verdicts(row: &Row<'_, Report>, verdict: Verdict) -> i64 {
    parsed(row).checks.iter().filter(|check| check.verdict == verdict).count() as i64
}

fn headline_table(position: usize, headline: &HeadlineTable) -> Table<Report> {
    let mut columns = keys();
    for (index, of) in headline.columns.iter().enumerate() {
        let amount = of.amount;
        let kind = if amount { Kind::Float64 } else { Kind::Int64 };
        columns.push(column(&of.name, kind, &of.unit, &of.doc, move |r: Row<'_, Report>| {
            measure(r.item.headline[position].values[index], amount)
        }));
    }
    columns.extend([
        column(
            "scope",
            Kind::Text,
            "",
            "Whose numbers the row holds: own, area, unstated",
            move |r: Row<'_, Report>| r.item.headline[position].scope.name().into(),
        ),
        column(
            "state",
            Kind::Text,
            "",
            "State of the first measure; null where the form does not ask for it",
            move |r: Row<'_, Report>| first(&r.item.headline[position].states).map(|state| state.name()).into(),
        ),
        column(
            "comparable",
            Kind::Text,
            "",
            "Comparability of the first measure with the form before: A comparable, B with care, C a break",
            move |r: Row<'_, Report>| first(&r.item.headline[position].grades).map(String::from).into(),
        ),
    ]);
    for (index, of) in headline.columns.iter().enumerate() {
        columns.push(column(
            &format!("{}_state", of.name),
            Kind::Text,
            "",
            &format!("State of `{}`; null where the form does not ask for it", of.name),
            move |r: Row<'_, Report>| r.item.headline[position].states[index].map(|state| state.name()).into(),
        ));
        columns.push(column(
            &format!("{}_comparable", of.name),
            Kind::Text,
            "",
            &format!("Comparability of `{}` with the form before: A comparable, B with care, C a break", of.name),
            move |r: Row<'_, Report>| r.item.headline[position].grades[index].map(String::from).into(),
        ));
    }
    let doc = format!("{}; one row for every report, also when all measures are null", headline.doc);
    table(&headline.name, &doc, columns, |_| 1)
}

/// Of the first measure of a table.
fn first<T: Copy>(measures: &[Option<T>]) -> Option<T> {
    measures.first().copied().flatten()
}

/// A count that is no whole number (1.5 thousand of something estimated) stays in `facts`: cutting it would invent one.
fn measure(value: Option<Number>, amount: bool) -> Datum<'static> {
    match value {
        Some(number) if amount => number.into(),
        Some(number) if number.is_integer() => (number.0 / Number::SCALE).into(),
        _ => Datum::Null,
    }
}

pub(super) fn table(name: &str, doc: &str, columns: Vec<Column<Report>>, rows: fn(&Report) -> usize) -> Table<Report> {
    Table { name: name.to_string(), doc: doc.to_string(), yearly: true, columns, rows }
}
