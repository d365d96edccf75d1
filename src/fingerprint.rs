//! What makes two files one report: the normalised text, and the id made from it. Knows no format and no metric.

use crate::model::{Block, BlockKind, Document, Identity, hex};
use crate::text::fold::push_letters;
use sha2::{Digest, Sha256};

/// Paragraphs with fewer characters are titles, dates and page furniture, which differ between renderings of one report.
const SENTENCE: usize = 24;

/// Hash of what the document says, whatever page it stands on: its sentences and the cells of its tables, folded, in
/// order, without punctuation.
pub fn text_hash(document: &Document) -> String {
    let mut hash = Sha256::new();
    let mut text = String::new();
    for block in &document.blocks {
        if states(document, block, &mut text) {
            hash.update(text.as_bytes());
        }
    }
    hex(&hash.finalize()[..16])
}

/// Whether a block says something of the report's own: a sentence or a table. Its letters are then in `text`.
pub fn states(document: &Document, block: &Block, text: &mut String) -> bool {
    text.clear();
    if block.frame || matches!(block.kind, BlockKind::Head(_)) {
        return false;
    }
    push_letters(document.slice(block.span), text);
    matches!(block.kind, BlockKind::Table(_)) || text.chars().count() >= SENTENCE
}

/// A stable id: sixteen hex digits over agency, year and normalised text.
pub fn report_id(identity: &Identity, text_hash: &str) -> String {
    let mut hash = Sha256::new();
    for part in [identity.agency_id.as_str(), &identity.year.value.to_string(), text_hash] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize()[..8])
}
