//! The division of a name that says none: the one that the page names, source by source.
//! Knows no layout.

use super::agency::Named;
use super::locate::{Asked, Placed, candidates, settle};
use super::town::having;
use crate::catalog::place::{ClueKind, TownName};
use crate::catalog::{IdentityWords, Places};
use crate::model::{AgencyKind, Level};

/// From this year on the register of townships is complete.
const REGISTERED: i32 = 2015;

/// A name without a place: the one division of the kind it must have in the first source that names any.
pub fn from_page(words: &IdentityWords, places: &Places, asked: &Asked, town: Option<&TownName>, placed: &mut Placed) {
    let Some(wanted) = wanted(words, asked.named, asked.name) else {
        return;
    };
    let mut clues: Vec<_> = asked.clues.iter().collect();
    clues.sort_by_key(|clue| clue.kind);
    for together in clues.chunk_by(|one, other| one.kind == other.kind) {
        let kind = together[0].kind;
        let Some(evidence) = evidence(kind, town.is_some()) else {
            continue;
        };
        let mut rows: Vec<usize> = Vec::new();
        let running = matches!(kind, ClueKind::Contact | ClueKind::Text);
        let mentions = together.iter().flat_map(|clue| {
            let mut found = places.mentions(clue.text, asked.year);
            // At the beginning of a name also one of two characters is a place.
            let steps = clue.text.split(|c: char| !c.is_alphanumeric()).filter(|_| !running);
            found.extend(steps.filter_map(|step| {
                let (rows, length) = places.candidates_of(step, asked.year)?;
                Some((step[..length].to_string(), rows))
            }));
            found
        });
        for (mention, candidates) in mentions {
            let Ok((row, _)) = places.choose(&candidates, asked.year, asked.clues) else {
                continue;
            };
            let named = |parent: &usize| asked.clues.iter().any(|clue| places.is_named(*parent, &[clue.text]));
            let proved =
                !words.agency.common_nouns.contains(&mention) || places.ancestors(row, asked.year).iter().any(named);
            if wanted.admits(places, row) && proved && !rows.contains(&row) {
                rows.push(row);
            }
        }
        // Of a division and one inside it the inner is meant.
        let all = rows.clone();
        let outer = |row: &usize| all.iter().any(|&other| places.ancestors(other, asked.year).contains(row));
        rows.retain(|row| !outer(row));
        let mut evidence = evidence.to_string();
        if let Some(town) = town {
            let having = having(places, &rows, asked.year, town);
            let registered = kind != ClueKind::Text || asked.year < REGISTERED;
            if !having.is_empty() {
                evidence.push_str("; it has such a township");
                rows = having;
            } else if !registered {
                rows.clear();
            }
        }
        match rows[..] {
            [only] => return settle(places, only, asked.year, &evidence, placed),
            [] => {}
            _ => {
                let list = candidates(places, &rows, asked.year);
                placed.doubt = Some(format!("several places {evidence}: {list}"));
                return;
            }
        }
    }
}

/// How a source names the place; none for one that does not speak for this kind of agency.
fn evidence(kind: ClueKind, township: bool) -> Option<&'static str> {
    Some(match kind {
        ClueKind::Title => "named in a title of the page",
        ClueKind::Publisher => "named as publisher",
        ClueKind::Contact => "named in the contact sentence",
        ClueKind::Breadcrumb => "named in the breadcrumb",
        ClueKind::Site => "named by the site",
        ClueKind::Path => "named in the path",
        // The text of a department names all kinds of places; that of a township names its county.
        ClueKind::Text if township => "named in the first part of the text",
        _ => return None,
    })
}

/// What the division of a name without a place must be like.
struct Wanted<'a> {
    county: bool,
    /// The end of its name.
    end: &'a str,
}

impl Wanted<'_> {
    fn admits(&self, places: &Places, row: usize) -> bool {
        let division = places.row(row);
        (!self.county || division.level == Level::County) && division.name.ends_with(self.end)
    }
}

/// A township belongs to a county, 县林业局 to something that ends in 县; any other bare name is believed to be a county's.
fn wanted<'a>(words: &'a IdentityWords, named: &Named, name: &str) -> Option<Wanted<'a>> {
    let any_county = Wanted { county: true, end: "" };
    match named.kind {
        AgencyKind::Township => Some(any_county),
        AgencyKind::Zone | AgencyKind::Other => None,
        AgencyKind::Government | AgencyKind::Department => {
            let end = level_word(words, name);
            Some(end.map_or(any_county, |end| Wanted { county: words.agency.county_words.contains(end), end }))
        }
    }
}

/// The word of level at the beginning of a bare name: that of 县林业局, none in 市场监督管理局.
pub fn level_word<'a>(words: &'a IdentityWords, name: &str) -> Option<&'a String> {
    let noun = |noun: &String| name.starts_with(noun.as_str());
    if words.agency.level_nouns.iter().any(noun) {
        return None;
    }
    let fits = |word: &&String| name.starts_with(word.as_str());
    words.agency.level_words.iter().find(fits)
}
