//! What the page says about itself beside the text: labelled values of any layout, head entries, the breadcrumb.
//! Judges nothing.

use super::page::{Line, Page, gap};
use crate::catalog::IdentityWords;
use crate::catalog::finder::Role;
use crate::model::{Attributed, Date, Span};
use crate::text::date::date_at;
use std::ops::Range;

/// A labelled value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Folded.
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    pub title: Option<Value>,
    pub publisher: Option<Value>,
    /// 来源: often the site and not the publisher.
    pub source: Option<Value>,
    pub site: Option<Value>,
    pub url: Option<Value>,
    pub crumb: Option<Value>,
    pub published: Option<Attributed<Date>>,
}

/// How many lines of the top may hold metadata.
const LINES: usize = 90;

pub fn meta(words: &IdentityWords, page: &Page) -> Meta {
    let labelled = labelled(words, page);
    let text = |role: Role| of_role(&labelled, role as usize).next().cloned();
    Meta {
        title: text(Role::Title).or_else(|| entry(page, &words.head.titles)),
        publisher: text(Role::Publisher).or_else(|| entry(page, &words.head.publishers)),
        source: text(Role::Source),
        site: text(Role::Site).or_else(|| entry(page, &words.head.sites)),
        url: raw_url(words, page, &labelled),
        crumb: crumb(words, page).or_else(|| entry(page, &words.head.crumbs)),
        published: published(words, page, &labelled),
    }
}

/// The values of a role, in the order of the page.
fn of_role(labelled: &[(usize, Value)], role: usize) -> impl Iterator<Item = &Value> {
    labelled.iter().filter(move |(of, _)| *of == role).map(|(_, value)| value)
}

/// The day of publication: labels in their order, then the head, then a day that begins a line under the title.
fn published(words: &IdentityWords, page: &Page, labelled: &[(usize, Value)]) -> Option<Attributed<Date>> {
    let of = |value: &Value, evidence: &str| {
        let (date, _) = date_at(&value.text)?;
        Some(Attributed { value: date, evidence: evidence.to_string(), span: Some(value.span) })
    };
    for rank in 0..words.labels.published.len() {
        let evidence = if rank == 0 { "label of publication" } else { "label of another date" };
        if let Some(found) = of_role(labelled, Role::Published as usize + rank).find_map(|value| of(value, evidence)) {
            return Some(found);
        }
        if rank == 0
            && let Some(found) = entry(page, &words.head.published).and_then(|value| of(&value, "head of the page"))
        {
            return Some(found);
        }
    }
    under_title(words, page).or_else(|| signed(page))
}

/// A day that begins a line or stands in brackets: near the top, or within three lines of a title.
fn under_title(words: &IdentityWords, page: &Page) -> Option<Attributed<Date>> {
    page.top.iter().take(LINES).enumerate().find_map(|(index, line)| {
        let text = line.text().trim_start_matches(['(', '[']);
        let (date, length) = date_at(text)?;
        let rest =
            text[length..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | ' ' | ')' | ']'));
        let above = &page.top[index.saturating_sub(3)..index];
        let near = index < 12 || above.iter().any(|line| words.subjects.find(line.text()).next().is_some());
        // The day alone, or the day and page furniture; a sentence that begins with a day is none.
        let blank = line.gap(line.text().len() - rest.len())
            && text.chars().count() < 40
            && words.subjects.find(rest).next().is_none();
        let alone = rest.is_empty() || blank || rest.starts_with(['[', '(']) || starts_with_label(words, rest);
        let from = line.text().len() - text.len();
        (near && alone).then(|| Attributed {
            value: date,
            evidence: "line under the title".to_string(),
            span: Some(line.folded.span(from, from + length)),
        })
    })
}

/// The day of signature: the last line that is a day, or an agency and a day.
fn signed(page: &Page) -> Option<Attributed<Date>> {
    page.tail.iter().rev().take(14).find_map(|line| {
        let text = line.text();
        if text.chars().count() > 45 {
            return None;
        }
        let (at, date) = text.char_indices().find_map(|(at, _)| {
            let (date, length) = date_at(&text[at..])?;
            text[at + length..].trim_end_matches([')', '。']).is_empty().then_some((at, date))
        })?;
        let apart = text[..at].chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '(' | '、'));
        apart.then(|| Attributed {
            value: date,
            evidence: "sign-off".to_string(),
            span: Some(line.folded.span(at, text.len())),
        })
    })
}

fn starts_with_label(words: &IdentityWords, text: &str) -> bool {
    words.label_roles.find(text).next().is_some_and(|(start, _, _)| start == 0)
}

/// The entry of the head whose name stands first in the list.
fn entry(page: &Page, names: &[String]) -> Option<Value> {
    let found =
        names.iter().find_map(|name| page.head.iter().find(|entry| entry.name == name && !entry.value.is_empty()))?;
    let folded = crate::text::fold(&page.document.text, found.span);
    Some(Value { text: folded.text, span: found.span })
}

/// All labelled values with the roles of their labels, in the order of the page.
fn labelled(words: &IdentityWords, page: &Page) -> Vec<(usize, Value)> {
    let mut found = Vec::new();
    for (index, line) in page.top.iter().enumerate().take(LINES) {
        let labels: Vec<(usize, usize, usize)> = words.label_roles.find(line.text()).collect();
        for &(start, end, role) in &labels {
            // The next label with a colon ends the value.
            let next = labels.iter().find(|label| label.0 >= end && line.text()[label.1..].starts_with(':'));
            let stop = next.map_or(line.text().len(), |label| label.0);
            found.extend(value_of(words, page, index, start..end, stop).map(|value| (role, value)));
        }
    }
    found
}

/// The value behind a label of a line, up to `stop` at most: it needs a colon, a cell of its own, or a date behind it.
fn value_of(words: &IdentityWords, page: &Page, index: usize, label: Range<usize>, stop: usize) -> Option<Value> {
    let Range { start, end } = label;
    let line = &page.top[index];
    let text = line.text();
    let opens = start == 0 || gap(&line.folded, start) || !text[..start].ends_with(char::is_alphabetic);
    if !opens {
        return None;
    }
    let rest = &text[end..];
    let colon = rest.trim_start_matches([']', '"']).strip_prefix(':');
    let from = match colon {
        Some(rest) => text.len() - rest.len(),
        None if rest.is_empty() && line.cell => end,
        None if date_at(rest).is_some() => end,
        None => return None,
    };
    if from < text.len() {
        let to = value_end(line, from.min(stop), stop);
        return (to > from).then(|| Value { text: text[from..to].to_string(), span: line.folded.span(from, to) });
    }
    // The value stands in the next cell or line, unless that is a label of its own.
    let next = page.top.get(index + 1).filter(|next| next.cell == line.cell)?;
    let is_label = next.text().contains(':') && date_at(next.text()).is_none() || starts_with_label(words, next.text());
    (!is_label && next.text().chars().count() <= 60).then(|| Value { text: next.text().to_string(), span: next.span })
}

/// A value ends at a blank or a bracket; a blank inside a date does not end it.
fn value_end(line: &Line, from: usize, stop: usize) -> usize {
    let text = &line.text()[..stop];
    let date = date_at(&text[from..]).map_or(0, |(_, length)| length);
    let ends = |offset: usize, c: char| {
        offset >= date && (matches!(c, '[' | '|') || offset > 0 && gap(&line.folded, from + offset))
    };
    text[from..].char_indices().find(|&(offset, c)| ends(offset, c)).map_or(stop, |(offset, _)| from + offset)
}

/// The address as written: folding would change it.
fn raw_url(words: &IdentityWords, page: &Page, labelled: &[(usize, Value)]) -> Option<Value> {
    let value = of_role(labelled, Role::Url as usize).find(|value| value.text.starts_with("http")).cloned();
    let value = value.or_else(|| entry(page, &words.head.urls).filter(|value| value.text.starts_with("http")))?;
    Some(Value { text: page.document.slice(value.span).trim().to_string(), span: value.span })
}

/// The path of pages that leads here: behind its mark, or on the next line, or any line of steps.
fn crumb(words: &IdentityWords, page: &Page) -> Option<Value> {
    let whole = |line: &Line| Some(Value { text: cut(line.text()), span: line.span });
    for (index, line) in page.top.iter().enumerate().take(LINES) {
        if words.crumb.marks.iter().any(|mark| line.text().contains(mark.as_str())) {
            let rest = line.text().split_once(':').map_or("", |(_, rest)| rest);
            let next = page.top.get(index + 1);
            return if rest.is_empty() { next.and_then(whole) } else { whole(line) };
        }
        let steps = line.text().matches(['>', '»', '→']).count();
        if steps > 1 && line.text().chars().count() < 120 {
            return whole(line);
        }
    }
    None
}

/// A page in one line has its text behind the breadcrumb.
fn cut(text: &str) -> String {
    text.chars().take(120).collect()
}
