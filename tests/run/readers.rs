//! The warehouse as other programs open it: DuckDB, pandas and polars run `tests/python/readers.py` over the sample's snapshot,
//! and `documented.py` what the pages for researchers show, in a virtual environment below `target/`. Knows no table.
//!
//! Where there is no python3 or no way to install packages, a test says so on stderr and passes: it then tested nothing.

use crate::room::published;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

#[test]
fn duckdb_pandas_and_polars_agree() {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python");
    let Some(output) = python("duckdb_pandas_and_polars_agree", &scripts.join("readers.py"), &[]) else {
        return;
    };
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("readers agree"), "{}", said(&output));
}

/// What the pages for researchers show is what works: every query and snippet of them is run over the sample.
#[test]
fn the_documentation_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (script, page) = (root.join("tests/python/documented.py"), root.join("docs/researchers.md"));
    let Some(output) = python("the_documentation_runs", &script, &[&page]) else {
        return;
    };
    assert!(output.status.success(), "{}", said(&output));
    let queries = said(&output).split_once(" queries").and_then(|(count, _)| count.trim().parse::<usize>().ok());
    assert!(queries >= Some(10), "the page has queries: {}", said(&output));
}

/// A script's run over the sample's warehouse; none where there is no Python to run it.
fn python(test: &str, script: &Path, more: &[&Path]) -> Option<Output> {
    static READY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let requirements = script.with_file_name("requirements.txt");
    match READY.get_or_init(|| environment(&requirements)) {
        Ok(python) => {
            let warehouse = published().ancestors().nth(2).unwrap();
            Some(Command::new(python).arg(script).arg(warehouse).args(more).output().unwrap())
        }
        Err(reason) => {
            // Past the capture of the test harness: a skipped test must be seen.
            let message = format!("\nSKIPPED {test}: {reason}\n\n");
            std::io::stderr().write_all(message.as_bytes()).unwrap();
            None
        }
    }
}

/// The interpreter of an environment that holds the pinned packages; or why there is none.
fn environment(requirements: &Path) -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
    let (python, mark) = (folder.join("bin/python"), folder.join("installed.txt"));
    let wanted = std::fs::read_to_string(requirements).unwrap();
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    step("python3 -m venv", Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "30"];
    step("pip install", Command::new(&python).args(quiet).arg("--requirement").arg(requirements))?;
    std::fs::write(&mark, wanted).unwrap();
    Ok(python)
}

fn step(name: &str, command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{name} failed: {}", said(&output).trim())) }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
