//! One text of flags a row of the panel: those of the panel itself and those that others found about its report.
//! Knows no check and no polars.

use crate::warehouse::{Frame, Values};
use std::collections::{BTreeMap, BTreeSet};

/// A finding about a report that the panel shows: where checks across years join it.
///
/// Whoever compares reports hands a list of these to [`build`](super::build); `flag` is a short code of lower-case letters
/// and `_`, and stands in `flags` of the row that is taken from the report. Order and repetition do not matter, and a
/// report that is in no row of the panel is passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flagged {
    pub report_id: String,
    pub flag: String,
}

/// `flags` of each row: the names of the columns in `own` that are true there and the codes found about its report, in
/// alphabetical order, parted by `;`; null where there is none.
pub fn flags(panel: &Frame, own: &[&str], found: &[Flagged]) -> Values {
    let mut by_report: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for flagged in found {
        by_report.entry(&flagged.report_id).or_default().push(&flagged.flag);
    }
    let joined = |row: usize| {
        let mut codes: BTreeSet<&str> = own.iter().copied().filter(|name| is_true(panel, name, row)).collect();
        if let Some(Values::Text(ids)) = panel.get("report_id") {
            codes.extend(ids[row].as_deref().and_then(|id| by_report.get(id)).into_iter().flatten());
        }
        (!codes.is_empty()).then(|| codes.into_iter().collect::<Vec<_>>().join(";"))
    };
    Values::Text((0..panel.rows()).map(joined).collect())
}

fn is_true(panel: &Frame, name: &str, row: usize) -> bool {
    matches!(panel.get(name), Some(Values::Flag(values)) if values[row] == Some(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_flags_and_found_ones_stand_together_once() {
        let text = |values: &[&str]| Values::Text(values.iter().map(|text| Some(text.to_string())).collect());
        let panel = Frame {
            columns: vec![
                ("report_id".into(), text(&["a", "b", "c"])),
                ("revised".into(), Values::Flag(vec![Some(true), Some(false), None])),
            ],
        };
        let found = |report_id: &str, flag: &str| Flagged { report_id: report_id.into(), flag: flag.into() };
        let found = [found("b", "jump"), found("a", "carry_over"), found("a", "carry_over"), found("z", "jump")];
        let expected = [Some("carry_over;revised".to_string()), Some("jump".to_string()), None];
        assert_eq!(flags(&panel, &["revised"], &found), Values::Text(expected.to_vec()));
    }
}
