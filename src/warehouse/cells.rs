//! Single values of a frame by column and row: what everybody who reads finished tables asks of them. Knows no table.

use super::frame::{Frame, Values};

/// A text; none also where there is no such column.
pub fn text<'a>(frame: &'a Frame, column: &str, row: usize) -> Option<&'a str> {
    match frame.get(column) {
        Some(Values::Text(values)) => values[row].as_deref(),
        _ => None,
    }
}

/// A whole number; none also where there is no such column.
pub fn whole(frame: &Frame, column: &str, row: usize) -> Option<i64> {
    match frame.get(column) {
        Some(Values::Int64(values)) => values[row],
        Some(Values::Int32(values)) => values[row].map(i64::from),
        _ => None,
    }
}

/// A number, whole or not; none also where there is no such column.
pub fn number(frame: &Frame, column: &str, row: usize) -> Option<f64> {
    match frame.get(column) {
        Some(Values::Float64(values)) => values[row],
        Some(Values::Int64(values)) => values[row].map(|value| value as f64),
        _ => None,
    }
}

/// Null is false, as is a column that is not there.
pub fn flag(frame: &Frame, column: &str, row: usize) -> bool {
    matches!(frame.get(column), Some(Values::Flag(values)) if values[row] == Some(true))
}

/// A year; none also where there is no such column.
pub fn year(frame: &Frame, column: &str, row: usize) -> Option<i32> {
    whole(frame, column, row).and_then(|year| i32::try_from(year).ok())
}
