//! Cells of a frame by column and row. Knows no table.

use crate::warehouse::{Frame, Values};
use serde_json::{Map, Value, json};

pub fn text<'a>(frame: &'a Frame, column: &str, row: usize) -> Option<&'a str> {
    match frame.get(column) {
        Some(Values::Text(values)) => values[row].as_deref(),
        _ => None,
    }
}

pub fn whole(frame: &Frame, column: &str, row: usize) -> Option<i64> {
    match frame.get(column) {
        Some(Values::Int64(values)) => values[row],
        Some(Values::Int32(values)) => values[row].map(i64::from),
        _ => None,
    }
}

pub fn number(frame: &Frame, column: &str, row: usize) -> Option<f64> {
    match frame.get(column) {
        Some(Values::Float64(values)) => values[row],
        Some(Values::Int64(values)) => values[row].map(|value| value as f64),
        _ => None,
    }
}

/// Null is false.
pub fn flag(frame: &Frame, column: &str, row: usize) -> bool {
    matches!(frame.get(column), Some(Values::Flag(values)) if values[row] == Some(true))
}

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
