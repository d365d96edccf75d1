//! The warehouse as other programs open it: DuckDB, pandas and polars run `tests/python/readers.py` over the sample's snapshot,
//! in a virtual environment below `target/`. Knows no table.

use crate::python::{environment, said, script, skipped};
use crate::room::published;
use std::process::Command;

#[test]
fn duckdb_pandas_and_polars_agree() {
    let python = match environment("readers") {
        Ok(python) => python,
        Err(reason) => return skipped("duckdb_pandas_and_polars_agree", &reason),
    };
    let warehouse = published().ancestors().nth(2).unwrap();
    let output = Command::new(python).arg(script("readers.py")).arg(warehouse).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("readers agree"), "{}", said(&output));
}
