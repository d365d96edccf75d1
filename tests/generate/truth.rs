//! What a page says, metric by metric. Knows no page.

use nianbao::model::Number;
use std::collections::BTreeMap;

/// What is said of one metric; no value where the page prints a blank or a stroke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub value: Option<Number>,
    /// `printed`, `words`, `blank`, `dash`.
    pub state: &'static str,
}

impl Said {
    pub fn figure(value: i64) -> Said {
        Said { value: Number::from_integer(value), state: "printed" }
    }

    pub fn zero() -> Said {
        Said { value: Some(Number::ZERO), state: "words" }
    }
}

/// Everything that a page says of its year, and what it says of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    pub values: BTreeMap<String, Said>,
    /// Figures of the year before.
    pub before: BTreeMap<String, Number>,
}

impl Truth {
    /// A table outranks a sentence: what stands first is kept.
    pub fn add(&mut self, metric: &str, said: Said) {
        self.values.entry(metric.to_string()).or_insert(said);
    }

    pub fn number(&self, metric: &str) -> Option<Number> {
        self.values.get(metric).and_then(|said| said.value)
    }
}
