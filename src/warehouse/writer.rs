//! One Parquet file: rows in, bytes with their hash out. Knows no particular table and no snapshot.

use super::table::{Batch, Measures, Table};
use crate::model::hex;
use anyhow::{Context, Result};
use arrow_schema::Schema;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// Rows, or bytes of text, that make a batch: what is held before Arrow compresses it.
const BATCH_ROWS: usize = 4096;
const BATCH_TEXT: usize = 4 << 20;
/// A row group ends at either bound: so many cells, for each column keeps a page and the state of its compressor, or so many
/// bytes written and not yet on disk. A writer never holds more, however many rows there are.
const GROUP_CELLS: usize = 1 << 19;
const GROUP_BYTES: usize = 2 << 20;

/// A finished file of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Below the snapshot's folder, with `/`.
    pub path: String,
    pub rows: u64,
    pub bytes: u64,
    pub sha256: String,
}

/// Writes one table of one year, or of the snapshot.
pub struct TableWriter<'a, T> {
    table: &'a Table<T>,
    measures: Measures<'a>,
    schema: Arc<Schema>,
    batch: Batch,
    arrow: ArrowWriter<Hashed>,
    path: String,
    rows: u64,
}

impl<'a, T> TableWriter<'a, T> {
    /// Creates the first file of the table below `folder`; `snapshot` goes into its footer.
    pub fn create(
        table: &'a Table<T>,
        measures: Measures<'a>,
        folder: &Path,
        year: Option<i32>,
        snapshot: &str,
    ) -> Result<TableWriter<'a, T>> {
        let path = match year {
            Some(year) => format!("{}/year={year}/part-0.parquet", table.name),
            None => format!("{}/part-0.parquet", table.name),
        };
        TableWriter::at(path, table, measures, folder, snapshot)
    }

    /// Creates the second file of a year: rows that other years have a say in, so that the first can be linked.
    pub fn second(
        table: &'a Table<T>,
        measures: Measures<'a>,
        folder: &Path,
        year: i32,
        snapshot: &str,
    ) -> Result<TableWriter<'a, T>> {
        TableWriter::at(format!("{}/year={year}/part-1.parquet", table.name), table, measures, folder, snapshot)
    }

    fn at(
        path: String,
        table: &'a Table<T>,
        measures: Measures<'a>,
        folder: &Path,
        snapshot: &str,
    ) -> Result<TableWriter<'a, T>> {
        let file = folder.join(&path);
        std::fs::create_dir_all(file.parent().unwrap_or(folder))?;
        // New, never over an old file: that may be a link into an older snapshot.
        let file = File::create_new(&file).with_context(|| format!("cannot create {}", file.display()))?;
        let sink = Hashed { file: BufWriter::with_capacity(1 << 18, file), hash: Sha256::new(), bytes: 0 };
        let schema = table.schema();
        let about = table.columns.iter().map(|column| About {
            name: &column.name,
            doc: &column.doc,
            unit: &column.unit,
            prose: column.prose,
        });
        let properties = properties(&table.doc, &about.collect::<Vec<_>>(), snapshot)?;
        let arrow = ArrowWriter::try_new(sink, schema.clone(), Some(properties))?;
        Ok(TableWriter { table, measures, schema, batch: Batch::new(table), arrow, path, rows: 0 })
    }

    /// Appends all rows of an item.
    pub fn append(&mut self, item: &T) -> Result<()> {
        for index in 0..(self.table.rows)(item) {
            self.batch.push(self.table, item, index, self.measures)?;
            self.rows += 1;
            if self.batch.rows >= BATCH_ROWS || self.batch.text >= BATCH_TEXT {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let batch = self.batch.take(self.schema.clone())?;
        self.arrow.write(&batch).with_context(|| format!("cannot write {}", self.path))
    }

    /// Ends the file and makes it durable.
    pub fn close(mut self) -> Result<Part> {
        self.flush()?;
        let sink = self.arrow.into_inner().with_context(|| format!("cannot write {}", self.path))?;
        let Hashed { file, hash, bytes } = sink;
        let file = file.into_inner().map_err(|error| error.into_error())?;
        file.sync_all().with_context(|| format!("cannot write {}", self.path))?;
        Ok(Part { path: self.path, rows: self.rows, bytes, sha256: hex(&hash.finalize()) })
    }
}

/// A table of few items, written at once.
pub fn write_whole<T>(
    table: &Table<T>,
    measures: Measures<'_>,
    folder: &Path,
    snapshot: &str,
    items: impl IntoIterator<Item = T>,
) -> Result<Part> {
    let mut writer = TableWriter::create(table, measures, folder, None, snapshot)?;
    for item in items {
        writer.append(&item)?;
    }
    writer.close()
}

/// What a file's footer says of a column.
pub struct About<'a> {
    pub name: &'a str,
    pub doc: &'a str,
    /// Empty where the column counts or measures nothing.
    pub unit: &'a str,
    /// Long text that never repeats: a dictionary of it would only cost.
    pub prose: bool,
}

/// How a file of the warehouse is written, with the snapshot and the meaning of its columns in the footer.
pub fn properties(doc: &str, columns: &[About<'_>], snapshot: &str) -> Result<WriterProperties> {
    let mut about = vec![
        KeyValue::new("snapshot".to_string(), snapshot.to_string()),
        KeyValue::new("description".to_string(), doc.to_string()),
    ];
    for column in columns {
        about.push(KeyValue::new(format!("description.{}", column.name), column.doc.to_string()));
        if !column.unit.is_empty() {
            about.push(KeyValue::new(format!("unit.{}", column.name), column.unit.to_string()));
        }
    }
    let mut properties = WriterProperties::builder()
        .set_created_by(concat!("nianbao version ", env!("CARGO_PKG_VERSION")).to_string())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        // Statistics by page are what makes the writer add column and offset indexes.
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(Some(GROUP_CELLS / columns.len().max(1)))
        .set_max_row_group_bytes(Some(GROUP_BYTES))
        .set_key_value_metadata(Some(about));
    for column in columns.iter().filter(|column| column.prose) {
        let path = ColumnPath::from(column.name);
        properties = properties.set_column_dictionary_enabled(path, false);
    }
    Ok(properties.build())
}

/// A file that hashes what goes into it.
struct Hashed {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
