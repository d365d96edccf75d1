//! Runs of lines with cells parted by pipes or tabs → grids, if every cell surely stands in its column.
//! Knows numbers from words by their looks; knows no meaning.

use super::grid::{Piece, Rows, rectangle};
use crate::model::{Grid, Origin, Span};

/// The cells of one line, trimmed.
type Lane = Vec<Span>;

/// Reads the lines (spans without their line ends) as a table; none if the columns are not steady.
pub(super) fn grid(text: &str, lines: &[Span], origin: Origin, max_cells: usize) -> Option<Grid> {
    let separator = match origin {
        Origin::Tabs => '\t',
        _ => '|',
    };
    let mut lanes: Vec<Lane> = lines.iter().map(|&line| cells(text, line, separator)).collect();
    if origin == Origin::Pipes {
        lanes.retain(|lane| !is_rule(text, lane));
        let all = |end: fn(&Lane) -> Option<&Span>| lanes.iter().all(|lane| end(lane).is_some_and(|c| c.is_empty()));
        let (left, right) = (all(|lane| lane.first()), all(|lane| lane.last()));
        for lane in &mut lanes {
            if right {
                lane.pop();
            }
            if left && !lane.is_empty() {
                lane.remove(0);
            }
        }
    }
    let columns = lanes.first()?.len();
    if lanes.len() < 2
        || columns < 2
        || lanes.iter().any(|lane| lane.len() != columns)
        || is_shifted(text, &lanes)
        || !has_words(text, &lanes)
    {
        return None;
    }
    let mut rows = Rows::default();
    for lane in lanes {
        rows.pieces.extend(lane.into_iter().map(|span| Piece { span, row_span: 1, column_span: 1 }));
        rows.row_ends.push(rows.pieces.len());
    }
    rectangle(&rows, origin, max_cells)
}

fn cells(text: &str, line: Span, separator: char) -> Lane {
    let mut start = line.start as usize;
    let parts = line.of(text).split(separator).map(|part| {
        let front = part.len() - part.trim_start().len();
        let at = start + if part.trim().is_empty() { 0 } else { front };
        start += part.len() + 1;
        Span::new(at, at + part.trim().len())
    });
    parts.collect()
}

/// The line under a header in Markdown.
fn is_rule(text: &str, lane: &Lane) -> bool {
    let filled = || lane.iter().map(|cell| cell.of(text)).filter(|cell| !cell.is_empty());
    filled().next().is_some()
        && filled().all(|cell| cell.contains('-') && cell.trim_matches(':').chars().all(|c| c == '-'))
}

/// Whether any cell is a word: a piece of a table without labels says nothing by its columns.
fn has_words(text: &str, lanes: &[Lane]) -> bool {
    let mut cells = lanes.iter().flatten().map(|cell| cell.of(text));
    cells.any(|cell| !is_mark(cell) && !is_number(cell))
}

/// Whether merged cells may have left rows shorter, so that the cells behind stand too far left and the row was
/// filled up at its end. Then no column is sure.
fn is_shifted(text: &str, lanes: &[Lane]) -> bool {
    let filled = |lane: &Lane| lane.iter().filter(|cell| !is_mark(cell.of(text))).count();
    let last = |lane: &Lane| lane.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
    let number = |lane: &Lane| lane.iter().position(|cell| is_number(cell.of(text)));
    let labels =
        |lane: &Lane| lane.iter().take_while(|cell| !is_mark(cell.of(text)) && !is_number(cell.of(text))).count();
    let columns = lanes[0].len();
    let deepest = lanes.iter().filter(|lane| number(lane).is_some()).map(labels).max().unwrap_or(0);
    let data = lanes.iter().any(|lane| last(lane) < columns && number(lane).is_some_and(|at| at < deepest));
    let first = lanes.iter().position(|lane| number(lane).is_some()).unwrap_or(0);
    let reach = lanes[first..].iter().map(last).max().unwrap_or(0);
    let header = lanes[..first].iter().any(|lane| filled(lane) > 1 && last(lane) < reach);
    data || header
}

/// An empty cell or one with a dash or slash only.
fn is_mark(cell: &str) -> bool {
    cell.chars().all(|c| matches!(c, '-' | '/' | '\u{2014}' | '\u{2015}' | '\u{FF0F}' | '\u{FF0D}'))
}

fn is_number(cell: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('\u{FF10}'..='\u{FF19}').contains(&c);
    cell.contains(digit) && cell.chars().all(|c| digit(c) || matches!(c, '.' | ',' | '+' | '-' | '%' | ' '))
}
