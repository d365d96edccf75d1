//! One number of one report, and whether it may be chained with the number before it. Knows the crosswalk; knows no place.

use super::measure::{Measure, Of};
use crate::catalog::{HeadlineColumn, HeadlineSource};
use crate::model::{Bound, Fact, MetricId, Number, Scope, State};
use crate::warehouse::{Facts, trace};
use std::collections::{BTreeMap, BTreeSet};

/// What a report says of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub value: Option<Number>,
    /// None where there is no value.
    pub bound: Option<Bound>,
    /// None where the form does not ask.
    pub state: Option<State>,
    pub scope: Option<Scope>,
    /// Comparability with the form before, by the crosswalk; none for a metric of the dictionary.
    pub grade: Option<char>,
    pub form: String,
    /// The metrics whose sum it is.
    pub sum: Vec<MetricId>,
}

/// What the crosswalk says against a series going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seam {
    /// Another form asked, in nearly the same words (B); or, for a metric of the dictionary, nobody graded it.
    Care,
    /// Another quantity (C).
    Break,
}

impl Seam {
    pub fn name(self) -> &'static str {
        match self {
            Seam::Care => "care",
            Seam::Break => "break",
        }
    }
}

/// What the facts of a report say of a column; `row` is its value and scope in the headline table.
pub fn harmonised(column: &HeadlineColumn, form: &str, row: (Option<Number>, Scope), facts: &Facts<'_>) -> Said {
    let (value, scope) = row;
    let Some(traced) = trace(facts, form, scope, column) else {
        return Said { form: form.to_string(), ..Said::default() };
    };
    let bounds = traced.source.sum.iter().filter_map(|&metric| facts.get(&(scope, metric))).map(|fact| fact.bound);
    Said {
        value,
        bound: value.and(bounds.max()),
        state: Some(traced.state),
        scope: Some(scope),
        grade: Some(traced.source.grade),
        form: form.to_string(),
        sum: traced.source.sum.clone(),
    }
}

/// What a report says of a metric: in the widest scope that has a value, or else in the widest that is spoken of.
pub fn plainly(metric: MetricId, form: &str, facts: &[Fact]) -> Said {
    let own = || facts.iter().filter(|fact| fact.metric == metric);
    let width = |fact: &&Fact| [Scope::Area, Scope::Own, Scope::Unstated].iter().position(|&scope| scope == fact.scope);
    let best = own().filter(|fact| fact.value.is_some()).min_by_key(width).or_else(|| own().min_by_key(width));
    Said {
        value: best.and_then(|fact| fact.value),
        bound: best.and_then(|fact| fact.value.map(|_| fact.bound)),
        state: best.map(|fact| fact.state),
        scope: best.map(|fact| fact.scope),
        grade: None,
        form: form.to_string(),
        sum: vec![metric],
    }
}

/// What stands between two numbers of a series, if anything does.
///
/// Between two forms it is the worst grade of every form on the way; and a number that the crosswalk takes from elsewhere
/// than usual (prose, where the table has no figure) brings its own grade.
pub fn seam(measure: &Measure, before: &Said, now: &Said) -> Option<Seam> {
    let Of::Headline { column, .. } = &measure.of else {
        return (before.form != now.form).then_some(Seam::Care);
    };
    if let (Some(Scope::Own), Some(Scope::Area)) | (Some(Scope::Area), Some(Scope::Own)) = (before.scope, now.scope) {
        return Some(Seam::Break);
    }
    // One entry of the crosswalk that names both forms is one series, whatever lay before it.
    let one = |source: &HeadlineSource| {
        source.sum == before.sum
            && source.sum == now.sum
            && [before, now].iter().all(|said| source.forms.contains(&said.form))
    };
    if column.sources.iter().any(one) {
        return None;
    }
    // The forms are named by their first years.
    let (low, high) = if before.form <= now.form { (&before.form, &now.form) } else { (&now.form, &before.form) };
    let forms: BTreeSet<&String> = column.sources.iter().flat_map(|source| &source.forms).collect();
    let on_the_way = forms.into_iter().filter(|form| *form > low && *form <= high);
    let mut grades: Vec<char> = on_the_way.filter_map(|form| usual(column, form)).map(|source| source.grade).collect();
    for said in [before, now] {
        let of_form = usual(column, &said.form).is_none_or(|source| source.sum == said.sum);
        if !of_form && before.sum != now.sum {
            grades.extend(said.grade);
        }
    }
    match grades.into_iter().max() {
        Some('C') => Some(Seam::Break),
        Some('B') => Some(Seam::Care),
        _ => None,
    }
}

/// The source that a form is expected to feed a column from.
fn usual<'a>(column: &'a HeadlineColumn, form: &str) -> Option<&'a HeadlineSource> {
    column.sources.iter().find(|source| source.forms.iter().any(|other| other == form))
}

/// The facts of a report, by scope and metric.
pub fn by_scope(facts: &[Fact]) -> Facts<'_> {
    facts.iter().map(|fact| ((fact.scope, fact.metric), fact)).collect::<BTreeMap<_, _>>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warehouse::testing::fact;

    fn column() -> HeadlineColumn {
        let source = |forms: &[&str], sum: u16, grade| HeadlineSource {
            forms: forms.iter().map(|form| form.to_string()).collect(),
            sum: vec![MetricId(sum)],
            grade,
        };
        HeadlineColumn {
            label: None,
            name: "n".into(),
            doc: String::new(),
            unit: String::new(),
            amount: false,
            sources: vec![
                source(&["2008"], 0, 'A'),
                source(&["2014"], 0, 'C'),
                source(&["2019"], 1, 'B'),
                source(&["2021"], 1, 'A'),
                source(&["2021"], 2, 'C'),
            ],
        }
    }

    fn said(form: &str, sum: u16, grade: char) -> Said {
        Said { form: form.into(), sum: vec![MetricId(sum)], grade: Some(grade), ..Said::default() }
    }

    #[test]
    fn the_worst_grade_on_the_way_counts() {
        let measure = Measure {
            name: "t_n".into(),
            unit: String::new(),
            doc: String::new(),
            of: Of::Headline { table: "t".into(), column: column() },
        };
        let between = |a: &Said, b: &Said| (seam(&measure, a, b), seam(&measure, b, a));
        let (old, local, new, newest) =
            (said("2008", 0, 'A'), said("2014", 0, 'C'), said("2019", 1, 'B'), said("2021", 1, 'A'));
        assert_eq!(between(&old, &local), (Some(Seam::Break), Some(Seam::Break)));
        assert_eq!(between(&old, &new), (Some(Seam::Break), Some(Seam::Break)));
        assert_eq!(between(&local, &new), (Some(Seam::Care), Some(Seam::Care)));
        assert_eq!(between(&new, &newest), (None, None));
        assert_eq!(between(&newest, &newest), (None, None));
        let prose = said("2021", 2, 'C');
        assert_eq!(between(&newest, &prose), (Some(Seam::Break), Some(Seam::Break)));
        assert_eq!(between(&prose, &prose), (None, None));
        let area = |said: &Said, scope| Said { scope: Some(scope), ..said.clone() };
        let (own, area) = (area(&newest, Scope::Own), area(&newest, Scope::Area));
        assert_eq!(between(&own, &area), (Some(Seam::Break), Some(Seam::Break)));
    }

    #[test]
    fn a_form_that_does_not_ask_says_nothing() {
        let facts = [fact(0, Scope::Own, Some(7))];
        let said = harmonised(&column(), "1999", (None, Scope::Own), &by_scope(&facts));
        assert_eq!((said.value, said.state, said.grade), (None, None, None));
        let said = harmonised(&column(), "2008", (Number::from_integer(7), Scope::Own), &by_scope(&facts));
        assert_eq!((said.state, said.bound, said.grade), (Some(State::Printed), Some(Bound::Exact), Some('A')));
    }

    #[test]
    fn a_blank_in_the_widest_scope_does_not_hide_a_number() {
        let facts = [fact(0, Scope::Area, None), fact(0, Scope::Own, Some(3))];
        let said = plainly(MetricId(0), "2021", &facts);
        assert_eq!((said.value, said.scope), (Number::from_integer(3), Some(Scope::Own)));
        assert_eq!(plainly(MetricId(9), "2021", &facts).state, None);
    }
}
