//! The defaults of a run (`config/nianbao.toml`). Knows no domain.

use super::source::{Fault, Files};
use serde::Deserialize;

const FILE: &str = "nianbao.toml";

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
        let Some(file) = files.require(FILE, faults) else {
            return Settings::nothing();
        };
        let Some(settings) = file.parse::<Settings>(faults) else {
            return Settings::nothing();
        };
        let mut fault = |key: &str, message: String| {
            let line = file.text.lines().position(|line| line.trim_start().starts_with(key)).map_or(0, |line| line + 1);
            faults.push(Fault { file: file.name.clone(), line, message });
        };
        for (key, zero) in [
            ("max_file_bytes", settings.max_file_bytes == 0),
            ("max_text_bytes", settings.max_text_bytes == 0),
            ("max_depth", settings.max_depth == 0),
            ("max_cells", settings.max_cells == 0),
            ("keep_snapshots", settings.keep_snapshots == 0),
        ] {
            if zero {
                fault(key, format!("`{key}` must be above zero"));
            }
        }
        if settings.years.0 > settings.years.1 {
            fault("years", "`years` end before they begin".to_string());
        }
        for (key, globs) in [("include", &settings.include), ("exclude", &settings.exclude)] {
            for glob in globs {
                if let Err(error) = globset::Glob::new(glob) {
                    fault(key, error.to_string());
                }
            }
        }
        settings
    }

    /// Stands in where the file cannot be read; a run with a fault never uses it.
    fn nothing() -> Settings {
        Settings {
            max_file_bytes: 0,
            max_text_bytes: 0,
            max_depth: 0,
            max_cells: 0,
            include: Vec::new(),
            exclude: Vec::new(),
            keep_snapshots: 0,
            years: (0, 0),
        }
    }
}
