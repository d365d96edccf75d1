//! The full name of an agency that its title calls by a bare one: 住建局 where the page names 安阳县住建局.
//! A page that names two leaves the bare name.

use super::page::{Line, Page};
use super::place::{is_place_only, read_name};
use crate::catalog::place::Resolution;
use crate::catalog::{IdentityWords, Places};
use crate::model::{Attributed, Level};

/// The place in front of a bare name, if a full name is that place and the bare name.
pub fn place_before<'a>(
    words: &IdentityWords,
    places: &Places,
    full: &'a str,
    bare: &str,
    year: i32,
) -> Option<&'a str> {
    let place = full.strip_suffix(bare).filter(|place| !place.is_empty())?;
    read_name(words, places, full, year)?;
    // The word of level at the beginning of a bare name may be the last of its place: 济宁|市财政局.
    let level = words.agency.level_words.iter().find(|word| bare.starts_with(word.as_str()));
    let whole = level.map(|level| &full[..place.len() + level.len()]);
    [Some(place), whole].into_iter().flatten().find(|place| is_place_only(words, places, place, year))
}

/// The one full name that the running text has for the bare one, where a clause begins with it.
pub fn in_text(
    words: &IdentityWords,
    places: &Places,
    page: &Page,
    bare: &str,
    year: i32,
) -> Option<Attributed<String>> {
    if bare.chars().count() < 3 {
        return None;
    }
    let lines = || page.top.iter().chain(&page.tail).filter(|line| !line.frame);
    let county = words.agency.county_words.iter().find(|word| {
        lines().any(|line| words.voice.bodies.iter().any(|body| line.text().contains(&format!("{word}{body}"))))
    });
    let mut found: Vec<(usize, Attributed<String>)> = Vec::new();
    for line in lines() {
        let text = line.text();
        for (at, _) in text.match_indices(bare) {
            let Some((start, row)) = begins(words, places, line, at, at + bare.len(), year) else {
                continue;
            };
            // A page that speaks of its county's leaders is none of a city's bureau.
            let division = places.row(row);
            if county.is_some_and(|word| division.level != Level::County || !division.name.ends_with(word.as_str())) {
                continue;
            }
            let end = at + bare.len() + body(words, bare, &text[at + bare.len()..]);
            let span = Some(line.folded.span(start, end));
            let evidence = "full name in the text".to_string();
            found.push((row, Attributed { value: text[start..end].to_string(), evidence, span }));
        }
    }
    let one = found.first()?.0;
    found.iter().all(|(row, _)| *row == one).then(|| found.swap_remove(0).1)
}

/// The bytes of 人民政府 or 办事处 behind a town.
fn body(words: &IdentityWords, bare: &str, behind: &str) -> usize {
    if crate::catalog::identity::before(&words.agency.townships, bare).is_none() {
        return 0;
    }
    let forms = words.agency.town_forms.iter().map(|(printed, _)| printed);
    let mut tails = forms.chain([&words.agency.people_government]);
    tails.find(|tail| tail.len() > 6 && behind.starts_with(tail.as_str())).map_or(0, String::len)
}

/// Where the full name begins that ends at `end`, and its division: behind a mark, a figure or at the line's beginning.
fn begins(
    words: &IdentityWords,
    places: &Places,
    line: &Line,
    at: usize,
    end: usize,
    year: i32,
) -> Option<(usize, usize)> {
    let text = line.text();
    let starts = text[..at].char_indices().rev().map(|(start, _)| start).take(PLACE);
    starts.filter(|&start| opens(words, &text[..start])).find_map(|start| {
        let full = &text[start..end];
        place_before(words, places, full, &text[at..end], year)?;
        match places.resolve(full, year, &[]) {
            Resolution::Found { row, .. } => Some((start, row)),
            _ => None,
        }
    })
}

/// Characters of the names of a place and its parents.
const PLACE: usize = 20;

/// Whether a clause may begin behind the text.
fn opens(words: &IdentityWords, before: &str) -> bool {
    let mark = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '《' | '(' | '、' | '"'));
    let year = crate::catalog::identity::before(&words.voice.years, before);
    mark || year.is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
}
