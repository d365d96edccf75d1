//! Where titles stand on a page, and which of them is the page's own. Knows no agency and no place by itself.

use super::meta::Meta;
use super::page::{Line, Page};
use super::title::{Title, is_time, titles};
use super::voice::{instructs, sentence};
use super::year::{self, Vote};
use crate::catalog::finder::Signs;
use crate::catalog::{IdentityWords, Places};
use crate::model::Span;
use crate::text::{Folded, fold};
use std::cmp::Reverse;

/// A title and where on the page it stands.
pub struct Candidate {
    pub title: Title,
    pub text: String,
    pub span: Span,
    /// What it is worth as the title of the page; a mention in running text is worth least.
    pub rank: u32,
    pub evidence: &'static str,
}

const HEADLINE: u32 = 5;
const META: u32 = 4;
pub const HEAD: u32 = 3;
const IN_LINE: u32 = 2;
pub const PREAMBLE: u32 = 1;

/// What the title says of the year.
pub fn vote(candidate: &Candidate) -> Option<Vote> {
    candidate.title.year.map(|year| vote_for(candidate, year))
}

/// What the title says of the year in two figures.
pub fn short_vote(candidate: &Candidate) -> Option<Vote> {
    candidate.title.short_year.map(|year| vote_for(candidate, year))
}

fn vote_for(candidate: &Candidate, year: i32) -> Vote {
    let weight = match candidate.rank {
        HEADLINE => year::HEADLINE,
        META | HEAD | IN_LINE => year::META_TITLE,
        _ => year::PREAMBLE,
    };
    Vote { year, weight, evidence: candidate.evidence, span: Some(candidate.span) }
}

/// All titles of the page, the best first; one a rank and year, since a page repeats its title.
pub fn candidates(words: &IdentityWords, places: &Places, page: &Page, meta: &Meta) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for value in meta.title.iter() {
        found.extend(of_value(words, places, &value.text, value.span, META, "title in the metadata"));
    }
    let names = &words.head.titles;
    for entry in page.head.iter().filter(|entry| names.iter().any(|name| name == entry.name)) {
        let text = fold(&page.document.text, entry.span).text;
        found.extend(of_value(words, places, &text, entry.span, HEAD, "title in the head"));
    }
    let parts = Parts::new(words, page);
    for index in 0..page.top.len() {
        // The value behind a label of title was taken above.
        let labelled = |other: &Candidate| meta.title.iter().any(|value| value.span.overlaps(other.span));
        let line = &page.top[index];
        if line.signs.has(Signs::SUBJECT) {
            found.extend(of_line(words, places, line).into_iter().filter(|other| !labelled(other)));
        }
        found.extend(broken(words, places, page, &parts, index));
    }
    // A title that names both agency and year is the title; then by where it stands, then by order on the page.
    let agreed: Vec<u32> = found.iter().map(|candidate| agreement(&found, candidate)).collect();
    let mut order: Vec<(usize, Candidate)> = found.into_iter().enumerate().collect();
    order.sort_by_key(|(at, candidate)| {
        let title = &candidate.title;
        let told = u32::from(title.agency.is_some()) + u32::from(title.year.is_some());
        let mention = candidate.rank == PREAMBLE;
        (mention, Reverse(told), Reverse(mention && title.voiced), Reverse(agreed[*at]), Reverse(candidate.rank))
    });
    let mut kept: Vec<Candidate> = Vec::new();
    for (_, candidate) in order {
        let (year, voiced) = (candidate.title.year, candidate.title.voiced);
        let same = |other: &Candidate| {
            // In running text the page's own title and a mention beside it are two.
            let mention = candidate.rank == PREAMBLE && other.title.voiced != voiced;
            other.rank == candidate.rank && other.title.year == year && !mention
        };
        if !kept.iter().any(same) {
            kept.push(candidate);
        }
    }
    kept
}

/// Titles in a value that is folded already.
fn of_value(
    words: &IdentityWords,
    places: &Places,
    text: &str,
    span: Span,
    rank: u32,
    evidence: &'static str,
) -> Vec<Candidate> {
    let found = titles(words, places, &plain(text));
    let candidate = |title: Title| {
        let text = text[title.range.clone()].to_string();
        Candidate { title, text, span, rank, evidence }
    };
    found.into_iter().map(candidate).collect()
}

fn of_line(words: &IdentityWords, places: &Places, line: &Line) -> Vec<Candidate> {
    let text = line.text();
    let short = text.chars().take(71).count() <= 70;
    let candidate = |title: Title| {
        // A few characters more may be an ordinal or the site's mark.
        let whole = title.range.len() + 12 >= text.len();
        // A value behind its label, in one line or in two cells of a row.
        let before = text[..title.range.start].trim_end();
        let cell = before.strip_suffix('|').is_some_and(|label| label.contains(char::is_alphanumeric));
        let labelled = cell || before.ends_with(':');
        // Others are told to write theirs.
        let told = instructs(&words.voice, sentence(text, title.range.start));
        let (rank, evidence) = match () {
            () if line.heading || (short && whole && !labelled && !line.frame) => (HEADLINE, "headline"),
            () if short && !told => (IN_LINE, "line of the page"),
            () if !told && stands_alone(line, &title) => (IN_LINE, "title in a long line"),
            () => (PREAMBLE, "first sentences"),
        };
        let span = line.folded.span(title.range.start, title.range.end);
        let text = text[title.range.clone()].to_string();
        Candidate { title, text, span, rank, evidence }
    };
    titles(words, places, &line.folded).into_iter().map(candidate).collect()
}

/// What a line may be of a headline over several, for each line of the page's top.
struct Parts {
    joins: Vec<bool>,
    /// It has the last character of a title, or is the time of one: a year or a period, and not one of a list.
    ends: Vec<bool>,
}

impl Parts {
    fn new(words: &IdentityWords, page: &Page) -> Parts {
        let mut ends: Vec<char> = words.title.ends.iter().filter_map(|end| end.chars().next_back()).collect();
        ends.sort_unstable();
        ends.dedup();
        let joins: Vec<bool> = page.top.iter().map(joins).collect();
        let times: Vec<bool> =
            page.top.iter().zip(&joins).map(|(line, &joins)| joins && is_time(&words.title, line.text())).collect();
        let time = |at: usize| times[at] && !times.get(at + 1).is_some_and(|&next| next);
        let last = |at: usize, line: &Line| joins[at] && line.text().contains(&ends[..]) || time(at);
        let ends = page.top.iter().enumerate().map(|(at, line)| last(at, line)).collect();
        Parts { joins, ends }
    }
}

/// Headlines that begin in a line and end in one of the next three.
fn broken(words: &IdentityWords, places: &Places, page: &Page, parts: &Parts, index: usize) -> Vec<Candidate> {
    let mut found = Vec::new();
    if !parts.joins[index] {
        return found;
    }
    let following = (index + 1..page.top.len().min(index + 4)).take_while(|&last| parts.joins[last]);
    let mut lasts = following.filter(|&last| parts.ends[last]).peekable();
    if lasts.peek().is_none() || first_is_title(words, places, &page.top[index]) {
        return found;
    }
    for last in lasts {
        let folded = page.join(index, last);
        let starts = page.top[index].text().len();
        let ends = folded.text.len() - page.top[last].text().len();
        for title in titles(words, places, &folded) {
            if title.range.start < starts && title.range.end > ends {
                let span = folded.span(title.range.start, title.range.end);
                let text = folded.text[title.range.clone()].to_string();
                let evidence = "headline over several lines";
                found.push(Candidate { title, text, span, rank: HEADLINE, evidence });
            }
        }
    }
    found
}

/// In how many kinds of place on the page the same agency and year stand: a neighbour in a list stands in one.
fn agreement(found: &[Candidate], candidate: &Candidate) -> u32 {
    let same =
        |other: &&Candidate| other.title.agency == candidate.title.agency && other.title.year == candidate.title.year;
    let mut ranks: Vec<u32> = found.iter().filter(same).map(|other| other.rank).collect();
    ranks.retain(|&rank| rank > PREAMBLE);
    ranks.sort_unstable();
    ranks.dedup();
    ranks.len() as u32
}

/// A value that was folded already.
pub fn plain(text: &str) -> Folded {
    fold(text, Span::new(0, text.len()))
}

fn first_is_title(words: &IdentityWords, places: &Places, line: &Line) -> bool {
    let whole = |title: &Title| title.agency.is_some() && title.year.is_some();
    line.signs.has(Signs::SUBJECT) && titles(words, places, &line.folded).iter().any(whole)
}

/// Whether a line may continue a headline: short, without a label or the end of a sentence.
fn joins(line: &Line) -> bool {
    line.text().chars().count() <= 40 && !line.cell && !line.text().contains([':', '。', '|', '>'])
}

/// Whether blanks part a title from the rest of a long line.
fn stands_alone(line: &Line, title: &Title) -> bool {
    let behind = title.range.end == line.text().len() || line.gap(title.range.end);
    line.gap(title.range.start) && behind
}
