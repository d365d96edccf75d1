//! Figures in the bracket behind the figure of a cell (7(撤销4件,撤回申请2个)): where they tell its parts, they add up to it.
//! Knows no table and changes no value.

use super::cell::folded;
use crate::catalog::{Catalog, Words};
use crate::model::{Code, Document, Issue, Number, Observation, Severity, Value};
use crate::text::number::number_at;

/// An issue for each cell whose parts in brackets add up to something else.
pub fn check(catalog: &Catalog, document: &Document, claims: &[Observation], issues: &mut Vec<Issue>) {
    for claim in claims {
        let Value::Number(number, _) = claim.value else { continue };
        let span = claim.evidence.span;
        let Some(sum) = parts(&catalog.words, &folded(document.slice(span))).filter(|sum| *sum != number) else {
            continue;
        };
        let (name, pattern) = (catalog.metrics.name(claim.metric), &claim.evidence.pattern);
        let message = format!("{name} in {pattern} is {number}, its parts in brackets make {sum}");
        issues.push(Issue { code: Code::RuleFails, severity: Severity::Warning, message, span: Some(span) });
    }
}

/// The sum of two parts or more, each named and counted. A bracket that begins like a part of the whole (其中) tells one or
/// several of them and need not tell all.
fn parts(words: &Words, cell: &str) -> Option<Number> {
    let (head, note) = cell.strip_suffix(')')?.split_once('(')?;
    let parts: Vec<&str> = note.split([',', '、', ';', '。']).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 || !head.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    parts.into_iter().try_fold(Number::ZERO, |sum, part| sum.checked_add(counted(words, part)?))
}

/// The figure of a part, which a name stands in front of and nothing but a unit behind.
fn counted(words: &Words, part: &str) -> Option<Number> {
    let at = part.find(|c: char| c.is_ascii_digit()).filter(|&at| at > 0)?;
    let among = (0..at).filter(|&from| part.is_char_boundary(from)).filter_map(|from| words.at(part, from));
    if among.into_iter().any(|(_, classes)| classes.has(words.known.among)) {
        return None;
    }
    let numeral = number_at(&part[at..])?;
    let behind = &part[at + numeral.length..];
    let (unit, classes) = words.at(behind, 0).unwrap_or_default();
    let is_unit = classes.has(words.known.unit) || classes.has(words.known.people);
    (behind.is_empty() || is_unit && unit == behind.len()).then_some(numeral.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_in_brackets_add_up_or_are_no_parts() {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let sum = |text: &str| parts(&catalog.words, &folded(text)).map(|sum| sum.to_string());
        assert_eq!(sum("6（撤销4件，撤回申请2个）").as_deref(), Some("6"));
        assert_eq!(sum("9件(网络 5件、信函3件)").as_deref(), Some("8"));
        for text in [
            "6",
            "6(其中撤销4件，撤回2件)",
            "6（含上年结转2件）",
            "6（撤销4件）",
            "6（2件撤销，4件撤回）",
            "6（1、2、3项）",
            "6（截至2013年，共3件）",
        ] {
            assert_eq!(sum(text), None, "{text}");
        }
    }
}
