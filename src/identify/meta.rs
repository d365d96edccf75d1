//! What the page says about itself beside the text: labelled values of any layout, head entries, the breadcrumb.
//! Judges nothing.

use super::page::{Line, Page, gap};
use crate::catalog::IdentityWords;
use crate::model::{Attributed, Date, Span};
use crate::text::date::date_at;

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
    let labels = &words.labels;
    let text = |list: &[String]| labelled(words, page, list).into_iter().next();
    let mut meta = Meta {
        title: text(&labels.title).or_else(|| entry(words, page, &words.head.titles)),
        publisher: text(&labels.publisher).or_else(|| entry(words, page, &words.head.publishers)),
        source: text(&labels.source),
        site: text(&labels.site).or_else(|| entry(words, page, &words.head.sites)),
        url: raw_url(words, page),
        crumb: crumb(words, page).or_else(|| entry(words, page, &words.head.crumbs)),
        published: None,
    };
    meta.published = published(words, page);
    meta
}

/// The day of publication: labels in their order, then the head, then a day that begins a line under the title.
fn published(words: &IdentityWords, page: &Page) -> Option<Attributed<Date>> {
    let of = |value: &Value, evidence: &str| {
        let (date, _) = date_at(&value.text)?;
        Some(Attributed { value: date, evidence: evidence.to_string(), span: Some(value.span) })
    };
    for (rank, list) in words.labels.published.iter().enumerate() {
        let evidence = if rank == 0 { "label of publication" } else { "label of another date" };
        if let Some(found) = labelled(words, page, list).iter().find_map(|value| of(value, evidence)) {
            return Some(found);
        }
        if rank == 0
            && let Some(found) = entry(words, page, &words.head.published).and_then(|value| of(&value, "head of the page"))
        {
            return Some(found);
        }
    }
    page.top.iter().take(12).find_map(|line| {
        let (date, length) = date_at(line.text())?;
        let rest = line.text()[length..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | ' '));
        // The day alone, or the day and page furniture in brackets; a sentence that begins with a day is none.
        let alone = rest.is_empty() || rest.starts_with(['[', '(']) || starts_with_label(words, rest);
        alone.then(|| Attributed { value: date, evidence: "line under the title".to_string(), span: Some(line.folded.span(0, length)) })
    })
}

fn starts_with_label(words: &IdentityWords, text: &str) -> bool {
    let labels = &words.labels;
    [&labels.source, &labels.other, &labels.publisher].iter().any(|list| list.iter().any(|label| text.starts_with(label.as_str())))
}

/// The entry of the head whose name stands first in the list.
fn entry(words: &IdentityWords, page: &Page, names: &[String]) -> Option<Value> {
    let found = names.iter().find_map(|name| page.head.iter().find(|entry| entry.name == name && !entry.value.is_empty()))?;
    let folded = crate::text::fold(&page.document.text, found.span);
    Some(Value { text: words.simplified(&folded.text), span: found.span })
}

/// All values of the labels, in the order of the page.
fn labelled(words: &IdentityWords, page: &Page, list: &[String]) -> Vec<Value> {
    let mut found = Vec::new();
    for (index, line) in page.top.iter().enumerate().take(LINES) {
        for label in list {
            for (at, _) in line.text().match_indices(label.as_str()) {
                found.extend(value_of(words, page, index, at, at + label.len()));
            }
        }
    }
    found
}

/// The value behind the label at `start..end` of a line: it needs a colon, a cell of its own, or a date behind it.
fn value_of(words: &IdentityWords, page: &Page, index: usize, start: usize, end: usize) -> Option<Value> {
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
        let to = value_end(words, line, from);
        return (to > from).then(|| Value { text: text[from..to].to_string(), span: line.folded.span(from, to) });
    }
    // The value stands in the next cell or line, unless that is a label of its own.
    let next = page.top.get(index + 1).filter(|next| next.cell == line.cell)?;
    let is_label = next.text().contains(':') && date_at(next.text()).is_none() || starts_with_label(words, next.text());
    (!is_label && next.text().chars().count() <= 60).then(|| Value { text: next.text().to_string(), span: next.span })
}

/// A value ends at a blank or before the next label; a blank inside a date does not end it.
fn value_end(words: &IdentityWords, line: &Line, from: usize) -> usize {
    let text = line.text();
    let date = date_at(&text[from..]).map_or(0, |(_, length)| length);
    let labels = &words.labels;
    let lists = [&labels.publisher, &labels.source, &labels.title, &labels.url, &labels.other];
    let mut at = from;
    for (offset, c) in text[from..].char_indices() {
        at = from + offset;
        let inside_date = offset < date;
        let before_label = || {
            let next = |list: &Vec<String>| list.iter().any(|label| {
                text[at..].strip_prefix(label.as_str()).is_some_and(|rest| rest.starts_with(':'))
            });
            lists.iter().any(|list| next(list)) || labels.published.iter().any(next)
        };
        let wide_gap = offset > 0 && gap(&line.folded, at);
        if !inside_date && (wide_gap || matches!(c, '[' | '|') || before_label()) {
            return at;
        }
    }
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The address as written: folding would change it.
fn raw_url(words: &IdentityWords, page: &Page) -> Option<Value> {
    let value = labelled(words, page, &words.labels.url).into_iter().find(|value| value.text.starts_with("http"));
    let value = value.or_else(|| entry(words, page, &words.head.urls).filter(|value| value.text.starts_with("http")))?;
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
