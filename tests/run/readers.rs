//! The warehouse as other programs open it: DuckDB, pandas and polars run `tests/python/readers.py` over the sample's snapshot,
//! in a virtual environment below `target/`. Knows no table.
//!
//! Where there is no python3 or no way to install packages, the test says so on stderr and passes: it then tested nothing.

use crate::room::published;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[test]
fn duckdb_pandas_and_polars_agree() {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python");
    let python = match environment(&scripts.join("requirements.txt")) {
        Ok(python) => python,
        Err(reason) => {
            // Past the capture of the test harness: a skipped test must be seen.
            let message = format!("\nSKIPPED duckdb_pandas_and_polars_agree: {reason}\n\n");
            std::io::stderr().write_all(message.as_bytes()).unwrap();
            return;
        }
    };
    let warehouse = published().ancestors().nth(2).unwrap();
    let output = Command::new(python).arg(scripts.join("readers.py")).arg(warehouse).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("readers agree"), "{}", said(&output));
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
