//! A year of the snapshot while its tables are written: all of them at once, some reports at a time. Knows no particular
//! table and no threads; reports can be read, and tables written, side by side.

use super::ledger::Chosen;
use super::manifest::Year;
use super::tables::Report;
use super::writer::TableWriter;
use anyhow::Result;

/// Reports that are held at once.
const TOGETHER: usize = 64;

/// A year that was begun: taken over from the last snapshot, or to be written.
pub enum Begun<'a> {
    Linked(Year),
    Open(OpenYear<'a>),
}

/// The tables of one year, open. What each holds until a row group is full is the most that a run holds, so one year is open
/// at a time.
pub struct OpenYear<'a> {
    writers: Vec<TableWriter<'a, Report>>,
    chosen: std::vec::IntoIter<Chosen>,
    year: Year,
}

impl<'a> OpenYear<'a> {
    /// `year` holds what is known before its reports are read.
    pub(super) fn new(writers: Vec<TableWriter<'a, Report>>, chosen: Vec<Chosen>, year: Year) -> OpenYear<'a> {
        OpenYear { writers, chosen: chosen.into_iter(), year }
    }

    /// The next reports of the year, to be read with [`super::Draft::report`]; none at its end.
    pub fn ahead(&mut self) -> Vec<Chosen> {
        self.chosen.by_ref().take(TOGETHER).collect()
    }

    /// The year's tables: each takes all reports of the year in their order.
    pub fn tables(&mut self) -> &mut [TableWriter<'a, Report>] {
        &mut self.writers
    }

    /// Counts reports that every table has taken.
    pub fn count(&mut self, reports: &[Report]) {
        self.year.reports += reports.len() as u64;
        for report in reports {
            self.year.unclaimed += report.parsed.unclaimed.len() as u64;
            self.year.facts += report.parsed.facts.iter().filter(|fact| fact.value.is_some()).count() as u64;
        }
    }

    /// Ends the files of the year and makes them durable.
    pub fn close(self) -> Result<Year> {
        let parts = self.writers.into_iter().map(TableWriter::close).collect::<Result<_>>()?;
        Ok(Year { parts, ..self.year })
    }
}
