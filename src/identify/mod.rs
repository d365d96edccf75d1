//! Who speaks in a document, for which place and which year, each with its evidence; or why it is no report.
//! Knows no metric and no form.

mod agency;
mod meta;
mod page;
mod place;
mod title;
mod who;
mod worth;
mod year;

#[cfg(test)]
mod tests;

use crate::catalog::identity::first;
use crate::catalog::{Catalog, IdentityWords, Places};
use crate::model::{
    AgencyKind, Attributed, Code, Date, Document, Identity, Issue, Refusal, RefusalReason, Scope, Severity, Source, Span,
};
use agency::{Named, agency_id};
use meta::Meta;
use page::Page;
use title::{Title, titles};
use std::cmp::Reverse;
use year::Vote;

/// A title and where on the page it stands.
struct Candidate {
    title: Title,
    text: String,
    span: Span,
    /// What it is worth as the title of the page; mentions in running text are worth less than nothing else.
    rank: u32,
    evidence: &'static str,
}

const HEADLINE: u32 = 5;
const META: u32 = 4;
const HEAD: u32 = 3;
const IN_LINE: u32 = 2;
const PREAMBLE: u32 = 1;

/// The identity of a report. The path is evidence too, though weak.
pub fn identify(
    catalog: &Catalog,
    source: &Source,
    document: &Document,
    issues: &mut Vec<Issue>,
) -> Result<Identity, Refusal> {
    let (words, places) = (&catalog.identity, &catalog.places);
    let page = Page::new(words, document);
    let meta = meta::meta(words, &page);
    let mut candidates = candidates(words, places, &page, &meta);
    judge(words, document, &page, &meta, &candidates)?;

    let published = meta.published.clone();
    let day = published.as_ref().map(|published| published.value);
    let mut votes: Vec<Vote> = candidates.iter().filter_map(vote).collect();
    votes.extend(year::votes(words, &page, &source.path));
    let year = year::decide(votes, day, catalog.settings.years, issues)?;

    // Titles of other years are those of neighbours in a list.
    candidates.sort_by_key(|candidate| candidate.title.year.is_some_and(|named| named != year.value));
    let titled = candidates.iter().find_map(|candidate| {
        let name = candidate.title.agency.clone()?;
        Some(Attributed { value: name, evidence: candidate.evidence.to_string(), span: Some(candidate.span) })
    });
    let mut agency = titled
        .or_else(|| who::beside_title(words, places, &page, &meta, year.value))
        .ok_or_else(|| Refusal::new(RefusalReason::AgencyUnknown, "neither title nor page names an agency"))?;
    let named = place::read_name(words, places, &agency.value, year.value)
        .unwrap_or_else(|| place::other(words, places, &agency.value, year.value));

    let near = near(&meta, &page);
    let near: Vec<&str> = near.iter().map(String::as_str).collect();
    let text = beginning(&page);
    let placed = place::place(words, places, &agency.value, &named, year.value, &near, &text);
    if placed.link.division_code.is_none() && named.kind != AgencyKind::Zone {
        let why = placed.doubt.clone().unwrap_or_else(|| "no division is named".to_string());
        let message = format!("{}: {why}", agency.value);
        issues.push(Issue { code: Code::PlaceUnresolved, severity: Severity::Note, message, span: agency.span });
    }
    if named.kind == AgencyKind::Government && place::is_place_only(words, places, &agency.value, year.value) {
        agency.value.push_str(&words.agency.people_government);
    }
    odd_day(day, year.value, published.as_ref().and_then(|published| published.span), issues);
    Ok(Identity {
        title: candidates.first().map(|best| Attributed {
            value: best.text.clone(),
            evidence: best.evidence.to_string(),
            span: Some(best.span),
        }),
        agency_id: agency_id(&named, &agency.value, &placed),
        kind: named.kind,
        level: placed.level,
        year,
        published,
        url: meta.url.map(|value| Attributed {
            value: value.text,
            evidence: "metadata".to_string(),
            span: Some(value.span),
        }),
        scope: scope(&named),
        link: placed.link,
        agency,
    })
}

/// A government and a zone report for their area, anybody else for themselves, unless a sentence says otherwise.
fn scope(named: &Named) -> Attributed<Scope> {
    let own = matches!(named.kind, AgencyKind::Department | AgencyKind::Township | AgencyKind::Other) || named.office;
    let value = if own { Scope::Own } else { Scope::Area };
    Attributed { value, evidence: "kind of the agency".to_string(), span: None }
}

/// Reports are due in the first months after their year; a much later day is that of a migrated site.
fn odd_day(day: Option<Date>, year: i32, span: Option<Span>, issues: &mut Vec<Issue>) {
    let Some(day) = day else { return };
    let message = if day.year > year + 2 {
        format!("published {day}, long after the report year {year}: perhaps the day of a migration")
    } else if day.year < year || (day.year == year && day.month < 12) {
        format!("published {day}, before the report year {year} ended")
    } else {
        return;
    };
    issues.push(Issue { code: Code::PublishedOdd, severity: Severity::Note, message, span });
}

fn vote(candidate: &Candidate) -> Option<Vote> {
    let weight = match candidate.rank {
        HEADLINE => year::HEADLINE,
        META | HEAD | IN_LINE => year::META_TITLE,
        _ => year::PREAMBLE,
    };
    candidate.title.year.map(|year| Vote { year, weight, evidence: candidate.evidence, span: Some(candidate.span) })
}

/// All titles of the page, the best first; one a rank and year, since a page repeats its title.
fn candidates(words: &IdentityWords, places: &Places, page: &Page, meta: &Meta) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut add = |title: Title, text: &str, span: Span, rank: u32, evidence: &'static str| {
        let text = text[title.range.clone()].to_string();
        found.push(Candidate { title, text, span, rank, evidence });
    };
    for value in meta.title.iter() {
        let folded = plain(&value.text);
        for title in titles(words, places, &folded) {
            add(title, &value.text, value.span, META, "title in the metadata");
        }
    }
    for entry in page.head.iter().filter(|entry| words.head.titles.iter().any(|name| name == entry.name)) {
        let folded = plain(&words.simplified(&crate::text::fold(&page.document.text, entry.span).text));
        for title in titles(words, places, &folded) {
            add(title, &folded.text, entry.span, HEAD, "title in the head");
        }
    }
    for (index, line) in page.top.iter().enumerate() {
        let short = line.text().chars().count() <= 70;
        for title in titles(words, places, &line.folded) {
            let whole = title.range.len() + 12 >= line.text().len();
            let labelled = line.text()[..title.range.start].ends_with(':');
            let (rank, evidence) = match () {
                () if line.heading || (short && whole && !labelled && !line.frame) => (HEADLINE, "headline"),
                () if short => (IN_LINE, "line of the page"),
                () if stands_alone(line, &title) => (IN_LINE, "title in a long line"),
                () => (PREAMBLE, "first sentences"),
            };
            let span = line.folded.span(title.range.start, title.range.end);
            add(title, line.text(), span, rank, evidence);
        }
        if !joins(page, index) {
            continue;
        }
        let ends = |last: usize| words.title.ends.iter().any(|end| page.top[last].text().contains(end.chars().next_back().unwrap_or(' ')));
        let following = (index + 1..page.top.len().min(index + 4)).take_while(|&last| joins(page, last));
        for last in following.filter(|&last| ends(last)) {
            let folded = page.join(words, index, last);
            let first_end = line.text().len();
            let whole = |title: &&Title| title.range.start < first_end && title.range.end > folded.text.len() - page.top[last].text().len();
            if first_is_title(words, places, line) {
                break;
            }
            for title in titles(words, places, &folded).iter().filter(whole) {
                let span = folded.span(title.range.start, title.range.end);
                add(title.clone(), &folded.text, span, HEADLINE, "headline over several lines");
            }
        }
    }
    // A title that names both agency and year is the title; then by where it stands, then by order on the page.
    let agreed: Vec<u32> = found.iter().map(|candidate| agreement(&found, candidate)).collect();
    let mut order: Vec<(usize, Candidate)> = found.into_iter().enumerate().collect();
    order.sort_by_key(|(at, candidate)| {
        let title = &candidate.title;
        let told = u32::from(title.agency.is_some()) + u32::from(title.year.is_some());
        let mention = candidate.rank == PREAMBLE;
        (mention, Reverse(told), Reverse(agreed[*at]), Reverse(candidate.rank))
    });
    let mut kept: Vec<Candidate> = Vec::new();
    for (_, candidate) in order {
        let told = kept.iter().any(|other| other.rank == candidate.rank && other.title.year == candidate.title.year);
        if !told {
            kept.push(candidate);
        }
    }
    kept
}

/// In how many kinds of place on the page the same agency and year stand: a neighbour in a list stands in one.
fn agreement(found: &[Candidate], candidate: &Candidate) -> u32 {
    let same = |other: &&Candidate| {
        other.title.agency == candidate.title.agency && other.title.year == candidate.title.year
    };
    let mut ranks: Vec<u32> = found.iter().filter(same).map(|other| other.rank).collect();
    ranks.retain(|&rank| rank > PREAMBLE);
    ranks.sort_unstable();
    ranks.dedup();
    ranks.len() as u32
}

/// A value that was folded already.
fn plain(text: &str) -> crate::text::Folded {
    crate::text::fold(text, Span::new(0, text.len()))
}

fn first_is_title(words: &IdentityWords, places: &Places, line: &page::Line) -> bool {
    titles(words, places, &line.folded).iter().any(|title| title.agency.is_some() && title.year.is_some())
}

/// Whether a line may continue a headline: short, without a label or the end of a sentence.
fn joins(page: &Page, index: usize) -> bool {
    let line = &page.top[index];
    line.text().chars().count() <= 40 && !line.cell && !line.text().contains([':', '。', '|', '>'])
}

/// Whether blanks part a title from the rest of a long line.
fn stands_alone(line: &page::Line, title: &Title) -> bool {
    let behind = title.range.end == line.text().len() || line.gap(title.range.end);
    line.gap(title.range.start) && behind
}

/// The names of the page, and what is known against its being a report.
fn judge(words: &IdentityWords, document: &Document, page: &Page, meta: &Meta, candidates: &[Candidate]) -> Result<(), Refusal> {
    let signs = worth::signs(words, document);
    let found: Vec<&Title> = candidates.iter().filter(|candidate| candidate.rank > PREAMBLE).map(|candidate| &candidate.title).collect();
    let mut names: Vec<String> = meta.title.iter().map(|value| value.text.clone()).collect();
    let heads = page.head.iter().filter(|entry| words.head.titles.iter().any(|name| name == entry.name));
    names.extend(heads.map(|entry| words.simplified(&plain(entry.value).text)));
    let body = page.top.iter().filter(|line| !line.frame && !line.text().contains(':'));
    names.extend(body.take(4).map(|line| line.text().to_string()).filter(|text| text.chars().count() <= 60));
    let mentioned = page.top.iter().filter(|line| {
        words.subjects.find(line.text()).next().is_some_and(|(_, end, _)| {
            line.text().chars().count() < 60 && words.title.ends.iter().any(|word| line.text()[end..].contains(word.as_str()))
        })
    });
    let by_line = page.top.iter().take(14).any(|line| {
        first(&words.page.news, line.text()).is_some_and(|(at, _)| at < 200)
    });
    worth::judge(words, signs, &found, &names, mentioned.count(), by_line)
}

/// Strings beside the text that may name the place.
fn near(meta: &Meta, page: &Page) -> Vec<String> {
    let values = [&meta.publisher, &meta.crumb, &meta.site, &meta.source, &meta.title];
    let mut near: Vec<String> = values.into_iter().flatten().map(|value| value.text.clone()).collect();
    near.extend(page.head.iter().map(|entry| entry.value.to_string()));
    near
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
