//! The rows of a table, a batch at a time and without copies: for analysis that keeps a few numbers of many rows. Knows no table and no computation.

use super::frame::parts;
use anyhow::{Context, Result};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type};
use arrow_array::{Array, BooleanArray, Float64Array, RecordBatch, StringArray};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowPredicateFn, ParquetRecordBatchReaderBuilder, RowFilter};
use std::path::Path;

/// Some rows of a table: texts and numbers, each kind in the order in which its columns were asked for.
pub struct Rows {
    texts: Vec<StringArray>,
    numbers: Vec<Float64Array>,
    pub count: usize,
}

impl Rows {
    /// The `column`-th of the text columns; none where it is null.
    pub fn text(&self, column: usize, row: usize) -> Option<&str> {
        self.texts[column].is_valid(row).then(|| self.texts[column].value(row))
    }

    /// The `column`-th of the Float64 columns; none where it is null.
    pub fn number(&self, column: usize, row: usize) -> Option<f64> {
        self.numbers[column].is_valid(row).then(|| self.numbers[column].value(row))
    }
}

/// What is wanted of a table in one year.
pub struct Wanted<'a> {
    pub table: &'a str,
    /// None for all years.
    pub year: Option<i32>,
    pub texts: &'a [&'a str],
    pub numbers: &'a [&'a str],
    /// Only rows in which this Int32 column has this value; the columns of the others are not decoded.
    pub only: Option<(&'a str, i32)>,
}

/// Calls `take` with every batch of the rows, in order; never where the table has no such year.
pub fn visit(snapshot: &Path, wanted: &Wanted<'_>, take: &mut dyn FnMut(&Rows) -> Result<()>) -> Result<()> {
    let table = snapshot.join(wanted.table);
    let folder = wanted.year.map_or_else(|| table.clone(), |year| table.join(format!("year={year}")));
    for path in parts(&folder)? {
        scan(&path, wanted, take).with_context(|| format!("cannot read {}", path.display()))?;
    }
    Ok(())
}

fn scan(path: &Path, wanted: &Wanted<'_>, take: &mut dyn FnMut(&Rows) -> Result<()>) -> Result<()> {
    let mut builder = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(path)?)?;
    let schema = builder.schema().clone();
    let mut indices = Vec::new();
    for &name in wanted.texts.iter().chain(wanted.numbers) {
        indices.push(schema.index_of(name)?);
    }
    if let Some((name, value)) = wanted.only {
        let mask = ProjectionMask::roots(builder.parquet_schema(), [schema.index_of(name)?]);
        let keep = move |batch: RecordBatch| {
            let column = batch.column(0).as_primitive::<Int32Type>();
            Ok(BooleanArray::from_iter(column.iter().map(|found| Some(found == Some(value)))))
        };
        builder = builder.with_row_filter(RowFilter::new(vec![Box::new(ArrowPredicateFn::new(mask, keep))]));
    }
    let mask = ProjectionMask::roots(builder.parquet_schema(), indices);
    for batch in builder.with_projection(mask).build()? {
        let batch = batch?;
        let column = |name: &&str| batch.column_by_name(name).with_context(|| format!("there is no column {name}"));
        let mut rows = Rows { texts: Vec::new(), numbers: Vec::new(), count: batch.num_rows() };
        for name in wanted.texts {
            let texts = column(name)?.as_string_opt::<i32>().with_context(|| format!("{name} is no text"))?;
            rows.texts.push(texts.clone());
        }
        for name in wanted.numbers {
            let numbers = column(name)?.as_primitive_opt::<Float64Type>();
            rows.numbers.push(numbers.with_context(|| format!("{name} is no Float64"))?.clone());
        }
        take(&rows)?;
    }
    Ok(())
}
