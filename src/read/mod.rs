//! Bytes → [`Document`], by content and never by extension. Knows formats; knows no metric and no phrase.

mod aside;
mod decode;
mod draft;
mod element;
mod frame;
mod grid;
mod html;
mod lanes;
mod pdf;
mod plain;
mod sniff;
mod table;
mod tokens;
mod wrap;

use crate::model::{Block, BlockKind, Code, Document, Grid, Issue, Refusal, RefusalReason, Severity};

/// What a hostile or broken file may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest text of a document, in bytes of UTF-8.
    pub max_text_bytes: usize,
    /// Deepest nesting of elements that is followed; deeper ones are read as if at this depth.
    pub max_depth: usize,
    /// Most slots of a table, merged cells expanded; larger ones are read as text.
    pub max_cells: usize,
}

/// Reads a file. What is odd but readable goes to `issues`.
pub fn read(bytes: &[u8], limits: &Limits, issues: &mut Vec<Issue>) -> Result<Document, Refusal> {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(Refusal::new(RefusalReason::Empty, "the file has no text"));
    }
    match sniff::binary_format(bytes) {
        Some(sniff::PDF) => {
            let (text, blocks) = pdf::read(bytes, limits)?;
            return document(text, blocks, "application/pdf", "PDF", issues);
        }
        Some(name) => return Err(Refusal::new(RefusalReason::UnknownFormat, name)),
        None => {}
    }
    let (text, encoding) = decode::decode(bytes, issues).map_err(|refusal| match sniff::is_binary(bytes) {
        true => Refusal::new(RefusalReason::UnknownFormat, "binary"),
        false => refusal,
    })?;
    if sniff::is_noise(&text) {
        return Err(Refusal::new(RefusalReason::UnknownFormat, "binary"));
    }
    let (text, blocks, media_type) = match sniff::markup_start(&text) {
        Some(start) => {
            let lead = text[..start].to_string();
            let lead = match lead.trim().is_empty() {
                true => Default::default(),
                false => plain::read(lead, limits)?,
            };
            let (read, blocks) = html::read(lead, &text[start..], limits)?;
            (read, blocks, "text/html")
        }
        None => {
            let (read, blocks) = plain::read(text.into_owned(), limits)?;
            (read, blocks, "text/plain")
        }
    };
    document(text, blocks, media_type, encoding, issues)
}

fn document(
    text: String,
    blocks: Vec<Block>,
    media_type: &str,
    encoding: &str,
    issues: &mut Vec<Issue>,
) -> Result<Document, Refusal> {
    if blocks.is_empty() {
        return Err(Refusal::new(RefusalReason::Empty, "the page has no text"));
    }
    decode::notice_mojibake(&text, issues);
    notice_ragged(&blocks, issues);
    Ok(Document { text, blocks, media_type: media_type.to_string(), encoding: encoding.to_string() })
}

/// Reports tables whose rows do not reach the same column.
fn notice_ragged(blocks: &[Block], issues: &mut Vec<Issue>) {
    for block in blocks.iter().filter(|block| !block.frame) {
        if let BlockKind::Table(grid) = &block.kind
            && grid.slots.contains(&Grid::EMPTY)
        {
            let open = grid.slots.iter().filter(|&&slot| slot == Grid::EMPTY).count();
            let message = format!("{open} of {} slots of a table have no cell", grid.slots.len());
            let (code, severity) = (Code::TableRagged, Severity::Note);
            issues.push(Issue { code, severity, message, span: Some(block.span) });
        }
    }
}

fn too_large(limits: &Limits) -> Refusal {
    Refusal::new(RefusalReason::TooLarge, format!("the text is longer than {} bytes", limits.max_text_bytes))
}

#[cfg(test)]
mod tests;
