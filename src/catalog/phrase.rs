//! The narrative patterns (`config/phrases.toml`) compiled. Knows no document.

use super::source::{Fault, Files};
use super::{Metrics, Words};

pub struct Phrases {}

impl Phrases {
    pub fn load(_files: &Files, _metrics: &Metrics, _words: &Words, _faults: &mut Vec<Fault>) -> Phrases {
        Phrases {}
    }
}
