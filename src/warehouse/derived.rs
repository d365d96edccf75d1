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
        copied("form", Kind::Text, "", "The form of the tables found: 2008, 2014, 2019, 2021"),
        copied("scope", Kind::Text, "", "Whose numbers the report gives where a statement names nobody"),
    ];
    for table in headline {
        for of in &table.columns {
            let kind = if of.amount { Kind::Float64 } else { Kind::Int64 };
            columns.push(copied(&format!("{}_{}", table.name, of.name), kind, &of.unit, &of.doc));
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
            "Name, code or make-up of the county differs from that of its report before; false in its first",
        ),
        copied(
            "form_changed",
            Kind::Flag,
            "",
            "The form differs from that of the county's report before; false in its first",
        ),
        copied(
            "scope_changed",
            Kind::Flag,
            "",
            "The scope differs from that of the county's report before; false in its first",
        ),
        copied("revised", Kind::Flag, "", "The report was chosen among several editions"),
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
        copied("report_year", Kind::Int32, "year", "A year between the first and the last with a report"),
        copied("present", Kind::Flag, "", "There is a report of the division's government"),
        copied("report_id", Kind::Text, "", "That report; null where there is none"),
        copied(
            "reason",
            Kind::Text,
            "",
            "Why not: no_report, or only_other_agencies where only departments, zones or townships reported",
        ),
    ];
    table(
        "coverage",
        "One row a division and year: whether its government's report is there, or why not",
        columns,
        Frame::rows,
    )
}
