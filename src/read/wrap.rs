//! Lines that were cut at a page's width, as PDF text is. Knows widths and where sentences end; knows no meaning.

use crate::text::item::opens_item;

/// Widths (in columns, a Han character has two) between which a page's lines may lie.
const NARROW: usize = 44;
const WIDE: usize = 160;
/// How much shorter than the width a full line may be: a first line set in by two characters, a word that did not fit.
const SLACK: usize = 8;

/// The width at which the lines of a text were cut; none if they were not.
pub(super) fn width<'a>(lines: impl Iterator<Item = &'a str>) -> Option<usize> {
    let mut counts = [0usize; WIDE + 1];
    let (mut total, mut longer) = (0, 0);
    // Rows of a table are as wide as they are.
    for line in lines.filter(|line| !line.is_empty() && !line.contains(['|', '\t'])) {
        total += 1;
        match columns(line) {
            columns @ 0..=WIDE => counts[columns] += 1,
            _ => longer += 1,
        }
    }
    // The longest width that is no outlier.
    let mut above = longer;
    let width = (NARROW..=WIDE).rev().find(|&width| {
        above += counts[width];
        above * 50 > total
    })?;
    let text: usize = counts.iter().enumerate().map(|(columns, lines)| columns * lines).sum();
    let full = &counts[width - SLACK..=width];
    let lines: usize = full.iter().sum();
    // Most of the text, not most of the lines: a table may stand there one cell a line.
    (longer * 50 <= total && lines >= 5 && lines * width * 2 >= text).then_some(width)
}

/// Whether the text goes on from `line` to `next` in the middle of a sentence.
pub(super) fn goes_on(line: &str, next: &str, width: usize) -> bool {
    let ends = line.ends_with(['\u{3002}', '\u{FF01}', '\u{FF1F}', '\u{FF1B}', '!', '?', ';', ':', '\u{FF1A}', '|']);
    let gaps = |line: &str| line.contains('\t') || line.contains("  ") || line.contains('|');
    !ends && columns(line) + SLACK >= width && !gaps(line) && !gaps(next) && !opens_item(next)
}

/// Columns of a line, counted no further than needed. A space is half as wide as a letter: in print it is the gap
/// that a typesetter leaves between Han characters and digits.
fn columns(line: &str) -> usize {
    let halves = line.chars().take(WIDE + 1).map(|c| match c {
        ' ' => 1,
        '\0'..'\u{2E80}' => 2,
        _ => 4,
    });
    halves.sum::<usize>() / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_lines_are_joined_and_others_are_not() {
        let full = "字".repeat(28);
        let cut: Vec<String> = (0..8).map(|_| full.clone()).chain(["短。".to_string()]).collect();
        let width = width(cut.iter().map(String::as_str)).unwrap();
        assert_eq!(width, 56);
        assert!(goes_on(&full, "短。", width));
        assert!(!goes_on(&full, "二、下文", width));
        assert!(!goes_on("短", &full, width));
        assert!(!goes_on(&format!("{}。", "字".repeat(27)), "下文", width));
    }

    #[test]
    fn paragraphs_of_any_length_have_no_width() {
        let lines: Vec<String> = (1..40).map(|n| "字".repeat(n * 7 % 90)).collect();
        assert_eq!(width(lines.iter().map(String::as_str)), None);
    }
}
