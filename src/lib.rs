//! nianbao (年报): scraped annual reports on government information disclosure in, year-partitioned Parquet tables out.
//!
//! One pure function turns one file into one value; walking, threads and Parquet stand around it. See ARCHITECTURE.md.

pub mod across;
pub mod catalog;
pub mod correct;
pub mod dictionary;
pub mod explain;
pub mod extract;
pub mod fingerprint;
pub mod identify;
pub mod model;
pub mod pages;
pub mod panel;
pub mod pipeline;
pub mod read;
pub mod reconcile;
pub mod show;
pub mod text;
pub mod walk;
pub mod warehouse;
