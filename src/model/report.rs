//! Where a report comes from, who speaks in it, and all that was read from one file. Knows no format.

use super::{Check, Document, Fact, Issue, Observation, Span};
use serde::{Deserialize, Serialize};

/// One input file (来源文件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Relative to its input root, with `/`; names that are not UTF-8 are escaped so that they stay distinct.
    pub path: String,
    /// The member of an archive, if the file is one.
    pub member: Option<String>,
    /// Hex; empty if the file could not be read.
    pub sha256: String,
    pub bytes: u64,
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// None unless the day exists.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            _ => return None,
        };
        (1..=length).contains(&day).then_some(Date { year, month, day })
    }

    /// Days since 1970-01-01, the count behind Arrow's Date32.
    pub fn days(self) -> i32 {
        // Howard Hinnant's days_from_civil: years begin in March, so that the leap day comes last.
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (i32::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Whose numbers a statement gives (口径).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// The publisher's own (本机关, 市本级).
    Own,
    /// The whole area with its departments and subdivisions (全市, 全县).
    Area,
    Unstated,
}

impl Scope {
    pub const ALL: [Scope; 3] = [Scope::Own, Scope::Area, Scope::Unstated];

    /// By its name in the warehouse.
    pub fn named(name: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Scope::Own => "own",
            Scope::Area => "area",
            Scope::Unstated => "unstated",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AgencyKind {
    Government,
    Department,
    Township,
    Zone,
    Other,
}

impl AgencyKind {
    pub fn name(self) -> &'static str {
        match self {
            AgencyKind::Government => "government",
            AgencyKind::Department => "department",
            AgencyKind::Township => "township",
            AgencyKind::Zone => "zone",
            AgencyKind::Other => "other",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    Province,
    Prefecture,
    County,
    Township,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::Province => "province",
            Level::Prefecture => "prefecture",
            Level::County => "county",
            Level::Township => "township",
        }
    }
}

/// A value and how it was found: the kind of evidence in words, and the characters, if it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributed<T> {
    pub value: T,
    pub evidence: String,
    pub span: Option<Span>,
}

/// The place that a report's agency belongs to, in the report year. All null if unresolved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub division_code: Option<String>,
    pub township_code: Option<String>,
    pub county_key: Option<String>,
    pub province: Option<String>,
    pub prefecture: Option<String>,
    pub county: Option<String>,
    /// The time-consistent unit of the county whose government a zone is: the zone itself has no code and no county.
    pub governs: Option<String>,
    /// How the place was found, in words.
    pub evidence: String,
}

/// What the path of an unreadable file says of its place and year: it explains a gap and links nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Of the government, in that year.
    pub division_code: String,
    pub year: i32,
}

/// Who, where, which year (身份). A report without a year or an agency is refused before this exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub title: Option<Attributed<String>>,
    /// As named in the report.
    pub agency: Attributed<String>,
    /// One id for one publisher through the years.
    pub agency_id: String,
    pub kind: AgencyKind,
    pub level: Option<Level>,
    pub year: Attributed<i32>,
    pub published: Option<Attributed<Date>>,
    pub url: Option<Attributed<String>>,
    /// The scope of every claim whose own sentence names none.
    pub scope: Attributed<Scope>,
    pub link: Link,
    /// The title says that it corrects an earlier edition.
    pub revised: bool,
}

/// All that was read from one file: the value of the one pure function that the program is built around.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parsed {
    pub source: Source,
    pub document: Document,
    pub identity: Identity,
    /// The form of the tables found: `2014`, `2019`, `2021`; `2008` where there are none of these.
    pub form: String,
    pub observations: Vec<Observation>,
    pub facts: Vec<Fact>,
    pub checks: Vec<Check>,
    pub issues: Vec<Issue>,
    /// Figures in running text that stand beside the noun of a metric and that no claim covers.
    pub unclaimed: Vec<Span>,
    /// Hash of the normalised text: equal for copies of one report.
    pub text_hash: String,
    /// Stable id of the report: a hash of agency, year and normalised text.
    pub report_id: String,
}
