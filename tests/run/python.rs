//! Python for the tests that need it: a virtual environment below `target/` for each list of pinned packages in
//! `tests/python/`. Knows no test.
//!
//! Where there is no python3 or no way to install packages, a test says so on stderr and passes: it then tested nothing.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A file of `tests/python/`.
pub fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python").join(name)
}

/// The interpreter of an environment that holds the packages of `tests/python/NAME.txt`; or why there is none.
pub fn environment(name: &str) -> Result<PathBuf, String> {
    let requirements = script(&format!("{name}.txt"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python").join(name);
    let (python, mark) = (folder.join("bin/python"), folder.join("installed.txt"));
    let wanted = std::fs::read_to_string(&requirements).unwrap();
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    step("python3 -m venv", Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "30"];
    step("pip install", Command::new(&python).args(quiet).arg("--requirement").arg(&requirements))?;
    std::fs::write(&mark, wanted).unwrap();
    Ok(python)
}

fn step(name: &str, command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{name} failed: {}", said(&output).trim())) }
}

/// Everything that a program printed.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Past the capture of the test harness: a skipped test must be seen.
pub fn skipped(test: &str, reason: &str) {
    told(&format!("SKIPPED {test}: {reason}"));
}

/// What a person should see also where the test passes.
pub fn told(message: &str) {
    std::io::stderr().write_all(format!("\n{message}\n\n").as_bytes()).unwrap();
}
