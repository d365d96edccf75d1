//! The narrative patterns (`config/phrases.toml`) compiled and proved on their examples. Knows no document.

mod actor;
mod also;
pub mod change;
mod choose;
mod compile;
pub mod context;
pub mod disputes;
mod distribute;
mod enumeration;
pub mod matching;
mod narrow;
mod near;
pub mod needs;
pub mod pattern;
pub mod program;
mod prove;
pub mod read;
mod rivals;
pub mod sentence;
mod share;
pub mod stock;
pub mod token;
pub mod topic;
mod ways;
mod whole;

use super::Metrics;
use super::source::{Fault, Files};
use super::words::{ClassId, Classes, Words};
use crate::model::{MetricId, Rank};
use choose::Wordings;
use compile::{Compiler, RawPhrases};
use disputes::Disputes;
pub use needs::Says;
use program::{Literals, Names};
use prove::Proof;
use serde::Deserialize;
use share::Share;
use ways::Ways;

/// One entry of the phrasebook.
#[derive(Clone, Debug)]
pub struct Phrase {
    pub id: String,
    pub says: Vec<Says>,
    pub sets: Vec<(MetricId, Source)>,
    /// Figures of the year before the report's.
    pub last: Vec<(MetricId, Source)>,
    /// Metrics that it sets only if its sentence has no other figure for them.
    pub alone: Vec<MetricId>,
    /// Its sentence must have a figure for one of these, which says what it is about.
    pub beside: Vec<MetricId>,
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
    /// Its own words on places belong to its noun and widen nothing: a meeting for the whole county is the publisher's.
    pub fixed_area: bool,
    /// Whatever stands around it, its figure is what the government itself did, beside that of its area.
    pub own: bool,
    /// Disclosure must have been spoken of before it in its paragraph.
    pub disclosing: bool,
    /// Its figure must be one: of one applicant it is plain how many appeals there were.
    pub one: bool,
    /// It states zero in words: its last noun must be the head of its phrase.
    pub zero: bool,
    pub in_yuan: bool,
    /// It sets amounts alone: a number of cases is none.
    pub money: bool,
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
    /// k, where n - m proves it; m is the slot behind it
    WasLess,
    /// k, where n + m proves it
    WasMore,
    /// n - k
    Less,
    /// n + k
    More,
    /// n / (1 + p/100), inexact
    GrewByPercent,
    /// n / (1 - p/100), inexact
    FellByPercent,
}

/// A wording that says one thing of all that a figure before it counts: 收到申请5件，均已答复.
#[derive(Clone, Debug)]
pub struct Whole {
    pub id: String,
    pub says: Vec<Says>,
    /// The metric of that figure, and the metric that has the same figure then.
    pub of: Vec<(MetricId, MetricId)>,
    /// With a count of one of these in its sentence nobody knows what "all" are.
    pub unless: Vec<MetricId>,
    /// Counts that may stand between that figure and the wording: its parts.
    pub past: Vec<MetricId>,
    /// What must have been spoken of last, if anything was; nothing need be in sections of these roles.
    pub topic: Classes,
    pub sections: Vec<String>,
    /// It may speak of several metrics at once: 复议2件、诉讼1件，均维持.
    pub several: bool,
    /// That figure must be one: how the only case ended is plain, however it is worded.
    pub one: bool,
    pub unit: ClassId,
}

/// A metric that means another one beside a third: where e-mails are counted apart, the web is the website alone.
#[derive(Clone, Copy, Debug)]
pub struct Narrow {
    pub of: MetricId,
    pub beside: MetricId,
    pub is: MetricId,
}

/// A metric whose figure is that of another one besides, where words of a class gave it.
#[derive(Clone, Copy, Debug)]
pub struct Also {
    pub class: ClassId,
    pub metric: MetricId,
    pub besides: MetricId,
}

#[derive(Default)]
pub struct Phrases {
    pub entries: Vec<Phrase>,
    pub changes: Vec<Change>,
    pub wholes: Vec<Whole>,
    pub shares: Vec<Share>,
    pub narrows: Vec<Narrow>,
    /// What a clause without a figure of its own speaks of: 申请量比上年增加5件.
    pub subjects: Vec<(ClassId, MetricId)>,
    /// What tells cases about disclosure from others.
    pub disputes: Disputes,
    pub ways: Ways,
    /// What a figure is besides, by the words that gave it.
    pub also: Vec<Also>,
    /// The texts that their patterns name.
    pub literals: Literals,
    /// The wordings of `entries`, to choose from.
    pub wordings: Wordings,
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
            phrases.entries.extend(compiler.phrases(phrase));
        }
        for change in &raw.change {
            compiler.unique(&change.id, &mut ids);
            phrases.changes.push(compiler.change(change));
        }
        for whole in &raw.whole {
            compiler.unique(&whole.id, &mut ids);
            phrases.wholes.extend(compiler.wholes(whole));
        }
        for share in &raw.share {
            compiler.unique(&share.id, &mut ids);
            phrases.shares.push(compiler.share(share));
        }
        phrases.narrows = raw.narrow.iter().filter_map(|narrow| compiler.narrow(narrow)).collect();
        phrases.also = raw.also.iter().flat_map(|(class, of)| compiler.also(class, of)).collect();
        phrases.subjects = raw.subject.iter().filter_map(|(name, metric)| compiler.subject(name, metric)).collect();
        phrases.disputes = compiler.disputes(&raw.disputes);
        phrases.ways = compiler.ways(&raw.ways);
        phrases.literals = Literals::new(&compiler.names);
        phrases.wordings = Wordings::new(&phrases.entries);
        if compiler.faults.is_empty() {
            Proof { phrases: &phrases, metrics, words }.of(&raw, files, faults);
        }
        phrases
    }

    /// The name of the wording that a claim was read by.
    pub fn id(&self, index: usize) -> &str {
        let (entries, changes) = (self.entries.iter().map(|it| &it.id), self.changes.iter().map(|it| &it.id));
        let (wholes, shares) = (self.wholes.iter().map(|it| &it.id), self.shares.iter().map(|it| &it.id));
        entries.chain(changes).chain(wholes).chain(shares).nth(index).expect("a claim is read by a wording")
    }
}
