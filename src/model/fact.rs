//! The judged value of one metric in one report. Knows nothing of how claims are made.

use super::{Bound, MetricId, Number, Scope};
use serde::{Deserialize, Serialize};

/// Why a fact has its number, or has none (状态). The first five carry a number, the others never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    Printed,
    Words,
    Solved,
    Derived,
    Conflict,
    Blank,
    Dash,
    Ambiguous,
    Unreadable,
    Missing,
}

impl State {
    pub const ALL: [State; 10] = [
        State::Printed,
        State::Words,
        State::Solved,
        State::Derived,
        State::Conflict,
        State::Blank,
        State::Dash,
        State::Ambiguous,
        State::Unreadable,
        State::Missing,
    ];

    /// By its name in the warehouse.
    pub fn named(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The name in the warehouse.
    pub fn name(self) -> &'static str {
        match self {
            State::Printed => "printed",
            State::Words => "words",
            State::Solved => "solved",
            State::Derived => "derived",
            State::Conflict => "conflict",
            State::Blank => "blank",
            State::Dash => "dash",
            State::Ambiguous => "ambiguous",
            State::Unreadable => "unreadable",
            State::Missing => "missing",
        }
    }

    pub fn carries_number(self) -> bool {
        matches!(self, State::Printed | State::Words | State::Solved | State::Derived | State::Conflict)
    }
}

/// A judged value (事实): at most one a (report, metric, scope). `value` is some exactly if the state carries a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub metric: MetricId,
    pub scope: Scope,
    pub value: Option<Number>,
    pub bound: Bound,
    pub state: State,
    /// The chosen observation, an index into [`Parsed::observations`](super::Parsed); none where nothing was read.
    pub chosen: Option<u32>,
    /// How many claims agree with the value.
    pub claims: u32,
    /// The chance that the value is what the report says, in thousandths.
    pub confidence: u16,
}

/// What became of an equation of the form (勾稽关系).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    Holds,
    /// No filling of the terms that are not numbers with values of zero or more can make it hold.
    Fails,
    /// It held once blanks were proved to have one value each.
    Solved,
    Unknown,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Fails => "fails",
            Verdict::Solved => "solved",
            Verdict::Unknown => "unknown",
        }
    }
}

/// One equation on one facet and scope, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub rule: String,
    pub facet: Option<String>,
    pub scope: Scope,
    pub verdict: Verdict,
    /// The sums of both sides, where all terms are numbers.
    pub left: Option<Number>,
    pub right: Option<Number>,
    /// `left - right`.
    pub residual: Option<Number>,
    /// The one cell whose change would close every failing equation, with that value, in words.
    pub suspect: Option<String>,
}
