//! The entries of a ledger on disk, in the order of the walk, and a few bytes of each in memory: where it stands, and a hash
//! of what it shares with those that it may have to stand back behind. Knows no choice and no table.

use super::ledger::{Entry, Filed};
use crate::model::Source;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufReader, BufWriter, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// What the entries were made with; stands before them.
#[derive(Serialize, Deserialize)]
struct Head {
    program: String,
    config: String,
}

/// What is held of an entry. Equal values have equal hashes; unequal ones mostly have not, so that a hash only says which
/// entries to read.
pub struct Slot {
    offset: u64,
    /// Hash of year and text.
    pub text: u32,
    /// Hash of agency, year and scope.
    pub speaker: u32,
    /// Of a file that was read.
    pub year: i32,
    /// Whether it was read as a report.
    pub read: bool,
}

/// A ledger that is read.
pub struct Book {
    path: PathBuf,
    file: File,
    pub slots: Vec<Slot>,
    /// The later pages of reports, as positions.
    pub later: Vec<u32>,
    /// Size of all files.
    pub bytes: u64,
}

/// A ledger that is written.
pub struct Writing {
    book: Book,
    sink: BufWriter<File>,
    length: u64,
}

impl Writing {
    /// A new file, over none.
    pub fn create(path: PathBuf, program: &str, config: &str) -> Result<Writing> {
        let file = File::options().create_new(true).read(true).write(true).open(&path);
        let file = file.with_context(|| format!("cannot create {}", path.display()))?;
        let sink = BufWriter::new(file.try_clone()?);
        let book = Book { path, file, slots: Vec::new(), later: Vec::new(), bytes: 0 };
        let mut writing = Writing { book, sink, length: 0 };
        writing.write(&Head { program: program.to_string(), config: config.to_string() })?;
        Ok(writing)
    }

    /// How many entries there are.
    pub fn count(&self) -> usize {
        self.book.slots.len()
    }

    pub fn push(&mut self, entry: &Entry) -> Result<()> {
        let mut slot = Slot { offset: self.length, text: 0, speaker: 0, year: 0, read: false };
        match &entry.filed {
            Filed::Read { key, .. } => {
                slot.read = true;
                slot.year = key.year;
                slot.text = short(&(key.year, &key.text_hash));
                slot.speaker = short(&(&key.agency_id, key.year, key.scope));
            }
            Filed::LaterPage { .. } => self.book.later.push(self.count() as u32),
            Filed::Refused(_) => {}
        }
        self.book.bytes += entry.about.source.bytes;
        self.book.slots.push(slot);
        self.write(entry)
    }

    fn write<T: Serialize>(&mut self, value: &T) -> Result<()> {
        let bytes = postcard::to_stdvec(value).context("an entry of the ledger cannot be encoded")?;
        let length = u32::try_from(bytes.len()).context("an entry of the ledger is too long")?;
        self.sink
            .write_all(&length.to_le_bytes())
            .and_then(|()| self.sink.write_all(&bytes))
            .context("cannot write the ledger")?;
        self.length += 4 + u64::from(length);
        Ok(())
    }

    pub fn close(mut self) -> Result<Book> {
        self.sink.flush().context("cannot write the ledger")?;
        Ok(self.book)
    }
}

impl Book {
    /// The entry at a position.
    pub fn get(&self, position: u32) -> Result<Entry> {
        entry_at(&self.file, self.slots[position as usize].offset)
    }

    /// Hands over all entries in order.
    pub fn each(&self, take: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
        let mut reader = BufReader::new(File::open(&self.path).context("cannot open the ledger")?);
        next::<Head>(&mut reader)?;
        for _ in &self.slots {
            take(next(&mut reader)?.1)?;
        }
        Ok(())
    }
}

/// The ledger of an older run, searched by file.
pub struct Old {
    file: File,
    /// Hash of path, member and content of every entry, and where it stands; sorted.
    places: Vec<(u64, u64)>,
}

impl Old {
    /// None where there is none, or it is of another program or configuration, or cannot be understood.
    pub fn open(path: &Path, program: &str, config: &str) -> Option<Old> {
        let mut reader = BufReader::new(File::open(path).ok()?);
        let (mut offset, head): (u64, Head) = next(&mut reader).ok()?;
        if head.program != program || head.config != config {
            return None;
        }
        let end = std::fs::metadata(path).ok()?.len();
        let mut places = Vec::new();
        while offset < end {
            let (length, entry): (u64, Entry) = next(&mut reader).ok()?;
            places.push((long(&entry.about.source), offset));
            offset += length;
        }
        places.sort_unstable();
        Some(Old { file: File::open(path).ok()?, places })
    }

    /// The entry of a file with this path and content.
    pub fn find(&self, source: &Source) -> Option<Entry> {
        let hash = long(source);
        let from = self.places.partition_point(|(other, _)| *other < hash);
        let alike = self.places[from..].iter().take_while(|(other, _)| *other == hash);
        let same = |entry: &Entry| {
            let of = &entry.about.source;
            (&of.path, &of.member, &of.sha256) == (&source.path, &source.member, &source.sha256)
        };
        alike.filter_map(|(_, offset)| entry_at(&self.file, *offset).ok()).find(same)
    }
}

fn short(value: &impl Hash) -> u32 {
    // The standard hasher has fixed keys: the same value gives the same hash in every run.
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish() as u32
}

fn long(source: &Source) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&source.path, &source.member, &source.sha256).hash(&mut hasher);
    hasher.finish()
}

fn entry_at(file: &File, offset: u64) -> Result<Entry> {
    let mut length = [0; 4];
    file.read_exact_at(&mut length, offset).context("cannot read the ledger")?;
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    file.read_exact_at(&mut bytes, offset + 4).context("cannot read the ledger")?;
    postcard::from_bytes(&bytes).context("an entry of the ledger cannot be decoded")
}

/// The next value, and how many bytes it took.
fn next<T: for<'a> Deserialize<'a>>(reader: &mut impl Read) -> Result<(u64, T)> {
    let mut length = [0; 4];
    reader.read_exact(&mut length).context("the ledger ends early")?;
    let length = u64::from(u32::from_le_bytes(length));
    let mut bytes = Vec::new();
    reader.take(length).read_to_end(&mut bytes).context("cannot read the ledger")?;
    Ok((4 + length, postcard::from_bytes(&bytes).context("an entry of the ledger cannot be decoded")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Refusal, RefusalReason};
    use crate::warehouse::testing::entry;

    fn entries() -> Vec<Entry> {
        let mut entries = vec![entry("a.html", "t"), entry("b.html", "u"), entry("c.html", "t")];
        entries[1].filed = Filed::LaterPage { first: "a.html".into() };
        let mut refused = entry("d.html", "v");
        refused.filed = Filed::Refused(Refusal::new(RefusalReason::Empty, "no bytes"));
        entries.push(refused);
        entries
    }

    fn written(folder: &Path, entries: &[Entry]) -> Book {
        let mut writing = Writing::create(folder.join("book"), "0", "c").unwrap();
        entries.iter().for_each(|entry| writing.push(entry).unwrap());
        assert_eq!(writing.count(), entries.len());
        writing.close().unwrap()
    }

    #[test]
    fn entries_come_back_by_position_and_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let entries = entries();
        let book = written(folder.path(), &entries);
        for (position, entry) in (0..).zip(&entries) {
            assert_eq!(book.get(position).unwrap(), *entry);
        }
        let mut all = Vec::new();
        book.each(&mut |entry| {
            all.push(entry);
            Ok(())
        })
        .unwrap();
        assert_eq!(all, entries);
        assert_eq!((&book.later[..], book.bytes), (&[1][..], 400));
        let slots = |of: fn(&Slot) -> u32| book.slots.iter().map(of).collect::<Vec<_>>();
        assert_eq!(slots(|slot| slot.text)[0], slots(|slot| slot.text)[2], "one text of one year");
        assert_eq!(slots(|slot| slot.read.into()), [1, 0, 1, 0]);
    }

    #[test]
    fn an_old_book_is_searched_by_path_and_content_and_believed_whole_only() {
        let folder = tempfile::tempdir().unwrap();
        let entries = entries();
        written(folder.path(), &entries);
        let path = folder.path().join("book");
        let old = Old::open(&path, "0", "c").unwrap();
        for entry in &entries {
            assert_eq!(old.find(&entry.about.source).as_ref(), Some(entry));
        }
        let edited = Source { sha256: "other".into(), ..entries[0].about.source.clone() };
        assert_eq!(old.find(&edited), None);
        let moved = Source { path: "z.html".into(), ..entries[0].about.source.clone() };
        assert_eq!(old.find(&moved), None);
        assert!(Old::open(&path, "1", "c").is_none() && Old::open(&path, "0", "d").is_none());
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert!(Old::open(&path, "0", "c").is_none(), "cut off");
    }
}
