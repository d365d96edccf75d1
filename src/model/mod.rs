//! Values that pass between the stages. Knows no file, no configuration, no Arrow; holds no logic beyond invariants.

pub mod document;
pub mod fact;
pub mod hex;
pub mod issue;
pub mod observation;
pub mod report;
pub mod span;

pub use document::{Block, BlockKind, Cell, Document, Grid, Origin};
pub use fact::{Check, Fact, State, Verdict};
pub use hex::hex;
pub use issue::{Code, Issue, Refusal, RefusalReason, Severity};
pub use observation::{Bound, Evidence, Method, MetricId, Number, Observation, Rank, Value};
pub use report::{AgencyKind, Attributed, Date, Hint, Identity, Level, Link, Parsed, Scope, Source};
pub use span::Span;
