//! Plain columns to data frames and back. Knows no table.

use crate::warehouse::{Frame, Values};
use anyhow::{Result, bail};
use polars::prelude::*;

/// A data frame of some columns.
pub fn data(frame: Frame) -> Result<DataFrame> {
    let columns = frame.columns.into_iter().map(|(name, values)| column(&name, values)).collect::<Result<_>>()?;
    Ok(DataFrame::new_infer_height(columns)?)
}

fn column(name: &str, values: Values) -> Result<Column> {
    let series = match values {
        Values::Text(values) => Series::new(name.into(), values),
        Values::Int64(values) => Series::new(name.into(), values),
        Values::Int32(values) => Series::new(name.into(), values),
        Values::Float64(values) => Series::new(name.into(), values),
        Values::Float32(values) => Series::new(name.into(), values),
        Values::Date(values) => Series::new(name.into(), values).cast(&DataType::Date)?,
        Values::Flag(values) => Series::new(name.into(), values),
    };
    Ok(series.into())
}

/// The columns of a data frame.
pub fn frame(data: &DataFrame) -> Result<Frame> {
    let mut frame = Frame::default();
    for column in data.columns() {
        let values = match column.dtype() {
            DataType::String => Values::Text(column.str()?.iter().map(|text| text.map(str::to_string)).collect()),
            DataType::Int64 => Values::Int64(column.i64()?.iter().collect()),
            DataType::Int32 => Values::Int32(column.i32()?.iter().collect()),
            DataType::Float64 => Values::Float64(column.f64()?.iter().collect()),
            DataType::Float32 => Values::Float32(column.f32()?.iter().collect()),
            DataType::Date => Values::Date(column.date()?.physical().iter().collect()),
            DataType::Boolean => Values::Flag(column.bool()?.iter().collect()),
            other => bail!("column {} has the type {other}, which no table has", column.name()),
        };
        frame.columns.push((column.name().to_string(), values));
    }
    Ok(frame)
}
