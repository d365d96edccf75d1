//! Runs: what is published, what is said of it, and what stops them.

use super::{REPORTS, code, command, config, err, out, root, run, tree};
use serde_json::Value;
use std::fs;
use std::process::{Command, Stdio};

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
    let bytes: u64 = REPORTS
        .iter()
        .chain(&["note.txt"])
        .map(|name| fs::metadata(folder.path().join("in").join(name)).unwrap().len())
        .sum();
    assert_eq!(count("bytes"), bytes);
    assert!(summary["unclaimed"].is_u64(), "figures that nothing has claimed are counted");
    assert!(count("facts") > 100 && summary["seconds"].as_f64().unwrap() > 0.0 && summary["mb_per_s"].is_f64());
    assert!(folder.path().join("warehouse/current/manifest.json").is_file());

    let again = run(&folder, &[]);
    assert_eq!(code(&again), 0);
    assert!(out(&again).starts_with("snapshot 000002: 4 files ("), "{}", out(&again));
    assert_eq!(out(&again).lines().count(), 1);
    let full = run(&folder, &["--full", "--summary", "json", "--include", "hubei/**", "--exclude", "**/2022.html"]);
    let summary: Value = serde_json::from_str(out(&full).trim()).unwrap();
    assert_eq!(
        (summary["files"].as_u64(), summary["parsed"].as_u64(), summary["reused"].as_u64()),
        (Some(1), Some(1), Some(0))
    );
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
    assert!(events.iter().any(|event| {
        event["level"] == "ERROR" && event["fields"]["message"].as_str().unwrap().contains("refused")
    }));
}

#[test]
fn what_cannot_be_done_publishes_nothing() {
    let folder = tree();
    let broken = config("rules.toml", "refused_percent      = 50", "refused_percent      = 500");
    let output = run(&folder, &["--config", broken.path().to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    let fault = err(&output);
    let (line, what) = fault.split_once("rules.toml:").and_then(|(_, rest)| rest.split_once(": ")).expect(&fault);
    assert!(line.parse::<u32>().is_ok() && what.starts_with("a percentage is outside 0 to 100"), "{fault}");

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
    let arguments =
        ["run", "--jobs", "1", "--input", input.to_str().unwrap(), "--warehouse", warehouse.to_str().unwrap()];
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
