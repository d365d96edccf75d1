//! The ledger: every file ends in exactly one state. Knows keys of reports, no content and no table.

use super::book::Book;
use super::fates::fates;
use super::record::{About, Key, decode};
use super::whole::Listed;
use crate::model::{Parsed, Refusal};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::os::unix::fs::FileExt;

/// One input file, in the order of the walk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub about: About,
    pub filed: Filed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filed {
    /// Its record stands at these bytes of the staging file.
    Read {
        key: Key,
        offset: u64,
        length: u64,
    },
    Refused(Refusal),
    /// A later page of a report that begins in the file `first`, and was read with it.
    LaterPage {
        first: String,
    },
}

/// The state of a file in the ledger; the numbers are positions in the order of the walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It speaks for its agency, year and scope; `editions` with another text were found, this one included.
    Report {
        editions: u32,
    },
    /// The same content as that of another file.
    Duplicate {
        of: u32,
        why: Why,
    },
    /// Another edition was chosen.
    Superseded {
        by: u32,
        why: Why,
    },
    Refused,
}

/// Why another file was taken: what kind of copy it is, or the step of the choice that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The same bytes.
    SameBytes,
    /// The same text: a mirror, another format, traditional characters.
    SameText,
    /// The same text, and a name whose place was not resolved.
    SameTextUnplaced,
    /// A later page of one report: its content was read with the first page.
    LaterPage,
    /// The other states a good deal more.
    Incomplete,
    /// The other is marked as a correction.
    Uncorrected,
    /// The other was published later.
    Earlier,
    /// The other states more headline measures.
    FewerMeasures,
    /// The other states more values.
    FewerFacts,
    /// The other stands on a government's own site.
    Unofficial,
    /// Nothing tells them apart but the path.
    Path,
}

impl Why {
    pub fn name(self) -> &'static str {
        match self {
            Why::SameBytes => "same_bytes",
            Why::SameText => "same_text",
            Why::SameTextUnplaced => "same_text_unplaced",
            Why::LaterPage => "later_page",
            Why::Incomplete => "incomplete",
            Why::Uncorrected => "uncorrected",
            Why::Earlier => "earlier",
            Why::FewerMeasures => "fewer_measures",
            Why::FewerFacts => "fewer_facts",
            Why::Unofficial => "unofficial",
            Why::Path => "path",
        }
    }
}

impl Fate {
    /// The name in the warehouse.
    pub fn name(&self) -> &'static str {
        match self {
            Fate::Report { .. } => "report",
            Fate::Duplicate { .. } => "duplicate",
            Fate::Superseded { .. } => "superseded",
            Fate::Refused => "refused",
        }
    }

    /// Why another file was taken.
    pub fn why(&self) -> Option<Why> {
        match self {
            Fate::Duplicate { why, .. } | Fate::Superseded { why, .. } => Some(*why),
            Fate::Report { .. } | Fate::Refused => None,
        }
    }
}

impl Entry {
    /// The key of a file that was read.
    pub fn key(&self) -> Option<&Key> {
        match &self.filed {
            Filed::Read { key, .. } => Some(key),
            Filed::Refused(_) | Filed::LaterPage { .. } => None,
        }
    }

    /// The path of the file, that of its archive and its own.
    pub fn path(&self) -> String {
        let source = &self.about.source;
        match &source.member {
            Some(member) => format!("{}/{member}", source.path),
            None => source.path.clone(),
        }
    }
}

/// The closed ledger, entries and records on disk: which file became what.
pub struct Ledger {
    book: Book,
    records: File,
    fates: Vec<Fate>,
    /// The editions that were not chosen, by the one that was.
    rivals: BTreeMap<u32, Vec<u32>>,
}

/// A file that was read, as far as its record is asked for.
pub struct Record {
    pub path: String,
    /// SHA-256 of the record: equal records fill equal rows.
    pub digest: [u8; 32],
    offset: u64,
    length: u64,
}

/// A report that speaks, as far as its rows are asked for.
pub struct Chosen {
    pub record: Record,
    /// Editions found for its agency, year and scope, this one included.
    pub editions: u32,
    position: u32,
}

impl Ledger {
    /// Gives every file its one state.
    pub fn close(book: Book, records: File) -> Result<Ledger> {
        let fates = fates(&book)?;
        let mut rivals: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (fate, position) in fates.iter().zip(0..) {
            if let Fate::Superseded { by, .. } = fate {
                rivals.entry(*by).or_default().push(position);
            }
        }
        Ok(Ledger { book, records, fates, rivals })
    }

    /// The years that have reports.
    pub fn years(&self) -> BTreeSet<i32> {
        self.speaking().map(|(_, year, _)| year).collect()
    }

    /// Position, year and number of editions of every report that speaks.
    fn speaking(&self) -> impl Iterator<Item = (u32, i32, u32)> {
        let all = self.fates.iter().zip(&self.book.slots).zip(0..);
        all.filter_map(|((fate, slot), position)| match fate {
            Fate::Report { editions } => Some((position, slot.year, *editions)),
            _ => None,
        })
    }

    /// The reports of a year in the order of their rows.
    pub fn reports(&self, year: i32) -> Result<Vec<Chosen>> {
        let mut reports = Vec::new();
        for (position, _, editions) in self.speaking().filter(|(_, of, _)| *of == year) {
            let entry = self.book.get(position)?;
            if let Some(key) = entry.key() {
                let order = (key.division_code.is_none(), key.division_code.clone(), key.agency.clone());
                let order = (order, key.report_id.clone());
                reports.push((order, Chosen { record: record(&entry)?, editions, position }));
            }
        }
        reports.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(reports.into_iter().map(|(_, chosen)| chosen).collect())
    }

    /// The editions that were not chosen beside this report.
    pub fn rivals(&self, chosen: &Chosen) -> Result<Vec<Record>> {
        let rivals = self.rivals.get(&chosen.position).into_iter().flatten();
        rivals.map(|rival| record(&self.book.get(*rival)?)).collect()
    }

    /// What was read of a file.
    pub fn parsed(&self, record: &Record) -> Result<Parsed> {
        let mut bytes = vec![0; usize::try_from(record.length)?];
        self.records.read_exact_at(&mut bytes, record.offset).context("cannot read the staged records")?;
        decode(&bytes)
    }

    /// Hands over every file in the order of the walk.
    pub fn list(&self, take: &mut dyn FnMut(&Listed) -> Result<()>) -> Result<()> {
        let mut position = 0;
        self.book.each(&mut |entry| {
            let fate = self.fates[position];
            position += 1;
            let other = match fate {
                Fate::Duplicate { of: other, .. } | Fate::Superseded { by: other, .. } => Some(self.book.get(other)?),
                Fate::Report { .. } | Fate::Refused => None,
            };
            let detail = match (&entry.filed, &other) {
                (Filed::Refused(refusal), _) => Some(refusal.detail.clone()),
                (_, other) => other.as_ref().map(Entry::path),
            };
            let read = match (&entry.filed, &other) {
                (Filed::LaterPage { .. }, Some(first)) => first.key(),
                _ => entry.key(),
            };
            let report_id = read.map(|key| key.report_id.clone());
            take(&Listed { entry, fate, detail, report_id })
        })
    }

    pub fn fates(&self) -> &[Fate] {
        &self.fates
    }

    /// Size of all files.
    pub fn bytes(&self) -> u64 {
        self.book.bytes
    }
}

fn record(entry: &Entry) -> Result<Record> {
    match &entry.filed {
        Filed::Read { key, offset, length } => {
            Ok(Record { path: entry.path(), digest: key.digest, offset: *offset, length: *length })
        }
        Filed::Refused(_) | Filed::LaterPage { .. } => bail!("{} has no record", entry.path()),
    }
}
