//! Which of several copies is kept and which of several editions speaks: the written order of choice. Knows keys of
//! reports, no content and no table.

use super::ledger::{Entry, Why};
use super::record::{About, Key};
use std::cmp::Reverse;

/// A group of copies, the one that is kept first: on a government's own site; with more values; with the shorter path;
/// first by path.
pub fn copies(entries: &[Entry], mut group: Vec<usize>) -> Vec<usize> {
    // A stable sort: files that agree in everything, as under two input roots, keep the order of the walk.
    group.sort_by_cached_key(|&index| {
        let about = &entries[index].about;
        let rank = entries[index].key().map(|key| Reverse((key.official, key.facts)));
        (rank, about.source.path.len(), place(about))
    });
    group
}

/// A group of editions, the one that speaks first, each other with the step that decided against it.
///
/// | step | the better one |
/// |---|---|
/// | `incomplete` | states at least nine tenths of the headline measures that the fullest of the group states |
/// | `uncorrected` | its title says that it is a correction |
/// | `earlier` | was published later; an edition without a day may be the latest |
/// | `fewer_measures` | states more headline measures |
/// | `fewer_facts` | states more values |
/// | `unofficial` | stands on a government's own site |
/// | `path` | is first by path |
pub fn editions(entries: &[Entry], group: Vec<usize>) -> Vec<(usize, Why)> {
    let keys = || group.iter().filter_map(|&index| entries[index].key());
    let fullest = keys().map(|key| key.headline).max().unwrap_or_default();
    let full = |key: &Key| u64::from(key.headline) * 10 >= u64::from(fullest) * 9;
    let latest = keys().filter(|key| full(key)).filter_map(|key| key.published).max();
    let rank = |key: &Key| {
        let day = key.published.or(latest);
        (full(key), key.revised, day, key.headline, key.facts, key.official)
    };
    let mut ranked: Vec<_> = group
        .iter()
        .filter_map(|&index| Some((Reverse(rank(entries[index].key()?)), place(&entries[index].about), index)))
        .collect();
    ranked.sort();
    let Some(&(Reverse(best), _, _)) = ranked.first() else {
        return Vec::new();
    };
    let why = |other: (bool, bool, _, u32, u32, bool)| match () {
        () if other.0 != best.0 => Why::Incomplete,
        () if other.1 != best.1 => Why::Uncorrected,
        () if other.2 != best.2 => Why::Earlier,
        () if other.3 != best.3 => Why::FewerMeasures,
        () if other.4 != best.4 => Why::FewerFacts,
        () if other.5 != best.5 => Why::Unofficial,
        () => Why::Path,
    };
    ranked.into_iter().map(|(Reverse(rank), _, index)| (index, why(rank))).collect()
}

fn place(about: &About) -> (&str, Option<&str>) {
    (&about.source.path, about.source.member.as_deref())
}
