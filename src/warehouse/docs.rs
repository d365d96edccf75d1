//! The tables described for people: the same lists that fill them, without their rows. Knows no output format.

use super::table::Table;
use super::{derived, tables, whole};
use crate::catalog::headline::HeadlineTable;

pub use super::whole::metric_kind;

/// A table in the dictionary.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TableDoc {
    pub name: String,
    pub doc: String,
    /// Partitioned by year.
    pub yearly: bool,
    pub columns: Vec<ColumnDoc>,
}

/// A column in the dictionary.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ColumnDoc {
    pub name: String,
    /// Arrow's name of the type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Empty where the column counts or measures nothing.
    pub unit: String,
    pub doc: String,
}

/// Every table of a snapshot, in the order of the dictionary.
pub fn describe(headline: &[HeadlineTable]) -> Vec<TableDoc> {
    let mut docs: Vec<TableDoc> = tables::yearly(headline).iter().map(table).collect();
    docs.extend([
        table(&whole::sources()),
        table(&whole::metrics()),
        table(&whole::divisions()),
        table(&derived::panel(headline)),
        table(&derived::coverage()),
    ]);
    docs
}

fn table<T>(table: &Table<T>) -> TableDoc {
    let columns = table.columns.iter().map(|column| ColumnDoc {
        name: column.name.clone(),
        kind: column.kind.name(),
        unit: column.unit.clone(),
        doc: column.doc.clone(),
    });
    TableDoc { name: table.name.clone(), doc: table.doc.clone(), yearly: table.yearly, columns: columns.collect() }
}
