//! What went wrong with a file or looks odd in a datum. Knows nothing of logs.

use super::Span;
use serde::{Deserialize, Serialize};

/// Why a file is no report (拒读); the names stand in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RefusalReason {
    NotAReport,
    Empty,
    Unreadable,
    Undecodable,
    TooLarge,
    Encrypted,
    ScannedImage,
    UnknownFormat,
    Malformed,
    YearUnknown,
    AgencyUnknown,
    /// A later page of another file's report, which could not be joined with it for sure.
    Continuation,
    Panicked,
}

impl RefusalReason {
    pub fn name(self) -> &'static str {
        match self {
            RefusalReason::NotAReport => "not_a_report",
            RefusalReason::Empty => "empty",
            RefusalReason::Unreadable => "unreadable",
            RefusalReason::Undecodable => "undecodable",
            RefusalReason::TooLarge => "too_large",
            RefusalReason::Encrypted => "encrypted",
            RefusalReason::ScannedImage => "scanned_image",
            RefusalReason::UnknownFormat => "unknown_format",
            RefusalReason::Malformed => "malformed",
            RefusalReason::YearUnknown => "year_unknown",
            RefusalReason::AgencyUnknown => "agency_unknown",
            RefusalReason::Continuation => "continuation",
            RefusalReason::Panicked => "panicked",
        }
    }
}

/// A refusal ends one file and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub reason: RefusalReason,
    /// In words, for a person.
    pub detail: String,
}

impl Refusal {
    pub fn new(reason: RefusalReason, detail: impl Into<String>) -> Refusal {
        Refusal { reason, detail: detail.into() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What an issue is about; one code a kind of finding, named by stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Code {
    // read
    MojibakeSuspected,
    EncodingOverruled,
    TableRagged,
    // identify
    YearDisputed,
    PublishedOdd,
    PlaceUnresolved,
    // extract
    LabelUnmatched,
    AxisUnproven,
    CellUnreadable,
    ValueAmbiguous,
    TableMissing,
    // reconcile
    ClaimsConflict,
    RuleFails,
    CellSuspect,
    CorrectionOutdated,
    // warehouse
    EditionsDiffer,
}

impl Code {
    pub fn name(self) -> &'static str {
        match self {
            Code::MojibakeSuspected => "mojibake_suspected",
            Code::EncodingOverruled => "encoding_overruled",
            Code::TableRagged => "table_ragged",
            Code::YearDisputed => "year_disputed",
            Code::PublishedOdd => "published_odd",
            Code::PlaceUnresolved => "place_unresolved",
            Code::LabelUnmatched => "label_unmatched",
            Code::AxisUnproven => "axis_unproven",
            Code::CellUnreadable => "cell_unreadable",
            Code::ValueAmbiguous => "value_ambiguous",
            Code::TableMissing => "table_missing",
            Code::ClaimsConflict => "claims_conflict",
            Code::RuleFails => "rule_fails",
            Code::CellSuspect => "cell_suspect",
            Code::CorrectionOutdated => "correction_outdated",
            Code::EditionsDiffer => "editions_differ",
        }
    }
}

/// A finding about the data (问题): it ends nothing, the datum stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    pub span: Option<Span>,
}
