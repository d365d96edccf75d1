//! The characters behind the figures of one headline column: a line of the source for every part of every point. Knows
//! no table; what a part is the caller says.

use super::figures::Figure;
use crate::model::{MetricId, State};
use crate::show::quote::Quote;
use serde::Serialize;
use std::collections::BTreeMap;

/// A fact that a figure is made of: the figure itself, a term of its sum, or a part of its definition.
pub struct Part {
    pub metric: MetricId,
    pub value: Option<f64>,
    pub state: State,
    /// How it was read, and the line that it was read from; none where nothing was read.
    pub read: Option<(String, Quote)>,
}

/// The parts of every point of a column, in the order of the points: column by column, texts in a dictionary.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Quoted {
    texts: Vec<String>,
    /// Where the parts of a point begin; one more than there are points.
    first: Vec<usize>,
    metric: Vec<u16>,
    value: Vec<Figure>,
    state: String,
    /// Into `texts`: method, before, what was read, after; null where nothing was read.
    read: Vec<Option<[u32; 4]>>,
    #[serde(skip)]
    known: BTreeMap<String, u32>,
    /// Bytes that the block will have before it is compressed, about.
    #[serde(skip)]
    pub bytes: usize,
}

impl Quoted {
    /// The parts of the next point.
    pub fn push(&mut self, parts: Vec<Part>) {
        if self.first.is_empty() {
            self.first.push(0);
        }
        for part in parts {
            self.metric.push(part.metric.0);
            self.value.push(Figure(part.value));
            self.state.push(letter(part.state));
            let read = part.read.map(|(method, quote)| [method, quote.before, quote.token, quote.after]);
            let read = read.map(|texts| texts.map(|text| self.text(text)));
            self.read.push(read);
            self.bytes += 24;
        }
        self.first.push(self.metric.len());
    }

    fn text(&mut self, text: String) -> u32 {
        let next = self.texts.len() as u32;
        *self.known.entry(text).or_insert_with_key(|text| {
            self.bytes += text.len();
            self.texts.push(text.clone());
            next
        })
    }
}

/// One character for a state: its place among [`State::ALL`], from `a`.
pub fn letter(state: State) -> char {
    (b'a' + State::ALL.iter().position(|&own| own == state).unwrap_or_default() as u8) as char
}
