//! The lines of a comparison: the places asked for, and what stands around each of them. Knows the divisions; knows no
//! figure.

use super::place::{Gazetteer, Key, Unit};
use super::{Against, Years};
use std::collections::BTreeSet;

/// Why a line is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Asked,
    Sibling,
    /// The government above.
    Above,
    Median,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Role::Asked => "place",
            Role::Sibling => "sibling",
            Role::Above => "above",
            Role::Median => "median",
        }
    }
}

/// One line of a comparison.
#[derive(Clone, Debug)]
pub struct Row {
    pub role: Role,
    pub label: String,
    /// None for a median.
    pub unit: Option<Unit>,
    /// Whose median it is.
    pub members: BTreeSet<Key>,
}

/// The places, then what each is compared with; every line once. What cannot be compared is told in `notes`.
///
/// Who stands beside whom is taken from the last year asked in which the place was there.
pub fn rows(
    gazetteer: &Gazetteer,
    units: &[Unit],
    against: &[Against],
    years: Years,
    notes: &mut Vec<String>,
) -> Vec<Row> {
    let asked = |unit: &Unit| Row {
        role: Role::Asked,
        label: unit.name.clone(),
        unit: Some(unit.clone()),
        members: BTreeSet::new(),
    };
    let mut rows: Vec<Row> = units.iter().map(asked).collect();
    let own: BTreeSet<&Key> = units.iter().map(|unit| &unit.key).collect();
    for unit in units {
        let there = (years.first..=years.last).rev().find(|&year| gazetteer.holds(&unit.key, year));
        let Some(year) = there.filter(|_| !against.is_empty()) else {
            if !against.is_empty() {
                notes
                    .push(format!("{} was not there in these years: there is nothing to compare it with", unit.full()));
            }
            continue;
        };
        let above = gazetteer.above(&unit.key, year);
        for &with in against {
            let parent = match with {
                Against::Siblings => above.last(),
                Against::Prefecture => above.iter().find(|key| key.level == "prefecture"),
                Against::Province => above.iter().find(|key| key.level == "province"),
            };
            let name = |key: &Key| gazetteer.unit(key).map_or_else(|| key.id.clone(), |unit| unit.name);
            let members = match parent {
                Some(parent) => gazetteer.below(parent, &unit.key.level, year),
                // A province has no parent: the others are all provinces.
                None if with == Against::Siblings => gazetteer.level(&unit.key.level, year),
                None => {
                    notes.push(format!("{} lies in no {} of its own", unit.full(), with.name()));
                    continue;
                }
            };
            let members: BTreeSet<Key> = members.into_iter().filter(|key| !own.contains(key)).collect();
            let mut more = Vec::new();
            match with {
                Against::Siblings => {
                    let units = members.iter().filter_map(|key| gazetteer.unit(key));
                    more.extend(units.map(|unit| Row { role: Role::Sibling, ..asked(&unit) }));
                }
                _ => {
                    let unit = parent.and_then(|key| gazetteer.unit(key));
                    more.extend(unit.map(|unit| Row { role: Role::Above, ..asked(&unit) }));
                }
            }
            let place = parent.map_or_else(|| "the country".to_string(), name);
            let label = format!("median of {} others in {place}", members.len());
            more.push(Row { role: Role::Median, label, unit: None, members });
            for row in more {
                let same = |other: &Row| match (&row.unit, &other.unit) {
                    (Some(unit), Some(other)) => unit.key == other.key,
                    (None, None) => row.members == other.members,
                    _ => false,
                };
                if !rows.iter().any(same) {
                    rows.push(row);
                }
            }
        }
    }
    rows
}
