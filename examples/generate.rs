//! Writes a tree of generated reports and, as `truth.jsonl` beside it, what each of them says: for developers.
//!
//! `cargo run --example generate -- FOLDER COUNT [FIRST]`: the same numbers always give the same reports.

#[path = "../tests/generate/mod.rs"]
mod generate;

use anyhow::{Context, Result, bail};
use generate::page::Pages;
use nianbao::catalog::Catalog;
use serde_json::json;
use std::fmt::Write;
use std::path::PathBuf;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, count, first @ ..] = &arguments[..] else { bail!("usage: generate FOLDER COUNT [FIRST]") };
    let (folder, count): (PathBuf, usize) = (folder.into(), count.parse()?);
    let first: usize = first.first().map_or(Ok(0), |first| first.parse())?;
    let catalog =
        Catalog::load(None).map_err(|faults| anyhow::anyhow!("the configuration has {} faults", faults.len()))?;
    let pages = Pages::new(&catalog);
    let mut truths = String::new();
    for number in first..first + count {
        let report = pages.report(number);
        let file = folder.join("reports").join(&report.path);
        std::fs::create_dir_all(file.parent().context("a report stands in a folder")?)?;
        std::fs::write(file, report.bytes())?;
        let number = |number: nianbao::model::Number| number.to_string().parse::<serde_json::Number>().ok();
        let values = report.truth.values.iter();
        let values = values.map(|(metric, said)| {
            (metric.clone(), json!({ "value": said.value.and_then(number), "state": said.state }))
        });
        let before = report.truth.before.iter().map(|(metric, value)| (metric.clone(), json!(number(*value))));
        let line = json!({
            "path": report.path, "agency": report.page.agency, "year": report.page.year, "kind": format!("{:?}", report.era),
            "layout": format!("{:?}", report.shape.layout), "encoding": format!("{:?}", report.shape.encoding),
            "values": values.collect::<serde_json::Map<_, _>>(), "year_before": before.collect::<serde_json::Map<_, _>>(),
        });
        writeln!(truths, "{line}")?;
    }
    std::fs::write(folder.join("truth.jsonl"), truths)?;
    println!("{count} reports below {}", folder.join("reports").display());
    Ok(())
}
