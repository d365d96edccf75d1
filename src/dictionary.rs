//! The codebook of the warehouse, for people (Markdown) and programs (JSON). Knows nothing that is not told elsewhere: it
//! prints the lists that the tables, the states and the configuration are made of.

use crate::catalog::{Catalog, Metric, Table};
use crate::model::{Code, RefusalReason, State};
use crate::warehouse::docs::{TableDoc, describe, metric_kind};
use serde::Serialize;

/// Every code of an issue, by stage. The compiler does not count them: `every_code_is_listed` does.
const ISSUES: [Code; 16] = [
    Code::MojibakeSuspected,
    Code::EncodingOverruled,
    Code::TableRagged,
    Code::YearDisputed,
    Code::PublishedOdd,
    Code::PlaceUnresolved,
    Code::LabelUnmatched,
    Code::AxisUnproven,
    Code::CellUnreadable,
    Code::ValueAmbiguous,
    Code::TableMissing,
    Code::ClaimsConflict,
    Code::RuleFails,
    Code::CellSuspect,
    Code::CorrectionOutdated,
    Code::EditionsDiffer,
];

/// Every reason of a refusal.
const REASONS: [RefusalReason; 13] = [
    RefusalReason::NotAReport,
    RefusalReason::Empty,
    RefusalReason::Unreadable,
    RefusalReason::Undecodable,
    RefusalReason::TooLarge,
    RefusalReason::Encrypted,
    RefusalReason::ScannedImage,
    RefusalReason::UnknownFormat,
    RefusalReason::Malformed,
    RefusalReason::YearUnknown,
    RefusalReason::AgencyUnknown,
    RefusalReason::Continuation,
    RefusalReason::Panicked,
];

/// All that the codebook says.
#[derive(Serialize)]
struct Dictionary<'a> {
    tables: Vec<TableDoc>,
    metrics: Vec<MetricDoc<'a>>,
    states: Vec<StateDoc>,
    issue_codes: Vec<&'static str>,
    refusal_reasons: Vec<&'static str>,
    templates: Vec<TemplateDoc<'a>>,
    rules: Vec<RuleDoc<'a>>,
    rules_across_reports: Vec<AcrossDoc<'a>>,
}

#[derive(Serialize)]
struct MetricDoc<'a> {
    metric: &'a str,
    facet: Option<&'a str>,
    kind: &'static str,
    unit: &'a str,
    label: &'a str,
    definition: &'a str,
}

#[derive(Serialize)]
struct StateDoc {
    state: &'static str,
    value: bool,
    meaning: &'static str,
}

#[derive(Serialize)]
struct TemplateDoc<'a> {
    id: &'a str,
    form: &'a str,
    basis: &'a str,
    first_year: i32,
    last_year: i32,
    tables: Vec<FormTableDoc<'a>>,
}

#[derive(Serialize)]
struct FormTableDoc<'a> {
    id: &'a str,
    heads: &'a [String],
    cells: Vec<CellDoc<'a>>,
}

#[derive(Serialize)]
struct CellDoc<'a> {
    metric: String,
    row: &'a str,
    column: &'a str,
}

#[derive(Serialize)]
struct RuleDoc<'a> {
    rule: &'a str,
    what: &'a str,
    forms: &'a [String],
    severity: &'static str,
}

#[derive(Serialize)]
struct AcrossDoc<'a> {
    rule: &'a str,
    what: &'a str,
}

/// The codebook as Markdown; one line a column, a metric, a form's cell.
pub fn markdown(catalog: &Catalog) -> String {
    let dictionary = compile(catalog);
    let mut text = String::from(
        "# Dictionary\n\nEvery table, column, metric and code of the warehouse. Printed by `nianbao dictionary`.\n\n## Tables\n",
    );
    for table in &dictionary.tables {
        let files = if table.yearly { "one folder a year" } else { "one file a snapshot" };
        text.push_str(&format!("\n### {}\n\n{}. Files: {files}.\n\n", table.name, table.doc));
        let rows = table.columns.iter().map(|column| [&column.name, column.kind, &column.unit, &column.doc]);
        lines(&mut text, ["column", "type", "unit", "meaning"], rows);
    }
    text.push_str("\n## Metrics\n\n");
    let rows = dictionary.metrics.iter().map(|metric| {
        [metric.metric, metric.facet.unwrap_or(""), metric.kind, metric.unit, metric.label, metric.definition]
    });
    lines(&mut text, ["metric", "facet", "kind", "unit", "label", "definition"], rows);
    text.push_str("\n## States of a fact\n\n");
    let rows =
        dictionary.states.iter().map(|state| [state.state, if state.value { "yes" } else { "no" }, state.meaning]);
    lines(&mut text, ["state", "value", "meaning"], rows);
    text.push_str("\n## Issue codes\n\n");
    lines(&mut text, ["code"], dictionary.issue_codes.iter().map(|code| [*code]));
    text.push_str("\n## Refusal reasons\n\n");
    lines(&mut text, ["reason"], dictionary.refusal_reasons.iter().map(|reason| [*reason]));
    text.push_str("\n## Rules\n\n");
    let rows = dictionary
        .rules
        .iter()
        .map(|rule| [rule.rule.to_string(), rule.forms.join(", "), rule.severity.to_string(), rule.what.to_string()]);
    lines(&mut text, ["rule", "forms", "severity", "equation"], rows);
    text.push_str("\n## Rules across reports\n\n");
    lines(&mut text, ["rule", "meaning"], dictionary.rules_across_reports.iter().map(|rule| [rule.rule, rule.what]));
    text.push_str("\n## Forms\n");
    for template in &dictionary.templates {
        text.push_str(&format!(
            "\n### {}\n\nForm {} ({}), in force for the report years {} to {}.\n",
            template.id, template.form, template.basis, template.first_year, template.last_year
        ));
        for table in &template.tables {
            text.push_str(&format!("\n#### {}/{}\n\n", template.id, table.id));
            lines(
                &mut text,
                ["metric", "row", "column"],
                table.cells.iter().map(|cell| [cell.metric.as_str(), cell.row, cell.column]),
            );
        }
    }
    text
}

/// The codebook as JSON, for programs.
pub fn json(catalog: &Catalog) -> String {
    let mut text = serde_json::to_string_pretty(&compile(catalog)).expect("plain values can be serialised");
    text.push('\n');
    text
}

fn lines<const N: usize, S: AsRef<str>>(text: &mut String, head: [&str; N], rows: impl Iterator<Item = [S; N]>) {
    text.push_str(&format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(N)));
    for row in rows {
        // A pipe or a line end inside a cell would end the cell.
        let cells = row.each_ref().map(|cell| cell.as_ref().replace('|', "\\|").replace('\n', " "));
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}

fn compile(catalog: &Catalog) -> Dictionary<'_> {
    let states = State::ALL.map(|state| StateDoc {
        state: state.name(),
        value: state.carries_number(),
        meaning: meaning(state),
    });
    let mut rules: Vec<RuleDoc<'_>> = Vec::new();
    for rule in &catalog.rules.entries {
        // A rule that holds for each facet is expanded into one entry a facet.
        if rules.last().is_none_or(|last| last.rule != rule.id) {
            rules.push(RuleDoc {
                rule: &rule.id,
                what: &rule.what,
                forms: &rule.forms,
                severity: rule.severity.name(),
            });
        }
    }
    for trial in &catalog.rules.trials {
        if rules.last().is_none_or(|last| last.rule != trial.id) {
            let severity = trial.severity.name();
            rules.push(RuleDoc { rule: &trial.id, what: &trial.what, forms: &trial.forms, severity });
        }
    }
    Dictionary {
        tables: describe(&catalog.headline.tables),
        metrics: catalog.metrics.entries.iter().map(metric).collect(),
        states: states.into_iter().collect(),
        issue_codes: ISSUES.map(Code::name).to_vec(),
        refusal_reasons: REASONS.map(RefusalReason::name).to_vec(),
        templates: templates(catalog),
        rules,
        rules_across_reports: catalog.across.named().into_iter().map(|(rule, what)| AcrossDoc { rule, what }).collect(),
    }
}

fn metric(metric: &Metric) -> MetricDoc<'_> {
    MetricDoc {
        metric: &metric.measure,
        facet: metric.facet.as_deref(),
        kind: metric_kind(metric.kind),
        unit: &metric.unit,
        label: &metric.label,
        definition: &metric.definition,
    }
}

fn templates(catalog: &Catalog) -> Vec<TemplateDoc<'_>> {
    let entries = catalog.templates.entries.iter();
    entries
        .map(|template| TemplateDoc {
            id: &template.id,
            form: &template.form,
            basis: &template.basis,
            first_year: template.years.0,
            last_year: template.years.1,
            tables: template.tables.iter().map(|table| form_table(catalog, table)).collect(),
        })
        .collect()
}

fn form_table<'a>(catalog: &'a Catalog, table: &'a Table) -> FormTableDoc<'a> {
    let mut cells = Vec::new();
    for (row, of_row) in table.rows.iter().enumerate() {
        for (column, of_column) in table.columns.iter().enumerate() {
            if let Some(metric) = table.cell(row, column) {
                cells.push(CellDoc {
                    metric: catalog.metrics.name(metric),
                    row: &of_row.printed,
                    column: &of_column.printed,
                });
            }
        }
    }
    FormTableDoc { id: &table.id, heads: &table.heads, cells }
}

fn meaning(state: State) -> &'static str {
    match state {
        State::Printed => "a figure stands in the cell or sentence",
        State::Words => "stated in words",
        State::Solved => "the cell is blank or damaged and the equations of the form leave one value",
        State::Derived => "a definition gives it",
        State::Conflict => "claims differ; the best-ranked is given, the rest are in observations",
        State::Blank => "the cell is there and holds nothing",
        State::Dash => "the cell is there and holds a stroke",
        State::Ambiguous => "more than one reading fits",
        State::Unreadable => "characters lost or glued",
        State::Missing => "the form asks, nothing was found",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_listed() {
        // The last of each enum has the position of the last of the list, and no two are one.
        assert_eq!(Code::EditionsDiffer as usize + 1, ISSUES.len());
        assert_eq!(RefusalReason::Panicked as usize + 1, REASONS.len());
        assert!(ISSUES.is_sorted() && REASONS.is_sorted());
    }

    #[test]
    fn both_prints_name_every_table_and_state() {
        let Ok(catalog) = Catalog::load(None) else { panic!("the embedded configuration is sound") };
        let (text, value) = (markdown(&catalog), serde_json::from_str::<serde_json::Value>(&json(&catalog)).unwrap());
        for table in value["tables"].as_array().unwrap() {
            assert!(text.contains(&format!("### {}\n", table["name"].as_str().unwrap())));
            for column in table["columns"].as_array().unwrap() {
                assert_ne!(column["doc"], "", "{column} of {} has a description", table["name"]);
            }
        }
        assert!(text.contains("| unreadable | no |"));
        assert_eq!(value["states"].as_array().unwrap().len(), 10);
    }

    #[test]
    fn a_pipe_does_not_end_a_cell() {
        let mut text = String::new();
        lines(&mut text, ["a"], [["x|y"]].into_iter());
        assert!(text.ends_with("| x\\|y |\n"));
    }
}
