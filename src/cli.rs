//! The command line: verbs, options, and the help that explains them. Knows what may be asked, not how it is done.

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Annual reports on government information disclosure (政府信息公开工作年度报告) in, year-partitioned Parquet out.
#[derive(Debug, Parser)]
#[command(name = "nianbao", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub verb: Verb,
    /// Tell more of what the program does: -v info, -vv debug, -vvv trace
    #[arg(short, long, global = true, action = ArgAction::Count, conflicts_with = "quiet")]
    pub verbose: u8,
    /// Tell errors only, and show no progress
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Append the log to FILE, one JSON object a line, for runs that nobody watches
    #[arg(long, global = true, value_name = "FILE")]
    pub log_json: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  nianbao run --input data/raw --warehouse data/warehouse
  nianbao parse data/sample/hubei/yunmeng/2023.html
  nianbao explain --warehouse data/warehouse --agency 420923 --year 2023 --metric applications.received_new
  nianbao report --warehouse data/warehouse --output report.html
  nianbao check --config config

Environment:
  NIANBAO_LOG  what to log, in place of -v and -q: warn, debug, nianbao=trace
  NO_COLOR     no colours, also on a terminal

Exit status:
  0  done
  1  done, but not all is well: an expectation of the run failed, a parsed file is no report
  2  nothing done: wrong usage or configuration, no input, nothing found, stopped by a signal";

#[derive(Debug, Subcommand)]
pub enum Verb {
    Run(Run),
    Parse(Parse),
    Explain(Explain),
    Report(Report),
    Check(Check),
    Dictionary(Dictionary),
}

/// Where the configuration is.
#[derive(Debug, Args)]
pub struct Config {
    /// Folder of the configuration; without it, the one compiled into the program
    #[arg(long, value_name = "DIR")]
    pub config: Option<PathBuf>,
}

/// Parse every file of the inputs and publish one new snapshot
///
/// Files that have not changed since the last snapshot are taken over from it. The last line on stdout is the summary.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  nianbao run --input data/sample --warehouse data/warehouse --answers
  nianbao run --input /srv/scrape/2024 --input /srv/scrape/2025 --warehouse /srv/nianbao --jobs 8
  nianbao run --input data/raw --include '**/*.html' --exclude '**/index.html' --warehouse data/warehouse
  nianbao run --input data/raw --warehouse data/warehouse --summary json --quiet --log-json nianbao.log

Exit status: 0 published; 1 published, but an expectation of the run failed (the reasons are on stderr);
2 nothing published.")]
pub struct Run {
    /// Folder (or file) to read; may be given several times
    #[arg(long, value_name = "DIR", required = true)]
    pub input: Vec<PathBuf>,
    /// Folder of the warehouse; made if it is not there
    #[arg(long, value_name = "DIR")]
    pub warehouse: PathBuf,
    /// Threads; without it, one a core. The result is the same at any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub config: Config,
    /// Parse every file again, also those that have not changed
    #[arg(long)]
    pub full: bool,
    /// Read only files whose path below the input matches; in place of the configured globs
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Read no file whose path below the input matches; in place of the configured globs
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// How the last line tells what was done
    #[arg(long, value_enum, default_value = "text")]
    pub summary: Summary,
    /// Print the small table of answers, county by year, before the summary
    #[arg(long)]
    pub answers: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Summary {
    Text,
    Json,
}

/// Show all that is read, claimed and decided about files, with the characters behind every value
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  nianbao parse data/sample/hubei/yunmeng/2023.html
  nianbao parse --all report.html | less -R
  nianbao parse --json data/sample/hubei/yunmeng/* | jq -r '.path + \" \" + .state'

Exit status: 0 all files are reports; 1 one at least was refused.")]
pub struct Parse {
    /// Files to parse
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// One JSON object a line for each file, with the whole text
    #[arg(long, conflicts_with = "all")]
    pub json: bool,
    /// Show facts without a value (blank, dash, missing) as fully as the others
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub config: Config,
}

/// Trace one fact of a warehouse back to its characters, its rival claims and its equations
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  nianbao explain --warehouse data/warehouse --agency 420923 --year 2023 --metric applications.received_new
  nianbao explain --warehouse data/warehouse --agency 420923 --year 2023 --metric applications.received_new@natural_person
  nianbao explain --warehouse data/warehouse --agency 420923 --year 2023 --metric lawsuits.total@direct --json

Exit status: 0 explained; 2 nothing found (what is there is on stderr).")]
pub struct Explain {
    /// Folder of the warehouse; its current snapshot is read
    #[arg(long, value_name = "DIR")]
    pub warehouse: PathBuf,
    /// Name of the publisher, or a part of it; its id; or a county or a code of six digits, for its government
    #[arg(long, value_name = "NAME")]
    pub agency: String,
    /// The report year, not the year of publication
    #[arg(long, value_name = "YEAR")]
    pub year: i32,
    /// `measure` or `measure@facet`, as in the dictionary
    #[arg(long, value_name = "METRIC")]
    pub metric: String,
    /// One JSON object a line for each fact
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub config: Config,
}

/// Write one page (HTML) to look at a snapshot: coverage, series, spread, quality, and the source of every figure
///
/// The page is a single file that needs no network. It can be sent, archived and printed; it opens in any browser of the
/// last years, in Chinese or English.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  nianbao report --warehouse data/warehouse --output report.html
  nianbao report --warehouse data/warehouse --output report.html --lang en
  nianbao report --warehouse /srv/nianbao --output /srv/www/nianbao.html --quotes 64

Exit status: 0 written; 2 not written (a page that stood there before stands there still).")]
pub struct Report {
    /// Folder of the warehouse; its current snapshot is shown
    #[arg(long, value_name = "DIR")]
    pub warehouse: PathBuf,
    /// The page; replaced as a whole once the new one is complete
    #[arg(long, value_name = "FILE")]
    pub output: PathBuf,
    /// The language that the page opens in; its reader may switch
    #[arg(long, value_enum, default_value = "zh")]
    pub lang: Lang,
    /// Most megabytes of the page that quotes of the sources may take; the page says what was left out
    #[arg(long, value_name = "MB", default_value_t = 24, value_parser = clap::value_parser!(u16).range(0..=512))]
    pub quotes: u16,
    #[command(flatten)]
    pub config: Config,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    Zh,
    En,
}

/// Check the configuration: all faults at once, with file and line
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  nianbao check
  nianbao check --config config

Exit status: 0 no fault; 2 faults (on stderr).")]
pub struct Check {
    #[command(flatten)]
    pub config: Config,
}

/// Print the codebook: tables, columns, metrics, states, equations, forms
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  nianbao dictionary --output docs/dictionary.md
  nianbao dictionary --format json | jq '.metrics[].metric'")]
pub struct Dictionary {
    #[arg(long, value_enum, default_value = "markdown")]
    pub format: Format,
    /// Write there in place of stdout
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub config: Config,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Markdown,
    Json,
}
