//! The report year by vote: title, period, headings, first sentences, file name. Never the calendar year.
//! Knows no agency.

use super::page::{Line, Page};
use crate::catalog::IdentityWords;
use crate::catalog::finder::Signs;
use crate::catalog::identity::{after, first};
use crate::model::{Attributed, Code, Date, Issue, Refusal, RefusalReason, Severity, Span};
use crate::text::date::{damaged_years, year_at, years};
use crate::text::fold::strip_enumerator;
use std::ops::Range;

/// One sign of a year.
#[derive(Clone, Debug)]
pub struct Vote {
    pub year: i32,
    pub weight: u32,
    pub evidence: &'static str,
    pub span: Option<Span>,
}

/// Weights: a title and the period outvote everything that is copied from year to year.
pub const HEADLINE: u32 = 6;
pub const META_TITLE: u32 = 5;
pub const PREAMBLE: u32 = 2;
const PERIOD: u32 = 5;
const FIRST_SENTENCE: u32 = 2;
const FILE_NAME: u32 = 1;

/// The year with the most weight; at a tie the one named first, which is the title's.
pub fn decide(
    mut votes: Vec<Vote>,
    published: Option<Date>,
    bounds: (i32, i32),
    issues: &mut Vec<Issue>,
) -> Result<Attributed<i32>, Refusal> {
    votes.retain(|vote| (bounds.0..=bounds.1).contains(&vote.year));
    let before = published.map(|date| date.year - 1).filter(|year| (bounds.0..=bounds.1).contains(year));
    let total = |year: i32| {
        let named: u32 = votes.iter().filter(|vote| vote.year == year).map(|vote| vote.weight).sum();
        named + u32::from(before == Some(year))
    };
    let mut best: Option<&Vote> = None;
    for vote in &votes {
        // Only weak signs of different years, or none stronger than a file's name, decide nothing by themselves.
        if best.is_none_or(|best| total(vote.year) > total(best.year)) {
            best = Some(vote);
        }
    }
    let strong = best.filter(|best| votes.iter().any(|vote| vote.year == best.year && vote.weight > FILE_NAME));
    let weak = best.filter(|best| before == Some(best.year));
    if let Some(best) = strong.or(weak) {
        let against = votes.iter().find(|vote| vote.year != best.year && vote.weight > FIRST_SENTENCE);
        if let Some(other) = against {
            let message = format!("{} says {}, {} says {}", best.evidence, best.year, other.evidence, other.year);
            issues.push(Issue { code: Code::YearDisputed, severity: Severity::Warning, message, span: other.span });
        }
        return Ok(Attributed { value: best.year, evidence: best.evidence.to_string(), span: best.span });
    }
    let Some(year) = before else {
        return Err(Refusal::new(RefusalReason::YearUnknown, "no title, period or sentence names the report year"));
    };
    let message = format!("only the day of publication speaks for {year}");
    issues.push(Issue { code: Code::YearDisputed, severity: Severity::Warning, message, span: None });
    Ok(Attributed { value: year, evidence: "year before publication".to_string(), span: None })
}

/// Votes of the text itself and of the file's name; those of titles come from the caller.
pub fn votes(words: &IdentityWords, page: &Page, path: &str) -> Vec<Vote> {
    let mut votes = Vec::new();
    votes.extend(period(words, page));
    votes.extend(first_sentence(words, page).or_else(|| sentences(words, page)));
    let name = path.rsplit('/').next().unwrap_or(path);
    if let [(year, _)] = years(&crate::text::fold(name, Span::new(0, name.len())).text)[..] {
        votes.push(Vote { year, weight: FILE_NAME, evidence: "file name", span: None });
    }
    votes
}

/// 统计期限 自…至…: the year of the end where both are there, characters around the figures may be lost.
fn period(words: &IdentityWords, page: &Page) -> Option<Vote> {
    let cued = |line: &&Line| line.signs.has(Signs::PERIOD);
    for line in page.top.iter().chain(&page.tail).filter(cued) {
        for cue in &words.period.cues {
            for (at, _) in line.text().match_indices(cue.as_str()) {
                let rest = &line.text()[at..];
                let stop = rest.find(['。', ';', '!']).unwrap_or(rest.len());
                let window: String = rest[..stop].chars().take(60).collect();
                // The sentence must speak of days, else the figures are something else.
                let found = damaged_years(&window);
                if let Some(&year) =
                    found.last().filter(|_| window.contains('1') || !window.contains(|c: char| c.is_ascii_digit()))
                {
                    let span = Some(line.folded.span(at, at + window.len()));
                    return Some(Vote { year, weight: PERIOD, evidence: "statistical period", span });
                }
            }
        }
    }
    None
}

/// Whether the page names a year of four figures that makes its title's of two: that year, or a day of the next.
pub fn agrees(page: &Page, short: i32, published: Option<Date>) -> bool {
    let named = |line: &Line| years(line.text()).iter().any(|(year, _)| *year == short);
    published.is_some_and(|day| day.year == short + 1) || page.top.iter().chain(&page.tail).any(named)
}

/// Whether the page says which days its figures are of.
pub fn has_period(words: &IdentityWords, page: &Page) -> bool {
    period(words, page).is_some()
}

/// `2025年,…` at the beginning of the first sentences after the first section title.
fn first_sentence(words: &IdentityWords, page: &Page) -> Option<Vote> {
    subject_sentences(words, page).into_iter().next().map(|(year, line, start, _)| Vote {
        year,
        weight: FIRST_SENTENCE,
        evidence: "first sentence",
        span: Some(page.top[line].folded.span(start, start + 4)),
    })
}

/// The one year that sentences begin with, however short they are, where there are several; what is planned for a year is
/// no sign of it.
fn sentences(words: &IdentityWords, page: &Page) -> Option<Vote> {
    let lines = page.top.iter().filter(|line| !line.frame && !line.cell);
    let told = lines.flat_map(|line| year_sentences(words, line.text()).map(move |(year, range)| (year, line, range)));
    let told: Vec<_> =
        told.filter(|(_, line, range)| !plans(words, super::voice::sentence(line.text(), range.start))).collect();
    let (year, line, range) = told.first()?;
    let one = told.len() > 1 && told.iter().all(|(other, ..)| other == year);
    one.then(|| Vote {
        year: *year,
        weight: FIRST_SENTENCE,
        evidence: "sentences of the page",
        span: Some(line.folded.span(range.start, range.end)),
    })
}

/// Whether a sentence tells what is planned.
pub fn plans(words: &IdentityWords, sentence: &str) -> bool {
    first(&words.period.plans, sentence).is_some()
}

/// The years with a word for year that begin the sentences of a text, section titles and enumerators in front left out.
pub fn year_sentences<'a>(
    words: &'a IdentityWords,
    text: &'a str,
) -> impl Iterator<Item = (i32, Range<usize>)> + use<'a> {
    years(text).into_iter().filter(|(_, range)| {
        let marked = !text[range.clone()].ends_with(|c: char| c.is_ascii_digit());
        // A year that ends its line is that of a title or a signature, and one with a month that of a day.
        let goes_on = text[range.end..].starts_with(|c: char| c.is_alphabetic() || c == ',');
        let begins = opens(words, &text[..range.start]) || strip_enumerator(&text[..range.end]).len() == range.len();
        marked && goes_on && begins
    })
}

/// Whether a sentence may begin behind the text.
fn opens(words: &IdentityWords, head: &str) -> bool {
    let titled = || words.page.sections.iter().flatten().any(|title| head.ends_with(title.as_str()));
    head.is_empty() || head.ends_with(['。', '!', ';', ')']) || titled()
}

/// Characters that a sentence has more of than a title.
const SENTENCE: usize = 40;

/// Sentences that begin with a year: the year, the line, where the sentence begins and where its subject begins.
pub fn subject_sentences(words: &IdentityWords, page: &Page) -> Vec<(i32, usize, usize, usize)> {
    let mut found = Vec::new();
    let long = |line: &Line| line.text().len() > SENTENCE;
    for (index, line) in page.top.iter().enumerate().filter(|(_, line)| long(line)) {
        let text = line.text();
        for (year, range) in years(text) {
            let opens = opens(words, &text[..range.start]);
            let comma = text[range.end..].starts_with([',', '、'])
                || after(&words.title.particles, &text[range.end..]).is_some();
            let sentence = text[range.start..].chars().count() > SENTENCE && year_at(&text[range.start..]).is_some();
            if opens && sentence && range.len() > 4 {
                found.push((
                    year,
                    index,
                    range.start,
                    range.end + usize::from(comma && text[range.end..].starts_with(',')),
                ));
            }
        }
    }
    found
}
