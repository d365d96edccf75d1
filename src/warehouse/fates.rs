//! What becomes of every file: copies and editions are brought together and all but one of them stand back. Knows keys of
//! reports, no content and no table.

use super::book::{Book, Slot};
use super::choice::{copies, editions};
use super::ledger::{Entry, Fate, Filed, Why};
use super::record::Key;
use anyhow::Result;
use std::collections::BTreeMap;

/// The fate of every entry.
///
/// Files with one report id, or with one text for the same agency and year, are copies, and one of them is kept
/// ([`copies`]). A copy whose place was not resolved is a copy of the resolved one if both print one name. Of what is left,
/// files for the same agency, year and scope are editions, and one of them speaks ([`editions`]). A copy names the file
/// that was kept, even if that one was superseded in its turn; a later page names its first page.
///
/// Only entries that may belong together are read, a few at a time.
pub fn fates(book: &Book) -> Result<Vec<Fate>> {
    let begun = |slot: &Slot| if slot.read { Fate::Report { editions: 1 } } else { Fate::Refused };
    let mut fates: Vec<Fate> = book.slots.iter().map(begun).collect();
    settle(book, &mut fates, |slot| slot.text, among_copies)?;
    settle(book, &mut fates, |slot| slot.speaker, among_editions)?;
    later_pages(book, &mut fates)?;
    Ok(fates)
}

/// Decides between the reports whose slots share a hash, each such group by itself.
fn settle(
    book: &Book,
    fates: &mut [Fate],
    hash: impl Fn(&Slot) -> u32,
    among: impl Fn(&[Entry]) -> Vec<Fate>,
) -> Result<()> {
    let hash = |position: &u32| hash(&book.slots[*position as usize]);
    let open = (0..).zip(&*fates).filter(|(_, fate)| matches!(fate, Fate::Report { .. }));
    let mut open: Vec<u32> = open.map(|(position, _)| position).collect();
    open.sort_unstable_by_key(|position| (hash(position), *position));
    for group in open.chunk_by(|one, other| hash(one) == hash(other)).filter(|group| group.len() > 1) {
        let entries = group.iter().map(|position| book.get(*position)).collect::<Result<Vec<_>>>()?;
        for (position, fate) in group.iter().zip(among(&entries)) {
            let of_book = |place: u32| group[place as usize];
            fates[*position as usize] = match fate {
                Fate::Duplicate { of, why } => Fate::Duplicate { of: of_book(of), why },
                Fate::Superseded { by, why } => Fate::Superseded { by: of_book(by), why },
                Fate::Report { .. } | Fate::Refused => fate,
            };
        }
    }
    Ok(())
}

/// The fates among files of one year that may have one text; the numbers are places in the list.
fn among_copies(entries: &[Entry]) -> Vec<Fate> {
    let mut fates = vec![Fate::Report { editions: 1 }; entries.len()];
    let left = |fates: &[Fate]| -> Vec<usize> {
        (0..fates.len()).filter(|&place| matches!(fates[place], Fate::Report { .. })).collect()
    };
    for group in groups(entries, &left(&fates), |key| key.report_id.clone()) {
        copy(entries, &mut fates, copies(entries, group));
    }
    for group in groups(entries, &left(&fates), |key| (key.agency_id.clone(), key.year, key.text_hash.clone())) {
        copy(entries, &mut fates, copies(entries, group));
    }
    for group in groups(entries, &left(&fates), |key| (key.year, key.text_hash.clone(), key.agency.clone())) {
        let placed = |&place: &usize| entries[place].key().is_some_and(|key| key.division_code.is_some());
        if let [kept] = group.iter().copied().filter(placed).collect::<Vec<_>>()[..] {
            for other in group.into_iter().filter(|&other| other != kept) {
                fates[other] = Fate::Duplicate { of: kept as u32, why: Why::SameTextUnplaced };
            }
        }
    }
    fates
}

/// Gives every file of a group but the first the fate of a copy of it.
fn copy(entries: &[Entry], fates: &mut [Fate], group: Vec<usize>) {
    let sha256 = |place: usize| &entries[place].about.source.sha256;
    let [kept, others @ ..] = &group[..] else {
        return;
    };
    for &other in others {
        let why = if sha256(other) == sha256(*kept) { Why::SameBytes } else { Why::SameText };
        fates[other] = Fate::Duplicate { of: *kept as u32, why };
    }
}

/// The fates among reports that may be of one agency, year and scope; the numbers are places in the list.
fn among_editions(entries: &[Entry]) -> Vec<Fate> {
    let mut fates = vec![Fate::Report { editions: 1 }; entries.len()];
    let all: Vec<usize> = (0..entries.len()).collect();
    for group in groups(entries, &all, |key| (key.agency_id.clone(), key.year, key.scope)) {
        let count = group.len() as u32;
        let [(kept, _), others @ ..] = &editions(entries, group)[..] else {
            continue;
        };
        for &(other, why) in others {
            fates[other] = Fate::Superseded { by: *kept as u32, why };
        }
        fates[*kept] = Fate::Report { editions: count };
    }
    fates
}

/// Pages that were read with their first page are in its report.
fn later_pages(book: &Book, fates: &mut [Fate]) -> Result<()> {
    let mut firsts: BTreeMap<String, Option<u32>> = BTreeMap::new();
    let mut later: Vec<(u32, String)> = Vec::new();
    for &position in &book.later {
        if let Filed::LaterPage { first } = book.get(position)?.filed {
            firsts.insert(first.clone(), None);
            later.push((position, first));
        }
    }
    if later.is_empty() {
        return Ok(());
    }
    let mut position = 0;
    book.each(&mut |entry| {
        if let (Some(_), Some(first)) = (entry.key(), firsts.get_mut(&entry.about.source.path)) {
            *first = Some(position);
        }
        position += 1;
        Ok(())
    })?;
    for (page, first) in later {
        if let Some(&Some(of)) = firsts.get(&first) {
            fates[page as usize] = Fate::Duplicate { of, why: Why::LaterPage };
        }
    }
    Ok(())
}

/// The entries of `left` that share a key, in a fixed order.
fn groups<K: Ord>(entries: &[Entry], left: &[usize], key_of: impl Fn(&Key) -> K) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for &place in left {
        if let Some(shared) = entries[place].key() {
            groups.entry(key_of(shared)).or_default().push(place);
        }
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::super::book::Writing;
    use super::super::record::Key;
    use super::*;
    use crate::model::{Date, Refusal, RefusalReason, Scope};
    use crate::warehouse::testing::entry;

    /// What becomes of these entries once they stand in a book.
    fn choose(entries: &[Entry]) -> Vec<Fate> {
        let folder = tempfile::tempdir().unwrap();
        let mut writing = Writing::create(folder.path().join("book"), "0", "c").unwrap();
        entries.iter().for_each(|entry| writing.push(entry).unwrap());
        fates(&writing.close().unwrap()).unwrap()
    }

    fn states(entries: &[Entry]) -> Vec<&'static str> {
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
        assert_eq!(states(&entries), ["duplicate", "report", "duplicate"]);
        key(&mut entries[2]).facts = 9;
        assert_eq!(choose(&entries)[0], Fate::Duplicate { of: 2, why: Why::SameText });
        key(&mut entries[0]).official = true;
        assert_eq!(states(&entries), ["report", "duplicate", "duplicate"]);
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
        assert_eq!(states(&entries), ["superseded", "duplicate", "report"]);
    }

    #[test]
    fn own_and_area_reports_stand_side_by_side_and_years_apart() {
        let mut entries = [entry("a.html", "t"), entry("b.html", "u"), entry("c.html", "v")];
        key(&mut entries[1]).scope = Scope::Area;
        key(&mut entries[2]).year += 1;
        assert_eq!(states(&entries), ["report", "report", "report"]);
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
        assert_eq!(states(&entries), ["report", "duplicate", "refused"]);
    }
}
