//! The second pass of a run: the tables of every year, those of the snapshot, and their publication. Knows which report
//! speaks; does not know how it was read.

use super::derived::{across, coverage, panel};
use super::frame::Frame;
use super::headline::measure;
use super::home::Home;
use super::ledger::{Chosen, Fate, Ledger};
use super::manifest::{Counts, Manifest, Year, load_sql};
use super::rivals::differences;
use super::staging::Run;
use super::table::Table;
use super::tables::{Report, yearly};
use super::whole::{PlaceRow, divisions, metrics, sources};
use super::writer::{Part, TableWriter, write_whole};
use super::year::{Begun, OpenYear};
use crate::model::hex;
use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A snapshot that no reader sees yet. Dropped before [`Draft::publish`], it leaves nothing behind.
pub struct Draft<'a> {
    run: Run<'a>,
    home: Home,
    ledger: Ledger,
    /// The tables of every year.
    tables: Vec<Table<Report>>,
    reused: u64,
    number: u32,
    previous: Option<(PathBuf, Option<Manifest>)>,
    years: Vec<Year>,
    across: Vec<Part>,
    whole: Vec<Part>,
}

/// Takes rows of a table that analysis computes.
pub type Append<'a> = dyn FnMut(&Frame) -> Result<()> + 'a;

/// A snapshot that readers see.
pub struct Published {
    pub path: PathBuf,
    pub manifest: Manifest,
}

impl<'a> Draft<'a> {
    pub(super) fn new(run: Run<'a>, home: Home, ledger: Ledger, reused: u64) -> Result<Draft<'a>> {
        let number = home.numbers()?.last().map_or(1, |last| last + 1);
        let previous = home.current().map(|path| {
            let manifest = Manifest::read(&path).ok();
            (path, manifest)
        });
        Ok(Draft {
            tables: yearly(run.measures.headline),
            run,
            home,
            ledger,
            reused,
            number,
            previous,
            years: Vec::new(),
            across: Vec::new(),
            whole: Vec::new(),
        })
    }

    /// The folder of the tables: for analysis between [`Draft::write_whole`] and [`Draft::publish`].
    pub fn folder(&self) -> PathBuf {
        self.home.folder()
    }

    /// The snapshot that is current before this one.
    pub fn previous(&self) -> Option<&Path> {
        self.previous.as_ref().map(|(path, _)| path.as_path())
    }

    /// The years that have reports.
    pub fn years(&self) -> Vec<i32> {
        self.ledger.years().into_iter().collect()
    }

    fn id(&self) -> String {
        format!("{:06}", self.number)
    }

    /// Opens all tables of a year, or links those of the last snapshot if it had the same reports, read by the same program
    /// with the same configuration.
    pub fn begin_year(&self, year: i32) -> Result<Begun<'_>> {
        let chosen = self.ledger.reports(year)?;
        let inputs = self.inputs(&chosen)?;
        if let Some(linked) = self.link_year(year, &inputs) {
            return Ok(Begun::Linked(linked));
        }
        let (folder, id) = (self.folder(), self.id());
        let create = |table| TableWriter::create(table, self.run.measures, &folder, Some(year), &id);
        let writers = self.tables.iter().map(create).collect::<Result<Vec<_>>>()?;
        let year = Year { year, inputs, reports: 0, facts: 0, unclaimed: 0, parts: Vec::new() };
        Ok(Begun::Open(OpenYear::new(writers, chosen, year)))
    }

    /// A hash of all that the rows of some reports are made of.
    fn inputs(&self, reports: &[Chosen]) -> Result<String> {
        let mut hash = Sha256::new();
        for chosen in reports {
            hash.update(chosen.record.digest);
            hash.update(chosen.editions.to_le_bytes());
            for rival in self.ledger.rivals(chosen)? {
                hash.update(&rival.path);
                hash.update(rival.digest);
            }
        }
        Ok(hex(&hash.finalize()))
    }

    /// None also where linking fails, as on a file system without hard links: then the year is written.
    fn link_year(&self, year: i32, inputs: &str) -> Option<Year> {
        let (path, manifest) = self.previous.as_ref()?;
        let manifest = manifest.as_ref()?;
        if self.run.full || manifest.program != self.run.program || manifest.config != self.run.config {
            return None;
        }
        let old = manifest.years.iter().find(|old| old.year == year && old.inputs == inputs)?;
        let folder = self.folder();
        for part in &old.parts {
            let to = folder.join(&part.path);
            std::fs::create_dir_all(to.parent()?).ok()?;
            let whole = std::fs::metadata(path.join(&part.path)).is_ok_and(|file| file.len() == part.bytes);
            if !whole || std::fs::hard_link(path.join(&part.path), &to).is_err() {
                // Whatever was linked goes, lest writing the year write through the link into the old snapshot.
                for part in &old.parts {
                    std::fs::remove_file(folder.join(&part.path)).ok();
                }
                return None;
            }
        }
        Some(old.clone())
    }

    /// Reads a report; what its rivals say otherwise is among its issues. One rival is held at a time.
    pub fn report(&self, chosen: &Chosen) -> Result<Report> {
        let tables = self.run.measures.headline;
        let mut parsed = self.ledger.parsed(&chosen.record)?;
        let headline = measure(&parsed, tables);
        for rival in self.ledger.rivals(chosen)? {
            let other = measure(&self.ledger.parsed(&rival)?, tables);
            parsed.issues.extend(differences(tables, &headline, &other, &rival.path));
        }
        Ok(Report { parsed, headline, editions: chosen.editions })
    }

    /// Takes the written years, and writes the tables that have none: sources, metrics, divisions.
    pub fn write_whole(&mut self, mut years: Vec<Year>, places: impl IntoIterator<Item = PlaceRow>) -> Result<()> {
        years.sort_by_key(|year| year.year);
        let written: Vec<i32> = years.iter().map(|year| year.year).collect();
        ensure!(written == self.years(), "the years written are not those of the reports");
        self.years = years;
        let (folder, id, measures) = (self.folder(), self.id(), self.run.measures);
        let listed = sources();
        let mut writer = TableWriter::create(&listed, measures, &folder, None, &id)?;
        self.ledger.list(&mut |listed| writer.append(listed))?;
        let parts = [
            writer.close()?,
            write_whole(&metrics(), measures, &folder, &id, measures.metrics.iter().cloned())?,
            write_whole(&divisions(), measures, &folder, &id, places)?,
        ];
        self.whole.extend(parts);
        Ok(())
    }

    /// Writes the checks of some year's reports against other reports, beside those of each report by itself.
    pub fn write_across(&mut self, year: i32, checks: &mut dyn Iterator<Item = Result<Frame>>) -> Result<()> {
        let table = across();
        let (folder, id) = (self.folder(), self.id());
        let mut writer = TableWriter::second(&table, self.run.measures, &folder, year, &id)?;
        for checks in checks {
            writer.append(&checks?)?;
        }
        self.across.push(writer.close()?);
        Ok(())
    }

    /// Writes the panel from its rows, in one frame after the other.
    pub fn write_panel(&mut self, rows: impl FnOnce(&mut Append) -> Result<()>) -> Result<()> {
        self.write_analysis(&panel(self.run.measures.headline), rows)
    }

    /// Writes the coverage from its rows, in one frame after the other.
    pub fn write_coverage(&mut self, rows: impl FnOnce(&mut Append) -> Result<()>) -> Result<()> {
        self.write_analysis(&coverage(), rows)
    }

    fn write_analysis(&mut self, table: &Table<Frame>, rows: impl FnOnce(&mut Append) -> Result<()>) -> Result<()> {
        let (folder, id) = (self.folder(), self.id());
        let mut writer = TableWriter::create(table, self.run.measures, &folder, None, &id)?;
        rows(&mut |frame| writer.append(frame))?;
        self.whole.push(writer.close()?);
        Ok(())
    }

    /// Makes the snapshot current. An error means that nothing was published.
    pub fn publish(self) -> Result<Published> {
        ensure!(self.whole.len() == 5, "a snapshot needs all its tables before it is published");
        let manifest = Manifest {
            snapshot: self.id(),
            program: self.run.program.to_string(),
            config: self.run.config.to_string(),
            counts: self.counts(),
            years: self.years.clone(),
            across: self.across.clone(),
            whole: self.whole.clone(),
        };
        let mut text = serde_json::to_string_pretty(&manifest)?;
        text.push('\n');
        write(&self.folder().join("manifest.json"), &text)?;
        write(&self.folder().join("load.sql"), &load_sql(&self.named()))?;
        let path = self.home.publish(self.number)?;
        // From here on the snapshot is published: what fails only costs disk space, or time in the next run.
        for tidied in [self.home.prune(self.run.keep_snapshots), self.home.keep_records()] {
            if let Err(error) = tidied {
                tracing::warn!("after publication: {error:#}");
            }
        }
        Ok(Published { path, manifest })
    }

    /// The tables that have files: without reports, only those without years.
    fn named(&self) -> Vec<(String, bool)> {
        let name = |part: &Part| part.path.split('/').next().unwrap_or_default().to_string();
        let years = self.years.iter().take(1).flat_map(|year| &year.parts).map(|part| (name(part), true));
        years.chain(self.whole.iter().map(|part| (name(part), false))).collect()
    }

    fn counts(&self) -> Counts {
        let fates = self.ledger.fates();
        let mut counts = Counts { files: fates.len() as u64, reused: self.reused, ..Counts::default() };
        counts.parsed = counts.files - counts.reused;
        counts.bytes = self.ledger.bytes();
        counts.facts = self.years.iter().map(|year| year.facts).sum();
        counts.unclaimed = self.years.iter().map(|year| year.unclaimed).sum();
        for fate in fates {
            *match fate {
                Fate::Report { .. } => &mut counts.reports,
                Fate::Duplicate { .. } => &mut counts.duplicates,
                Fate::Superseded { .. } => &mut counts.superseded,
                Fate::Refused => &mut counts.refused,
            } += 1;
        }
        counts
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    let context = || format!("cannot write {}", path.display());
    let mut file = File::create(path).with_context(context)?;
    file.write_all(text.as_bytes()).with_context(context)?;
    file.sync_all().with_context(context)
}
