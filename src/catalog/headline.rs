//! The four headline tables and the crosswalk between forms (`config/headline.toml`). Knows no Arrow.

use super::source::{ConfigFile, Fault, Files};
use super::{MetricKind, Metrics, Templates};
use crate::model::MetricId;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

const FILE: &str = "headline.toml";

/// A headline table: `applications`.
#[derive(Clone, Debug)]
pub struct HeadlineTable {
    pub name: String,
    /// In Chinese, for people.
    pub label: Option<String>,
    pub doc: String,
    pub columns: Vec<HeadlineColumn>,
}

/// A column harmonised across forms.
#[derive(Clone, Debug)]
pub struct HeadlineColumn {
    pub name: String,
    /// In Chinese, where the labels of its metrics do not serve.
    pub label: Option<String>,
    pub doc: String,
    pub unit: String,
    /// Float64 where true (money), Int64 otherwise.
    pub amount: bool,
    /// The first source whose form matches and whose terms all have values gives the value.
    pub sources: Vec<HeadlineSource>,
}

/// A sum of metrics that feeds a column in some forms.
#[derive(Clone, Debug)]
pub struct HeadlineSource {
    /// `2008`, `2014`, `2019`, `2021`.
    pub forms: Vec<String>,
    pub sum: Vec<MetricId>,
    /// Comparability with the form before: A comparable, B with care, C a break.
    pub grade: char,
}

pub struct Headline {
    pub tables: Vec<HeadlineTable>,
}

impl Headline {
    pub fn load(files: &Files, metrics: &Metrics, templates: &Templates, faults: &mut Vec<Fault>) -> Headline {
        let Some(file) = files.require(FILE, faults) else {
            return Headline { tables: Vec::new() };
        };
        let Some(raw) = file.parse::<RawHeadline>(faults) else {
            return Headline { tables: Vec::new() };
        };
        let mut names = BTreeSet::new();
        let mut tables = Vec::new();
        for raw in raw.table {
            if !names.insert(raw.name.get_ref().clone()) {
                faults.push(file.fault(raw.name.span().start, format!("table `{}` stands twice", raw.name.get_ref())));
            }
            let mut names = BTreeSet::new();
            let mut columns = Vec::new();
            for raw in raw.column {
                if !names.insert(raw.name.get_ref().clone()) {
                    faults.push(
                        file.fault(raw.name.span().start, format!("column `{}` stands twice", raw.name.get_ref())),
                    );
                }
                columns.push(column(raw, file, metrics, templates, faults));
            }
            tables.push(HeadlineTable { name: raw.name.into_inner(), label: raw.label, doc: raw.doc, columns });
        }
        Headline { tables }
    }

    pub fn table(&self, name: &str) -> Option<&HeadlineTable> {
        self.tables.iter().find(|table| table.name == name)
    }
}

fn column(
    raw: RawColumn,
    file: &ConfigFile,
    metrics: &Metrics,
    templates: &Templates,
    faults: &mut Vec<Fault>,
) -> HeadlineColumn {
    let mut kinds = BTreeSet::new();
    let mut sources = Vec::new();
    for source in raw.from {
        for form in &source.forms {
            if !templates.entries.is_empty() && !templates.knows_form(form.get_ref()) {
                faults.push(file.fault(form.span().start, format!("unknown form `{}`", form.get_ref())));
            }
        }
        let names = source.sum.iter();
        let sum: Vec<_> =
            names.filter_map(|name| metrics.require(name.get_ref(), file, name.span().start, faults)).collect();
        kinds.extend(sum.iter().map(|&id| metrics.get(id).kind == MetricKind::Amount));
        if source.sum.is_empty() || source.forms.is_empty() {
            faults.push(file.fault(source.grade.span().start, "a source needs forms and metrics"));
        }
        if !matches!(source.grade.get_ref(), 'A'..='C') {
            faults.push(
                file.fault(source.grade.span().start, format!("grade `{}` is none of A, B, C", source.grade.get_ref())),
            );
        }
        let forms = source.forms.into_iter().map(Spanned::into_inner).collect();
        sources.push(HeadlineSource { forms, sum, grade: source.grade.into_inner() });
    }
    if kinds.len() > 1 {
        faults
            .push(file.fault(raw.name.span().start, format!("column `{}` mixes counts and money", raw.name.get_ref())));
    }
    let amount = kinds.contains(&true);
    HeadlineColumn { name: raw.name.into_inner(), label: raw.label, doc: raw.doc, unit: raw.unit, amount, sources }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHeadline {
    table: Vec<RawTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    name: Spanned<String>,
    label: Option<String>,
    doc: String,
    column: Vec<RawColumn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    name: Spanned<String>,
    label: Option<String>,
    unit: String,
    doc: String,
    from: Vec<RawSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    forms: Vec<Spanned<String>>,
    sum: Vec<Spanned<String>>,
    grade: Spanned<char>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded() -> (Metrics, Headline) {
        let mut faults = Vec::new();
        let files = Files::embedded();
        let metrics = Metrics::load(&files, &mut faults);
        let templates = Templates::load(&files, &metrics, &mut faults);
        let headline = Headline::load(&files, &metrics, &templates, &mut faults);
        assert_eq!(faults, []);
        (metrics, headline)
    }

    /// The columns that readers of the warehouse rely on, in order.
    #[test]
    fn the_tables_have_the_columns_of_the_contract() {
        let (_, headline) = embedded();
        let columns = |name: &str| -> Vec<&str> {
            headline.table(name).unwrap().columns.iter().map(|column| column.name.as_str()).collect()
        };
        let names: Vec<_> = headline.tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["disclosures", "applications", "appeals", "lawsuits"]);
        assert_eq!(
            columns("disclosures").join(" "),
            "total cumulative website weibo wechat gazette other regulations_made regulations_in_force normative_documents_made normative_documents_in_force licensing_decisions penalty_decisions enforcement_decisions fees_10k_yuan"
        );
        assert_eq!(
            columns("applications").join(" "),
            "received carried_in granted partial denied unable not_processed other answered carried_out from_persons from_organisations"
        );
        assert_eq!(columns("appeals").join(" "), "total upheld corrected other pending");
        assert_eq!(
            columns("lawsuits").join(" "),
            "total upheld corrected other pending direct_total direct_upheld direct_corrected direct_other direct_pending after_review_total after_review_upheld after_review_corrected after_review_other after_review_pending"
        );
    }

    #[test]
    fn quantities_that_do_not_chain_have_no_source() {
        let (metrics, headline) = embedded();
        let forms = |table: &str, column: &str| -> BTreeSet<String> {
            let columns = &headline.table(table).unwrap().columns;
            let column = columns.iter().find(|own| own.name == column).unwrap();
            column.sources.iter().flat_map(|source| source.forms.clone()).collect()
        };
        assert_eq!(forms("disclosures", "fees_10k_yuan"), ["2021".to_string()].into());
        assert_eq!(forms("disclosures", "normative_documents_in_force"), ["2021".to_string()].into());
        assert_eq!(forms("applications", "unable"), ["2019".to_string(), "2021".to_string()].into());
        let fees = headline.tables[0].columns.last().unwrap();
        assert!(fees.amount && headline.tables[0].columns.iter().filter(|column| column.amount).count() == 1);
        let persons = &headline.tables[1].columns[10];
        assert_eq!(metrics.name(persons.sources[0].sum[0]), "applications.received_new@natural_person");
    }
}
