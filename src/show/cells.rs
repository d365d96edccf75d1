//! Cells of a frame as people and programs are shown them. Knows no table.

use crate::warehouse::{Frame, Values};
use serde_json::{Map, Value, json};

/// A cell of any type as a person reads it; none for null.
pub fn shown(frame: &Frame, column: &str, row: usize) -> Option<String> {
    match cell(frame.get(column)?, row) {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// A row with the names of its columns.
pub fn json_row(frame: &Frame, row: usize) -> Value {
    let cells = frame.columns.iter().map(|(name, values)| (name.clone(), cell(values, row)));
    Value::Object(cells.collect::<Map<_, _>>())
}

fn cell(values: &Values, row: usize) -> Value {
    match values {
        Values::Text(values) => json!(values[row]),
        Values::Int64(values) => json!(values[row]),
        Values::Int32(values) | Values::Date(values) => json!(values[row]),
        Values::Float64(values) => json!(values[row]),
        // The confidence is in thousandths: no digits of the conversion.
        Values::Float32(values) => {
            json!(values[row].map(|value| (f64::from(value) * 1000.0).round() / 1000.0))
        }
        Values::Flag(values) => json!(values[row]),
    }
}
