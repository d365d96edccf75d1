//! Letters → lines, and lines → text. Knows gaps and widths; knows no table and no meaning.

use super::ink::Letter;

/// The left and the right margin of a cell together, in points.
const MARGINS: f64 = 12.0;

/// Letters that stand on one baseline, from left to right.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    pub start: f64,
    pub end: f64,
    pub y: f64,
    pub size: f64,
    /// Whether wide gaps part the line into columns.
    pub gaps: bool,
}

/// Puts letters into lines, the upper line first.
pub(super) fn lines(mut letters: Vec<Letter>) -> Vec<Line> {
    letters.retain(|letter| !letter.c.is_control());
    letters.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lines: Vec<Line> = Vec::new();
    let mut row: Vec<Letter> = Vec::new();
    for letter in letters {
        if row.first().is_some_and(|first| letter.y - first.y > 0.45 * first.size.max(letter.size)) {
            lines.extend(line(std::mem::take(&mut row)));
        }
        row.push(letter);
    }
    lines.extend(line(row));
    lines
}

/// The letters of one baseline as a line; none if they are all blank.
fn line(mut letters: Vec<Letter>) -> Option<Line> {
    letters.sort_by(|a, b| a.x.total_cmp(&b.x));
    // Some programs print a letter twice to make it bold.
    letters.dedup_by(|b, a| a.c == b.c && b.x - a.x < 0.25 * a.size);
    let seen = |letter: &&Letter| !letter.c.is_whitespace();
    let (first, last) = (letters.iter().find(seen)?, letters.iter().rev().find(seen)?);
    let (start, end, y) = (first.x, last.end(), first.y);
    let size = letters.iter().filter(seen).map(|letter| letter.size).fold(0.0, f64::max);
    let mut text = String::new();
    let mut gaps = false;
    let mut before: Option<&Letter> = None;
    let mut spaced = false;
    for letter in &letters {
        if !seen(&letter) {
            spaced = true;
            continue;
        }
        if let Some(before) = before {
            let gap = letter.x - before.end();
            let narrow = |letter: &Letter| letter.c < '\u{2E80}';
            // A blank between Latin letters is a fourth of their size; between Han characters and digits
            // there is one in print that nobody wrote.
            let blank = match (narrow(before), narrow(letter)) {
                (true, true) if spaced => 0.2,
                (true, true) => 0.4,
                (false, false) => 0.8,
                _ => 0.6,
            };
            gaps |= gap > 1.6 * size;
            if gap > blank * before.size.max(letter.size) {
                text.push(' ');
            }
        }
        text.push(letter.c);
        (before, spaced) = (Some(letter), false);
    }
    Some(Line { text, start, end, y, size, gaps })
}

/// The text of a cell that is `width` wide: lines that were wrapped become whole.
pub(super) fn cell_text(letters: Vec<Letter>, width: f64) -> String {
    let lines = lines(letters);
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if index > 0 && ascii(text.chars().next_back()) && ascii(line.text.chars().next()) {
            // A number goes on in the next line only where the cell was too narrow for one more digit, beside
            // the margins that word processors leave. Of shorter ones two may stand one above the other.
            let above = &lines[index - 1];
            let full = above.end - above.start + 0.55 * above.size + MARGINS > width;
            if !full || above.text.chars().count() < 3 {
                text.push(' ');
            }
        }
        text.push_str(&line.text);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of a 10-point font from `x` on; digits are half as wide as Han characters.
    fn letters(text: &str, x: f64, y: f64) -> Vec<Letter> {
        let mut at = x;
        let place = |c: char| {
            let width = if c.is_ascii() { 5.0 } else { 10.0 };
            at += width;
            Letter { c, x: at - width, y, width, size: 10.0 }
        };
        text.chars().map(place).collect()
    }

    #[test]
    fn baselines_make_lines_and_gaps_make_blanks() {
        let mut page = letters("第二行", 10.0, 40.0);
        page.extend(letters("12", 60.0, 20.5));
        page.extend(letters("第一行", 10.0, 20.0));
        page.extend(letters("3", 100.0, 20.0));
        let lines = lines(page);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["第一行 12 3", "第二行"]);
        assert!(lines[0].gaps && !lines[1].gaps);
    }

    #[test]
    fn printed_twice_is_read_once_but_two_digits_are_two() {
        let mut page = letters("11件", 10.0, 20.0);
        page.extend(letters("11件", 10.3, 20.0));
        assert_eq!(lines(page)[0].text, "11件");
    }

    #[test]
    fn a_cell_joins_what_was_wrapped_and_nothing_else() {
        let mut label = letters("本机关不", 10.0, 20.0);
        label.extend(letters("掌握", 10.0, 35.0));
        assert_eq!(cell_text(label, 44.0), "本机关不掌握");
        let mut number = letters("398575", 10.0, 20.0);
        number.extend(letters("8", 22.0, 35.0));
        assert_eq!(cell_text(number, 44.0), "3985758");
        let mut two = letters("0", 20.0, 20.0);
        two.extend(letters("0", 20.0, 35.0));
        assert_eq!(cell_text(two, 24.0), "0 0");
    }
}
