//! Labels that were wrapped around the figures of their row, as the text of a PDF has them: the first line of the label
//! above, the rest below. Knows the labels of all forms; knows no table.

use super::dense::{Break, Dense};
use crate::catalog::Catalog;
use std::ops::Range;

/// Lines of a label below its figures.
const LINES: usize = 5;

/// The text with the figures behind the whole label, if there is such a label: one that begins at the end of the line
/// before the figures and ends with a line after them.
pub fn unwrapped(catalog: &Catalog, dense: &Dense) -> Option<Dense> {
    let pieces: Vec<Range<usize>> = dense.pieces().collect();
    let mut order: Vec<(Range<usize>, Break)> = Vec::new();
    let mut moved = false;
    let mut at = 0;
    while at < pieces.len() {
        let label = pieces.get(at + 1).filter(|figures| is_figures(&dense.text[(*figures).clone()]));
        let rest = label.map_or(&[][..], |_| rest(catalog, dense, &pieces[at], &pieces[at + 2..]));
        order.push((pieces[at].clone(), Break::Hard));
        at += 1;
        if !rest.is_empty() {
            order.extend(rest.iter().map(|piece| (piece.clone(), Break::None)));
            order.push((pieces[at].clone(), Break::Hard));
            at += 1 + rest.len();
            moved = true;
        }
    }
    moved.then(|| dense.rearranged(&order))
}

fn is_figures(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || c == '/')
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '.' | ','))
}

/// The pieces behind the figures that end the label which `piece` begins: as many as make the longest one.
fn rest<'p>(catalog: &Catalog, dense: &Dense, piece: &Range<usize>, behind: &'p [Range<usize>]) -> &'p [Range<usize>] {
    let begun = &dense.text[piece.clone()];
    if !begun.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '(' | ')' | '、')) {
        return &[];
    }
    let mut joined = begun.to_string();
    let mut length = 0;
    for (index, piece) in behind.iter().take(LINES).enumerate() {
        let text = &dense.text[piece.clone()];
        if is_figures(text) {
            break;
        }
        joined.push_str(text);
        let whole = |labels: &crate::catalog::Labels| {
            labels.find(&joined).any(|found| found.end == joined.len() && found.start < begun.len())
        };
        if catalog.templates.tables().any(|(_, table)| whole(&table.row_labels)) {
            length = index + 1;
        }
    }
    &behind[..length]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    fn text(page: &str) -> Option<String> {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        unwrapped(&catalog, &Dense::new(page, &[Span::new(0, page.len())])).map(|dense| dense.text)
    }

    #[test]
    fn figures_come_behind_their_label() {
        let page = "2.其他法律行政\n   3  0  4\n法规禁止公开\n3.危及\n1  1  2\n“三安全一稳定”\n";
        assert_eq!(text(page).unwrap(), "2.其他法律行政法规禁止公开3043.危及三安全一稳定112");
    }

    #[test]
    fn other_lines_stay_where_they_are() {
        assert_eq!(text("行政处罚\n5\n行政强制\n7\n"), None);
        assert_eq!(text("本年受理\n5\n件\n"), None);
    }
}
