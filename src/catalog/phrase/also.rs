//! What the words that gave a figure say besides: 办结5件 is five cases closed, and answers five. Knows no document.

use super::read::Claim;
use super::token::Token;
use super::{Also, Phrases};
use crate::model::Rank;

/// Adds what follows from the claims `from` on, which were read in these tokens. What they said themselves then stands behind
/// what other words say outright: 已答复9件，办结10件 answers nine.
pub fn also(phrases: &Phrases, tokens: &[Token], claims: &mut Vec<Claim>, from: usize) {
    for Also { class, metric, besides } in &phrases.also {
        let said = || tokens.iter().any(|token| token.is(*class));
        let Some(place) = (from..claims.len()).find(|&place| claims[place].metric == *metric && said()) else {
            continue;
        };
        claims.push(Claim { metric: *besides, ..claims[place].clone() });
        claims[place].rank = Rank::Low;
    }
}
