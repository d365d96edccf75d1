//! A list of rows as one Parquet file outside any snapshot, with the properties of the tables. Knows no particular list.

use super::frame::{Frame, Values};
use super::writer::{About, properties};
use anyhow::{Result, ensure};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float32Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use std::collections::HashMap;
use std::sync::Arc;

/// What a column of a list holds.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    pub name: &'static str,
    /// Empty where the column counts or measures nothing.
    pub unit: &'static str,
    pub doc: &'static str,
}

/// The bytes of a Parquet file: the columns of `frame` in the order of `columns`, which describe them one by one; the
/// footer holds the snapshot and what the list and its columns mean.
pub fn export(doc: &str, columns: &[Described], frame: &Frame, snapshot: &str) -> Result<Vec<u8>> {
    let named = frame.columns.iter().map(|(name, _)| name.as_str()).eq(columns.iter().map(|column| column.name));
    ensure!(named, "the columns of a list and their descriptions differ");
    let about: Vec<About<'_>> = columns
        .iter()
        .map(|column| About { name: column.name, doc: column.doc, unit: column.unit, prose: false })
        .collect();
    let (mut fields, mut arrays) = (Vec::new(), Vec::new());
    for (column, (name, values)) in columns.iter().zip(&frame.columns) {
        let (kind, array) = array(values);
        let mut about = HashMap::from([("description".to_string(), column.doc.to_string())]);
        if !column.unit.is_empty() {
            about.insert("unit".to_string(), column.unit.to_string());
        }
        fields.push(Field::new(name, kind, true).with_metadata(about));
        arrays.push(array);
    }
    let schema = Arc::new(Schema::new(fields));
    let mut writer = ArrowWriter::try_new(Vec::new(), schema.clone(), Some(properties(doc, &about, snapshot)?))?;
    writer.write(&RecordBatch::try_new(schema, arrays)?)?;
    Ok(writer.into_inner()?)
}

fn array(values: &Values) -> (DataType, ArrayRef) {
    match values {
        Values::Text(values) => (DataType::Utf8, Arc::new(StringArray::from(values.clone()))),
        Values::Int64(values) => (DataType::Int64, Arc::new(Int64Array::from(values.clone()))),
        Values::Int32(values) => (DataType::Int32, Arc::new(Int32Array::from(values.clone()))),
        Values::Float64(values) => (DataType::Float64, Arc::new(Float64Array::from(values.clone()))),
        Values::Float32(values) => (DataType::Float32, Arc::new(Float32Array::from(values.clone()))),
        Values::Date(values) => (DataType::Date32, Arc::new(Date32Array::from(values.clone()))),
        Values::Flag(values) => (DataType::Boolean, Arc::new(BooleanArray::from(values.clone()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_back_as_it_was() {
        let text = |values: &[Option<&str>]| Values::Text(values.iter().map(|text| text.map(str::to_string)).collect());
        let frame = Frame {
            columns: vec![
                ("name".into(), text(&[Some("云梦县"), None])),
                ("value".into(), Values::Float64(vec![Some(0.0), None])),
                ("year".into(), Values::Int32(vec![Some(2021), Some(2022)])),
            ],
        };
        let describe = |name| Described { name, unit: "", doc: "what it is" };
        let columns = ["name", "value", "year"].map(describe);
        let bytes = export("a list", &columns, &frame, "000001").unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("list")).unwrap();
        std::fs::write(folder.path().join("list/part-0.parquet"), bytes).unwrap();
        assert_eq!(crate::warehouse::read(folder.path(), "list", &["name", "value", "year"]).unwrap(), frame);
        assert!(export("a list", &columns[..2], &frame, "000001").is_err());
    }
}
