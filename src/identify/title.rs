//! Titles: what in a line is the title of an annual report, and the agency and the year that it names.
//! Knows no metadata.

use super::page::gap;
use super::place::{governs, part, read_name};
use super::voice::{behind, instructs, sentence};
use crate::catalog::finder::Signs;
use crate::catalog::identity::{TitleWords, after, before, first};
use crate::catalog::{IdentityWords, Places};
use crate::text::Folded;
use crate::text::date::{bracket, short_year_at, year_at, years};
use crate::text::fold::strip_enumerator;
use crate::text::period::period_at;
use std::ops::Range;

/// A title found in a folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    pub range: Range<usize>,
    pub agency: Option<String>,
    pub year: Option<i32>,
    /// A year of two figures where there is no other (13年度): it needs a full one beside it.
    pub short_year: Option<i32>,
    /// Half a year or a quarter.
    pub part_year: bool,
    /// Somebody publishes the report: news of one.
    pub news: bool,
    /// The page announces the report, and carries it if there is text enough.
    pub announced: bool,
    /// The page calls it its own report in running text: 现公布…, 由…编制的….
    pub voiced: bool,
}

/// The year around which names of places are known where the title gives none.
const MIDDLE: i32 = 2016;

/// All titles in a folded text, mentions of reports in general left out.
pub fn titles(words: &IdentityWords, places: &Places, folded: &Folded) -> Vec<Title> {
    let text = folded.text.as_str();
    let mut found = Vec::new();
    let mut at = 0;
    for (start, end, _) in words.subjects.find(text) {
        if start < at {
            continue;
        }
        let title = core_end(&words.title, text, end).and_then(|core| complete(words, places, folded, start, core));
        at = title.as_ref().map_or(end, |title| title.range.end);
        found.extend(title);
    }
    found
}

/// The title's end behind its subject.
struct Core {
    end: usize,
    time: Time,
    weak: bool,
}

/// What a stretch of a title says of time.
#[derive(Clone, Copy, Debug, Default)]
struct Time {
    year: Option<i32>,
    short_year: Option<i32>,
    part_year: bool,
}

/// The year or the period that begins a text, and its bytes.
fn time_at(text: &str) -> Option<(Time, usize)> {
    if let Some((period, length)) = period_at(text) {
        let (year, part_year) = (period.of_year(), period.is_part());
        return Some((Time { year, part_year, ..Time::default() }, length));
    }
    if let Some((year, length)) = year_at(text) {
        return Some((Time { year: Some(year), ..Time::default() }, length));
    }
    short_year_at(text).map(|(year, length)| (Time { short_year: Some(year), ..Time::default() }, length))
}

/// The time that a whole line or bracket consists of.
fn time_of(words: &TitleWords, text: &str) -> Option<Time> {
    let inner = bracket(text).and_then(|(close, inner)| inner.strip_suffix(close)).unwrap_or(text);
    let (mut time, length) = time_at(inner)?;
    let mut rest = after(&words.editions, &inner[length..]).unwrap_or(&inner[length..]);
    if let Some(behind) = after(&words.part_year, rest) {
        time.part_year = true;
        rest = behind;
    }
    rest.is_empty().then_some(time)
}

/// Whether a line says nothing but the time that the title above it is of.
pub fn is_time(words: &TitleWords, line: &str) -> bool {
    time_of(words, line).is_some_and(|time| time.short_year.is_none())
}

fn core_end(words: &TitleWords, text: &str, subject_end: usize) -> Option<Core> {
    let mut rest = &text[subject_end..];
    let mut core = Core { end: 0, time: Time::default(), weak: false };
    for _ in 0..8 {
        if let Some((tail, end)) =
            words.ends.iter().find_map(|end| rest.strip_prefix(end.as_str()).map(|tail| (tail, end)))
        {
            core.weak = words.weak_ends.contains(end);
            rest = tail;
            if let Some((time, tail)) = time_behind(words, rest) {
                core.time = time;
                rest = tail;
            }
            core.end = text.len() - rest.len();
            return Some(core);
        }
        if let Some((time, length)) = time_at(rest) {
            core.time = time;
            rest = &rest[length..];
        } else if let Some(tail) = after(&words.part_year, rest) {
            core.time.part_year = true;
            rest = tail;
        } else {
            rest = after(&words.between, rest)?;
            rest = rest.strip_prefix(')').unwrap_or(rest);
        }
    }
    None
}

/// `(2013年度)` or `(2013年1-12月)` behind the title, or a year without a bracket that ends its line.
fn time_behind<'a>(words: &TitleWords, text: &'a str) -> Option<(Time, &'a str)> {
    if let Some((close, _)) = bracket(text) {
        let end = text.find(close)? + close.len_utf8();
        return time_of(words, &text[..end]).map(|time| (time, &text[end..]));
    }
    time_of(words, text.trim_start_matches('-')).filter(|time| time.short_year.is_none()).map(|time| (time, ""))
}

fn complete(words: &IdentityWords, places: &Places, folded: &Folded, subject: usize, core: Core) -> Option<Title> {
    let text = folded.text.as_str();
    let tail = &text[core.end..];
    let announced = after(&words.title.announces, tail).is_some();
    if !announced && after(&words.title.mentions, tail).is_some() && !gap(folded, core.end) {
        return None;
    }
    let start = left_edge(words, places, folded, subject);
    let mut head = text[start..subject].to_string();
    // The subject may have taken a part of the agency's last word.
    let people = &words.agency.people_government;
    let split = people
        .char_indices()
        .skip(1)
        .find(|&(at, _)| head.ends_with(&people[..at]) && text[subject..].starts_with(&people[at..]));
    if let Some((at, _)) = split {
        head.push_str(&people[at..]);
    }
    let parts = read_head(words, places, &head);
    let year = parts.time.year.or(core.time.year);
    let short_year = parts.time.short_year.or(core.time.short_year).filter(|_| year.is_none());
    if core.weak && year.is_none() && short_year.is_none() {
        return None;
    }
    Some(Title {
        range: start..core.end,
        agency: parts.agency,
        year,
        short_year,
        part_year: core.time.part_year || parts.time.part_year,
        news: parts.news,
        announced,
        voiced: voiced(words, text, start..subject, tail),
    })
}

/// Whether a title in running text is announced as that of the page itself.
fn voiced(words: &IdentityWords, text: &str, head: Range<usize>, tail: &str) -> bool {
    let front = text[..head.start].trim_end_matches(['《', '"', ' ']);
    let announced =
        first(&words.voice.announces, &text[head.clone()]).is_some() || before(&words.voice.announces, front).is_some();
    let defined = front.is_empty() && after(&words.voice.defines, tail).is_some();
    (announced || defined) && !instructs(&words.voice, sentence(text, head.start))
}

/// Where the title begins: at a mark of punctuation, or at a blank that does not stand beside a year or behind an agency.
fn left_edge(words: &IdentityWords, places: &Places, folded: &Folded, subject: usize) -> usize {
    let text = &folded.text[..subject];
    let stops =
        |c: char| !(c.is_alphanumeric() || matches!(c, '、' | '(' | ')' | '*' | '×' | '○' | '◯' | '\u{3007}' | ' '));
    // A dash between the months of a year is none: 2011年1-12月.
    let dash = |at: usize| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        text[at..].starts_with('-') && digit(text[..at].chars().next_back()) && digit(text[at + 1..].chars().next())
    };
    // Neither are the brackets around a year: [2013]年度.
    let around_year = |at: usize| {
        let open = text[..behind(text, at)].rfind('[').filter(|_| text[at..].starts_with(['[', ']']));
        open.is_some_and(|open| year_at(&text[open..]).is_some_and(|(_, length)| open + length > at))
    };
    let mut marks = text.rmatch_indices(stops).map(|(at, _)| at);
    let mut edge = marks.find(|&at| !dash(at) && !around_year(at)).map_or(0, |at| behind(text, at));
    // An unclosed bracket is no part of the title; neither is anything a title is never as long as.
    let open = text[edge..].rfind('(').filter(|&at| !text[edge + at..].contains(')'));
    edge += open.map_or(0, |at| at + 1);
    if let Some((at, _)) = text[edge..].char_indices().rev().nth(60) {
        edge += at;
    }
    let mut start = subject;
    while start > edge {
        let token = token_start(folded, edge, start);
        let joins = start == subject && !gap(folded, subject)
            || spread(folded, token, start)
            || years(&folded.text[token..start]).first().is_some_and(|(_, range)| range.len() == start - token)
            || joins_year(&folded.text[token..start], &folded.text[start..subject])
            || names_agency(words, places, &folded.text[token..start], &folded.text[start..subject]);
        if !joins {
            break;
        }
        start = token;
    }
    start + (text[start..].len() - text[start..].trim_start_matches([')', '、', ' ', '*']).len())
}

/// The beginning of the run without blanks that ends at `end`.
fn token_start(folded: &Folded, edge: usize, end: usize) -> usize {
    let starts: Vec<usize> = folded.text[edge..end].char_indices().map(|(at, _)| edge + at).collect();
    starts.into_iter().rev().find(|&at| gap(folded, at)).unwrap_or(edge)
}

/// Whether blanks part all characters of a headline there: 缙 云 县.
fn spread(folded: &Folded, token: usize, start: usize) -> bool {
    behind(&folded.text, token) == start && gap(folded, behind(&folded.text, start))
}

/// `2013` and `年度`, parted by a blank.
fn joins_year(left: &str, right: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(left.chars().last()) || digit(right.chars().next()) && left.chars().count() == 1
}

/// An agency on its own in front of a title that names none.
fn names_agency(words: &IdentityWords, places: &Places, left: &str, right: &str) -> bool {
    let known = |name: &str| read_name(words, places, name, MIDDLE).is_some();
    let named =
        years(left).pop().map_or(left, |(_, range)| if range.end == left.len() { &left[..range.start] } else { left });
    known(named) && read_head(words, places, right).agency.is_none()
}

struct Head {
    agency: Option<String>,
    time: Time,
    news: bool,
}

/// The times that a text names, and where: years and periods, or where there is none years of two figures.
fn times(text: &str) -> Vec<(Time, Range<usize>)> {
    let full = years(text).into_iter().filter_map(|(_, range)| {
        let (time, length) = time_at(&text[range.start..])?;
        Some((time, range.start..range.start + length))
    });
    let mut found: Vec<(Time, Range<usize>)> = Vec::new();
    for (time, range) in full {
        // The end of a period is no year of its own.
        if found.last().is_none_or(|(_, last)| last.end <= range.start) {
            found.push((time, range));
        }
    }
    if found.is_empty() {
        let figure = |before: &str| before.ends_with(|c: char| c.is_ascii_digit());
        let starts = text.char_indices().map(|(at, _)| at).filter(|&at| !figure(&text[..at]));
        let short = starts.filter_map(|at| short_year_at(&text[at..]).map(|(year, length)| (year, at..at + length)));
        found.extend(short.map(|(year, range)| (Time { short_year: Some(year), ..Time::default() }, range)));
    }
    found
}

/// Agency and year of what stands before the subject.
fn read_head(words: &IdentityWords, places: &Places, text: &str) -> Head {
    let title = &words.title;
    let mut text = strip_enumerator(text);
    let whole = text;
    let signs = words.glance.at(text);
    let announces = |verb: &String| {
        text.find(verb.as_str()).is_some_and(|at| {
            let end = at + verb.len();
            // "We hereby publish" is the report's own voice.
            let own =
                title.openers.iter().any(|opener| opener.len() > verb.len() && text[..end].ends_with(opener.as_str()));
            !own && text[..at].chars().nth(1).is_some() && year_at(&text[end..]).is_some()
        })
    };
    let news = signs.has(Signs::NEWS_VERB) && title.news_verbs.iter().any(announces);
    let opener = title.openers.iter().filter_map(|word| text.rfind(word.as_str()).map(|at| at + word.len())).max();
    if let Some(at) = opener {
        text = &text[at..];
    }
    let mut found = times(text);
    let mut head = Head { agency: None, time: found.last().map_or_else(Time::default, |(time, _)| *time), news };
    found.push((Time::default(), text.len()..text.len()));
    let mut parts: Vec<&str> = Vec::new();
    let mut at = 0;
    for (_, range) in &found {
        let mut part = &text[at..range.start];
        if let Some(open) = words.voice.defines.iter().find_map(|word| part.find(word.as_str()))
            && part.ends_with(')')
        {
            part = &part[..open];
        }
        if signs.has(Signs::PART_YEAR)
            && let Some((from, to)) = first(&title.part_year, part)
        {
            head.time.part_year = true;
            part = if from == 0 { &part[to..] } else { &part[..from] };
        }
        // The end of an address that stands before the name.
        part = trim(title, part).trim_start_matches(|c: char| c.is_ascii_alphabetic());
        // The words behind the year may repeat the end of the name in front of it.
        if !part.is_empty() && !parts.last().is_some_and(|name| name.ends_with(part)) {
            parts.push(part);
        }
        at = range.end;
    }
    let known = |name: &str| read_name(words, places, name, head.time.year.unwrap_or(MIDDLE)).is_some();
    let joined = parts.concat();
    let hereby = || first(&words.voice.hereby, whole).map(|(at, _)| &whole[..at]).filter(|name| known(name));
    head.agency = if known(&joined) {
        Some(joined)
    } else if let Some(name) = hereby() {
        Some(name.to_string())
    } else {
        // A name of no known kind is one all the same if it begins with a place, or if it is the government of a place that
        // the register does not have, or has under other characters.
        let local = |name: &&&str| {
            name.chars().count() <= 25 && (begins_with_place(words, places, name) || governs(words, name))
        };
        let known = parts.iter().rev().find(|part| known(part));
        known.or_else(|| parts.iter().rev().find(local)).map(|part| part.to_string())
    };
    head
}

fn trim<'a>(words: &TitleWords, text: &'a str) -> &'a str {
    let mut text = text;
    loop {
        let shorter = text.trim_matches([' ', '、', ',', ':', '-', '*']);
        let shorter = after(&words.particles, shorter).unwrap_or(shorter);
        let shorter = before(&words.particles, shorter).unwrap_or(shorter);
        if shorter.len() == text.len() {
            return text;
        }
        text = shorter;
    }
}

fn begins_with_place(words: &IdentityWords, places: &Places, name: &str) -> bool {
    let parted = part(words, places, name, MIDDLE, &[]);
    !parted.prefix.is_empty() && !parted.rest.contains(|c: char| !c.is_alphanumeric())
}
