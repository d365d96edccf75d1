//! A folded sentence as claims. Knows no document: spans are bytes of the folded sentence.

use super::actor;
use super::also;
use super::change;
use super::context::{self, When, Whose};
use super::disputes::Docket;
use super::distribute;
use super::matching::{Demand, Found, Matcher};
use super::narrow;
use super::near;
use super::rivals;
use super::sentence::Sentence;
use super::share;
use super::stock::{self, Reach};
use super::token::{Figure, Kind, Token, tokens};
use super::topic::topic_before;
use super::ways;
use super::whole;
use super::{Phrase, Phrases, Says, Source};
use crate::catalog::words::Classes;
use crate::catalog::{Metrics, Words};
use crate::model::{MetricId, Number, Rank, Value};

/// What a sentence claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub metric: MetricId,
    pub value: Value,
    /// It gives the figure of the year before.
    pub last: bool,
    pub when: When,
    pub whose: Whose,
    pub rank: Rank,
    /// Index into the phrases, or behind them into the changes.
    pub phrase: usize,
    /// Bytes of the folded sentence: the figure, or the words that state zero.
    pub start: usize,
    pub end: usize,
    /// Bytes of the name of whoever is said to have done it, if the clause names an office: 县政府公开办主动公开62条.
    pub actor: Option<(usize, usize)>,
    /// It counts cases of which the sentence does not say what they are about: a sentence behind it may.
    pub general: bool,
    /// How far back the words before it let it count.
    pub reach: Reach,
    /// The year with which its noun begins: 2015年结转. What was left over in it cannot be left from the report's own.
    pub left_from: Option<i32>,
}

/// What the sentence before says that a sentence may go on from.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// The classes of the noun that it spoke of last.
    pub topic: Classes,
    pub claims: Vec<Claim>,
    /// What the sentences before it claim, under the same title.
    pub earlier: Vec<Claim>,
    /// Disclosure has been spoken of in the paragraph.
    pub disclosing: bool,
    /// The sentence before has figures beside the noun of a metric that nothing has read.
    pub unread: bool,
    /// One of those before it, under the same title, has.
    pub doubted: bool,
}

/// What a sentence says, and what it speaks of last.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub claims: Vec<Claim>,
    /// The classes of the last noun that a next sentence without an object may be about.
    pub topic: Classes,
    /// It tells apart the cases of the sentence before: those claims of it that are general do not hold.
    pub decides: bool,
    /// Disclosure has been spoken of in it, or before it in its paragraph.
    pub disclosing: bool,
    /// Bytes of figures that stand beside the noun of a metric and that no phrase has read.
    pub unread: Vec<(usize, usize)>,
}

impl Said {
    /// What the next sentence may go on from; `before` is what this one went on from.
    pub fn before(self, before: Before) -> Before {
        let mut earlier = before.earlier;
        earlier.extend(before.claims);
        let unread = !self.unread.is_empty();
        let doubted = before.doubted || unread;
        Before { topic: self.topic, claims: self.claims, earlier, disclosing: self.disclosing, unread, doubted }
    }
}

/// A match of a phrase, before the matches compete.
struct Candidate {
    phrase: usize,
    found: Found,
}

/// The claims of a folded sentence in a section with this role (empty if it has none), in the order of the text.
///
/// Where two phrases read the same figure, the one that matched more words has it, then the better rank, then the
/// earlier entry: the choice is between readings of one token, not between claims.
///
/// A predicate that coordinated nouns share is said of each of them first: 复议、诉讼分别为2件、1件.
pub fn sentence(phrases: &Phrases, words: &Words, text: &str, role: &str, before: &Before) -> Said {
    let tokens = tokens(words, text);
    let Some(unrolled) = distribute::unroll(words, text, &tokens) else {
        return plain(phrases, words, text, tokens, role, before);
    };
    let tokens = self::tokens(words, &unrolled.text);
    let mut said = plain(phrases, words, &unrolled.text, tokens, role, before);
    for claim in &mut said.claims {
        (claim.start, claim.end) = unrolled.original(claim.start, claim.end);
        claim.actor = claim.actor.map(|(start, end)| unrolled.original(start, end));
    }
    for place in &mut said.unread {
        *place = unrolled.original(place.0, place.1);
    }
    said
}

fn plain(phrases: &Phrases, words: &Words, text: &str, tokens: Vec<Token>, role: &str, before: &Before) -> Said {
    let topic = before.topic;
    let speaks = topic_before(words, text, &tokens, tokens.len()).unwrap_or(topic);
    let docket = Docket::new(&phrases.disputes, words, text, &tokens);
    // What is said next without a noun is about those cases still: 工伤复议5件。维持4件。
    let elsewhere = docket.ends_elsewhere() && speaks.meets(phrases.disputes.nouns);
    let speaks = if elsewhere { Classes::of(words.known.business) } else { speaks };
    let applied = topic.has(words.known.apply) && !topic.has(words.known.business);
    let disclosing = before.disclosing || applied || words.discloses(text);
    let states = |token: &Token| match token.kind {
        Kind::Figure(_) => true,
        Kind::Word(classes) => classes.meets(words.states),
        _ => false,
    };
    // What goes on from the sentence before may state nothing of its own: 均已按期答复.
    let all = |token: &Token| token.is(words.known.all_done);
    let goes_on = !before.claims.is_empty() || !before.earlier.is_empty() && tokens.iter().any(all);
    if !goes_on && !tokens.iter().any(states) {
        return Said { topic: speaks, decides: docket.decides, disclosing, ..Said::default() };
    }
    let sentence = Sentence::new(words, &phrases.literals, text, &tokens);
    let mut candidates = Vec::new();
    for (index, says) in phrases.wordings.of(&sentence.present, role) {
        let phrase = &phrases.entries[index];
        if !sentence.present.meets(phrase.nowhere) && (disclosing || !phrase.disclosing) {
            search(&sentence, topic, index, phrase, &phrase.says[says], &mut candidates);
        }
    }
    let chosen = compete(phrases, candidates, tokens.len());
    let mut claims = Vec::new();
    for candidate in &chosen {
        let from = claims.len();
        claim(phrases, words, text, &tokens, candidate, &mut claims);
        also::also(phrases, &tokens[candidate.found.start..candidate.found.end], &mut claims, from);
    }
    stock::settle(phrases, words, &tokens, before, &mut claims);
    docket.sift(phrases, before, &mut claims);
    let trap = |candidate: &&Candidate| phrases.entries[candidate.phrase].is_trap();
    let traps: Vec<(usize, usize)> =
        chosen.iter().filter(trap).map(|candidate| (candidate.found.start, candidate.found.end)).collect();
    docket.drop_untold(phrases, &tokens, &traps, &mut claims);
    rivals::drop_overridden(&mut claims);
    rivals::drop_crowded(phrases, &mut claims);
    rivals::drop_strays(phrases, words, &tokens, before, &mut claims);
    actor::name(words, text, &tokens, &mut claims);
    rivals::drop_summands(&tokens, &mut claims);
    actor::drop_parts(&mut claims);
    ways::drop_wholes(phrases, &tokens, &mut claims);
    ways::drop_kinds(phrases, words, &tokens, &mut claims);
    rivals::drop_rivals(&tokens, &mut claims);
    narrow::narrow(phrases, before, &mut claims);
    change::changes(phrases, &sentence, before, &mut claims);
    whole::wholes(phrases, &sentence, role, before, &mut claims);
    share::shares(phrases, &sentence, before, &mut claims);
    claims.sort_by_key(|claim| (claim.start, claim.end, claim.metric, claim.last));
    let read: Vec<usize> =
        chosen.iter().flat_map(|candidate| &candidate.found.figures).map(|&(_, token)| token).collect();
    let unread = near::unread(words, &tokens, &sentence.present, &read);
    Said { claims, topic: speaks, decides: docket.decides, disclosing, unread }
}

/// Whether a clause speaks of a difference or of a plan: its figure is no count that was reached.
fn is_no_count(words: &Words, tokens: &[Token], clause: usize, found: &Found) -> bool {
    let known = words.known;
    let change = Classes::of(known.grew).union(Classes::of(known.fell));
    let end = found.figures.first().map_or(found.end, |&(_, token)| token);
    let mut compared = false;
    for index in clause..end {
        let token = &tokens[index];
        let Kind::Word(classes) = token.kind else { continue };
        if classes.has(known.intent) {
            return true;
        }
        let before = index.checked_sub(1).map(|before| &tokens[before]);
        let than = before.is_some_and(|before| before.is(known.than));
        compared |= classes.has(known.last_year) && than;
        if classes.meets(change) && (compared || than || index + 1 == found.start || index + 1 == end) {
            return true;
        }
    }
    found.figures.iter().map(|&(_, token)| token).max().is_some_and(|last| is_former(words, tokens, clause, last))
}

/// Whether the figure at token `at` is what there was before, in a year that its clause does not name: 由21件减至17件.
fn is_former(words: &Words, tokens: &[Token], clause: usize, at: usize) -> bool {
    let known = words.known;
    let dated = |token: &Token| matches!(token.kind, Kind::Year(_)) || token.is(known.last_year);
    tokens.get(at + 1).is_some_and(|next| next.is(known.became)) && !tokens[clause.min(at)..at].iter().any(dated)
}

fn search(sentence: &Sentence, topic: Classes, index: usize, phrase: &Phrase, says: &Says, into: &mut Vec<Candidate>) {
    if !says.needs.met(sentence) {
        return;
    }
    let (words, tokens) = (sentence.words, sentence.tokens);
    let demand = Demand { unit: phrase.unit, parts: phrase.parts, bare: phrase.bare };
    let mut matcher = Matcher::new(sentence, &says.program, demand);
    for start in sentence.beginnings(says.first) {
        let Some(found) = matcher.at(start) else { continue };
        let clause = tokens[..start]
            .iter()
            .rposition(|token| matches!(token.kind, Kind::Comma | Kind::Semicolon))
            .map_or(0, |at| at + 1);
        if tokens[clause..found.end].iter().any(|token| token.meets(phrase.not))
            || before(tokens, start).iter().any(|token| token.meets(phrase.not_before))
        {
            continue;
        }
        if is_no_count(words, tokens, clause, &found) || !phrase.speaks_of(words, sentence.text, tokens, topic, &found)
        {
            continue;
        }
        if phrase.zero && found.figures.is_empty() && !sentence.heads(found.end) {
            continue;
        }
        let one = |&(_, token): &(char, usize)| matches!(&tokens[token].kind, Kind::Figure(figure) if figure.numeral.number == Number(Number::SCALE));
        if phrase.one && !found.figures.iter().all(one) {
            continue;
        }
        into.push(Candidate { phrase: index, found });
    }
}

/// The tokens before token `at` in its segment of the sentence.
fn before(tokens: &[Token], at: usize) -> &[Token] {
    let segment = tokens[..at].iter().rposition(|token| token.kind == Kind::Semicolon).map_or(0, |mark| mark + 1);
    &tokens[segment..at]
}

/// Leaves each figure to one candidate, and one zero to each phrase and place.
fn compete(phrases: &Phrases, mut candidates: Vec<Candidate>, tokens: usize) -> Vec<Candidate> {
    candidates.sort_by_key(|candidate| {
        let found = &candidate.found;
        (
            std::cmp::Reverse(found.figures.len()),
            std::cmp::Reverse(found.weight),
            phrases.entries[candidate.phrase].rank,
            candidate.phrase,
            found.start,
        )
    });
    let mut taken = vec![false; tokens];
    let mut chosen: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let figures = &candidate.found.figures;
        if figures.iter().any(|&(_, token)| taken[token]) {
            continue;
        }
        let repeated = figures.is_empty()
            && chosen.iter().any(|other| {
                other.phrase == candidate.phrase
                    && other.found.figures.is_empty()
                    && other.found.end == candidate.found.end
            });
        if repeated {
            continue;
        }
        for &(_, token) in figures {
            taken[token] = true;
        }
        chosen.push(candidate);
    }
    chosen
}

fn claim(
    phrases: &Phrases,
    words: &Words,
    text: &str,
    tokens: &[Token],
    candidate: &Candidate,
    claims: &mut Vec<Claim>,
) {
    let phrase = &phrases.entries[candidate.phrase];
    let found = &candidate.found;
    for (list, last) in [(&phrase.sets, false), (&phrase.last, true)] {
        for &(metric, source) in list {
            let (value, first, end, at) = match source {
                Source::Zero => {
                    (Value::Words(Number::ZERO), tokens[found.start].start, tokens[found.end - 1].end, found.end)
                }
                Source::Slot(name) => {
                    let Some(&(_, token)) = found.figures.iter().find(|&&(slot, _)| slot == name) else { continue };
                    let Kind::Figure(figure) = &tokens[token].kind else { continue };
                    if phrase.money && figure.unit.has(words.known.unit) {
                        continue;
                    }
                    let Some(number) = scaled(words, figure, phrase.in_yuan) else { continue };
                    (Value::Number(number, figure.bound), tokens[token].start, tokens[token].end, token)
                }
            };
            let named = tokens[found.start..at].iter().rev().find_map(|token| match token.kind {
                Kind::Year(year) if last => Some(When::Prior(year)),
                _ => None,
            });
            let until = if phrase.fixed_year || last { found.start } else { at };
            claims.push(Claim {
                metric,
                value,
                last,
                when: named.unwrap_or_else(|| context::when(words, text, tokens, found.start, until)),
                whose: if phrase.own {
                    Whose::Own
                } else {
                    context::whose(words, tokens, found.start, if phrase.fixed_area { found.start } else { at })
                },
                rank: phrase.rank,
                phrase: candidate.phrase,
                start: first,
                end,
                actor: None,
                general: false,
                reach: stock::reach(words, text, tokens, at),
                left_from: match tokens[found.start].kind {
                    Kind::Year(year) if phrase.fixed_year => Some(year),
                    _ => None,
                },
            });
        }
    }
}

/// Figures of money are given in units of ten thousand yuan where the unit behind them is the yuan.
pub(super) fn scaled(words: &Words, figure: &Figure, in_yuan: bool) -> Option<Number> {
    let number = figure.numeral.number;
    if in_yuan || !figure.unit.has(words.known.yuan) {
        return Some(number);
    }
    (number.0 % 10_000 == 0).then_some(Number(number.0 / 10_000))
}

impl Claim {
    /// The metric that it counts: what is counted since something began counts all years so far. None if no metric does.
    pub fn counts(&self, metrics: &Metrics) -> Option<MetricId> {
        if matches!(self.when, When::Since(_) | When::Through(_)) {
            metrics.so_far(self.metric)
        } else {
            Some(self.metric)
        }
    }

    /// Whether another claim gives the same metric of the same year and scope another value.
    pub(super) fn contradicts(&self, other: &Claim) -> bool {
        let key = |claim: &Claim| (claim.metric, claim.when, claim.whose, claim.last, claim.left_from);
        key(self) == key(other) && self.value != other.value
    }
}
