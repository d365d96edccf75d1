//! What the chain costs, stage by stage, beside the least that any reader of the same pages must do.
//!
//! `cargo bench --profile dev --bench chain` measures the stages on 2,000 generated pages; `-- --pages N` on more or fewer;
//! `-- memory` measures the peak memory of runs over 2,500 to 40,000 files, phase by phase (some minutes and 2 GB of disk).
//! Nothing here fails on time: the figures are for reading.

mod floor;
#[path = "../../tests/generate/mod.rs"]
mod generate;
mod measure;
mod phases;
mod tree;

use anyhow::{Context, Result, bail};
use measure::{machine, peak_mib, process_seconds, thread_seconds};
use nianbao::catalog::Catalog;
use nianbao::extract::{Extracted, extract};
use nianbao::fingerprint::text_hash;
use nianbao::identify::identify;
use nianbao::model::{Document, Identity, Source};
use nianbao::pipeline::{Order, on_threads, parse, run, source};
use nianbao::read::{Limits, read};
use nianbao::reconcile::reconcile;
use nianbao::warehouse::encode;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use tree::{Size, Tree};

/// Pages of a tree by default.
const PAGES: usize = 2_000;
/// Each stage is measured so often and its least time taken: whatever else runs only ever adds.
const ROUNDS: usize = 5;
/// A round repeats its stage for so many seconds: the kernel counts time in steps of a few thousandths.
const ROUND: f64 = 0.3;

fn main() -> Result<()> {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => stages(PAGES),
        ["--pages", count] => stages(count.parse()?),
        ["memory"] => memory(),
        ["child", input, warehouse, jobs] => child(input.into(), warehouse.into(), jobs.parse()?),
        _ => bail!("usage: chain [--pages N | memory]"),
    }
}

fn catalog() -> Result<Catalog> {
    Catalog::load(None).map_err(|faults| anyhow::anyhow!("the configuration has {} faults", faults.len()))
}

/// Writes pages `from..to` below `folder`; gives their paths and sizes.
fn grow(pages: &Tree, folder: &Path, numbers: std::ops::Range<usize>) -> Result<Vec<(String, u64)>> {
    let mut written = Vec::new();
    for number in numbers {
        let (path, bytes) = pages.page(number);
        let file = folder.join(&path);
        std::fs::create_dir_all(file.parent().context("a page stands in a folder")?)?;
        std::fs::write(file, &bytes)?;
        written.push((path, bytes.len() as u64));
    }
    Ok(written)
}

/// A line of the table.
struct Line {
    name: &'static str,
    seconds: f64,
    note: String,
}

fn stages(count: usize) -> Result<()> {
    let catalog = catalog()?;
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("in");
    let files = grow(&Tree::new(&catalog, Size::Site), &input, 0..count)?;
    let bytes: u64 = files.iter().map(|(_, bytes)| bytes).sum();
    let mut sizes: Vec<u64> = files.iter().map(|(_, bytes)| *bytes / 1000).collect();
    sizes.sort_unstable();
    println!("nianbao {} on {}", env!("CARGO_PKG_VERSION"), machine());
    println!(
        "{count} generated pages, {:.1} MB, {} to {} kB each (median {} kB), half GB18030 and half UTF-8\n",
        bytes as f64 / 1e6,
        sizes[0],
        sizes[sizes.len() - 1],
        sizes[sizes.len() / 2]
    );

    let lines =
        [floor_lines(&files, &input)?, chain_lines(&catalog, &files, &input)?, run_lines(&input, folder.path())?];
    let least = lines[0][2].seconds;
    println!(
        "| stage | CPU s | µs a page | pages a CPU second | MB a CPU second | × floor |\n|---|---:|---:|---:|---:|---:|"
    );
    for line in lines.iter().flatten() {
        println!(
            "| {}{} | {:.2} | {:.0} | {:.0} | {:.0} | {:.2} |",
            line.name,
            line.note,
            line.seconds,
            line.seconds / count as f64 * 1e6,
            count as f64 / line.seconds,
            bytes as f64 / 1e6 / line.seconds,
            line.seconds / least
        );
    }
    Ok(())
}

/// The least time of some rounds, the dropping of what it gave included, and what the stage gave.
fn timed<T>(name: &'static str, mut job: impl FnMut() -> Result<T>) -> Result<(Line, T)> {
    let mut best = f64::INFINITY;
    let mut result = job()?;
    for _ in 0..ROUNDS {
        let (start, mut times) = (thread_seconds(), 0.0);
        while thread_seconds() - start < ROUND {
            result = job()?;
            times += 1.0;
        }
        best = best.min((thread_seconds() - start) / times);
    }
    Ok((Line { name, seconds: best, note: String::new() }, result))
}

fn floor_lines(files: &[(String, u64)], input: &Path) -> Result<Vec<Line>> {
    let each = |name, job: &dyn Fn(&[u8])| {
        timed(name, || {
            for (path, _) in files {
                job(&std::fs::read(input.join(path))?);
            }
            Ok(())
        })
    };
    Ok(vec![
        each("floor: read the files", &|bytes| {
            black_box(bytes);
        })?
        .0,
        each("floor: read, decode", &|bytes| {
            black_box(floor::decode(bytes));
        })?
        .0,
        each("**floor: read, decode, tokenise**", &|bytes| {
            black_box(floor::tokenise(&floor::decode(bytes)));
        })?
        .0,
    ])
}

fn chain_lines(catalog: &Catalog, files: &[(String, u64)], input: &Path) -> Result<Vec<Line>> {
    let settings = &catalog.settings;
    let limits = Limits {
        max_text_bytes: settings.max_text_bytes,
        max_depth: settings.max_depth,
        max_cells: settings.max_cells,
    };
    let load = |path: &str| std::fs::read(input.join(path)).with_context(|| format!("cannot read {path}"));
    let mut lines = Vec::new();

    let (line, sources) = timed("load and hash (SHA-256)", || {
        files.iter().map(|(path, _)| Ok(source(path.clone(), &load(path)?))).collect::<Result<Vec<Source>>>()
    })?;
    lines.push(line);
    let contents = files.iter().map(|(path, _)| load(path)).collect::<Result<Vec<_>>>()?;
    let (line, documents) = timed("read (decode, tokenise, document)", || {
        contents
            .iter()
            .map(|bytes| read(bytes, &limits, &mut Vec::new()).map_err(refused))
            .collect::<Result<Vec<Document>>>()
    })?;
    lines.push(line);
    let (line, identities) = timed("identify", || {
        let pairs = sources.iter().zip(&documents);
        pairs
            .map(|(source, document)| identify(catalog, source, document, &mut Vec::new()).map_err(refused))
            .collect::<Result<Vec<Identity>>>()
    })?;
    lines.push(line);
    let (line, _) = timed("hash of the text", || Ok(documents.iter().map(text_hash).collect::<Vec<_>>()))?;
    lines.push(line);
    let (line, extracted) = timed("extract", || {
        let pairs = identities.iter().zip(&documents);
        Ok(pairs
            .map(|(identity, document)| extract(catalog, identity, document, &mut Vec::new()))
            .collect::<Vec<Extracted>>())
    })?;
    lines.push(line);
    let (line, facts) = timed("reconcile", || {
        let pairs = identities.iter().zip(&extracted);
        Ok(pairs
            .map(|(identity, claims)| {
                reconcile(catalog, identity, &claims.form, &claims.asked, &claims.observations, &mut Vec::new())
                    .facts
                    .iter()
                    .filter(|fact| fact.value.is_some())
                    .count()
            })
            .sum::<usize>())
    })?;
    lines.push(line);
    drop((documents, extracted, identities));
    let parsed =
        contents.iter().zip(&sources).map(|(bytes, source)| parse(catalog, source.clone(), bytes).map_err(refused));
    let parsed = parsed.collect::<Result<Vec<_>>>()?;
    let (line, _) = timed("encode (record, zstd, SHA-256)", || {
        Ok(parsed.iter().map(|parsed| encode(parsed, &catalog.headline.tables)).collect::<Vec<_>>())
    })?;
    lines.push(line);
    drop(parsed);
    let (mut line, ()) = timed("**one file after the other: load, hash, parse, encode**", || {
        for (path, _) in files {
            let bytes = load(path)?;
            let parsed = parse(catalog, source(path.clone(), &bytes), &bytes).map_err(refused)?;
            black_box(encode(&parsed, &catalog.headline.tables));
        }
        Ok(())
    })?;
    line.note = format!(" ({} facts a page)", facts / files.len());
    lines.push(line);
    Ok(lines)
}

fn refused(refusal: nianbao::model::Refusal) -> anyhow::Error {
    anyhow::anyhow!("a generated page was refused: {}: {}", refusal.reason.name(), refusal.detail)
}

fn run_lines(input: &Path, folder: &Path) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for (jobs, name) in [(1, "**whole run with publishing, 1 thread**"), (2, "whole run with publishing, 2 threads")] {
        let cost = spawn(input, &folder.join(format!("warehouse-{jobs}")), jobs)?;
        let note = format!(" ({:.2} s by the clock, peak {:.0} MiB)", cost.wall, cost.peak);
        lines.push(Line { name, seconds: cost.cpu, note });
    }
    Ok(lines)
}

/// What a run cost.
struct Cost {
    cpu: f64,
    wall: f64,
    peak: f64,
    counts: String,
    /// Each phase and the peak at its end.
    phases: String,
}

/// Runs over `input` in a process of its own, so that its peak memory is its own.
fn spawn(input: &Path, warehouse: &Path, jobs: usize) -> Result<Cost> {
    let output = std::process::Command::new(std::env::current_exe()?)
        .arg("child")
        .args([input, warehouse])
        .arg(jobs.to_string())
        .stderr(std::process::Stdio::inherit())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let (line, phases) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let mut words = line.splitn(4, ' ');
    let mut number = || words.next().and_then(|word| word.parse().ok()).context("the run of the child failed");
    let (cpu, wall, peak) = (number()?, number()?, number()?);
    std::fs::remove_dir_all(warehouse)?;
    let counts = words.next().unwrap_or_default().to_string();
    Ok(Cost { cpu, wall, peak, counts, phases: phases.to_string() })
}

fn child(input: PathBuf, warehouse: PathBuf, jobs: usize) -> Result<()> {
    let clock = Instant::now();
    let heard = phases::listen();
    let catalog = catalog()?;
    let order = Order { inputs: vec![input], warehouse, full: true, include: Vec::new(), exclude: Vec::new() };
    let done = on_threads(Some(jobs), || run(&catalog, &order, &AtomicBool::new(false), &|_, _, _| {}))??;
    let counts = &done.manifest.counts;
    println!(
        "{:.3} {:.3} {:.1} {} files, {} reports, {} facts",
        process_seconds(),
        clock.elapsed().as_secs_f64(),
        peak_mib(),
        counts.files,
        counts.reports,
        counts.facts
    );
    for (phase, peak) in heard.lock().map_err(|_| anyhow::anyhow!("a listener panicked"))?.iter() {
        println!("{peak:.0} {phase}");
    }
    Ok(())
}

/// Peak memory of runs over more and more files, all of one kind.
fn memory() -> Result<()> {
    let catalog = catalog()?;
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("in");
    let pages = Tree::new(&catalog, Size::Bare);
    println!("nianbao {} on {}\n", env!("CARGO_PKG_VERSION"), machine());
    let mut grown = 0;
    for count in [2_500, 10_000, 40_000] {
        grow(&pages, &input, grown..count)?;
        grown = count;
        let cost = spawn(&input, &folder.path().join("warehouse"), 2)?;
        println!("{}: {:.1} CPU s, {:.1} s by the clock, peak {:.0} MiB", cost.counts, cost.cpu, cost.wall, cost.peak);
        println!("most MiB until the run told that:\n{}\n", cost.phases);
    }
    Ok(())
}
