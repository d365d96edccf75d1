//! PDF with a text layer → text and blocks. A page has no lines and no tables, only letters and strokes at places:
//! both are rebuilt here. Knows no form.
//!
//! A file is read on a thread of its own, for at most [`PATIENCE`]: whatever a broken or hostile file does to the
//! PDF library, the caller goes on. The thread of a file that took longer is told to end and left behind.

mod flow;
mod inflate;
mod ink;
mod lattice;
mod lines;
mod running;
mod table;

use super::grid::{Piece, Rows, rectangle};
use super::{Limits, too_large};
use crate::model::{Block, BlockKind, Grid, Origin, Refusal, RefusalReason, Span};
use flow::Part;
use ink::{Fault, Page};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use table::Ruled;

/// How long one file may take. An honest report takes a twentieth of a second; the time decides about a refusal only.
const PATIENCE: Duration = Duration::from_secs(20);
/// Pages of the longest reports, several times over.
const MAX_PAGES: usize = 200;
/// The library follows nested objects by recursion; what it allows needs more than a thread usually has.
const STACK: usize = 64 << 20;
/// What servers append to a file is shorter.
const TAIL: usize = 4096;
/// Fewer Han characters are no text of a report but the stamp on a scan.
const FEWEST_HAN: usize = 20;

/// Reads a PDF into text and blocks.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(String, Vec<Block>), Refusal> {
    if !is_whole(bytes) {
        let detail = "PDF: the end of the file is missing";
        return Err(Refusal::new(RefusalReason::Malformed, detail));
    }
    inflate::check(bytes)?;
    let pages = pages_in_time(bytes, limits)?;
    readable(&pages)?;
    let mut draft = Draft::default();
    for part in flow::parts(pages, limits.max_cells) {
        match part {
            Part::Title(text) => draft.line(&text, BlockKind::Heading(1), false),
            Part::Paragraph(text) => draft.line(&text, BlockKind::Paragraph, false),
            Part::Running(text) => draft.line(&text, BlockKind::Paragraph, true),
            Part::Table(table) => draft.table(table, limits.max_cells),
        }
    }
    if draft.text.len() > limits.max_text_bytes {
        return Err(too_large(limits));
    }
    Ok((draft.text, draft.blocks))
}

/// Whether the mark at the end of a file is there. The library would read the pages that a cut file has left, and
/// nobody would see that a report's tables are on the others.
fn is_whole(bytes: &[u8]) -> bool {
    let end = &bytes[bytes.len().saturating_sub(TAIL)..];
    memchr::memmem::rfind(end, b"%%EOF").is_some()
}

fn pages_in_time(bytes: &[u8], limits: &Limits) -> Result<Vec<Page>, Refusal> {
    let stopped = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = channel();
    let (bytes, max_letters, stop) = (bytes.to_vec(), limits.max_text_bytes, Arc::clone(&stopped));
    let malformed = |detail: String| Refusal::new(RefusalReason::Malformed, detail);
    let work = move || {
        let pages = ink::pages(bytes, MAX_PAGES, max_letters, &stop);
        // The receiver is gone if nobody waits any more.
        let _ = sender.send(pages);
    };
    let spawned = std::thread::Builder::new().name("pdf".to_string()).stack_size(STACK).spawn(work);
    let thread = spawned.map_err(|error| malformed(format!("no thread to read the PDF on: {error}")))?;
    match receiver.recv_timeout(PATIENCE) {
        Ok(Ok(pages)) => Ok(pages),
        Ok(Err(fault)) => Err(match fault {
            Fault::Encrypted(detail) => Refusal::new(RefusalReason::Encrypted, detail),
            Fault::Broken(detail) => malformed(format!("PDF: {detail}")),
            Fault::TooLarge(detail) => Refusal::new(RefusalReason::TooLarge, detail),
        }),
        Err(RecvTimeoutError::Timeout) => {
            stopped.store(true, Ordering::Relaxed);
            Err(malformed(format!("PDF: reading took longer than {} s", PATIENCE.as_secs())))
        }
        Err(RecvTimeoutError::Disconnected) => {
            // The thread's end is its panic; joined, it leaves nothing behind.
            let _ = thread.join();
            Err(malformed("PDF: the file breaks the PDF library".to_string()))
        }
    }
}

/// Refuses pages that hold pictures of text, or letters that cannot be told.
fn readable(pages: &[Page]) -> Result<(), Refusal> {
    let han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    let letters = || pages.iter().flat_map(|page| &page.letters);
    let count = |of: fn(&Page) -> usize| pages.iter().map(of).sum::<usize>();
    let (images, invisible, unknown) =
        (count(|page| page.images), count(|page| page.invisible), count(|page| page.unknown));
    if unknown > 4 * letters().count() {
        let detail = format!("PDF: {unknown} letters whose fonts do not say which they are");
        return Err(Refusal::new(RefusalReason::Undecodable, detail));
    }
    if letters().filter(|letter| han(letter.c)).count() >= FEWEST_HAN {
        return Ok(());
    }
    match (images, invisible) {
        (0, 0) if letters().count() + unknown >= FEWEST_HAN => {
            let detail = "PDF: the fonts give no Chinese text";
            Err(Refusal::new(RefusalReason::Undecodable, detail))
        }
        (0, 0) => Err(Refusal::new(RefusalReason::Empty, "PDF: the pages have no text")),
        (_, 0) => Err(Refusal::new(RefusalReason::ScannedImage, "PDF: the pages are images without text")),
        _ => Err(Refusal::new(
            RefusalReason::ScannedImage,
            "PDF: the pages are images; recognised text under them is not read",
        )),
    }
}

#[derive(Default)]
struct Draft {
    text: String,
    blocks: Vec<Block>,
}

impl Draft {
    fn line(&mut self, text: &str, kind: BlockKind, frame: bool) {
        let span = self.write(text);
        self.text.push('\n');
        self.blocks.push(Block { span, kind, frame });
    }

    fn write(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    /// Cells parted by tabs, rows by line ends, merged cells where they begin.
    fn table(&mut self, table: Ruled, max_cells: usize) {
        let start = self.text.len();
        let mut rows = Rows::default();
        let mut cells = table.cells.iter().peekable();
        for row in 0..table.rows {
            let first = rows.pieces.len();
            while let Some((area, text)) = cells.next_if(|(area, _)| area.top == row) {
                if rows.pieces.len() > first {
                    self.text.push('\t');
                }
                rows.pieces.push(Piece {
                    span: self.write(text),
                    row_span: (area.bottom - area.top) as u32,
                    column_span: (area.right - area.left) as u32,
                });
            }
            if rows.pieces.len() > first {
                self.text.push('\n');
            }
            rows.row_ends.push(rows.pieces.len());
        }
        let grid: Option<Grid> = rectangle(&rows, Origin::Ruled, max_cells);
        match grid {
            Some(grid) => {
                let span = Span::new(start, self.text.trim_end_matches('\n').len().max(start));
                self.blocks.push(Block { span, kind: BlockKind::Table(grid), frame: false });
            }
            None => self.blocks.extend(rows.pieces.iter().filter(|piece| !piece.span.is_empty()).map(|piece| Block {
                span: piece.span,
                kind: BlockKind::Paragraph,
                frame: false,
            })),
        }
    }
}

#[cfg(test)]
mod tests;
