//! The files of a configuration, and faults with file and line. Knows no domain.

use serde::de::DeserializeOwned;
use std::path::Path;

/// A fault in the configuration. All of them are reported at once; a run with any reads no report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Path below the configuration folder.
    pub file: String,
    /// From 1; 0 where the fault has no line (a missing file).
    pub line: usize,
    pub message: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message),
            line => write!(f, "{}:{line}: {}", self.file, self.message),
        }
    }
}

/// One file of the configuration.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    /// Path below the configuration folder, with `/`.
    pub name: String,
    pub text: String,
}

impl ConfigFile {
    /// The line, from 1, of a byte of the file.
    pub fn line(&self, byte: usize) -> usize {
        1 + self.text.as_bytes().iter().take(byte).filter(|&&b| b == b'\n').count()
    }

    pub fn fault(&self, byte: usize, message: impl Into<String>) -> Fault {
        Fault { file: self.name.clone(), line: self.line(byte), message: message.into() }
    }

    /// The file as `T`, or a fault that says where it is not.
    pub fn parse<T: DeserializeOwned>(&self, faults: &mut Vec<Fault>) -> Option<T> {
        match toml::from_str(&self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let byte = error.span().map_or(0, |span| span.start);
                faults.push(self.fault(byte, error.message().to_string()));
                None
            }
        }
    }
}

/// All files of a configuration, sorted by name.
#[derive(Clone, Debug)]
pub struct Files(pub Vec<ConfigFile>);

// The configuration that was compiled in: `EMBEDDED: &[(name, text)]`, sorted by name.
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

impl Files {
    /// The configuration compiled into the program.
    pub fn embedded() -> Files {
        Files(
            EMBEDDED.iter().map(|(name, text)| ConfigFile { name: name.to_string(), text: text.to_string() }).collect(),
        )
    }

    /// The configuration in a folder: every `.toml` and `.csv` file below it.
    pub fn read(folder: &Path) -> Result<Files, Vec<Fault>> {
        let mut files = Vec::new();
        let mut faults = Vec::new();
        collect(folder, "", &mut files, &mut faults);
        files.sort_by(|a, b| a.name.cmp(&b.name));
        if faults.is_empty() { Ok(Files(files)) } else { Err(faults) }
    }

    pub fn get(&self, name: &str) -> Option<&ConfigFile> {
        self.0.iter().find(|file| file.name == name)
    }

    /// The file, or a fault that it is missing.
    pub fn require(&self, name: &str, faults: &mut Vec<Fault>) -> Option<&ConfigFile> {
        let file = self.get(name);
        if file.is_none() {
            faults.push(Fault { file: name.to_string(), line: 0, message: "the file is missing".to_string() });
        }
        file
    }

    /// The `.toml` files directly in a subfolder.
    pub fn within<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a ConfigFile> {
        self.0.iter().filter(move |file| {
            file.name
                .strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|rest| !rest.contains('/'))
        })
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<ConfigFile>, faults: &mut Vec<Fault>) {
    let mut fault = |name: &str, error: std::io::Error| {
        faults.push(Fault { file: name.to_string(), line: 0, message: error.to_string() });
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return fault(&folder.display().to_string(), error),
    };
    let mut found: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    found.sort();
    for path in found {
        let Some(last) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let name = format!("{prefix}{last}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files, faults);
        } else if name.ends_with(".toml") || name.ends_with(".csv") {
            match std::fs::read_to_string(&path) {
                Ok(text) => files.push(ConfigFile { name, text }),
                Err(error) => faults.push(Fault { file: name, line: 0, message: error.to_string() }),
            }
        }
    }
}
