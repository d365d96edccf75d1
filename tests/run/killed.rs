//! Runs that are killed with SIGKILL. The run is this very test binary, started again for one test: `a_run_to_be_killed`.

use crate::room::{bytes_of, catalog, order, room, run, sample, tables};
use nianbao::pipeline;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicBool;

/// Where the child finds its warehouse, and the number of files after which it waits to be killed.
const WAREHOUSE: &str = "NIANBAO_TEST_WAREHOUSE";
const WAIT_AFTER: &str = "NIANBAO_TEST_WAIT_AFTER";

/// Does nothing unless a test of this file started it.
#[test]
#[ignore = "the child of the tests beside it"]
fn a_run_to_be_killed() {
    let Some(warehouse) = std::env::var_os(WAREHOUSE) else { return };
    let warehouse = PathBuf::from(warehouse);
    let wait_after: Option<u64> = std::env::var(WAIT_AFTER).ok().and_then(|text| text.parse().ok());
    let order = pipeline::Order { full: true, ..order(&[sample()], &warehouse) };
    let progress = |done: u64, _: u64, _: u64| {
        if wait_after.is_some_and(|after| done >= after) {
            std::fs::write(warehouse.join("reached"), "").unwrap();
            loop {
                std::thread::park();
            }
        }
    };
    pipeline::run(catalog(), &order, &AtomicBool::new(false), &progress).unwrap();
}

fn child(warehouse: &Path, wait_after: Option<u64>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "killed::a_run_to_be_killed", "--ignored"]).env(WAREHOUSE, warehouse);
    if let Some(after) = wait_after {
        command.env(WAIT_AFTER, after.to_string());
    }
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Kills the child once `ready`; whether the kill came before its end.
fn kill_when(mut child: Child, ready: impl Fn() -> bool) -> bool {
    while !ready() {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::yield_now();
    }
    child.kill().unwrap();
    // A process that ended by itself has an exit code; one that was killed has none.
    child.wait().unwrap().code().is_none()
}

fn target(warehouse: &Path) -> PathBuf {
    std::fs::read_link(warehouse.join("current")).unwrap()
}

/// What must hold after a kill: readers see what they saw, and the next run publishes the right rows.
fn assert_untouched(warehouse: &Path, before: &Path, bytes: &std::collections::BTreeMap<String, String>) {
    assert_eq!(target(warehouse), before, "the killed run did not move `current`");
    assert!(bytes_of(&warehouse.join("current")) == *bytes, "the killed run did not touch the snapshot");
    let rows = tables(&warehouse.join("current"));
    let next = run(catalog(), &order(&[sample()], warehouse)).unwrap();
    assert_ne!(target(warehouse), before, "the next run publishes");
    for (name, table) in tables(&next.snapshot) {
        assert!(table.0 == rows[&name].0, "{name} has other rows after a killed run");
    }
    assert!(!warehouse.join(".staging").exists(), "nothing is left behind");
}

#[test]
fn killed_while_reading() {
    let warehouse = room("killed-reading");
    run(catalog(), &order(&[sample()], &warehouse)).unwrap();
    let (before, bytes) = (target(&warehouse), bytes_of(&warehouse.join("current")));
    let reached = warehouse.join("reached");
    assert!(kill_when(child(&warehouse, Some(1)), || reached.exists()), "the child waits to be killed");
    std::fs::remove_file(reached).unwrap();
    assert_untouched(&warehouse, &before, &bytes);
}

#[test]
fn killed_while_writing() {
    let warehouse = room("killed-writing");
    run(catalog(), &order(&[sample()], &warehouse)).unwrap();
    let staged = warehouse.join(".staging/snapshot/facts");
    // The window is short: should a child come through, it published a snapshot of its own, and the next one is tried.
    for _ in 0..20 {
        let (before, bytes) = (target(&warehouse), bytes_of(&warehouse.join("current")));
        if kill_when(child(&warehouse, None), || staged.exists()) && target(&warehouse) == before {
            return assert_untouched(&warehouse, &before, &bytes);
        }
    }
    panic!("no child could be killed while it was writing");
}

#[test]
fn a_lock_is_held_by_one_run() {
    let warehouse = room("locked");
    let reached = warehouse.join("reached");
    let mut child = child(&warehouse, Some(0));
    while !reached.exists() {
        assert!(child.try_wait().unwrap().is_none(), "the child waits");
        std::thread::yield_now();
    }
    let Err(error) = run(catalog(), &order(&[sample()], &warehouse)) else { panic!("two runs at once") };
    assert!(error.to_string().contains("lock"), "{error:#}");
    child.kill().unwrap();
    child.wait().unwrap();
    run(catalog(), &order(&[sample()], &warehouse)).expect("the lock of a dead run is free");
}
