//! A comparison as a list of rows: one a line, measure and year. Knows the columns of the list; knows no file format.

use super::around::Row;
use super::list::{Column, Get, List};
use super::measure::Measure;
use super::point::Seam;
use super::series::Point;
use super::table::Comparison;
use serde_json::json;

/// One number of the comparison with what it belongs to.
struct Cell<'a> {
    of: &'a Comparison,
    measure: &'a Measure,
    row: &'a Row,
    point: &'a Point,
}

impl Comparison {
    pub fn list(&self) -> List {
        let mut cells = Vec::new();
        for (measure, series) in self.measures.iter().zip(&self.series) {
            for (row, points) in self.rows.iter().zip(series) {
                cells.extend(points.iter().map(|point| Cell { of: self, measure, row, point }));
            }
        }
        let about =
            json!({ "snapshot": self.snapshot, "years": [self.years.first, self.years.last], "notes": self.notes() });
        let doc = "Places side by side: one row a line of the comparison, measure and year";
        List::new(doc, &self.snapshot, about, &columns(), &cells)
    }
}

fn columns<'a>() -> Vec<Column<Cell<'a>>> {
    fn text<'a>(name: &'static str, doc: &'static str, get: fn(&Cell<'a>) -> Option<String>) -> Column<Cell<'a>> {
        Column { name, unit: "", doc, get: Get::Text(get) }
    }
    vec![
        text("snapshot", "Number of the snapshot", |cell| Some(cell.of.snapshot.clone())),
        text("role", "place, sibling, above (the government above), median", |cell| {
            Some(cell.row.role.name().to_string())
        }),
        text("place", "Name of the place as it was last, or whose median it is", |cell| Some(cell.row.label.clone())),
        text("level", "province, prefecture, county; null for a median", |cell| {
            cell.row.unit.as_ref().map(|unit| unit.key.level.clone())
        }),
        text("key", "county_key of a county, else the code: one for all years; null for a median", |cell| {
            cell.row.unit.as_ref().map(|unit| unit.key.id.clone())
        }),
        text("metric", "Column of the panel, or metric of the dictionary", |cell| Some(cell.measure.name.clone())),
        text("unit", "Unit of the value", |cell| Some(cell.measure.unit.clone())),
        Column {
            name: "report_year",
            unit: "year",
            doc: "The statistical year",
            get: Get::Year(|cell| Some(cell.point.year)),
        },
        Column {
            name: "value",
            unit: "as in unit",
            doc: "The number; null where the report states none, or there is no report",
            get: Get::Value(|cell| cell.point.said.value),
        },
        text("bound", "exact, at_least, about; null where there is no value", |cell| {
            cell.point.said.bound.map(|bound| bound.name().to_string())
        }),
        text(
            "state",
            "Why there is a value, or none; null where the form does not ask, or there is no report",
            |cell| cell.point.said.state.map(|state| state.name().to_string()),
        ),
        text("scope", "Whose number it is: own, area, unstated", |cell| {
            cell.point.said.scope.map(|scope| scope.name().to_string())
        }),
        text(
            "comparable",
            "Comparability with the form before: A, B with care, C a break; null for a metric",
            |cell| cell.point.said.grade.map(String::from),
        ),
        text("seam", "Between this value and the one before it: care, break; null where the series goes on", |cell| {
            cell.point.seam.map(|seam: Seam| seam.name().to_string())
        }),
        Column {
            name: "of",
            unit: "places",
            doc: "For a median: how many places state a value; null otherwise",
            get: Get::Count(|cell| cell.point.of.map(|of| of as i64)),
        },
        text("absent", "Why there is no report: as in coverage; null where there is one", |cell| {
            cell.point.absent.clone()
        }),
        text("form", "The form of the report: 2008, 2014, 2019, 2021", |cell| {
            cell.point.report.as_ref().map(|report| report.form.clone())
        }),
        text("flags", "As in the panel, parted by ;", |cell| {
            let flags = cell.point.report.as_ref()?.panel.as_ref().map(|remarks| remarks.flags.join(";"));
            flags.filter(|flags| !flags.is_empty())
        }),
        text("agency", "The publisher as named in the report", |cell| {
            cell.point.report.as_ref().map(|report| report.agency.clone())
        }),
        text("division_code", "Six digits, valid in that year", |cell| {
            cell.point.report.as_ref()?.division_code.clone()
        }),
        text("province", "Name in that year", |cell| cell.point.report.as_ref()?.province.clone()),
        text("prefecture", "Name in that year", |cell| cell.point.report.as_ref()?.prefecture.clone()),
        text("county", "Name in that year", |cell| cell.point.report.as_ref()?.county.clone()),
        text("report_id", "The report", |cell| cell.point.report.as_ref().map(|report| report.id.clone())),
        text("source_path", "The file that speaks for the report, relative to its input root", |cell| {
            cell.point.report.as_ref().map(|report| report.source_path.clone())
        }),
    ]
}
