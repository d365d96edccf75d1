//! The tables that are partitioned by year, as lists of columns. Knows no file and no choice between reports.

use super::headline::Measured;
use super::table::{column, Column, Datum, Kind, Row, Table};
use crate::catalog::headline::HeadlineTable;
use crate::catalog::Metric;
use crate::model::{Bound, Method, Number, Observation, Parsed, Value, Verdict};

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
fn head() -> Vec<Column<Report>> {
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
fn keys() -> Vec<Column<Report>> {
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

fn parsed<'a>(row: &Row<'a, Report>) -> &'a Parsed {
    &row.item.parsed
}

fn reports() -> Table<Report> {
    let mut columns = keys();
    columns.extend([
        column("title", Kind::Text, "", "As the page prints it", |r| parsed(&r).identity.title.as_ref().map(|title| &title.value).into()),
        column("url", Kind::Text, "", "Where the page was, as far as it tells", |r| {
            parsed(&r).identity.url.as_ref().map(|url| &url.value).into()
        }),
        column("text_chars", Kind::Int64, "characters", "Length of the document's text", |r| {
            (parsed(&r).document.text.chars().count() as i64).into()
        }),
        column("facts", Kind::Int64, "facts", "Facts with a value", |r| {
            (parsed(&r).facts.iter().filter(|fact| fact.value.is_some()).count() as i64).into()
        }),
        column("checks_hold", Kind::Int64, "checks", "Equations of the form that hold", |r| verdicts(&r, Verdict::Holds).into()),
        column("checks_fail", Kind::Int64, "checks", "Equations of the form that fail", |r| verdicts(&r, Verdict::Fails).into()),
        column("issues", Kind::Int64, "issues", "Findings about the report in the table issues", |r| {
            (parsed(&r).issues.len() as i64).into()
        }),
        column("scope", Kind::Text, "", "Whose numbers the report gives where a statement names nobody: own, area, unstated", |r| {
            parsed(&r).identity.scope.value.name().into()
        }),
        column("editions", Kind::Int64, "files", "Editions with different texts found for this agency, year and scope, this one included", |r: Row<'_, Report>| {
            r.item.editions.into()
        }),
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
        column("scope", Kind::Text, "", "Whose numbers the row holds: own, area, unstated", move |r: Row<'_, Report>| {
            r.item.headline[position].scope.name().into()
        }),
        column("state", Kind::Text, "", "State of the first measure; null where the form does not ask for it", move |r: Row<'_, Report>| {
            r.item.headline[position].state.map(|state| state.name()).into()
        }),
        column("comparable", Kind::Text, "", "Comparability of the first measure with the form before: A comparable, B with care, C a break", move |r: Row<'_, Report>| {
            r.item.headline[position].grade.map(String::from).into()
        }),
    ]);
    let doc = format!("{}; one row for every report, also when all measures are null", headline.doc);
    table(&headline.name, &doc, columns, |_| 1)
}

/// A count that is no whole number (1.5 thousand of something estimated) stays in `facts`: cutting it would invent one.
fn measure(value: Option<Number>, amount: bool) -> Datum<'static> {
    match value {
        Some(number) if amount => number.into(),
        Some(number) if number.is_integer() => (number.0 / Number::SCALE).into(),
        _ => Datum::Null,
    }
}

fn facts() -> Table<Report> {
    let mut columns = keys();
    columns.extend([
        column("metric", Kind::Text, "", "Id of the measure in the table metrics", |r| fact_metric(&r).measure.as_str().into()),
        column("facet", Kind::Text, "", "Part of the measure; null for the bare measure, all parts together", |r| {
            fact_metric(&r).facet.as_ref().into()
        }),
        column("scope", Kind::Text, "", "Whose number it is: own, area, unstated", |r| fact(&r).scope.name().into()),
        column("value", Kind::Float64, "as in unit", "The number; null unless the state gives one, and never null for a stated zero", |r| {
            fact(&r).value.into()
        }),
        column("bound", Kind::Text, "", "exact, at_least, about; null where there is no value", |r| {
            fact(&r).value.map(|_| bound(fact(&r).bound)).into()
        }),
        column("state", Kind::Text, "", "Why there is a value, or none", |r| fact(&r).state.name().into()),
        column("unit", Kind::Text, "", "Unit of the value", |r| fact_metric(&r).unit.as_str().into()),
        column("observation", Kind::Int64, "", "The chosen claim: observation of the same report in the table observations; null where nothing was read", |r| {
            fact(&r).chosen.into()
        }),
        column("claims", Kind::Int64, "claims", "How many claims agree with the value", |r| fact(&r).claims.into()),
        column("confidence", Kind::Float32, "", "The chance that the value is what the report says, 0 to 1", |r| {
            Datum::Float(f64::from(fact(&r).confidence) / 1000.0)
        }),
    ]);
    table("facts", "At most one row a (report, metric, facet, scope): the judged value", columns, |r| r.parsed.facts.len())
}

fn fact<'a>(row: &Row<'a, Report>) -> &'a crate::model::Fact {
    &row.item.parsed.facts[row.index]
}

fn fact_metric<'a>(row: &Row<'a, Report>) -> &'a Metric {
    &row.measures.metrics[usize::from(fact(row).metric.0)]
}

fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "exact",
        Bound::AtLeast => "at_least",
        Bound::About => "about",
    }
}

fn observations() -> Table<Report> {
    let mut columns = keys();
    columns.extend([
        column("metric", Kind::Text, "", "Id of the measure in the table metrics", |r| seen_metric(&r).measure.as_str().into()),
        column("facet", Kind::Text, "", "Part of the measure; null for the bare measure", |r| seen_metric(&r).facet.as_ref().into()),
        column("scope", Kind::Text, "", "Whose number it is: own, area, unstated", |r| seen(&r).scope.name().into()),
        column("value", Kind::Float64, "as in metrics", "The number claimed; null where the characters give none", |r| {
            seen(&r).value.number().into()
        }),
        column("bound", Kind::Text, "", "exact, at_least, about; null where there is no value", |r| {
            seen(&r).value.number().map(|_| bound(seen(&r).value.bound())).into()
        }),
        column("raw", Kind::Text, "", "The characters read, as written", |r| parsed(&r).document.slice(seen(&r).evidence.span).into()),
        column("method", Kind::Text, "", "grid, flat, phrase, restated, correction", |r| method(seen(&r).evidence.method).into()),
        column("pattern", Kind::Text, "", "The line of configuration that matched", |r| seen(&r).evidence.pattern.as_str().into()),
        column("span_start", Kind::Int64, "bytes", "First byte in documents.text", |r| seen(&r).evidence.span.start.into()),
        column("span_end", Kind::Int64, "bytes", "Byte behind the last in documents.text", |r| seen(&r).evidence.span.end.into()),
        column("row", Kind::Int64, "", "Row of the table, from 0; null outside tables", |r| seen(&r).evidence.row.into()),
        column("column", Kind::Int64, "", "Column of the table, from 0; null outside tables", |r| seen(&r).evidence.column.into()),
        column("about_year", Kind::Int32, "year", "The year that the statement is about", |r| seen(&r).about_year.into()),
        column("observation", Kind::Int64, "", "Number of the claim within its report, from 0", |r: Row<'_, Report>| (r.index as i64).into()),
        column("says", Kind::Text, "", "What the characters say: number, words, blank, dash, ambiguous, unreadable", |r| {
            says(&seen(&r).value).into()
        }),
        column("repaired", Kind::Flag, "", "Read from a repaired copy of damaged text", |r| seen(&r).evidence.repaired.into()),
    ]);
    table("observations", "Every claim, chosen or not: this metric, this value, these characters", columns, |r| {
        r.parsed.observations.len()
    })
}

fn seen<'a>(row: &Row<'a, Report>) -> &'a Observation {
    &row.item.parsed.observations[row.index]
}

fn seen_metric<'a>(row: &Row<'a, Report>) -> &'a Metric {
    &row.measures.metrics[usize::from(seen(row).metric.0)]
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Correction => "correction",
        Method::Grid => "grid",
        Method::Flat => "flat",
        Method::Phrase => "phrase",
        Method::Restated => "restated",
    }
}

fn says(value: &Value) -> &'static str {
    match value {
        Value::Number(..) => "number",
        Value::Words(_) => "words",
        Value::Blank => "blank",
        Value::Dash => "dash",
        Value::Ambiguous(_) => "ambiguous",
        Value::Unreadable => "unreadable",
    }
}

fn checks() -> Table<Report> {
    let mut columns = head();
    columns.extend([
        column("rule", Kind::Text, "", "Id of the equation", |r| check(&r).rule.as_str().into()),
        column("facet", Kind::Text, "", "The facet that it was judged on; null for a rule without facets", |r| check(&r).facet.as_ref().into()),
        column("verdict", Kind::Text, "", "holds, fails, solved, unknown", |r| check(&r).verdict.name().into()),
        column("left", Kind::Float64, "as in metrics", "Sum of the left side, where all its terms are numbers", |r| check(&r).left.into()),
        column("right", Kind::Float64, "as in metrics", "Sum of the right side, where all its terms are numbers", |r| check(&r).right.into()),
        column("residual", Kind::Float64, "as in metrics", "left less right", |r| check(&r).residual.into()),
        column("suspect", Kind::Text, "", "The one cell whose change would close every failing equation, with that value", |r| {
            check(&r).suspect.as_ref().into()
        }),
    ]);
    table("checks", "One row an equation of the form, facet and report", columns, |r| r.parsed.checks.len())
}

fn check<'a>(row: &Row<'a, Report>) -> &'a crate::model::Check {
    &row.item.parsed.checks[row.index]
}

fn issues() -> Table<Report> {
    let mut columns = head();
    columns.extend([
        column("code", Kind::Text, "", "Kind of finding", |r| issue(&r).code.name().into()),
        column("severity", Kind::Text, "", "note, warning, error", |r| issue(&r).severity.name().into()),
        column("message", Kind::Text, "", "In words", |r| issue(&r).message.as_str().into()),
        column("span_start", Kind::Int64, "bytes", "First byte in documents.text; null where no place is meant", |r| {
            issue(&r).span.map(|span| span.start).into()
        }),
        column("span_end", Kind::Int64, "bytes", "Byte behind the last in documents.text", |r| issue(&r).span.map(|span| span.end).into()),
    ]);
    table("issues", "Findings about the data; none of them removed a datum", columns, |r| r.parsed.issues.len())
}

fn issue<'a>(row: &Row<'a, Report>) -> &'a crate::model::Issue {
    &row.item.parsed.issues[row.index]
}

fn documents() -> Table<Report> {
    let mut columns = head();
    columns.extend([
        column("sha256", Kind::Text, "", "Of the file that the text was read from", |r| parsed(&r).source.sha256.as_str().into()),
        column("media_type", Kind::Text, "", "text/html, text/plain", |r| parsed(&r).document.media_type.as_str().into()),
        column("encoding", Kind::Text, "", "The encoding that the bytes were decoded with", |r| parsed(&r).document.encoding.as_str().into()),
        column("text", Kind::Text, "", "The text that every span points into, by UTF-8 bytes", |r| parsed(&r).document.text.as_str().into()).prose(),
    ]);
    table("documents", "One row a report: the text that was read", columns, |_| 1)
}

fn table(name: &str, doc: &str, columns: Vec<Column<Report>>, rows: fn(&Report) -> usize) -> Table<Report> {
    Table { name: name.to_string(), doc: doc.to_string(), yearly: true, columns, rows }
}
