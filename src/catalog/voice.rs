//! Words by which a report speaks of itself in its first paragraphs, and by which it says whom to ask. Part of
//! `config/identity.toml`. Knows no document.

use serde::Deserialize;

/// The sentence that says whom to ask.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactWords {
    pub opens: Vec<String>,
    pub closes: Vec<String>,
    pub tails: Vec<String>,
    /// Units inside an agency that stand behind its name.
    pub inner: Vec<String>,
    /// Ends of an office for disclosure.
    pub desks: Vec<String>,
    /// Ends of sections inside an agency.
    pub sections: Vec<String>,
    /// Ends of an agency in front of them.
    pub bodies: Vec<String>,
}

impl ContactWords {
    /// All lists.
    pub fn lists(&mut self) -> Vec<&mut Vec<String>> {
        vec![
            &mut self.opens,
            &mut self.closes,
            &mut self.tails,
            &mut self.inner,
            &mut self.desks,
            &mut self.sections,
            &mut self.bodies,
        ]
    }
}

/// How a report speaks of itself in its first paragraphs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceWords {
    /// What it calls itself.
    pub selves: Vec<String>,
    /// A sentence about itself says what it rests on or holds.
    pub based: Vec<String>,
    /// In front of its title in running text.
    pub announces: Vec<String>,
    /// Directly behind a title that begins a line.
    pub defines: Vec<String>,
    /// In front of its compiler, and what the compiler does.
    pub by: Vec<String>,
    pub compiles: Vec<String>,
    /// Between the compiler and the verb.
    pub adverbs: Vec<String>,
    /// A sentence with one of them tells others what to do.
    pub instructs: Vec<String>,
    /// Behind its own name, in front of what it announces.
    pub hereby: Vec<String>,
    /// Whose reports that of a government is compiled from.
    pub territory: Vec<String>,
    /// What else is compiled.
    pub of_others: Vec<String>,
    /// Behind a word of level: the leading bodies of a division.
    pub bodies: Vec<String>,
    /// Behind the figures of a year.
    pub years: Vec<String>,
}

impl VoiceWords {
    /// All lists.
    pub fn lists(&mut self) -> Vec<&mut Vec<String>> {
        vec![
            &mut self.selves,
            &mut self.based,
            &mut self.announces,
            &mut self.defines,
            &mut self.by,
            &mut self.compiles,
            &mut self.adverbs,
            &mut self.instructs,
            &mut self.hereby,
            &mut self.territory,
            &mut self.of_others,
            &mut self.bodies,
            &mut self.years,
        ]
    }
}

/// How the body of a report begins on a page that lost its title.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningWords {
    /// In the first sentence of texts of other kinds.
    pub never: Vec<String>,
    /// What a report speaks of: one word of each list at least.
    pub matters: Vec<Vec<String>>,
}
