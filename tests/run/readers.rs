//! The warehouse as other programs open it: DuckDB, pandas and polars run `tests/python/readers.py` over the sample's snapshot,
//! and `documented.py` what the pages for researchers show, in a virtual environment below `target/`. Knows no table.

use crate::python::{environment, said, script, skipped};
use crate::room::published;
use std::path::Path;
use std::process::{Command, Output};

#[test]
fn duckdb_pandas_and_polars_agree() {
    let Some(output) = over_the_sample("duckdb_pandas_and_polars_agree", "readers.py", &[]) else {
        return;
    };
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("readers agree"), "{}", said(&output));
}

/// What the pages for researchers show is what works: every query and snippet of them is run over the sample.
#[test]
fn the_documentation_runs() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/researchers.md");
    let Some(output) = over_the_sample("the_documentation_runs", "documented.py", &[&page]) else {
        return;
    };
    assert!(output.status.success(), "{}", said(&output));
    let queries = said(&output).split_once(" queries").and_then(|(count, _)| count.trim().parse::<usize>().ok());
    assert!(queries >= Some(10), "the page has queries: {}", said(&output));
}

/// A script's run over the sample's warehouse; none, said aloud, where there is no Python to run it.
fn over_the_sample(test: &str, name: &str, more: &[&Path]) -> Option<Output> {
    match environment("readers") {
        Ok(python) => {
            let warehouse = published().ancestors().nth(2).unwrap();
            Some(Command::new(python).arg(script(name)).arg(warehouse).args(more).output().unwrap())
        }
        Err(reason) => {
            skipped(test, &reason);
            None
        }
    }
}
