//! Figures that mean something narrower beside others: 电子邮件1件、网上5件 counts the website without e-mail. Knows no words.

use super::Phrases;
use super::read::{Before, Claim};

/// Gives each claim the metric that it means beside the other claims of its sentence and of the one before.
pub fn narrow(phrases: &Phrases, before: &Before, claims: &mut [Claim]) {
    for narrow in &phrases.narrows {
        let apart = claims.iter().chain(&before.claims).any(|claim| claim.metric == narrow.beside && !claim.last);
        if apart {
            claims.iter_mut().filter(|claim| claim.metric == narrow.of).for_each(|claim| claim.metric = narrow.is);
        }
    }
}
