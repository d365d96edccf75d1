//! Values that wait on disk for their turn, parted into shelves: what is brought together is held a shelf at a time. Knows
//! nothing of what it keeps.

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::Write;
use std::marker::PhantomData;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Bytes of a shelf that are held before they go to disk.
const BLOCK: usize = 4 << 10;

/// Values of one kind on numbered shelves, in one file without a name: it is gone with the process, however that ends.
pub struct Shelves<T> {
    file: File,
    length: u64,
    shelves: Vec<Shelf>,
    kind: PhantomData<T>,
}

/// What lies on a shelf: whole values in blocks on disk, then those in memory.
#[derive(Default)]
struct Shelf {
    blocks: Vec<(u64, usize)>,
    open: Vec<u8>,
}

impl<T: Serialize + DeserializeOwned> Shelves<T> {
    /// Empty shelves, kept on the disk of `folder`.
    pub fn below(folder: &Path, count: usize) -> Result<Shelves<T>> {
        let file = tempfile::tempfile_in(folder).with_context(|| format!("cannot write below {}", folder.display()))?;
        let shelves = std::iter::repeat_with(Shelf::default).take(count).collect();
        Ok(Shelves { file, length: 0, shelves, kind: PhantomData })
    }

    pub fn count(&self) -> usize {
        self.shelves.len()
    }

    /// Puts a value behind the others of a shelf.
    pub fn put(&mut self, shelf: usize, value: &T) -> Result<()> {
        let shelf = &mut self.shelves[shelf];
        shelf.open =
            postcard::to_extend(value, std::mem::take(&mut shelf.open)).context("a value cannot be encoded")?;
        if shelf.open.len() >= BLOCK {
            self.file.write_all(&shelf.open).context("cannot lay figures aside on disk")?;
            shelf.blocks.push((self.length, shelf.open.len()));
            self.length += shelf.open.len() as u64;
            shelf.open.clear();
        }
        Ok(())
    }

    /// Clears a shelf: its values in the order in which they were put there.
    pub fn take(&mut self, shelf: usize) -> Result<Vec<T>> {
        let Shelf { blocks, open } = std::mem::take(&mut self.shelves[shelf]);
        let mut values = Vec::new();
        let mut block = Vec::new();
        for (offset, length) in blocks {
            block.resize(length, 0);
            self.file.read_exact_at(&mut block, offset).context("cannot read what was laid aside on disk")?;
            decode(&block, &mut values)?;
        }
        decode(&open, &mut values)?;
        Ok(values)
    }
}

fn decode<T: DeserializeOwned>(mut bytes: &[u8], values: &mut Vec<T>) -> Result<()> {
    while !bytes.is_empty() {
        let (value, rest) = postcard::take_from_bytes(bytes).context("what was laid aside cannot be decoded")?;
        values.push(value);
        bytes = rest;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_gives_back_what_it_got_in_its_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut shelves: Shelves<(u32, Option<f64>, String)> = Shelves::below(folder.path(), 3).unwrap();
        let value = |n: u32| (n, (!n.is_multiple_of(3)).then(|| f64::from(n) / 7.0), "x".repeat(n as usize % 50));
        for n in 0..5000 {
            shelves.put(n as usize % 2, &value(n)).unwrap();
        }
        assert!(shelves.length > 0, "some of it is on disk");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the file has no name");
        for shelf in 0..2 {
            let expected: Vec<_> = (0..5000).filter(|n| n % 2 == shelf).map(value).collect();
            assert!(shelves.take(shelf as usize).unwrap() == expected);
            assert!(shelves.take(shelf as usize).unwrap().is_empty(), "it was cleared");
        }
        assert!(shelves.take(2).unwrap().is_empty());
    }
}
