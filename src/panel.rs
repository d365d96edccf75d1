//! The panel of counties and the coverage of divisions, computed from finished tables. Knows polars; knows no Parquet
//! and no report.

mod answers;
mod breaks;
mod counties;
mod coverage;
mod expectations;
mod flags;
mod place;
pub(crate) mod polar;

pub use answers::answers;
pub use expectations::expectations;
pub use flags::Flagged;

use crate::catalog::headline::HeadlineTable;
use crate::warehouse::{Frame, read};
use anyhow::Result;
use counties::{COLUMNS, counties};
use coverage::coverage;
use flags::flag;
use place::Places;
use std::path::Path;

/// The two tables that are computed from the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    pub panel: Frame,
    pub coverage: Frame,
}

/// The panel and the coverage of the tables in the folder of a snapshot; without reports, neither has rows. `found` is
/// what others say about reports: it joins the flags of the panel.
pub fn build(snapshot: &Path, headline: &[HeadlineTable], found: &[Flagged]) -> Result<Analysis> {
    let reports = read(snapshot, "reports", &COLUMNS)?;
    if reports.rows() == 0 {
        return Ok(Analysis::default());
    }
    let places = Places::read(snapshot)?;
    let mut panel = counties(snapshot, headline, &reports, &places)?;
    flag(&mut panel, headline, &places, found);
    Ok(Analysis { coverage: coverage(snapshot, &reports, &places)?, panel })
}

#[cfg(test)]
mod tests {
    use crate::model::Scope;
    use crate::warehouse::testing::{fact, parsed, publish};
    use crate::warehouse::{Values, read};
    use std::path::Path;

    fn report(name: &str, year: i32, received: Option<i64>) -> crate::model::Parsed {
        let mut report = parsed(name, year);
        report.identity.link.division_code = Some(if name == "A" && year > 2020 { "110121" } else { "110102" }.into());
        report.facts = vec![fact(0, Scope::Own, received)];
        report
    }

    #[test]
    fn the_panel_says_what_changed_and_coverage_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let mut old = report("A", 2020, Some(0));
        old.form = "2019".into();
        let mut edition = report("A", 2021, None);
        edition.source.path.push('x');
        edition.report_id.push('x');
        edition.text_hash.push('x');
        let mut office = report("C", 2020, Some(9));
        office.identity.kind = crate::model::AgencyKind::Department;
        office.identity.link.division_code = Some("110000".into());
        let reports = [old, report("A", 2021, Some(12)), edition, report("B", 2020, None), office];
        let snapshot = publish(folder.path(), &reports, 3);

        let columns = [
            "county_key",
            "report_year",
            "applications_received",
            "applications_state",
            "boundary_changed",
            "form_changed",
            "scope_changed",
            "revised",
        ];
        let panel = read(&snapshot, "panel", &columns).unwrap();
        assert_eq!(panel.rows(), 3);
        let text = |values: &[&str]| Values::Text(values.iter().map(|text| Some(text.to_string())).collect());
        assert_eq!(panel.get("county_key"), Some(&text(&["kA", "kA", "kB"])));
        assert_eq!(panel.get("applications_received"), Some(&Values::Int64(vec![Some(0), Some(12), None])));
        assert_eq!(panel.get("applications_state"), Some(&text(&["printed", "printed", "blank"])));
        let flags = |values: [bool; 3]| Some(Values::Flag(values.map(Some).to_vec()));
        assert_eq!(panel.get("boundary_changed").cloned(), flags([false, true, false]));
        assert_eq!(panel.get("form_changed").cloned(), flags([false, true, false]));
        assert_eq!(panel.get("scope_changed").cloned(), flags([false, false, false]));
        assert_eq!(panel.get("revised").cloned(), flags([false, true, false]));

        let coverage = read(&snapshot, "coverage", &["code", "report_year", "present", "reason"]).unwrap();
        let Some(Values::Text(reasons)) = coverage.get("reason") else { panic!("coverage has reasons") };
        let reasons: Vec<_> = reasons.iter().map(|reason| reason.as_deref()).collect();
        // 2020: province (an office only), county A under its old code (its report names another code), county B.
        assert_eq!(
            reasons,
            [Some("only_other_agencies"), Some("no_report"), None, Some("no_report"), Some("no_report"), None]
        );
    }

    /// Every measure of the panel that one metric feeds is the fact of that metric in the row's scope, null for null.
    #[test]
    fn the_panel_equals_the_facts() {
        let folder = tempfile::tempdir().unwrap();
        let scopes = Scope::ALL;
        let reports: Vec<_> = (0..60u16)
            .map(|n| {
                let mut report = report(["A", "B", "D"][usize::from(n % 3)], 2000 + i32::from(n / 3), None);
                report.facts.clear();
                for metric in 0..4 {
                    for scope in scopes.into_iter().take(usize::from(n % 4)) {
                        let value = i64::from((n * 7 + metric * 3 + scope as u16) % 5);
                        report.facts.push(fact(metric, scope, (value > 1).then_some(value - 2)));
                    }
                }
                report
            })
            .collect();
        let snapshot = publish(folder.path(), &reports, 3);
        let columns = ["report_id", "metric", "facet", "scope", "value"];
        let facts = rows(&snapshot, "facts", &columns);
        let mut compared = 0;
        for (table, measure, metric, facet) in [
            ("applications", "received", "m.received", None),
            ("applications", "denied", "m.received", Some("person")),
            ("applications", "fees", "m.fees", None),
            ("appeals", "total", "m.appeals", None),
        ] {
            let (measure, scope) = (format!("{table}_{measure}"), format!("{table}_scope"));
            for row in rows(&snapshot, "panel", &["report_id", &scope, &measure]) {
                let key = [row[0].clone(), Some(metric.into()), facet.map(str::to_string), row[1].clone()];
                let fact = facts.iter().find(|fact| fact[..4] == key);
                assert_eq!(row[2], fact.and_then(|fact| fact[4].clone()), "{measure} of {:?}", row[0]);
                compared += usize::from(row[2].is_some());
            }
        }
        assert!(compared > 50, "{compared} values were compared");
    }

    /// The rows of some columns as text, numbers in their shortest form.
    fn rows(snapshot: &Path, table: &str, columns: &[&str]) -> Vec<Vec<Option<String>>> {
        let frame = read(snapshot, table, columns).unwrap();
        let cell = |values: &Values, row: usize| match values {
            Values::Text(values) => values[row].clone(),
            Values::Int64(values) => values[row].map(|value| value.to_string()),
            Values::Float64(values) => values[row].map(|value| value.to_string()),
            other => panic!("{other:?} is not compared"),
        };
        (0..frame.rows()).map(|row| frame.columns.iter().map(|(_, values)| cell(values, row)).collect()).collect()
    }

    #[test]
    fn the_widest_scope_speaks_for_a_county() {
        let folder = tempfile::tempdir().unwrap();
        let mut area = report("A", 2021, None);
        area.identity.scope.value = Scope::Area;
        area.facts = vec![fact(0, Scope::Area, Some(40))];
        area.report_id.push('a');
        area.text_hash.push('a');
        area.source.path.push('a');
        let snapshot = publish(folder.path(), &[report("A", 2021, Some(12)), area], 3);
        let panel = read(&snapshot, "panel", &["scope", "applications_received"]).unwrap();
        assert_eq!(panel.get("applications_received"), Some(&Values::Int64(vec![Some(40)])));
        let reports = read(&snapshot, "reports", &["report_id"]).unwrap();
        assert_eq!(reports.rows(), 2);
    }
}
