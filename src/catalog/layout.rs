//! One table of a form as it is written in configuration: rows, columns, and the metrics where they meet. Knows no document.

use super::glance::Numbers;
use super::source::{ConfigFile, Fault};
use super::{Axis, Labels, Metrics, Table};
use crate::text::fold::{fold_label, without_remarks};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// A table as written, with the metric of every cell.
pub(super) fn table(
    raw: &RawTable,
    file: &ConfigFile,
    metrics: &Metrics,
    numbers: &mut Numbers,
    faults: &mut Vec<Fault>,
) -> Table {
    let columns: Vec<_> = raw.columns.iter().filter_map(|part| axis(part, false, file, faults)).collect();
    let rows = raw.rows.iter().map(|part| (part, false)).chain(raw.local_rows.iter().map(|part| (part, true)));
    let mut rows: Vec<_> = rows.filter_map(|(part, local)| axis(part, local, file, faults)).collect();
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
                columns.iter().enumerate().map(|(n, _)| names.get(n).cloned().unwrap_or_default()).collect()
            }
            RawMetric::Part(part) => columns.iter().map(|column| joined(part, column.part())).collect(),
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
    let rows: Vec<Axis> = rows.into_iter().map(|entry| entry.axis).collect();
    let columns: Vec<Axis> = columns.into_iter().map(|entry| entry.axis).collect();
    let groups = columns.iter().flat_map(|axis| &axis.groups).filter_map(|group| group.chars().next());
    let mut heads_begin: Vec<char> = columns.iter().flat_map(|axis| axis.first.iter().copied()).chain(groups).collect();
    heads_begin.sort_unstable();
    heads_begin.dedup();
    Table {
        heads_begin,
        id: raw.id.get_ref().clone(),
        heads: raw.heads.clone(),
        marks: raw.marks.iter().map(|mark| fold_label(mark)).collect(),
        row_labels: Labels::new(&rows, false),
        column_labels: Labels::new(&columns, true),
        beginnings: numbers.table(&rows, &columns),
        rows,
        columns,
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

fn axis(raw: &Spanned<Vec<RawMetric>>, local: bool, file: &ConfigFile, faults: &mut Vec<Fault>) -> Option<Entry> {
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
    let bare: Vec<String> = labels.iter().map(|label| without_remarks(label)).collect();
    let mut first: Vec<char> = labels.iter().chain(&bare).filter_map(|label| label.chars().next()).collect();
    first.sort_unstable();
    first.dedup();
    let axis = Axis { groups, bare, first, labels, printed: own.to_string(), heading: false, unit: None, local };
    Some(Entry { axis, metric: metric.clone(), at })
}

/// Two rows, or two columns, that no reader could tell apart: the same label under the same groups.
fn report_ambiguous(entries: &[Entry], what: &str, file: &ConfigFile, faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let unlabelled = entry.axis.labels.is_empty().then(String::new);
        for label in entry.axis.labels.iter().chain(&unlabelled) {
            if !seen.insert((&entry.axis.groups, label.clone())) {
                let path: Vec<_> = entry.axis.groups.iter().chain([label]).map(String::as_str).collect();
                faults.push(file.fault(entry.at, format!("ambiguous label: another {what} is `{}`", path.join(" > "))));
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    pub(super) id: Spanned<String>,
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

    #[test]
    fn parts_join_to_names() {
        assert_eq!(joined("a.b", "@c"), "a.b@c");
        assert_eq!(joined("a.b", "@total"), "a.b");
        assert_eq!(joined("a.b", "c"), "a.b.c");
        assert_eq!(joined("", "c"), "c");
        assert_eq!(joined("a", ""), "a");
    }
}
