//! The program as its users meet it: exit codes, what goes to stdout and what to stderr, signals. Knows nothing of the inside.

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
    for verb in ["run", "parse", "explain", "check", "dictionary"] {
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
fn a_run_publishes_and_says_so_on_the_last_line() {
    let folder = tree();
    let output = run(&folder, &["--summary", "json", "--jobs", "1", "--answers"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(err(&output).is_empty(), "a pipe gets no bar and no log: {}", err(&output));
    let text = out(&output);
    assert!(text.lines().count() > 3, "a table of answers comes first");
    let summary: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let count = |name: &str| summary[name].as_u64().unwrap_or_else(|| panic!("{name} in {summary}"));
    assert_eq!(summary["snapshot"], "000001");
    assert_eq!((count("files"), count("parsed"), count("reports"), count("refused")), (4, 4, 3, 1));
    assert_eq!(count("files"), count("reports") + count("duplicates") + count("superseded") + count("refused"));
    assert_eq!(count("files"), count("parsed") + count("reused"));
    let bytes: u64 = REPORTS.iter().chain(&["note.txt"]).map(|name| fs::metadata(folder.path().join("in").join(name)).unwrap().len()).sum();
    assert_eq!(count("bytes"), bytes);
    assert!(count("facts") > 100 && summary["seconds"].as_f64().unwrap() > 0.0 && summary["mb_per_s"].is_f64());
    assert!(folder.path().join("warehouse/current/manifest.json").is_file());

    let again = run(&folder, &[]);
    assert_eq!(code(&again), 0);
    assert!(out(&again).starts_with("snapshot 000002: 4 files ("), "{}", out(&again));
    assert_eq!(out(&again).lines().count(), 1);
    let full = run(&folder, &["--full", "--summary", "json", "--include", "hubei/**", "--exclude", "**/2022.html"]);
    let summary: Value = serde_json::from_str(out(&full).trim()).unwrap();
    assert_eq!((summary["files"].as_u64(), summary["parsed"].as_u64(), summary["reused"].as_u64()), (Some(1), Some(1), Some(0)));
    assert_eq!(code(&full), 1, "two of three reports are gone");
    assert!(err(&full).contains("expectation failed: 1 of 3 reports"), "{}", err(&full));
}

#[test]
fn a_failed_expectation_is_published_and_told() {
    let folder = tree();
    let strict = config("rules.toml", "refused_percent      = 50", "refused_percent      = 0");
    let log = folder.path().join("log.json");
    let output = run(&folder, &["--config", strict.path().to_str().unwrap(), "--log-json", log.to_str().unwrap()]);
    assert_eq!(code(&output), 1, "{}", err(&output));
    assert_eq!(err(&output), "nianbao: expectation failed: 1 of 4 files were refused; at most 0 % were expected\n");
    assert!(out(&output).starts_with("snapshot 000001: "));
    assert!(folder.path().join("warehouse/current").is_dir());
    let log = fs::read_to_string(log).unwrap();
    let events: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.last().unwrap()["fields"]["exit"], 1);
    assert!(events.iter().any(|event| event["level"] == "ERROR" && event["fields"]["message"].as_str().unwrap().contains("refused")));
}

#[test]
fn what_cannot_be_done_publishes_nothing() {
    let folder = tree();
    let broken = config("rules.toml", "refused_percent      = 50", "refused_percent      = 500");
    let output = run(&folder, &["--config", broken.path().to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("rules.toml:237: "), "{}", err(&output));

    let output = run(&folder, &["--include", "*.pdf"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("no input"), "{}", err(&output));
    let output = run(&folder, &["--include", "a{"]);
    assert_eq!(code(&output), 2);
    let output = run(&folder, &["--input", "/there/is/no/such/folder"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("/there/is/no/such/folder"));

    let input = folder.path().to_str().unwrap();
    let output = run(&folder, &["--input", input]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("lies inside the input"), "{}", err(&output));
    assert!(!folder.path().join("warehouse").exists(), "nothing was touched");

    fs::create_dir(folder.path().join("warehouse")).unwrap();
    let lock = fs::File::create(folder.path().join("warehouse/.lock")).unwrap();
    lock.lock().unwrap();
    let output = run(&folder, &[]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("another run holds the lock"), "{}", err(&output));
    assert!(out(&output).is_empty() && !folder.path().join("warehouse/current").exists());
}

#[test]
fn a_signal_ends_a_run_that_then_publishes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (input, warehouse) = (folder.path().join("in"), folder.path().join("warehouse"));
    fs::create_dir(&input).unwrap();
    let page = fs::read(root().join("data/sample").join(REPORTS[1])).unwrap();
    for number in 0..3000 {
        fs::write(input.join(format!("{number:04}.html")), &page).unwrap();
    }
    let arguments = ["run", "--jobs", "1", "--input", input.to_str().unwrap(), "--warehouse", warehouse.to_str().unwrap()];
    let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut looks = 0_u64;
    while !warehouse.join(".staging/snapshot").exists() {
        assert!(child.try_wait().unwrap().is_none(), "the run ended before it began");
        looks += 1;
        assert!(looks < 20_000_000, "the run never began");
        std::thread::yield_now();
    }
    let kill = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 2, "{}", out(&output));
    assert_eq!(err(&output), "nianbao: stopped by a signal: nothing was published\n");
    assert!(!warehouse.join("current").exists() && !warehouse.join(".staging").exists());
}

#[test]
fn parse_shows_values_with_the_characters_behind_them() {
    let path = root().join("data/sample").join(REPORTS[1]);
    let note = root().join("data/sample/README.md");
    let output = nianbao(&["parse", path.to_str().unwrap()]);
    assert_eq!(code(&output), 0);
    let text = out(&output);
    assert!(text.contains("云梦县人民政府 (government, county)"), "{text}");
    let fact = text.lines().position(|line| line.starts_with("  applications.received_new  58 件  printed exact area ")).expect("the fact");
    let evidence = text.lines().nth(fact + 1).unwrap();
    assert!(evidence.contains("grid t2021/applications") && evidence.contains("«58»"), "{evidence}");
    assert!(text.contains("\nequations  ") && !text.contains('\u{1b}'));
    let all = out(&nianbao(&["parse", "--all", path.to_str().unwrap()]));
    assert!(all.lines().count() > text.lines().count() && !all.contains("\nblank ("));

    let output = nianbao(&["parse", "--json", path.to_str().unwrap(), note.to_str().unwrap(), "/no/such/file"]);
    assert_eq!(code(&output), 1, "two of the files are no reports");
    let lines: Vec<Value> = out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.iter().map(|line| line["state"].as_str().unwrap()).collect::<Vec<_>>(), ["report", "refused", "refused"]);
    assert_eq!(lines[2]["reason"], "unreadable");
    let facts = lines[0]["facts"].as_array().unwrap();
    let fact = facts.iter().find(|fact| fact["metric"] == "applications.received_new" && fact["facet"].is_null()).unwrap();
    assert_eq!((fact["value"].as_i64(), fact["state"].as_str()), (Some(58), Some("printed")));
    let claim = &lines[0]["observations"][fact["observation"].as_u64().unwrap() as usize];
    let byte = |name: &str| claim[name].as_u64().unwrap() as usize;
    assert_eq!(&lines[0]["text"].as_str().unwrap()[byte("span_start")..byte("span_end")], "58");
    // Null is never zero: what carries no value has none in JSON either.
    for fact in facts {
        let number = ["printed", "words", "solved", "derived", "conflict"].contains(&fact["state"].as_str().unwrap());
        assert_eq!(fact["value"].is_number(), number, "{fact}");
    }
}

#[test]
fn explain_leads_a_fact_back_to_its_characters() {
    let folder = tree();
    assert_eq!(code(&run(&folder, &[])), 0);
    let warehouse = folder.path().join("warehouse");
    let explain = |agency: &str, year: &str, metric: &str, json: bool| {
        let mut arguments = vec!["explain", "--warehouse", warehouse.to_str().unwrap(), "--agency", agency, "--year", year, "--metric", metric];
        if json {
            arguments.push("--json");
        }
        nianbao(&arguments)
    };
    for agency in ["云梦县人民政府", "云梦县", "420923", "云梦"] {
        let output = explain(agency, "2023", "applications.received_new", false);
        assert_eq!(code(&output), 0, "{agency}: {}", err(&output));
        let text = out(&output);
        for part in ["58 件", "hubei/yunmeng/2023.html", "grid t2021/applications", "«58»", "holds  application-flow ", "applications.carried_in 4"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("another configuration"));
    }
    let value: Value = serde_json::from_str(&out(&explain("420923", "2023", "applications.received_new", true))).unwrap();
    assert_eq!((value["fact"]["value"].as_f64(), value["report"]["agency_id"].as_str()), (Some(58.0), Some("gov:420923")));
    assert!(value["observations"][0]["line"].as_str().unwrap().contains("«58»"));

    for (agency, year, metric, told) in [
        ("县人民政府", "2023", "applications.received_new", ""),
        ("县", "2030", "applications.received_new", "2021, 2022, 2023"),
        ("云梦县", "2021", "applications.received_new", "2022, 2023"),
        ("北京市", "2023", "applications.received_new", "云梦县人民政府"),
        ("云梦县", "2023", "applications.recieved_new", "applications.received_new"),
        ("云梦县", "2023", "staff.total", "no fact of staff.total"),
    ] {
        let output = explain(agency, year, metric, false);
        let found = told.is_empty();
        assert_eq!(code(&output), if found { 0 } else { 2 }, "{}", err(&output));
        assert!(err(&output).contains(told), "{told} in {}", err(&output));
    }
    let nowhere = nianbao(&["explain", "--warehouse", "/no/such", "--agency", "x", "--year", "2023", "--metric", "staff.total"]);
    assert_eq!(code(&nowhere), 2);
    assert!(err(&nowhere).contains("no published snapshot"));
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
