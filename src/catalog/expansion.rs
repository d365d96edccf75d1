//! A written rule as equations: repeated for facets, measures or words, `stem.*` replaced by the rows of each form. Knows no values.

use super::equation::{Part, equation};
use super::rule::{RawRule, RawSeverity, Relation, Rule, Term};
use super::source::{ConfigFile, Fault};
use super::{Metrics, Table, Template, Templates};

/// What names are looked up in.
pub(super) struct Known<'a> {
    pub(super) file: &'a ConfigFile,
    pub(super) metrics: &'a Metrics,
    pub(super) templates: &'a Templates,
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

/// Adds the equations that a written rule stands for; the same equation in two forms is one entry.
pub(super) fn expand(raw: &RawRule, known: &Known, entries: &mut Vec<Rule>, faults: &mut Vec<Fault>) {
    let first = entries.len();
    let mut rule_faults = Vec::new();
    for form in &raw.forms {
        let Some(template) = known.templates.by_form(form.get_ref()) else {
            if !known.templates.entries.is_empty() {
                rule_faults.push(known.file.fault(form.span().start, format!("unknown form `{}`", form.get_ref())));
            }
            continue;
        };
        for instance in instances(raw, template, known, &mut rule_faults) {
            let Some(rule) = rule(raw, form.get_ref(), &instance, template, known, &mut rule_faults) else {
                continue;
            };
            let same = entries[first..]
                .iter_mut()
                .find(|other| other.facet == rule.facet && other.left == rule.left && other.right == rule.right);
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

fn instances(raw: &RawRule, template: &Template, known: &Known, faults: &mut Vec<Fault>) -> Vec<Instance> {
    let plain = Instance { facet: None, measure: None, each_facet: None, word: None };
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
            let names = if by_facet { facets(table, known.metrics) } else { measures(table, known.metrics) };
            let instance = |name: Option<String>| match by_facet {
                true => Instance { facet: name.clone(), measure: None, each_facet: name, word: None },
                false => Instance { facet: name.clone(), measure: name, each_facet: None, word: None },
            };
            names.into_iter().map(instance).collect()
        }
        list => {
            let Some((variable, words)) = list.split_once(':') else {
                faults.push(known.file.fault(at, "`each` is \"facet\", \"measure\" or a list \"k: a, b\""));
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
    in_order(table.cells.iter().flatten().map(|&id| metrics.get(id).facet.clone()))
}

fn measures(table: &Table, metrics: &Metrics) -> Vec<Option<String>> {
    in_order(table.cells.iter().flatten().map(|&id| Some(metrics.get(id).measure.clone())))
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
    if parsed.left.iter().chain(&parsed.right).any(|part| part.previous) {
        faults.push(known.file.fault(at, "`previous` compares two reports: such a rule belongs to across.toml"));
        return None;
    }
    let left = terms(&parsed.left, at, instance, template, known, faults)?;
    let right = terms(&parsed.right, at, instance, template, known, faults)?;
    let mut defines = None;
    if let Some(name) = &raw.defines {
        let at = name.span().start;
        let written = written(name.get_ref());
        let part = Part { name: &written, sign: 1, previous: false };
        defines = terms(&[part], at, instance, template, known, faults)?.first().map(|term| term.metric);
        let lone = |side: &[Term]| matches!(side, [only] if Some(only.metric) == defines && only.sign == 1);
        if parsed.relation != Relation::Equal || !(lone(&left) || lone(&right)) {
            faults.push(known.file.fault(at, "what a rule defines must stand alone on one side of `=`"));
        }
        if template.printed().any(|metric| Some(metric) == defines) {
            faults.push(known.file.fault(at, format!("form `{form}` prints `{written}`: it needs no definition")));
        }
    }
    if (raw.severity == RawSeverity::Note) != raw.defines.is_some() {
        faults.push(
            known.file.fault(raw.id.span().start, "a rule has the severity note if and only if it defines a metric"),
        );
    }
    Some(Rule {
        id: raw.id.get_ref().clone(),
        facet: instance.facet.clone(),
        what: raw.what.clone(),
        forms: vec![form.to_string()],
        relation: parsed.relation,
        left,
        right,
        severity: raw.severity.into(),
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
            faults.push(known.file.fault(at, format!("form `{}` prints nothing under `{}`", template.form, part.name)));
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
                Some(metric) => terms.push(Term { metric, sign: part.sign }),
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
        let under = measure.strip_prefix(stem).is_some_and(|rest| rest.starts_with('.'));
        if under && !found.contains(measure) {
            found.push(measure.clone());
        }
    }
    if found.is_empty() && template.printed().any(|id| metrics.get(id).measure == stem) {
        found.push(stem.to_string());
    }
    found
}
