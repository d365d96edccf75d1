//! A table as one list of columns: schema, documentation and filling are the same line. Knows no particular table.

use crate::catalog::headline::HeadlineTable;
use crate::catalog::{Catalog, Metric};
use crate::model::{Date, Number};
use anyhow::{Result, bail};
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float32Builder, Float64Builder, Int32Builder, Int64Builder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// The parts of the catalogue that name columns and metrics.
#[derive(Clone, Copy)]
pub struct Measures<'a> {
    /// Indexed by metric id.
    pub metrics: &'a [Metric],
    pub headline: &'a [HeadlineTable],
}

impl<'a> Measures<'a> {
    pub fn of(catalog: &'a Catalog) -> Measures<'a> {
        Measures { metrics: &catalog.metrics.entries, headline: &catalog.headline.tables }
    }
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Int64,
    Int32,
    Float64,
    Float32,
    Date,
    Flag,
}

impl Kind {
    /// The name in the dictionary: Arrow's.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "Utf8",
            Kind::Int64 => "Int64",
            Kind::Int32 => "Int32",
            Kind::Float64 => "Float64",
            Kind::Float32 => "Float32",
            Kind::Date => "Date32",
            Kind::Flag => "Boolean",
        }
    }

    fn data_type(self) -> DataType {
        match self {
            Kind::Text => DataType::Utf8,
            Kind::Int64 => DataType::Int64,
            Kind::Int32 => DataType::Int32,
            Kind::Float64 => DataType::Float64,
            Kind::Float32 => DataType::Float32,
            Kind::Date => DataType::Date32,
            Kind::Flag => DataType::Boolean,
        }
    }
}

/// One value on its way into a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum<'a> {
    Null,
    Text(Cow<'a, str>),
    Int(i64),
    Float(f64),
    /// Days since 1970-01-01.
    Date(i32),
    Flag(bool),
}

/// What a column reads: the `index`-th row of an item (a report has one row in `reports` and many in `facts`).
pub struct Row<'a, T> {
    pub item: &'a T,
    pub index: usize,
    pub measures: Measures<'a>,
}

type Get<T> = Box<dyn for<'a> Fn(Row<'a, T>) -> Datum<'a> + Send + Sync>;

/// A column: its name, type, unit and meaning, and how a row fills it.
pub struct Column<T> {
    pub name: String,
    pub kind: Kind,
    /// Empty where the column counts or measures nothing.
    pub unit: String,
    pub doc: String,
    /// Long text that never repeats: a dictionary of it would only cost.
    pub prose: bool,
    get: Get<T>,
}

/// A table of rows that items of type `T` give.
pub struct Table<T> {
    pub name: String,
    pub doc: String,
    /// Partitioned by year, or one file for the snapshot.
    pub yearly: bool,
    pub columns: Vec<Column<T>>,
    /// How many rows an item gives.
    pub rows: fn(&T) -> usize,
}

/// A column, in the order in which people ask: what is it called, what is it, how is it filled.
pub fn column<T, F>(name: &str, kind: Kind, unit: &str, doc: &str, get: F) -> Column<T>
where
    F: for<'a> Fn(Row<'a, T>) -> Datum<'a> + Send + Sync + 'static,
{
    Column {
        name: name.to_string(),
        kind,
        unit: unit.to_string(),
        doc: doc.to_string(),
        prose: false,
        get: Box::new(get),
    }
}

impl<T> Column<T> {
    pub fn prose(self) -> Column<T> {
        Column { prose: true, ..self }
    }
}

impl<T> Table<T> {
    /// The Arrow schema; each field carries its description and unit.
    pub fn schema(&self) -> Arc<Schema> {
        let fields = self.columns.iter().map(|column| {
            let mut about = HashMap::from([("description".to_string(), column.doc.clone())]);
            if !column.unit.is_empty() {
                about.insert("unit".to_string(), column.unit.clone());
            }
            Field::new(&column.name, column.kind.data_type(), true).with_metadata(about)
        });
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    }
}

/// Rows collected column by column until there are enough for a batch.
pub struct Batch {
    builders: Vec<Builder>,
    pub rows: usize,
    /// Bytes of text held.
    pub text: usize,
}

enum Builder {
    Text(StringBuilder),
    Int64(Int64Builder),
    Int32(Int32Builder),
    Float64(Float64Builder),
    Float32(Float32Builder),
    Date(Date32Builder),
    Flag(BooleanBuilder),
}

impl Batch {
    pub fn new<T>(table: &Table<T>) -> Batch {
        let builders = table.columns.iter().map(|column| match column.kind {
            Kind::Text => Builder::Text(StringBuilder::new()),
            Kind::Int64 => Builder::Int64(Int64Builder::new()),
            Kind::Int32 => Builder::Int32(Int32Builder::new()),
            Kind::Float64 => Builder::Float64(Float64Builder::new()),
            Kind::Float32 => Builder::Float32(Float32Builder::new()),
            Kind::Date => Builder::Date(Date32Builder::new()),
            Kind::Flag => Builder::Flag(BooleanBuilder::new()),
        });
        Batch { builders: builders.collect(), rows: 0, text: 0 }
    }

    /// Appends one row of an item.
    pub fn push<T>(&mut self, table: &Table<T>, item: &T, index: usize, measures: Measures<'_>) -> Result<()> {
        for (column, builder) in table.columns.iter().zip(&mut self.builders) {
            let datum = (column.get)(Row { item, index, measures });
            if let Datum::Text(text) = &datum {
                self.text += text.len();
            }
            if !builder.push(datum) {
                bail!(
                    "table {}: column {} was given a value that is not {}",
                    table.name,
                    column.name,
                    column.kind.name()
                );
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// The rows so far as a record batch; the batch is empty afterwards.
    pub fn take(&mut self, schema: Arc<Schema>) -> Result<RecordBatch> {
        let arrays = self.builders.iter_mut().map(Builder::finish).collect();
        self.rows = 0;
        self.text = 0;
        Ok(RecordBatch::try_new(schema, arrays)?)
    }
}

impl Builder {
    /// False if the value is not of the column's kind: a bug in a table's list, not in a report.
    fn push(&mut self, datum: Datum<'_>) -> bool {
        match (self, datum) {
            (Builder::Text(to), Datum::Text(text)) => to.append_value(text),
            (Builder::Int64(to), Datum::Int(value)) => to.append_value(value),
            (Builder::Int32(to), Datum::Int(value)) => match i32::try_from(value) {
                Ok(value) => to.append_value(value),
                Err(_) => return false,
            },
            (Builder::Float64(to), Datum::Float(value)) => to.append_value(value),
            (Builder::Float32(to), Datum::Float(value)) => to.append_value(value as f32),
            (Builder::Date(to), Datum::Date(days)) => to.append_value(days),
            (Builder::Flag(to), Datum::Flag(flag)) => to.append_value(flag),
            (Builder::Text(to), Datum::Null) => to.append_null(),
            (Builder::Int64(to), Datum::Null) => to.append_null(),
            (Builder::Int32(to), Datum::Null) => to.append_null(),
            (Builder::Float64(to), Datum::Null) => to.append_null(),
            (Builder::Float32(to), Datum::Null) => to.append_null(),
            (Builder::Date(to), Datum::Null) => to.append_null(),
            (Builder::Flag(to), Datum::Null) => to.append_null(),
            _ => return false,
        }
        true
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(from) => Arc::new(from.finish()),
            Builder::Int64(from) => Arc::new(from.finish()),
            Builder::Int32(from) => Arc::new(from.finish()),
            Builder::Float64(from) => Arc::new(from.finish()),
            Builder::Float32(from) => Arc::new(from.finish()),
            Builder::Date(from) => Arc::new(from.finish()),
            Builder::Flag(from) => Arc::new(from.finish()),
        }
    }
}

impl<'a> From<&'a str> for Datum<'a> {
    fn from(text: &'a str) -> Datum<'a> {
        Datum::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Datum<'a> {
    fn from(text: &'a String) -> Datum<'a> {
        Datum::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Datum<'_> {
    fn from(text: String) -> Self {
        Datum::Text(Cow::Owned(text))
    }
}

impl From<i64> for Datum<'_> {
    fn from(value: i64) -> Self {
        Datum::Int(value)
    }
}

impl From<i32> for Datum<'_> {
    fn from(value: i32) -> Self {
        Datum::Int(i64::from(value))
    }
}

impl From<u32> for Datum<'_> {
    fn from(value: u32) -> Self {
        Datum::Int(i64::from(value))
    }
}

impl From<bool> for Datum<'_> {
    fn from(flag: bool) -> Self {
        Datum::Flag(flag)
    }
}

impl From<Date> for Datum<'_> {
    fn from(date: Date) -> Self {
        Datum::Date(date.days())
    }
}

impl From<Number> for Datum<'_> {
    fn from(number: Number) -> Self {
        Datum::Float(float(number))
    }
}

impl<'a, D: Into<Datum<'a>>> From<Option<D>> for Datum<'a> {
    fn from(value: Option<D>) -> Datum<'a> {
        value.map_or(Datum::Null, Into::into)
    }
}

/// The nearest Float64 of an exact number.
pub fn float(number: Number) -> f64 {
    const EXACT: u64 = 1 << 53;
    if number.0.unsigned_abs() <= EXACT {
        // Both operands are exact, so that the division is rounded once.
        return number.0 as f64 / Number::SCALE as f64;
    }
    number.to_string().parse().expect("a number prints as a decimal")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_becomes_the_nearest_float() {
        assert_eq!(float(Number(1_500_000)), 1.5);
        assert_eq!(float(Number(100_000)), 0.1);
        assert_eq!(float(Number(-123_456_789)), -123.456789);
        assert_eq!(float(Number(9_007_199_254_740_993)), "9007199254.740993".parse::<f64>().unwrap());
        assert_eq!(float(Number::ZERO), 0.0);
    }

    #[test]
    fn a_value_of_another_kind_is_an_error_and_null_is_never_one() {
        let table = Table::<i64> {
            name: "t".into(),
            doc: String::new(),
            yearly: false,
            columns: vec![column("n", Kind::Text, "", "", |row: Row<'_, i64>| match *row.item {
                0 => Datum::Null,
                n => n.into(),
            })],
            rows: |_| 1,
        };
        let measures = Measures { metrics: &[], headline: &[] };
        let mut batch = Batch::new(&table);
        assert!(batch.push(&table, &0, 0, measures).is_ok());
        assert!(batch.push(&table, &1, 0, measures).is_err());
    }
}
