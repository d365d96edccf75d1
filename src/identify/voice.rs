//! What a report says of itself in its first paragraphs, for pages that lost their title: that it is the report, and who
//! compiled it. Knows no layout of metadata.

use super::page::{Line, Page};
use super::place::{part, read_name};
use super::who::outer;
use crate::catalog::finder::Signs;
use crate::catalog::identity::{VoiceWords, after, before, first};
use crate::catalog::{IdentityWords, Places};
use crate::model::{AgencyKind, Attributed};
use crate::text::date::year_at;

/// Lines of running text in which a report introduces itself.
const LINES: usize = 12;

/// The lines of running text at the beginning.
pub fn opening<'a>(page: &'a Page) -> impl Iterator<Item = &'a Line> {
    page.top.iter().filter(|line| !line.frame && !line.cell).take(LINES)
}

/// Whether a sentence tells others what to do about their reports.
pub fn instructs(words: &VoiceWords, sentence: &str) -> bool {
    words.instructs.iter().any(|word| sentence.contains(word.as_str()))
}

/// The byte behind the character at `at`.
pub fn behind(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// The sentence around a byte of a line.
pub fn sentence(text: &str, at: usize) -> &str {
    let start = text[..at].rfind(['。', '!', '?']).map_or(0, |stop| behind(text, stop));
    let end = text[at..].find(['。', '!', '?']).map_or(text.len(), |stop| at + stop);
    &text[start..end]
}

/// Whether the page calls itself a report on the disclosure of information: 本报告根据…条例编制.
pub fn speaks(words: &IdentityWords, page: &Page) -> bool {
    opening(page).filter(|line| line.signs.has(Signs::SUBJECT) && !line.signs.has(Signs::PART_YEAR)).any(|line| {
        let text = line.text();
        words.voice.selves.iter().any(|own| {
            text.match_indices(own.as_str()).any(|(at, _)| {
                let sentence = sentence(text, at);
                let based = first(&words.voice.based, sentence).is_some();
                based && words.subjects.find(sentence).next().is_some() && !instructs(&words.voice, sentence)
            })
        })
    })
}

/// Who compiled the report: 由…编制, …编制了.
pub fn compiler(words: &IdentityWords, places: &Places, page: &Page, year: i32) -> Option<Attributed<String>> {
    let voice = &words.voice;
    opening(page).filter(|line| line.signs.has(Signs::SUBJECT)).find_map(|line| {
        let text = line.text();
        let verbs = voice.compiles.iter().flat_map(|verb| text.match_indices(verb.as_str()));
        let mut ends: Vec<(usize, &str)> = verbs.map(|(at, verb)| (at, &text[at + verb.len()..])).collect();
        // Of verbs that begin together the longest stands first.
        ends.sort_by_key(|&(at, behind)| (at, behind.len()));
        ends.into_iter().find_map(|(end, behind)| {
            let sentence = sentence(text, end);
            if instructs(voice, sentence)
                || first(&voice.of_others, sentence).is_some() && first(&voice.selves, sentence).is_none()
            {
                return None;
            }
            // A bracket behind the name belongs to it: 由…(以下简称…)编制.
            let bracket = text[..end].strip_suffix(')').and_then(|inner| inner.rfind('('));
            let marks = [',', '。', ';', ':', '、', '》', ')'];
            let clause = text[..bracket.unwrap_or(end)].rfind(marks).map_or(0, |at| self::behind(text, at));
            let head = &text[clause..end];
            let by = voice.by.iter().filter_map(|by| head.rfind(by.as_str()).map(|at| at + by.len())).max();
            // Without a word for `by` the agency is the subject: it stands at the beginning of its clause, and what it
            // compiled behind the verb.
            let made = || {
                let rest = after(&words.title.particles, behind).unwrap_or(behind).trim_start_matches('《');
                year_at(rest).is_some()
            };
            let from = match by {
                Some(from) => from,
                None if made() => 0,
                None => return None,
            };
            let name = head[from..].split('(').next().unwrap_or_default();
            let name = before(&voice.adverbs, name).unwrap_or(name);
            let mut name = outer(words, places, name, year);
            let whole = &sentence[sentence.find(head)? + head.len()..];
            if first(&voice.territory, whole).is_some()
                && read_name(words, places, name, year)?.kind == AgencyKind::Department
                && before(&words.agency.offices, name).is_none()
            {
                name = part(words, places, name, year, &[]).prefix;
            }
            let known = name.chars().count() > 2 && read_name(words, places, name, year).is_some();
            let start = clause + from;
            known.then(|| Attributed {
                value: name.to_string(),
                evidence: "compiler".to_string(),
                span: Some(line.folded.span(start, start + name.len())),
            })
        })
    })
}
