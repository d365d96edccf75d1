//! The ledger: every file ends in exactly one state. Knows keys of reports, no content and no table.

use super::record::{About, Key};
use crate::model::Refusal;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// One input file, in the order of the walk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub about: About,
    pub filed: Filed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filed {
    /// Its record stands at these bytes of the staging file.
    Read {
        key: Key,
        offset: u64,
        length: u64,
    },
    Refused(Refusal),
}

/// The state of a file in the ledger; the numbers are positions in the list of entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It speaks for its agency, year and scope; `editions` with another text were found, this one included.
    Report {
        editions: u32,
    },
    /// The same content as that of another file.
    Duplicate {
        of: usize,
    },
    /// Another edition was chosen.
    Superseded {
        by: usize,
    },
    Refused,
}

impl Fate {
    /// The name in the warehouse.
    pub fn name(&self) -> &'static str {
        match self {
            Fate::Report { .. } => "report",
            Fate::Duplicate { .. } => "duplicate",
            Fate::Superseded { .. } => "superseded",
            Fate::Refused => "refused",
        }
    }
}

/// The fate of every entry.
///
/// Files with one report id, or with one text for the same agency and year, are copies, and one of them is kept
/// ([`better_copy`]). Of what is left, files for the same agency, year and scope are editions, and one of them speaks
/// ([`better_edition`]). A copy names the file that was kept, even if that one was superseded in its turn.
pub fn choose(entries: &[Entry]) -> Vec<Fate> {
    let mut fates = vec![Fate::Refused; entries.len()];
    let mut left: Vec<usize> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        if matches!(entry.filed, Filed::Read { .. }) {
            fates[index] = Fate::Report { editions: 1 };
            left.push(index);
        }
    }
    for group in groups(entries, &left, |key| key.report_id.clone()) {
        keep(entries, &mut fates, group, better_copy, |kept| Fate::Duplicate { of: kept });
    }
    left.retain(|&index| matches!(fates[index], Fate::Report { .. }));
    for group in groups(entries, &left, |key| (key.agency_id.clone(), key.year, key.text_hash.clone())) {
        keep(entries, &mut fates, group, better_copy, |kept| Fate::Duplicate { of: kept });
    }
    left.retain(|&index| matches!(fates[index], Fate::Report { .. }));
    for group in groups(entries, &left, |key| (key.agency_id.clone(), key.year, key.scope)) {
        let editions = group.len() as u32;
        let kept = keep(entries, &mut fates, group, better_edition, |kept| Fate::Superseded { by: kept });
        fates[kept] = Fate::Report { editions };
    }
    fates
}

/// Of two copies the better is: on a government's own site; with more values; with the shorter path; first by path.
fn better_copy(a: (&About, &Key), b: (&About, &Key)) -> Ordering {
    let rank = |(about, key): (&About, &Key)| (Reverse((key.official, key.facts)), about.source.path.len());
    rank(a).cmp(&rank(b)).then_with(|| place(a.0).cmp(&place(b.0)))
}

/// Of two editions the better is: with more measures of the headline tables; published later; first by path.
fn better_edition(a: (&About, &Key), b: (&About, &Key)) -> Ordering {
    let rank = |(_, key): (&About, &Key)| Reverse((key.headline, key.published));
    rank(a).cmp(&rank(b)).then_with(|| place(a.0).cmp(&place(b.0)))
}

fn place(about: &About) -> (&str, Option<&str>) {
    (&about.source.path, about.source.member.as_deref())
}

/// The entries of `left` that share a key, in a fixed order.
fn groups<K: Ord>(entries: &[Entry], left: &[usize], key_of: impl Fn(&Key) -> K) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for &index in left {
        if let Filed::Read { key, .. } = &entries[index].filed {
            groups.entry(key_of(key)).or_default().push(index);
        }
    }
    groups.into_values().collect()
}

/// Keeps the best of a group and gives the others their fate; the position of the kept one.
fn keep(
    entries: &[Entry],
    fates: &mut [Fate],
    mut group: Vec<usize>,
    better: fn((&About, &Key), (&About, &Key)) -> Ordering,
    fate: impl Fn(usize) -> Fate,
) -> usize {
    // A stable sort: files that agree in everything, as under two input roots, keep the order of the walk.
    group.sort_by(|&a, &b| match (&entries[a].filed, &entries[b].filed) {
        (Filed::Read { key: left, .. }, Filed::Read { key: right, .. }) => {
            better((&entries[a].about, left), (&entries[b].about, right))
        }
        _ => Ordering::Equal,
    });
    for &other in &group[1..] {
        fates[other] = fate(group[0]);
    }
    group[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Date, RefusalReason, Scope};
    use crate::warehouse::testing::entry;

    fn fates(entries: &[Entry]) -> Vec<&'static str> {
        choose(entries).iter().map(Fate::name).collect()
    }

    fn key(entry: &mut Entry) -> &mut Key {
        match &mut entry.filed {
            Filed::Read { key, .. } => key,
            Filed::Refused(_) => panic!("a refused file has no key"),
        }
    }

    #[test]
    fn copies_keep_the_official_then_the_fuller_then_the_shorter_path() {
        let mut entries = [entry("aa/1.html", "t"), entry("b/1.html", "t"), entry("c/1.html", "t")];
        assert_eq!(fates(&entries), ["duplicate", "report", "duplicate"]);
        key(&mut entries[2]).facts = 9;
        assert_eq!(choose(&entries)[0], Fate::Duplicate { of: 2 });
        key(&mut entries[0]).official = true;
        assert_eq!(fates(&entries), ["report", "duplicate", "duplicate"]);
    }

    #[test]
    fn editions_keep_the_fuller_then_the_later() {
        let mut entries = [entry("a.html", "t"), entry("b.html", "u")];
        assert_eq!(choose(&entries), [Fate::Report { editions: 2 }, Fate::Superseded { by: 0 }]);
        key(&mut entries[1]).published = Date::new(2022, 1, 31);
        assert_eq!(choose(&entries), [Fate::Superseded { by: 1 }, Fate::Report { editions: 2 }]);
        key(&mut entries[0]).headline = 5;
        assert_eq!(fates(&entries), ["report", "superseded"]);
    }

    #[test]
    fn own_and_area_reports_stand_side_by_side_and_years_apart() {
        let mut entries = [entry("a.html", "t"), entry("b.html", "u"), entry("c.html", "v")];
        key(&mut entries[1]).scope = Scope::Area;
        key(&mut entries[2]).year += 1;
        assert_eq!(fates(&entries), ["report", "report", "report"]);
    }

    #[test]
    fn a_copy_of_a_superseded_edition_is_a_copy() {
        let mut entries = [entry("a.html", "t"), entry("bb.html", "t"), entry("c.html", "u")];
        key(&mut entries[2]).headline = 5;
        assert_eq!(
            choose(&entries),
            [Fate::Superseded { by: 2 }, Fate::Duplicate { of: 0 }, Fate::Report { editions: 2 }]
        );
    }

    #[test]
    fn the_ledger_closes() {
        let mut entries = vec![entry("a.html", "t"), entry("b.html", "t")];
        let mut refused = entry("c.html", "u");
        refused.filed = Filed::Refused(Refusal::new(RefusalReason::Empty, "no bytes"));
        entries.push(refused);
        assert_eq!(fates(&entries), ["report", "duplicate", "refused"]);
    }
}
