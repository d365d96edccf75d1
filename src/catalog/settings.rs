//! The defaults of a run (`config/nianbao.toml`). Knows no domain.

use super::source::{Fault, Files};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Larger files are refused unread.
    pub max_file_bytes: u64,
    /// Most characters a document's text may have.
    pub max_text_bytes: usize,
    /// Deepest nesting of elements that is followed; deeper ones are read as if at this depth.
    pub max_depth: usize,
    /// Most cells of one table, merged ones expanded.
    pub max_cells: usize,
    /// Globs, on paths below the input root; an empty list includes everything.
    pub include: Vec<String>,
    pub exclude: Vec<String>,
    /// Snapshots kept in the warehouse, the new one included.
    pub keep_snapshots: usize,
    /// Report years outside are refused as unknown.
    pub years: (i32, i32),
}

impl Settings {
    pub fn load(files: &Files, faults: &mut Vec<Fault>) -> Settings {
        let parsed = files.require("nianbao.toml", faults).and_then(|file| file.parse(faults));
        parsed.unwrap_or(Settings {
            max_file_bytes: 0, max_text_bytes: 0, max_depth: 0, max_cells: 0,
            include: Vec::new(), exclude: Vec::new(), keep_snapshots: 1, years: (0, 0),
        })
    }
}
