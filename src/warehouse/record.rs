//! A parsed report between the two passes of a run: compressed bytes on disk, a small key in memory. Knows no table.

use super::headline;
use super::staging::Kept;
use crate::catalog::headline::HeadlineTable;
use crate::model::{Date, Hint, Parsed, Refusal, Scope, Source};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What became of one input file before the ledger is closed.
pub enum Outcome {
    Parsed(Encoded),
    Refused {
        source: Source,
        refusal: Refusal,
        /// As far as reading came.
        media_type: Option<String>,
        encoding: Option<String>,
        /// What its path says, where the refusal is for the file and not for what it is about.
        hint: Option<Hint>,
        /// Hash of all files that seem to be pages of one report with it.
        pages: Option<String>,
    },
    /// A later page of a report that begins in another file, and was read with it.
    LaterPage {
        source: Source,
        /// The path of the first page.
        first: String,
        /// Hash of all pages of the report.
        pages: String,
    },
    /// Taken over from the last run: [`Staging::reusable`](super::Staging::reusable).
    Reused(Kept),
}

/// A parsed report ready to be appended to the staging file.
pub struct Encoded {
    pub(super) about: About,
    pub(super) key: Key,
    pub(super) bytes: Vec<u8>,
}

impl Encoded {
    /// The same, read from several pages with this hash.
    pub fn of_pages(mut self, pages: Option<String>) -> Encoded {
        self.about.pages = pages;
        self
    }
}

/// What the ledger says of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub source: Source,
    pub media_type: Option<String>,
    pub encoding: Option<String>,
    pub url: Option<String>,
    /// Of a refused file.
    pub hint: Option<Hint>,
    /// Hash of all files that seem to be pages of one report with it; none for a file that stands alone.
    pub pages: Option<String>,
}

/// What choosing and sorting need of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    pub report_id: String,
    pub text_hash: String,
    pub year: i32,
    pub agency_id: String,
    pub agency: String,
    pub scope: Scope,
    pub division_code: Option<String>,
    pub published: Option<Date>,
    /// Its title says that it corrects an earlier edition.
    pub revised: bool,
    /// From a government's own site.
    pub official: bool,
    /// Facts with a value.
    pub facts: u32,
    /// Measures of the headline tables with a value.
    pub headline: u32,
    /// SHA-256 of the record: equal records fill equal rows.
    pub digest: [u8; 32],
}

/// The key and the record of a report. Pure and the costly part of staging: call it on the worker threads.
pub fn encode(parsed: &Parsed, tables: &[HeadlineTable]) -> Encoded {
    let plain = postcard::to_stdvec(parsed).expect("a value in memory can be serialised into memory");
    // The lowest level: the record lives on this machine's disk until the next run.
    let bytes = zstd::bulk::compress(&plain, 1).expect("bytes in memory can be compressed into memory");
    let identity = &parsed.identity;
    let url = identity.url.as_ref().map(|url| url.value.clone());
    let key = Key {
        report_id: parsed.report_id.clone(),
        text_hash: parsed.text_hash.clone(),
        year: identity.year.value,
        agency_id: identity.agency_id.clone(),
        agency: identity.agency.value.clone(),
        scope: identity.scope.value,
        division_code: identity.link.division_code.clone(),
        published: identity.published.as_ref().map(|date| date.value),
        revised: identity.revised,
        official: url.as_deref().is_some_and(official),
        facts: parsed.facts.iter().filter(|fact| fact.value.is_some()).count() as u32,
        headline: headline::count(&headline::measure(parsed, tables)),
        digest: digest(&bytes),
    };
    let about = About {
        source: parsed.source.clone(),
        media_type: Some(parsed.document.media_type.clone()),
        encoding: Some(parsed.document.encoding.clone()),
        url,
        hint: None,
        pages: None,
    };
    Encoded { about, key, bytes }
}

/// The hash of a record.
pub(super) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The report of a record.
pub fn decode(bytes: &[u8]) -> Result<Parsed> {
    let plain = zstd::stream::decode_all(bytes).context("a staged record cannot be decompressed")?;
    postcard::from_bytes(&plain).context("a staged record cannot be decoded")
}

/// Whether a page stands on a site of the government's own domain.
fn official(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.ends_with(".gov.cn")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warehouse::testing::{headline, parsed};

    #[test]
    fn a_record_comes_back_whole() {
        let report = parsed("a", 2019);
        let encoded = encode(&report, &headline());
        assert_eq!(decode(&encoded.bytes).unwrap(), report);
        assert!(decode(&encoded.bytes[..encoded.bytes.len() - 1]).is_err());
    }

    #[test]
    fn an_official_page_is_known_by_its_host() {
        assert!(official("http://www.example.gov.cn/a/b.html"));
        assert!(official("www.example.gov.cn:8080"));
        assert!(!official("http://example.com/www.example.gov.cn"));
    }
}
