//! What is told of a file after its values: where there are none, other years, failing equations, issues. Knows no claim's
//! rank.

use super::equation::{self, equation};
use super::quote::{plain, quote};
use super::{AROUND, Shown};
use crate::catalog::Rule;
use crate::model::{Check, Fact, MetricId, Observation, Severity, State, Verdict};

impl Shown<'_> {
    /// Facts without a value by state, the facets of a measure behind it.
    pub(super) fn valueless(&self, facts: &[&Fact], text: &mut String) {
        for state in State::ALL {
            let own: Vec<MetricId> = facts.iter().filter(|fact| fact.state == state).map(|fact| fact.metric).collect();
            if own.is_empty() {
                continue;
            }
            text.push_str(&format!("\n{} ({})\n", self.style.strong(state.name()), own.len()));
            for group in own.chunk_by(|one, other| {
                self.catalog.metrics.get(*one).measure == self.catalog.metrics.get(*other).measure
            }) {
                let metrics = group.iter().map(|metric| self.catalog.metrics.get(*metric));
                let facets: Vec<String> = metrics
                    .map(|metric| metric.facet.as_ref().map_or_else(|| "=".to_string(), |facet| format!("@{facet}")))
                    .collect();
                let facets = if facets == ["="] { String::new() } else { format!("  {}", facets.join(" ")) };
                text.push_str(&format!("  {}{facets}\n", self.catalog.metrics.get(group[0]).measure));
            }
        }
    }

    /// What the report says of other years.
    pub(super) fn restated(&self, text: &mut String) {
        let year = self.parsed.identity.year.value;
        let mut claims: Vec<&Observation> =
            self.parsed.observations.iter().filter(|claim| claim.about_year != year).collect();
        if claims.is_empty() {
            return;
        }
        claims.sort_by_key(|claim| (claim.about_year, claim.metric, claim.evidence.span));
        text.push_str(&format!("\n{} ({})\n", self.style.strong("other years"), claims.len()));
        for claim in claims {
            let metric = self.catalog.metrics.get(claim.metric);
            let value = claim
                .value
                .number()
                .map_or_else(|| claim.value.says().to_string(), |number| format!("{number} {}", metric.unit));
            text.push_str(&format!("  {}  {}  {value}\n", claim.about_year, self.catalog.metrics.name(claim.metric)));
            self.claim("", claim, text);
        }
    }

    pub(super) fn checks(&self, text: &mut String) {
        let checks = &self.parsed.checks;
        let count = |verdict| checks.iter().filter(|check| check.verdict == verdict).count();
        text.push_str(&format!(
            "\n{}  {} hold, {} hold by proved blanks, {} fail, {} unknown\n",
            self.style.strong("equations"),
            count(Verdict::Holds),
            count(Verdict::Solved),
            count(Verdict::Fails),
            count(Verdict::Unknown)
        ));
        for check in checks {
            if check.verdict == Verdict::Fails {
                self.failure(check, text);
            }
        }
    }

    /// A failing equation with the numbers in it.
    fn failure(&self, check: &Check, text: &mut String) {
        let name = equation::name(&check.rule, check.facet.as_deref());
        let residual = check.residual.map_or_else(String::new, |residual| format!(" by {residual}"));
        text.push_str(&format!("  {} {name}{residual}", self.style.alarm("fails")));
        let is = |rule: &&Rule| (&rule.id, &rule.facet) == (&check.rule, &check.facet);
        if let Some(rule) = self.catalog.rules.of_form(&self.parsed.form).find(is) {
            let numbers = equation(&self.catalog.metrics, rule, &|metric| self.value(metric));
            text.push_str(&format!("  {}\n      {numbers}", rule.what));
        }
        text.push('\n');
        if let Some(suspect) = &check.suspect {
            text.push_str(&format!("      suspect: {}\n", plain(suspect)));
        }
    }

    /// The number of a fact, of the report's own scope if there is one, or why there is none.
    fn value(&self, metric: MetricId) -> Option<String> {
        let own = self.parsed.identity.scope.value;
        let facts = self.parsed.facts.iter().filter(|fact| fact.metric == metric);
        let fact = facts.max_by_key(|fact| fact.scope == own)?;
        let state = || format!("({})", fact.state.name());
        Some(fact.value.map_or_else(state, |value| value.to_string()))
    }

    pub(super) fn issues(&self, text: &mut String) {
        if self.parsed.issues.is_empty() {
            return;
        }
        text.push_str(&format!("\n{} ({})\n", self.style.strong("issues"), self.parsed.issues.len()));
        for issue in &self.parsed.issues {
            let severity = issue.severity.name();
            let severity =
                if issue.severity == Severity::Error { self.style.alarm(severity) } else { severity.to_string() };
            text.push_str(&format!("  {severity} {}: {}\n", issue.code.name(), plain(&issue.message)));
            if let Some(span) = issue.span {
                text.push_str(&format!("      {}\n", quote(&self.parsed.document.text, span, AROUND, self.style)));
            }
        }
    }
}
