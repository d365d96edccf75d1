//! Figures in running text that stand beside the noun of a metric and that nothing has claimed: what recall costs, to be
//! counted and shown. Knows claims by their characters only.

use crate::model::{Observation, Span};

/// Those of `unread` that no claim covers, in order.
pub fn unclaimed(mut unread: Vec<Span>, claims: &[Observation]) -> Vec<Span> {
    unread.retain(|figure| !claims.iter().any(|claim| claim.evidence.span.overlaps(*figure)));
    unread.sort();
    unread.dedup();
    unread
}
