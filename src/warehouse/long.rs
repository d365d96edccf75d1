//! The long tables of a year, as lists of columns: facts, claims, checks, findings, texts. Knows no file and no choice
//! between reports.

use super::table::{Datum, Kind, Row, Table, column};
use super::tables::{Report, head, keys, parsed, table};
use crate::catalog::Metric;
use crate::model::{Check, Fact, Issue, Observation};

pub fn facts() -> Table<Report> {
    let mut columns = keys();
    columns.extend([
        column("metric", Kind::Text, "", "Id of the measure in the table metrics", |r| {
            fact_metric(&r).measure.as_str().into()
        }),
        column("facet", Kind::Text, "", "Part of the measure; null for the bare measure, all parts together", |r| {
            fact_metric(&r).facet.as_ref().into()
        }),
        column("scope", Kind::Text, "", "Whose number it is: own, area, unstated", |r| fact(&r).scope.name().into()),
        column(
            "value",
            Kind::Float64,
            "as in unit",
            "The number; null unless the state gives one, and never null for a stated zero",
            |r| fact(&r).value.into(),
        ),
        column("bound", Kind::Text, "", "exact, at_least, about; null where there is no value", |r| {
            fact(&r).value.map(|_| fact(&r).bound.name()).into()
        }),
        column("state", Kind::Text, "", "Why there is a value, or none", |r| fact(&r).state.name().into()),
        column("unit", Kind::Text, "", "Unit of the value", |r| fact_metric(&r).unit.as_str().into()),
        column(
            "observation",
            Kind::Int64,
            "",
            "The chosen claim: observation of the same report in the table observations; null where nothing was read",
            |r| fact(&r).chosen.into(),
        ),
        column("claims", Kind::Int64, "claims", "How many claims agree with the value", |r| fact(&r).claims.into()),
        column("confidence", Kind::Float32, "", "The chance that the value is what the report says, 0 to 1", |r| {
            Datum::Float(f64::from(fact(&r).confidence) / 1000.0)
        }),
    ]);
    table("facts", "At most one row a (report, metric, facet, scope): the judged value", columns, |r| {
        r.parsed.facts.len()
    })
}

fn fact<'a>(row: &Row<'a, Report>) -> &'a Fact {
    &row.item.parsed.facts[row.index]
}

fn fact_metric<'a>(row: &Row<'a, Report>) -> &'a Metric {
    &row.measures.metrics[usize::from(fact(row).metric.0)]
}

pub fn observations() -> Table<Report> {
    let mut columns = keys();
    columns.extend([
        column("metric", Kind::Text, "", "Id of the measure in the table metrics", |r| {
            seen_metric(&r).measure.as_str().into()
        }),
        column("facet", Kind::Text, "", "Part of the measure; null for the bare measure", |r| {
            seen_metric(&r).facet.as_ref().into()
        }),
        column("scope", Kind::Text, "", "Whose number it is: own, area, unstated", |r| seen(&r).scope.name().into()),
        column(
            "value",
            Kind::Float64,
            "as in metrics",
            "The number claimed; null where the characters give none",
            |r| seen(&r).value.number().into(),
        ),
        column("bound", Kind::Text, "", "exact, at_least, about; null where there is no value", |r| {
            seen(&r).value.number().map(|_| seen(&r).value.bound().name()).into()
        }),
        column("raw", Kind::Text, "", "The characters read, as written", |r| {
            parsed(&r).document.slice(seen(&r).evidence.span).into()
        }),
        column("method", Kind::Text, "", "grid, flat, phrase, restated, correction", |r| {
            seen(&r).evidence.method.name().into()
        }),
        column("pattern", Kind::Text, "", "The line of configuration that matched", |r| {
            seen(&r).evidence.pattern.as_str().into()
        }),
        column("span_start", Kind::Int64, "bytes", "First byte in documents.text", |r| {
            seen(&r).evidence.span.start.into()
        }),
        column("span_end", Kind::Int64, "bytes", "Byte behind the last in documents.text", |r| {
            seen(&r).evidence.span.end.into()
        }),
        column("row", Kind::Int64, "", "Row of the table, from 0; null outside tables", |r| {
            seen(&r).evidence.row.into()
        }),
        column("column", Kind::Int64, "", "Column of the table, from 0; null outside tables", |r| {
            seen(&r).evidence.column.into()
        }),
        column("about_year", Kind::Int32, "year", "The year that the statement is about", |r| {
            seen(&r).about_year.into()
        }),
        column(
            "observation",
            Kind::Int64,
            "",
            "Number of the claim within its report, from 0",
            |r: Row<'_, Report>| (r.index as i64).into(),
        ),
        column(
            "says",
            Kind::Text,
            "",
            "What the characters say: number, words, blank, dash, ambiguous, unreadable",
            |r| seen(&r).value.says().into(),
        ),
        column("repaired", Kind::Flag, "", "Read from a repaired copy of damaged text", |r| {
            seen(&r).evidence.repaired.into()
        }),
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

pub fn checks() -> Table<Report> {
    let mut columns = head();
    columns.extend([
        column("rule", Kind::Text, "", "Id of the rule", |r| check(&r).rule.as_str().into()),
        column(
            "facet",
            Kind::Text,
            "",
            "What it was judged on: a facet, a row, a metric; null for a rule that is one",
            |r| check(&r).facet.as_ref().into(),
        ),
        column("verdict", Kind::Text, "", "holds, fails, solved, unknown", |r| check(&r).verdict.name().into()),
        column("left", Kind::Float64, "as in metrics", "Sum of the left side, where all its terms are numbers", |r| {
            check(&r).left.into()
        }),
        column(
            "right",
            Kind::Float64,
            "as in metrics",
            "Sum of the right side, where all its terms are numbers",
            |r| check(&r).right.into(),
        ),
        column("residual", Kind::Float64, "as in metrics", "left less right", |r| check(&r).residual.into()),
        column(
            "suspect",
            Kind::Text,
            "",
            "The one cell whose change would close every failing equation, with that value",
            |r| check(&r).suspect.as_ref().into(),
        ),
        column("scope", Kind::Text, "", "Whose numbers were judged: own, area, unstated", |r| {
            check(&r).scope.name().into()
        }),
        column(
            "against",
            Kind::Text,
            "",
            "The report_id that it was compared with; null for a rule within one report",
            |_: Row<'_, Report>| Datum::Null,
        ),
    ]);
    table("checks", "One row a rule, facet, scope and report; rules across reports stand in part 1", columns, |r| {
        r.parsed.checks.len()
    })
}

fn check<'a>(row: &Row<'a, Report>) -> &'a Check {
    &row.item.parsed.checks[row.index]
}

pub fn issues() -> Table<Report> {
    let mut columns = head();
    columns.extend([
        column("code", Kind::Text, "", "Kind of finding", |r| issue(&r).code.name().into()),
        column("severity", Kind::Text, "", "note, warning, error", |r| issue(&r).severity.name().into()),
        column("message", Kind::Text, "", "In words", |r| issue(&r).message.as_str().into()),
        column("span_start", Kind::Int64, "bytes", "First byte in documents.text; null where no place is meant", |r| {
            issue(&r).span.map(|span| span.start).into()
        }),
        column("span_end", Kind::Int64, "bytes", "Byte behind the last in documents.text", |r| {
            issue(&r).span.map(|span| span.end).into()
        }),
    ]);
    table("issues", "Findings about the data; none of them removed a datum", columns, |r| r.parsed.issues.len())
}

fn issue<'a>(row: &Row<'a, Report>) -> &'a Issue {
    &row.item.parsed.issues[row.index]
}

pub fn documents() -> Table<Report> {
    let mut columns = head();
    columns.extend([
        column("sha256", Kind::Text, "", "Of the file that the text was read from", |r| {
            parsed(&r).source.sha256.as_str().into()
        }),
        column("media_type", Kind::Text, "", "text/html, text/plain", |r| {
            parsed(&r).document.media_type.as_str().into()
        }),
        column("encoding", Kind::Text, "", "The encoding that the bytes were decoded with", |r| {
            parsed(&r).document.encoding.as_str().into()
        }),
        column("text", Kind::Text, "", "The text that every span points into, by UTF-8 bytes", |r| {
            parsed(&r).document.text.as_str().into()
        })
        .prose(),
    ]);
    table("documents", "One row a report: the text that was read", columns, |_| 1)
}
