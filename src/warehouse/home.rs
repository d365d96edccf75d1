//! The folder of the warehouse: its lock, its numbered snapshots, the link to the current one. Knows no table.

use anyhow::{Context, Result, bail};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// The warehouse, held by one run: the lock goes, and the staging folder with it, when this value does.
pub struct Home {
    warehouse: PathBuf,
    /// Held, not read: the operating system lets go of it when the process ends, however it ends.
    _lock: File,
}

impl Home {
    /// Takes the lock and clears away what a killed run left behind.
    pub fn open(warehouse: &Path) -> Result<Home> {
        std::fs::create_dir_all(warehouse).with_context(|| format!("cannot create {}", warehouse.display()))?;
        let path = warehouse.join(".lock");
        let lock = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = lock.with_context(|| format!("cannot open {}", path.display()))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!("another run holds the lock {}; nothing was touched", path.display())
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot lock {}", path.display()));
            }
        }
        let home = Home { warehouse: warehouse.to_path_buf(), _lock: lock };
        home.clear()?;
        std::fs::create_dir_all(home.folder())?;
        std::fs::create_dir_all(home.fresh_records())?;
        Ok(home)
    }

    fn staging(&self) -> PathBuf {
        self.warehouse.join(".staging")
    }

    /// Where the new snapshot grows.
    pub fn folder(&self) -> PathBuf {
        self.staging().join("snapshot")
    }

    /// Where the records of this run grow.
    pub fn fresh_records(&self) -> PathBuf {
        self.staging().join("parsed")
    }

    /// Where the records of the last run are kept for reuse.
    pub fn kept_records(&self) -> PathBuf {
        self.warehouse.join(".parsed")
    }

    fn clear(&self) -> Result<()> {
        match std::fs::remove_dir_all(self.staging()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot clear {}", self.staging().display()))
            }
            _ => Ok(()),
        }
    }

    /// The numbers of the snapshots, in order.
    pub fn numbers(&self) -> Result<Vec<u32>> {
        let mut numbers = Vec::new();
        let folder = self.warehouse.join("snapshots");
        if folder.is_dir() {
            for entry in std::fs::read_dir(&folder)? {
                let name = entry?.file_name();
                numbers.extend(name.to_str().and_then(|name| name.parse::<u32>().ok()));
            }
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn snapshot(&self, number: u32) -> PathBuf {
        self.warehouse.join("snapshots").join(format!("{number:06}"))
    }

    /// The snapshot that `current` names, if it is there.
    pub fn current(&self) -> Option<PathBuf> {
        let path = self.warehouse.join(std::fs::read_link(self.warehouse.join("current")).ok()?);
        path.is_dir().then_some(path)
    }

    /// Makes the staged folder snapshot `number` and `current` a link to it: two renames, and readers see the second.
    ///
    /// Killed before the first, the run leaves only `.staging/`; killed between the two, a whole snapshot that is not
    /// current and that pruning will remove.
    pub fn publish(&self, number: u32) -> Result<PathBuf> {
        sync(&self.folder())?;
        let snapshots = self.warehouse.join("snapshots");
        std::fs::create_dir_all(&snapshots)?;
        let path = self.snapshot(number);
        std::fs::rename(self.folder(), &path).with_context(|| format!("cannot create {}", path.display()))?;
        File::open(&snapshots)?.sync_all()?;
        let link = self.staging().join("current");
        std::os::unix::fs::symlink(Path::new("snapshots").join(format!("{number:06}")), &link)?;
        let current = self.warehouse.join("current");
        std::fs::rename(&link, &current).with_context(|| format!("cannot replace {}", current.display()))?;
        File::open(&self.warehouse)?.sync_all()?;
        Ok(path)
    }

    /// Removes all but the newest `keep` snapshots, and never the current one.
    pub fn prune(&self, keep: usize) -> Result<()> {
        let numbers = self.numbers()?;
        let current = self.current();
        for &number in numbers.iter().rev().skip(keep.max(1)) {
            let path = self.snapshot(number);
            if Some(&path) != current.as_ref() {
                // Out of sight first: a snapshot that stands under its number is always whole.
                let gone = self.staging().join(format!("pruned-{number:06}"));
                std::fs::rename(&path, &gone)?;
                std::fs::remove_dir_all(&gone)?;
            }
        }
        Ok(())
    }

    /// Keeps the records of this run in place of those of the run before.
    pub fn keep_records(&self) -> Result<()> {
        let kept = self.kept_records();
        if kept.exists() {
            std::fs::rename(&kept, self.staging().join("old-records"))?;
        }
        std::fs::rename(self.fresh_records(), &kept)?;
        Ok(())
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // A run that fails, as on a full disk, gives the space back at once; what cannot be removed the next run clears.
        if let Err(error) = self.clear() {
            tracing::debug!("{error:#}");
        }
    }
}

/// Makes the entries of a folder and of those below it durable; the files were synced when they were closed.
fn sync(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync(&path)?;
        }
    }
    File::open(folder)?.sync_all()?;
    Ok(())
}
