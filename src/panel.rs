//! The panel of counties and the coverage of divisions, computed from finished tables. Knows polars; knows no Parquet
//! and no report.

mod answers;
mod breaks;
mod counties;
mod coverage;
mod expectations;
mod flags;
mod gathered;
mod place;
mod polar;
mod speaking;

pub use answers::answers;
pub use expectations::expectations;

use crate::catalog::headline::HeadlineTable;
use crate::warehouse::{Append, Frame, batches};
use anyhow::Result;
use counties::counties;
use coverage::{Known, coverage};
use flags::{Found, flag};
use gathered::Gathered;
use place::Places;
use speaking::{COLUMNS, Candidates, Speaking, stretches};
use std::path::Path;

/// Rows of the panel, about, that are held at once.
const TOGETHER: usize = 512;

/// What the panel and the coverage of a snapshot are made of, a few numbers a division and year: which report speaks, and
/// what others found about it. The measures stay in the tables until their rows are written.
pub struct Analysis<'a> {
    snapshot: &'a Path,
    headline: &'a [HeadlineTable],
    places: Places,
    speaking: Vec<Speaking>,
    known: Known,
    found: Found,
}

impl<'a> Analysis<'a> {
    /// Reads the reports in the folder of a snapshot.
    pub fn read(snapshot: &'a Path, headline: &'a [HeadlineTable]) -> Result<Analysis<'a>> {
        let (mut candidates, mut known) = (Candidates::default(), Known::default());
        batches(snapshot, "reports", &COLUMNS, &mut |reports| {
            candidates.add(reports);
            known.add(reports);
            Ok(())
        })?;
        let speaking = candidates.choose();
        let found = Found::about(speaking.iter().map(|row| &*row.report));
        Ok(Analysis { snapshot, headline, places: Places::read(snapshot)?, speaking, known, found })
    }

    /// Takes rows of `checks` that compare reports: what fails joins the flags of the panel's rows.
    pub fn flag(&mut self, checks: &Frame) {
        self.found.add(checks);
    }

    /// The rows of the panel, in the order of counties and years; none without reports.
    pub fn panel(&self, append: &mut Append) -> Result<()> {
        let stretches = stretches(&self.speaking, TOGETHER);
        let mut gathered = Gathered::read(self.snapshot, self.headline, &stretches)?;
        for (number, speaking) in stretches.iter().enumerate() {
            let mut panel = counties(gathered.take(number)?, self.headline, speaking, &self.places)?;
            flag(&mut panel, self.headline, &self.places, &self.found);
            append(&panel)?;
        }
        Ok(())
    }

    /// The rows of the coverage, year by year; none without reports.
    pub fn coverage(&mut self, append: &mut Append) -> Result<()> {
        self.known.read(self.snapshot)?;
        coverage(&self.known, &self.places, append)
    }
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
