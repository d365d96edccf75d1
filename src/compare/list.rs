//! Rows for programs: CSV, JSON and Parquet of one list of columns. Knows what a spreadsheet does with text; knows neither
//! places nor metrics.

use crate::model::Number;
use crate::show::cells::{json_row, shown};
use crate::warehouse::{Described, Frame, Values, export, float};
use anyhow::Result;
use serde_json::json;

/// Rows with columns that are described.
pub struct List {
    doc: &'static str,
    columns: Vec<Described>,
    frame: Frame,
    snapshot: String,
    /// What stands beside the rows in JSON.
    about: serde_json::Value,
}

/// A column of a list: its name, unit and meaning, and what of an item stands in it.
pub struct Column<T> {
    pub name: &'static str,
    pub unit: &'static str,
    pub doc: &'static str,
    pub get: Get<T>,
}

pub enum Get<T> {
    Text(fn(&T) -> Option<String>),
    Year(fn(&T) -> Option<i32>),
    Count(fn(&T) -> Option<i64>),
    Value(fn(&T) -> Option<Number>),
}

/// What makes a spreadsheet take text for a formula, also in the wide forms that it folds.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

impl List {
    /// A row an item; `doc` and `snapshot` go into a file's footer.
    pub fn new<T>(
        doc: &'static str,
        snapshot: &str,
        about: serde_json::Value,
        columns: &[Column<T>],
        items: &[T],
    ) -> List {
        let values = |get: &Get<T>| match get {
            Get::Text(get) => Values::Text(items.iter().map(get).collect()),
            Get::Year(get) => Values::Int32(items.iter().map(get).collect()),
            Get::Count(get) => Values::Int64(items.iter().map(get).collect()),
            Get::Value(get) => Values::Float64(items.iter().map(|item| get(item).map(float)).collect()),
        };
        let describe = |column: &Column<T>| Described { name: column.name, unit: column.unit, doc: column.doc };
        List {
            doc,
            columns: columns.iter().map(describe).collect(),
            frame: Frame {
                columns: columns.iter().map(|column| (column.name.to_string(), values(&column.get))).collect(),
            },
            snapshot: snapshot.to_string(),
            about,
        }
    }

    /// With a head; null is an empty cell. `bom` is for spreadsheets that take UTF-8 without one for something else.
    ///
    /// Text that a spreadsheet would take for a formula begins with an apostrophe; numbers stay as they are.
    pub fn csv(&self, bom: bool) -> Result<Vec<u8>> {
        let mut bytes = if bom { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|column| column.name))?;
        for row in 0..self.frame.rows() {
            let cells = self.frame.columns.iter().map(|(name, values)| match values {
                Values::Text(values) => harmless(values[row].as_deref().unwrap_or_default()),
                Values::Float64(values) => values[row].map(|value| value.to_string()).unwrap_or_default(),
                _ => shown(&self.frame, name, row).unwrap_or_default(),
            });
            writer.write_record(cells)?;
        }
        bytes.extend(writer.into_inner()?);
        Ok(bytes)
    }

    /// One object: what the rows are of, and the rows.
    pub fn json(&self) -> String {
        let mut value = self.about.clone();
        value["rows"] = (0..self.frame.rows()).map(|row| json_row(&self.frame, row)).collect();
        value["columns"] = self
            .columns
            .iter()
            .map(|column| json!({ "name": column.name, "unit": column.unit, "doc": column.doc }))
            .collect();
        format!("{value:#}\n")
    }

    /// The bytes of a Parquet file.
    pub fn file(&self) -> Result<Vec<u8>> {
        export(self.doc, &self.columns, &self.frame, &self.snapshot)
    }
}

fn harmless(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_formula_and_null_is_no_zero() {
        let text = |values: &[Option<&str>]| Values::Text(values.iter().map(|text| text.map(str::to_string)).collect());
        let names = [Some("=1+1"), Some("-2"), Some("@a"), Some("\t=1"), Some("＝1"), Some("云梦,\"县\""), None];
        let values = [Some(-2.0), Some(0.0), None, Some(0.5), Some(12_000_000.0), Some(1e21), None];
        let describe = |name| Described { name, unit: "", doc: "" };
        let list = List {
            doc: "",
            columns: vec![describe("name"), describe("value")],
            frame: Frame {
                columns: vec![("name".into(), text(&names)), ("value".into(), Values::Float64(values.to_vec()))],
            },
            snapshot: "000001".into(),
            about: json!({}),
        };
        let csv = String::from_utf8(list.csv(true).unwrap()).unwrap();
        let expected = "\u{feff}name,value\n'=1+1,-2\n'-2,0\n'@a,\n'\t=1,0.5\n'＝1,12000000\n\"云梦,\"\"县\"\"\",\
                        1000000000000000000000\n,\n";
        assert_eq!(csv, expected);
        assert!(!list.csv(false).unwrap().starts_with("\u{feff}".as_bytes()));
        let json: serde_json::Value = serde_json::from_str(&list.json()).unwrap();
        assert_eq!((&json["rows"][2]["value"], json["rows"][1]["value"].as_f64()), (&json!(null), Some(0.0)));
        assert_eq!(json["rows"][0]["name"], "=1+1");
    }
}
