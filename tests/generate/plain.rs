//! Tables without markup, as copying, scraping and conversion leave them. Knows no page.

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
    /// Rows of cells before pipes; what a merged cell covers is not there, and empty pipes fill the row up at its end.
    Padded,
    /// A cell and its pipe on a line; an empty cell is a pipe alone.
    Celled,
    /// A cell a line, a pipe on a line of its own between two.
    Parted,
    /// A cell, a line of blanks, a pipe, each on a line.
    Wide,
    /// A row a line, its cells glued.
    Rows,
    /// The columns in place by blanks, long labels above and below the row of their figures.
    Aligned,
    /// Labels in lines of a few characters, then the figures of the row parted by blanks.
    Raw,
    /// One cell a line, of the header's labels only their first four characters.
    Cut,
    /// One cell a line with blank lines between, after hundreds of empty pipes.
    Framed,
    /// Everything on one line, cells parted by blanks; empty cells leave no trace.
    OneLine,
    /// Rows of cells between pipes, with rules drawn between the rows.
    Ruled,
    /// Rows of cells parted by tabs; what a merged cell covers is not there.
    Ragged,
    /// A table of HTML on its side; a list as it is.
    Turned,
    /// A table of HTML that lost its merged cells.
    Unmerged,
    /// A table of HTML, a list in two blocks beside each other.
    Beside,
}

impl Layout {
    pub const ALL: [Layout; 20] = [
        Layout::Markup,
        Layout::Pipes,
        Layout::Tabs,
        Layout::Lines,
        Layout::Glued,
        Layout::Padded,
        Layout::Celled,
        Layout::Parted,
        Layout::Wide,
        Layout::Rows,
        Layout::Aligned,
        Layout::Raw,
        Layout::Cut,
        Layout::Framed,
        Layout::OneLine,
        Layout::Ruled,
        Layout::Ragged,
        Layout::Turned,
        Layout::Unmerged,
        Layout::Beside,
    ];

    /// A table of HTML.
    pub fn is_markup(self) -> bool {
        matches!(self, Layout::Markup | Layout::Turned | Layout::Unmerged | Layout::Beside)
    }

    /// For a person, with the number that the collection of layouts gives it.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Markup => "markup",
            Layout::Pipes => "pipes, merged cells empty",
            Layout::Tabs => "tabs, merged cells empty",
            Layout::Lines => "one cell a line",
            Layout::Glued => "no separator at all",
            Layout::Padded => "pipes, merged cells gone, rows filled up",
            Layout::Celled => "a cell and its pipe a line",
            Layout::Parted => "pipes on lines of their own",
            Layout::Wide => "three lines a cell",
            Layout::Rows => "rows with their cells glued",
            Layout::Aligned => "columns by blanks, labels wrapped around figures",
            Layout::Raw => "labels wrapped, figures on one line",
            Layout::Cut => "one cell a line, header labels cut",
            Layout::Framed => "blank lines between cells, pipes before",
            Layout::OneLine => "all on one line",
            Layout::Ruled => "pipes, rules between rows",
            Layout::Ragged => "tabs, merged cells gone",
            Layout::Turned => "markup, on its side",
            Layout::Unmerged => "markup without its merged cells",
            Layout::Beside => "markup, lists in two blocks",
        }
    }
}

/// The lines of a table.
pub fn lines(sheet: &Sheet, layout: Layout) -> Vec<String> {
    let cells = || sheet.rows.iter().flatten().map(|cell| cell.text.clone()).filter(|text| !text.is_empty());
    match layout {
        Layout::Ruled => ruled(sheet),
        Layout::Ragged => {
            let texts = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\t");
            sheet.rows.iter().map(texts).collect()
        }
        Layout::Markup | Layout::Turned | Layout::Unmerged | Layout::Beside | Layout::Pipes => {
            split(sheet, " | ").into_iter().map(|line| format!("| {line} |")).collect()
        }
        Layout::Tabs => split(sheet, "\t"),
        Layout::Lines => cells().collect(),
        Layout::Glued => vec![cells().collect()],
        Layout::Padded => padded(sheet),
        Layout::Celled => {
            sheet.rows.iter().flatten().map(|cell| format!("{} |", cell.text).trim().to_string()).collect()
        }
        Layout::Parted => sheet.rows.iter().flatten().flat_map(|cell| [cell.text.clone(), "|".to_string()]).collect(),
        Layout::Wide => {
            let three = |cell: &Cell| [cell.text.clone(), "        ".to_string(), "|".to_string()];
            sheet.rows.iter().flatten().flat_map(three).collect()
        }
        Layout::Rows => sheet.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect(),
        Layout::Aligned => sheet.rows.iter().flat_map(|row| aligned(row)).collect(),
        Layout::Raw => sheet.rows.iter().flat_map(|row| raw(row)).collect(),
        Layout::Cut => {
            let header = |row: &[Cell]| row.iter().all(|cell| cell.metric.is_none());
            let cut = |row: &Vec<Cell>, cell: &Cell| match header(row) {
                true => cell.text.chars().take(4).collect(),
                false => cell.text.clone(),
            };
            let rows = sheet.rows.iter().flat_map(|row| row.iter().map(move |cell| cut(row, cell)));
            rows.filter(|text| !text.is_empty()).collect()
        }
        Layout::Framed => {
            let pipes = std::iter::once("|".repeat(240));
            pipes.chain(cells().flat_map(|cell| [cell, String::new()])).collect()
        }
        Layout::OneLine => vec![cells().collect::<Vec<_>>().join("  ")],
    }
}

/// A line a row of the rectangle that the merged cells make.
fn split(sheet: &Sheet, separator: &str) -> Vec<String> {
    let rectangle = sheet.rectangle();
    let text = |place: &Option<(&Cell, bool)>| match place {
        Some((cell, true)) => cell.text.clone(),
        _ => String::new(),
    };
    rectangle.iter().map(|row| row.iter().map(text).collect::<Vec<_>>().join(separator)).collect()
}

fn ruled(sheet: &Sheet) -> Vec<String> {
    let width = sheet.rectangle().first().map_or(1, Vec::len);
    let rule = format!("+{}", "------+".repeat(width));
    let rows = split(sheet, " | ").into_iter().flat_map(|line| [format!("| {line} |"), rule.clone()]);
    std::iter::once(rule.clone()).chain(rows).collect()
}

fn padded(sheet: &Sheet) -> Vec<String> {
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |row: &Vec<Cell>| {
        let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
        format!("{} |{}", cells.join(" | "), "|".repeat(width - row.len()))
    };
    sheet.rows.iter().map(line).collect()
}

/// The labels of a row and the texts behind them.
fn parts(row: &[Cell]) -> (Vec<&str>, Vec<&str>) {
    let first = row.iter().position(|cell| cell.metric.is_some()).unwrap_or(row.len());
    let (labels, figures) = row.split_at(first);
    (labels.iter().map(|cell| cell.text.as_str()).collect(), figures.iter().map(|cell| cell.text.as_str()).collect())
}

/// A text in pieces of so many characters.
fn wrapped(text: &str, length: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(length).map(|piece| piece.iter().collect()).collect()
}

fn aligned(row: &[Cell]) -> Vec<String> {
    let (labels, figures) = parts(row);
    let figures: Vec<String> = figures.iter().map(|text| format!("{text:>8}")).collect();
    let figures = figures.concat();
    if figures.is_empty() {
        return vec![labels.join("    ")];
    }
    let Some((own, groups)) = labels.split_last() else { return vec![figures] };
    let pieces = wrapped(own, 12);
    let before = groups.join("  ");
    match pieces.as_slice() {
        [one] => vec![format!("{before}  {one}{figures}")],
        [first, rest @ ..] => {
            let lines = [format!("{before}  {first}"), format!("              {figures}")];
            lines.into_iter().chain(rest.iter().map(|piece| format!("      {piece}"))).collect()
        }
        [] => vec![format!("{before}  {figures}")],
    }
}

fn raw(row: &[Cell]) -> Vec<String> {
    let (labels, figures) = parts(row);
    let mut lines: Vec<String> = labels.iter().flat_map(|label| wrapped(label, 9)).collect();
    let figures: Vec<&str> = figures.into_iter().filter(|text| !text.is_empty()).collect();
    if !figures.is_empty() {
        lines.push(figures.join(" "));
    }
    lines
}
