//! Where a series of the panel breaks: by definition, between forms; by scope; by another government speaking.
//! Knows no division and no polars.

use crate::catalog::headline::{HeadlineColumn, HeadlineSource, HeadlineTable};
use crate::warehouse::cells::{number, text};
use crate::warehouse::{Frame, Values};
use std::collections::BTreeMap;

/// The grade of what must not be chained.
const BREAK: &str = "C";

/// The rows of the panel, sorted by county and year, as far as breaks need them.
struct Rows<'a> {
    panel: &'a Frame,
    headline: &'a [HeadlineTable],
}

/// For each row the measures that must not be chained with the last row of the county that has a value of them, parted by
/// `;`; null where there is none. `parts` says of each row whether its publisher speaks for a part of the county only.
pub fn breaks(panel: &Frame, headline: &[HeadlineTable], parts: &[bool]) -> Values {
    let rows = Rows { panel, headline };
    let mut last: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut found = Vec::new();
    for row in 0..panel.rows() {
        if row == 0 || rows.text("county_key", row) != rows.text("county_key", row - 1) {
            last.clear();
        }
        let mut broken = Vec::new();
        for (position, table) in headline.iter().enumerate() {
            for (index, column) in table.columns.iter().enumerate() {
                let name = format!("{}_{}", table.name, column.name);
                if number(panel, &name, row).is_none() {
                    continue;
                }
                if let Some(before) = last.insert((position, index), row) {
                    let publisher =
                        (parts[before] || parts[row]) && rows.text("agency_id", before) != rows.text("agency_id", row);
                    if publisher
                        || rows.scope_breaks(position, before, row)
                        || rows.definition_breaks(column, &name, before, row)
                    {
                        broken.push(name);
                    }
                }
            }
        }
        found.push((!broken.is_empty()).then(|| broken.join(";")));
    }
    Values::Text(found)
}

impl Rows<'_> {
    fn text(&self, name: &str, row: usize) -> Option<&str> {
        text(self.panel, name, row)
    }

    /// Own numbers and numbers of the area are never one series; where one row does not say, nothing is known.
    fn scope_breaks(&self, position: usize, before: usize, now: usize) -> bool {
        let name = format!("{}_scope", self.headline[position].name);
        let pair = [self.text(&name, before), self.text(&name, now)];
        pair == [Some("own"), Some("area")] || pair == [Some("area"), Some("own")]
    }

    /// Whether a definition breaks between two rows: some form after the older one, up to the newer one, has grade C.
    /// Within one form it breaks where a source of another kind had to stand in.
    fn definition_breaks(&self, column: &HeadlineColumn, name: &str, before: usize, now: usize) -> bool {
        let grade = |row: usize| self.text(&format!("{name}_comparable"), row);
        let (Some(old), Some(new)) = (self.text("form", before), self.text("form", now)) else {
            return false;
        };
        if old == new {
            return (grade(before) == Some(BREAK)) != (grade(now) == Some(BREAK));
        }
        if one_source(column, (old, grade(before)), (new, grade(now))) {
            return false;
        }
        // A county may go back to an older form: the break lies on the way all the same.
        let ((older, _), (newer, last)) =
            if old < new { ((old, before), (new, now)) } else { ((new, now), (old, before)) };
        let between =
            column.sources.iter().flat_map(|source| source.forms.iter().map(move |form| (form, source.grade)));
        let mut first: BTreeMap<&str, char> = BTreeMap::new();
        for (form, grade) in between.filter(|(form, _)| older < form.as_str() && form.as_str() < newer) {
            first.entry(form).or_insert(grade);
        }
        grade(last) == Some(BREAK) || first.values().any(|grade| grade.to_string() == BREAK)
    }
}

/// Whether one entry of the crosswalk surely fed both rows: it names both forms, and no other entry of either has its grade.
fn one_source(column: &HeadlineColumn, before: (&str, Option<&str>), now: (&str, Option<&str>)) -> bool {
    let of = |(form, grade): (&str, Option<&str>)| -> Vec<usize> {
        let fits = |source: &HeadlineSource| {
            source.forms.iter().any(|other| other == form) && Some(source.grade.to_string().as_str()) == grade
        };
        (0..column.sources.len()).filter(|&index| fits(&column.sources[index])).collect()
    };
    let (before, now) = (of(before), of(now));
    before.len() == 1 && before == now
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline() -> Vec<HeadlineTable> {
        let source = |forms: &[&str], grade| HeadlineSource {
            forms: forms.iter().map(|form| form.to_string()).collect(),
            sum: Vec::new(),
            grade,
        };
        let column = |name: &str, sources| HeadlineColumn {
            name: name.into(),
            label: None,
            doc: String::new(),
            unit: String::new(),
            amount: false,
            sources,
        };
        let denied =
            vec![source(&["2008"], 'A'), source(&["2014"], 'C'), source(&["2019"], 'C'), source(&["2021"], 'A')];
        let columns =
            vec![column("received", vec![source(&["2008", "2014", "2019", "2021"], 'B')]), column("denied", denied)];
        vec![HeadlineTable { name: "t".into(), label: None, doc: String::new(), columns }]
    }

    /// Rows of: county, form, scope, agency, received, denied, grade of denied.
    type Given = (&'static str, &'static str, &'static str, &'static str, Option<i64>, Option<i64>, &'static str);

    fn found(rows: &[Given], parts: &[bool]) -> Vec<Option<String>> {
        fn text(values: impl Iterator<Item = &'static str>) -> Values {
            Values::Text(values.map(|text| Some(text.to_string())).collect())
        }
        let panel = Frame {
            columns: vec![
                ("county_key".into(), text(rows.iter().map(|row| row.0))),
                ("form".into(), text(rows.iter().map(|row| row.1))),
                ("t_scope".into(), text(rows.iter().map(|row| row.2))),
                ("agency_id".into(), text(rows.iter().map(|row| row.3))),
                ("t_received".into(), Values::Int64(rows.iter().map(|row| row.4).collect())),
                ("t_received_comparable".into(), text(rows.iter().map(|_| "B"))),
                ("t_denied".into(), Values::Int64(rows.iter().map(|row| row.5).collect())),
                ("t_denied_comparable".into(), text(rows.iter().map(|row| row.6))),
            ],
        };
        let Values::Text(found) = breaks(&panel, &headline(), parts) else { panic!("breaks are text") };
        found
    }

    #[test]
    fn a_definition_breaks_on_the_way_also_across_a_gap() {
        let rows = [
            ("k", "2014", "area", "g", Some(3), Some(1), "C"),
            ("k", "2019", "area", "g", Some(4), None, "C"),
            ("k", "2021", "area", "g", Some(5), Some(2), "A"),
            ("k", "2021", "area", "g", Some(5), Some(0), "A"),
            ("l", "2021", "area", "h", Some(5), Some(2), "A"),
        ];
        // The form of 2019 lies between: its row has no value, its definition breaks the series all the same.
        let expected = [None, None, Some("t_denied".to_string()), None, None];
        assert_eq!(found(&rows, &[false; 5]), expected);
    }

    #[test]
    fn own_and_area_are_two_series() {
        let row = |scope| ("k", "2021", scope, "g", Some(3), None, "A");
        let rows = [row("area"), row("unstated"), row("own"), row("area")];
        let expected = [None, None, None, Some("t_received".to_string())];
        assert_eq!(found(&rows, &[false; 4]), expected);
    }

    #[test]
    fn another_government_of_the_same_unit_is_another_series() {
        let row = |agency| ("k", "2021", "area", agency, Some(3), None, "A");
        let rows = [row("g"), row("h"), row("h")];
        assert_eq!(found(&rows, &[true, true, true]), [None, Some("t_received".to_string()), None]);
        assert_eq!(found(&rows, &[false; 3]), [None, None, None]);
    }
}
