//! A file as text with structure. Knows no format and no metric.

use super::Span;
use serde::{Deserialize, Serialize};

/// One text, decoded once and never edited; everything else is a [`Span`] into it.
///
/// Reading order: blocks in the order of the page, parted by line ends; inside a table the cells of a row are parted
/// by tabs and the rows by line ends, every merged cell written once, where it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub text: String,
    /// In order and disjoint. Text outside the blocks is white space only.
    pub blocks: Vec<Block>,
    /// `text/html`, `text/plain`, `application/pdf`.
    pub media_type: String,
    /// The name of the encoding that the bytes were decoded with, as the Encoding Standard spells it (`GBK`, `UTF-8`);
    /// `PDF` where the fonts of a PDF say which character is which.
    pub encoding: String,
}

/// A heading, a paragraph, a table, or an entry of the document's head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub span: Span,
    pub kind: BlockKind,
    /// Navigation, site header or footer: kept in the text, so that identification can read a breadcrumb,
    /// but never read for figures.
    pub frame: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// An entry of the document's head: the `<title>` (name `title`) or a `<meta name=… content=…>` (its name, lower case).
    /// The span holds the content.
    Head(String),
    /// A heading by markup (`<h1>`…), level 1 to 6.
    Heading(u8),
    Paragraph,
    Table(Grid),
}

/// How a table was laid out in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// Markup with row and column spans: positions are sure.
    Markup,
    /// Rows of cells parted by `|` in a text: positions are sure as far as the pipes are.
    Pipes,
    /// Rows of cells parted by tabs in a text.
    Tabs,
    /// Ruled lines on a page: positions are sure where all lines are drawn.
    Ruled,
}

/// A rectangle of cells; merged cells fill every slot that they cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    pub rows: usize,
    pub columns: usize,
    pub origin: Origin,
    pub cells: Vec<Cell>,
    /// `rows * columns` indices into `cells`; [`Grid::EMPTY`] where the markup gave no cell.
    pub slots: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub span: Span,
    /// The slot where the cell begins.
    pub row: u32,
    pub column: u32,
    pub row_span: u32,
    pub column_span: u32,
}

impl Grid {
    /// The slot of a ragged row that no cell fills.
    pub const EMPTY: u32 = u32::MAX;

    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        match self.slots.get(row * self.columns + column) {
            Some(&index) if index != Grid::EMPTY && column < self.columns => self.cells.get(index as usize),
            _ => None,
        }
    }
}

impl Document {
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}
