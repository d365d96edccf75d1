//! Whether a snapshot is what one may expect of it: the bounds of `rules.toml`. Knows no way to mend it.

use super::polar::table;
use crate::catalog::Rules;
use crate::model::{Severity, Verdict};
use crate::warehouse::{Wanted, visit};
use anyhow::Result;
use polars::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// The reasons why a snapshot falls short, in words; none if it is as expected.
///
/// Call it before publication ([`Draft::folder`](crate::warehouse::Draft::folder)): publishing may prune the snapshot
/// before. A report is there again if its agency has one for the same year, whatever its text became.
pub fn expectations(snapshot: &Path, previous: Option<&Path>, rules: &Rules) -> Result<Vec<String>> {
    let bounds = &rules.expectations;
    let mut reasons = Vec::new();
    if let (Some(most), Some(sources)) = (bounds.refused_percent, table(snapshot, "sources", &["state"])?) {
        let refused = sources.column("state")?.str()?.iter().filter(|state| *state == Some("refused")).count();
        above(&mut reasons, "files were refused", refused, sources.height(), most);
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
    let columns = ["agency_id", "report_year", "facts"];
    let Some(before) = table(previous, "reports", &columns)? else {
        return Ok(());
    };
    let now = match table(snapshot, "reports", &columns)? {
        Some(now) => now,
        None => before.clear(),
    };
    if let Some(least) = rules.expectations.reports_kept_percent {
        let keys = [col("agency_id"), col("report_year")];
        let of = |reports: &DataFrame| {
            reports.clone().lazy().select(&keys).unique_stable_generic(Some(keys.to_vec()), UniqueKeepStrategy::First)
        };
        let kept = of(&before).join(of(&now), &keys, &keys, JoinArgs::new(JoinType::Inner)).collect()?.height();
        let all = of(&before).collect()?.height();
        below(reasons, "reports of the last snapshot are there again", kept, all, least);
    }
    if let Some(least) = rules.expectations.facts_kept_percent {
        let facts =
            |reports: &DataFrame| -> Result<usize> { Ok(reports.column("facts")?.i64()?.sum().unwrap_or(0) as usize) };
        below(reasons, "facts of the last snapshot's number", facts(&now)?, facts(&before)?, least);
    }
    Ok(())
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
