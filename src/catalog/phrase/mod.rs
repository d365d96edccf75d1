//! The narrative patterns (`config/phrases.toml`) compiled and proved on their examples. Knows no document.

pub mod change;
mod choose;
pub mod context;
pub mod matching;
mod near;
pub mod needs;
pub mod pattern;
pub mod program;
pub mod read;
pub mod sentence;
pub mod token;

use super::Metrics;
use super::source::{ConfigFile, Fault, Files};
use super::words::{ClassId, Classes, Words};
use crate::model::{MetricId, Rank};
use choose::Wordings;
use needs::Needs;
pub use needs::Says;
use program::{Literals, Names, Program};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// One entry of the phrasebook.
#[derive(Clone, Debug)]
pub struct Phrase {
    pub id: String,
    pub says: Vec<Says>,
    pub sets: Vec<(MetricId, Source)>,
    /// Figures of the year before the report's.
    pub last: Vec<(MetricId, Source)>,
    pub rank: Rank,
    /// Roles of sections in which it may be used; none for anywhere.
    pub sections: Vec<String>,
    /// Classes that may not stand in its clause.
    pub not: Classes,
    /// Classes that may not stand anywhere in its sentence, and before it in its segment.
    pub nowhere: Classes,
    pub not_before: Classes,
    /// What must have been spoken of last, and what not, where it has no object of its own.
    pub topic: Classes,
    pub not_topic: Classes,
    pub unit: ClassId,
    pub parts: bool,
    pub bare: bool,
    /// Its own words on time belong to its noun and do not move the year of the claim: carried over to next year.
    pub fixed_year: bool,
    /// It states zero in words: its last noun must be the head of its phrase.
    pub zero: bool,
    pub in_yuan: bool,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Slot(char),
    Zero,
}

/// A wording that gives last year's figure by the change against it.
#[derive(Clone, Debug)]
pub struct Change {
    pub id: String,
    pub says: Vec<Says>,
    pub gives: Gives,
    pub unit: ClassId,
}

/// Last year's figure, from this year's `n`, the slot `k` and the percentage `p`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gives {
    /// n
    Same,
    /// k
    Was,
    /// n - k
    Less,
    /// n + k
    More,
    /// n / (1 + p/100), inexact
    GrewByPercent,
    /// n / (1 - p/100), inexact
    FellByPercent,
}

#[derive(Default)]
pub struct Phrases {
    pub entries: Vec<Phrase>,
    pub changes: Vec<Change>,
    /// The texts that their patterns name.
    pub literals: Literals,
    /// The wordings of `entries`, to choose from.
    pub wordings: Wordings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhrases {
    #[serde(default)]
    shorthand: BTreeMap<String, String>,
    phrase: Vec<RawPhrase>,
    change: Vec<RawChange>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhrase {
    id: Spanned<String>,
    says: Vec<Spanned<String>>,
    #[serde(default)]
    sets: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    last: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    rank: Spanned<String>,
    #[serde(default, rename = "in")]
    sections: Vec<Spanned<String>>,
    #[serde(default)]
    not: Vec<Spanned<String>>,
    #[serde(default)]
    nowhere: Vec<Spanned<String>>,
    #[serde(default)]
    not_before: Vec<Spanned<String>>,
    #[serde(default)]
    topic: Vec<Spanned<String>>,
    #[serde(default)]
    not_topic: Vec<Spanned<String>>,
    unit: Option<Spanned<String>>,
    #[serde(default)]
    fixed_year: bool,
    #[serde(default)]
    parts: bool,
    #[serde(default)]
    bare: bool,
    #[serde(default)]
    modifies: bool,
    #[serde(default)]
    trap: bool,
    examples: Vec<Spanned<String>>,
    #[serde(default)]
    never: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChange {
    id: Spanned<String>,
    says: Vec<Spanned<String>>,
    gives: Gives,
    examples: Vec<Spanned<String>>,
}

const FILE: &str = "phrases.toml";

impl Phrases {
    pub fn load(files: &Files, metrics: &Metrics, words: &Words, faults: &mut Vec<Fault>) -> Phrases {
        let mut phrases = Phrases::default();
        let Some(file) = files.require(FILE, faults) else { return phrases };
        let Some(raw) = file.parse::<RawPhrases>(faults) else { return phrases };
        // Without words or metrics every name is unknown: their own fault is enough.
        if words.is_empty() || metrics.entries.is_empty() {
            return phrases;
        }
        let mut compiler =
            Compiler { file, metrics, words, faults, shorthand: &raw.shorthand, names: Names::default() };
        let mut ids = Vec::new();
        for phrase in &raw.phrase {
            compiler.unique(&phrase.id, &mut ids);
            phrases.entries.push(compiler.phrase(phrase));
        }
        for change in &raw.change {
            compiler.unique(&change.id, &mut ids);
            phrases.changes.push(Change {
                id: change.id.get_ref().clone(),
                says: compiler.says(&change.says),
                gives: change.gives,
                unit: words.known.unit,
            });
        }
        phrases.literals = Literals::new(&compiler.names);
        phrases.wordings = Wordings::new(&phrases.entries);
        if compiler.faults.is_empty() {
            for raw in &raw.phrase {
                prove(&phrases, file, metrics, words, raw, compiler.faults);
            }
            for raw in &raw.change {
                for example in &raw.examples {
                    prove_example(&phrases, file, metrics, words, raw.id.get_ref(), &[], example, compiler.faults);
                }
            }
        }
        phrases
    }
}

struct Compiler<'a> {
    file: &'a ConfigFile,
    metrics: &'a Metrics,
    words: &'a Words,
    faults: &'a mut Vec<Fault>,
    shorthand: &'a BTreeMap<String, String>,
    names: Names,
}

impl Compiler<'_> {
    fn fault(&mut self, at: std::ops::Range<usize>, message: String) {
        self.faults.push(self.file.fault(at.start, message));
    }

    fn unique(&mut self, id: &Spanned<String>, ids: &mut Vec<String>) {
        if ids.contains(id.get_ref()) {
            self.fault(id.span(), format!("two phrases are called {}", id.get_ref()));
        }
        ids.push(id.get_ref().clone());
    }

    fn phrase(&mut self, raw: &RawPhrase) -> Phrase {
        let rank = match raw.rank.get_ref().as_str() {
            "H" => Rank::High,
            "M" => Rank::Medium,
            "L" => Rank::Low,
            other => {
                self.fault(raw.rank.span(), format!("rank is H, M or L, not \"{other}\""));
                Rank::Low
            }
        };
        for role in &raw.sections {
            let untitled = role.get_ref().is_empty();
            if !untitled && !self.words.sections.iter().any(|section| &section.role == role.get_ref()) {
                self.fault(role.span(), format!("no section has the role \"{}\"", role.get_ref()));
            }
        }
        let [not, nowhere, not_before, topic, not_topic] =
            [&raw.not, &raw.nowhere, &raw.not_before, &raw.topic, &raw.not_topic].map(|names| self.classes(names));
        let mut unit = self.words.known.unit;
        if let Some(name) = &raw.unit {
            match self.words.class(name.get_ref()) {
                Some(class) => unit = class,
                None => self.fault(name.span(), format!("no word class \"{}\"", name.get_ref())),
            }
        }
        let says = self.says(&raw.says);
        let (sets, last) = (self.sets(&raw.sets), self.sets(&raw.last));
        if (sets.is_empty() && last.is_empty()) != raw.trap {
            self.fault(
                raw.id.span(),
                format!("{} sets nothing: a trap says so and sets nothing, all others set something", raw.id.get_ref()),
            );
        }
        if raw.examples.is_empty() {
            self.fault(raw.id.span(), format!("{} has no example", raw.id.get_ref()));
        }
        let zero = sets.iter().all(|(_, source)| *source == Source::Zero) && !sets.is_empty() && !raw.modifies;
        let in_yuan = !sets.iter().chain(&last).any(|&(metric, _)| self.metrics.in_ten_thousands(metric));
        Phrase {
            id: raw.id.get_ref().clone(),
            says,
            sets,
            last,
            rank,
            not,
            nowhere,
            not_before,
            topic,
            not_topic,
            unit,
            zero,
            sections: raw.sections.iter().map(|role| role.get_ref().clone()).collect(),
            parts: raw.parts,
            bare: raw.bare,
            fixed_year: raw.fixed_year,
            in_yuan,
        }
    }

    fn classes(&mut self, names: &[Spanned<String>]) -> Classes {
        let mut classes = Classes::default();
        for name in names {
            match self.words.class(name.get_ref()) {
                Some(class) => classes = classes.union(Classes::of(class)),
                None => self.fault(name.span(), format!("no word class \"{}\"", name.get_ref())),
            }
        }
        classes
    }

    fn says(&mut self, raw: &[Spanned<String>]) -> Vec<Says> {
        let mut says = Vec::new();
        for text in raw {
            // `<app>` stands for the pattern of that name under [shorthand].
            let spelled = self.shorthand.iter().fold(text.get_ref().clone(), |spelled, (name, pattern)| {
                spelled.replace(&format!("<{name}>"), pattern)
            });
            match pattern::parse(&spelled, self.words) {
                Ok(elements) => says.push(Says {
                    needs: Needs::of(&elements, &mut self.names),
                    first: needs::first(&elements),
                    program: Program::new(&elements, &mut self.names),
                }),
                Err(message) => self.fault(text.span(), message),
            }
        }
        says
    }

    fn sets(&mut self, raw: &BTreeMap<Spanned<String>, Spanned<toml::Value>>) -> Vec<(MetricId, Source)> {
        let mut sets = Vec::new();
        for (name, value) in raw {
            let source = match value.get_ref() {
                toml::Value::Integer(0) => Source::Zero,
                toml::Value::String(slot) if slot.len() == 1 && slot != "p" => {
                    Source::Slot(slot.chars().next().unwrap_or('n'))
                }
                other => {
                    self.fault(
                        value.span(),
                        format!("a metric is set to a slot such as \"n\" or to 0, not to {other}"),
                    );
                    continue;
                }
            };
            match self.metrics.id(name.get_ref()) {
                Some(metric) => sets.push((metric, source)),
                None => self.fault(name.span(), format!("no metric \"{}\"", name.get_ref())),
            }
        }
        sets
    }
}

/// Each example must be read by its phrase, with the values that it says; a sentence of `never` must not be.
fn prove(
    phrases: &Phrases,
    file: &ConfigFile,
    metrics: &Metrics,
    words: &Words,
    raw: &RawPhrase,
    faults: &mut Vec<Fault>,
) {
    let roles: Vec<&str> = raw.sections.iter().map(|role| role.get_ref().as_str()).collect();
    for example in &raw.examples {
        prove_example(phrases, file, metrics, words, raw.id.get_ref(), &roles, example, faults);
    }
    for never in &raw.never {
        let folded = crate::text::fold(never.get_ref(), crate::model::Span::new(0, never.get_ref().len()));
        let claims =
            read::sentence(phrases, words, &folded.text, roles.first().copied().unwrap_or(""), Classes::default())
                .claims;
        if let Some(claim) = claims
            .iter()
            .find(|claim| phrases.entries.get(claim.phrase).is_some_and(|phrase| &phrase.id == raw.id.get_ref()))
        {
            let message = format!(
                "{} reads {} = {:?} in a sentence that it must not read",
                raw.id.get_ref(),
                metrics.name(claim.metric),
                claim.value
            );
            faults.push(file.fault(never.span().start, message));
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn prove_example(
    phrases: &Phrases,
    file: &ConfigFile,
    metrics: &Metrics,
    words: &Words,
    id: &str,
    roles: &[&str],
    example: &Spanned<String>,
    faults: &mut Vec<Fault>,
) {
    let mut fault = |message: String| faults.push(file.fault(example.span().start, format!("{id}: {message}")));
    let Some((sentence, wanted)) = example.get_ref().split_once("=>") else {
        return fault("an example is \"sentence => metric = value\"".to_string());
    };
    let folded = crate::text::fold(sentence, crate::model::Span::new(0, sentence.len()));
    let claims =
        read::sentence(phrases, words, &folded.text, roles.first().copied().unwrap_or(""), Classes::default()).claims;
    let said = |claim: &read::Claim| {
        let last = if claim.last { " last" } else { "" };
        match &claim.value.number() {
            Some(number) => format!("{}{last} = {number}", metrics.name(claim.metric)),
            None => format!("{}{last} = -", metrics.name(claim.metric)),
        }
    };
    let got: BTreeSet<String> = claims.iter().map(said).collect();
    let want: BTreeSet<String> =
        wanted.split(';').map(|part| part.trim().to_string()).filter(|part| !part.is_empty()).collect();
    if got != want {
        let list = |claims: BTreeSet<String>| claims.into_iter().collect::<Vec<_>>().join("; ");
        fault(format!("the example is read as [{}], not as [{}]", list(got), list(want)));
    }
}
