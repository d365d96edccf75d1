//! Everything that was read, claimed and decided about one file, for a person. Knows no warehouse; prints nothing itself.

pub mod cells;
pub mod equation;
mod findings;
pub mod json;
mod marked;
pub mod quote;

use crate::catalog::{Catalog, Rule};
use crate::model::{Attributed, Fact, MetricId, Observation, Parsed, Refusal, Scope, Source, State, Verdict};
use equation::concerns;
use quote::{Style, plain, quote};
use std::collections::BTreeMap;

/// Characters of a line that are shown on either side of a figure.
const AROUND: usize = 40;

/// A file that is no report, and why.
pub fn refused(source: &Source, refusal: &Refusal, style: Style) -> String {
    let reason = style.alarm(&format!("refused: {}", refusal.reason.name()));
    format!("{}\n  {reason}: {}\n", style.strong(&plain(&source.path)), plain(&refusal.detail))
}

/// One parsed file: who, facts with their evidence, failing equations, issues. `all` shows facts without a value at length.
pub fn text(catalog: &Catalog, parsed: &Parsed, style: Style, all: bool) -> String {
    let shown = Shown { catalog, parsed, style };
    let mut text = shown.identity();
    let (with, without): (Vec<&Fact>, Vec<&Fact>) =
        shown.in_form_order().into_iter().partition(|fact| fact.value.is_some() || all);
    let mut family = "";
    for fact in with {
        let measure = &catalog.metrics.get(fact.metric).measure;
        let own = measure.split_once('.').map_or(measure.as_str(), |(first, _)| first);
        if own != family {
            family = own;
            text.push_str(&format!("\n{}\n", style.strong(family)));
        }
        shown.fact(fact, &mut text);
    }
    shown.valueless(&without, &mut text);
    shown.restated(&mut text);
    shown.checks(&mut text);
    shown.issues(&mut text);
    shown.marked(&mut text);
    text
}

/// The claims that speak for or against a fact, those with the chosen one first.
fn claims<'a>(parsed: &'a Parsed, fact: &Fact) -> Vec<(u32, &'a Observation)> {
    let scope = |own: Scope| {
        if own == Scope::Unstated { parsed.identity.scope.value } else { own }
    };
    let claims = (0..).zip(&parsed.observations).filter(|(_, claim)| {
        claim.metric == fact.metric
            && scope(claim.scope) == fact.scope
            && claim.about_year == parsed.identity.year.value
    });
    let mut claims: Vec<_> = claims.collect();
    claims.sort_by_key(|(index, _)| (fact.chosen != Some(*index), *index));
    claims
}

/// One file on its way to text.
struct Shown<'a> {
    catalog: &'a Catalog,
    parsed: &'a Parsed,
    style: Style,
}

impl Shown<'_> {
    fn identity(&self) -> String {
        let (parsed, identity) = (self.parsed, &self.parsed.identity);
        let mut text = format!("{}\n", self.style.strong(&plain(&parsed.source.path)));
        let mut line = |name: &str, value: String| text.push_str(&format!("  {name:<10}{value}\n"));
        let document = &parsed.document;
        line(
            "report",
            format!(
                "{}, form {}, {} in {}, {} characters",
                parsed.report_id,
                parsed.form,
                document.media_type,
                document.encoding,
                document.text.chars().count()
            ),
        );
        line(
            "agency",
            format!(
                "{} ({}{}){}",
                plain(&identity.agency.value),
                identity.kind.name(),
                identity.level.map_or_else(String::new, |level| format!(", {}", level.name())),
                self.evidence(&identity.agency)
            ),
        );
        line("id", plain(&identity.agency_id));
        line("year", format!("{}{}", identity.year.value, self.evidence(&identity.year)));
        if let Some(published) = &identity.published {
            line("published", format!("{}{}", published.value, self.evidence(published)));
        }
        if let Some(title) = &identity.title {
            line("title", format!("{}{}", plain(&title.value), self.evidence(title)));
        }
        if let Some(url) = &identity.url {
            line("url", plain(&url.value));
        }
        line("scope", format!("{}{}", identity.scope.value.name(), self.evidence(&identity.scope)));
        let link = &identity.link;
        let names = [&link.province, &link.prefecture, &link.county].into_iter().flatten();
        let place: Vec<&str> = link.division_code.iter().chain(names).map(String::as_str).collect();
        let place = if place.is_empty() { "unresolved".to_string() } else { place.join(" ") };
        line("place", format!("{}{}", plain(&place), self.style.faint(&format!("   {}", plain(&link.evidence)))));
        text
    }

    /// How a part of the identity was found.
    fn evidence<T>(&self, part: &Attributed<T>) -> String {
        let line = part.span.map(|span| quote(&self.parsed.document.text, span, AROUND / 2, self.style));
        let line = line.map_or_else(String::new, |line| format!(": {line}"));
        format!("   {}{line}", self.style.faint(&plain(&part.evidence)))
    }

    /// The facts in the order of the report's form, then those that it does not print.
    fn in_form_order(&self) -> Vec<&Fact> {
        let forms = self.catalog.templates.entries.iter().filter(|form| form.form == self.parsed.form);
        let mut places: BTreeMap<MetricId, usize> = BTreeMap::new();
        for (place, metric) in forms.flat_map(|form| form.printed()).enumerate() {
            places.entry(metric).or_insert(place);
        }
        let mut facts: Vec<&Fact> = self.parsed.facts.iter().collect();
        facts.sort_by_key(|fact| (places.get(&fact.metric).copied().unwrap_or(usize::MAX), fact.metric, fact.scope));
        // A family that the form prints in part stands together, where its first metric stands.
        let mut families: Vec<&str> = Vec::new();
        let family = |fact: &Fact| self.catalog.metrics.get(fact.metric).measure.split('.').next().unwrap_or_default();
        for fact in &facts {
            if !families.contains(&family(fact)) {
                families.push(family(fact));
            }
        }
        facts.sort_by_key(|fact| families.iter().position(|name| *name == family(fact)));
        facts
    }

    fn fact(&self, fact: &Fact, text: &mut String) {
        let metric = self.catalog.metrics.get(fact.metric);
        let value = fact.value.map_or_else(|| "-".to_string(), |value| format!("{value} {}", metric.unit));
        let state = fact.state.name();
        let state = if fact.state == State::Conflict { self.style.alarm(state) } else { state.to_string() };
        let bound = match fact.value {
            Some(_) => format!(" {}", fact.bound.name()),
            None => String::new(),
        };
        let confidence = format!("{}.{:03}", fact.confidence / 1000, fact.confidence % 1000);
        text.push_str(&format!(
            "  {}  {}  {state}{bound} {} {confidence}  {}\n",
            self.catalog.metrics.name(fact.metric),
            self.style.strong(&value),
            fact.scope.name(),
            plain(&metric.label)
        ));
        for (index, claim) in claims(self.parsed, fact) {
            let role = match claim.value.number() {
                _ if fact.chosen == Some(index) => "",
                None => "also ",
                number if number == fact.value => "agrees ",
                Some(_) => "rival ",
            };
            self.claim(role, claim, text);
        }
        let reasons = self.reasons(fact);
        if !reasons.is_empty() {
            text.push_str(&format!("      by {}\n", reasons.join(", ")));
        }
    }

    /// The equations that gave a value which no characters state.
    fn reasons(&self, fact: &Fact) -> Vec<String> {
        let judged = |rule: &Rule| {
            self.parsed.checks.iter().any(|check| {
                matches!(check.verdict, Verdict::Holds | Verdict::Solved)
                    && (&check.rule, &check.facet) == (&rule.id, &rule.facet)
            })
        };
        let gave = |rule: &&Rule| match fact.state {
            State::Derived => rule.defines == Some(fact.metric),
            State::Solved => concerns(rule, fact.metric) && judged(rule),
            _ => false,
        };
        let rules = self.catalog.rules.of_form(&self.parsed.form).filter(gave);
        rules.map(|rule| equation::name(&rule.id, rule.facet.as_deref())).collect()
    }

    fn claim(&self, role: &str, claim: &Observation, text: &mut String) {
        let said = match claim.value.number() {
            Some(number) if !role.is_empty() => format!("{number} "),
            _ if !role.is_empty() => format!("{} ", claim.value.says()),
            _ => String::new(),
        };
        let evidence = &claim.evidence;
        let cell =
            evidence.row.zip(evidence.column).map_or_else(String::new, |(row, column)| format!(" r{row} c{column}"));
        let repaired = if evidence.repaired { " repaired" } else { "" };
        let how = self.style.faint(&format!("{} {}{cell}{repaired}", evidence.method.name(), evidence.pattern));
        text.push_str(&format!(
            "      {role}{said}{how}  {}\n",
            quote(&self.parsed.document.text, evidence.span, AROUND, self.style)
        ));
    }
}
