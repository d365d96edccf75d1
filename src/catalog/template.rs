//! The official forms (报告格式) as matrices with labelled axes. Knows no document.

use super::Metrics;
use super::source::{ConfigFile, Fault, Files};
use crate::model::MetricId;
use crate::text::fold_label;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// The form of a report that has none of the national tables, only prose or a provincial table.
pub const PROSE_FORM: &str = "2008";

/// One form: `config/templates/t2021.toml`.
#[derive(Clone, Debug)]
pub struct Template {
    /// `t2021`, the name of the file.
    pub id: String,
    /// The form in the warehouse: `2021`. Provincial tables of the prose era say `2008`.
    pub form: String,
    /// The notice that prescribes it.
    pub basis: String,
    /// Report years in which it was prescribed, both inclusive: breaks ties only.
    pub years: (i32, i32),
    pub tables: Vec<Table>,
}

/// One table of a form.
#[derive(Clone, Debug)]
pub struct Table {
    /// `applications`; `t2021/applications` names it in evidence.
    pub id: String,
    /// Captions that stand above it, as printed.
    pub heads: Vec<String>,
    /// Folded words whose presence proves that a table is this form's and no other's.
    pub marks: Vec<String>,
    pub rows: Vec<Axis>,
    pub columns: Vec<Axis>,
    /// `rows × columns` metrics, row by row; none where the form has no cell (heading rows).
    pub cells: Vec<Option<MetricId>>,
}

/// A row or a column: its label path, outermost first, and the alternatives of its own label.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Folded labels of the groups around it, outermost first: `行政诉讼`, `未经复议直接起诉`.
    pub groups: Vec<String>,
    /// Folded forms of its own label, the official one first. Empty for the single unlabelled row of a table.
    pub labels: Vec<String>,
    /// As the form prints it.
    pub printed: String,
    /// A heading row has no cells of its own; it anchors the order.
    pub heading: bool,
    /// The unit that may stand in a cell of its own behind the label (条, 万元).
    pub unit: Option<String>,
    /// Printed in some places only: a report without it lacks nothing.
    pub local: bool,
}

impl Table {
    pub fn cell(&self, row: usize, column: usize) -> Option<MetricId> {
        self.cells[row * self.columns.len() + column]
    }
}

impl Template {
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// Every metric that a cell of the form prints, in the order of the form, local rows included.
    pub fn printed(&self) -> impl Iterator<Item = MetricId> {
        self.tables
            .iter()
            .flat_map(|table| table.cells.iter().flatten().copied())
    }
}

/// All forms, sorted by id.
pub struct Templates {
    pub entries: Vec<Template>,
}

impl Templates {
    pub fn load(files: &Files, metrics: &Metrics, faults: &mut Vec<Fault>) -> Templates {
        let mut entries: Vec<Template> = Vec::new();
        for file in files
            .within("templates")
            .filter(|file| file.name.ends_with(".toml"))
        {
            let Some(raw) = file.parse::<RawTemplate>(faults) else {
                continue;
            };
            let id = file
                .name
                .trim_start_matches("templates/")
                .trim_end_matches(".toml")
                .to_string();
            let mut names = BTreeSet::new();
            let mut tables = Vec::new();
            for raw in &raw.table {
                if !names.insert(raw.id.get_ref()) {
                    faults.push(file.fault(
                        raw.id.span().start,
                        format!("table `{}` stands twice", raw.id.get_ref()),
                    ));
                }
                tables.push(table(raw, file, metrics, faults));
            }
            if raw.years.get_ref().0 > raw.years.get_ref().1 {
                faults.push(file.fault(raw.years.span().start, "the years end before they begin"));
            }
            if let Some(other) = entries
                .iter()
                .find(|other| other.form == *raw.form.get_ref())
            {
                let message = format!(
                    "form `{}` is that of {} already",
                    raw.form.get_ref(),
                    other.id
                );
                faults.push(file.fault(raw.form.span().start, message));
            }
            let years = raw.years.into_inner();
            entries.push(Template {
                id,
                form: raw.form.into_inner(),
                basis: raw.basis,
                years,
                tables,
            });
        }
        if entries.is_empty() && files.within("templates").next().is_none() {
            faults.push(Fault {
                file: "templates".to_string(),
                line: 0,
                message: "there is no form".to_string(),
            });
        }
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        Templates { entries }
    }

    pub fn by_form(&self, form: &str) -> Option<&Template> {
        self.entries.iter().find(|template| template.form == form)
    }

    /// Whether reports can have this form: one of the templates', or [`PROSE_FORM`].
    pub fn knows_form(&self, form: &str) -> bool {
        form == PROSE_FORM || self.by_form(form).is_some()
    }
}

fn table(raw: &RawTable, file: &ConfigFile, metrics: &Metrics, faults: &mut Vec<Fault>) -> Table {
    let columns: Vec<_> = raw
        .columns
        .iter()
        .filter_map(|part| axis(part, false, file, faults))
        .collect();
    let rows = raw
        .rows
        .iter()
        .map(|part| (part, false))
        .chain(raw.local_rows.iter().map(|part| (part, true)));
    let mut rows: Vec<_> = rows
        .filter_map(|(part, local)| axis(part, local, file, faults))
        .collect();
    report_ambiguous(&rows, "row", file, faults);
    report_ambiguous(&columns, "column", file, faults);

    let mut cells = Vec::with_capacity(rows.len() * columns.len());
    let mut fed = BTreeSet::new();
    for row in &mut rows {
        let names: Vec<String> = match &row.metric {
            RawMetric::Each(names) => {
                if names.len() != columns.len() {
                    let message = format!("{} metrics for {} columns", names.len(), columns.len());
                    faults.push(file.fault(row.at, message));
                }
                columns
                    .iter()
                    .enumerate()
                    .map(|(n, _)| names.get(n).cloned().unwrap_or_default())
                    .collect()
            }
            RawMetric::Part(part) => columns
                .iter()
                .map(|column| joined(part, column.part()))
                .collect(),
        };
        row.axis.heading = names.iter().all(String::is_empty);
        for name in names {
            let metric = match name.as_str() {
                "" => None,
                name => metrics.require(name, file, row.at, faults),
            };
            if let Some(metric) = metric {
                if !fed.insert(metric) {
                    faults.push(file.fault(row.at, format!("two cells of the table are `{name}`")));
                }
                if raw.units {
                    row.axis.unit = Some(metrics.get(metric).unit.clone());
                }
            }
            cells.push(metric);
        }
    }
    Table {
        id: raw.id.get_ref().clone(),
        heads: raw.heads.clone(),
        marks: raw.marks.iter().map(|mark| fold_label(mark)).collect(),
        rows: rows.into_iter().map(|entry| entry.axis).collect(),
        columns: columns.into_iter().map(|entry| entry.axis).collect(),
        cells,
    }
}

/// The metric of the cell where a row's part and a column's part meet.
fn joined(row: &str, column: &str) -> String {
    match column {
        "@total" => row.to_string(),
        column if row.is_empty() || column.is_empty() || column.starts_with('@') => {
            format!("{row}{column}")
        }
        column => format!("{row}.{column}"),
    }
}

/// An axis, the metric or part of one that it says, and where it stands in the file.
struct Entry {
    axis: Axis,
    metric: RawMetric,
    at: usize,
}

impl Entry {
    fn part(&self) -> &str {
        match &self.metric {
            RawMetric::Part(part) => part,
            RawMetric::Each(_) => "",
        }
    }
}

fn axis(
    raw: &Spanned<Vec<RawMetric>>,
    local: bool,
    file: &ConfigFile,
    faults: &mut Vec<Fault>,
) -> Option<Entry> {
    let at = raw.span().start;
    let mut texts = Vec::new();
    for item in raw.get_ref().iter().skip(1) {
        match item {
            RawMetric::Part(text) => texts.push(text.as_str()),
            RawMetric::Each(_) => faults.push(file.fault(at, "only the first item may be a list")),
        }
    }
    let (Some(metric), Some(path)) = (raw.get_ref().first(), texts.first()) else {
        faults.push(file.fault(at, "needs a metric and a label"));
        return None;
    };
    let mut groups: Vec<&str> = path.split(" > ").collect();
    let own = groups.pop().unwrap_or_default();
    let mut labels: Vec<String> = Vec::new();
    for text in std::iter::once(own).chain(texts[1..].iter().copied()) {
        let label = fold_label(text);
        if !label.is_empty() && !labels.contains(&label) {
            labels.push(label);
        }
    }
    let groups = groups.into_iter().map(fold_label).collect();
    let axis = Axis {
        groups,
        labels,
        printed: own.to_string(),
        heading: false,
        unit: None,
        local,
    };
    Some(Entry {
        axis,
        metric: metric.clone(),
        at,
    })
}

/// Two rows, or two columns, that no reader could tell apart: the same label under the same groups.
fn report_ambiguous(entries: &[Entry], what: &str, file: &ConfigFile, faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let unlabelled = entry.axis.labels.is_empty().then(String::new);
        for label in entry.axis.labels.iter().chain(&unlabelled) {
            if !seen.insert((&entry.axis.groups, label.clone())) {
                let path: Vec<_> = entry
                    .axis
                    .groups
                    .iter()
                    .chain([label])
                    .map(String::as_str)
                    .collect();
                faults.push(file.fault(
                    entry.at,
                    format!("ambiguous label: another {what} is `{}`", path.join(" > ")),
                ));
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTemplate {
    form: Spanned<String>,
    basis: String,
    years: Spanned<(i32, i32)>,
    table: Vec<RawTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    id: Spanned<String>,
    heads: Vec<String>,
    marks: Vec<String>,
    /// The unit of each row stands in a cell of its own.
    #[serde(default)]
    units: bool,
    columns: Vec<Spanned<Vec<RawMetric>>>,
    rows: Vec<Spanned<Vec<RawMetric>>>,
    #[serde(default)]
    local_rows: Vec<Spanned<Vec<RawMetric>>>,
}

/// The first item of a row or column is a metric, a part of one, or one metric for each column; the rest are labels.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum RawMetric {
    Part(String),
    Each(Vec<String>),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded() -> (Metrics, Templates) {
        let mut faults = Vec::new();
        let files = Files::embedded();
        let metrics = Metrics::load(&files, &mut faults);
        let templates = Templates::load(&files, &metrics, &mut faults);
        assert_eq!(faults, []);
        (metrics, templates)
    }

    #[test]
    fn parts_join_to_names() {
        assert_eq!(joined("a.b", "@c"), "a.b@c");
        assert_eq!(joined("a.b", "@total"), "a.b");
        assert_eq!(joined("a.b", "c"), "a.b.c");
        assert_eq!(joined("", "c"), "c");
        assert_eq!(joined("a", ""), "a");
    }

    /// The sizes of the printed forms: 58 numbers in 2014, 22 + 161 + 15 in 2019, 10 + 175 + 15 in 2021.
    #[test]
    fn the_forms_have_their_cells() {
        let (_, templates) = embedded();
        let mut sizes = Vec::new();
        for template in &templates.entries {
            let (mut national, mut local) = (0, 0);
            for table in &template.tables {
                for (row, axis) in table.rows.iter().enumerate() {
                    let cells = (0..table.columns.len())
                        .filter(|&column| table.cell(row, column).is_some())
                        .count();
                    *if axis.local {
                        &mut local
                    } else {
                        &mut national
                    } += cells;
                }
            }
            sizes.push((template.form.as_str(), national, local));
        }
        assert_eq!(
            sizes,
            [("2014", 58, 16), ("2019", 198, 3), ("2021", 200, 0)]
        );
    }

    #[test]
    fn rows_know_groups_headings_and_units() {
        let (metrics, templates) = embedded();
        let list = &templates.by_form("2014").unwrap().tables[0];
        assert_eq!(list.rows.iter().filter(|row| !row.local).count(), 65);
        assert_eq!(
            list.rows
                .iter()
                .filter(|row| row.heading && !row.local)
                .count(),
            7
        );
        assert_eq!(list.rows[1].unit.as_deref(), Some("条"));
        let fixed: Vec<_> = list
            .rows
            .iter()
            .filter(|row| row.labels[0] == "被依法纠错数")
            .map(|row| &row.groups)
            .collect();
        assert_eq!(fixed, [&["行政复议数量"], &["行政诉讼数量"]]);

        let remedies = templates
            .by_form("2021")
            .unwrap()
            .table("remedies")
            .unwrap();
        assert!(remedies.rows[0].labels.is_empty() && !remedies.rows[0].heading);
        assert_eq!(remedies.columns[14].groups, ["行政诉讼", "复议后起诉"]);
        assert_eq!(
            remedies.cell(0, 14),
            metrics.id("lawsuits.total@after_review")
        );
    }
}
