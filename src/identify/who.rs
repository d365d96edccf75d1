//! The agency of a report whose title names none: publisher, breadcrumb, sign-off, contact sentence, first sentence,
//! site, in that order. Knows how pages are laid out, not what the names mean.

use super::meta::{Meta, Value};
use super::page::Page;
use super::place::read_name;
use super::year::subject_sentences;
use crate::catalog::identity::{before, first};
use crate::catalog::{IdentityWords, Places};
use crate::model::{Attributed, Span};

/// The best name of the page beside its titles.
pub fn beside_title(
    words: &IdentityWords,
    places: &Places,
    page: &Page,
    meta: &Meta,
    year: i32,
) -> Option<Attributed<String>> {
    let known = |name: &str| read_name(words, places, name, year).is_some();
    let of = |value: &Option<Value>, evidence: &str| {
        let value = value.as_ref()?;
        let name = without_site(words, &value.text);
        known(name).then(|| attributed(name, evidence, value.span))
    };
    of(&meta.publisher, "publisher")
        .or_else(|| crumb(words, places, meta, year))
        .or_else(|| signed(words, places, page, year))
        .or_else(|| contact(words, places, page, year))
        .or_else(|| subject(words, places, page, year))
        .or_else(|| of(&meta.source, "source"))
        .or_else(|| of(&meta.site, "site"))
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
    let publisher = meta.publisher.as_ref().map(|value| attributed(&value.text, "publisher", value.span));
    let full = |name: &Attributed<String>| {
        let place = name.value.strip_suffix(bare).filter(|place| !place.is_empty());
        place.is_some() && read_name(words, places, &name.value, year).is_some()
    };
    publisher.filter(full).or_else(|| signed(words, places, page, year).filter(full))
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
        let name = text[..end].trim_matches([' ', ',', '。', ':']);
        let short = name.chars().count() > 2 && name.chars().count() <= 25;
        (short && read_name(words, places, name, year).is_some()).then(|| attributed(name, "sign-off", line.span))
    })
}

/// 请与…联系, the inner office taken off.
fn contact(words: &IdentityWords, places: &Places, page: &Page, year: i32) -> Option<Attributed<String>> {
    page.top.iter().chain(&page.tail).find_map(|line| {
        let (_, from) = first(&words.contact.opens, line.text())?;
        let rest = &line.text()[from..];
        let (to, _) = first(&words.contact.closes, rest)?;
        let name = rest[..to].split(['(', ',', '。', ':', '[']).next().unwrap_or_default();
        // An office of a government is a name of its own; only what is no agency without it is cut.
        let outer = before(&words.contact.tails, name).filter(|outer| read_name(words, places, outer, year).is_some());
        let name = outer.unwrap_or(name);
        let known = name.chars().count() > 2 && read_name(words, places, name, year).is_some();
        known.then(|| attributed(name, "contact sentence", line.folded.span(from, from + name.len())))
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
        let name = ends
            .into_iter()
            .map(|end| &clause[..end])
            .find(|name| name.chars().count() > 2 && read_name(words, places, name, year).is_some())?;
        Some(attributed(name, "first sentence", line.folded.span(from, from + name.len())))
    })
}
