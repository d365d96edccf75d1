//! Whether a snapshot is what one may expect of it: the bounds of `rules.toml`. Knows no way to mend it.

use crate::catalog::Rules;
use crate::model::{Severity, Verdict};
use crate::warehouse::cells::{self, text, whole};
use crate::warehouse::{Wanted, batches, visit};
use anyhow::Result;
use polars::prelude::*;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// The reasons why a snapshot falls short, in words; none if it is as expected.
///
/// Call it before publication ([`Draft::folder`](crate::warehouse::Draft::folder)): publishing may prune the snapshot
/// before. A report is there again if its agency has one for the same year, whatever its text became.
pub fn expectations(snapshot: &Path, previous: Option<&Path>, rules: &Rules) -> Result<Vec<String>> {
    let bounds = &rules.expectations;
    let mut reasons = Vec::new();
    if let Some(most) = bounds.refused_percent {
        let (mut all, mut refused) = (0, 0);
        batches(snapshot, "sources", &["state"], &mut |sources| {
            all += sources.rows();
            refused += (0..sources.rows()).filter(|&row| text(sources, "state", row) == Some("refused")).count();
            Ok(())
        })?;
        above(&mut reasons, "files were refused", refused, all, most);
    }
    if let Some(most) = bounds.rules_failed_percent {
        let strict: BTreeSet<&str> =
            rules.entries.iter().filter(|rule| rule.severity == Severity::Error).map(|rule| rule.id.as_str()).collect();
        let (mut judged, mut failed) = (0, 0);
        let texts = ["rule", "verdict"];
        let asked = Wanted { table: "checks", year: None, texts: &texts, numbers: &[], only: None };
        visit(snapshot, &asked, &mut |rows| {
            for row in 0..rows.count {
                let verdict = rows.text(1, row);
                if rows.text(0, row).is_some_and(|rule| strict.contains(rule))
                    && verdict != Some(Verdict::Unknown.name())
                {
                    judged += 1;
                    failed += usize::from(verdict == Some(Verdict::Fails.name()));
                }
            }
            Ok(())
        })?;
        above(&mut reasons, "judged equations failed", failed, judged, most);
    }
    if let Some(previous) = previous {
        against(snapshot, previous, rules, &mut reasons)?;
    }
    Ok(reasons)
}

fn against(snapshot: &Path, previous: &Path, rules: &Rules, reasons: &mut Vec<String>) -> Result<()> {
    let (before, facts_before) = reports(previous)?;
    if before.height() == 0 {
        return Ok(());
    }
    let (now, facts_now) = reports(snapshot)?;
    if let Some(least) = rules.expectations.reports_kept_percent {
        let keys = [col("agency"), col("year")];
        let of =
            |reports: DataFrame| reports.lazy().unique_stable_generic(Some(keys.to_vec()), UniqueKeepStrategy::First);
        let before = of(before).collect()?;
        let all = before.height();
        let kept = before.lazy().join(of(now), &keys, &keys, JoinArgs::new(JoinType::Inner)).collect()?.height();
        below(reasons, "reports of the last snapshot are there again", kept, all, least);
    }
    if let Some(least) = rules.expectations.facts_kept_percent {
        below(reasons, "facts of the last snapshot's number", facts_now, facts_before, least);
    }
    Ok(())
}

/// The reports of a snapshot, `agency` (a hash of its id) and `year`, and how many facts they have.
fn reports(snapshot: &Path) -> Result<(DataFrame, usize)> {
    let (mut agencies, mut years, mut facts) = (Vec::new(), Vec::new(), 0);
    batches(snapshot, "reports", &["agency_id", "report_year", "facts"], &mut |reports| {
        for row in 0..reports.rows() {
            let mut hasher = DefaultHasher::new();
            text(reports, "agency_id", row).hash(&mut hasher);
            agencies.push(hasher.finish());
            years.push(cells::year(reports, "report_year", row));
            facts += whole(reports, "facts", row).unwrap_or(0);
        }
        Ok(())
    })?;
    Ok((df!("agency" => agencies, "year" => years)?, facts as usize))
}

fn above(reasons: &mut Vec<String>, what: &str, part: usize, all: usize, most: i64) {
    if part as i128 * 100 > all as i128 * i128::from(most) {
        reasons.push(format!("{part} of {all} {what}; at most {most} % were expected"));
    }
}

fn below(reasons: &mut Vec<String>, what: &str, part: usize, all: usize, least: i64) {
    if (part as i128) * 100 < all as i128 * i128::from(least) {
        reasons.push(format!("{part} of {all} {what}; at least {least} % were expected"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::rule::{Expectations, Relation, Rule};
    use crate::model::Check;
    use crate::warehouse::testing::{parsed, publish};

    fn rules(expectations: Expectations) -> Rules {
        let rule = |id: &str, severity| Rule {
            id: id.into(),
            facet: None,
            what: String::new(),
            forms: Vec::new(),
            relation: Relation::Equal,
            left: Vec::new(),
            right: Vec::new(),
            severity,
            defines: None,
        };
        let entries = vec![rule("strict", Severity::Error), rule("loose", Severity::Warning)];
        Rules { entries, trials: Vec::new(), expectations }
    }

    fn check(rule: &str, verdict: Verdict) -> Check {
        let scope = crate::model::Scope::Own;
        Check { rule: rule.into(), facet: None, scope, verdict, left: None, right: None, residual: None, suspect: None }
    }

    #[test]
    fn only_strict_equations_that_were_judged_count() {
        let folder = tempfile::tempdir().unwrap();
        let mut report = parsed("甲", 2021);
        report.checks =
            vec![check("strict", Verdict::Holds), check("loose", Verdict::Fails), check("strict", Verdict::Unknown)];
        let bound = rules(Expectations { rules_failed_percent: Some(40), ..Expectations::default() });
        let snapshot = publish(folder.path(), &[report.clone()], 3);
        assert!(expectations(&snapshot, None, &bound).unwrap().is_empty());
        report.checks.push(check("strict", Verdict::Fails));
        report.source.sha256.push('x');
        let snapshot = publish(folder.path(), &[report], 3);
        assert_eq!(expectations(&snapshot, None, &bound).unwrap().len(), 1);
    }

    #[test]
    fn a_collapse_against_the_last_snapshot_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let bound = rules(Expectations {
            reports_kept_percent: Some(90),
            facts_kept_percent: Some(90),
            ..Expectations::default()
        });
        let both = publish(folder.path(), &[parsed("甲", 2021), parsed("乙", 2021)], 3);
        let one = publish(folder.path(), &[parsed("甲", 2021)], 3);
        assert_eq!(
            expectations(&one, Some(&both), &bound).unwrap(),
            ["1 of 2 reports of the last snapshot are there again; at least 90 % were expected"]
        );
        assert!(expectations(&both, Some(&one), &bound).unwrap().is_empty());
        let none = publish(folder.path(), &[], 3);
        assert_eq!(expectations(&none, Some(&both), &bound).unwrap().len(), 1);
    }
}
