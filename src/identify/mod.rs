//! Who speaks in a document, for which place and which year, each with its evidence; or why it is no report.
//! Knows no metric and no form.

mod agency;
mod around;
mod candidate;
mod hint;
mod locate;
mod meta;
mod nameless;
mod opening;
mod page;
mod path;
mod place;
mod title;
mod town;
mod voice;
mod who;
mod whole;
mod worth;
mod year;

#[cfg(test)]
mod tests;

pub use hint::hint;
pub use locate::{Located, locate};

use crate::catalog::finder::Signs;
use crate::catalog::identity::{after, before, first};
use crate::catalog::{Catalog, IdentityWords, Places};
use crate::model::{
    AgencyKind, Attributed, Code, Date, Document, Identity, Issue, Refusal, RefusalReason, Scope, Severity, Source,
    Span,
};
use crate::text::date::years;
use crate::text::fold;
use agency::{Named, agency_id};
use around::Around;
use candidate::{Candidate, HEAD, PREAMBLE, candidates, plain, short_vote, vote};
use meta::Meta;
use page::Page;
use title::Title;
use worth::Beside;
use year::Vote;

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
    judge(words, document, &page, &meta, &candidates, |signs| {
        introduced(words, places, source, &page, &candidates, signs)
    })?;

    let published = meta.published.clone();
    let day = published.as_ref().map(|published| published.value);
    let mut votes: Vec<Vote> = candidates.iter().filter_map(vote).collect();
    let short = candidates.iter().find(|candidate| candidate.title.short_year.is_some());
    let agreed = short.filter(|title| title.title.short_year.is_some_and(|year| year::agrees(&page, year, day)));
    votes.extend(agreed.and_then(short_vote));
    votes.extend(year::votes(words, &page, &source.path));
    // The day of publication alone gives a report with a title its year, if the title does not name another.
    let titled = candidates.iter().any(|candidate| candidate.rank > PREAMBLE || candidate.title.voiced);
    let day_before = day.filter(|_| titled && (short.is_none() || agreed.is_some()));
    let year = year::decide(votes, day_before, catalog.settings.years, issues)?;

    // Titles of other years are those of neighbours in a list.
    candidates.sort_by_key(|candidate| candidate.title.year.is_some_and(|named| named != year.value));
    // A mention in running text is the page's own if the page says so, else the least of all.
    let named = |fits: &dyn Fn(&Candidate) -> bool| {
        candidates.iter().filter(|candidate| fits(candidate)).find_map(|candidate| {
            let name = candidate.title.agency.clone()?;
            Some(Attributed { value: name, evidence: candidate.evidence.to_string(), span: Some(candidate.span) })
        })
    };
    let titled = named(&|candidate| candidate.rank > PREAMBLE || candidate.title.voiced);
    let in_title = titled.is_some();
    let mut agency = titled
        .or_else(|| who::beside_title(words, places, &page, &meta, year.value))
        .or_else(|| named(&|_| true))
        .or_else(|| path::agency(words, places, &source.path, year.value))
        .ok_or_else(|| Refusal::new(RefusalReason::AgencyUnknown, "neither title nor page names an agency"))?;
    if in_title
        && place::part(words, places, &agency.value, year.value, &[]).prefix.is_empty()
        && let Some(full) = who::with_place(words, places, &page, &meta, &agency.value, year.value)
    {
        agency = full;
    }
    let mut named = place::read_name(words, places, &agency.value, year.value)
        .unwrap_or_else(|| place::other(words, places, &agency.value, year.value));

    if named.office
        && !in_title
        && agency.evidence != who::AT_TOP
        && let Some(government) = before(&words.agency.offices, &agency.value)
    {
        // An office that publishes a report without a name in its title publishes that of its government.
        agency.value = government.to_string();
        named = Named { kind: AgencyKind::Government, office: false, core: String::new() };
    }
    agency.value = place::without_units(words, places, &agency.value, year.value, named.kind);
    let around = Around::new(words, source, &meta, &page);
    let asked = locate::Asked { name: &agency.value, named: &named, year: year.value, clues: &around.clues() };
    let mut placed = locate::place(words, places, &asked);
    if named.kind == AgencyKind::Other && place::governs(words, &agency.value) {
        named.kind = AgencyKind::Government;
    }
    let agency_id = agency_id(words, &named, &agency.value, &placed);
    if named.kind == AgencyKind::Zone {
        // The id ends with the zone's name in its written form.
        let name = agency_id.rsplit(':').next().unwrap_or_default();
        placed.link.governs = catalog.territory.governed(name, year.value).map(str::to_string);
    }
    if let Some(why) = locate::open(&named, &placed) {
        let message = format!("{}: {why}", agency.value);
        issues.push(Issue { code: Code::PlaceUnresolved, severity: Severity::Note, message, span: agency.span });
    }
    if named.kind == AgencyKind::Government && place::is_place_only(words, places, &agency.value, year.value) {
        agency.value.push_str(&words.agency.people_government);
    }
    // A sentence that mentions the report may speak of a revised law or of the whole level of government.
    let own_year = |title: &Title| title.year.is_none_or(|named| named == year.value);
    let headlines = candidates.iter().filter(|best| best.rank >= HEAD && own_year(&best.title));
    let lines: Vec<String> = headlines.map(|best| title_line(document, best.span)).collect();
    let says = |marks: &[String]| marks.iter().any(|mark| lines.iter().any(|line| line.contains(mark.as_str())));
    odd_day(day, year.value, published.as_ref().and_then(|published| published.span), issues);
    Ok(Identity {
        title: candidates.first().map(|best| Attributed {
            value: best.text.clone(),
            evidence: best.evidence.to_string(),
            span: Some(best.span),
        }),
        agency_id,
        kind: named.kind,
        level: placed.level,
        year,
        published,
        url: meta.url.map(|value| Attributed {
            value: value.text,
            evidence: "metadata".to_string(),
            span: Some(value.span),
        }),
        scope: scope(&named, says(&words.title.own)),
        revised: says(&words.title.revised),
        link: placed.link,
        agency,
    })
}

/// A government and a zone report for their area unless their title says that the numbers are their own, anybody else for
/// themselves; a sentence may say otherwise.
fn scope(named: &Named, own: bool) -> Attributed<Scope> {
    let by_kind = matches!(named.kind, AgencyKind::Department | AgencyKind::Township | AgencyKind::Other);
    let value = if own || by_kind { Scope::Own } else { Scope::Area };
    let evidence = if own && !by_kind { "title" } else { "kind of the agency" };
    Attributed { value, evidence: evidence.to_string(), span: None }
}

/// The folded line that the title stands in, or the title alone where the line is long.
fn title_line(document: &Document, title: Span) -> String {
    let line = document.blocks.iter().map(|block| block.span).find(|span| span.overlaps(title));
    let short = |span: &Span| document.slice(*span).chars().take(TITLE_LINE + 1).count() <= TITLE_LINE;
    fold(&document.text, line.filter(short).unwrap_or(title)).text
}

/// Characters of a line that is a title and what stands beside it.
const TITLE_LINE: usize = 80;

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

/// Whether a page without a title calls itself a report in its first paragraphs, or by the name of its file.
fn introduced(
    words: &IdentityWords,
    places: &Places,
    source: &Source,
    page: &Page,
    candidates: &[Candidate],
    signs: &worth::Signs,
) -> bool {
    let voiced = |candidate: &Candidate| candidate.title.voiced && !candidate.title.part_year && !candidate.title.news;
    let filed = || path::title(words, places, &source.path).is_some();
    let built = signs.sections > 0 || signs.filled > 0 || year::has_period(words, page);
    let told = candidates.iter().any(voiced) || voice::speaks(words, page) || filed();
    built && (told || opening::begins_as_report(words, places, page, signs.sections))
}

/// The names of the page, and what is known against its being a report.
fn judge(
    words: &IdentityWords,
    document: &Document,
    page: &Page,
    meta: &Meta,
    candidates: &[Candidate],
    own: impl Fn(&worth::Signs) -> bool,
) -> Result<(), Refusal> {
    let signs = worth::signs(words, document);
    let found: Vec<&Title> =
        candidates.iter().filter(|candidate| candidate.rank > PREAMBLE).map(|candidate| &candidate.title).collect();
    let mut names: Vec<String> = meta.title.iter().map(|value| value.text.clone()).collect();
    let heads = page.head.iter().filter(|entry| words.head.titles.iter().any(|name| name == entry.name));
    names.extend(heads.map(|entry| plain(entry.value).text));
    let body = page.top.iter().filter(|line| !line.frame && !line.text().contains(':'));
    names.extend(body.take(4).map(|line| line.text().to_string()).filter(|text| text.chars().count() <= 60));
    // Titles of their own year in lines of their own: a list of reports. Navigation names reports without a year, and
    // beside a report its lists do not count.
    let sure = signs.sections >= 3 || signs.filled >= 3;
    let lists = |line: &&page::Line| (!sure || !line.frame) && line.signs.has(Signs::SUBJECT);
    let mut listed: Vec<&str> = page.top.iter().filter(lists).map(|line| line.text()).collect();
    listed.retain(|text| {
        let ends = |end: usize| words.title.ends.iter().any(|word| text[end..].contains(word.as_str()));
        let titled = words.subjects.find(text).next().is_some_and(|(_, end, _)| ends(end));
        titled && text.chars().count() < 60 && !years(text).is_empty()
    });
    listed.sort_unstable();
    listed.dedup();
    let mut opening = page.top.iter().take(14).filter(|line| line.signs.has(Signs::NEWS));
    let by_line = opening.any(|line| first(&words.page.news, line.text()).is_some_and(|(at, _)| at < 200));
    let article = |line: &&page::Line| after(&words.page.articles, line.text()).is_some();
    let articles = page.top.iter().filter(article).count();
    let beside = Beside { articles, mentioned: listed.len(), by_line };
    worth::judge(words, signs, &found, &names, beside, || own(&signs))
}
