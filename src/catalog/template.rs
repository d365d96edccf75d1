//! The official forms (报告格式) as matrices with labelled axes. Knows no document; how a table is
//! written is the business of `layout`.

use super::glance::{Glance, Named, Numbers};
use super::layout::{RawTable, table};
use super::source::{Fault, Files};
use super::{Labels, Metrics};
use crate::model::MetricId;
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
    /// The characters that the labels of the columns and of their groups begin with, sorted.
    pub heads_begin: Vec<char>,
    /// The labels of the rows, for running text.
    pub row_labels: Labels,
    /// The labels of the columns and of the groups around them.
    pub column_labels: Labels,
    /// What a glance over running text looks for.
    pub named: Named,
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
    /// The same without remarks in brackets.
    pub bare: Vec<String>,
    /// The characters that these begin with.
    pub first: Vec<char>,
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

    /// How many rows every report in the form has.
    pub fn asked(&self) -> usize {
        self.rows.iter().filter(|row| row.is_asked()).count()
    }

    /// Whether it is one row of cells without a label.
    pub fn is_unlabelled(&self) -> bool {
        self.rows.len() == 1 && self.rows[0].labels.is_empty()
    }

    /// Whether the column `last` holds the total of the others, of which `first` is one.
    pub fn sums_up(&self, metrics: &Metrics, first: usize, last: usize) -> bool {
        let facet = |column: usize| {
            let metric = (0..self.rows.len()).find_map(|row| self.cell(row, column))?;
            Some(metrics.get(metric).facet.is_some())
        };
        self.columns.len() > 2 && facet(last) == Some(false) && facet(first) == Some(true)
    }
}

impl Axis {
    /// Whether every report in the form has it, with cells of its own.
    pub fn is_asked(&self) -> bool {
        !self.heading && !self.local
    }
}

impl Template {
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// Every metric that a cell of the form prints, in the order of the form, local rows included.
    pub fn printed(&self) -> impl Iterator<Item = MetricId> {
        self.tables.iter().flat_map(|table| table.cells.iter().flatten().copied())
    }
}

/// All forms, sorted by id.
pub struct Templates {
    pub entries: Vec<Template>,
    /// Tells at once which tables a text may hold.
    pub glance: Glance,
}

impl Templates {
    /// Every table with its form.
    pub fn tables(&self) -> impl Iterator<Item = (&Template, &Table)> {
        self.entries.iter().flat_map(|template| template.tables.iter().map(move |table| (template, table)))
    }

    pub fn load(files: &Files, metrics: &Metrics, faults: &mut Vec<Fault>) -> Templates {
        let mut entries: Vec<Template> = Vec::new();
        let mut numbers = Numbers::default();
        for file in files.within("templates").filter(|file| file.name.ends_with(".toml")) {
            let Some(raw) = file.parse::<RawTemplate>(faults) else {
                continue;
            };
            let id = file.name.trim_start_matches("templates/").trim_end_matches(".toml").to_string();
            let mut names = BTreeSet::new();
            let mut tables = Vec::new();
            for raw in &raw.table {
                if !names.insert(raw.id.get_ref()) {
                    faults.push(file.fault(raw.id.span().start, format!("table `{}` stands twice", raw.id.get_ref())));
                }
                tables.push(table(raw, file, metrics, &mut numbers, faults));
            }
            if raw.years.get_ref().0 > raw.years.get_ref().1 {
                faults.push(file.fault(raw.years.span().start, "the years end before they begin"));
            }
            if let Some(other) =
                entries.iter().find(|other| other.form == *raw.form.get_ref() && other.form != PROSE_FORM)
            {
                let message = format!("form `{}` is that of {} already", raw.form.get_ref(), other.id);
                faults.push(file.fault(raw.form.span().start, message));
            }
            let years = raw.years.into_inner();
            entries.push(Template { id, form: raw.form.into_inner(), basis: raw.basis, years, tables });
        }
        if entries.is_empty() && files.within("templates").next().is_none() {
            faults.push(Fault { file: "templates".to_string(), line: 0, message: "there is no form".to_string() });
        }
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        Templates { entries, glance: Glance::new(&numbers) }
    }

    pub fn by_form(&self, form: &str) -> Option<&Template> {
        self.entries.iter().find(|template| template.form == form)
    }

    /// Whether reports can have this form: one of the templates', or [`PROSE_FORM`].
    pub fn knows_form(&self, form: &str) -> bool {
        form == PROSE_FORM || self.by_form(form).is_some()
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

    /// The sizes of the printed forms: 58 numbers in 2014, 22 + 161 + 15 in 2019, 10 + 175 + 15 in 2021.
    #[test]
    fn the_forms_have_their_cells() {
        let (_, templates) = embedded();
        let mut sizes = Vec::new();
        for template in templates.entries.iter().filter(|template| template.form != PROSE_FORM) {
            let (mut national, mut local) = (0, 0);
            for table in &template.tables {
                for (row, axis) in table.rows.iter().enumerate() {
                    let cells = (0..table.columns.len()).filter(|&column| table.cell(row, column).is_some()).count();
                    *if axis.local { &mut local } else { &mut national } += cells;
                }
            }
            sizes.push((template.form.as_str(), national, local));
        }
        assert_eq!(sizes, [("2014", 58, 16), ("2019", 198, 3), ("2021", 200, 0)]);
    }

    #[test]
    fn rows_know_groups_headings_and_units() {
        let (metrics, templates) = embedded();
        let list = &templates.by_form("2014").unwrap().tables[0];
        assert_eq!(list.rows.iter().filter(|row| !row.local).count(), 65);
        assert_eq!(list.rows.iter().filter(|row| row.heading && !row.local).count(), 7);
        assert_eq!(list.rows[1].unit.as_deref(), Some("条"));
        let fixed: Vec<_> =
            list.rows.iter().filter(|row| row.labels[0] == "被依法纠错数").map(|row| &row.groups).collect();
        assert_eq!(fixed, [&["行政复议数量"], &["行政诉讼数量"]]);

        let remedies = templates.by_form("2021").unwrap().table("remedies").unwrap();
        assert!(remedies.rows[0].labels.is_empty() && !remedies.rows[0].heading);
        assert_eq!(remedies.columns[14].groups, ["行政诉讼", "复议后起诉"]);
        assert_eq!(remedies.cell(0, 14), metrics.id("lawsuits.total@after_review"));
    }
}
