//! Parsed reports in, a published snapshot out: the only place that knows Arrow and Parquet. Knows neither how a report
//! is read nor how its facts are judged.
//!
//! A run is two passes, and its memory does not grow with the content of the files. [`Staging`] takes the outcome of
//! every file in order and writes its content to disk ([`encode`] does the costly part, on the worker threads).
//! [`Staging::choose`] closes the ledger and gives a [`Draft`]: its years are written one after the other, the tables of
//! each side by side ([`Draft::begin_year`]), then the tables without years, then what analysis computed from the
//! finished files; and [`Draft::publish`] makes it all visible at once. Each type is a stage that cannot be skipped.

mod book;
pub mod cells;
mod choice;
mod derived;
pub mod docs;
mod draft;
mod export;
mod fates;
mod frame;
mod headline;
mod home;
mod judged;
mod ledger;
mod long;
mod manifest;
mod opened;
mod record;
mod rivals;
mod rows;
mod shelves;
mod staging;
mod table;
mod tables;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
mod whole;
mod writer;
mod year;

pub use draft::{Append, Draft, Published};
pub use export::{Described, export};
pub use frame::{Frame, Values, batches, columns, read, read_among, read_where};
pub use headline::{Facts, Traced, trace};
pub use judged::{exact, judged};
pub use manifest::{Counts, Manifest, Year};
pub use opened::{CURRENT, open};
pub use record::{Encoded, Outcome, encode};
pub use rows::{Rows, Wanted, visit};
pub use shelves::Shelves;
pub use staging::{Kept, Run, Staging};
pub use table::{Measures, float};
pub use tables::Report;
pub use whole::PlaceRow;
pub use writer::{Part, TableWriter};
pub use year::{Begun, OpenYear};
