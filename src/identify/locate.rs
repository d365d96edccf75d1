//! The division that an agency belongs to, in the report year: from its own name, else from what stands around it, in the
//! written order of [`ClueKind`]. A wrong link is worse than none: what stays open keeps its candidates.
//! Knows no layout.

use super::agency::{Named, agency_id};
use super::nameless;
use super::place::{Parted, inside_zone, kind_of, other, part, unregistered};
use super::town::{self, town_name};
use crate::catalog::identity::before;
use crate::catalog::place::{Choice, Clue, Resolution};
use crate::catalog::{Catalog, IdentityWords, Places};
use crate::model::{AgencyKind, Level, Link};

/// Where an agency is.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    pub link: Link,
    /// The stable key of the division, for ids.
    pub key: Option<String>,
    /// The key of a township's county.
    pub town_key: Option<String>,
    pub level: Option<Level>,
    /// The place as printed at the beginning of the name.
    pub prefix: String,
    /// A township's name in the register.
    pub town: Option<String>,
    /// A zone's name behind the place that it is called after.
    pub zone: Option<String>,
    /// Why the place is not resolved, where a person should look.
    pub doubt: Option<String>,
}

/// An agency whose place is asked for, and what may tell it.
pub struct Asked<'a> {
    pub name: &'a str,
    pub named: &'a Named,
    pub year: i32,
    pub clues: &'a [Clue<'a>],
}

/// An agency found by its name alone and the clues around it.
#[derive(Clone, Debug)]
pub struct Located {
    pub agency_id: String,
    pub kind: AgencyKind,
    pub level: Option<Level>,
    pub link: Link,
    /// Why the link has no code, with the candidates; none where it has one or none is due.
    pub open: Option<String>,
}

/// Links one agency, named as a report prints it, in its report year.
pub fn locate(catalog: &Catalog, name: &str, year: i32, clues: &[Clue]) -> Located {
    let (words, places) = (&catalog.identity, &catalog.places);
    let name = super::candidate::plain(name).text;
    let named =
        kind_of(words, &part(words, places, &name, year, &[])).unwrap_or_else(|| other(words, places, &name, year));
    let asked = Asked { name: &name, named: &named, year, clues };
    let placed = place(words, places, &asked);
    Located {
        agency_id: agency_id(words, &named, &name, &placed),
        kind: named.kind,
        level: placed.level,
        open: open(&named, &placed),
        link: placed.link,
    }
}

/// What to tell about a link without a code.
pub fn open(named: &Named, placed: &Placed) -> Option<String> {
    let due = placed.link.division_code.is_none() && named.kind != AgencyKind::Zone;
    let why = placed.doubt.as_deref().unwrap_or("no division is named");
    due.then(|| why.to_string())
}

/// The place of an agency.
pub fn place(words: &IdentityWords, places: &Places, asked: &Asked) -> Placed {
    let year = asked.year;
    let town = (asked.named.kind == AgencyKind::Township).then(|| town_name(&words.agency, &asked.named.core));
    let parted = part(words, places, asked.name, year, asked.clues);
    let mut placed = Placed { prefix: parted.prefix.to_string(), ..Placed::default() };
    let told = town.as_ref().and_then(|town| town::by_town(places, parted.prefix, year, town));
    match &parted.resolution {
        _ if parted.corps => corps(words, places, year, &mut placed),
        Resolution::Found { .. } | Resolution::Ambiguous { .. } if told.is_some() => {
            let row = told.unwrap_or_default();
            settle(places, row, year, "name; its township lies in one of that name only", &mut placed);
        }
        Resolution::Found { row, by, .. } => {
            let row = branch(words, places, &parted, *row, year).unwrap_or(*row);
            let parents = places.ancestors(row, year);
            let named = parents.iter().any(|&parent| places.is_named(parent, &[parted.prefix]));
            settle(places, row, year, &words_of(*by, named, parted.vertical), &mut placed);
        }
        Resolution::Ambiguous { rows, .. } => {
            let list = candidates(places, rows, year);
            placed.doubt = Some(format!("{} is one of {list}", parted.prefix));
        }
        Resolution::Elsewhere { rows, .. } => {
            let list = candidates(places, rows, year);
            placed.doubt = Some(format!("{} is no division of {year}; candidates {list}", parted.prefix));
        }
        Resolution::Unknown if inside_zone(words, parted.rest) => {
            placed.doubt = Some("it belongs to a zone, which is no division".to_string());
        }
        Resolution::Unknown => nameless::from_page(words, places, asked, town.as_ref(), &mut placed),
    }
    match asked.named.kind {
        AgencyKind::Township => {
            placed.level = Some(Level::Township);
            if let Some(town) = &town {
                town::settle_town(places, year, town, &mut placed);
            }
        }
        AgencyKind::Zone => zone(words, places, &parted, year, &mut placed),
        _ if placed.key.is_some() && inside_zone(words, parted.rest) => without_code(&mut placed),
        _ if placed.key.is_some() && unregistered(words, asked.named) => {
            without_code(&mut placed);
            placed.doubt = Some(format!("{} is in no register", asked.named.core));
        }
        _ => {}
    }
    placed
}

/// Candidates as an issue lists them: code, name, parent.
pub fn candidates(places: &Places, rows: &[usize], year: i32) -> String {
    let entry = |&row: &usize| {
        let division = places.row(row);
        let parent = places.ancestors(row, year).first().map_or("-", |&parent| &places.row(parent).name);
        let ended = division.valid_to.filter(|&last| last < year);
        let ended = ended.map_or(String::new(), |last| format!(", until {last}"));
        format!("{} {} ({parent}{ended})", division.code, division.name)
    };
    rows.iter().map(entry).collect::<Vec<_>>().join(", ")
}

fn words_of(by: Choice, parents: bool, vertical: bool) -> String {
    let how = match by {
        Choice::Only if parents => "name with its parents".to_string(),
        Choice::Only => "name".to_string(),
        Choice::Year => "name; one of them stood at the end of the year".to_string(),
        Choice::Clue(kind) => format!("name; {}", kind.words()),
    };
    let seat = if vertical { "; seat of a body under vertical management" } else { "" };
    format!("{how}{seat}")
}

/// Fills in the place of a resolved row.
pub fn settle(places: &Places, row: usize, year: i32, evidence: &str, placed: &mut Placed) {
    placed.link = places.link(row, year, evidence);
    placed.key = Some(places.stable_key(row).to_string());
    placed.town_key = Some(places.county_key(row).to_string());
    placed.level = Some(places.row(row).level);
    if placed.link.division_code.is_none() {
        (placed.link.county_key, placed.level) = (None, None);
        let list = candidates(places, &[row], year);
        placed.doubt = Some(format!("{list} did not exist in {year}"));
    }
}

/// 青浦区分局 of a bureau of its city: the division of the branch.
fn branch(words: &IdentityWords, places: &Places, parted: &Parted, row: usize, year: i32) -> Option<usize> {
    let stem = before(&words.agency.branches, parted.rest)?;
    let inner = words.agency.departments.iter().filter_map(|word| {
        let at = stem.find(word.as_str())? + word.len();
        Some(&stem[at..]).filter(|inner| !inner.is_empty())
    });
    inner.into_iter().find_map(|inner| match places.below(inner, year, row)[..] {
        [only] => Some(only),
        _ => None,
    })
}

/// The names of where it lies, and no code.
fn without_code(placed: &mut Placed) {
    placed.link.division_code = None;
    placed.link.county_key = None;
    placed.link.evidence.push_str("; a zone inside it, no division");
    placed.level = None;
    placed.doubt = Some("it belongs to a zone, which is no division".to_string());
}

fn corps(words: &IdentityWords, places: &Places, year: i32, placed: &mut Placed) {
    if let Some(row) = places.of_code(&words.agency.corps_province, year) {
        settle(places, row, year, "name", placed);
        placed.link.division_code = None;
        placed.link.evidence.push_str("; a body of the corps without its city, no division");
    }
    placed.doubt = Some("a body of the corps that names no city".to_string());
    (placed.key, placed.town_key, placed.level) = (None, None, None);
}

/// A zone: the names of the division that it lies in, an id of its own, no code and no rank.
fn zone(words: &IdentityWords, places: &Places, parted: &Parted, year: i32, placed: &mut Placed) {
    placed.level = None;
    if parted.corps {
        return;
    }
    if let (Resolution::Unknown, Some((row, length))) = (&parted.resolution, places.seats(parted.rest, year))
        && words.agency.zone_starts.iter().any(|start| parted.rest[length..].starts_with(start.as_str()))
    {
        settle(places, row, year, "name", placed);
        placed.zone = Some(parted.rest[length..].to_string());
    }
    if placed.key.is_some() {
        without_code(placed);
    }
    placed.doubt = None;
}
