//! The ledger: every file ends in exactly one state. Knows keys of reports, no content and no table.

use super::choice::{copies, editions};
use super::record::{About, Key};
use crate::model::Refusal;
use serde::{Deserialize, Serialize};
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
    /// A later page of a report that begins in the file `first`, and was read with it.
    LaterPage {
        first: String,
    },
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
        why: Why,
    },
    /// Another edition was chosen.
    Superseded {
        by: usize,
        why: Why,
    },
    Refused,
}

/// Why another file was taken: what kind of copy it is, or the step of the choice that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The same bytes.
    SameBytes,
    /// The same text: a mirror, another format, traditional characters.
    SameText,
    /// The same text, and a name whose place was not resolved.
    SameTextUnplaced,
    /// A later page of one report: its content was read with the first page.
    LaterPage,
    /// The other states a good deal more.
    Incomplete,
    /// The other is marked as a correction.
    Uncorrected,
    /// The other was published later.
    Earlier,
    /// The other states more headline measures.
    FewerMeasures,
    /// The other states more values.
    FewerFacts,
    /// The other stands on a government's own site.
    Unofficial,
    /// Nothing tells them apart but the path.
    Path,
}

impl Why {
    pub fn name(self) -> &'static str {
        match self {
            Why::SameBytes => "same_bytes",
            Why::SameText => "same_text",
            Why::SameTextUnplaced => "same_text_unplaced",
            Why::LaterPage => "later_page",
            Why::Incomplete => "incomplete",
            Why::Uncorrected => "uncorrected",
            Why::Earlier => "earlier",
            Why::FewerMeasures => "fewer_measures",
            Why::FewerFacts => "fewer_facts",
            Why::Unofficial => "unofficial",
            Why::Path => "path",
        }
    }
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

    /// Why another file was taken.
    pub fn why(&self) -> Option<Why> {
        match self {
            Fate::Duplicate { why, .. } | Fate::Superseded { why, .. } => Some(*why),
            Fate::Report { .. } | Fate::Refused => None,
        }
    }
}

/// The fate of every entry.
///
/// Files with one report id, or with one text for the same agency and year, are copies, and one of them is kept
/// ([`copies`]). A copy whose place was not resolved is a copy of the resolved one if both print one name. Of what is left,
/// files for the same agency, year and scope are editions, and one of them speaks ([`editions`]). A copy names the file
/// that was kept, even if that one was superseded in its turn; a later page names its first page.
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
        copy(entries, &mut fates, copies(entries, group));
    }
    left.retain(|&index| matches!(fates[index], Fate::Report { .. }));
    for group in groups(entries, &left, |key| (key.agency_id.clone(), key.year, key.text_hash.clone())) {
        copy(entries, &mut fates, copies(entries, group));
    }
    left.retain(|&index| matches!(fates[index], Fate::Report { .. }));
    for group in groups(entries, &left, |key| (key.year, key.text_hash.clone(), key.agency.clone())) {
        let placed = |&index: &usize| key(entries, index).is_some_and(|key| key.division_code.is_some());
        if let [kept] = group.iter().copied().filter(placed).collect::<Vec<_>>()[..] {
            for other in group.into_iter().filter(|&other| other != kept) {
                fates[other] = Fate::Duplicate { of: kept, why: Why::SameTextUnplaced };
            }
        }
    }
    left.retain(|&index| matches!(fates[index], Fate::Report { .. }));
    for group in groups(entries, &left, |key| (key.agency_id.clone(), key.year, key.scope)) {
        let count = group.len() as u32;
        let [(kept, _), others @ ..] = &editions(entries, group)[..] else {
            continue;
        };
        for &(other, why) in others {
            fates[other] = Fate::Superseded { by: *kept, why };
        }
        fates[*kept] = Fate::Report { editions: count };
    }
    later_pages(entries, &mut fates);
    fates
}

/// Gives every file of a group but the first the fate of a copy of it.
fn copy(entries: &[Entry], fates: &mut [Fate], group: Vec<usize>) {
    let sha256 = |index: usize| &entries[index].about.source.sha256;
    let [kept, others @ ..] = &group[..] else {
        return;
    };
    for &other in others {
        let why = if sha256(other) == sha256(*kept) { Why::SameBytes } else { Why::SameText };
        fates[other] = Fate::Duplicate { of: *kept, why };
    }
}

/// Pages that were read with their first page are in its report.
fn later_pages(entries: &[Entry], fates: &mut [Fate]) {
    let firsts: BTreeMap<&str, usize> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| matches!(entry.filed, Filed::Read { .. }))
        .map(|(index, entry)| (entry.about.source.path.as_str(), index))
        .collect();
    for (index, entry) in entries.iter().enumerate() {
        if let Filed::LaterPage { first } = &entry.filed
            && let Some(&of) = firsts.get(first.as_str())
        {
            fates[index] = Fate::Duplicate { of, why: Why::LaterPage };
        }
    }
}

/// The key of a file that was read.
pub(super) fn key(entries: &[Entry], index: usize) -> Option<&Key> {
    match &entries[index].filed {
        Filed::Read { key, .. } => Some(key),
        Filed::Refused(_) | Filed::LaterPage { .. } => None,
    }
}

/// The entries of `left` that share a key, in a fixed order.
fn groups<K: Ord>(entries: &[Entry], left: &[usize], key_of: impl Fn(&Key) -> K) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for &index in left {
        if let Some(shared) = key(entries, index) {
            groups.entry(key_of(shared)).or_default().push(index);
        }
    }
    groups.into_values().collect()
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
            other => panic!("{other:?} has no key"),
        }
    }

    #[test]
    fn copies_keep_the_official_then_the_fuller_then_the_shorter_path() {
        let mut entries = [entry("aa/1.html", "t"), entry("b/1.html", "t"), entry("c/1.html", "t")];
        assert_eq!(fates(&entries), ["duplicate", "report", "duplicate"]);
        key(&mut entries[2]).facts = 9;
        assert_eq!(choose(&entries)[0], Fate::Duplicate { of: 2, why: Why::SameText });
        key(&mut entries[0]).official = true;
        assert_eq!(fates(&entries), ["report", "duplicate", "duplicate"]);
    }

    fn superseded(entries: &[Entry]) -> Vec<Option<&'static str>> {
        choose(entries).iter().map(|fate| fate.why().map(Why::name)).collect()
    }

    #[test]
    fn every_step_of_the_choice_decides_and_says_so() {
        let mut entries = [entry("a.html", "t"), entry("b.html", "u")];
        assert_eq!(choose(&entries), [Fate::Report { editions: 2 }, Fate::Superseded { by: 0, why: Why::Path }]);
        key(&mut entries[1]).official = true;
        assert_eq!(superseded(&entries), [Some("unofficial"), None]);
        key(&mut entries[0]).facts = 9;
        assert_eq!(superseded(&entries), [None, Some("fewer_facts")]);
        key(&mut entries[1]).headline = 20;
        key(&mut entries[0]).headline = 19;
        assert_eq!(superseded(&entries), [Some("fewer_measures"), None]);
        key(&mut entries[0]).published = Date::new(2022, 3, 31);
        assert_eq!(superseded(&entries), [Some("fewer_measures"), None], "an undated edition may be the later one");
        key(&mut entries[1]).published = Date::new(2022, 1, 31);
        assert_eq!(superseded(&entries), [None, Some("earlier")]);
        key(&mut entries[1]).revised = true;
        assert_eq!(superseded(&entries), [Some("uncorrected"), None]);
        key(&mut entries[1]).headline = 10;
        assert_eq!(superseded(&entries), [None, Some("incomplete")], "a notice of a correction is no report");
    }

    #[test]
    fn a_copy_without_a_place_is_a_copy_of_the_one_with_it() {
        let mut entries = [entry("a.html", "t"), entry("b.html", "t"), entry("c.html", "t")];
        for (index, id) in ["gov:1", "gov:x", "gov:y"].into_iter().enumerate() {
            let key = key(&mut entries[index]);
            (key.agency_id, key.report_id) = (id.to_string(), id.to_string());
            key.division_code = (index == 0).then(|| "110101".to_string());
        }
        key(&mut entries[2]).agency = "another name".to_string();
        let copy = Fate::Duplicate { of: 0, why: Why::SameTextUnplaced };
        assert_eq!(choose(&entries), [Fate::Report { editions: 1 }, copy, Fate::Report { editions: 1 }]);
    }

    #[test]
    fn a_later_page_is_in_the_report_of_its_first() {
        let mut entries = [entry("a.html", "t"), entry("a_2.html", "u"), entry("b.html", "v")];
        entries[1].filed = Filed::LaterPage { first: "a.html".into() };
        key(&mut entries[2]).headline = 5;
        let page = Fate::Duplicate { of: 0, why: Why::LaterPage };
        assert_eq!(choose(&entries)[1], page);
        assert_eq!(fates(&entries), ["superseded", "duplicate", "report"]);
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
            [
                Fate::Superseded { by: 2, why: Why::Incomplete },
                Fate::Duplicate { of: 0, why: Why::SameText },
                Fate::Report { editions: 2 }
            ]
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
