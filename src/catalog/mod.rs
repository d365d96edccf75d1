//! The configuration compiled once, cross-checked, immutable, shared by every stage. Knows no document.

pub mod across;
pub mod correction;
mod equation;
mod expansion;
pub mod finder;
pub mod glance;
pub mod headline;
pub mod identity;
mod known;
pub mod labels;
mod layout;
pub mod metric;
mod metric_file;
pub mod near;
pub mod phrase;
pub mod place;
pub mod rule;
pub mod settings;
pub mod source;
pub mod template;
mod territory;
pub mod trial;
pub mod trie;
mod variants;
mod voice;
pub mod words;

pub use across::{Across, Chain, Children, Copied, Family, Jump, Origin, Step};
pub use correction::{Correction, Corrections};
pub use headline::{Headline, HeadlineColumn, HeadlineSource, HeadlineTable};
pub use identity::IdentityWords;
pub use labels::Labels;
pub use metric::{Metric, MetricKind, Metrics};
pub use phrase::Phrases;
pub use place::Places;
pub use rule::{Expectations, Relation, Rule, Rules, Term};
pub use settings::Settings;
pub use source::{ConfigFile, Fault, Files};
pub use template::{Axis, PROSE_FORM, Table, Template, Templates};
pub use territory::{Territory, Transfer};
pub use trial::{Judge, Publisher, Trial};
pub use words::Words;

use crate::model::hex;
use sha2::{Digest, Sha256};
use std::path::Path;

/// The whole domain: metrics, forms, words, phrases, equations, corrections, places, settings.
pub struct Catalog {
    pub metrics: Metrics,
    pub templates: Templates,
    pub words: Words,
    pub phrases: Phrases,
    pub rules: Rules,
    pub across: Across,
    pub headline: Headline,
    pub corrections: Corrections,
    pub identity: IdentityWords,
    pub places: Places,
    pub territory: Territory,
    pub settings: Settings,
    /// SHA-256 over the names and texts of all files, in hex: two runs with one hash read alike.
    pub hash: String,
}

impl Catalog {
    /// The configuration in `folder`, or the one compiled in; every fault at once, sorted by file and line.
    pub fn load(folder: Option<&Path>) -> Result<Catalog, Vec<Fault>> {
        let files = match folder {
            Some(folder) => Files::read(folder)?,
            None => Files::embedded(),
        };
        Catalog::compile(&files)
    }

    pub fn compile(files: &Files) -> Result<Catalog, Vec<Fault>> {
        let mut faults = Vec::new();
        let metrics = Metrics::load(files, &mut faults);
        let words = Words::load(files, &mut faults);
        let templates = Templates::load(files, &metrics, &mut faults);
        let phrases = Phrases::load(files, &metrics, &words, &mut faults);
        let rules = Rules::load(files, &metrics, &templates, &mut faults);
        let across = Across::load(files, &metrics, &mut faults);
        let headline = Headline::load(files, &metrics, &templates, &mut faults);
        let corrections = Corrections::load(files, &metrics, &mut faults);
        let identity = IdentityWords::load(files, &mut faults);
        let places = Places::load(files, &mut faults);
        let territory = Territory::load(files, &places, &mut faults);
        let settings = Settings::load(files, &mut faults);
        if !faults.is_empty() {
            faults.sort();
            faults.dedup();
            return Err(faults);
        }
        let mut hash = Sha256::new();
        for file in &files.0 {
            hash.update(file.name.as_bytes());
            hash.update([0]);
            hash.update(file.text.as_bytes());
            hash.update([0]);
        }
        let hash = hex(&hash.finalize());
        Ok(Catalog {
            metrics,
            templates,
            words,
            phrases,
            rules,
            across,
            headline,
            corrections,
            identity,
            places,
            territory,
            settings,
            hash,
        })
    }
}
