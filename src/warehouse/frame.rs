//! Columns of plain values: the seam to analysis, which knows no Arrow as this side knows no data frames.

use super::table::Datum;
use anyhow::{Context, Result, bail, ensure};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float32Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The values of one column; null is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Values {
    Text(Vec<Option<String>>),
    Int64(Vec<Option<i64>>),
    Int32(Vec<Option<i32>>),
    Float64(Vec<Option<f64>>),
    Float32(Vec<Option<f32>>),
    /// Days since 1970-01-01.
    Date(Vec<Option<i32>>),
    Flag(Vec<Option<bool>>),
}

/// Named columns of one length.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub columns: Vec<(String, Values)>,
}

impl Frame {
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| values.len())
    }

    pub fn get(&self, name: &str) -> Option<&Values> {
        self.columns.iter().find(|(other, _)| other == name).map(|(_, values)| values)
    }

    /// These rows.
    pub fn pick(&self, rows: &[usize]) -> Frame {
        Frame { columns: self.columns.iter().map(|(name, values)| (name.clone(), values.pick(rows))).collect() }
    }

    /// Puts the rows of a frame of the same columns behind these; behind no columns, it takes their place.
    pub fn append(&mut self, other: Frame) {
        if self.columns.is_empty() {
            *self = other;
            return;
        }
        for ((_, values), (_, more)) in self.columns.iter_mut().zip(other.columns) {
            values.append(more);
        }
    }

    /// One value, null where there is no such column.
    pub(super) fn datum(&self, name: &str, row: usize) -> Datum<'_> {
        match self.get(name) {
            Some(Values::Text(values)) => values[row].as_ref().into(),
            Some(Values::Int64(values)) => values[row].into(),
            Some(Values::Int32(values)) => values[row].into(),
            Some(Values::Float64(values)) => values[row].map_or(Datum::Null, Datum::Float),
            Some(Values::Float32(values)) => values[row].map_or(Datum::Null, |value| Datum::Float(f64::from(value))),
            Some(Values::Date(values)) => values[row].map_or(Datum::Null, Datum::Date),
            Some(Values::Flag(values)) => values[row].into(),
            None => Datum::Null,
        }
    }
}

impl Values {
    pub fn len(&self) -> usize {
        match self {
            Values::Text(values) => values.len(),
            Values::Int64(values) => values.len(),
            Values::Int32(values) | Values::Date(values) => values.len(),
            Values::Float64(values) => values.len(),
            Values::Float32(values) => values.len(),
            Values::Flag(values) => values.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn pick(&self, rows: &[usize]) -> Values {
        fn of<T: Clone>(values: &[Option<T>], rows: &[usize]) -> Vec<Option<T>> {
            rows.iter().map(|&row| values[row].clone()).collect()
        }
        match self {
            Values::Text(values) => Values::Text(of(values, rows)),
            Values::Int64(values) => Values::Int64(of(values, rows)),
            Values::Int32(values) => Values::Int32(of(values, rows)),
            Values::Float64(values) => Values::Float64(of(values, rows)),
            Values::Float32(values) => Values::Float32(of(values, rows)),
            Values::Date(values) => Values::Date(of(values, rows)),
            Values::Flag(values) => Values::Flag(of(values, rows)),
        }
    }

    /// Columns of one name in one table are of one kind.
    fn append(&mut self, other: Values) {
        match (self, other) {
            (Values::Text(to), Values::Text(more)) => to.extend(more),
            (Values::Int64(to), Values::Int64(more)) => to.extend(more),
            (Values::Int32(to), Values::Int32(more)) => to.extend(more),
            (Values::Float64(to), Values::Float64(more)) => to.extend(more),
            (Values::Float32(to), Values::Float32(more)) => to.extend(more),
            (Values::Date(to), Values::Date(more)) => to.extend(more),
            (Values::Flag(to), Values::Flag(more)) => to.extend(more),
            (to, more) => unreachable!("{to:?} and {more:?} are columns of one name"),
        }
    }

    fn clear(&mut self) {
        match self {
            Values::Text(values) => values.clear(),
            Values::Int64(values) => values.clear(),
            Values::Int32(values) | Values::Date(values) => values.clear(),
            Values::Float64(values) => values.clear(),
            Values::Float32(values) => values.clear(),
            Values::Flag(values) => values.clear(),
        }
    }

    fn empty(kind: &DataType) -> Result<Values> {
        Ok(match kind {
            DataType::Utf8 => Values::Text(Vec::new()),
            DataType::Int64 => Values::Int64(Vec::new()),
            DataType::Int32 => Values::Int32(Vec::new()),
            DataType::Float64 => Values::Float64(Vec::new()),
            DataType::Float32 => Values::Float32(Vec::new()),
            DataType::Date32 => Values::Date(Vec::new()),
            DataType::Boolean => Values::Flag(Vec::new()),
            other => bail!("a warehouse table has no column of type {other}"),
        })
    }

    /// The array was made of the same schema as the column: the casts cannot fail.
    fn extend(&mut self, array: &dyn Array) {
        match self {
            Values::Text(to) => to.extend(array.as_string::<i32>().iter().map(|text| text.map(str::to_string))),
            Values::Int64(to) => to.extend(array.as_primitive::<Int64Type>().iter()),
            Values::Int32(to) => to.extend(array.as_primitive::<Int32Type>().iter()),
            Values::Float64(to) => to.extend(array.as_primitive::<Float64Type>().iter()),
            Values::Float32(to) => to.extend(array.as_primitive::<Float32Type>().iter()),
            Values::Date(to) => to.extend(array.as_primitive::<Date32Type>().iter()),
            Values::Flag(to) => to.extend(array.as_boolean().iter()),
        }
    }
}

/// Some columns of a table of a snapshot, all years, in the order asked. No rows and no columns where the table has no
/// file, as every yearly table of a snapshot without reports.
pub fn read(snapshot: &Path, table: &str, columns: &[&str]) -> Result<Frame> {
    gather(snapshot, table, columns, None)
}

/// Those rows of [`read`] in which the text column `key.0`, one of those asked, is `key.1`: the others are never held.
pub fn read_where(snapshot: &Path, table: &str, columns: &[&str], key: (&str, &str)) -> Result<Frame> {
    gather(snapshot, table, columns, Some((key.0, &|value| value == key.1)))
}

/// Those rows of [`read`] in which the text column `key.0`, one of those asked, is one of `key.1`.
pub fn read_among(snapshot: &Path, table: &str, columns: &[&str], key: (&str, &BTreeSet<&str>)) -> Result<Frame> {
    gather(snapshot, table, columns, Some((key.0, &|value| key.1.contains(value))))
}

/// The rows of [`read`] a batch at a time, for who keeps little of them.
pub fn batches(
    snapshot: &Path,
    table: &str,
    columns: &[&str],
    take: &mut dyn FnMut(&Frame) -> Result<()>,
) -> Result<()> {
    let mut frame: Option<Frame> = None;
    for path in parts(&snapshot.join(table))? {
        let mut taken = |frame: &mut Frame| {
            take(frame)?;
            frame.columns.iter_mut().for_each(|(_, values)| values.clear());
            Ok(())
        };
        scan(&path, columns, None, &mut frame, &mut taken)
            .with_context(|| format!("cannot read {}", path.display()))?;
    }
    Ok(())
}

/// A text column and which of its values are asked for.
type Key<'a> = Option<(&'a str, &'a dyn Fn(&str) -> bool)>;

fn gather(snapshot: &Path, table: &str, columns: &[&str], key: Key<'_>) -> Result<Frame> {
    let mut frame: Option<Frame> = None;
    for path in parts(&snapshot.join(table))? {
        let context = || format!("cannot read {}", path.display());
        scan(&path, columns, key, &mut frame, &mut |_| Ok(())).with_context(context)?;
    }
    Ok(frame.unwrap_or_default())
}

/// The names of a table's columns, in order; empty where the table has no file.
pub fn columns(snapshot: &Path, table: &str) -> Result<Vec<String>> {
    let Some(path) = parts(&snapshot.join(table))?.into_iter().next() else {
        return Ok(Vec::new());
    };
    let reader = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(&path)?)?;
    Ok(reader.schema().fields().iter().map(|field| field.name().clone()).collect())
}

/// The files below a table's folder, by year.
pub(super) fn parts(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(parts(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "parquet") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Appends the rows of a file to `frame`; `grown` hears of every batch.
fn scan(
    path: &Path,
    columns: &[&str],
    key: Key<'_>,
    frame: &mut Option<Frame>,
    grown: &mut dyn FnMut(&mut Frame) -> Result<()>,
) -> Result<()> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(path)?)?;
    let schema = builder.schema().clone();
    let mut indices = Vec::new();
    for &name in columns {
        indices.push(schema.index_of(name).with_context(|| format!("there is no column {name}"))?);
    }
    let to = match frame {
        Some(frame) => frame,
        None => {
            let empty = columns
                .iter()
                .zip(&indices)
                .map(|(name, &index)| Ok((name.to_string(), Values::empty(schema.field(index).data_type())?)));
            frame.insert(Frame { columns: empty.collect::<Result<_>>()? })
        }
    };
    let mask = ProjectionMask::roots(builder.parquet_schema(), indices);
    for batch in builder.with_projection(mask).build()? {
        let batch: RecordBatch = batch?;
        for rows in wanted(&batch, key)? {
            let batch = batch.slice(rows.start, rows.len());
            for (name, values) in &mut to.columns {
                let array = batch.column_by_name(name).with_context(|| format!("there is no column {name}"))?;
                ensure!(Values::empty(array.data_type())?.same_kind(values), "column {name} changes its type");
                values.extend(array);
            }
        }
        grown(to)?;
    }
    Ok(())
}

/// The stretches of rows that are asked for; without a key, all.
fn wanted(batch: &RecordBatch, key: Key<'_>) -> Result<Vec<Range<usize>>> {
    let all = 0..batch.num_rows();
    let Some((name, asked)) = key else {
        return Ok(std::iter::once(all).collect());
    };
    let column = batch
        .column_by_name(name)
        .and_then(|array| array.as_string_opt::<i32>())
        .with_context(|| format!("there is no text column {name}"))?;
    let mut wanted: Vec<Range<usize>> = Vec::new();
    for row in all.filter(|&row| column.is_valid(row) && asked(column.value(row))) {
        match wanted.last_mut() {
            Some(last) if last.end == row => last.end += 1,
            _ => wanted.push(row..row + 1),
        }
    }
    Ok(wanted)
}

impl Values {
    fn same_kind(&self, other: &Values) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}
