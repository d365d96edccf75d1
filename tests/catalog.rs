//! Broken configurations and the messages that they must give. Knows the loaders only through `Catalog`.
//!
//! Every folder of `tests/catalog` is a case: its files replace those of the good configuration, `FILE.append` is added to the
//! end of FILE, `remove.txt` names files to take away. `expected.txt` holds all faults, one a line; a line number in an appended
//! file counts from where the addition begins (`+3`). `UPDATE_EXPECT=1 cargo test` records.

use nianbao::catalog::{Catalog, Fault};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, by path from there.
fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_string(), path);
            }
        }
    }
    found
}

/// The good configuration with the case laid over it; and how many lines each appended file had before.
fn lay(case: &Path, config: &Path) -> BTreeMap<String, usize> {
    for (name, path) in files(&root().join("config")) {
        let to = config.join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(path, to).unwrap();
    }
    let mut before = BTreeMap::new();
    for (name, path) in files(case) {
        if name == "expected.txt" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        if name == "remove.txt" {
            text.lines().for_each(|line| fs::remove_file(config.join(line)).unwrap());
        } else if let Some(name) = name.strip_suffix(".append") {
            let good = fs::read_to_string(config.join(name)).unwrap();
            before.insert(name.to_string(), good.lines().count());
            fs::write(config.join(name), good + &text).unwrap();
        } else {
            fs::write(config.join(name), text).unwrap();
        }
    }
    before
}

fn line(fault: &Fault, before: &BTreeMap<String, usize>) -> String {
    match before.get(&fault.file) {
        Some(&lines) if fault.line > lines => format!("{}:+{}: {}\n", fault.file, fault.line - lines, fault.message),
        _ => format!("{fault}\n"),
    }
}

#[test]
fn the_configuration_compiles_from_a_folder_as_from_the_program() {
    let folder = Catalog::load(Some(&root().join("config"))).map_err(|faults| faults[0].to_string());
    let embedded = Catalog::load(None).map_err(|faults| faults[0].to_string());
    assert_eq!(folder.unwrap().hash, embedded.unwrap().hash);
}

#[test]
fn every_broken_configuration_says_all_that_is_wrong() {
    let mut wrong = Vec::new();
    let mut cases: Vec<_> =
        fs::read_dir(root().join("tests/catalog")).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 11, "only {} cases were found", cases.len());
    for case in cases {
        let config = tempfile::tempdir().unwrap();
        let before = lay(&case, config.path());
        let Err(faults) = Catalog::load(Some(config.path())) else {
            wrong.push(format!("{}: no fault was found", case.display()));
            continue;
        };
        let found: String = faults.iter().map(|fault| line(fault, &before)).collect();
        let expected = case.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        let told = fs::read_to_string(&expected).unwrap_or_default();
        if told != found {
            wrong.push(format!("{}\n--- expected\n{told}--- found\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
