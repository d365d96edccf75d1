//! One static page of a snapshot, for people who would rather look: coverage, series, spread, quality, and the characters
//! behind every figure. Knows the tables and the headline columns of the catalogue; knows no metric by name and draws
//! nothing: that is for the scripts in `assets/report/`.

mod evidence;
mod figures;
mod html;
mod place;
mod point;
mod quality;
#[cfg(test)]
mod tests;
mod year;

pub use html::Language;

use crate::catalog::{Catalog, HeadlineColumn};
use crate::model::{MetricId, State};
use crate::warehouse::Manifest;
use anyhow::{Context, Result, bail};
use figures::Figures;
use html::Block;
use place::Places;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// What the page shall be.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// The language that it opens in; the reader may switch.
    pub language: Language,
    /// Most bytes of the page that the quotes may take.
    pub quotes: usize,
}

/// The page of the current snapshot of a warehouse: one file that needs no other and no network.
///
/// The same snapshot, configuration and order give the same text.
pub fn page(catalog: &Catalog, warehouse: &Path, order: Order) -> Result<String> {
    let snapshot = warehouse.join("current");
    if !snapshot.is_dir() {
        bail!("{} has no published snapshot", warehouse.display());
    }
    // The link is followed once: a run may publish another snapshot while this one is read.
    let snapshot = snapshot.canonicalize().with_context(|| format!("cannot open {}", snapshot.display()))?;
    let manifest = Manifest::read(&snapshot)?;
    let years: Vec<i32> = match (manifest.years.first(), manifest.years.last()) {
        (Some(first), Some(last)) => (first.year..=last.year).collect(),
        _ => Vec::new(),
    };
    let mut places = Places::read(&snapshot, &years)?;
    let (flags, points) = point::points(&snapshot, &mut places, &measures(catalog))?;
    let mut figures = Figures::new(catalog, order.quotes);
    for (place, &year) in years.iter().enumerate() {
        let of_year: Vec<_> = points.iter().filter(|point| point.year == place).collect();
        figures.read_year(&snapshot, year, &of_year)?;
    }
    let mut core = json!({
        "snapshot": manifest.snapshot, "program": manifest.program, "counts": manifest.counts,
        "same_configuration": manifest.config == catalog.hash, "years": years, "flags": flags,
        "states": State::ALL.map(State::name), "tables": tables(catalog), "places": places.columns(),
        "points": point::columns(&points), "metrics": metrics(catalog), "stated": figures.stated(),
    });
    let mut blocks = vec![
        Block::new("sources", &figures.sources()),
        Block::new("quality", &quality::quality(catalog, &snapshot, &years)?),
    ];
    let left_out = figures.blocks(&mut blocks);
    core["quotes"] = json!({ "limit": order.quotes, "left_out": left_out });
    blocks.insert(0, Block::new("core", &core));
    Ok(html::page(order.language, &manifest.snapshot, &blocks))
}

/// The headline tables with what their columns mean and how they compare from form to form.
fn tables(catalog: &Catalog) -> Value {
    let table = |table: &crate::catalog::HeadlineTable| {
        let columns: Vec<Value> = table.columns.iter().map(|of| column(catalog, of)).collect();
        json!({ "name": table.name, "label": table.label, "doc": table.doc, "columns": columns })
    };
    catalog.headline.tables.iter().map(table).collect()
}

fn column(catalog: &Catalog, column: &HeadlineColumn) -> Value {
    // By form, of the source that is tried first; one that feeds the form before as well breaks nothing.
    let mut by_form: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, source) in column.sources.iter().enumerate() {
        for form in &source.forms {
            by_form.entry(form).or_insert(at);
        }
    }
    let (mut grades, mut sums, mut before) = (Map::new(), Map::new(), None);
    for (form, at) in by_form {
        let source = &column.sources[at];
        let grade = if before.replace(at) == Some(at) { 'A' } else { source.grade };
        grades.insert(form.to_string(), json!(grade));
        sums.insert(form.to_string(), json!(source.sum));
    }
    // In the words of the form, unless the column has a label of its own: those of its newest source.
    let newest = column.sources.iter().rev().max_by_key(|source| source.forms.iter().max());
    let words = newest.map(|source| {
        let labels = source.sum.iter().map(|&metric| catalog.metrics.get(metric).label.as_str());
        labels.collect::<Vec<_>>().join(" + ")
    });
    json!({
        "name": column.name, "label": column.label.as_ref().or(words.as_ref()), "doc": column.doc, "unit": column.unit,
        "grades": grades, "sums": sums,
    })
}

/// The measures of the panel by number: those of the tables, in order.
fn measures(catalog: &Catalog) -> Vec<String> {
    let tables = catalog.headline.tables.iter();
    tables.flat_map(|table| table.columns.iter().map(|column| format!("{}_{}", table.name, column.name))).collect()
}

/// Every metric by its number: name, label, unit.
fn metrics(catalog: &Catalog) -> Value {
    let metric = |(metric, place): (&crate::catalog::Metric, u16)| {
        json!([catalog.metrics.name(MetricId(place)), metric.label, metric.unit])
    };
    catalog.metrics.entries.iter().zip(0..).map(metric).collect()
}
