//! The program as its users meet it: exit codes, what goes to stdout and what to stderr. Knows nothing of the inside.

mod ask;
mod between;
mod compare;
mod run;

use serde_json::Value;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const REPORTS: [&str; 3] = ["hubei/yunmeng/2022.html", "hubei/yunmeng/2023.html", "ningxia/pingluo/2021.html"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn nianbao(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.args(arguments).env_remove("NIANBAO_LOG").env_remove("NO_COLOR");
    command
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program ended by itself")
}

/// Three reports and a note that is none, under `in`; the warehouse is to be `warehouse` beside it.
fn tree() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in REPORTS {
        let to = folder.path().join("in").join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(root().join("data/sample").join(name), to).unwrap();
    }
    fs::write(folder.path().join("in/note.txt"), "这里没有报告。\n").unwrap();
    folder
}

/// The configuration in a folder of its own, with `old` replaced by `new` in one file.
fn config(name: &str, old: &str, new: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("config"), folder.path());
    let text = fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(text.contains(old), "{name} has no {old}");
    fs::write(folder.path().join(name), text.replacen(old, new, 1)).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &to) } else { fs::copy(&path, to).map(|_| ()).unwrap() }
    }
}

fn run(folder: &TempDir, more: &[&str]) -> Output {
    let (input, warehouse) = (folder.path().join("in"), folder.path().join("warehouse"));
    let mut arguments = vec!["run", "--input", input.to_str().unwrap(), "--warehouse", warehouse.to_str().unwrap()];
    arguments.extend(more);
    nianbao(&arguments)
}

#[test]
fn every_verb_explains_itself_with_examples() {
    for verb in ["run", "parse", "explain", "compare", "check", "dictionary"] {
        let help = nianbao(&[verb, "--help"]);
        assert_eq!(code(&help), 0);
        assert!(out(&help).contains(&format!("Examples:\n  nianbao {verb}")), "{}", out(&help));
    }
    assert!(out(&nianbao(&["--help"])).contains("Exit status:"));
    assert_eq!(out(&nianbao(&["--version"])), format!("nianbao {}\n", env!("CARGO_PKG_VERSION")));
    for wrong in [&[][..], &["run"], &["walk"], &["run", "--jobs", "0"], &["parse"], &["-v", "-q", "check"]] {
        let output = nianbao(wrong);
        assert_eq!(code(&output), 2, "{wrong:?}");
        assert!(out(&output).is_empty() && !err(&output).is_empty());
    }
}

#[test]
fn check_tells_all_faults_with_file_and_line() {
    let output = nianbao(&["check"]);
    assert_eq!(code(&output), 0);
    assert!(out(&output).trim_end().ends_with(" rules: no fault"), "{}", out(&output));
    let same = nianbao(&["check", "--config", root().join("config").to_str().unwrap()]);
    assert_eq!(out(&same), out(&output));

    let broken = config("nianbao.toml", "keep_snapshots = 3", "keep_snapshots = 0");
    fs::write(broken.path().join("corrections.toml"), "[[correction]]\nreport = 1\n").unwrap();
    let output = nianbao(&["check", "--config", broken.path().to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert!(out(&output).is_empty());
    let faults = err(&output);
    let folder = broken.path().to_str().unwrap();
    assert!(faults.lines().count() >= 2 && faults.lines().all(|line| line.starts_with(folder)), "{faults}");
    assert!(faults.contains("nianbao.toml:9: `keep_snapshots` must be above zero"), "{faults}");
    assert_eq!(code(&nianbao(&["check", "--config", "/no/such"])), 2);
}

#[test]
fn the_dictionary_goes_to_stdout_or_a_file() {
    let output = nianbao(&["dictionary"]);
    assert_eq!(code(&output), 0);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dictionary.md");
    assert_eq!(code(&nianbao(&["dictionary", "--output", file.to_str().unwrap()])), 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), out(&output));
    let json: Value = serde_json::from_str(&out(&nianbao(&["dictionary", "--format", "json"]))).unwrap();
    assert!(json["metrics"].as_array().unwrap().len() > 100);
    let away = folder.path().join("no/such/folder.md");
    assert_eq!(code(&nianbao(&["dictionary", "--output", away.to_str().unwrap()])), 2);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = command(&["dictionary"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The codebook is larger than a pipe holds: the program is still writing when the reader goes.
    let mut first = [0; 16];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), err(&output)), (0, String::new()));
}

#[test]
fn a_wrong_filter_for_the_log_is_told() {
    let output = command(&["check"]).env("NIANBAO_LOG", "nianbao=loud").output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("NIANBAO_LOG"), "{}", err(&output));
}
