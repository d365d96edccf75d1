//! The first pass of a run: every file's outcome, in the order of the walk, on disk. Knows how to take over the outcomes of the last run; knows no table.

use super::book::{Old, Writing};
use super::draft::Draft;
use super::home::Home;
use super::ledger::{Entry, Filed, Ledger};
use super::record::{Encoded, Outcome};
use super::table::Measures;
use crate::model::{RefusalReason, Source};
use anyhow::{Context, Result};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

/// What a run is, beside its input.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    pub measures: Measures<'a>,
    /// Hash of the configuration.
    pub config: &'a str,
    /// What tells one build of the program that reads differently from another: its version.
    pub program: &'a str,
    /// Snapshots kept, the new one included.
    pub keep_snapshots: usize,
    /// Read every file again.
    pub full: bool,
}

/// The outcome of a file in the last run, taken over.
pub struct Kept {
    entry: Entry,
    bytes: Vec<u8>,
}

/// The outcomes so far.
pub struct Staging<'a> {
    run: Run<'a>,
    home: Home,
    records: BufWriter<File>,
    length: u64,
    book: Writing,
    reused: u64,
    last: Option<Last>,
}

/// The records of the last run.
struct Last {
    records: File,
    book: Old,
}

/// The names of the ledger and of the records among what is kept of a run.
const BOOK: &str = "ledger";
const RECORDS: &str = "records";

impl<'a> Staging<'a> {
    /// Takes the warehouse for one run; fails if another run holds it.
    pub fn open(warehouse: &Path, run: Run<'a>) -> Result<Staging<'a>> {
        let home = Home::open(warehouse)?;
        let path = home.fresh_records().join(RECORDS);
        let records = File::options().create_new(true).read(true).write(true).open(&path);
        let records = records.with_context(|| format!("cannot create {}", path.display()))?;
        let last = if run.full { None } else { Last::open(&home.kept_records(), run) };
        let book = Writing::create(home.fresh_records().join(BOOK), run.program, run.config)?;
        Ok(Staging { run, home, records: BufWriter::new(records), length: 0, book, reused: 0, last })
    }

    /// The outcome of the last run for a file that has not changed since (path and hash), if program and configuration
    /// are the same, and so are all pages of its report (`pages` is their hash). Safe on the worker threads. None also for what might go better this time: a file that could not be
    /// read, a reader that panicked.
    pub fn reusable(&self, source: &Source, pages: Option<&str>) -> Option<Outcome> {
        let last = self.last.as_ref()?;
        let entry = last.book.find(source)?;
        if let Filed::Refused(refusal) = &entry.filed
            && matches!(refusal.reason, RefusalReason::Unreadable | RefusalReason::Panicked)
        {
            return None;
        }
        if entry.about.pages.as_deref() != pages {
            return None;
        }
        let mut bytes = Vec::new();
        if let Filed::Read { key, offset, length } = &entry.filed {
            bytes = vec![0; usize::try_from(*length).ok()?];
            last.records.read_exact_at(&mut bytes, *offset).ok()?;
            // A record that was damaged on disk is read again from its source.
            if key.digest != super::record::digest(&bytes) {
                return None;
            }
        }
        Some(Outcome::Reused(Kept { entry, bytes }))
    }

    /// Appends the outcome of the next file; the order of the calls is the order of `sources`.
    pub fn append(&mut self, outcome: Outcome) -> Result<()> {
        let entry = match outcome {
            Outcome::Parsed(Encoded { about, key, bytes }) => {
                let (offset, length) = self.spill(&bytes)?;
                Entry { about, filed: Filed::Read { key, offset, length } }
            }
            Outcome::Refused { source, refusal, media_type, encoding, hint, pages } => Entry {
                about: super::record::About { source, media_type, encoding, url: None, hint, pages },
                filed: Filed::Refused(refusal),
            },
            Outcome::LaterPage { source, first, pages } => {
                let (media_type, encoding, url, hint, pages) = (None, None, None, None, Some(pages));
                let about = super::record::About { source, media_type, encoding, url, hint, pages };
                Entry { about, filed: Filed::LaterPage { first } }
            }
            Outcome::Reused(Kept { mut entry, bytes }) => {
                self.reused += 1;
                let at = self.spill(&bytes)?;
                if let Filed::Read { offset, length, .. } = &mut entry.filed {
                    (*offset, *length) = at;
                }
                entry
            }
        };
        self.book.push(&entry)
    }

    fn spill(&mut self, bytes: &[u8]) -> Result<(u64, u64)> {
        self.records.write_all(bytes).context("cannot write the staged records")?;
        let at = (self.length, bytes.len() as u64);
        self.length += at.1;
        Ok(at)
    }

    /// Closes the ledger: every file gets its one state, and the years can be written.
    pub fn choose(self) -> Result<Draft<'a>> {
        let Staging { run, home, records, book, reused, last, .. } = self;
        drop(last);
        let records =
            records.into_inner().map_err(|error| error.into_error()).context("cannot write the staged records")?;
        Draft::new(run, home, Ledger::close(book.close()?, records)?, reused)
    }
}

impl Last {
    /// None where there are no records, or they are of another program or configuration, or cannot be understood.
    fn open(folder: &Path, run: Run<'_>) -> Option<Last> {
        let book = Old::open(&folder.join(BOOK), run.program, run.config)?;
        Some(Last { book, records: File::open(folder.join(RECORDS)).ok()? })
    }
}
