//! Pages without a title that begin as the body of a report begins: with the first section of the form, and in its first
//! sentence the year, the agency and the disclosure of information. Knows no layout of metadata.

use super::page::{Line, Page};
use super::place::read_name;
use super::voice::{instructs, opening, sentence};
use super::year::{plans, year_sentences};
use crate::catalog::finder::Signs;
use crate::catalog::identity::first;
use crate::catalog::{IdentityWords, Places};
use crate::text::fold::strip_enumerator;

/// Whether the page begins so, and has another section of the form or speaks of what the form asks for.
pub fn begins_as_report(words: &IdentityWords, places: &Places, page: &Page, sections: usize) -> bool {
    let lines: Vec<&Line> = opening(page).collect();
    let heads = |line: &&&Line| heads_first_section(words, line.text());
    let Some(at) = lines.iter().take(FIRST).position(|line| heads(&line)) else {
        return false;
    };
    let told = |words: &Vec<String>| lines.iter().any(|line| first(words, line.text()).is_some());
    let of_form = sections > 1 || words.opening.matters.iter().all(told);
    of_form && lines[at..].iter().take(2).any(|line| states(words, places, line))
}

/// Lines that may stand in front of the first section: a day, the banner of a site, a line of greeting.
const FIRST: usize = 3;

/// `一、总体情况`, alone or with the text that it heads.
fn heads_first_section(words: &IdentityWords, text: &str) -> bool {
    let bare = strip_enumerator(text);
    let first = words.page.sections.first();
    bare.len() < text.len() && first.is_some_and(|titles| titles.iter().any(|title| bare.starts_with(title.as_str())))
}

/// Whether the first sentence with a year in front says of an agency that it disclosed information in that year.
fn states(words: &IdentityWords, places: &Places, line: &Line) -> bool {
    let text = line.text();
    let Some((year, range)) = year_sentences(words, text).next() else {
        return false;
    };
    let sentence = sentence(text, range.start);
    let clause = text[range.end..].trim_start_matches(',').split([',', '。']).next().unwrap_or_default();
    let ends = clause.char_indices().map(|(at, c)| &clause[..at + c.len_utf8()]);
    let named = ends.take(NAME).any(|name| name.chars().count() > 2 && read_name(words, places, name, year).is_some());
    let of_us = || words.agency.pronouns.iter().any(|pronoun| clause.starts_with(pronoun.as_str()));
    let whole = !line.signs.has(Signs::PART_YEAR) && !line.signs.has(Signs::NEWS);
    let rules = first(&words.opening.never, sentence).is_some() || instructs(&words.voice, sentence);
    whole && line.signs.has(Signs::SUBJECT) && (named || of_us()) && !rules && !plans(words, sentence)
}

/// Characters of an agency's name.
const NAME: usize = 30;
