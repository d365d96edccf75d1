//! A claim: this metric, this value, these characters. Knows nothing of other claims.

use super::{Scope, Span};
use serde::{Deserialize, Serialize};

/// A metric (指标): a measure and, if any, a facet of it. The names live in `config/metrics.toml`; the code holds only this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MetricId(pub u16);

/// An exact decimal, in millionths: the fees of a county were seen with six decimals of 万元.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Number(pub i64);

impl Number {
    pub const SCALE: i64 = 1_000_000;
    pub const ZERO: Number = Number(0);

    pub fn from_integer(value: i64) -> Option<Number> {
        value.checked_mul(Number::SCALE).map(Number)
    }

    pub fn is_integer(self) -> bool {
        self.0 % Number::SCALE == 0
    }

    pub fn checked_add(self, other: Number) -> Option<Number> {
        self.0.checked_add(other.0).map(Number)
    }

    pub fn checked_sub(self, other: Number) -> Option<Number> {
        self.0.checked_sub(other.0).map(Number)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) =
            (self.0.unsigned_abs() / Number::SCALE as u64, self.0.unsigned_abs() % Number::SCALE as u64);
        if part == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let digits = format!("{part:06}");
            write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
        }
    }
}

/// Whether the figure is exact, a floor (余, 多, 以上) or a rounding (约, 近, 左右).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bound {
    Exact,
    AtLeast,
    About,
}

impl Bound {
    /// The name in the warehouse.
    pub fn name(self) -> &'static str {
        match self {
            Bound::Exact => "exact",
            Bound::AtLeast => "at_least",
            Bound::About => "about",
        }
    }
}

/// What a cell or a sentence says (填报值). There is no default and no way from the last four to a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A figure is written.
    Number(Number, Bound),
    /// Stated in words: 未收到…申请 is zero, 与去年持平 repeats a number.
    Words(Number),
    /// The digits stand glued to those of other cells, and the form's equations leave one way to cut them.
    Cut(Number),
    /// The cell is there and empty.
    Blank,
    /// A stroke or a slash: not applicable.
    Dash,
    /// More than one reading fits; the readings.
    Ambiguous(Vec<Number>),
    /// Characters lost or glued.
    Unreadable,
}

impl Value {
    pub fn number(&self) -> Option<Number> {
        match self {
            Value::Number(number, _) | Value::Words(number) | Value::Cut(number) => Some(*number),
            _ => None,
        }
    }

    pub fn bound(&self) -> Bound {
        match self {
            Value::Number(_, bound) => *bound,
            _ => Bound::Exact,
        }
    }

    /// What the characters say, as the warehouse names it.
    pub fn says(&self) -> &'static str {
        match self {
            Value::Number(..) => "number",
            Value::Words(_) => "words",
            Value::Cut(_) => "cut",
            Value::Blank => "blank",
            Value::Dash => "dash",
            Value::Ambiguous(_) => "ambiguous",
            Value::Unreadable => "unreadable",
        }
    }
}

/// How a claim was made; earlier ones outrank later ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Method {
    Correction,
    Grid,
    Flat,
    Phrase,
    /// A statement that gives the number of another year, by itself or by the change against it.
    Restated,
}

impl Method {
    /// The name in the warehouse.
    pub fn name(self) -> &'static str {
        match self {
            Method::Correction => "correction",
            Method::Grid => "grid",
            Method::Flat => "flat",
            Method::Phrase => "phrase",
            Method::Restated => "restated",
        }
    }
}

/// The phrasebook's confidence in a pattern: safe alone, safe in the right section, needs a second signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rank {
    High,
    Medium,
    Low,
}

/// Where a claim comes from (出处).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub method: Method,
    pub rank: Rank,
    /// The line of configuration that matched: `t2021/applications`, `phrases/A1`.
    pub pattern: String,
    /// What was read; `Document::text[span]` is the raw token. For a zero in words, the words; for a blank cell, empty.
    pub span: Span,
    /// Row and column in the table, from 0.
    pub row: Option<u32>,
    pub column: Option<u32>,
    /// The value was read from a repaired copy of damaged text.
    pub repaired: bool,
}

/// A claim (观测): immutable, and not the truth; several may claim one metric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    pub metric: MetricId,
    pub scope: Scope,
    pub value: Value,
    /// The year that the statement is about: the report year, or another for restated figures.
    pub about_year: i32,
    pub evidence: Evidence,
}
