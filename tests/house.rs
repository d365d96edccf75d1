//! The invariants of ARCHITECTURE.md, one test each: what may know what, where the domain lives, what a file looks like.
//! Knows the text of the sources; knows nothing of what they do.

#[path = "house/source.rs"]
mod source;

use nianbao::catalog::{Catalog, Files};
use source::{Source, below, program, root, sources};
use std::collections::BTreeSet;
use std::fs;

/// What each part of the program may know of the others; `cli`, `main`, `terminal` and `lib` may know all.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("walk", &[]),
    ("catalog", &["model", "text"]),
    ("read", &["model", "text"]),
    ("identify", &["model", "text", "catalog"]),
    ("extract", &["model", "text", "catalog"]),
    ("correct", &["model", "catalog"]),
    ("fingerprint", &["model", "text"]),
    ("reconcile", &["model", "catalog"]),
    ("pages", &["model", "text", "walk", "catalog", "read", "identify", "fingerprint"]),
    ("warehouse", &["model", "catalog"]),
    ("panel", &["model", "catalog", "warehouse"]),
    ("across", &["model", "catalog", "warehouse"]),
    ("dictionary", &["model", "catalog", "warehouse"]),
    ("explain", &["model", "catalog", "warehouse", "show"]),
    ("compare", &["model", "catalog", "warehouse", "show"]),
    ("report", &["model", "catalog", "warehouse", "show"]),
    ("show", &["model", "catalog", "warehouse"]),
    (
        "pipeline",
        &[
            "model",
            "walk",
            "catalog",
            "read",
            "identify",
            "extract",
            "correct",
            "fingerprint",
            "pages",
            "reconcile",
            "warehouse",
            "across",
            "panel",
        ],
    ),
];
const FREE: &[&str] = &["cli", "main", "lib", "terminal"];

/// Crates that only some files may import.
const KEPT: &[(&str, &[&str])] = &[
    ("arrow_array", &["src/warehouse/"]),
    ("arrow_schema", &["src/warehouse/"]),
    ("parquet", &["src/warehouse/"]),
    ("polars", &["src/panel", "src/across", "src/compare", "src/report"]),
    ("encoding_rs", &["src/read/decode.rs"]),
    ("html5gum", &["src/read/"]),
    ("hayro_interpret", &["src/read/pdf/ink.rs"]),
    ("flate2", &["src/read/pdf/inflate.rs", "src/report/html.rs"]),
    ("walkdir", &["src/walk.rs"]),
    ("rayon", &["src/pipeline.rs"]),
    ("clap", &["src/cli.rs", "src/main.rs"]),
    ("indicatif", &["src/terminal.rs"]),
    ("ctrlc", &["src/terminal.rs"]),
    ("tracing_subscriber", &["src/terminal.rs"]),
];

/// Parts of the pure chain: no file, no clock, no environment.
const PURE: &[&str] =
    &["model", "text", "catalog", "read", "identify", "extract", "correct", "fingerprint", "reconcile"];

fn assert_none(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}\n\n{}\n", found.join("\n"));
}

/// Whether `word` stands in `line` as a whole word.
fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(part) && !line[at + word.len()..].starts_with(part))
}

fn everywhere(wrong: impl Fn(&Source, &str) -> bool) -> Vec<String> {
    program().iter().flat_map(|source| source.lines(&source.bare, |line| wrong(source, line))).collect()
}

#[test]
fn each_part_knows_only_the_parts_below_it() {
    let mut found = Vec::new();
    for source in program() {
        let module = source.module().to_string();
        if FREE.contains(&module.as_str()) {
            continue;
        }
        let Some((_, known)) = MAY_KNOW.iter().find(|(name, _)| *name == module) else {
            found.push(format!("{}: `{module}` is new here: say in MAY_KNOW what it may know", source.path));
            continue;
        };
        let allowed = |name: &str| name == module || known.contains(&name);
        found.extend(source.lines(&source.bare, |line| {
            let names = line.match_indices("crate::").map(|(at, _)| {
                let rest = &line[at + "crate::".len()..];
                rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
            });
            let above = source.path.matches('/').count() == 1 && line.contains("super::");
            above || names.into_iter().any(|name| !allowed(name))
        }));
    }
    assert_none(
        found,
        "A part of the program knows one that it must not know (the table MAY_KNOW of this test says which it may):",
    );
}

#[test]
fn ways_to_claim_do_not_know_each_other() {
    let ways = ["grid", "flat", "phrase"];
    let mut found = Vec::new();
    for source in program() {
        let Some(way) =
            ways.iter().find(|way| source.path.strip_prefix("src/extract/").is_some_and(|rest| rest.starts_with(*way)))
        else {
            continue;
        };
        found.extend(source.lines(&source.bare, |line| {
            ways.iter().any(|other| {
                let paths = ["super", "extract"].map(|parent| format!("{parent}::{other}"));
                let listed = line.contains("super::{") && has_word(line, other);
                other != way && (listed || paths.iter().any(|path| has_word(line, path)))
            })
        }));
    }
    assert_none(
        found,
        "Grid, flat and phrase claim independently; what two of them need belongs in a file of its own:",
    );
}

#[test]
fn reconciliation_sees_no_text() {
    let found = everywhere(|source, line| source.module() == "reconcile" && has_word(line, "Document"));
    assert_none(found, "`reconcile` judges observations only, never the document:");
}

#[test]
fn crates_stay_where_they_belong() {
    let found = everywhere(|source, line| {
        KEPT.iter().any(|(name, homes)| {
            has_word(line, name) && line.contains("::") && !homes.iter().any(|home| source.path.starts_with(home))
        })
    });
    assert_none(found, "A crate is imported outside its room (see KEPT in this test):");
}

#[test]
fn every_dependency_is_used() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let sources = sources(&["src", "tests", "benches"]);
    let mut found = Vec::new();
    for (table, folder) in [("dependencies", "src/"), ("dev-dependencies", "")] {
        for name in manifest[table].as_table().unwrap().keys() {
            let ident = name.replace('-', "_");
            let used = sources.iter().any(|source| source.path.starts_with(folder) && has_word(&source.text, &ident));
            if !used {
                found.push(format!("{table}: {name}"));
            }
        }
    }
    assert_none(found, "A dependency is added only with the file that contains it; nothing imports:");
}

#[test]
fn parsing_touches_nothing_but_its_arguments() {
    let worlds =
        ["std::fs", "std::env", "std::time", "std::net", "std::process", "std::thread", "SystemTime", "Instant"];
    let found = everywhere(|source, line| {
        // The one door for configuration: a folder given by the user, read before anything is parsed.
        // And the one time limit: how long a PDF may keep its reader busy, which decides about a refusal only.
        PURE.contains(&source.module())
            && !["src/catalog/source.rs", "src/read/pdf/mod.rs"].contains(&source.path.as_str())
            && worlds.iter().any(|world| line.contains(world))
    });
    assert_none(found, "The chain from bytes to facts does no I/O and reads no clock and no environment:");
}

#[test]
fn there_is_no_global_state() {
    let states = ["Mutex", "RwLock", "OnceLock", "LazyLock", "LazyCell", "thread_local!", "static mut", "RefCell"];
    let found =
        everywhere(|source, line| !FREE.contains(&source.module()) && states.iter().any(|state| line.contains(state)));
    assert_none(found, "State lives in arguments, never in the program:");
}

#[test]
fn the_domain_lives_in_config() {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{f900}'..='\u{faff}').contains(&c);
    let sources = program();
    let outside = sources.iter().filter(|source| source.module() != "text");
    let found = outside.flat_map(|source| source.lines(&source.code, |line| line.contains(han))).collect();
    assert_none(found, "A Chinese word stands in code outside src/text; words of the domain belong in config/:");
}

#[test]
fn no_metric_is_named_in_code() {
    let Ok(catalog) = Catalog::load(None) else { panic!("the embedded configuration is sound") };
    let measures: BTreeSet<&str> = catalog.metrics.entries.iter().map(|metric| metric.measure.as_str()).collect();
    let sources = program();
    let named = |line: &str| measures.iter().any(|measure| line.contains(&format!("\"{measure}")));
    let found = sources.iter().flat_map(|source| source.lines(&source.code, named)).collect();
    assert_none(found, "The code holds only MetricId; a metric is named in config/ alone:");
}

#[test]
fn sums_are_exact() {
    let found = everywhere(|source, line| {
        ["model", "catalog", "reconcile"].contains(&source.module()) && (has_word(line, "f64") || has_word(line, "f32"))
    });
    assert_none(found, "No floats before the warehouse: figures are fixed-point (`Number`):");
}

#[test]
fn only_the_command_line_prints() {
    let found = everywhere(|source, line| {
        !["cli", "main", "terminal"].contains(&source.module())
            && ["println!", "print!"].iter().any(|print| line.contains(print))
    });
    assert_none(
        found,
        "Printing is for main.rs and cli.rs; elsewhere text is returned, and `tracing` tells what the program does:",
    );
}

#[test]
fn files_are_short_and_say_what_they_know() {
    let mut found = Vec::new();
    for source in sources(&["src", "tests", "benches", "build.rs"]) {
        let lines = source.text.lines().count();
        if lines > 400 {
            found.push(format!(
                "{}: {lines} lines; 400 are the most: move a concept into a file of its own",
                source.path
            ));
        }
        if !source.text.starts_with("//! ") {
            found
                .push(format!("{}: does not begin with `//! ` and what the file knows and does not know", source.path));
        }
        let name = source.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
        if ["util", "utils", "common", "helper", "helpers", "manager", "misc"].contains(&name) {
            found.push(format!("{}: a file is named by what is in it", source.path));
        }
    }
    assert_none(found, "Files that break the style of the house:");
}

#[test]
fn the_dictionary_is_of_today() {
    let Ok(catalog) = Catalog::load(None) else { panic!("the embedded configuration is sound") };
    let path = root().join("docs/dictionary.md");
    let today = nianbao::dictionary::markdown(&catalog);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &today).unwrap();
    }
    let stands = fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == today, "docs/dictionary.md is not what `nianbao dictionary` prints today: run `make dictionary`");
}

#[test]
fn every_configuration_file_is_compiled_in() {
    let stand: Vec<String> = below("config").iter().map(|path| path["config/".len()..].to_string()).collect();
    let embedded: Vec<String> = Files::embedded().0.into_iter().map(|file| file.name).collect();
    assert_eq!(
        stand, embedded,
        "what lies in config/ and what the program carries differ: only .toml and .csv are carried"
    );
    for file in Files::embedded().0 {
        assert_eq!(file.text, fs::read_to_string(root().join("config").join(&file.name)).unwrap(), "{}", file.name);
    }
}

#[test]
fn nothing_unfinished_and_nothing_of_one_machine() {
    // In pieces, so that this file does not name what it forbids.
    let unfinished = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
    ];
    let machine = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("crates", ".io"),
        concat!("pypi", ".org"),
        concat!("python", "hosted"),
        concat!("static.", "rust-lang"),
        concat!("npm", "js"),
    ];
    let mut found = Vec::new();
    for path in ["src", "tests", "benches", "config", "docs", "assets", ".ci"]
        .iter()
        .flat_map(|folder| below(folder))
        .chain(top())
    {
        let Ok(text) = fs::read_to_string(root().join(&path)) else { continue };
        for (at, line) in text.lines().enumerate() {
            let left =
                unfinished.iter().any(|word| has_word(line, word) || (word.ends_with('(') && line.contains(word)));
            if left || machine.iter().any(|name| line.contains(name)) {
                found.push(format!("{path}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    assert_none(found, "Unfinished business, or a name of one machine or one registry:");
}

/// The files beside Cargo.toml, but for the lock file, which names the registry.
fn top() -> Vec<String> {
    let entries = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.path().is_file());
    let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name != "Cargo.lock" && name != ".git").collect()
}
