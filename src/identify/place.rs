//! The parts of an agency's name: its place and the rest, with 兵团 and zones told from divisions. Knows no page.

use super::agency::{Named, name_kind};
use crate::catalog::identity::{after, before, first};
use crate::catalog::place::{Clue, Resolution};
use crate::catalog::{IdentityWords, Places};
use crate::model::AgencyKind;

/// A name parted into its place and the rest, before any year is known for sure.
pub struct Parted<'a> {
    pub resolution: Resolution,
    pub prefix: &'a str,
    pub rest: &'a str,
    /// A body of the 兵团 that names no city.
    pub corps: bool,
    /// A body under vertical management.
    pub vertical: bool,
}

/// Parts a name behind its place. A district that a zone's tail follows is no division but a zone of that name.
pub fn part<'a>(words: &IdentityWords, places: &Places, name: &'a str, year: i32, clues: &[Clue]) -> Parted<'a> {
    let inner = after(&words.agency.heads, name).unwrap_or(name);
    let unplaced = |rest: &'a str, corps: bool| Parted {
        resolution: Resolution::Unknown,
        prefix: &inner[..inner.len() - rest.len()],
        rest,
        corps,
        vertical: false,
    };
    let skipped = corps_length(words, places, inner, year);
    let body = &inner[skipped..];
    let resolution = places.resolve(body, year, clues);
    let length = match &resolution {
        Resolution::Found { length, .. }
        | Resolution::Ambiguous { length, .. }
        | Resolution::Elsewhere { length, .. } => *length,
        Resolution::Unknown => 0,
    };
    let rest = &body[length..];
    let marked = |mark: &String| rest.starts_with(mark.as_str());
    if length > 0 && words.agency.zone_marks.iter().any(marked) {
        return unplaced(inner, false);
    }
    let zone = |word: &String| body[..length].ends_with(word.as_str());
    if matches!(resolution, Resolution::Elsewhere { .. }) && words.agency.zones.iter().any(zone) {
        // 两江新区 in the years before it became a division.
        return unplaced(inner, false);
    }
    if skipped > 0 && (length == 0 || rest.ends_with(words.agency.regiment.as_str())) {
        return unplaced(body, true);
    }
    let vertical = words.agency.verticals.iter().any(|word| rest.contains(word.as_str()));
    let mut parted = Parted { resolution, prefix: &inner[..skipped + length], rest, corps: false, vertical };
    if let (Resolution::Unknown, true, Some((row, length))) = (&parted.resolution, vertical, places.seats(body, year))
        && body.len() > length
    {
        // 秦皇岛海关: only such bodies are called by a seat without its suffix.
        let by = crate::catalog::place::Choice::Only;
        parted.resolution = Resolution::Found { row, length, by };
        (parted.prefix, parted.rest) = inner.split_at(length);
    }
    parted
}

/// The bytes of 兵团 and 第…师 in front of a city or an agency.
fn corps_length(words: &IdentityWords, places: &Places, name: &str, year: i32) -> usize {
    let behind = after(&words.agency.corps, name).unwrap_or(name);
    let own = behind.len() < name.len();
    let Some(rest) = after(&words.agency.corps_divisions, behind) else {
        return name.len() - behind.len();
    };
    let city = || places.resolve(rest, year, &[]) != Resolution::Unknown;
    let regiment = rest.ends_with(words.agency.regiment.as_str());
    if own || rest.is_empty() || regiment || city() { name.len() - rest.len() } else { 0 }
}

/// Whether the string is the name of an agency, its place included, and what kind.
pub fn read_name(words: &IdentityWords, places: &Places, name: &str, year: i32) -> Option<Named> {
    let pronoun = words.agency.pronouns.iter().any(|pronoun| pronoun == name);
    let foreign = name.contains([':', ',', '。', ';', '"', '《', '》']) || first(&words.agency.foreign, name).is_some();
    if name.is_empty() || pronoun || foreign || name.chars().count() > 45 {
        return None;
    }
    kind_of(words, &part(words, places, name, year, &[]))
}

/// A publisher's name without what is no part of it: the office of a township's government, which only answers for it, and
/// a second name plate in brackets behind a department.
pub fn without_units(words: &IdentityWords, places: &Places, name: &str, year: i32, kind: AgencyKind) -> String {
    let same = |shorter: &&str| read_name(words, places, shorter, year).is_some_and(|named| named.kind == kind);
    let shorter = match kind {
        AgencyKind::Township => before(&words.agency.offices, name).filter(|town| {
            before(&words.agency.government, town).is_some() || before(&words.agency.offices, town).is_some()
        }),
        AgencyKind::Department => name.strip_suffix(')').and_then(|inner| {
            let (outer, plate) = inner.split_once('(')?;
            // The bracket behind a bare name may be all that says whose it is.
            let placed = !part(words, places, outer, year, &[]).prefix.is_empty();
            before(&words.agency.departments, plate).filter(|_| placed).map(|_| outer)
        }),
        _ => None,
    };
    shorter.filter(same).unwrap_or(name).to_string()
}

/// The kind of a parted name.
pub fn kind_of(words: &IdentityWords, parted: &Parted) -> Option<Named> {
    let regiment = parted.rest.ends_with(words.agency.regiment.as_str());
    if parted.corps && (parted.rest.is_empty() || regiment) {
        // A unit with an administration of its own that is no division: the same case as a zone.
        let core = format!("{}{}", parted.prefix, parted.rest);
        return Some(Named { kind: AgencyKind::Zone, office: false, core });
    }
    name_kind(&words.agency, parted.rest, !parted.prefix.is_empty())
}

/// A name of no known kind.
pub fn other(words: &IdentityWords, places: &Places, name: &str, year: i32) -> Named {
    let core = part(words, places, name, year, &[]).rest.to_string();
    Named { kind: AgencyKind::Other, office: false, core }
}

/// Whether a name is that of a government of whatever place: …县人民政府, and nothing that only speaks of one.
pub fn governs(words: &IdentityWords, name: &str) -> bool {
    let Some(place) = name.strip_suffix(words.agency.people_government.as_str()) else { return false };
    let level = before(&words.agency.level_words, place);
    level.is_some_and(|bare| (1..=6).contains(&bare.chars().count()))
        && place.chars().all(char::is_alphabetic)
        && first(&words.agency.foreign, name).is_none()
        && !words.agency.pronouns.iter().any(|pronoun| name.starts_with(pronoun.as_str()))
}

/// Whether the name is a place and nothing else.
pub fn is_place_only(words: &IdentityWords, places: &Places, name: &str, year: i32) -> bool {
    let parted = part(words, places, name, year, &[]);
    !parted.prefix.is_empty() && parted.rest.is_empty() && before(&words.agency.government, name).is_none()
}

/// Whether a zone stands inside what follows the place: 开发区财政局 belongs to the zone.
pub fn inside_zone(words: &IdentityWords, rest: &str) -> bool {
    let quasi = |name: &String| rest.starts_with(name.as_str());
    let body = |word: &String| {
        let found = rest.find(word.as_str()).map(|at| &rest[at + word.len()..]);
        found.is_some_and(|behind| !behind.is_empty())
    };
    words.agency.quasi_divisions.iter().any(quasi) || words.agency.zone_bodies.iter().any(body)
}

/// Whether what follows the place is called like a division that the register does not have, such as a district that a
/// city made for itself.
pub fn unregistered(words: &IdentityWords, named: &Named) -> bool {
    let ends = |list: &[String], name: &str| before(list, name).is_some();
    named.kind == AgencyKind::Other
        && match before(&words.agency.government, &named.core) {
            Some(governed) => ends(&words.agency.level_words, governed),
            None => ends(&words.agency.county_words, &named.core) && !ends(&words.agency.unit_nouns, &named.core),
        }
}
