//! A published snapshot as a reader opens it: the current one, or another that is kept. Knows no table.

use super::manifest::Manifest;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// The name of the newest snapshot, whatever its number.
pub const CURRENT: &str = "current";

/// The folder and the manifest of a snapshot of a warehouse: [`CURRENT`], a number with or without its zeros, or the path
/// of a snapshot's folder elsewhere.
pub fn open(warehouse: &Path, name: &str) -> Result<(PathBuf, Manifest)> {
    let folder = match name.parse::<u32>() {
        Ok(number) => warehouse.join("snapshots").join(format!("{number:06}")),
        Err(_) if name == CURRENT => warehouse.join(CURRENT),
        Err(_) => PathBuf::from(name),
    };
    if !folder.is_dir() && name == CURRENT {
        bail!("{} has no published snapshot", warehouse.display());
    }
    if !folder.is_dir() {
        let kept = kept(warehouse);
        let kept = if kept.is_empty() { "none".to_string() } else { kept.join(", ") };
        bail!("{} has no snapshot {name}; it keeps: {kept}", warehouse.display());
    }
    // The link is followed once: a run may publish another snapshot while this one is read.
    let folder = folder.canonicalize().with_context(|| format!("cannot open {}", folder.display()))?;
    let manifest = Manifest::read(&folder)?;
    Ok((folder, manifest))
}

fn kept(warehouse: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(warehouse.join("snapshots")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}
