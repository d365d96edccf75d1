//! How well a label of a page fits a label of a form. Knows no table.

use crate::catalog::Axis;
use crate::text::fold::{fold_label, without_remarks};

/// A label of a page, folded with and without its remarks in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub full: String,
    /// Where it differs from the whole.
    bare: Option<String>,
    /// The first characters of both; none where the label is empty.
    first: Option<[char; 2]>,
}

impl Label {
    pub fn new(text: &str) -> Label {
        let full = fold_label(text.trim_end_matches(is_reference));
        let bare = full.contains(['(', '[', ')', ']']).then(|| without_remarks(&full));
        let begins = |text: &str| text.chars().next();
        let first = begins(&full).map(|first| [first, bare.as_deref().and_then(begins).unwrap_or(first)]);
        Label { first, full, bare }
    }

    pub fn bare(&self) -> &str {
        self.bare.as_deref().unwrap_or(&self.full)
    }

    pub fn is_empty(&self) -> bool {
        self.full.is_empty()
    }

    /// Whether it begins, with or without its remarks, with one of these characters, which are sorted.
    pub fn begins_among(&self, first: &[char]) -> bool {
        self.first.is_some_and(|[full, bare]| {
            first.binary_search(&full).is_ok() || bare != full && first.binary_search(&bare).is_ok()
        })
    }
}

/// A mark that refers to a note: a circled figure, a star.
fn is_reference(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{2473}' | '*' | '\u{FF0A}' | '\u{203B}') || c.is_whitespace()
}

/// Whether a label begins like one of an axis, as every label that fits it does.
fn begins(label: &Label, axis: &Axis) -> bool {
    label.first.is_some_and(|[full, bare]| axis.first.contains(&full) || bare != full && axis.first.contains(&bare))
}

/// 3 for the label itself or a listed alternative, 2 for one without its remarks, 1 for one that has lost characters
/// in its middle, 0 for anything else.
pub fn fit(label: &Label, axis: &Axis) -> u32 {
    if !begins(label, axis) {
        return 0;
    }
    if axis.labels.contains(&label.full) {
        return 3;
    }
    let bare = axis.labels.iter().chain(&axis.bare).any(|known| known == label.bare());
    if bare && label.bare().chars().count() >= 2 {
        return 2;
    }
    u32::from(axis.labels.iter().any(|known| is_damaged(&label.full, known)))
}

/// Whether a label is `known` without a few characters between its ends, as a slip of the editor leaves it.
fn is_damaged(label: &str, known: &str) -> bool {
    let mut ends = known.chars();
    let (first, last) = (ends.next(), ends.next_back());
    if label.len() >= known.len() || label.chars().next() != first || label.chars().next_back() != last {
        return false;
    }
    let (length, whole) = (label.chars().count(), known.chars().count());
    let mut rest = known.chars();
    length >= 6 && length * 10 >= whole * 7 && label.chars().all(|c| rest.any(|other| other == c))
}

/// [`fit`] for a column's label, which may have lost all lines but its first: 1 for a beginning of at least three characters.
pub fn fit_column(label: &Label, axis: &Axis) -> u32 {
    let cut =
        || label.full.chars().count() >= 3 && axis.labels.iter().any(|known| known.starts_with(label.full.as_str()));
    match fit(label, axis) {
        0 => u32::from(begins(label, axis) && cut()),
        fit => fit,
    }
}

/// Whether one of the groups around an axis stands in a label.
pub fn in_group(label: &Label, group: &str) -> bool {
    label.full == group || label.bare() == group
}

/// Whether one of the labels around a row or a column is a group of the axes that it does not stand in.
pub fn contradicted(axes: &[Axis], axis: &Axis, around: &[&Label]) -> bool {
    let mut groups = axes.iter().flat_map(|axis| &axis.groups);
    groups.any(|group| !axis.groups.contains(group) && around.iter().any(|label| in_group(label, group)))
}

#[cfg(test)]
mod tests {
    use super::is_damaged;

    #[test]
    fn a_reference_to_a_note_is_no_part_of_a_label() {
        assert_eq!(super::Label::new("3.其他①").full, "其他");
    }

    #[test]
    fn a_slip_of_the_editor_is_seen_through_and_another_label_is_not() {
        assert!(is_damaged("其他法律行政止公开", "其他法律行政法规禁止公开"));
        assert!(!is_damaged("其他法律公开", "其他法律行政法规禁止公开"));
        assert!(!is_damaged("结果维持", "结果纠正"));
        assert!(!is_damaged("其他法律行政法规禁止公开", "其他法律行政法规禁止公开"));
    }
}
