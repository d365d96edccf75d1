//! The flags of the panel: its own, from each row and the county's row before, and those that others found about its
//! report. Knows no check and no polars.

use super::breaks::breaks;
use super::place::{Place, Places};
use crate::catalog::headline::HeadlineTable;
use crate::model::Verdict;
use crate::warehouse::cells::{self, number, text, whole};
use crate::warehouse::{Frame, Values};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What others found about the reports that the panel shows: where checks across years join it.
///
/// A flag is a short code of lower-case letters and `_`, and stands in `flags` of the row that is taken from the report.
#[derive(Default)]
pub struct Found {
    /// The flags of each report that the panel shows.
    flags: BTreeMap<String, BTreeSet<Arc<str>>>,
}

impl Found {
    /// Nothing yet about these reports; what is found about others is passed over.
    pub fn about<'a>(reports: impl Iterator<Item = &'a str>) -> Found {
        Found { flags: reports.map(|report| (report.to_string(), BTreeSet::new())).collect() }
    }

    /// The failing rows of a frame of `checks`: the id of the rule flags the report, written with `_`.
    pub fn add(&mut self, checks: &Frame) {
        let mut codes: BTreeMap<&str, Arc<str>> = BTreeMap::new();
        for row in (0..checks.rows()).filter(|&row| text(checks, "verdict", row) == Some(Verdict::Fails.name())) {
            let (Some(id), Some(rule)) = (text(checks, "report_id", row), text(checks, "rule", row)) else { continue };
            if let Some(flags) = self.flags.get_mut(id) {
                let code = codes.entry(rule).or_insert_with(|| rule.replace('-', "_").into());
                flags.insert(Arc::clone(code));
            }
        }
    }
}

/// Columns of the panel that are flags; `flags` lists those that are true.
const FLAGS: [&str; 6] =
    ["boundary_changed", "form_changed", "scope_changed", "publisher_changed", "revised", "partial"];

/// Adds what a row says of itself and of the county's row before: the flags, the kinds of change of territory, how many
/// governments the county has, the measures whose series breaks. The rows are sorted by county and year.
pub fn flag(panel: &mut Frame, headline: &[HeadlineTable], places: &Places, found: &Found) {
    let rows = Rows { panel, headline, places };
    let count = rows.panel.rows();
    let before: Vec<Option<usize>> = (0..count).map(|row| rows.before(row)).collect();
    let changed = |differs: &dyn Fn(usize, usize) -> bool| {
        Values::Flag((0..count).map(|row| Some(before[row].is_some_and(|before| differs(before, row)))).collect())
    };
    let kinds: Vec<Option<String>> =
        (0..count).map(|row| before[row].and_then(|before| rows.territory(before, row))).collect();
    let members: Vec<usize> = (0..count).map(|row| rows.units(row).len()).collect();
    let partial: Vec<bool> = members.iter().map(|&members| members > 1).collect();
    let differ = |name: &'static str| {
        let rows = &rows;
        move |before: usize, row: usize| {
            let pair = [rows.text(name, before), rows.text(name, row)];
            pair[0] != pair[1] && !pair.contains(&None)
        }
    };
    let mut columns = vec![
        ("boundary_changed", changed(&|before, row| kinds[row].is_some() || rows.make_up(before) != rows.make_up(row))),
        ("form_changed", changed(&differ("form"))),
        ("scope_changed", changed(&|before, row| differ("scope")(before, row) || rows.tables_change(before, row))),
        ("publisher_changed", changed(&differ("agency_id"))),
        ("revised", Values::Flag((0..count).map(|row| Some(rows.editions(row) > 1)).collect())),
        ("partial", Values::Flag(partial.iter().map(|&partial| Some(partial)).collect())),
        ("members", Values::Int64(members.iter().map(|&members| Some(members as i64)).collect())),
        ("breaks", breaks(rows.panel, headline, &partial)),
    ];
    columns.push(("boundary", Values::Text(kinds)));
    panel.columns.extend(columns.into_iter().map(|(name, values)| (name.to_string(), values)));
    let joined = flags(panel, &FLAGS, found);
    panel.columns.push(("flags".to_string(), joined));
}

/// The panel as far as its flags need it.
struct Rows<'a> {
    panel: &'a Frame,
    headline: &'a [HeadlineTable],
    places: &'a Places,
}

impl<'a> Rows<'a> {
    fn text(&self, name: &str, row: usize) -> Option<&'a str> {
        text(self.panel, name, row)
    }

    fn year(&self, row: usize) -> i32 {
        cells::year(self.panel, "report_year", row).unwrap_or_default()
    }

    fn editions(&self, row: usize) -> i64 {
        whole(self.panel, "editions", row).unwrap_or_default()
    }

    /// The county's row before.
    fn before(&self, row: usize) -> Option<usize> {
        let before = row.checked_sub(1)?;
        (self.text("county_key", before) == self.text("county_key", row)).then_some(before)
    }

    /// The divisions that the county is made of in the year of the row.
    fn units(&self, row: usize) -> Vec<&'a Place> {
        self.text("county_key", row).map_or_else(Vec::new, |county| self.places.units(county, self.year(row)))
    }

    fn make_up(&self, row: usize) -> Vec<(&'a str, &'a str)> {
        self.units(row).into_iter().map(|place| (place.code.as_str(), place.name.as_str())).collect()
    }

    /// The kinds of change of territory between two rows, parted by `;`.
    fn territory(&self, before: usize, row: usize) -> Option<String> {
        let kinds = self.places.changes(self.text("county_key", row)?, self.year(before), self.year(row));
        (!kinds.is_empty()).then(|| kinds.into_iter().collect::<Vec<_>>().join(";"))
    }

    /// Whether some table holds numbers of another scope than before; a row without any number says nothing of scope.
    fn tables_change(&self, before: usize, row: usize) -> bool {
        self.headline.iter().any(|table| {
            let name = format!("{}_scope", table.name);
            let counts = |row| {
                table.columns.iter().any(|of| number(self.panel, &format!("{}_{}", table.name, of.name), row).is_some())
            };
            self.text(&name, before) != self.text(&name, row) && counts(before) && counts(row)
        })
    }
}

/// `flags` of each row: the names of the columns in `own` that are true there and the codes found about its report, in
/// alphabetical order, parted by `;`; null where there is none.
fn flags(panel: &Frame, own: &[&str], found: &Found) -> Values {
    let joined = |row: usize| {
        let mut codes: BTreeSet<&str> = own.iter().copied().filter(|name| cells::flag(panel, name, row)).collect();
        let of_report = text(panel, "report_id", row).and_then(|id| found.flags.get(id));
        codes.extend(of_report.into_iter().flatten().map(|code| &**code));
        (!codes.is_empty()).then(|| codes.into_iter().collect::<Vec<_>>().join(";"))
    };
    Values::Text((0..panel.rows()).map(joined).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(values: &[&str]) -> Values {
        Values::Text(values.iter().map(|text| Some(text.to_string())).collect())
    }

    fn checks(rows: &[[&str; 3]]) -> Frame {
        let column =
            |name: &str, at: usize| (name.to_string(), text(&rows.iter().map(|row| row[at]).collect::<Vec<_>>()));
        Frame { columns: vec![column("report_id", 0), column("rule", 1), column("verdict", 2)] }
    }

    #[test]
    fn own_flags_and_failing_rules_stand_together_once() {
        let panel = Frame {
            columns: vec![
                ("report_id".into(), text(&["a", "b", "c"])),
                ("revised".into(), Values::Flag(vec![Some(true), Some(false), None])),
            ],
        };
        let mut found = Found::about(["a", "b", "c"].into_iter());
        found.add(&checks(&[["b", "jump", "fails"], ["a", "carried-over", "fails"], ["c", "jump", "holds"]]));
        found.add(&checks(&[["a", "carried-over", "fails"], ["z", "jump", "fails"]]));
        let expected = [Some("carried_over;revised".to_string()), Some("jump".to_string()), None];
        assert_eq!(flags(&panel, &["revised"], &found), Values::Text(expected.to_vec()));
    }
}
