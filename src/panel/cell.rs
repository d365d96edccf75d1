//! Single values of a frame's columns. Knows no table.

use crate::warehouse::{Frame, Values};

/// A text; none also where there is no such column.
pub fn text<'a>(frame: &'a Frame, name: &str, row: usize) -> Option<&'a str> {
    match frame.get(name) {
        Some(Values::Text(values)) => values[row].as_deref(),
        _ => None,
    }
}

/// A whole number; none also where there is no such column.
pub fn integer(frame: &Frame, name: &str, row: usize) -> Option<i64> {
    match frame.get(name) {
        Some(Values::Int64(values)) => values[row],
        Some(Values::Int32(values)) => values[row].map(i64::from),
        _ => None,
    }
}

/// Whether a measure has a value in a row.
pub fn has_value(frame: &Frame, name: &str, row: usize) -> bool {
    match frame.get(name) {
        Some(Values::Int64(values)) => values[row].is_some(),
        Some(Values::Float64(values)) => values[row].is_some(),
        _ => false,
    }
}
