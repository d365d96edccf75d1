//! Words by which a report says who, which year, and whether it is one (`config/identity.toml`). Knows no document.

use super::source::{Fault, Files};

pub struct IdentityWords {}

impl IdentityWords {
    pub fn load(_files: &Files, _faults: &mut Vec<Fault>) -> IdentityWords {
        IdentityWords {}
    }
}
