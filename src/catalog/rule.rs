//! The equations of the forms (勾稽关系) as data, expanded for every facet. Knows no values.

use super::equation::{Part, equation};
use super::source::{ConfigFile, Fault, Files};
use super::{Metrics, Table, Template, Templates};
use crate::model::{MetricId, Severity};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

const FILE: &str = "rules.toml";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equal,
    AtMost,
}

/// `sign` times a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub metric: MetricId,
    /// 1 or -1.
    pub sign: i8,
}

/// One equation on one facet: `sum(left) relation sum(right)`. A rule that holds for each facet is several of these.
///
/// `id`, `facet` and a form name one of them; the same equation in two forms is one entry.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `application-flow`
    pub id: String,
    /// What it was expanded for: a facet (`natural_person`; none for the total), a measure, or an instance (`upheld`).
    pub facet: Option<String>,
    /// In Chinese, as the form says it.
    pub what: String,
    /// Forms it belongs to: `2019`, `2021`.
    pub forms: Vec<String>,
    pub relation: Relation,
    pub left: Vec<Term>,
    pub right: Vec<Term>,
    /// Error: a reading or filling mistake. Warning: may fail in honest data. Note: no printed cell, it only defines a value.
    pub severity: Severity,
    /// The left or right single term that the rule defines, where no cell of the form prints it: its fact is Derived.
    pub defines: Option<MetricId>,
}

pub struct Rules {
    pub entries: Vec<Rule>,
    pub expectations: Expectations,
}

/// Bounds that a run must stay within, or it exits with 1.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectations {
    /// Most of the files, in percent, that may be refused.
    pub refused_percent: Option<i64>,
    /// Most of the judged equations of severity error, in percent, that may fail.
    pub rules_failed_percent: Option<i64>,
    /// The least share of the last snapshot's reports, in percent, that must be there again.
    pub reports_kept_percent: Option<i64>,
    /// The least share of the last snapshot's facts, in percent.
    pub facts_kept_percent: Option<i64>,
}

impl Rules {
    pub fn load(
        files: &Files,
        metrics: &Metrics,
        templates: &Templates,
        faults: &mut Vec<Fault>,
    ) -> Rules {
        let none = Rules {
            entries: Vec::new(),
            expectations: Expectations::default(),
        };
        let Some(file) = files.require(FILE, faults) else {
            return none;
        };
        let Some(raw) = file.parse::<RawRules>(faults) else {
            return none;
        };
        let mut entries = Vec::new();
        let mut names = BTreeSet::new();
        for raw in &raw.rule {
            if !names.insert(raw.id.get_ref()) {
                faults.push(file.fault(
                    raw.id.span().start,
                    format!("rule `{}` stands twice", raw.id.get_ref()),
                ));
            }
            expand(
                raw,
                &Known {
                    file,
                    metrics,
                    templates,
                },
                &mut entries,
                faults,
            );
        }
        let expect = &raw.expect;
        let bounds = [
            expect.get_ref().refused_percent,
            expect.get_ref().rules_failed_percent,
            expect.get_ref().reports_kept_percent,
            expect.get_ref().facts_kept_percent,
        ];
        if bounds
            .iter()
            .flatten()
            .any(|percent| !(0..=100).contains(percent))
        {
            faults.push(file.fault(expect.span().start, "a percentage is outside 0 to 100"));
        }
        Rules {
            entries,
            expectations: raw.expect.into_inner(),
        }
    }

    /// The equations that a report of this form must satisfy.
    pub fn of_form<'a>(&'a self, form: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.entries
            .iter()
            .filter(move |rule| rule.forms.iter().any(|own| own == form))
    }
}

/// What names are looked up in.
struct Known<'a> {
    file: &'a ConfigFile,
    metrics: &'a Metrics,
    templates: &'a Templates,
}

/// One of the equations that a rule is repeated as: how its names become metrics.
struct Instance {
    facet: Option<String>,
    /// `@x` is this measure's facet x.
    measure: Option<String>,
    /// A name without `@` is its metric of this facet.
    each_facet: Option<String>,
    /// `$name` is this word.
    word: Option<(String, String)>,
}

fn expand(raw: &RawRule, known: &Known, entries: &mut Vec<Rule>, faults: &mut Vec<Fault>) {
    let first = entries.len();
    let mut rule_faults = Vec::new();
    for form in &raw.forms {
        let Some(template) = known.templates.by_form(form.get_ref()) else {
            if !known.templates.entries.is_empty() {
                rule_faults.push(known.file.fault(
                    form.span().start,
                    format!("unknown form `{}`", form.get_ref()),
                ));
            }
            continue;
        };
        for instance in instances(raw, template, known, &mut rule_faults) {
            let Some(rule) = rule(
                raw,
                form.get_ref(),
                &instance,
                template,
                known,
                &mut rule_faults,
            ) else {
                continue;
            };
            let same = entries[first..].iter_mut().find(|other| {
                other.facet == rule.facet && other.left == rule.left && other.right == rule.right
            });
            match same {
                Some(other) => other.forms.extend(rule.forms),
                None => entries.push(rule),
            }
        }
    }
    // One slip shows in every instance; it is one fault.
    rule_faults.sort();
    rule_faults.dedup();
    faults.extend(rule_faults);
}

fn instances(
    raw: &RawRule,
    template: &Template,
    known: &Known,
    faults: &mut Vec<Fault>,
) -> Vec<Instance> {
    let plain = Instance {
        facet: None,
        measure: None,
        each_facet: None,
        word: None,
    };
    let Some(each) = &raw.each else {
        return vec![plain];
    };
    let at = each.span().start;
    match each.get_ref().as_str() {
        "facet" | "measure" => {
            let Some(table) = raw.table.as_ref().and_then(|id| template.table(id)) else {
                faults.push(known.file.fault(at, "`each` needs a table of the form"));
                return Vec::new();
            };
            let by_facet = each.get_ref() == "facet";
            let names = if by_facet {
                facets(table, known.metrics)
            } else {
                measures(table, known.metrics)
            };
            let instance = |name: Option<String>| match by_facet {
                true => Instance {
                    facet: name.clone(),
                    measure: None,
                    each_facet: name,
                    word: None,
                },
                false => Instance {
                    facet: name.clone(),
                    measure: name,
                    each_facet: None,
                    word: None,
                },
            };
            names.into_iter().map(instance).collect()
        }
        list => {
            let Some((variable, words)) = list.split_once(':') else {
                faults.push(
                    known
                        .file
                        .fault(at, "`each` is \"facet\", \"measure\" or a list \"k: a, b\""),
                );
                return Vec::new();
            };
            let word = |word: &str| {
                let word = word.trim().to_string();
                Instance {
                    facet: Some(word.clone()),
                    measure: None,
                    each_facet: None,
                    word: Some((format!("${variable}"), word)),
                }
            };
            words.split(',').map(word).collect()
        }
    }
}

/// The facets that a table's cells have, in the order of its columns; none is the bare metric.
fn facets(table: &Table, metrics: &Metrics) -> Vec<Option<String>> {
    in_order(
        table
            .cells
            .iter()
            .flatten()
            .map(|&id| metrics.get(id).facet.clone()),
    )
}

fn measures(table: &Table, metrics: &Metrics) -> Vec<Option<String>> {
    in_order(
        table
            .cells
            .iter()
            .flatten()
            .map(|&id| Some(metrics.get(id).measure.clone())),
    )
}

fn in_order(names: impl Iterator<Item = Option<String>>) -> Vec<Option<String>> {
    let mut found = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn rule(
    raw: &RawRule,
    form: &str,
    instance: &Instance,
    template: &Template,
    known: &Known,
    faults: &mut Vec<Fault>,
) -> Option<Rule> {
    let written = |text: &str| match &instance.word {
        Some((variable, word)) => text.replace(variable, word),
        None => text.to_string(),
    };
    let at = raw.holds.span().start;
    let holds = written(raw.holds.get_ref());
    let parsed = match equation(&holds) {
        Ok(parsed) => parsed,
        Err(message) => {
            faults.push(known.file.fault(at, message));
            return None;
        }
    };
    let left = terms(&parsed.left, at, instance, template, known, faults)?;
    let right = terms(&parsed.right, at, instance, template, known, faults)?;
    let mut defines = None;
    if let Some(name) = &raw.defines {
        let at = name.span().start;
        let written = written(name.get_ref());
        let part = Part {
            name: &written,
            sign: 1,
        };
        defines = terms(&[part], at, instance, template, known, faults)?
            .first()
            .map(|term| term.metric);
        let lone = |side: &[Term]| matches!(side, [only] if Some(only.metric) == defines && only.sign == 1);
        if parsed.relation != Relation::Equal || !(lone(&left) || lone(&right)) {
            faults.push(known.file.fault(
                at,
                "what a rule defines must stand alone on one side of `=`",
            ));
        }
        if template.printed().any(|metric| Some(metric) == defines) {
            faults.push(known.file.fault(
                at,
                format!("form `{form}` prints `{written}`: it needs no definition"),
            ));
        }
    }
    if (raw.severity == RawSeverity::Note) != raw.defines.is_some() {
        faults.push(known.file.fault(
            raw.id.span().start,
            "a rule has the severity note if and only if it defines a metric",
        ));
    }
    Some(Rule {
        id: raw.id.get_ref().clone(),
        facet: instance.facet.clone(),
        what: raw.what.clone(),
        forms: vec![form.to_string()],
        relation: parsed.relation,
        left,
        right,
        severity: match raw.severity {
            RawSeverity::Error => Severity::Error,
            RawSeverity::Warning => Severity::Warning,
            RawSeverity::Note => Severity::Note,
        },
        defines,
    })
}

/// The metrics that the parts of one side stand for; none, with faults, if any is unknown.
fn terms(
    parts: &[Part],
    at: usize,
    instance: &Instance,
    template: &Template,
    known: &Known,
    faults: &mut Vec<Fault>,
) -> Option<Vec<Term>> {
    let mut terms = Vec::new();
    let mut complete = true;
    for part in parts {
        let measures = match part.name.strip_suffix(".*") {
            Some(stem) => printed_under(stem, template, known.metrics),
            None => vec![part.name.to_string()],
        };
        if measures.is_empty() {
            faults.push(known.file.fault(
                at,
                format!(
                    "form `{}` prints nothing under `{}`",
                    template.form, part.name
                ),
            ));
            complete = false;
        }
        for measure in measures {
            let name = match (&instance.measure, &instance.each_facet) {
                (Some(row), _) if measure == "@total" => row.clone(),
                (Some(row), _) if measure.starts_with('@') => format!("{row}{measure}"),
                (_, Some(facet)) if !measure.contains('@') => format!("{measure}@{facet}"),
                _ => measure,
            };
            match known.metrics.require(&name, known.file, at, faults) {
                Some(metric) => terms.push(Term {
                    metric,
                    sign: part.sign,
                }),
                None => complete = false,
            }
        }
    }
    complete.then_some(terms)
}

/// The measures that a form prints under a stem, or the stem itself where the form prints that instead.
fn printed_under(stem: &str, template: &Template, metrics: &Metrics) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for id in template.printed() {
        let measure = &metrics.get(id).measure;
        let under = measure
            .strip_prefix(stem)
            .is_some_and(|rest| rest.starts_with('.'));
        if under && !found.contains(measure) {
            found.push(measure.clone());
        }
    }
    if found.is_empty() && template.printed().any(|id| metrics.get(id).measure == stem) {
        found.push(stem.to_string());
    }
    found
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    rule: Vec<RawRule>,
    expect: Spanned<Expectations>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: Spanned<String>,
    what: String,
    forms: Vec<Spanned<String>>,
    holds: Spanned<String>,
    each: Option<Spanned<String>>,
    table: Option<String>,
    severity: RawSeverity,
    defines: Option<Spanned<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawSeverity {
    Error,
    Warning,
    Note,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedded() -> (Metrics, Rules) {
        let mut faults = Vec::new();
        let files = Files::embedded();
        let metrics = Metrics::load(&files, &mut faults);
        let templates = Templates::load(&files, &metrics, &mut faults);
        let rules = Rules::load(&files, &metrics, &templates, &mut faults);
        assert_eq!(faults, []);
        (metrics, rules)
    }

    #[test]
    fn id_and_facet_name_one_equation_of_a_form() {
        let (_, rules) = embedded();
        for form in ["2014", "2019", "2021"] {
            let names: Vec<_> = rules
                .of_form(form)
                .map(|rule| (&rule.id, &rule.facet))
                .collect();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        }
    }

    #[test]
    fn rules_expand_for_facets_measures_and_words() {
        let (metrics, rules) = embedded();
        let count =
            |form: &'static str, id: &str| rules.of_form(form).filter(|rule| rule.id == id).count();
        assert_eq!(
            (
                count("2019", "application-flow"),
                count("2021", "application-flow")
            ),
            (7, 7)
        );
        assert_eq!(
            (
                count("2019", "applicants-total"),
                count("2021", "applicants-total")
            ),
            (23, 25)
        );
        assert_eq!(
            (
                count("2019", "lawsuits-routes"),
                count("2014", "channel-within-total")
            ),
            (5, 5)
        );
        assert_eq!(
            (
                count("2019", "other-subtotal"),
                count("2021", "other-subtotal")
            ),
            (0, 7)
        );

        let routes = rules
            .of_form("2021")
            .find(|rule| rule.id == "lawsuits-routes" && rule.facet.as_deref() == Some("pending"))
            .unwrap();
        assert_eq!(routes.defines, metrics.id("lawsuits.pending"));
        assert_eq!(
            routes.left[1].metric,
            metrics.id("lawsuits.pending@after_review").unwrap()
        );
    }

    /// 19 rows add up to the outcome total in the form of 2019, 21 in that of 2021.
    #[test]
    fn a_stem_is_the_rows_that_the_form_prints() {
        let (metrics, rules) = embedded();
        let outcome = |form: &'static str| {
            rules
                .of_form(form)
                .find(|rule| rule.id == "outcome-total" && rule.facet.is_none())
                .unwrap()
        };
        assert_eq!(
            (outcome("2019").left.len(), outcome("2021").left.len()),
            (19, 21)
        );
        let last = |form: &'static str| metrics.name(outcome(form).left.last().unwrap().metric);
        assert_eq!(last("2019"), "applications.outcome.other");
        assert_eq!(last("2021"), "applications.outcome.other.misc");
    }
}
