//! The chain: one file into one value, and a tree of files into one snapshot. Read this first.

use crate::across;
use crate::catalog::Catalog;
use crate::correct::corrections;
use crate::extract::extract;
use crate::fingerprint::{report_id, text_hash};
use crate::identify::{hint, identify};
use crate::model::{Document, Issue, Parsed, Refusal, RefusalReason, Source, hex};
use crate::pages::{Page, families, join};
use crate::panel::{self, Analysis};
use crate::read::{Limits, read};
use crate::reconcile::{reconcile, trials};
use crate::walk::{Found, walk};
use crate::warehouse::{
    Begun, Draft, Manifest, Measures, Outcome, PlaceRow, Report, Run, Staging, TableWriter, Year, encode,
};
use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Files that are read side by side before any of them is staged: what bounds memory.
const CHUNK: usize = 256;

/// What tells one build of the program that reads differently from another.
pub const PROGRAM: &str = concat!("nianbao ", env!("CARGO_PKG_VERSION"));

/// All that one file says, or why it is no report. Pure: the same bytes and configuration give the same value.
pub fn parse(catalog: &Catalog, source: Source, bytes: &[u8]) -> Result<Parsed, Refusal> {
    let mut issues = Vec::new();
    let document = read(bytes, &limits(catalog), &mut issues)?;
    judge(catalog, source, document, issues)
}

fn limits(catalog: &Catalog) -> Limits {
    let settings = &catalog.settings;
    Limits { max_text_bytes: settings.max_text_bytes, max_depth: settings.max_depth, max_cells: settings.max_cells }
}

/// All that a document says that was read already.
fn judge(catalog: &Catalog, source: Source, document: Document, mut issues: Vec<Issue>) -> Result<Parsed, Refusal> {
    let identity = identify(catalog, &source, &document, &mut issues)?;
    let text_hash = text_hash(&document);
    let report_id = report_id(&identity, &text_hash);
    let mut extracted = extract(catalog, &identity, &document, &mut issues);
    let corrected = corrections(catalog, &source, &report_id, &identity, &extracted.observations, &mut issues);
    extracted.observations.extend(corrected);
    let (form, asked) = (extracted.form.as_str(), extracted.asked.as_slice());
    let mut judged = reconcile(catalog, &identity, form, asked, &extracted.observations, &mut issues);
    judged.checks.extend(trials(catalog, &identity, form, asked, &judged.facts, &mut issues));
    Ok(Parsed {
        source,
        document,
        identity,
        issues,
        text_hash,
        report_id,
        form: extracted.form,
        observations: extracted.observations,
        unclaimed: extracted.unclaimed,
        facts: judged.facts,
        checks: judged.checks,
    })
}

/// [`parse`] for input that may be hostile: a panic becomes a refusal.
pub fn parse_guarded(catalog: &Catalog, source: Source, bytes: &[u8]) -> Result<Parsed, Refusal> {
    guarded(|| parse(catalog, source, bytes))
}

fn guarded<T>(act: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    let result = catch_unwind(AssertUnwindSafe(act));
    result.unwrap_or_else(|cause| {
        let message =
            cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
        Err(Refusal::new(RefusalReason::Panicked, message.unwrap_or("a reader panicked")))
    })
}

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct Order {
    pub inputs: Vec<PathBuf>,
    pub warehouse: PathBuf,
    /// Read every file again, also those that have not changed.
    pub full: bool,
    pub include: Vec<String>,
    pub exclude: Vec<String>,
}

/// What a run has published.
pub struct Done {
    pub snapshot: PathBuf,
    pub manifest: Manifest,
    /// Expectations of the run that failed, in words.
    pub failed: Vec<String>,
}

/// Walks the inputs, parses every file and publishes one snapshot; an error means that nothing was published.
///
/// `progress` hears the number of files done so far and of all, and the bytes; `stop` ends the run before the next
/// file or table.
pub fn run(
    catalog: &Catalog,
    order: &Order,
    stop: &AtomicBool,
    progress: &(dyn Fn(u64, u64, u64) + Sync),
) -> Result<Done> {
    let mut files = walk(&order.inputs, &order.include, &order.exclude)?;
    if files.is_empty() {
        bail!("no input: no file below {} is included", list(&order.inputs));
    }
    let all = files.len() as u64;
    tracing::info!(files = all, "walked");
    let measures = Measures { metrics: &catalog.metrics.entries, headline: &catalog.headline.tables };
    let settings = &catalog.settings;
    let run = Run {
        measures,
        config: &catalog.hash,
        program: PROGRAM,
        keep_snapshots: settings.keep_snapshots,
        full: order.full,
    };
    let families = families(&files);
    let mut staging = Staging::open(&order.warehouse, run)?;
    let (mut done, mut bytes) = (0, 0);
    progress(0, all, 0);
    // Taken from the end, so that the list of the walk shrinks while the ledger grows.
    files.reverse();
    let mut told: BTreeMap<String, Outcome> = BTreeMap::new();
    while !files.is_empty() {
        let mut chunk = files.split_off(files.len().saturating_sub(CHUNK));
        if files.len() < files.capacity() / 2 {
            files.shrink_to_fit();
        }
        chunk.reverse();
        let outcomes = chunk
            .par_iter()
            .map(|found| go_on(stop).map(|()| outcomes(catalog, &staging, found, families.get(&*found.path))))
            .collect::<Result<Vec<_>>>()?;
        for (found, outcomes) in chunk.iter().zip(outcomes) {
            // By its name a later page comes behind its first page, with which it was told.
            told.extend(outcomes);
            staging.append(told.remove(&*found.path).with_context(|| format!("nothing became of {}", found.path))?)?;
        }
        done += chunk.len() as u64;
        bytes += chunk.iter().map(|found| found.bytes).sum::<u64>();
        progress(done, all, bytes);
    }
    tracing::info!("read all files");
    let mut draft = staging.choose()?;
    tracing::info!("chose the reports");
    let years = draft.years().into_iter().map(|year| write_year(&draft, year, stop)).collect::<Result<Vec<_>>>()?;
    draft.write_whole(years, places(catalog))?;
    let folder = draft.folder();
    tracing::info!("wrote what each report says");
    let mut analysis = Analysis::read(&folder, &catalog.headline.tables)?;
    across::build(&folder, &catalog.across, &catalog.metrics, &mut |year, checks| {
        let mut heard = checks.inspect(|checks| checks.iter().for_each(|checks| analysis.flag(checks)));
        draft.write_across(year, &mut heard)
    })?;
    tracing::info!("judged reports against each other");
    draft.write_panel(|append| analysis.panel(append))?;
    draft.write_coverage(|append| analysis.coverage(append))?;
    drop(analysis);
    tracing::info!("computed panel and coverage");
    let failed = panel::expectations(&folder, draft.previous(), &catalog.rules)?;
    go_on(stop)?;
    let published = draft.publish()?;
    tracing::info!(snapshot = published.manifest.snapshot, "published");
    Ok(Done { snapshot: published.path, manifest: published.manifest, failed })
}

/// Writes the tables of one year, its reports and its tables side by side.
fn write_year(draft: &Draft, year: i32, stop: &AtomicBool) -> Result<Year> {
    let mut open = match draft.begin_year(year)? {
        Begun::Linked(year) => return Ok(year),
        Begun::Open(open) => open,
    };
    loop {
        go_on(stop)?;
        let chosen = open.ahead();
        if chosen.is_empty() {
            return open.close();
        }
        let reports = chosen.par_iter().map(|chosen| draft.report(chosen)).collect::<Result<Vec<_>>>()?;
        let write = |table: &mut TableWriter<Report>| reports.iter().try_for_each(|report| table.append(report));
        open.tables().par_iter_mut().try_for_each(write)?;
        open.count(&reports);
    }
}

/// An error once a signal has asked the run to end.
fn go_on(stop: &AtomicBool) -> Result<()> {
    if stop.load(Ordering::Relaxed) {
        bail!("stopped by a signal: nothing was published");
    }
    Ok(())
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// What became of a file of the walk, by its path; and with a first page what became of its whole family, the files that
/// seem to be pages of one report. Nothing for a later page.
fn outcomes(
    catalog: &Catalog,
    staging: &Staging,
    found: &Found,
    family: Option<&Arc<Vec<Found>>>,
) -> Vec<(String, Outcome)> {
    let Some(family) = family else {
        return vec![(found.path.to_string(), alone(catalog, staging, found))];
    };
    if family.first().is_none_or(|first| first.path != found.path) {
        return Vec::new();
    }
    let opened = family.iter().map(|member| open(catalog, member));
    let opened: Option<Vec<_>> = opened.map(|(source, bytes)| Some((source, bytes.ok()?))).collect();
    let outcomes = match opened {
        Some(files) => together(catalog, staging, &files),
        None => family.iter().map(|member| alone(catalog, staging, member)).collect(),
    };
    family.iter().map(|member| member.path.to_string()).zip(outcomes).collect()
}

/// Reads one file of the walk and says what became of it.
fn alone(catalog: &Catalog, staging: &Staging, found: &Found) -> Outcome {
    let (source, bytes) = open(catalog, found);
    match bytes {
        Ok(bytes) => staging.reusable(&source, None).unwrap_or_else(|| by_itself(catalog, source, &bytes, None)),
        Err(refusal) => refused(catalog, source, refusal, None),
    }
}

fn by_itself(catalog: &Catalog, source: Source, bytes: &[u8], pages: Option<String>) -> Outcome {
    match parse_guarded(catalog, source.clone(), bytes) {
        Ok(parsed) => Outcome::Parsed(encode(&parsed, &catalog.headline.tables).of_pages(pages)),
        Err(refusal) => {
            tracing::debug!(path = source.path, reason = refusal.reason.name(), detail = refusal.detail, "refused");
            refused(catalog, source, refusal, pages)
        }
    }
}

/// What became of each file of a family. They are joined and judged once, and only if one of them has changed.
fn together(catalog: &Catalog, staging: &Staging, files: &[(Source, Vec<u8>)]) -> Vec<Outcome> {
    let hashes: Vec<&str> = files.iter().map(|(source, _)| source.sha256.as_str()).collect();
    let pages = sha256(hashes.join(" ").as_bytes());
    let mut joint: Option<Vec<Option<Outcome>>> = None;
    let each = files.iter().enumerate().map(|(position, (source, bytes))| {
        let reused = staging.reusable(source, Some(&pages));
        reused
            .or_else(|| joint.get_or_insert_with(|| as_pages(catalog, files, &pages))[position].take())
            .unwrap_or_else(|| by_itself(catalog, source.clone(), bytes, Some(pages.clone())))
    });
    each.collect()
}

/// What becomes of each file of a family as a page of a report; none of what stands for itself.
fn as_pages(catalog: &Catalog, files: &[(Source, Vec<u8>)], pages: &str) -> Vec<Option<Outcome>> {
    let joined = guarded(|| Ok(join(catalog, &limits(catalog), files))).ok().flatten();
    let (Some(joined), [(first, _), later @ ..]) = (joined, files) else {
        return files.iter().map(|_| None).collect();
    };
    // A later page is in the report only if the report is there.
    let any = joined.pages.contains(&Page::Joined);
    let report = any.then(|| guarded(|| judge(catalog, first.clone(), joined.document, joined.issues)).ok()).flatten();
    let whole = report.is_some();
    let outcome = |(source, page): (&Source, Page)| match page {
        Page::Joined if whole => {
            Some(Outcome::LaterPage { source: source.clone(), first: first.path.clone(), pages: pages.to_string() })
        }
        Page::Unproven => {
            let detail = format!("by its name a later page of {}, which does not lead to it", first.path);
            let refusal = Refusal::new(RefusalReason::Continuation, detail);
            Some(refused(catalog, source.clone(), refusal, Some(pages.to_string())))
        }
        Page::Joined | Page::Separate => None,
    };
    let encoded = report.map(|parsed| encode(&parsed, &catalog.headline.tables).of_pages(Some(pages.to_string())));
    let later = later.iter().map(|(source, _)| source).zip(joined.pages).map(outcome);
    std::iter::once(encoded.map(Outcome::Parsed)).chain(later).collect()
}

/// A file of the walk and its bytes, or why it cannot be read.
fn open(catalog: &Catalog, found: &Found) -> (Source, Result<Vec<u8>, Refusal>) {
    let bytes = match &found.error {
        Some(error) => Err(Refusal::new(RefusalReason::Unreadable, &**error)),
        None => load(&found.file(), catalog.settings.max_file_bytes),
    };
    let source = match &bytes {
        Ok(bytes) => source(found.path.to_string(), bytes),
        Err(_) => Source { path: found.path.to_string(), member: None, sha256: String::new(), bytes: found.bytes },
    };
    (source, bytes)
}

/// What is no report of its kind, or names nobody, explains no gap; a file that cannot be read does.
fn refused(catalog: &Catalog, source: Source, refusal: Refusal, pages: Option<String>) -> Outcome {
    let silent = [RefusalReason::NotAReport, RefusalReason::AgencyUnknown, RefusalReason::Continuation];
    let about = silent.contains(&refusal.reason);
    let hint = if about { None } else { hint(catalog, &source.path) };
    Outcome::Refused { source, refusal, media_type: None, encoding: None, hint, pages }
}

/// The bytes of a file, of at most `limit`.
pub fn load(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    let unreadable = |error: std::io::Error| Refusal::new(RefusalReason::Unreadable, error.to_string());
    let file = std::fs::File::open(path).map_err(unreadable)?;
    // The size may have changed since the walk, and devices have none: the limit holds while reading.
    let expected = file.metadata().map_or(0, |meta| meta.len());
    let mut bytes = Vec::with_capacity(expected.min(limit) as usize);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(Refusal::new(RefusalReason::TooLarge, format!("more than {limit} bytes")));
    }
    Ok(bytes)
}

/// A source for bytes that come from `path`.
pub fn source(path: String, bytes: &[u8]) -> Source {
    Source { path, member: None, sha256: sha256(bytes), bytes: bytes.len() as u64 }
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The rows of the divisions table.
fn places(catalog: &Catalog) -> impl Iterator<Item = PlaceRow> {
    catalog.places.rows().map(|division| PlaceRow::of(division, &catalog.territory.transfers))
}

/// Runs `job` on `jobs` threads; none lets rayon choose one a core.
pub fn on_threads<T: Send>(jobs: Option<usize>, job: impl FnOnce() -> T + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.unwrap_or(0))
        .build()
        .context("cannot start the worker threads")?;
    Ok(pool.install(job))
}
