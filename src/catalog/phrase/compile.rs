//! `phrases.toml` as it is written, compiled into phrases. Knows no example and no document.

use super::disputes::{self, Disputes};
use super::needs::{self, Needs, Says};
use super::program::{Names, Program};
use super::share::Share;
use super::ways::{RawWays, Ways};
use super::{Also, Change, Gives, Narrow, Phrase, Source, Whole, pattern};
use crate::catalog::Metrics;
use crate::catalog::finder::SignFinder;
use crate::catalog::source::{ConfigFile, Fault};
use crate::catalog::words::{ClassId, Classes, Words};
use crate::model::{MetricId, Rank};
use crate::text::fold::fold_word;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPhrases {
    #[serde(default)]
    pub shorthand: BTreeMap<String, String>,
    /// For each class of nouns the metric that a clause about it counts.
    pub subject: BTreeMap<Spanned<String>, Spanned<String>>,
    pub disputes: RawDisputes,
    pub ways: RawWays,

    #[serde(default)]
    pub also: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<String>>>,
    pub phrase: Vec<RawPhrase>,
    pub change: Vec<RawChange>,
    pub whole: Vec<RawWhole>,
    pub share: Vec<RawShare>,
    #[serde(default)]
    pub narrow: Vec<RawNarrow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNarrow {
    of: Spanned<String>,
    beside: Spanned<String>,
    is: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDisputes {
    metrics: Vec<Spanned<String>>,
    nouns: Vec<Spanned<String>>,
    about: Vec<String>,
    others: Vec<String>,
    none: Vec<String>,
    bench: Vec<String>,
    tells: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPhrase {
    pub id: Spanned<String>,
    pub says: Vec<Spanned<String>>,
    /// Classes that {each} stands for in turn, and the metric of each.
    #[serde(default)]
    pub each: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    sets: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    last: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    alone: Vec<Spanned<String>>,
    #[serde(default)]
    beside: Vec<Spanned<String>>,
    rank: Spanned<String>,
    #[serde(default, rename = "in")]
    pub sections: Vec<Spanned<String>>,
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
    fixed_area: bool,
    #[serde(default)]
    parts: bool,
    #[serde(default)]
    bare: bool,
    #[serde(default)]
    modifies: bool,
    #[serde(default)]
    trap: bool,
    #[serde(default)]
    one: bool,
    #[serde(default)]
    own: bool,
    #[serde(default)]
    disclosing: bool,
    pub examples: Vec<Spanned<String>>,
    #[serde(default)]
    pub never: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChange {
    pub id: Spanned<String>,
    says: Vec<Spanned<String>>,
    gives: Gives,
    pub examples: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawShare {
    pub id: Spanned<String>,
    says: Vec<Spanned<String>>,
    #[serde(default)]
    of: Vec<Spanned<String>>,
    pub examples: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWhole {
    pub id: Spanned<String>,
    says: Vec<Spanned<String>>,
    #[serde(default)]
    each: BTreeMap<Spanned<String>, Spanned<String>>,
    of: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    unless: Vec<Spanned<String>>,
    #[serde(default)]
    past: Vec<Spanned<String>>,
    #[serde(default)]
    several: bool,
    #[serde(default)]
    one: bool,
    #[serde(default, rename = "in")]
    sections: Vec<Spanned<String>>,
    #[serde(default)]
    topic: Vec<Spanned<String>>,
    pub examples: Vec<Spanned<String>>,
}

/// What `{each}` stands for, and the metric that it sets.
type Member<'a> = Option<(&'a Spanned<String>, &'a Spanned<String>)>;
/// The mark in patterns, and the metric in `sets`, that `each` fills.
const EACH: &str = "each";

/// What `{each}` stands for in turn; nothing, once, in a wording without it.
fn members(each: &BTreeMap<Spanned<String>, Spanned<String>>) -> Vec<Member<'_>> {
    if each.is_empty() { vec![None] } else { each.iter().map(Some).collect() }
}

pub(super) struct Compiler<'a> {
    pub file: &'a ConfigFile,
    pub metrics: &'a Metrics,
    pub words: &'a Words,
    pub faults: &'a mut Vec<Fault>,
    pub shorthand: &'a BTreeMap<String, String>,
    pub names: Names,
}

impl Compiler<'_> {
    fn fault(&mut self, at: std::ops::Range<usize>, message: String) {
        self.faults.push(self.file.fault(at.start, message));
    }

    pub fn unique(&mut self, id: &Spanned<String>, ids: &mut Vec<String>) {
        if ids.contains(id.get_ref()) {
            self.fault(id.span(), format!("two phrases are called {}", id.get_ref()));
        }
        ids.push(id.get_ref().clone());
    }

    /// The phrase, or one for each class of `each`.
    pub fn phrases(&mut self, raw: &RawPhrase) -> Vec<Phrase> {
        if raw.examples.is_empty() {
            self.fault(raw.id.span(), format!("{} has no example", raw.id.get_ref()));
        }
        members(&raw.each).into_iter().map(|member| self.phrase(raw, member)).collect()
    }

    fn phrase(&mut self, raw: &RawPhrase, member: Member) -> Phrase {
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
        let unit = raw.unit.as_ref().and_then(|name| self.class(name)).unwrap_or(self.words.known.unit);
        let says = self.says(&raw.says, member);
        let (sets, last) = (self.sets(&raw.sets, member), self.sets(&raw.last, member));
        if (sets.is_empty() && last.is_empty()) != raw.trap {
            self.fault(
                raw.id.span(),
                format!("{} sets nothing: a trap says so and sets nothing, all others set something", raw.id.get_ref()),
            );
        }
        let zero = sets.iter().all(|(_, source)| *source == Source::Zero) && !sets.is_empty() && !raw.modifies;
        let in_yuan = !sets.iter().chain(&last).any(|&(metric, _)| self.metrics.in_ten_thousands(metric));
        let money = sets.iter().chain(&last).all(|&(metric, _)| self.metrics.may_have_decimals(metric));
        Phrase {
            id: raw.id.get_ref().clone(),
            says,
            sets,
            last,
            alone: raw.alone.iter().filter_map(|name| self.metric(name)).collect(),
            beside: raw.beside.iter().filter_map(|name| self.metric(name)).collect(),
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
            fixed_area: raw.fixed_area,
            one: raw.one,
            own: raw.own,
            disclosing: raw.disclosing,
            in_yuan,
            money,
        }
    }

    pub fn change(&mut self, raw: &RawChange) -> Change {
        let says = self.says(&raw.says, None);
        Change { id: raw.id.get_ref().clone(), says, gives: raw.gives, unit: self.words.known.unit }
    }

    /// The wording, or one for each class of `each`.
    pub fn wholes(&mut self, raw: &RawWhole) -> Vec<Whole> {
        members(&raw.each).into_iter().map(|member| self.whole(raw, member)).collect()
    }

    fn whole(&mut self, raw: &RawWhole, member: Member) -> Whole {
        let of = |(from, to): (&Spanned<String>, _)| Some((self.metric(from)?, self.metric(filled(to, member))?));
        Whole {
            id: raw.id.get_ref().clone(),
            of: raw.of.iter().filter_map(of).collect(),
            says: self.says(&raw.says, member),
            unless: raw.unless.iter().filter_map(|name| self.metric(name)).collect(),
            past: raw.past.iter().filter_map(|name| self.metric(name)).collect(),
            topic: self.classes(&raw.topic),
            several: raw.several,
            one: raw.one,
            sections: raw.sections.iter().map(|role| role.get_ref().clone()).collect(),
            unit: self.words.known.unit,
        }
    }

    pub fn share(&mut self, raw: &RawShare) -> Share {
        let of = raw.of.iter().filter_map(|name| self.metric(name)).collect();
        Share { id: raw.id.get_ref().clone(), says: self.says(&raw.says, None), of }
    }

    pub fn ways(&mut self, raw: &RawWays) -> Ways {
        Ways {
            whole: self.metric(&raw.whole),
            parts: raw.parts.iter().filter_map(|name| self.metric(name)).collect(),
            by: self.classes(&raw.by),
            sums: self.classes(&raw.sums),
        }
    }

    pub fn disputes(&mut self, raw: &RawDisputes) -> Disputes {
        let lists = [
            (&raw.about, disputes::ABOUT),
            (&raw.others, disputes::OTHERS),
            (&raw.none, disputes::NONE),
            (&raw.bench, disputes::BENCH),
            (&raw.tells, disputes::TELLS),
        ];
        let folded = lists.map(|(list, sign)| (list.iter().map(|word| fold_word(word)).collect::<Vec<_>>(), sign));
        let lists: Vec<_> = folded.iter().map(|(list, sign)| (list.as_slice(), *sign)).collect();
        Disputes {
            metrics: raw.metrics.iter().filter_map(|name| self.metric(name)).collect(),
            nouns: self.classes(&raw.nouns),
            words: SignFinder::new(&lists),
        }
    }

    pub fn narrow(&mut self, raw: &RawNarrow) -> Option<Narrow> {
        Some(Narrow { of: self.metric(&raw.of)?, beside: self.metric(&raw.beside)?, is: self.metric(&raw.is)? })
    }

    pub fn subject(&mut self, name: &Spanned<String>, metric: &Spanned<String>) -> Option<(ClassId, MetricId)> {
        Some((self.class(name)?, self.metric(metric)?))
    }

    pub fn also(&mut self, name: &Spanned<String>, of: &BTreeMap<Spanned<String>, Spanned<String>>) -> Vec<Also> {
        let Some(class) = self.class(name) else { return Vec::new() };
        let pairs = of.iter().filter_map(|(from, to)| Some((self.metric(from)?, self.metric(to)?)));
        pairs.map(|(metric, besides)| Also { class, metric, besides }).collect()
    }

    fn class(&mut self, name: &Spanned<String>) -> Option<ClassId> {
        let class = self.words.class(name.get_ref());
        if class.is_none() {
            self.fault(name.span(), format!("no word class \"{}\"", name.get_ref()));
        }
        class
    }

    fn metric(&mut self, name: &Spanned<String>) -> Option<MetricId> {
        let metric = self.metrics.id(name.get_ref());
        if metric.is_none() {
            self.fault(name.span(), format!("no metric \"{}\"", name.get_ref()));
        }
        metric
    }

    fn classes(&mut self, names: &[Spanned<String>]) -> Classes {
        let classes = names.iter().filter_map(|name| self.class(name));
        classes.fold(Classes::default(), |classes, class| classes.union(Classes::of(class)))
    }

    fn says(&mut self, raw: &[Spanned<String>], member: Member) -> Vec<Says> {
        let mut says = Vec::new();
        for text in raw {
            // `<app>` stands for the pattern of that name under [shorthand].
            let mut spelled = self.shorthand.iter().fold(text.get_ref().clone(), |spelled, (name, pattern)| {
                spelled.replace(&format!("<{name}>"), pattern)
            });
            if let Some((class, _)) = member {
                spelled = spelled.replace(&format!("{{{EACH}}}"), &format!("{{{}}}", class.get_ref()));
            }
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

    fn sets(
        &mut self,
        raw: &BTreeMap<Spanned<String>, Spanned<toml::Value>>,
        member: Member,
    ) -> Vec<(MetricId, Source)> {
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
            sets.extend(self.metric(filled(name, member)).map(|metric| (metric, source)));
        }
        sets
    }
}

/// The name of a metric, or the metric that `each` stands for.
fn filled<'a>(name: &'a Spanned<String>, member: Member<'a>) -> &'a Spanned<String> {
    member.filter(|_| name.get_ref() == EACH).map_or(name, |(_, metric)| metric)
}
