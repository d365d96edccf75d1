//! Claims from running text: passages into sentences, sentences into claims. Knows no table and judges nothing.

use super::section::{Passage, passages};
use crate::catalog::phrase::context::{When, Whose};
use crate::catalog::phrase::read::{self, Claim};
use crate::catalog::Catalog;
use crate::model::{Document, Evidence, Identity, Method, Observation, Scope, Span};
use crate::text::fold;
use crate::text::fold::Folded;
use crate::text::heading::sentences;

/// The claims of a document's running text. `taken` are stretches that the table readers have read;
/// `in_table` says whether the form's table of applications was found, whose own names then hold for prose too.
pub fn claims(catalog: &Catalog, identity: &Identity, document: &Document, taken: &[Span], in_table: bool) -> Vec<Observation> {
    let mut claims = Vec::new();
    for passage in passages(&catalog.words, document) {
        if passage.preamble || catalog.words.unread.contains(&passage.role) {
            continue;
        }
        for span in outside(passage.span, taken) {
            let folded = fold(&document.text, span);
            if is_nil(catalog, &folded.text) {
                nil_section(catalog, identity, document, &passage, span, in_table, &mut claims);
                continue;
            }
            for range in sentences(&folded) {
                let found = read::sentence(&catalog.phrases, &catalog.words, &folded.text[range.clone()], &passage.role);
                for claim in found {
                    let span = folded.span(range.start + claim.start, range.start + claim.end);
                    claims.extend(observation(catalog, identity, &claim, span, in_table));
                }
            }
        }
    }
    claims
}

/// The parts of a passage that no table reader has read.
fn outside(span: Span, taken: &[Span]) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = span.start;
    for other in taken.iter().filter(|other| other.overlaps(span)) {
        if other.start > start {
            parts.push(Span { start, end: other.start });
        }
        start = start.max(other.end);
    }
    if start < span.end {
        parts.push(Span { start, end: span.end });
    }
    parts
}

/// Whether a whole section says only that there is nothing to say.
fn is_nil(catalog: &Catalog, text: &str) -> bool {
    catalog.words.nils.iter().any(|nil| nil == text)
}

/// A section that says nothing but "none": its title says of what.
fn nil_section(
    catalog: &Catalog, identity: &Identity, document: &Document, passage: &Passage, span: Span, in_table: bool, claims: &mut Vec<Observation>,
) {
    let Some(heading) = passage.heading else { return };
    let title: Folded = fold(&document.text, heading);
    let nil: Folded = fold(&document.text, span);
    let sentence = format!("{}:{}", title.text, nil.text.trim_end_matches(['。', '.', ';', ',']));
    for claim in read::sentence(&catalog.phrases, &catalog.words, &sentence, &passage.role) {
        claims.extend(observation(catalog, identity, &claim, span, in_table));
    }
}

fn observation(catalog: &Catalog, identity: &Identity, claim: &Claim, span: Span, in_table: bool) -> Option<Observation> {
    let report = identity.year.value;
    let year = match claim.when {
        When::Report => report,
        When::Last => report - 1,
        When::Year(year) => year,
        // A plan, or a part of a year: no figure of any year.
        When::Next | When::Part => return None,
    };
    let year = if claim.last { year - 1 } else { year };
    let scope = match claim.whose {
        Whose::Unstated => Scope::Unstated,
        Whose::Own => Scope::Own,
        Whose::Area => Scope::Area,
        // A figure of the townships or the departments alone is not the report's.
        Whose::Part => return None,
    };
    let phrases = &catalog.phrases;
    let id = match claim.phrase.checked_sub(phrases.entries.len()) {
        Some(change) => &phrases.changes[change].id,
        None => &phrases.entries[claim.phrase].id,
    };
    let method = if year == report { Method::Phrase } else { Method::Restated };
    let metric = if in_table { catalog.metrics.in_table(claim.metric) } else { claim.metric };
    Some(Observation {
        metric, scope, value: claim.value.clone(), about_year: year,
        evidence: Evidence { method, rank: claim.rank, pattern: format!("phrases/{id}"), span, row: None, column: None, repaired: false },
    })
}
