//! Page numbers and running heads: lines at the edge of pages that stand on many pages at the same height and count
//! with the pages. Knows places and figures; knows no word.

use super::flow::Item;
use super::lines::Line;

/// Lines at the upper and at the lower edge of a page that may be running ones.
const DEPTH: usize = 2;
/// How far the heights of the same line on two pages may differ, in points.
const NEAR: f64 = 8.0;

/// The running lines, as (page, index on the page).
pub(super) fn running(pages: &[Vec<Item>]) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    for (page, items) in pages.iter().enumerate() {
        for (index, item) in items.iter().enumerate() {
            if let Item::Line(line) = item
                && (index < DEPTH || index + DEPTH >= items.len())
            {
                edges.push((page, index, line));
            }
        }
    }
    let running = edges.iter().filter(|(page, _, line)| {
        // At the same height, the same words, and the numbers go up as the pages do.
        let same = edges.iter().filter(|(other_page, _, other)| {
            (other.y - line.y).abs() < NEAR
                && shape(&other.text) == shape(&line.text)
                && counts(&line.text, *page, &other.text, *other_page)
        });
        let mut on: Vec<usize> = same.map(|(page, _, _)| *page).collect();
        on.dedup();
        let figures = line.text.chars().filter(char::is_ascii_digit).count();
        let fewest = if figures > 0 { 2 } else { 3 };
        on.len() >= fewest && on.len() * 3 >= pages.len() || is_dashed(line)
    });
    running.map(|&(page, index, _)| (page, index)).collect()
}

/// The text with every number replaced by one mark, without blanks.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if c != '#' || !shape.ends_with('#') {
            shape.push(c);
        }
    }
    shape
}

/// Whether the first number of both lines differs as their pages do, and no other number differs.
fn counts(text: &str, page: usize, other: &str, other_page: usize) -> bool {
    let (here, there) = (numbers(text), numbers(other));
    match (here.split_first(), there.split_first()) {
        (None, None) => true,
        (Some((a, rest)), Some((b, other_rest))) => {
            here.len() <= 2 && a - b == page as i64 - other_page as i64 && rest == other_rest
        }
        _ => false,
    }
}

fn numbers(text: &str) -> Vec<i64> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    numbers.map(|number| number.parse().unwrap_or(i64::from(i32::MAX))).collect()
}

/// A number between two dashes, as official papers number their pages.
fn is_dashed(line: &Line) -> bool {
    let dash = ['-', '\u{2010}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2500}', '\u{FF0D}', '\u{4E00}'];
    let text: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
    let inner = text.trim_matches(dash);
    text.starts_with(dash)
        && text.ends_with(dash)
        && (1..=3).contains(&inner.len())
        && inner.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(texts: &[&str]) -> Vec<Item> {
        let line = |(row, text): (usize, &&str)| {
            Item::Line(Line {
                text: text.to_string(),
                start: 90.0,
                end: 300.0,
                y: 100.0 * row as f64,
                size: 10.0,
                gaps: false,
            })
        };
        texts.iter().enumerate().map(line).collect()
    }

    #[test]
    fn numbers_that_count_with_the_pages_are_set_aside() {
        let pages: Vec<Vec<Item>> = (1..5)
            .map(|n| page(&["某县年度报告", "甲", "正文", &format!("乙{n}"), &format!("第 {n} 页 共 4 页")]))
            .collect();
        let places: Vec<(usize, usize)> = running(&pages);
        assert!((0..4).all(|page| places.contains(&(page, 0)) && places.contains(&(page, 4))));
        assert!(!places.contains(&(0, 2)));
    }

    #[test]
    fn figures_at_the_edge_of_pages_stay() {
        let pages = [page(&["甲", "乙", "丙", "丁", "0 0 0 12"]), page(&["戊", "己", "庚", "辛", "0 0 0 13"])];
        assert!(running(&pages).is_empty());
        let pages = [page(&["甲", "乙", "丙", "丁", "7"]), page(&["戊", "己", "庚", "辛", "7"])];
        assert!(running(&pages).is_empty());
        assert_eq!(running(&[page(&["甲", "- 3 -"])]), [(0, 1)]);
    }
}
