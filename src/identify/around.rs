//! What stands around the agency's name on its page, by kind of clue. Knows no division.

use super::meta::{Meta, Value};
use super::page::Page;
use crate::catalog::IdentityWords;
use crate::catalog::finder::Signs;
use crate::catalog::identity::first;
use crate::catalog::place::{Clue, ClueKind};
use crate::model::Source;
use crate::text::simplify::simplified;

/// Strings of a page by the kind of clue that they are.
pub struct Around(Vec<(ClueKind, String)>);

impl Around {
    pub fn new(words: &IdentityWords, source: &Source, meta: &Meta, page: &Page) -> Around {
        let mut strings: Vec<(ClueKind, String)> = Vec::new();
        let mut take = |kind: ClueKind, value: &Option<Value>| {
            strings.extend(value.iter().map(|value| (kind, value.text.clone())));
        };
        take(ClueKind::Title, &meta.title);
        take(ClueKind::Publisher, &meta.publisher);
        take(ClueKind::Publisher, &meta.source);
        take(ClueKind::Breadcrumb, &meta.crumb);
        take(ClueKind::Site, &meta.site);
        take(ClueKind::Host, &meta.url);
        strings.extend(page.head.iter().map(|entry| {
            let kind = match entry.name {
                name if words.head.titles.iter().any(|title| title == name) => ClueKind::Title,
                name if words.head.publishers.iter().any(|word| word == name) => ClueKind::Publisher,
                name if words.head.crumbs.iter().any(|crumb| crumb == name) => ClueKind::Breadcrumb,
                name if words.head.urls.iter().any(|url| url == name) => ClueKind::Host,
                _ => ClueKind::Site,
            };
            (kind, simplified(entry.value).into_owned())
        }));
        let lines = page.top.iter().filter(|line| !line.frame).chain(&page.tail);
        for line in lines.filter(|line| line.signs.has(Signs::CONTACT)) {
            if let Some((at, _)) = first(&words.contact.opens, line.text()) {
                let sentence = line.text()[at..].chars().take(120).collect();
                strings.push((ClueKind::Contact, sentence));
            }
        }
        let mut text = beginning(page);
        strings.push((ClueKind::Text, text.clone()));
        strings.push((ClueKind::Documents, text.clone()));
        strings.push((ClueKind::Host, text.clone()));
        for line in &page.tail {
            text.push('\n');
            text.push_str(line.text());
        }
        strings.push((ClueKind::Phone, text));
        strings.push((ClueKind::Path, source.path.clone()));
        Around(strings)
    }

    pub fn clues(&self) -> Vec<Clue<'_>> {
        self.0.iter().map(|(kind, text)| Clue { kind: *kind, text }).collect()
    }
}

/// The first characters of the page's text, where a report cites its parents' documents.
fn beginning(page: &Page) -> String {
    let lines = page.top.iter().filter(|line| !line.frame).map(|line| line.text());
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        text.push('\n');
        if text.len() > 4_500 {
            break;
        }
    }
    text.chars().take(1_500).collect()
}
