//! The examples of the phrasebook: each must be read as it says. Knows no document.

use super::compile::RawPhrases;
use super::read::{self, Before};
use super::{FILE, Phrases};
use crate::catalog::source::{Fault, Files};
use crate::catalog::{Metrics, Words};
use crate::model::Span;
use crate::text::{fold, heading};
use std::collections::BTreeSet;
use toml::Spanned;

/// The phrases with what their examples speak of.
pub(super) struct Proof<'a> {
    pub phrases: &'a Phrases,
    pub metrics: &'a Metrics,
    pub words: &'a Words,
}

impl Proof<'_> {
    /// Every example must be read as it says, by all phrases together; from a sentence of `never` its phrase must read
    /// nothing.
    pub fn of(&self, raw: &RawPhrases, files: &Files, faults: &mut Vec<Fault>) {
        let Some(file) = files.get(FILE) else { return };
        let mut wrong: Vec<(usize, String)> = Vec::new();
        for phrase in &raw.phrase {
            let role = phrase.sections.first().map_or("", |role| role.get_ref().as_str());
            let id = phrase.id.get_ref();
            wrong.extend(phrase.examples.iter().filter_map(|example| self.example(id, role, example)));
            wrong.extend(phrase.never.iter().filter_map(|never| self.never(id, role, never)));
        }
        let changes = raw.change.iter().map(|change| (&change.id, &change.examples));
        let wholes = raw.whole.iter().map(|whole| (&whole.id, &whole.examples));
        let shares = raw.share.iter().map(|share| (&share.id, &share.examples));
        for (id, examples) in changes.chain(wholes).chain(shares) {
            wrong.extend(examples.iter().filter_map(|example| self.example(id.get_ref(), "", example)));
        }
        faults.extend(wrong.into_iter().map(|(at, message)| file.fault(at, message)));
    }

    fn claims(&self, role: &str, text: &str) -> Vec<read::Claim> {
        let folded = fold(text, Span::new(0, text.len()));
        let mut before = Before::default();
        let mut claims = Vec::new();
        for range in heading::sentences(&folded) {
            let said = read::sentence(self.phrases, self.words, &folded.text[range], role, &before);
            claims.extend(said.claims.iter().cloned());
            before = said.before(before);
        }
        claims
    }

    fn never(&self, id: &str, role: &str, never: &Spanned<String>) -> Option<(usize, String)> {
        let claims = self.claims(role, never.get_ref());
        let claim = claims.iter().find(|claim| self.phrases.id(claim.phrase) == id)?;
        let metric = self.metrics.name(claim.metric);
        let message = format!("{id} reads {metric} = {:?} in a sentence that it must not read", claim.value);
        Some((never.span().start, message))
    }

    fn example(&self, id: &str, role: &str, example: &Spanned<String>) -> Option<(usize, String)> {
        let fault = |message: String| Some((example.span().start, format!("{id}: {message}")));
        let Some((text, wanted)) = example.get_ref().split_once("=>") else {
            return fault("an example is \"sentence => metric = value\"".to_string());
        };
        let said = |claim: &read::Claim| {
            let last = if claim.last { " last" } else { "" };
            match &claim.value.number() {
                Some(number) => format!("{}{last} = {number}", self.metrics.name(claim.metric)),
                None => format!("{}{last} = -", self.metrics.name(claim.metric)),
            }
        };
        let got: BTreeSet<String> = self.claims(role, text).iter().map(said).collect();
        let want: BTreeSet<String> =
            wanted.split(';').map(|part| part.trim().to_string()).filter(|part| !part.is_empty()).collect();
        let list = |claims: BTreeSet<String>| claims.into_iter().collect::<Vec<_>>().join("; ");
        if got == want {
            return None;
        }
        fault(format!("the example is read as [{}], not as [{}]", list(got), list(want)))
    }
}
