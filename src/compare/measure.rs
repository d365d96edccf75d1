//! What a series is of: a column of the panel, which the crosswalk feeds from form to form, or one metric of the
//! dictionary. Knows names only.

use crate::catalog::near::nearest;
use crate::catalog::{Catalog, HeadlineColumn, HeadlineTable};
use crate::model::MetricId;
use crate::show::quote::plain;
use anyhow::{Result, bail};

/// A quantity to be followed through the years.
#[derive(Clone, Debug)]
pub struct Measure {
    /// `applications_received` of the panel, or `measure@facet` of the dictionary.
    pub name: String,
    pub unit: String,
    pub doc: String,
    pub of: Of,
}

/// Where its values stand.
#[derive(Clone, Debug)]
pub enum Of {
    /// A column of a headline table.
    Headline { table: String, column: HeadlineColumn },
    /// A metric of the table of facts.
    Fact(MetricId),
}

/// The measures of these names; without names the first column of every headline table. And what should be said of them.
pub fn measures(catalog: &Catalog, names: &[String]) -> Result<(Vec<Measure>, Vec<String>)> {
    let tables = &catalog.headline.tables;
    let mut notes = Vec::new();
    if names.is_empty() {
        let first = tables.iter().filter_map(|table| table.columns.first().map(|column| headline(table, column)));
        return Ok((first.collect(), notes));
    }
    let mut measures: Vec<Measure> = Vec::new();
    for name in names {
        let measure = find(catalog, name)?;
        if let (Of::Fact(_), Some((table, column))) = (&measure.of, harmonised(tables, name, '.')) {
            notes.push(format!(
                "{} is one number of some forms; {}_{} is the series across forms",
                plain(name),
                table.name,
                column.name
            ));
        }
        if measures.iter().all(|other| other.name != measure.name) {
            measures.push(measure);
        }
    }
    Ok((measures, notes))
}

fn find(catalog: &Catalog, name: &str) -> Result<Measure> {
    if let Some((table, column)) = harmonised(&catalog.headline.tables, name, '_') {
        return Ok(headline(table, column));
    }
    if let Some(id) = catalog.metrics.id(name) {
        let metric = catalog.metrics.get(id);
        let doc = format!("{}: {}", metric.label, metric.definition);
        return Ok(Measure { name: name.to_string(), unit: metric.unit.clone(), doc, of: Of::Fact(id) });
    }
    let columns = catalog
        .headline
        .tables
        .iter()
        .flat_map(|table| table.columns.iter().map(|column| format!("{}_{}", table.name, column.name)));
    let metrics = (0..catalog.metrics.entries.len()).map(|place| catalog.metrics.name(MetricId(place as u16)));
    let near = nearest(name, columns.chain(metrics), 6);
    bail!(
        "no column of the panel and no metric is called {}; near it: {} (`nianbao dictionary` lists all)",
        plain(name),
        near.join(", ")
    )
}

/// The column that is called `table`, the sign between, and its own name.
fn harmonised<'a>(
    tables: &'a [HeadlineTable],
    name: &str,
    between: char,
) -> Option<(&'a HeadlineTable, &'a HeadlineColumn)> {
    tables.iter().find_map(|table| {
        let rest = name.strip_prefix(table.name.as_str())?.strip_prefix(between)?;
        Some((table, table.columns.iter().find(|column| column.name == rest)?))
    })
}

fn headline(table: &HeadlineTable, column: &HeadlineColumn) -> Measure {
    Measure {
        name: format!("{}_{}", table.name, column.name),
        unit: column.unit.clone(),
        doc: column.doc.clone(),
        of: Of::Headline { table: table.name.clone(), column: column.clone() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        let Ok(catalog) = Catalog::load(None) else { panic!("the embedded configuration is sound") };
        catalog
    }

    #[test]
    fn without_names_every_headline_table_gives_its_first_column() {
        let (measures, notes) = measures(&catalog(), &[]).unwrap();
        let names: Vec<&str> = measures.iter().map(|measure| measure.name.as_str()).collect();
        assert_eq!(names, ["disclosures_total", "applications_received", "appeals_total", "lawsuits_total"]);
        assert!(notes.is_empty());
    }

    #[test]
    fn a_number_of_one_form_is_not_taken_for_the_series() {
        let names = ["applications.received", "applications.received_new@natural_person", "fees_10k_yuan"];
        let (measures, notes) = measures(&catalog(), &names.map(str::to_string)).unwrap();
        assert!(measures.iter().all(|measure| matches!(measure.of, Of::Fact(_))));
        assert_eq!(notes.len(), 1);
        assert!(notes[0].ends_with("applications_received is the series across forms"), "{}", notes[0]);
    }

    #[test]
    fn names_like_an_unknown_one_are_told() {
        for (wrong, near) in
            [("disclosures.total", "disclosures_total"), ("applications_recieved", "applications_received")]
        {
            let error = measures(&catalog(), &[wrong.to_string()]).unwrap_err().to_string();
            assert!(error.contains(near), "{error}");
        }
    }
}
