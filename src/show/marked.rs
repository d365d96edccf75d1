//! The running text of a report with what was read in it marked, and what was not. Knows no table: cells stand with their
//! facts.

use super::Shown;
use super::quote::plain;
use crate::model::{Method, Number, Observation, Scope, Span, Value};

/// What became of some characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// Read as a value, of this year or another.
    Value,
    /// Words read as zero.
    Zero,
    /// Read, but another claim was given.
    Rival,
    /// A figure beside the noun of a metric that nothing has claimed.
    Unclaimed,
}

impl Mark {
    const ALL: [Mark; 4] = [Mark::Value, Mark::Zero, Mark::Rival, Mark::Unclaimed];

    /// Name, colour, opening and closing sign.
    fn look(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Mark::Value => ("value", "32", "\u{ab}", "\u{bb}"),
            Mark::Zero => ("zero", "36", "\u{2039}", "\u{203a}"),
            Mark::Rival => ("rival", "31", "<", ">"),
            Mark::Unclaimed => ("unclaimed", "35", "?", "?"),
        }
    }
}

impl Shown<'_> {
    /// The lines of running text in which something was read or a figure was left, with a legend.
    pub(super) fn marked(&self, text: &mut String) {
        let marks = self.marks();
        if marks.is_empty() {
            return;
        }
        let legend: Vec<String> = Mark::ALL.iter().map(|&mark| self.sign(mark, mark.look().0)).collect();
        let unclaimed = self.parsed.unclaimed.len();
        text.push_str(&format!("\n{}  {}, {unclaimed} unclaimed\n", self.style.strong("text"), legend.join(" ")));
        let whole = &self.parsed.document.text;
        let mut start = 0;
        for line in whole.split_inclusive('\n') {
            let end = start + line.len();
            let here = marks
                .iter()
                .filter(|(span, _)| (start..end).contains(&(span.start as usize)) && span.end as usize <= end);
            let mut at = start;
            let mut shown = String::new();
            for (span, mark) in here {
                shown.push_str(&plain(&whole[at..span.start as usize]));
                shown.push_str(&self.sign(*mark, &plain(&whole[span.range()])));
                at = span.end as usize;
            }
            if at > start {
                shown.push_str(&plain(&whole[at..end]));
                text.push_str(&format!("  {}\n", shown.trim()));
            }
            start = end;
        }
    }

    fn sign(&self, mark: Mark, text: &str) -> String {
        let (_, colour, open, close) = mark.look();
        self.style.between(colour, open, text, close)
    }

    /// What was read in sentences and what was left, in order and without overlaps: the first of two stands.
    fn marks(&self) -> Vec<(Span, Mark)> {
        let told = self
            .parsed
            .observations
            .iter()
            .filter(|claim| matches!(claim.evidence.method, Method::Phrase | Method::Restated));
        let mut marks: Vec<(Span, Mark)> = told.map(|claim| (claim.evidence.span, self.mark(claim))).collect();
        marks.extend(self.parsed.unclaimed.iter().map(|&span| (span, Mark::Unclaimed)));
        marks.sort_by_key(|(span, _)| *span);
        let mut kept: Vec<(Span, Mark)> = Vec::new();
        for (span, mark) in marks {
            if kept.last().is_none_or(|(last, _)| last.end <= span.start) {
                kept.push((span, mark));
            }
        }
        kept
    }

    fn mark(&self, claim: &Observation) -> Mark {
        let identity = &self.parsed.identity;
        let scope = if claim.scope == Scope::Unstated { identity.scope.value } else { claim.scope };
        let fact = self.parsed.facts.iter().find(|fact| fact.metric == claim.metric && fact.scope == scope);
        let given = fact.and_then(|fact| fact.value);
        match &claim.value {
            value if claim.about_year == identity.year.value && given.is_some() && value.number() != given => {
                Mark::Rival
            }
            Value::Words(number) if *number == Number::ZERO => Mark::Zero,
            _ => Mark::Value,
        }
    }
}
