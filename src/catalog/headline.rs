//! The four headline tables and the crosswalk between forms (`config/headline.toml`). Knows no Arrow.

use super::source::{Fault, Files};
use super::{Metrics, Templates};
use crate::model::MetricId;

/// A headline table: `applications`.
#[derive(Clone, Debug)]
pub struct HeadlineTable {
    pub name: String,
    pub doc: String,
    pub columns: Vec<HeadlineColumn>,
}

/// A column harmonised across forms.
#[derive(Clone, Debug)]
pub struct HeadlineColumn {
    pub name: String,
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
    pub fn load(_files: &Files, _metrics: &Metrics, _templates: &Templates, _faults: &mut Vec<Fault>) -> Headline {
        Headline { tables: Vec::new() }
    }
}
