//! The agency of a report whose title names none: compiler, publisher, breadcrumb, sign-off, contact sentence, a line at
//! the top, first sentence, site, in that order. Knows how pages are laid out, not what the names mean.

use super::meta::{Meta, Value};
use super::page::{Line, Page};
use super::place::{part, read_name};
use super::year::subject_sentences;
use super::{voice, whole};
use crate::catalog::finder::Signs;
use crate::catalog::identity::{after, before, first};
use crate::catalog::{IdentityWords, Places};
use crate::model::{AgencyKind, Attributed, Span};
use crate::text::date::year_at;

/// Who the page says that its publisher is, from the surest place to the least: each is asked only if those before it gave
/// no name that `fits`.
fn told(
    words: &IdentityWords,
    places: &Places,
    page: &Page,
    meta: &Meta,
    year: i32,
    fits: impl Fn(&Attributed<String>) -> bool,
) -> Option<Attributed<String>> {
    let places_of_names: [&dyn Fn() -> Option<Attributed<String>>; 6] = [
        &|| voice::compiler(words, places, page, year),
        &|| labelled(words, places, meta.publisher.as_ref(), "publisher", year),
        &|| crumb(words, places, meta, year),
        &|| signed(words, places, page, year),
        &|| contact(words, places, page, year),
        &|| headed(words, places, page, year),
    ];
    places_of_names.into_iter().find_map(|name| name().filter(&fits))
}

/// The best name of the page beside its titles.
pub fn beside_title(
    words: &IdentityWords,
    places: &Places,
    page: &Page,
    meta: &Meta,
    year: i32,
) -> Option<Attributed<String>> {
    told(words, places, page, meta, year, |_| true)
        .or_else(|| subject(words, places, page, year))
        .or_else(|| labelled(words, places, meta.source.as_ref(), "source", year))
        .or_else(|| labelled(words, places, meta.site.as_ref(), "site", year))
}

/// A bare name of a title with its place, as the page gives it beside the title: 公安局 signed by 抚松县公安局.
pub fn with_place(
    words: &IdentityWords,
    places: &Places,
    page: &Page,
    meta: &Meta,
    bare: &str,
    year: i32,
) -> Option<Attributed<String>> {
    let full = |name: &Attributed<String>| whole::place_before(words, places, &name.value, bare, year).is_some();
    told(words, places, page, meta, year, full).or_else(|| whole::in_text(words, places, page, bare, year))
}

/// The value of a label, if it names an agency.
fn labelled(
    words: &IdentityWords,
    places: &Places,
    value: Option<&Value>,
    evidence: &str,
    year: i32,
) -> Option<Attributed<String>> {
    let value = value?;
    let name = without_site(words, &value.text);
    read_name(words, places, name, year).map(|_| attributed(name, evidence, value.span))
}

/// The agency of a unit inside it that signs, compiles or answers: 某县财政局 of its office, a town of its service centre.
/// An office for disclosure is that of whom it stands behind, and of nobody alone.
pub fn outer<'a>(words: &IdentityWords, places: &Places, name: &'a str, year: i32) -> &'a str {
    let contact = &words.contact;
    let known = |name: &str| name.chars().count() > 2 && read_name(words, places, name, year).is_some();
    if let Some((at, _)) = first(&words.title.subjects, name) {
        let desk = before(&contact.desks, name).is_some();
        return if desk && known(&name[..at]) { &name[..at] } else { "" };
    }
    let unit = before(&contact.tails, name);
    let town = |name: &str| read_name(words, places, name, year).is_some_and(|it| it.kind == AgencyKind::Township);
    let inner = before(&contact.inner, name).filter(|outer| town(outer));
    let section =
        before(&contact.sections, name).filter(|_| !town(name) && before(&words.agency.offices, name).is_none());
    let body = section.and_then(|within| {
        let mut ends = within.char_indices().map(|(at, _)| &within[..at]).rev();
        ends.find(|body| before(&contact.bodies, body).is_some() && known(body))
    });
    unit.into_iter().chain(inner).chain(body).find(|outer| known(outer)).unwrap_or(name)
}

fn attributed(name: &str, evidence: &str, span: Span) -> Attributed<String> {
    Attributed { value: name.to_string(), evidence: evidence.to_string(), span: Some(span) }
}

fn without_site<'a>(words: &IdentityWords, name: &'a str) -> &'a str {
    before(&words.site.tails, name).unwrap_or(name)
}

/// The last step of the breadcrumb that names an agency.
fn crumb(words: &IdentityWords, places: &Places, meta: &Meta, year: i32) -> Option<Attributed<String>> {
    let value = meta.crumb.as_ref()?;
    let steps: Vec<&str> = value.text.split(['>', '»', '→', '/', '-', '|']).collect();
    let name = steps
        .iter()
        .rev()
        .map(|step| without_site(words, step.trim()))
        .find(|step| step.chars().count() > 2 && read_name(words, places, step, year).is_some())?;
    Some(attributed(name, "breadcrumb", value.span))
}

/// A line of its own at the end that names an agency, the day of signature behind it or under it.
fn signed(words: &IdentityWords, places: &Places, page: &Page, year: i32) -> Option<Attributed<String>> {
    page.tail.iter().rev().take(14).find_map(|line| {
        let text = line.text();
        let end = crate::text::date::years(text).first().map_or(text.len(), |(_, range)| range.start);
        let name = text[..end].trim_matches([' ', ',', '。', ':', '(', ')']);
        let short = name.chars().count() > 2 && name.chars().count() <= 25;
        let name = outer(words, places, name, year);
        (short && read_name(words, places, name, year).is_some()).then(|| attributed(name, "sign-off", line.span))
    })
}

/// The evidence of a line that is what is left of a headline.
pub const AT_TOP: &str = "line at the top";

/// A line of its own near the top that is an agency's full name. That of a government may be the site's banner: it counts
/// with a day under it.
fn headed(words: &IdentityWords, places: &Places, page: &Page, year: i32) -> Option<Attributed<String>> {
    let lines: Vec<&Line> = page.top.iter().filter(|line| !line.frame && !line.cell).take(8).collect();
    lines.iter().enumerate().find_map(|(at, line)| {
        let name = line.text();
        let named = read_name(words, places, name, year).filter(|_| name.chars().count() <= 30)?;
        let placed = !part(words, places, name, year, &[]).prefix.is_empty();
        let dated = || lines.get(at + 1).is_some_and(|next| year_at(next.text()).is_some() && next.text().len() < 40);
        let banner = named.kind == AgencyKind::Government;
        (placed && (!banner || dated()))
            .then(|| attributed(name, if dated() { "signature at the top" } else { AT_TOP }, line.span))
    })
}

/// 请与…联系, the inner office taken off.
fn contact(words: &IdentityWords, places: &Places, page: &Page, year: i32) -> Option<Attributed<String>> {
    page.top.iter().chain(&page.tail).filter(|line| line.signs.has(Signs::CONTACT)).find_map(|line| {
        let text = line.text();
        let opens = words.contact.opens.iter().flat_map(|open| text.match_indices(open.as_str()));
        let mut starts: Vec<usize> = opens.map(|(at, open)| at + open.len()).collect();
        starts.sort_unstable();
        starts.into_iter().find_map(|start| {
            let from = start + text[start..].len() - text[start..].trim_start_matches([':', '"']).len();
            let rest = &text[from..];
            // Behind a verb of asking the name may end its sentence.
            let to = first(&words.contact.closes, rest).map_or(rest.len(), |(to, _)| to);
            let name = rest[..to].split(['(', ',', '。', ':', '[', ';', '"']).next().unwrap_or_default();
            let name = outer(words, places, name, year);
            let known = name.chars().count() > 2 && read_name(words, places, name, year).is_some();
            known.then(|| attributed(name, "contact sentence", line.folded.span(from, from + name.len())))
        })
    })
}

/// `2025年,{agency}坚持…`: the longest beginning of the sentence that names an agency.
fn subject(words: &IdentityWords, places: &Places, page: &Page, year: i32) -> Option<Attributed<String>> {
    subject_sentences(words, page).into_iter().find_map(|(_, index, _, from)| {
        let line = &page.top[index];
        let rest = &line.text()[from..];
        let clause = &rest[..rest.find([',', '。', ';', ':', '、']).unwrap_or(rest.len())];
        let mut ends: Vec<usize> = words
            .subject
            .verbs
            .iter()
            .flat_map(|verb| clause.match_indices(verb.as_str()).map(|(at, _)| at))
            .filter(|&at| at > 0)
            .collect();
        ends.sort_unstable();
        let name = ends.into_iter().map(|end| &clause[..end]).find(|name| {
            after(&words.subject.never, name).is_none()
                && name.chars().count() > 2
                && read_name(words, places, name, year).is_some()
        })?;
        Some(attributed(name, "first sentence", line.folded.span(from, from + name.len())))
    })
}
