//! Plain text → document: the text stays as it is, lines become blocks. Knows lines, pipes and tabs; knows no meaning.

use super::{Limits, lanes, wrap};
use crate::model::{Block, BlockKind, Origin, Refusal, Span};
use crate::text::fold::is_page_number;
use crate::text::item::is_torn;

/// Fewest lines that make a table.
const TABLE_LINES: usize = 2;

/// Reads a text into blocks; their spans point into the text, which is given back unchanged.
pub(super) fn read(text: String, limits: &Limits) -> Result<(String, Vec<Block>), Refusal> {
    if text.len() > limits.max_text_bytes {
        return Err(super::too_large(limits));
    }
    let lines = lines(&text);
    let width = wrap::width(lines.iter().map(|line| line.of(&text).trim()));
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let start = at;
        at += match table(&text, &lines[at..]) {
            Some((origin, length)) => {
                table_blocks(&text, &lines[start..start + length], origin, limits, &mut blocks);
                length
            }
            None => paragraph(&text, &lines[at..], width, &mut blocks),
        };
    }
    Ok((text, blocks))
}

/// The lines, blank ones too, without their ends.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    // A form feed parts the pages of a PDF; a carriage return ends a line of its own accord or before a line feed.
    for at in memchr::memchr3_iter(b'\n', b'\r', 0x0C, text.as_bytes()) {
        lines.push(Span::new(start, at));
        start = at + 1;
    }
    lines.push(Span::new(start, text.len()));
    lines
}

fn is_blank(text: &str, line: Span) -> bool {
    line.of(text).trim_start().is_empty()
}

/// The number of a page, or a rule drawn between two rows.
fn is_between_rows(line: &str) -> bool {
    is_page_number(line)
        || line.trim_start().starts_with('+') && line.trim().chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
}

/// How many lines from the first one on have cells; between two rows a blank line, the number of a page and a rule may stand.
fn table(text: &str, lines: &[Span]) -> Option<(Origin, usize)> {
    let first = lines[0].of(text);
    let (origin, separator) = match () {
        _ if first.contains('|') => (Origin::Pipes, '|'),
        _ if first.trim().contains('\t') => (Origin::Tabs, '\t'),
        _ => return None,
    };
    let mut length = 1;
    let mut next = 1;
    while let Some(&line) = lines.get(next) {
        if line.of(text).contains(separator) && !is_blank(text, line) {
            next += 1;
            length = next;
        } else if is_blank(text, line) && next == length || is_between_rows(line.of(text)) {
            next += 1;
        } else {
            break;
        }
    }
    Some((origin, length))
}

fn table_blocks(text: &str, lines: &[Span], origin: Origin, limits: &Limits, blocks: &mut Vec<Block>) {
    let full: Vec<Span> = lines.iter().copied().filter(|&line| !is_blank(text, line)).collect();
    let rows: Vec<Span> = full.iter().copied().filter(|&line| !is_between_rows(line.of(text))).collect();
    let grid = match rows.len() >= TABLE_LINES {
        true => lanes::grid(text, &rows, origin, limits.max_cells),
        false => None,
    };
    match grid {
        Some(grid) => {
            let span = full[0].cover(full[full.len() - 1]);
            blocks.push(Block { span, kind: BlockKind::Table(grid), frame: false });
        }
        None => blocks.extend(full.into_iter().map(|line| line_block(text, line))),
    }
}

/// One block from the first line on, or none if it is blank; gives the count of lines used.
fn paragraph(text: &str, lines: &[Span], width: Option<usize>, blocks: &mut Vec<Block>) -> usize {
    if is_blank(text, lines[0]) {
        return 1;
    }
    let mut block = line_block(text, lines[0]);
    let mut used = 1;
    while let Some(&next) = lines.get(used) {
        let line = lines[used - 1].of(text).trim();
        let after = lines.get(used + 1).map(|after| after.of(text));
        let cut = width.is_some_and(|width| wrap::goes_on(line, next.of(text).trim(), width));
        if is_blank(text, next) || !(cut || is_torn(line, next.of(text), after)) {
            break;
        }
        block.span = block.span.cover(line_block(text, next).span);
        used += 1;
    }
    blocks.push(block);
    used
}

/// A line that is not blank as a paragraph, without the blanks around it.
fn line_block(text: &str, line: Span) -> Block {
    let content = line.of(text);
    let start = line.start as usize + content.len() - content.trim_start().len();
    let span = Span::new(start, start + content.trim().len());
    Block { span, kind: BlockKind::Paragraph, frame: false }
}
