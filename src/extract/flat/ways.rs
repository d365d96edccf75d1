//! The ways to fill the cells of a row whose figures are not parted as the form has them: digits run together are cut, and
//! figures without their blanks are placed. Knows no label and no equation.

use std::ops::Range;

/// What stands in a cell: its number, and where its characters stand among those of the row. No characters: the cell is
/// not on the page, and the number is what an equation leaves it. A stroke counts as zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub value: i64,
    pub at: usize,
    pub length: usize,
    pub stroke: bool,
}

/// What each cell holds; none where it is blank.
pub type Way = Vec<Option<Part>>;

/// Ways to fill one row that are looked at; a row with more is left undecided.
const WAYS: usize = 4_000;
/// Characters of a count.
const DIGITS: usize = 12;

/// Whether digits can be no fewer than `count` numbers: zeros in front stand alone.
pub fn is_full(digits: &str, count: usize) -> bool {
    let rest = digits.trim_start_matches('0');
    digits.len() - rest.len() + usize::from(!rest.is_empty()) == count
}

/// The ways to cut `digits` into `count` numbers without leading zeros; none if there are too many.
pub fn cuts(digits: &str, count: usize) -> Option<Vec<Way>> {
    let mut found = Vec::new();
    let mut cut = Vec::with_capacity(count);
    extend(digits.as_bytes(), 0, count, &mut cut, &mut found).then_some(found)
}

fn extend(digits: &[u8], at: usize, count: usize, cut: &mut Way, found: &mut Vec<Way>) -> bool {
    if count == 0 {
        if at == digits.len() {
            found.push(cut.clone());
        }
        return found.len() <= WAYS;
    }
    let longest = (digits.len() - at).saturating_sub(count - 1).min(DIGITS);
    for length in 1..=longest {
        let Some(part) = figure(digits, at, length) else { continue };
        cut.push(Some(part));
        let go_on = extend(digits, at + length, count - 1, cut, found);
        cut.pop();
        if !go_on {
            return false;
        }
    }
    true
}

/// The characters from `at` on as one figure: a stroke, or digits without zeros in front, with a comma before each three of
/// them or with none. A comma cannot follow.
fn figure(digits: &[u8], at: usize, length: usize) -> Option<Part> {
    let text = &digits[at..at + length];
    if text == b"/" {
        return Some(Part { value: 0, at, length, stroke: true });
    }
    if text[0] == b'0' && length > 1 || digits.get(at + length) == Some(&b',') {
        return None;
    }
    let commas = text.contains(&b',');
    let mut value = 0i64;
    for (index, &byte) in text.iter().enumerate() {
        let comma = commas && index > 0 && (length - index).is_multiple_of(4);
        match byte {
            b',' if comma => {}
            b'0'..=b'9' if !comma => value = value * 10 + i64::from(byte - b'0'),
            _ => return None,
        }
    }
    Some(Part { value, at, length, stroke: false })
}

/// The ways to place figures, in their order, in `count` cells, the others being blank; none if there are too many.
pub fn placements(parts: &[Part], count: usize) -> Option<Vec<Way>> {
    let mut found = Vec::new();
    place(parts, count, &mut Way::new(), &mut found).then_some(found)
}

fn place(parts: &[Part], count: usize, way: &mut Way, found: &mut Vec<Way>) -> bool {
    if count == 0 {
        if parts.is_empty() {
            found.push(way.clone());
        }
        return found.len() <= WAYS;
    }
    if parts.len() > count {
        return true;
    }
    let mut go_on = true;
    if let Some((first, rest)) = parts.split_first() {
        way.push(Some(*first));
        go_on = place(rest, count - 1, way, found);
        way.pop();
    }
    if go_on {
        way.push(None);
        go_on = place(parts, count - 1, way, found);
        way.pop();
    }
    go_on
}

/// The ways to cut `digits` into at most `count` numbers and place them; none if there are too many.
pub fn cuts_and_placements(digits: &str, count: usize) -> Option<Vec<Way>> {
    let mut found = Vec::new();
    for numbers in 1..=count.min(digits.len()) {
        for cut in cuts(digits, numbers)? {
            let parts: Vec<Part> = cut.into_iter().flatten().collect();
            found.extend(placements(&parts, count)?);
            if found.len() > WAYS {
                return None;
            }
        }
    }
    Some(found)
}

/// The ways to make one cell more of a row's cells (ranges of `digits`, of which an empty one is a blank): one of them is
/// two that were glued.
pub fn parted(digits: &str, cells: &[Range<usize>]) -> Vec<Way> {
    let whole = |range: &Range<usize>| part(digits, range.clone());
    let mut found = Vec::new();
    for (place, range) in cells.iter().enumerate() {
        for at in range.start + 1..range.end {
            let (Some(Some(first)), Some(Some(second))) = (part(digits, range.start..at), part(digits, at..range.end))
            else {
                continue;
            };
            let before: Option<Way> = cells[..place].iter().map(whole).collect();
            let behind: Option<Way> = cells[place + 1..].iter().map(whole).collect();
            if let (Some(mut way), Some(behind)) = (before, behind) {
                way.extend([Some(first), Some(second)]);
                way.extend(behind);
                found.push(way);
            }
        }
    }
    found
}

/// The ways to make one cell less of a row's cells: a figure was broken in two.
pub fn joined(digits: &str, cells: &[Range<usize>]) -> Vec<Way> {
    let joined = |place: usize| -> Option<Way> {
        let whole = (!cells[place].is_empty() && !cells[place + 1].is_empty())
            .then(|| part(digits, cells[place].start..cells[place + 1].end))?;
        let before = cells[..place].iter().map(|range| part(digits, range.clone()));
        let behind = cells[place + 2..].iter().map(|range| part(digits, range.clone()));
        before.chain([whole]).chain(behind).collect()
    };
    (0..cells.len().saturating_sub(1)).filter_map(joined).collect()
}

/// A range of the row's characters as a figure, nothing as a blank; none if it is no figure.
pub fn part(digits: &str, range: Range<usize>) -> Option<Option<Part>> {
    if range.is_empty() {
        return Some(None);
    }
    // What stands behind belongs to another cell.
    let own = &digits.as_bytes()[..range.end];
    (range.len() <= DIGITS).then(|| figure(own, range.start, range.len()))?.map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(ways: Option<Vec<Way>>) -> Option<Vec<Vec<Option<i64>>>> {
        let numbers = |way: Way| way.into_iter().map(|part| part.map(|part| part.value)).collect();
        ways.map(|ways| ways.into_iter().map(numbers).collect())
    }

    #[test]
    fn cuts_have_no_leading_zeros() {
        let cut = |digits, count| numbers(cuts(digits, count)).unwrap();
        assert_eq!(cut("105", 2), [[Some(10), Some(5)]]);
        assert_eq!(cut("000", 3), [[Some(0); 3]]);
        assert_eq!(cut("123", 2), [[Some(1), Some(23)], [Some(12), Some(3)]]);
        assert!(cut("12", 3).is_empty());
    }

    #[test]
    fn only_zeros_in_front_fill_all_cells() {
        assert!(is_full("0267", 2) && is_full("00", 2) && is_full("0", 1));
        assert!(!is_full("78", 2) && !is_full("2670", 2) && !is_full("0267", 3));
    }

    #[test]
    fn commas_and_strokes_part_figures() {
        assert_eq!(numbers(cuts("1,2341,005", 2)).unwrap(), [[Some(1234), Some(1005)]]);
        assert_eq!(numbers(cuts("12/3", 3)).unwrap(), [[Some(12), Some(0), Some(3)]]);
    }

    #[test]
    fn figures_keep_their_order_and_blanks_come_between() {
        let ways = numbers(cuts_and_placements("12", 2)).unwrap();
        assert_eq!(ways, [[Some(12), None], [None, Some(12)], [Some(1), Some(2)]]);
    }

    #[test]
    fn two_cells_are_joined() {
        let ways = numbers(Some(joined("1205", &[0..1, 1..2, 2..3, 3..4]))).unwrap();
        assert_eq!(ways, [[Some(12), Some(0), Some(5)], [Some(1), Some(20), Some(5)]]);
    }

    #[test]
    fn a_cell_is_parted_where_no_zero_comes_to_stand_in_front() {
        let ways = numbers(Some(parted("12305", &[0..2, 2..2, 2..5]))).unwrap();
        assert_eq!(ways, [[Some(1), Some(2), None, Some(305)], [Some(12), None, Some(30), Some(5)]]);
    }
}
