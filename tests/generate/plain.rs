//! Tables without markup: pipes, tabs, one cell a line, everything glued. Knows no page.

use super::sheet::{Cell, Sheet};

/// How a table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// A table of HTML with merged cells.
    Markup,
    /// Rows of cells between pipes; what a merged cell covers is empty.
    Pipes,
    /// Rows of cells between tabs; what a merged cell covers is empty.
    Tabs,
    /// One cell a line; empty cells leave no trace.
    Lines,
    /// No separator at all, as a table pasted into a text field leaves it.
    Glued,
}

/// The lines of a table.
pub fn lines(sheet: &Sheet, layout: Layout) -> Vec<String> {
    let split = |separator: &str| {
        let rectangle = sheet.rectangle();
        rectangle
            .iter()
            .map(|row| {
                let text = |place: &Option<(&Cell, bool)>| match place {
                    Some((cell, true)) => cell.text.clone(),
                    _ => String::new(),
                };
                row.iter().map(text).collect::<Vec<_>>().join(separator)
            })
            .collect::<Vec<_>>()
    };
    let cells = || sheet.rows.iter().flatten().map(|cell| cell.text.clone()).filter(|text| !text.is_empty());
    match layout {
        Layout::Markup | Layout::Pipes => split(" | ").into_iter().map(|line| format!("| {line} |")).collect(),
        Layout::Tabs => split("\t"),
        Layout::Lines => cells().collect(),
        Layout::Glued => vec![cells().collect()],
    }
}
