//! Which divisions have a report of their government in which year, and why the others have none. Knows no measure.

use super::place::{Place, Places};
use crate::warehouse::cells::{self, text, whole};
use crate::warehouse::{Append, Frame, Values, batches, read_where};
use anyhow::Result;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the tables know of places and years, by code and year.
#[derive(Default)]
pub struct Known {
    /// The first and the last year with a report.
    years: Option<(i32, i32)>,
    /// The report that speaks, the best first by its rank: report id, and how many headline measures it states.
    speaking: BTreeMap<(String, i32), (Rank, i64)>,
    /// The same for counties that a zone runs, by county key.
    zones: BTreeMap<(String, i32), (Rank, i64)>,
    /// Reports of anybody else there, by kind.
    others: BTreeMap<(String, i32), BTreeMap<String, usize>>,
    /// Reports of governments whose place was not resolved, by id: year and path.
    open: BTreeMap<String, (i32, String)>,
    /// Reports of a government that may be this one: paths.
    ambiguous: BTreeMap<(String, i32), BTreeSet<String>>,
    /// Files that could not be read, whose names speak of this place and year: reason and path.
    refused: BTreeMap<(String, i32), BTreeSet<String>>,
}

/// Width of the scope, facts, report id: the first is the best.
type Rank = (usize, Reverse<i64>, String);

/// One row a division record and year: the report that speaks for its government, or why there is none.
pub fn coverage(known: &Known, places: &Places, append: &mut Append) -> Result<()> {
    let Some((first, last)) = known.years else {
        return Ok(());
    };
    for year in first..=last {
        let held: Vec<&Place> = places.records.iter().filter(|place| place.holds(year)).collect();
        append(&of_year(known, &held, year))?;
    }
    Ok(())
}

fn of_year(known: &Known, places: &[&Place], year: i32) -> Frame {
    let told: Vec<Told> = places.iter().map(|place| known.tell(place, year)).collect();
    let texts = |of: &dyn Fn(usize) -> Option<String>| Values::Text((0..places.len()).map(of).collect());
    let columns = vec![
        ("code", texts(&|row| Some(places[row].code.clone()))),
        ("name", texts(&|row| Some(places[row].name.clone()))),
        ("level", texts(&|row| Some(places[row].level.clone()))),
        ("county_key", texts(&|row| places[row].panel_id.clone())),
        ("report_year", Values::Int32(vec![Some(year); places.len()])),
        ("present", Values::Flag(told.iter().map(|told| Some(told.report_id.is_some())).collect())),
        ("report_id", texts(&|row| told[row].report_id.clone())),
        ("measures", Values::Int64(told.iter().map(|told| told.measures).collect())),
        ("reason", texts(&|row| told[row].reason.map(str::to_string))),
        ("detail", texts(&|row| told[row].detail.clone())),
    ];
    Frame { columns: columns.into_iter().map(|(name, values)| (name.to_string(), values)).collect() }
}

/// What a row of the coverage says behind its keys.
#[derive(Default)]
struct Told {
    report_id: Option<String>,
    measures: Option<i64>,
    reason: Option<&'static str>,
    detail: Option<String>,
}

impl Known {
    /// Takes some reports.
    pub fn add(&mut self, reports: &Frame) {
        for row in 0..reports.rows() {
            let Some(year) = cells::year(reports, "report_year", row) else {
                continue;
            };
            let (first, last) = self.years.unwrap_or((year, year));
            self.years = Some((first.min(year), last.max(year)));
            let of = |name: &str| text(reports, name, row).unwrap_or_default();
            let width = ["area", "own"].iter().position(|&scope| of("scope") == scope).unwrap_or(2);
            let facts = whole(reports, "facts", row).unwrap_or_default();
            let rank: Rank = (width, Reverse(facts), of("report_id").to_string());
            let stated = (rank, whole(reports, "measures", row).unwrap_or_default());
            let government = of("agency_kind") == "government";
            if let Some(county) = text(reports, "governs", row) {
                keep(&mut self.zones, (county.to_string(), year), stated);
            } else if let Some(code) = text(reports, "division_code", row) {
                let place = (code.to_string(), year);
                match government {
                    true => keep(&mut self.speaking, place, stated),
                    false => {
                        *self.others.entry(place).or_default().entry(of("agency_kind").to_string()).or_default() += 1
                    }
                }
            } else if government {
                self.open.insert(of("report_id").to_string(), (year, of("source_path").to_string()));
            }
        }
    }

    /// Reads what other tables say of places without a report.
    pub fn read(&mut self, snapshot: &Path) -> Result<()> {
        // The candidates of an unresolved place stand in the message of its issue, by code.
        let wanted = ["report_id", "code", "message"];
        let issues = read_where(snapshot, "issues", &wanted, ("code", "place_unresolved"))?;
        for row in 0..issues.rows() {
            let report = text(&issues, "report_id", row).and_then(|id| self.open.get(id));
            if let (Some((year, path)), Some(message)) = (report, text(&issues, "message", row)) {
                for code in codes(message) {
                    self.ambiguous.entry((code, *year)).or_default().insert(path.clone());
                }
            }
        }
        let wanted = ["path", "reason", "hint_code", "hint_year"];
        batches(snapshot, "sources", &wanted, &mut |sources| {
            for row in 0..sources.rows() {
                let hint = (text(sources, "hint_code", row), cells::year(sources, "hint_year", row));
                if let ((Some(code), Some(year)), Some(reason)) = (hint, text(sources, "reason", row)) {
                    let path = text(sources, "path", row).unwrap_or_default();
                    let files = self.refused.entry((code.to_string(), year)).or_default();
                    files.insert(format!("{reason}: {path}"));
                }
            }
            Ok(())
        })
    }

    /// The reasons in their order: what comes first explains most.
    fn tell(&self, place: &Place, year: i32) -> Told {
        let at = (place.code.clone(), year);
        let zone = || self.zones.get(&(place.panel_id.clone()?, year));
        if let Some((rank, measures)) = self.speaking.get(&at).or_else(zone) {
            let reason = (*measures == 0).then_some("nothing_stated");
            return Told { report_id: Some(rank.2.clone()), measures: Some(*measures), reason, detail: None };
        }
        let listed = |paths: &BTreeSet<String>| Some(paths.iter().cloned().collect::<Vec<_>>().join("; "));
        let (reason, detail) = if let Some(files) = self.refused.get(&at) {
            ("refused", listed(files))
        } else if let Some(paths) = self.ambiguous.get(&at) {
            ("ambiguous", listed(paths))
        } else if let Some(kinds) = self.others.get(&at) {
            let counts: Vec<String> = kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
            ("only_other_agencies", Some(counts.join("; ")))
        } else {
            ("no_report", None)
        };
        Told { reason: Some(reason), detail, ..Told::default() }
    }
}

fn keep(best: &mut BTreeMap<(String, i32), (Rank, i64)>, at: (String, i32), stated: (Rank, i64)) {
    let kept = best.entry(at).or_insert_with(|| stated.clone());
    if stated.0 < kept.0 {
        *kept = stated;
    }
}

/// The codes of divisions in a text: runs of exactly six digits.
fn codes(message: &str) -> BTreeSet<String> {
    let runs = message.split(|c: char| !c.is_ascii_digit());
    runs.filter(|run| run.len() == 6).map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_read_from_the_words_of_an_issue() {
        let message = "A: A is one of 320302 A (X), 120102 A (Y, until 2012)";
        assert_eq!(codes(message).into_iter().collect::<Vec<_>>(), ["120102", "320302"]);
    }

    #[test]
    fn what_explains_most_is_told() {
        let at = || ("110101".to_string(), 2020);
        let place = Place { code: "110101".into(), ..Place::default() };
        let mut known = Known::default();
        assert_eq!(known.tell(&place, 2020).reason, Some("no_report"));
        known.others.entry(at()).or_default().insert("department".into(), 2);
        assert_eq!(known.tell(&place, 2020).detail.as_deref(), Some("department 2"));
        known.ambiguous.entry(at()).or_default().insert("a.html".into());
        assert_eq!(known.tell(&place, 2020).reason, Some("ambiguous"));
        known.refused.entry(at()).or_default().insert("scanned_image: b.pdf".into());
        assert_eq!(known.tell(&place, 2020).detail.as_deref(), Some("scanned_image: b.pdf"));
        assert_eq!(known.tell(&place, 2021).reason, Some("no_report"));
        keep(&mut known.speaking, at(), ((0, Reverse(5), "r".into()), 0));
        let told = known.tell(&place, 2020);
        assert_eq!((told.report_id.as_deref(), told.reason), (Some("r"), Some("nothing_stated")));
    }
}
