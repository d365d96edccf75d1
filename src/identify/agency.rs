//! What a string that may name an agency names: a government, a department, a township, a zone; and its stable id.
//! Knows no page.

use super::locate::Placed;
use super::nameless::level_word;
use crate::catalog::IdentityWords;
use crate::catalog::identity::{AgencyWords, after, before};
use crate::model::AgencyKind;

/// The parts of an agency's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub kind: AgencyKind,
    /// A government's own office (办公室, 办公厅): a department with an id of its own.
    pub office: bool,
    /// The name behind its place, without the tails that differ from year to year.
    pub core: String,
}

/// Reads `rest`, what stands behind the places of a name; none if it names no agency.
///
/// With a place an empty rest is the government itself; without one, a name must end like an agency.
pub fn name_kind(words: &AgencyWords, rest: &str, placed: bool) -> Option<Named> {
    let bare = without_brackets(rest);
    let rest = if bare.is_empty() { rest } else { bare.as_str() };
    let named = |kind, office, core: &str| Some(Named { kind, office, core: core.to_string() });
    if rest.is_empty() {
        return if placed { named(AgencyKind::Government, false, "") } else { None };
    }
    if let Some(office) = after(&words.government, rest) {
        if office.is_empty() {
            return named(AgencyKind::Government, false, "");
        }
        if words.offices.iter().any(|word| word == office) {
            return named(AgencyKind::Department, true, "");
        }
        // A county's government in front of its street or bureau adds nothing to the name.
        return name_kind(words, office, placed);
    }
    // A government's office that is named by its level alone.
    let bare_government =
        after(&words.level_words, rest).filter(|_| !placed).and_then(|rest| after(&words.government, rest));
    if let Some(office) = bare_government.filter(|office| words.offices.iter().any(|word| word == office)) {
        return named(AgencyKind::Department, true, &rest[..rest.len() - office.len()]);
    }
    if let Some(town) = township(words, rest) {
        return named(AgencyKind::Township, false, town);
    }
    if let Some(zone) = zone(words, rest, placed) {
        return named(AgencyKind::Zone, false, zone);
    }
    let long_enough = rest.chars().count() > 2 || (placed && rest.chars().count() > 1);
    if long_enough && before(&words.others, rest).is_some() {
        return named(AgencyKind::Other, false, rest);
    }
    if long_enough && before(&words.departments, rest).is_some() {
        let core = before(&words.offices, rest).filter(|core| before(&words.departments, core).is_some());
        return named(AgencyKind::Department, false, core.unwrap_or(rest));
    }
    None
}

/// The township of a name, tails such as 人民政府 taken off.
fn township<'a>(words: &AgencyWords, rest: &'a str) -> Option<&'a str> {
    let is_town = |name: &str| name.chars().count() > 1 && before(&words.townships, name).is_some();
    let cut = words.town_tails.iter().filter_map(|tail| rest.strip_suffix(tail.as_str())).find(|name| is_town(name));
    // The longest tail that leaves a township is cut; what the township itself ends with stays.
    cut.or_else(|| Some(rest).filter(|name| is_town(name)))
}

fn zone<'a>(words: &AgencyWords, rest: &'a str, placed: bool) -> Option<&'a str> {
    let is_zone =
        |name: &str| before(&words.zones, name).is_some() || words.quasi_divisions.iter().any(|quasi| quasi == name);
    let cut = words.zone_tails.iter().filter_map(|tail| rest.strip_suffix(tail.as_str()).map(|name| (tail, name)));
    for (tail, name) in cut {
        let marked = words.zone_marks.contains(tail) && (placed || !name.is_empty());
        if is_zone(name) || marked {
            return Some(name);
        }
    }
    is_zone(rest).then_some(rest)
}

fn without_brackets(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut depth = 0u32;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// One id for one publisher through the years:
///
/// | agency | id |
/// |---|---|
/// | government | `gov:` + key of the division's line |
/// | its office | `office:` + the same |
/// | department | `dept:` + the same + `:` + name without its place and word of level |
/// | township | `town:` + time-consistent unit of its county + `:` + name without 人民政府, 办事处 |
/// | zone | `zone:` + key of the division that it lies in + `:` + its name, 管委会 taken off, long forms made short |
/// | other | `other:` + key + `:` + name |
///
/// The key is the panel unit where that holds one government only; 江干区 and 上城区 share a unit and are two publishers.
/// Where the place is unresolved its part is left out and the name as printed stands instead.
pub fn agency_id(words: &IdentityWords, named: &Named, printed: &str, placed: &Placed) -> String {
    let head = match (named.kind, named.office) {
        (_, true) => "office",
        (AgencyKind::Government, _) => "gov",
        (AgencyKind::Department, _) => "dept",
        (AgencyKind::Township, _) => "town",
        (AgencyKind::Zone, _) => "zone",
        (AgencyKind::Other, _) => "other",
    };
    let core = named.core.as_str();
    match (&placed.key, named.kind) {
        (Some(key), _) if named.office => format!("{head}:{key}"),
        (Some(key), AgencyKind::Government) => format!("{head}:{key}"),
        (Some(key), AgencyKind::Township) => {
            let key = placed.town_key.as_ref().unwrap_or(key);
            let town = placed.town.as_deref().unwrap_or(core);
            format!("{head}:{key}:{}", written(&words.agency.town_forms, town))
        }
        (Some(key), AgencyKind::Zone) => {
            let bare = placed.zone.as_deref().unwrap_or(core);
            let bare = zone(&words.agency, bare, true).unwrap_or(bare);
            format!("{head}:{key}:{}", written(&words.agency.zone_forms, bare))
        }
        (None, AgencyKind::Zone) => format!("{head}:{}", written(&words.agency.zone_forms, core)),
        (Some(key), AgencyKind::Department) if placed.prefix.is_empty() => {
            let own = level_word(words, core).map_or(core, |word| &core[word.len()..]);
            format!("{head}:{key}:{own}")
        }
        (Some(key), _) => format!("{head}:{key}:{core}"),
        (None, AgencyKind::Government) => format!("{head}:{printed}"),
        (None, _) => format!("{head}:{}{core}", placed.prefix),
    }
}

/// The name with the first of the forms that ends it in its written form.
fn written(forms: &[(String, String)], name: &str) -> String {
    let cut = forms.iter().find_map(|(printed, written)| {
        let stem =
            name.strip_suffix(printed.as_str()).filter(|stem| !stem.is_empty() || printed.chars().count() > 3)?;
        Some(format!("{stem}{written}"))
    });
    cut.unwrap_or_else(|| name.to_string())
}
