//! What analysis computes from the other tables, as lists of columns. Knows no computation.

use super::frame::Frame;
use super::long::checks;
use super::table::{Column, Kind, Row, Table, column};
use super::whole::table;
use crate::catalog::headline::HeadlineTable;

/// A column that copies the one of its name from a frame.
fn copied(name: &str, kind: Kind, unit: &str, doc: &str) -> Column<Frame> {
    let from = name.to_string();
    column(name, kind, unit, doc, move |r: Row<'_, Frame>| r.item.datum(&from, r.index))
}

pub fn panel(headline: &[HeadlineTable]) -> Table<Frame> {
    let mut columns = vec![
        copied("county_key", Kind::Text, "", "The county through time (panel_id of divisions)"),
        copied("report_year", Kind::Int32, "year", "The statistical year"),
        copied("division_code", Kind::Text, "", "Six digits, valid in that year"),
        copied("province", Kind::Text, "", "Name of the province in that year"),
        copied("prefecture", Kind::Text, "", "Name of the prefecture in that year"),
        copied("county", Kind::Text, "", "Name of the county in that year"),
        copied("report_id", Kind::Text, "", "The report that the row is taken from"),
        copied(
            "agency",
            Kind::Text,
            "",
            "Its publisher as named in the report: the county's government, or a zone that runs the county",
        ),
        copied("agency_id", Kind::Text, "", "One id for one publisher through the years"),
        copied(
            "agency_kind",
            Kind::Text,
            "",
            "government, or zone where a zone runs the county and its government has no report",
        ),
        copied(
            "members",
            Kind::Int64,
            "governments",
            "Governments that the county through time has in this year: more than one where counties were merged or split since 2008",
        ),
        copied(
            "members_reported",
            Kind::Int64,
            "governments",
            "Publishers with a report of the county in this year; the row is one of them",
        ),
        copied("form", Kind::Text, "", "The form of the tables found: 2008, 2014, 2019, 2021"),
        copied("scope", Kind::Text, "", "Whose numbers the report gives where a statement names nobody"),
    ];
    for table in headline {
        for of in &table.columns {
            let kind = if of.amount { Kind::Float64 } else { Kind::Int64 };
            let name = format!("{}_{}", table.name, of.name);
            columns.push(copied(&name, kind, &of.unit, &of.doc));
            columns.push(copied(
                &format!("{name}_state"),
                Kind::Text,
                "",
                "State of this measure; null where the form does not ask for it",
            ));
            columns.push(copied(
                &format!("{name}_comparable"),
                Kind::Text,
                "",
                "Comparability of this measure with the form before: A comparable, B with care, C a break",
            ));
        }
        columns.push(copied(&format!("{}_scope", table.name), Kind::Text, "", "Whose numbers these measures are"));
        columns.push(copied(&format!("{}_state", table.name), Kind::Text, "", "State of the first of these measures"));
        columns.push(copied(
            &format!("{}_comparable", table.name),
            Kind::Text,
            "",
            "Comparability of the first of these measures",
        ));
    }
    columns.extend([
        copied(
            "boundary_changed",
            Kind::Flag,
            "",
            "Name, code, make-up or territory of the county differs from that of its row before; false in its first",
        ),
        copied(
            "boundary",
            Kind::Text,
            "",
            "Kinds of change since the row before: rename, upgrade, code_change, merge, split, abolished, and transfer where a part of a division moved; parted by ;",
        ),
        copied(
            "form_changed",
            Kind::Flag,
            "",
            "The form differs from that of the county's row before; false in its first",
        ),
        copied(
            "scope_changed",
            Kind::Flag,
            "",
            "The scope of the report or of a table with numbers differs from that of the county's row before; false in its first",
        ),
        copied(
            "publisher_changed",
            Kind::Flag,
            "",
            "Another publisher speaks than in the county's row before; false in its first",
        ),
        copied(
            "partial",
            Kind::Flag,
            "",
            "The county through time has several governments in this year, and the row is the report of one of them",
        ),
        copied("revised", Kind::Flag, "", "The report was chosen among several editions"),
        copied(
            "breaks",
            Kind::Text,
            "",
            "Measures that must not be chained with the county's last value of them, parted by ;: a definition of grade C lies between, or own numbers stand beside those of the area, or another government of a county with several speaks",
        ),
        copied("flags", Kind::Text, "", "Every flag of the row and every code that checks across years and places found about its report, parted by ;"),
    ]);
    table("panel", "One row a county and year, from the reports of county governments", columns, Frame::rows)
}

/// The rows of the table of checks that compare reports with each other: its columns, filled from a frame.
pub fn across() -> Table<Frame> {
    let checks = checks();
    let columns = checks.columns.iter().map(|of| copied(&of.name, of.kind, &of.unit, &of.doc)).collect();
    Table { yearly: true, ..table(&checks.name, &checks.doc, columns, Frame::rows) }
}

pub fn coverage() -> Table<Frame> {
    let columns = vec![
        copied("code", Kind::Text, "", "Six digits, valid in that year"),
        copied("name", Kind::Text, "", "Name in that year"),
        copied("level", Kind::Text, "", "province, prefecture, county"),
        copied(
            "county_key",
            Kind::Text,
            "",
            "The county through time (panel_id of divisions); null above county level",
        ),
        copied("report_year", Kind::Int32, "year", "A year between the first and the last with a report"),
        copied(
            "present",
            Kind::Flag,
            "",
            "There is a report of the division's government, or of a zone that runs the county",
        ),
        copied("report_id", Kind::Text, "", "That report; null where there is none"),
        copied("measures", Kind::Int64, "measures", "Measures of the headline tables that it states"),
        copied(
            "reason",
            Kind::Text,
            "",
            "Why not: refused (a file whose path names place and year could not be read), ambiguous (a report of a government that may be this one), only_other_agencies (only departments, offices, zones or townships reported), no_report (no file); nothing_stated where the report is there without any measure",
        ),
        copied(
            "detail",
            Kind::Text,
            "",
            "The files behind refused and ambiguous, the kinds of agencies behind only_other_agencies",
        ),
    ];
    table(
        "coverage",
        "One row a division and year: whether its government's report is there, or why not",
        columns,
        Frame::rows,
    )
}
