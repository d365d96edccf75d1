//! How sure a fact is, in thousandths. Knows no value.

use crate::model::{Method, Rank};

/// What the equations say of a number that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In no equation that was decided, or in holding and failing ones.
    Open,
    Holds,
    Fails,
}

/// A blank that the equations leave one value.
pub const SOLVED: u16 = 985;
/// Claims differ, or equations single the number out as wrong.
pub const CONFLICT: u16 = 500;
/// What it costs a number that an equation of it fails and none holds.
const FAILING: u16 = 120;

/// The confidence in a number that was read.
///
/// | read as | alone | equations hold | only failing ones |
/// |---|---|---|---|
/// | correction | 995 | 999 | 875 |
/// | cell of a table | 990 | 998 | 870 |
/// | cell of a flattened table | 970 | 990 | 850 |
/// | sentence, high rank | 960 | 985 | 840 |
/// | sentence, medium rank | 900 | 950 | 780 |
/// | sentence, low rank, or about another year | 750 | 850 | 630 |
///
/// Measured on the corpus, the samples and corrupted reports (`docs/accuracy.md`): where only failing equations speak of a
/// number, seven of eight are right, and of numbers that other claims contradict one of two.
///
/// A second passage that agrees takes away half of the doubt, at least to 985 for a high rank; a weaker claim that
/// disagrees takes 30 off; so does text that had to be repaired.
pub fn confidence(
    method: Method,
    rank: Rank,
    repaired: bool,
    seconded: bool,
    rivalled: bool,
    standing: Standing,
) -> u16 {
    let (alone, holds) = match (method, rank) {
        (Method::Correction, _) => (995, 999),
        (Method::Grid, _) => (990, 998),
        (Method::Flat, _) => (970, 990),
        (Method::Phrase, Rank::High) => (960, 985),
        (Method::Phrase, Rank::Medium) => (900, 950),
        (Method::Phrase, Rank::Low) | (Method::Restated, _) => (750, 850),
    };
    let mut sure: u16 = match standing {
        Standing::Open => alone,
        Standing::Holds => holds,
        Standing::Fails => alone - FAILING,
    };
    if seconded {
        sure = (1000 - (1000 - sure) / 2).min(998).max(sure);
        if (method, rank) == (Method::Phrase, Rank::High) && standing != Standing::Fails {
            sure = sure.max(985);
        }
    }
    sure - 30 * (u16::from(rivalled) + u16::from(repaired))
}
