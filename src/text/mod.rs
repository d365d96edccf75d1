//! What is true of scraped Chinese text whatever the report. Knows no metric and no configuration.

pub mod date;
pub mod fold;
pub mod number;

pub use fold::{fold, fold_label, fold_label_bare, Folded};
pub use number::{number_at, Numeral};
