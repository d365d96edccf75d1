//! The program: arguments in, words and an exit status out. The only place that prints. Knows no report.

mod cli;
mod terminal;

use anyhow::{Context, Result, bail};
use clap::Parser;
use cli::{Cli, Format, Shape, Summary, Verb};
use nianbao::catalog::{Catalog, Fault};
use nianbao::compare::{self, Against};
use nianbao::explain::{Question, explain};
use nianbao::pipeline::{self, Done, Order};
use nianbao::show::quote::Style;
use nianbao::{dictionary, panel, report, show};
use serde_json::json;
use std::fs::Permissions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use terminal::OUTCOME;

/// All is well.
const GOOD: u8 = 0;
/// Done, but not all is well.
const DOUBTFUL: u8 = 1;
/// Nothing done.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let started = Instant::now();
    let cli = Cli::parse();
    // A panic that nobody caught has published nothing either.
    let ended = std::panic::catch_unwind(|| dispatch(&cli, started)).unwrap_or(Ok(FAILED));
    let code = ended.unwrap_or_else(|error| {
        // Whoever read from the pipe has seen enough.
        if error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe) {
            return GOOD;
        }
        complain(&format!("{error:#}"));
        FAILED
    });
    tracing::info!(target: OUTCOME, exit = code, seconds = started.elapsed().as_secs_f64(), "ended");
    ExitCode::from(code)
}

fn dispatch(cli: &Cli, started: Instant) -> Result<u8> {
    terminal::log(cli.verbose, cli.quiet, cli.log_json.as_deref())?;
    let (Verb::Run(cli::Run { config, .. })
    | Verb::Parse(cli::Parse { config, .. })
    | Verb::Explain(cli::Explain { config, .. })
    | Verb::Report(cli::Report { config, .. })
    | Verb::Compare(cli::Compare { config, .. })
    | Verb::Check(cli::Check { config })
    | Verb::Dictionary(cli::Dictionary { config, .. })) = &cli.verb;
    // Before anything takes time; other verbs end at a signal as every program does.
    let stop = match &cli.verb {
        Verb::Run(_) => terminal::stopped_by_signals()?,
        _ => Arc::default(),
    };
    let Some(catalog) = load(config.config.as_deref()) else {
        return Ok(FAILED);
    };
    match &cli.verb {
        Verb::Run(run) => publish(&catalog, run, &stop, !cli.quiet && cli.verbose == 0, started),
        Verb::Parse(parse) => parse_files(&catalog, parse),
        Verb::Explain(ask) => {
            let question = Question { agency: &ask.agency, year: ask.year, metric: &ask.metric };
            print(&explain(&catalog, &ask.warehouse, question, style(), ask.json)?)?;
            Ok(GOOD)
        }
        Verb::Report(order) => {
            let language = match order.lang {
                cli::Lang::Zh => report::Language::Chinese,
                cli::Lang::En => report::Language::English,
            };
            let quotes = usize::from(order.quotes) * 1_000_000;
            let page = report::page(&catalog, &order.warehouse, report::Order { language, quotes })?;
            replace(&order.output, page.as_bytes())?;
            print(&format!("{}: {:.1} MB\n", order.output.display(), page.len() as f64 / 1e6))?;
            Ok(GOOD)
        }
        Verb::Compare(ask) => side_by_side(&catalog, ask),
        Verb::Check(_) => {
            print(&format!(
                "{} metrics, {} forms, {} phrases, {} rules: no fault\n",
                catalog.metrics.entries.len(),
                catalog.templates.entries.len(),
                catalog.phrases.entries.len(),
                catalog.rules.entries.len()
            ))?;
            Ok(GOOD)
        }
        Verb::Dictionary(order) => {
            let text = match order.format {
                Format::Markdown => dictionary::markdown(&catalog),
                Format::Json => dictionary::json(&catalog),
            };
            match &order.output {
                Some(path) => std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?,
                None => print(&text)?,
            }
            Ok(GOOD)
        }
    }
}

/// The configuration; none where it has faults, all of which are then told.
fn load(folder: Option<&Path>) -> Option<Catalog> {
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        complain(&format!("{} is not a folder of configuration", folder.display()));
        return None;
    }
    let place = |fault: &Fault| folder.unwrap_or(Path::new("config")).join(fault.to_string()).display().to_string();
    match Catalog::load(folder) {
        Ok(catalog) => Some(catalog),
        Err(faults) => {
            for fault in &faults {
                let fault = place(fault);
                tracing::error!(target: OUTCOME, fault);
                warn(&fault);
            }
            None
        }
    }
}

fn publish(catalog: &Catalog, run: &cli::Run, stop: &AtomicBool, watched: bool, started: Instant) -> Result<u8> {
    outside(&run.input, &run.warehouse)?;
    let or = |given: &[String], usual: &[String]| {
        if given.is_empty() { usual.to_vec() } else { given.to_vec() }
    };
    let order = Order {
        inputs: run.input.clone(),
        warehouse: run.warehouse.clone(),
        full: run.full,
        include: or(&run.include, &catalog.settings.include),
        exclude: or(&run.exclude, &catalog.settings.exclude),
    };
    let bar = terminal::bar(watched);
    let progress = |done, all, bytes| terminal::advance(&bar, done, all, bytes);
    let done = pipeline::on_threads(run.jobs.map(usize::from), || pipeline::run(catalog, &order, stop, &progress));
    bar.finish_and_clear();
    let done = done??;
    let summary = summary(&done, started.elapsed().as_secs_f64(), run.summary);
    for reason in &done.failed {
        complain(&format!("expectation failed: {reason}"));
    }
    tracing::info!(target: OUTCOME, summary);
    let told = tell(run, &done, &summary);
    // From here on the snapshot is there: nothing that fails may say that it is not.
    let told = told.inspect_err(|error| complain(&format!("published, but: {error:#}"))).is_ok();
    Ok(if done.failed.is_empty() && told { GOOD } else { DOUBTFUL })
}

/// A run that read its own warehouse would find more files every time.
fn outside(inputs: &[PathBuf], warehouse: &Path) -> Result<()> {
    for input in inputs {
        if std::path::absolute(warehouse)?.starts_with(std::path::absolute(input)?) {
            bail!("the warehouse {} lies inside the input {}", warehouse.display(), input.display());
        }
    }
    Ok(())
}

/// Prints what a run has to say on stdout; that nobody listens is no error.
fn tell(run: &cli::Run, done: &Done, summary: &str) -> Result<()> {
    let mut text = String::new();
    if run.answers {
        text = panel::answers(&done.snapshot)?;
    }
    text.push_str(summary);
    text.push('\n');
    match print(&text) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => printed.context("cannot print the summary"),
    }
}

/// What a run did, on one line.
fn summary(done: &Done, seconds: f64, form: Summary) -> String {
    let counts = &done.manifest.counts;
    let megabytes = counts.bytes as f64 / 1e6;
    let rate = megabytes / seconds.max(1e-9);
    match form {
        Summary::Text => format!(
            "snapshot {}: {} files ({} parsed, {} reused), {} reports, {} duplicates, {} superseded, {} refused, {} facts, {} unclaimed; \
             {megabytes:.1} MB in {seconds:.1} s, {rate:.1} MB/s",
            done.manifest.snapshot,
            counts.files,
            counts.parsed,
            counts.reused,
            counts.reports,
            counts.duplicates,
            counts.superseded,
            counts.refused,
            counts.facts,
            counts.unclaimed
        ),
        Summary::Json => {
            let mut value = json!(counts);
            value["snapshot"] = json!(done.manifest.snapshot);
            value["seconds"] = json!((seconds * 1e3).round() / 1e3);
            value["mb_per_s"] = json!((rate * 1e3).round() / 1e3);
            value["expectations_failed"] = json!(done.failed);
            value.to_string()
        }
    }
}

fn parse_files(catalog: &Catalog, order: &cli::Parse) -> Result<u8> {
    let mut code = GOOD;
    for (place, path) in order.files.iter().enumerate() {
        let bytes = pipeline::load(path, catalog.settings.max_file_bytes);
        let name = path.display().to_string();
        let source = pipeline::source(name, bytes.as_deref().unwrap_or_default());
        let parsed = bytes.and_then(|bytes| pipeline::parse_guarded(catalog, source.clone(), &bytes));
        let text = match (&parsed, order.json) {
            (Ok(parsed), true) => show::json::parsed(catalog, parsed),
            (Ok(parsed), false) => show::text(catalog, parsed, style(), order.all),
            (Err(refusal), true) => show::json::refused(&source, refusal),
            (Err(refusal), false) => show::refused(&source, refusal, style()),
        };
        if place > 0 && !order.json {
            print("\n")?;
        }
        print(&text)?;
        code = if parsed.is_ok() { code } else { DOUBTFUL };
    }
    Ok(code)
}

fn side_by_side(catalog: &Catalog, ask: &cli::Compare) -> Result<u8> {
    if ask.bom && ask.format != Shape::Csv {
        bail!("--bom is for --format csv");
    }
    let against: Vec<Against> = ask
        .against
        .iter()
        .map(|with| match with {
            cli::Beside::Siblings => Against::Siblings,
            cli::Beside::Prefecture => Against::Prefecture,
            cli::Beside::Province => Against::Province,
        })
        .collect();
    let question = compare::Question { places: &ask.place, metrics: &ask.metric, years: ask.years, against: &against };
    // A file is no terminal.
    let style = if ask.output.is_some() { Style::default() } else { style() };
    let (words, list) = match &ask.between[..] {
        [old, new] => {
            let changes = compare::between(catalog, &ask.warehouse, (old, new), question)?;
            (changes.words(style), changes.list())
        }
        _ => {
            let compared = compare::compare(catalog, &ask.warehouse, question)?;
            (compared.words(style), compared.list())
        }
    };
    let bytes = match ask.format {
        Shape::Table => words.into_bytes(),
        Shape::Csv => list.csv(ask.bom)?,
        Shape::Json => list.json().into_bytes(),
        Shape::Parquet => list.file()?,
    };
    match &ask.output {
        Some(path) => replace(path, &bytes)?,
        None => print_bytes(&bytes)?,
    }
    Ok(GOOD)
}

fn style() -> Style {
    Style { colour: terminal::colours(&std::io::stdout()) }
}

/// A file as a whole: until all of it is on the disk, what stood there before stands there still.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // As any new file: a page is for others to read.
    let open = Permissions::from_mode(0o666);
    let written = tempfile::Builder::new().permissions(open).tempfile_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|refused| refused.error)
    });
    written.map(drop).with_context(|| format!("cannot write {}", path.display()))
}

fn print(text: &str) -> std::io::Result<()> {
    print_bytes(text.as_bytes())
}

/// To stdout, at once: `print!` would panic where the reader of a pipe has gone.
fn print_bytes(bytes: &[u8]) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// To stderr in plain words, and to the log file.
fn complain(message: &str) {
    tracing::error!(target: OUTCOME, message);
    warn(&format!("nianbao: {message}"));
}

/// To stderr; where nobody can hear it, there is nobody to tell.
fn warn(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
