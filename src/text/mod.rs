//! What is true of scraped Chinese text whatever the report. Knows no metric and no configuration.

pub mod date;
pub mod fold;
pub mod han;
pub mod heading;
pub mod item;
pub mod number;
pub mod origin;
pub mod period;
pub mod simplify;

pub use fold::{Folded, fold, fold_label, without_remarks};
pub use number::{Numeral, number_at};
