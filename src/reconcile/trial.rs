//! Rules that no equation can say, each a function with a name; `config/rules.toml` says what it is judged on. Knows facts,
//! the form and who reports; sees no claim and changes nothing.

#[cfg(test)]
mod tests;

use crate::catalog::template::PROSE_FORM;
use crate::catalog::{Catalog, Judge, Publisher, Template, Trial};
use crate::model::{
    AgencyKind, Bound, Check, Code, Date, Fact, Identity, Issue, Level, MetricId, Number, Scope, State, Verdict,
};

/// All that a trial may look at.
struct Case<'a> {
    catalog: &'a Catalog,
    identity: &'a Identity,
    form: &'a str,
    asked: &'a [MetricId],
    /// Sorted by metric and scope.
    facts: &'a [Fact],
}

/// What became of a trial; where it has nothing to judge, there is none.
struct Outcome {
    verdict: Verdict,
    /// What it was judged on, where the trial itself does not say.
    facet: Option<String>,
    left: Option<Number>,
    right: Option<Number>,
    /// In words, where it fails.
    found: String,
}

/// Judges every trial of the form on the facts of one report, scope by scope. A number that is missing or rounded satisfies
/// none, and none fails by it.
pub fn trials(
    catalog: &Catalog,
    identity: &Identity,
    form: &str,
    asked: &[MetricId],
    facts: &[Fact],
    issues: &mut Vec<Issue>,
) -> Vec<Check> {
    let case = Case { catalog, identity, form, asked, facts };
    let mut scopes: Vec<Scope> = facts.iter().map(|fact| fact.scope).chain([identity.scope.value]).collect();
    scopes.sort_unstable();
    scopes.dedup();
    let mut checks = Vec::new();
    for trial in catalog.rules.trials.iter().filter(|trial| trial.forms.iter().any(|known| known == form)) {
        for &scope in &scopes {
            let outcomes = match trial.by {
                Judge::Power => one(power(trial, &case, scope)),
                Judge::Together => one(together(trial, &case, scope)),
                Judge::NotNegative => one(not_negative(trial, &case, scope)),
                Judge::Majority => one(majority(trial, &case, scope)),
                Judge::NoMore => one(no_more(trial, &case, scope)),
                Judge::LeftOver => one(left_over(trial, &case, scope)),
                Judge::Twins => one(twins(trial, &case, scope)),
                Judge::Era if scope == identity.scope.value => one(era(&case)),
                Judge::Tables if scope == identity.scope.value => tables(&case),
                Judge::InTime if scope == identity.scope.value => one(in_time(trial, &case)),
                Judge::Era | Judge::Tables | Judge::InTime => Vec::new(),
            };
            for outcome in outcomes {
                let facet = trial.facet.clone().or(outcome.facet);
                if outcome.verdict == Verdict::Fails {
                    issues.push(issue(trial, facet.as_deref(), &outcome.found));
                }
                let residual = outcome.left.zip(outcome.right).and_then(|(left, right)| left.checked_sub(right));
                let (verdict, left, right) = (outcome.verdict, outcome.left, outcome.right);
                checks.push(Check {
                    rule: trial.id.clone(),
                    facet,
                    scope,
                    verdict,
                    left,
                    right,
                    residual,
                    suspect: None,
                });
            }
        }
    }
    checks
}

fn one(outcome: Option<Outcome>) -> Vec<Outcome> {
    outcome.into_iter().collect()
}

fn issue(trial: &Trial, facet: Option<&str>, found: &str) -> Issue {
    let name = facet.map_or_else(|| trial.id.clone(), |facet| format!("{}@{facet}", trial.id));
    let code = if trial.by == Judge::Tables { Code::TableMissing } else { Code::RuleFails };
    Issue { code, severity: trial.severity, message: format!("{name} fails: {found} ({})", trial.what), span: None }
}

impl Case<'_> {
    fn fact(&self, metric: MetricId, scope: Scope) -> Option<&Fact> {
        let place = self.facts.binary_search_by_key(&(metric, scope), |fact| (fact.metric, fact.scope));
        place.ok().map(|place| &self.facts[place])
    }

    /// The exact number of a metric.
    fn number(&self, metric: MetricId, scope: Scope) -> Option<Number> {
        self.fact(metric, scope).filter(|fact| fact.bound == Bound::Exact).and_then(|fact| fact.value)
    }

    /// Something was read for one of the metrics.
    fn speaks(&self, metrics: &[MetricId], scope: Scope) -> bool {
        let read = |fact: &Fact| !matches!(fact.state, State::Missing | State::Derived);
        metrics.iter().any(|&metric| self.fact(metric, scope).is_some_and(read))
    }

    fn name(&self, metric: MetricId) -> String {
        self.catalog.metrics.name(metric)
    }
}

/// Holds or fails; unknown where that cannot be told.
fn outcome(holds: Option<bool>, found: impl FnOnce() -> String) -> Outcome {
    let verdict = match holds {
        Some(true) => Verdict::Holds,
        Some(false) => Verdict::Fails,
        None => Verdict::Unknown,
    };
    let found = if verdict == Verdict::Fails { found() } else { String::new() };
    Outcome { verdict, facet: None, left: None, right: None, found }
}

/// Government rules are issued by departments of the State Council and by governments from the prefecture up (Legislation
/// Law, articles 91 and 93). A body that is none of these has made none.
fn power(trial: &Trial, case: &Case, scope: Scope) -> Option<Outcome> {
    let low = matches!(case.identity.level, Some(Level::County | Level::Township));
    let part = case.identity.kind != AgencyKind::Government && case.identity.level.is_some();
    if !(low || part) || !case.speaks(&trial.metrics, scope) {
        return None;
    }
    let numbers: Vec<_> =
        trial.metrics.iter().filter_map(|&metric| Some((metric, case.number(metric, scope)?))).collect();
    let issued = numbers.iter().find(|(_, number)| *number > Number::ZERO);
    let complete = numbers.len() == trial.metrics.iter().filter(|&&metric| case.fact(metric, scope).is_some()).count();
    let holds = if issued.is_some() { Some(false) } else { complete.then_some(true) };
    Some(outcome(holds, || {
        issued.map_or_else(String::new, |&(metric, number)| format!("{} is {number}", case.name(metric)))
    }))
}

/// Two counts of one thing.
fn together(trial: &Trial, case: &Case, scope: Scope) -> Option<Outcome> {
    let &[one, other] = trial.metrics.as_slice() else { return None };
    if !case.speaks(&trial.metrics, scope) {
        return None;
    }
    let (left, right) = (case.number(one, scope), case.number(other, scope));
    let holds = left.zip(right).map(|(left, right)| (left > Number::ZERO) == (right > Number::ZERO));
    let mut outcome = outcome(holds, || {
        let shown = |number: Option<Number>| number.map(|number| number.to_string()).unwrap_or_default();
        format!("{} is {}, {} is {}", case.name(one), shown(left), case.name(other), shown(right))
    });
    (outcome.left, outcome.right) = (left, right);
    Some(outcome)
}

/// What is left of a stock.
fn not_negative(trial: &Trial, case: &Case, scope: Scope) -> Option<Outcome> {
    if !case.speaks(&trial.metrics, scope) {
        return None;
    }
    let mut sum = Some(Number::ZERO);
    for &metric in &trial.metrics {
        sum = sum.and_then(|sum| sum.checked_add(case.number(metric, scope)?));
    }
    let shown = sum.map(|sum| sum.to_string()).unwrap_or_default();
    let mut outcome = outcome(sum.map(|sum| sum >= Number::ZERO), || format!("{shown} are left"));
    outcome.left = sum;
    Some(outcome)
}

/// A part that is nearly always the greater part: a swap of columns passes every sum.
fn majority(trial: &Trial, case: &Case, scope: Scope) -> Option<Outcome> {
    let &[part, whole] = trial.metrics.as_slice() else { return None };
    let (part, whole) = (case.number(part, scope)?, case.number(whole, scope)?);
    if whole < Number::from_integer(trial.least)? {
        return None;
    }
    let holds = part.checked_add(part).map(|twice| twice >= whole);
    let mut outcome = outcome(holds, || format!("{part} of {whole}"));
    (outcome.left, outcome.right) = (Some(part), Some(whole));
    Some(outcome)
}

/// A part that is rarely greater than another one: columns in another order pass every sum.
fn no_more(trial: &Trial, case: &Case, scope: Scope) -> Option<Outcome> {
    let &[less, more] = trial.metrics.as_slice() else { return None };
    let (left, right) = (case.number(less, scope)?, case.number(more, scope)?);
    if left < Number::from_integer(trial.least)? {
        return None;
    }
    let mut outcome = outcome(Some(left <= right), || format!("{left} against {right}"));
    (outcome.left, outcome.right) = (Some(left), Some(right));
    Some(outcome)
}

/// What was done of a stock and what is left of it: no more than the stock.
fn left_over(trial: &Trial, case: &Case, scope: Scope) -> Option<Outcome> {
    let numbers = trial.metrics.iter().map(|&metric| case.number(metric, scope));
    let [done, left, new, old] = numbers.collect::<Option<Vec<Number>>>()?[..] else { return None };
    let (told, stock) = (done.checked_add(left)?, new.checked_add(old)?);
    let mut outcome = outcome(Some(told <= stock), || format!("{done} were done and {left} left of {stock}"));
    (outcome.left, outcome.right) = (Some(told), Some(stock));
    Some(outcome)
}

/// Rows of the form with the same printed figures in every column.
fn twins(trial: &Trial, case: &Case, scope: Scope) -> Option<Outcome> {
    let least = Number::from_integer(trial.least)?;
    let metrics = &case.catalog.metrics;
    let mut rows: Vec<(MetricId, Vec<Number>)> = Vec::new();
    for &bare in trial.metrics.iter().filter(|&&metric| metrics.get(metric).facet.is_none()) {
        let columns = metrics.by_measure(&metrics.get(bare).measure);
        let printed = |metric: MetricId| {
            case.fact(metric, scope).filter(|fact| fact.state == State::Printed && fact.bound == Bound::Exact)?.value
        };
        let Some(row) = columns.into_iter().map(printed).collect::<Option<Vec<Number>>>() else { continue };
        if row[0] >= least && row.iter().filter(|number| **number > Number::ZERO).count() >= 3 {
            rows.push((bare, row));
        }
    }
    if rows.len() < 2 {
        return None;
    }
    let twin = rows.iter().enumerate().find_map(|(place, (one, row))| {
        let (other, _) = rows[place + 1..].iter().find(|(_, other)| other == row)?;
        Some((*one, *other))
    });
    Some(outcome(Some(twin.is_none()), || {
        twin.map_or_else(String::new, |(one, other)| {
            format!("{} and {} have the same figures in every column", case.name(one), case.name(other))
        })
    }))
}

/// A form before or after its time: a late adopter, or a wrong year.
fn era(case: &Case) -> Option<Outcome> {
    let template = case.catalog.templates.by_form(case.form)?;
    let ((first, last), year) = (template.years, case.identity.year.value);
    Some(outcome(Some((first..=last).contains(&year)), || {
        format!("the form of {first} to {last} reports about {year}")
    }))
}

/// A table that the form prints and nobody found: lost on the page, a picture, or in an attachment. What it would hold is not
/// zero. A report with a table of its province has what it needs.
fn tables(case: &Case) -> Vec<Outcome> {
    let year = case.identity.year.value;
    let national = || case.catalog.templates.entries.iter().filter(|template| template.form != PROSE_FORM);
    let of_year = |template: &&Template| template.years.0 <= year && year <= template.years.1;
    let template = match case.form {
        PROSE_FORM if !case.asked.is_empty() => None,
        PROSE_FORM => national().find(of_year),
        form => case.catalog.templates.by_form(form),
    };
    // A page may mix forms: the table of another form is a table too.
    let found = |id: &str| {
        national().filter_map(|template| template.table(id)).any(|table| {
            let rows = table.rows.iter().zip(table.cells.chunks(table.columns.len())).filter(|(row, _)| !row.local);
            rows.flat_map(|(_, cells)| cells).flatten().all(|metric| case.asked.contains(metric))
        })
    };
    let tables = template.into_iter().flat_map(|template| &template.tables);
    tables
        .map(|table| {
            let outcome = outcome(Some(found(&table.id)), || format!("no table {} was found", table.id));
            Outcome { facet: Some(table.id.clone()), ..outcome }
        })
        .collect()
}

/// The day that the law allows. A day before the year ended, or years later, is that of something else: identification says so.
fn in_time(trial: &Trial, case: &Case) -> Option<Outcome> {
    let Identity { kind, level, year, published, .. } = case.identity;
    let government = *kind == AgencyKind::Government && *level != Some(Level::Township);
    let concerned = match trial.of {
        Some(Publisher::Governments) => government,
        Some(Publisher::Departments) => *kind == AgencyKind::Department,
        None => true,
    };
    let (day, (month, last)) = (published.as_ref()?.value, trial.until?);
    let near = (year.value + 1..=year.value + 2).contains(&day.year);
    let until = Date::new(year.value + 1, month, last)?;
    (concerned && near).then(|| outcome(Some(day <= until), || format!("published {day}, after {until}")))
}
