//! The row of a report in a headline table: measures harmonised across forms, of one scope. Knows no Arrow.

use crate::catalog::headline::{HeadlineColumn, HeadlineSource, HeadlineTable};
use crate::model::{Fact, MetricId, Number, Parsed, Scope, State};
use std::collections::BTreeMap;

/// What a report says in one headline table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    pub scope: Scope,
    /// One a column of the table.
    pub values: Vec<Option<Number>>,
    /// One a column; none where the report's form does not ask for it.
    pub states: Vec<Option<State>>,
    /// One a column; none where the report's form does not ask for it.
    pub grades: Vec<Option<char>>,
}

/// The facts of a report by scope and metric.
pub type Facts<'a> = BTreeMap<(Scope, MetricId), &'a Fact>;

/// The rows of a report, one a headline table.
pub fn measure(parsed: &Parsed, tables: &[HeadlineTable]) -> Vec<Measured> {
    let facts = parsed.facts.iter().map(|fact| ((fact.scope, fact.metric), fact)).collect();
    tables.iter().map(|table| measure_table(&facts, &parsed.form, parsed.identity.scope.value, table)).collect()
}

/// One row never mixes scopes.
///
/// Its scope is that in which the first measure has a value; if it has none in any scope, the second measure decides,
/// and so on; with no value at all it is the scope of the report. Where a measure has values in several scopes the scope
/// of the report comes first, then area, own, unstated. Every measure is then read in that scope alone: what the report
/// says only in another scope stays in `facts`.
fn measure_table(facts: &Facts, form: &str, report: Scope, table: &HeadlineTable) -> Measured {
    let order = [report, Scope::Area, Scope::Own, Scope::Unstated];
    let scope = table
        .columns
        .iter()
        .find_map(|column| order.into_iter().find(|&scope| value(facts, form, scope, column).is_some()))
        .unwrap_or(report);
    let values =
        table.columns.iter().map(|column| value(facts, form, scope, column).map(|(number, _)| number)).collect();
    let traced: Vec<_> = table.columns.iter().map(|column| trace(facts, form, scope, column)).collect();
    Measured {
        scope,
        values,
        states: traced.iter().map(|traced| traced.as_ref().map(|traced| traced.state)).collect(),
        grades: traced.iter().map(|traced| traced.as_ref().map(|traced| traced.source.grade)).collect(),
    }
}

/// Where the number of a column comes from in a report, or would come from.
pub struct Traced<'a> {
    pub source: &'a HeadlineSource,
    pub state: State,
}

/// The source that gives a column its value in a scope; without a value the first one of the form; none where the form
/// does not ask.
pub fn trace<'a>(facts: &Facts, form: &'a str, scope: Scope, column: &'a HeadlineColumn) -> Option<Traced<'a>> {
    let found = value(facts, form, scope, column).map(|(_, source)| source);
    let source = found.or_else(|| sources(column, form).next())?;
    Some(Traced { source, state: state(facts, scope, source) })
}

/// The sources of a column that belong to a form, in their order of preference.
fn sources<'a>(column: &'a HeadlineColumn, form: &'a str) -> impl Iterator<Item = &'a HeadlineSource> {
    column.sources.iter().filter(move |source| source.forms.iter().any(|other| other == form))
}

/// The value of a column in a scope: the first source of the form whose every metric has a value there.
fn value<'a>(
    facts: &Facts,
    form: &'a str,
    scope: Scope,
    column: &'a HeadlineColumn,
) -> Option<(Number, &'a HeadlineSource)> {
    sources(column, form).find_map(|source| {
        let numbers = source.sum.iter().map(|&metric| facts.get(&(scope, metric)).and_then(|fact| fact.value));
        let sum = numbers.reduce(|sum, next| sum?.checked_add(next?))??;
        Some((sum, source))
    })
}

/// The state of a source: that of its fact; for a sum, derived, but conflict if one of its terms is in conflict; and if a
/// term has no value, the state of the first such term, which is missing if the report has no fact of it.
fn state(facts: &Facts, scope: Scope, source: &HeadlineSource) -> State {
    let mut states =
        source.sum.iter().map(|&metric| facts.get(&(scope, metric)).map_or(State::Missing, |fact| fact.state));
    if let [_] = source.sum[..] {
        return states.next().unwrap_or(State::Missing);
    }
    let states: Vec<State> = states.collect();
    match states.iter().find(|state| !state.carries_number()) {
        Some(&state) => state,
        None if states.contains(&State::Conflict) => State::Conflict,
        None => State::Derived,
    }
}

/// How many measures of all headline tables have a value.
pub fn count(rows: &[Measured]) -> u32 {
    rows.iter().flat_map(|row| &row.values).filter(|value| value.is_some()).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warehouse::testing::{fact, headline, parsed};

    #[test]
    fn one_row_never_mixes_scopes() {
        let mut report = parsed("a", 2021);
        report.identity.scope.value = Scope::Unstated;
        report.facts = vec![fact(0, Scope::Area, Some(7)), fact(1, Scope::Own, Some(3)), fact(2, Scope::Area, Some(1))];
        let row = &measure(&report, &headline())[0];
        assert_eq!(row.scope, Scope::Area);
        assert_eq!(row.values, [Number::from_integer(7), None, Number::from_integer(1)]);
        assert_eq!(row.states[0], Some(State::Printed));
        assert_eq!(row.grades[0], Some('A'));
    }

    #[test]
    fn the_scope_of_the_report_comes_first() {
        let mut report = parsed("a", 2021);
        report.identity.scope.value = Scope::Own;
        report.facts = vec![fact(0, Scope::Area, Some(7)), fact(0, Scope::Own, Some(3))];
        let row = &measure(&report, &headline())[0];
        assert_eq!((row.scope, row.values[0]), (Scope::Own, Number::from_integer(3)));
    }

    #[test]
    fn a_sum_needs_every_term() {
        let mut report = parsed("a", 2015);
        report.form = "2014".into();
        report.facts = vec![fact(1, Scope::Own, Some(3))];
        let row = &measure(&report, &headline())[0];
        assert_eq!((row.values[0], row.states[0], row.grades[0]), (None, Some(State::Missing), Some('B')));
        report.facts.push(fact(2, Scope::Own, Some(0)));
        let row = &measure(&report, &headline())[0];
        assert_eq!((row.values[0], row.states[0]), (Number::from_integer(3), Some(State::Derived)));
    }

    #[test]
    fn a_blank_is_not_a_zero_and_says_so() {
        let mut report = parsed("a", 2021);
        report.facts = vec![fact(0, Scope::Own, None)];
        let row = &measure(&report, &headline())[0];
        assert_eq!((row.values[0], row.states[0]), (None, Some(State::Blank)));
    }

    #[test]
    fn a_form_that_does_not_ask_has_no_state() {
        let mut report = parsed("a", 2010);
        report.form = "2008".into();
        let row = &measure(&report, &headline())[0];
        assert_eq!((row.states[0], row.grades[0], row.scope), (None, None, Scope::Own));
    }
}
