//! Changes between two snapshots as a table for a terminal and as a list of rows. Knows no file of a snapshot.

use super::list::{Column, Get, List};
use crate::model::Number;
use crate::show::quote::{Style, plain};
use crate::warehouse::Manifest;
use serde_json::json;

/// Most changes that the table shows, the report in which they end shown whole; the list has all.
const MOST: usize = 400;
/// More facts of one report that came or went are counted, not listed.
const MANY: usize = 12;

/// What became of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Added,
    Removed,
    /// Another value, bound or state.
    Changed,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Changed => "changed",
        }
    }

    fn painted(self, style: Style) -> String {
        let name = format!("{:<8}", self.name());
        if self == Kind::Added { name } else { style.alarm(&name) }
    }
}

/// What one snapshot says of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    pub value: Option<Number>,
    pub bound: Option<String>,
    pub state: Option<String>,
    pub report_id: String,
    pub source_path: String,
}

impl Side {
    fn words(&self, unit: &str) -> String {
        let bound = match self.bound.as_deref() {
            None | Some("exact") => String::new(),
            Some(bound) => format!("{bound} "),
        };
        let value = self.value.map_or_else(|| "no value".to_string(), |value| format!("{value} {}", plain(unit)));
        format!("{bound}{value} ({})", self.state.as_deref().unwrap_or_default())
    }
}

/// One fact that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    pub agency: String,
    pub agency_id: String,
    pub division_code: Option<String>,
    pub year: i32,
    pub metric: String,
    pub facet: Option<String>,
    pub scope: String,
    pub unit: String,
    pub old: Option<Side>,
    pub new: Option<Side>,
}

impl Change {
    /// One line: what the snapshots say, and the files.
    fn words(&self, style: Style) -> String {
        let name = match &self.facet {
            Some(facet) => format!("{}@{facet}", self.metric),
            None => self.metric.clone(),
        };
        let sides = [&self.old, &self.new].into_iter().flatten();
        let values: Vec<String> = sides.map(|side| side.words(&self.unit)).collect();
        let (kind, paths) = (self.kind.painted(style), style.faint(&self.paths()));
        format!("  {kind} {} {}  {}  {paths}\n", plain(&name), self.scope, values.join(" -> "))
    }

    fn paths(&self) -> String {
        let sides = [&self.old, &self.new].into_iter().flatten();
        let mut paths: Vec<String> = sides.map(|side| plain(&side.source_path)).collect();
        paths.dedup();
        paths.join(" -> ")
    }
}

/// What changed between two snapshots.
pub struct Changes {
    old: String,
    new: String,
    /// In words: what else is different.
    about: Vec<String>,
    changes: Vec<Change>,
    /// Facts without a value that came or went: a blank cell more or less is no change of data.
    valueless: usize,
}

impl Changes {
    pub(super) fn new(old: &Manifest, new: &Manifest) -> Changes {
        let mut about = Vec::new();
        let count = |name: &str, old: u64, new: u64| format!("{name} {old} -> {new}");
        about.push(count("reports", old.counts.reports, new.counts.reports));
        about.push(count("refused", old.counts.refused, new.counts.refused));
        about.push(count("facts with a value", old.counts.facts, new.counts.facts));
        if old.program != new.program {
            about.push(format!("program {} -> {}", old.program, new.program));
        }
        if old.config != new.config {
            about.push("another configuration".to_string());
        }
        let (old, new) = (old.snapshot.clone(), new.snapshot.clone());
        Changes { old, new, about, changes: Vec::new(), valueless: 0 }
    }

    /// Keeps a fact if it changed. That its report has another text, and so another id, is no change of the fact.
    pub(super) fn push(&mut self, change: Change) {
        let value = |side: &Option<Side>| side.as_ref().and_then(|side| side.value);
        let (old, new) = (value(&change.old), value(&change.new));
        match (&change.old, &change.new) {
            (Some(old), Some(new)) if (old.value, &old.bound, &old.state) == (new.value, &new.bound, &new.state) => {}
            (Some(_), Some(_)) => self.changes.push(change),
            _ if old.or(new).is_none() => self.valueless += 1,
            _ => self.changes.push(change),
        }
    }

    pub(super) fn sort(&mut self) {
        self.changes.sort_by(|a, b| {
            (a.year, &a.agency_id, &a.metric, &a.facet, &a.scope).cmp(&(
                b.year,
                &b.agency_id,
                &b.metric,
                &b.facet,
                &b.scope,
            ))
        });
    }

    fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    pub fn words(&self, style: Style) -> String {
        let counts =
            [Kind::Added, Kind::Removed, Kind::Changed].map(|kind| format!("{} {}", self.count(kind), kind.name()));
        let mut out = format!(
            "{}: facts {}\n{}\n",
            style.strong(&format!("{} -> {}", self.old, self.new)),
            counts.join(", "),
            style.faint(&self.about.join("; "))
        );
        let mut shown = 0;
        for own in self.changes.chunk_by(|a, b| (a.year, &a.agency_id) == (b.year, &b.agency_id)) {
            if shown >= MOST {
                break;
            }
            let agency = style.strong(&format!("{} {}", plain(&own[0].agency), own[0].year));
            out.push_str(&format!("\n{agency}  {}\n", style.faint(&plain(&own[0].agency_id))));
            for kind in [Kind::Changed, Kind::Removed, Kind::Added] {
                let of_kind: Vec<&Change> = own.iter().filter(|change| change.kind == kind).collect();
                shown += of_kind.len();
                // A report that came or went as a whole is one thing to know.
                if kind != Kind::Changed && of_kind.len() > MANY {
                    let mut paths: Vec<String> = of_kind.iter().map(|change| change.paths()).collect();
                    paths.dedup();
                    let (kind, paths) = (kind.painted(style), style.faint(&paths.join(", ")));
                    out.push_str(&format!("  {kind} {} facts  {paths}\n", of_kind.len()));
                } else {
                    out.extend(of_kind.into_iter().map(|change| change.words(style)));
                }
            }
        }
        if shown < self.changes.len() {
            out.push_str(&format!(
                "\nand {} more changes: narrow them by --place, --metric, --years, or write all with --format csv\n",
                self.changes.len() - shown
            ));
        }
        if self.valueless > 0 {
            out.push_str(&format!("\nnot listed: {} facts without a value that came or went\n", self.valueless));
        }
        out
    }

    pub fn list(&self) -> List {
        let about = json!({
            "between": [self.old, self.new], "about": self.about, "added": self.count(Kind::Added),
            "removed": self.count(Kind::Removed), "changed": self.count(Kind::Changed), "valueless": self.valueless,
        });
        let doc = "Facts that came, went or changed between two snapshots, with what each of them says";
        List::new(doc, &self.new, about, &columns(), &self.changes)
    }
}

fn columns() -> Vec<Column<Change>> {
    fn text(name: &'static str, doc: &'static str, get: fn(&Change) -> Option<String>) -> Column<Change> {
        Column { name, unit: "", doc, get: Get::Text(get) }
    }
    fn value(name: &'static str, doc: &'static str, get: fn(&Change) -> Option<Number>) -> Column<Change> {
        Column { name, unit: "as in unit", doc, get: Get::Value(get) }
    }
    vec![
        text("change", "added, removed, changed", |change| Some(change.kind.name().to_string())),
        Column {
            name: "report_year",
            unit: "year",
            doc: "The statistical year",
            get: Get::Year(|change| Some(change.year)),
        },
        text("agency", "The publisher as named in the newer report", |change| Some(change.agency.clone())),
        text("agency_id", "One id for one publisher through the years", |change| Some(change.agency_id.clone())),
        text("division_code", "Six digits, valid in that year", |change| change.division_code.clone()),
        text("metric", "Id of the measure", |change| Some(change.metric.clone())),
        text("facet", "Part of the measure; null for the bare measure", |change| change.facet.clone()),
        text("scope", "Whose number it is: own, area, unstated", |change| Some(change.scope.clone())),
        text("unit", "Unit of the values", |change| Some(change.unit.clone())),
        value("old_value", "In the older snapshot; null where it gives none", |change| change.old.as_ref()?.value),
        value("new_value", "In the newer snapshot; null where it gives none", |change| change.new.as_ref()?.value),
        text("old_state", "Null where the older snapshot has no such fact", |change| {
            change.old.as_ref()?.state.clone()
        }),
        text("new_state", "Null where the newer snapshot has no such fact", |change| {
            change.new.as_ref()?.state.clone()
        }),
        text("old_bound", "exact, at_least, about; null where there is no value", |change| {
            change.old.as_ref()?.bound.clone()
        }),
        text("new_bound", "exact, at_least, about; null where there is no value", |change| {
            change.new.as_ref()?.bound.clone()
        }),
        text("old_report_id", "The report in the older snapshot", |change| {
            Some(change.old.as_ref()?.report_id.clone())
        }),
        text("new_report_id", "The report in the newer snapshot", |change| {
            Some(change.new.as_ref()?.report_id.clone())
        }),
        text("old_source_path", "Its file", |change| Some(change.old.as_ref()?.source_path.clone())),
        text("new_source_path", "Its file", |change| Some(change.new.as_ref()?.source_path.clone())),
    ]
}
