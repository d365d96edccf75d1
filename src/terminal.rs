//! What a run shows while it works, and how it is stopped: the bar, the log, the signals. Knows no report.

use anyhow::{Context, Result};
use indicatif::{DecimalBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// The target of the events that say how a command ended: for the log file, since a person sees the same in plain words.
pub const OUTCOME: &str = "outcome";

/// Starts the log: to stderr, and as JSON to the end of a file.
pub fn log(verbose: u8, quiet: bool, file: Option<&Path>) -> Result<()> {
    let level = match (quiet, verbose) {
        (true, _) => "error",
        (_, 0) => "warn",
        (_, 1) => "info",
        (_, 2) => "debug",
        _ => "trace",
    };
    let shown = filter(&format!("error,nianbao={level}"))?;
    let to_stderr = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(colours(&std::io::stderr()))
        .with_filter(filter_fn(|event| event.target() != OUTCOME))
        .with_filter(shown);
    let to_file = match file {
        Some(path) => {
            let file = std::fs::File::options().create(true).append(true).open(path);
            let file = file.with_context(|| format!("cannot write the log {}", path.display()))?;
            // What nobody watches should tell at least what was done.
            let level = if verbose < 2 { "info" } else { level };
            let kept = filter(&format!("error,{OUTCOME}=info,nianbao={level}"))?;
            Some(fmt::layer().json().with_writer(Arc::new(file)).with_filter(kept))
        }
        None => None,
    };
    tracing_subscriber::registry().with(to_stderr).with(to_file).init();
    Ok(())
}

/// What NIANBAO_LOG asks for, or else what is usual.
fn filter(usual: &str) -> Result<EnvFilter> {
    let asked = std::env::var("NIANBAO_LOG").unwrap_or_default();
    let asked = if asked.is_empty() { usual } else { &asked };
    EnvFilter::try_new(asked).with_context(|| format!("NIANBAO_LOG is not a filter: {asked}"))
}

/// Whether colours may be written there.
pub fn colours(to: &impl IsTerminal) -> bool {
    to.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A flag that SIGINT, SIGTERM and SIGHUP raise; a second of them ends the process at once.
pub fn stopped_by_signals() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = stop.clone();
    ctrlc::set_handler(move || {
        if raised.swap(true, Ordering::Relaxed) {
            std::process::exit(2);
        }
    })
    .context("cannot listen for signals")?;
    Ok(stop)
}

/// The bar of a run; hidden unless `shown` and stderr is a terminal.
pub fn bar(shown: bool) -> ProgressBar {
    if !shown || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    bar.set_style(style("{spinner} looking for files"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Moves the bar: files done, files in all, bytes done.
pub fn advance(bar: &ProgressBar, done: u64, all: u64, bytes: u64) {
    match done {
        0 => {
            // The rates are those of reading: the walk does not count.
            bar.reset();
            bar.set_style(style("{bar:30} {pos}/{len} files  {msg}  {eta} left"));
        }
        // What is left has no measure: choosing, sorting, writing.
        done if done == all => bar.set_style(style("{spinner} {len} files  {msg}  writing the snapshot")),
        _ => {}
    }
    bar.set_length(all);
    bar.set_position(done);
    let seconds = bar.elapsed().as_secs_f64().max(0.001);
    let rate = DecimalBytes((bytes as f64 / seconds) as u64);
    bar.set_message(format!("{:.0} files/s  {rate}/s", done as f64 / seconds));
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is sound")
}
