//! What the tests of whole runs share: rooms below `target/`, one run over the sample, and its tables as a reader sees
//! them. Knows no expectation.

use nianbao::catalog::Catalog;
use nianbao::pipeline::{self, Done, Order};
use nianbao::warehouse::{Frame, Values, columns, read};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

pub fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::load(None).unwrap_or_else(|faults| panic!("config/ has faults: {faults:?}")))
}

pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample")
}

/// An empty folder of this name below `target/`.
pub fn room(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("run").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    path
}

pub fn order(inputs: &[PathBuf], warehouse: &Path) -> Order {
    let settings = &catalog().settings;
    Order {
        inputs: inputs.to_vec(),
        warehouse: warehouse.to_path_buf(),
        full: false,
        include: settings.include.clone(),
        exclude: settings.exclude.clone(),
    }
}

pub fn run(catalog: &Catalog, order: &Order) -> anyhow::Result<Done> {
    pipeline::run(catalog, order, &AtomicBool::new(false), &|_, _, _| {})
}

/// The snapshot of one run over the sample, shared by the tests that only read.
pub fn published() -> &'static Path {
    static SNAPSHOT: OnceLock<PathBuf> = OnceLock::new();
    SNAPSHOT.get_or_init(|| run(catalog(), &order(&[sample()], &room("published"))).unwrap().snapshot)
}

/// Every file of a snapshot with the hash of its bytes.
pub fn bytes_of(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let hash = Sha256::digest(std::fs::read(&path).unwrap());
                let hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                found.insert(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned(), hash);
            }
        }
    }
    found
}

/// A table of a snapshot, all columns, all years.
pub struct Table(pub Frame);

/// Every table of a snapshot.
pub fn tables(snapshot: &Path) -> BTreeMap<String, Table> {
    let folders = std::fs::read_dir(snapshot).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let names = folders.map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    names.map(|name| (name.clone(), Table::read(snapshot, &name))).collect()
}

impl Table {
    pub fn read(snapshot: &Path, name: &str) -> Table {
        let names = columns(snapshot, name).unwrap();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Table(read(snapshot, name, &names).unwrap())
    }

    pub fn rows(&self) -> usize {
        self.0.rows()
    }

    fn values(&self, name: &str) -> &Values {
        self.0.get(name).unwrap_or_else(|| panic!("there is no column {name}"))
    }

    pub fn maybe(&self, name: &str, row: usize) -> Option<String> {
        match self.values(name) {
            Values::Text(values) => values[row].clone(),
            _ => panic!("{name} is no text"),
        }
    }

    pub fn text(&self, name: &str, row: usize) -> String {
        self.maybe(name, row).unwrap_or_else(|| panic!("{name} is null: {}", self.describe(row)))
    }

    pub fn integer(&self, name: &str, row: usize) -> Option<i64> {
        match self.values(name) {
            Values::Int64(values) => values[row],
            Values::Int32(values) => values[row].map(i64::from),
            _ => panic!("{name} is no integer"),
        }
    }

    /// Any number as Float64; counts are far below where that loses digits.
    pub fn number(&self, name: &str, row: usize) -> Option<f64> {
        match self.values(name) {
            Values::Float64(values) => values[row],
            Values::Int64(values) => values[row].map(|value| value as f64),
            _ => panic!("{name} is no number"),
        }
    }

    pub fn flag(&self, name: &str, row: usize) -> bool {
        match self.values(name) {
            Values::Flag(values) => values[row].expect("flags are never null"),
            _ => panic!("{name} is no flag"),
        }
    }

    /// The texts of a row but for whole documents, for messages.
    pub fn describe(&self, row: usize) -> String {
        let cells = self.0.columns.iter().filter_map(|(name, values)| match values {
            Values::Text(values) => {
                values[row].as_ref().filter(|text| text.len() < 200).map(|text| format!("{name}={text}"))
            }
            _ => None,
        });
        cells.collect::<Vec<_>>().join(" ")
    }
}
