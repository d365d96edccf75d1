//! What a snapshot says of itself: `manifest.json` and `load.sql`. Knows no report.

use super::writer::Part;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The counts of a run. Always `files = parsed + reused = reports + duplicates + superseded + refused`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub files: u64,
    /// Files read in this run, whatever came of them.
    pub parsed: u64,
    /// Files whose outcome was taken over from the run before.
    pub reused: u64,
    pub reports: u64,
    pub duplicates: u64,
    pub superseded: u64,
    pub refused: u64,
    /// Facts with a value.
    pub facts: u64,
    /// Figures of the reports that stand beside the noun of a metric and that nothing has claimed: what recall costs.
    #[serde(default)]
    pub unclaimed: u64,
    /// Size of all files.
    pub bytes: u64,
}

/// One year of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Year {
    pub year: i32,
    /// Hash of all records behind the year's rows: with the same program and configuration, equal rows.
    pub inputs: String,
    pub reports: u64,
    /// Facts with a value.
    pub facts: u64,
    /// Figures that nothing has claimed.
    #[serde(default)]
    pub unclaimed: u64,
    pub parts: Vec<Part>,
}

/// The manifest of a snapshot. No time stands in it: it is a function of the input, the last snapshot and the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Six digits.
    pub snapshot: String,
    pub program: String,
    /// Hash of the configuration.
    pub config: String,
    #[serde(flatten)]
    pub counts: Counts,
    pub years: Vec<Year>,
    /// The files with rows that compare reports with each other: never taken over from the last snapshot.
    #[serde(default)]
    pub across: Vec<Part>,
    /// The files that have no year.
    pub whole: Vec<Part>,
}

impl Manifest {
    pub fn read(snapshot: &Path) -> Result<Manifest> {
        let path = snapshot.join("manifest.json");
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("cannot understand {}", path.display()))
    }
}

/// DuckDB views over the tables named, each with whether it has years.
pub fn load_sql(tables: &[(String, bool)]) -> String {
    let mut sql = String::from(
        "-- DuckDB views over every table of this snapshot. Start DuckDB in this folder and run:  .read load.sql\n\
         -- From elsewhere, first:  SET file_search_path = 'path/of/this/folder';\n\
         -- year is the partition, report_year the same number in the rows.\n",
    );
    for (name, yearly) in tables {
        let (files, hive) = if *yearly { ("year=*/*.parquet", "true") } else { ("*.parquet", "false") };
        sql.push_str(&format!(
            "CREATE OR REPLACE VIEW {name} AS SELECT * FROM \
             read_parquet('{name}/{files}', hive_partitioning = {hive}, union_by_name = true);\n"
        ));
    }
    sql
}
