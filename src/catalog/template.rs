//! The official forms (报告格式) as matrices with labelled axes. Knows no document.

use super::source::{Fault, Files};
use super::Metrics;
use crate::model::MetricId;

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
}

impl Table {
    pub fn cell(&self, row: usize, column: usize) -> Option<MetricId> {
        self.cells[row * self.columns.len() + column]
    }
}

/// All forms, sorted by id.
pub struct Templates {
    pub entries: Vec<Template>,
}

impl Templates {
    pub fn load(_files: &Files, _metrics: &Metrics, _faults: &mut Vec<Fault>) -> Templates {
        Templates { entries: Vec::new() }
    }
}
