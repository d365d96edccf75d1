//! What a sentence speaks of: the noun that a verb without an object goes on from. Knows no metric.

use super::Phrase;
use super::matching::Found;
use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::catalog::words::Classes;

/// Most characters of no known word before the figure of a sentence whose noun stands in its title.
const LOOSE: usize = 6;

/// Whether a folded sentence has no noun of its own, so that its title may give it one: 信息处理费: 全年收取0元.
pub fn lacks_noun(words: &Words, text: &str, tokens: &[Token]) -> bool {
    let loose = |token: &&Token| token.kind == Kind::Other && text[token.start..].starts_with(char::is_alphabetic);
    let figure = tokens.iter().position(|token| matches!(token.kind, Kind::Figure(_))).unwrap_or(tokens.len());
    let parts = |token: &Token| matches!(token.kind, Kind::Comma | Kind::Semicolon);
    let clause = tokens[figure..].iter().position(parts).map_or(tokens.len(), |length| figure + length);
    !tokens[..clause].iter().any(|token| token.meets(words.subject))
        && tokens[..figure].iter().filter(loose).count() <= LOOSE
}

/// The classes of the last topic noun before token `at`: outside closed brackets, and outside clauses on what
/// applications were about.
pub(super) fn topic_before(words: &Words, text: &str, tokens: &[Token], at: usize) -> Option<Classes> {
    let mut index = at;
    let mut found: Option<Classes> = None;
    let mut noun = at;
    while index > 0 {
        index -= 1;
        let token = &tokens[index];
        match &token.kind {
            Kind::Close => {
                index = tokens[..index].iter().rposition(|token| token.kind == Kind::Open).unwrap_or(0);
            }
            Kind::Comma | Kind::Semicolon if found.is_some() => return found,
            // 涉及信息公开的行政诉讼, 关于征地的信息公开申请: what is told of a case does not take its place.
            Kind::Word(classes) if classes.has(words.known.content) => {
                let ends =
                    |noun: &Token| words.plain_before.iter().any(|tie| text[..noun.start].ends_with(tie.as_str()));
                let told = tokens.get(noun).is_some_and(ends);
                let noun = |found: &Classes| found.meets(words.cases) || found.has(words.known.application);
                found = found.filter(|found| told && noun(found));
            }
            // 行政复议 and 申请 behind it are one noun.
            Kind::Word(classes)
                if classes.has(words.known.apply) && index > 0 && tokens[index - 1].meets(words.cases) => {}
            // A way by which a part of them came is no matter of its own: 收到申请13件，其中市长信箱收到2件.
            Kind::Word(classes) if classes.has(words.known.mailbox) && among_applications(words, &tokens[..index]) => {}
            Kind::Word(classes) if found.is_none() && classes.meets(words.topic) => {
                let business = classes.has(words.known.apply) && for_another_thing(words, text, tokens, index);
                found = Some(if business { Classes::of(words.known.business) } else { *classes });
                noun = index;
            }
            _ => {}
        }
    }
    found
}

/// Whether parts of applications are being told.
fn among_applications(words: &Words, tokens: &[Token]) -> bool {
    let among = tokens.iter().rposition(|token| token.is(words.known.among));
    among.is_some_and(|among| tokens[..among].iter().any(|token| token.is(words.known.application)))
}

/// Whether the bare word for an application at token `at` is one for another thing: it has a noun of its own before it
/// (行政许可申请, 公证申请), or the sentence told of a service hall before and of no disclosure since.
fn for_another_thing(words: &Words, text: &str, tokens: &[Token], at: usize) -> bool {
    if in_a_hall(words, text, tokens, at) {
        return true;
    }
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return false };
    let unknown = before.kind == Kind::Other && text[before.start..].starts_with(char::is_alphabetic);
    let said = &text[..before.end];
    before.is(words.known.business) || unknown && !words.plain_before.iter().any(|plain| said.ends_with(plain.as_str()))
}

/// Whether the words before token `at` speak of a service hall, and none after that of disclosure.
fn in_a_hall(words: &Words, text: &str, tokens: &[Token], at: usize) -> bool {
    let hall = tokens[..at].iter().rfind(|token| token.is(words.known.hall));
    hall.is_some_and(|hall| !words.discloses(&text[hall.end..tokens[at].end]))
}

impl Phrase {
    /// Whether its figures are no metric: it keeps other phrases from reading them.
    pub(super) fn is_trap(&self) -> bool {
        self.sets.is_empty() && self.last.is_empty()
    }

    /// Whether a match without a topic of its own may be about what was spoken of last.
    pub(super) fn speaks_of(
        &self,
        words: &Words,
        text: &str,
        tokens: &[Token],
        carried: Classes,
        found: &Found,
    ) -> bool {
        if self.topic == Classes::default() && self.not_topic == Classes::default() {
            return true;
        }
        let own = |&at: &usize| tokens[at].meets(words.topic);
        // In its own section, a meeting or a leaflet told of before takes none: 加强会商。全年收到申请90件.
        let idle = self.sections.len() == 1 && carried.has(words.known.idle);
        let business = carried.has(words.known.business) && !idle;
        if self.not_topic != Classes::default()
            && (found.start..found.end).filter(own).any(|at| !bare_of_another(words, text, tokens, at, business))
        {
            return true;
        }
        // What a hall accepts is its business, though nothing was spoken of before: 窗口受理申请8321件.
        let hall = |at: usize| tokens[at].is(words.known.apply) && in_a_hall(words, text, tokens, at);
        if self.not_topic.has(words.known.business) && (found.start..found.end).any(hall) {
            return false;
        }
        let topic = topic_before(words, text, tokens, found.start).unwrap_or(carried);
        (self.topic == Classes::default() || topic.meets(self.topic)) && !topic.meets(self.not_topic)
    }
}

/// Whether the word at token `at` is a bare application and the sentence, or the one before, spoke of business with the
/// public: what a hall or an office accepts then is no application for information.
fn bare_of_another(words: &Words, text: &str, tokens: &[Token], at: usize, business: bool) -> bool {
    tokens[at].is(words.known.apply)
        && !words.discloses(&text[..tokens[at].end])
        && (in_a_hall(words, text, tokens, at) || business)
}
