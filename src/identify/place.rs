//! The division that an agency belongs to, in the report year: from its own name, or from the page around it.
//! A wrong link is worse than none. Knows no layout.

use super::agency::{Named, name_kind};
use crate::catalog::identity::{after, before};
use crate::catalog::place::Resolution;
use crate::catalog::{IdentityWords, Places};
use crate::model::{AgencyKind, Level, Link};

/// Where an agency is.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    pub link: Link,
    /// The stable key of the division (`panel_id` or newest code), for ids.
    pub key: Option<String>,
    pub level: Option<Level>,
    /// The place as printed at the beginning of the name.
    pub prefix: String,
    /// Why the place is not resolved, where a person should look.
    pub doubt: Option<String>,
}

/// A name parted into its place and the rest, before any year is known for sure.
pub struct Parted<'a> {
    pub resolution: Resolution,
    pub prefix: &'a str,
    pub rest: &'a str,
}

/// Parts a name behind its place. A district that a zone's tail follows is no division but a zone of that name.
pub fn part<'a>(
    words: &IdentityWords,
    places: &Places,
    name: &'a str,
    year: i32,
    context: &[&str],
) -> Parted<'a> {
    let inner = after(&words.agency.heads, name).unwrap_or(name);
    let resolution = places.resolve(inner, year, context);
    let length = match &resolution {
        Resolution::Found { length, .. } | Resolution::Ambiguous { length, .. } => *length,
        Resolution::Unknown => 0,
    };
    let (prefix, rest) = inner.split_at(length);
    if length > 0
        && words
            .agency
            .zone_marks
            .iter()
            .any(|mark| rest.starts_with(mark.as_str()))
    {
        return Parted {
            resolution: Resolution::Unknown,
            prefix: "",
            rest: inner,
        };
    }
    Parted {
        resolution,
        prefix,
        rest,
    }
}

/// Whether the string is the name of an agency, its place included, and what kind.
pub fn read_name(words: &IdentityWords, places: &Places, name: &str, year: i32) -> Option<Named> {
    if name.is_empty()
        || words.agency.pronouns.iter().any(|pronoun| pronoun == name)
        || name.chars().count() > 45
    {
        return None;
    }
    let parted = part(words, places, name, year, &[]);
    name_kind(&words.agency, parted.rest, !parted.prefix.is_empty())
}

/// A name of no known kind.
pub fn other(words: &IdentityWords, places: &Places, name: &str, year: i32) -> Named {
    let core = part(words, places, name, year, &[]).rest.to_string();
    Named {
        kind: AgencyKind::Other,
        office: false,
        core,
    }
}

/// An agency whose place is asked for, and what may tell it.
pub struct Asked<'a> {
    pub name: &'a str,
    pub named: &'a Named,
    pub year: i32,
    /// Strings beside the text: publisher, breadcrumb, site.
    pub near: &'a [&'a str],
    /// The beginning of the text.
    pub text: &'a str,
}

/// The place of an agency.
pub fn place(words: &IdentityWords, places: &Places, asked: &Asked) -> Placed {
    let Asked {
        name,
        named,
        year,
        near,
        text,
    } = *asked;
    let context: Vec<&str> = near.iter().copied().chain([text]).collect();
    let parted = part(words, places, name, year, &context);
    let mut placed = Placed {
        prefix: parted.prefix.to_string(),
        ..Placed::default()
    };
    match parted.resolution {
        Resolution::Found { row, .. } => settle(
            places,
            row,
            year,
            "place at the beginning of the name",
            &mut placed,
        ),
        Resolution::Ambiguous { rows, .. } => {
            let codes: Vec<&str> = rows
                .iter()
                .map(|&row| places.row(row).code.as_str())
                .collect();
            placed.doubt = Some(format!("{} is one of {}", parted.prefix, codes.join(", ")));
        }
        Resolution::Unknown => from_page(words, places, asked, &mut placed),
    }
    match named.kind {
        AgencyKind::Township => placed.level = Some(Level::Township),
        // No register gives a zone a rank; its reports state none.
        AgencyKind::Zone => placed.level = None,
        _ => {}
    }
    if named.kind == AgencyKind::Township
        && placed.key.is_some()
        && placed.link.county_key.is_none()
    {
        placed.link.evidence.push_str("; the county is not named");
    }
    placed
}

fn settle(places: &Places, row: usize, year: i32, evidence: &str, placed: &mut Placed) {
    placed.link = places.link(row, year, evidence);
    placed.key = Some(places.stable_key(row).to_string());
    placed.level = Some(places.row(row).level);
    if placed.link.division_code.is_none() {
        placed.doubt = Some(format!(
            "{} {} did not exist in {year}",
            places.row(row).code,
            places.row(row).name
        ));
    }
}

/// A name without a place: the one county that the page names beside the text, else in its beginning.
fn from_page(words: &IdentityWords, places: &Places, asked: &Asked, placed: &mut Placed) {
    let Asked {
        name,
        named,
        year,
        near,
        text,
    } = *asked;
    let Some(wanted) = wanted(words, named, name) else {
        return;
    };
    let context: Vec<&str> = near.iter().copied().chain([text]).collect();
    // The text of a department names all kinds of places; that of a township names its county.
    let sources: &[(&str, &[&str])] = &[
        ("named beside the text", near),
        ("named in the first part of the text", &[text]),
    ];
    let sources = if named.kind == AgencyKind::Township {
        sources
    } else {
        &sources[..1]
    };
    for (evidence, strings) in sources {
        let mut rows: Vec<usize> = Vec::new();
        for (mention, candidates) in strings.iter().flat_map(|text| places.mentions(text, year)) {
            let Ok(row) = places.settle(&candidates, year, &context) else {
                continue;
            };
            let parents = places.ancestors(row, year);
            let proved = !words.agency.common_nouns.contains(&mention)
                || parents
                    .iter()
                    .any(|&parent| places.is_named(parent, &context));
            if wanted.admits(places, row) && proved && !rows.contains(&row) {
                rows.push(row);
            }
        }
        match rows[..] {
            [only] => return settle(places, only, year, evidence, placed),
            [] => {}
            _ => {
                let names: Vec<&str> = rows
                    .iter()
                    .map(|&row| places.row(row).name.as_str())
                    .collect();
                placed.doubt = Some(format!("several places {evidence}: {}", names.join(", ")));
                return;
            }
        }
    }
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

/// A township belongs to a county, 县林业局 to something that ends in 县; of other bare names nothing is known.
fn wanted<'a>(words: &'a IdentityWords, named: &Named, name: &str) -> Option<Wanted<'a>> {
    match named.kind {
        AgencyKind::Township => Some(Wanted {
            county: true,
            end: "",
        }),
        AgencyKind::Zone => None,
        _ => {
            let end = words
                .agency
                .level_words
                .iter()
                .find(|word| name.starts_with(word.as_str()))?;
            Some(Wanted {
                county: words.agency.county_words.contains(end),
                end,
            })
        }
    }
}

/// Whether the name is a place and nothing else.
pub fn is_place_only(words: &IdentityWords, places: &Places, name: &str, year: i32) -> bool {
    let parted = part(words, places, name, year, &[]);
    !parted.prefix.is_empty()
        && parted.rest.is_empty()
        && before(&words.agency.government, name).is_none()
}
