//! What an edition that was not chosen says otherwise in its headline numbers. Knows no file and no choice.

use super::headline::Measured;
use crate::catalog::headline::HeadlineTable;
use crate::model::{Code, Issue, Severity};

/// One issue a measure for which both editions have a value of one scope, and not the same.
pub fn differences(tables: &[HeadlineTable], chosen: &[Measured], rival: &[Measured], path: &str) -> Vec<Issue> {
    let mut issues = Vec::new();
    for ((table, here), there) in tables.iter().zip(chosen).zip(rival).filter(|((_, a), b)| a.scope == b.scope) {
        for (index, column) in table.columns.iter().enumerate() {
            if let (Some(own), Some(other)) = (here.values[index], there.values[index])
                && own != other
            {
                let message = format!("{}.{}: {own} here, {other} in {path}", table.name, column.name);
                let (code, severity) = (Code::EditionsDiffer, Severity::Warning);
                issues.push(Issue { code, severity, message, span: None });
            }
        }
    }
    issues
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scope;
    use crate::warehouse::headline::measure;
    use crate::warehouse::testing::{fact, headline, parsed};

    #[test]
    fn only_two_values_of_one_scope_can_differ() {
        let of = |scope, values: [Option<i64>; 3]| {
            let mut report = parsed("a", 2021);
            report.facts = (0..).zip(values).map(|(metric, value)| fact(metric, scope, value)).collect();
            measure(&report, &headline())
        };
        let messages = |a: &[Measured], b: &[Measured]| -> Vec<String> {
            differences(&headline(), a, b, "b.html").into_iter().map(|issue| issue.message).collect()
        };
        let chosen = of(Scope::Own, [Some(12), Some(3), None]);
        assert_eq!(
            messages(&chosen, &of(Scope::Own, [Some(13), Some(3), Some(1)])),
            ["applications.received: 12 here, 13 in b.html"]
        );
        assert_eq!(messages(&chosen, &of(Scope::Own, [Some(12), None, None])), Vec::<String>::new());
        assert_eq!(messages(&chosen, &of(Scope::Area, [Some(13), None, None])), Vec::<String>::new());
    }
}
