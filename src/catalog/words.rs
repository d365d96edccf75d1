//! Word classes, marks of cells, section titles (`config/words.toml`). Knows no pattern and no metric.

use super::known::KnownClasses;
use super::source::{ConfigFile, Fault, Files};
use super::trie::Trie;
use super::variants::variants;
use crate::text::fold::fold_word;
use crate::text::fold_label;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A set of word classes, one bit a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes([u64; 4]);

impl Classes {
    /// How many classes a set can tell apart.
    const MOST: usize = 256;

    pub fn of(class: ClassId) -> Classes {
        let mut set = Classes::default();
        set.0[usize::from(class.0 / 64)] = 1 << (class.0 % 64);
        set
    }

    pub fn has(self, class: ClassId) -> bool {
        self.0[usize::from(class.0 / 64)] >> (class.0 % 64) & 1 == 1
    }

    pub fn meets(self, other: Classes) -> bool {
        self.0.iter().zip(other.0).fold(0, |both, (own, other)| both | own & other) != 0
    }

    /// Whether every class of `other` is in it.
    pub fn holds(self, other: Classes) -> bool {
        self.0.iter().zip(other.0).fold(0, |lacks, (own, other)| lacks | other & !own) == 0
    }

    pub fn union(self, other: Classes) -> Classes {
        Classes(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }

    /// The classes one by one.
    pub fn each(self) -> impl Iterator<Item = ClassId> {
        (0..=u8::MAX).map(ClassId).filter(move |&class| self.has(class))
    }
}

/// An index into the classes of `words.toml`, in alphabetical order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassId(pub u8);

/// What a section is about, by its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionTitle {
    pub role: String,
    /// Folded words; a title has the role if it holds one of them.
    pub words: Vec<String>,
}

#[derive(Default)]
pub struct Words {
    names: Vec<String>,
    dictionary: Trie,
    classes: Vec<Classes>,
    pub known: KnownClasses,
    /// Classes that `…` may not cross.
    pub barrier: Classes,
    /// Classes that `≫` may not cross.
    pub scope_barrier: Classes,
    /// Classes of nouns that take the place of an object when they follow it without a coordinator.
    pub head: Classes,
    /// Classes of words that may state a number without a figure: a sentence without any states none.
    pub states: Classes,
    /// Classes of nouns that a sentence may be about; a verb without an object speaks of the last of them.
    pub topic: Classes,
    /// Classes of nouns for cases, of which may be told before them what they are about.
    pub cases: Classes,
    /// A clause with words of all classes of one of these speaks of a metric.
    pub near: Vec<Classes>,
    /// Classes of words with which a sentence has a noun of its own, which its title cannot give it.
    pub subject: Classes,
    /// Classes of nouns that may share a predicate: 网站、微信分别公开12条、3条.
    pub shares: Classes,
    /// Classes of words that make a shared figure a sum.
    pub sums: Classes,
    /// Classes of verbs of what is counted.
    pub acts: Classes,
    /// What names of offices end in, words for the publisher begin in, stands before verbs, links a noun and its figure.
    pub offices: Vec<String>,
    /// Words that end the names of a government's own offices, and of governments.
    own_offices: Vec<String>,
    /// What stands right before the day up to which something is counted.
    pub up_to: Vec<String>,
    /// What stands right behind the day since which something is done, and right behind the first day of a span.
    pub onset: Vec<String>,
    pub span: Vec<String>,
    /// What ends a list of kinds before its noun: A、B等政府信息.
    pub and_so_on: Vec<String>,
    pub governments: Vec<String>,
    pub selves: Vec<String>,
    /// Words for areas larger than a county, and than a prefecture.
    pub beyond_county: Vec<String>,
    pub beyond_prefecture: Vec<String>,
    /// Words in a name that make it that of all: 市局及各分局; words for parts of an area behind a numeral: 3县.
    pub sweeping: Vec<String>,
    pub divisions: Vec<String>,
    pub adverbs: Vec<String>,
    /// What ends a name before the verb: 县国土局因….
    pub name_ends: Vec<String>,
    pub copulas: Vec<String>,
    /// Words that say of each noun before them, at the beginning of a word for none: 均为零.
    pub distributes: Vec<String>,
    /// In order: the first that matches gives the role.
    pub sections: Vec<SectionTitle>,
    /// Roles of sections whose figures are never read (plans, problems).
    pub unread: Vec<String>,
    /// Words that end a title which is glued to its text.
    pub title_ends: Vec<String>,
    /// Words before a bare "application" that say nothing of what it is for: 书面申请. Others do: 公证申请.
    pub plain_before: Vec<String>,
    /// Words of which one stands wherever disclosure is spoken of.
    pub disclosure: Vec<String>,
    /// Folded cell texts: a stroke, and words for none.
    pub dashes: Vec<String>,
    pub nils: Vec<String>,
    /// Signs before a figure in a cell of changes, and what there says that nothing changed.
    pub more: Vec<String>,
    pub less: Vec<String>,
    pub unchanged: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    class: BTreeMap<Spanned<String>, Spanned<Vec<Spanned<String>>>>,
    barrier: RawBarrier,
    section: Vec<RawSection>,
    unread: Vec<Spanned<String>>,
    title_ends: Vec<String>,
    plain_before: Vec<String>,
    disclosure: Vec<String>,
    offices: Vec<String>,
    own_offices: Vec<String>,
    up_to: Vec<String>,
    onset: Vec<String>,
    span: Vec<String>,
    and_so_on: Vec<String>,
    governments: Vec<String>,
    selves: Vec<String>,
    beyond_county: Vec<String>,
    beyond_prefecture: Vec<String>,
    sweeping: Vec<String>,
    divisions: Vec<String>,
    adverbs: Vec<String>,
    name_ends: Vec<String>,
    copulas: Vec<String>,
    distributes: Vec<String>,
    mark: RawMarks,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBarrier {
    gap: Vec<Spanned<String>>,
    scope: Vec<Spanned<String>>,
    head: Vec<Spanned<String>>,
    topic: Vec<Spanned<String>>,
    subject: Vec<Spanned<String>>,
    cases: Vec<Spanned<String>>,
    states: Vec<Spanned<String>>,
    shares: Vec<Spanned<String>>,
    sums: Vec<Spanned<String>>,
    acts: Vec<Spanned<String>>,
    near: Vec<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    role: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMarks {
    dash: Vec<String>,
    none: Vec<String>,
    more: Vec<String>,
    less: Vec<String>,
    unchanged: Vec<String>,
}

impl Words {
    pub fn load(files: &Files, faults: &mut Vec<Fault>) -> Words {
        let file = files.require("words.toml", faults);
        let raw: Option<RawWords> = file.and_then(|file| file.parse(faults));
        match (file, raw) {
            (Some(file), Some(raw)) => compile(file, raw, faults),
            _ => Words::default(),
        }
    }

    /// The file was missing or could not be understood.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub fn class(&self, name: &str) -> Option<ClassId> {
        self.names.binary_search_by(|probe| probe.as_str().cmp(name)).ok().map(|index| ClassId(index as u8))
    }

    pub fn name(&self, class: ClassId) -> &str {
        &self.names[usize::from(class.0)]
    }

    /// The words of the dictionary in a folded text, leftmost and longest first, without overlaps.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, Classes)> + 'a {
        self.dictionary.find(text).map(|(start, end, word)| (start, end, self.classes[word]))
    }

    /// The longest word of the dictionary that begins at `at`: its end and classes.
    pub fn at(&self, text: &str, at: usize) -> Option<(usize, Classes)> {
        self.dictionary.longest(text, at).map(|(end, word)| (end, self.classes[word]))
    }

    /// Whether a name is that of an office of a government's own.
    pub fn is_own_office(&self, name: &str) -> bool {
        self.own_offices.iter().any(|ending| name.ends_with(ending.as_str()))
    }

    /// Whether a folded text speaks of disclosure.
    pub fn discloses(&self, text: &str) -> bool {
        self.disclosure.iter().any(|word| text.contains(word.as_str()))
    }

    /// The role of a section with this folded title.
    pub fn role(&self, title: &str) -> Option<&str> {
        let section =
            self.sections.iter().find(|section| section.words.iter().any(|word| title.contains(word.as_str())))?;
        Some(&section.role)
    }
}

fn compile(file: &ConfigFile, raw: RawWords, faults: &mut Vec<Fault>) -> Words {
    let names = raw.class.keys().map(|name| name.get_ref().clone()).collect();
    let mut words = Words { names, ..Words::default() };
    if words.names.len() > Classes::MOST {
        faults.push(file.fault(0, format!("at most {} word classes are possible", Classes::MOST)));
        return words;
    }
    let mut members: BTreeMap<String, Classes> = BTreeMap::new();
    for (index, list) in raw.class.values().enumerate() {
        for word in list.get_ref() {
            for folded in variants(word.get_ref()).iter().map(|variant| fold_word(variant)) {
                if folded.is_empty() {
                    faults.push(file.fault(word.span().start, "an empty word matches everywhere"));
                    continue;
                }
                let class = ClassId(index as u8);
                let classes = members.entry(folded).or_default();
                if classes.has(class) {
                    faults.push(
                        file.fault(word.span().start, format!("\"{}\" stands twice in its class", word.get_ref())),
                    );
                }
                *classes = classes.union(Classes::of(class));
            }
        }
    }
    words.classes = members.values().copied().collect();
    words.dictionary = Trie::new(members.keys());
    let mut known = |name: &str| {
        words.names.binary_search_by(|probe| probe.as_str().cmp(name)).map_or_else(
            |_| {
                faults.push(file.fault(0, format!("the class \"{name}\" is missing, which the clause reader needs")));
                ClassId(0)
            },
            |index| ClassId(index as u8),
        )
    };
    words.known = KnownClasses::of(&mut known);
    let mut set = |names: &[Spanned<String>]| {
        names.iter().fold(Classes::default(), |set, name| match words.class(name.get_ref()) {
            Some(class) => set.union(Classes::of(class)),
            None => {
                faults.push(file.fault(name.span().start, format!("no class \"{}\"", name.get_ref())));
                set
            }
        })
    };
    let barrier = set(&raw.barrier.gap);
    let scope_barrier = set(&raw.barrier.scope);
    let head = set(&raw.barrier.head);
    let topic = set(&raw.barrier.topic);
    let states = set(&raw.barrier.states);
    let (shares, sums, acts) = (set(&raw.barrier.shares), set(&raw.barrier.sums), set(&raw.barrier.acts));
    let near = raw.barrier.near.iter().map(|names| set(names)).collect();
    let (subject, cases) = (set(&raw.barrier.subject), set(&raw.barrier.cases));
    (words.barrier, words.scope_barrier, words.head) = (barrier, scope_barrier, head);
    (words.topic, words.states, words.near) = (topic, states, near);
    (words.shares, words.sums, words.acts) = (shares, sums, acts);
    (words.subject, words.cases) = (topic.union(subject), cases);
    words.sections = raw
        .section
        .into_iter()
        .map(|section| SectionTitle {
            role: section.role,
            words: section.words.iter().map(|word| fold_label(word)).collect(),
        })
        .collect();
    for role in raw.unread {
        if !words.sections.iter().any(|section| &section.role == role.get_ref()) {
            faults.push(file.fault(role.span().start, format!("no section has the role \"{}\"", role.get_ref())));
        }
        words.unread.push(role.into_inner());
    }
    (words.title_ends, words.plain_before, words.disclosure) = (raw.title_ends, raw.plain_before, raw.disclosure);
    (words.offices, words.own_offices, words.governments) = (raw.offices, raw.own_offices, raw.governments);
    (words.selves, words.sweeping, words.divisions) = (raw.selves, raw.sweeping, raw.divisions);
    (words.beyond_county, words.beyond_prefecture) = (raw.beyond_county, raw.beyond_prefecture);
    (words.up_to, words.name_ends) = (raw.up_to, raw.name_ends);
    words.onset = raw.onset;
    words.span = raw.span;
    words.and_so_on = raw.and_so_on;
    (words.adverbs, words.copulas, words.distributes) = (raw.adverbs, raw.copulas, raw.distributes);
    let fold = |marks: Vec<String>| -> Vec<String> { marks.iter().map(|mark| fold_word(mark)).collect() };
    (words.dashes, words.nils) = (fold(raw.mark.dash), fold(raw.mark.none));
    (words.more, words.less) = (fold(raw.mark.more), fold(raw.mark.less));
    words.unchanged = fold(raw.mark.unchanged);
    words
}
