//! Tables while their markup is being read, and the judgement whether one holds data or only places things on the page.
//! Knows no element and no meaning.

use super::draft::Draft;
use super::grid::{Piece, Rows, rectangle};
use crate::model::{BlockKind, Grid, Origin, Span};

/// A cell with more characters than this, and a third of the table's text, holds the page, not a datum.
const LONG_CELL: usize = 600;
/// A cell with more characters than this that has most of the table's text does so too.
const HEAVY_CELL: usize = 150;

/// A cell whose end has not been read.
#[derive(Clone, Copy, Debug)]
struct OpenCell {
    start: usize,
    first_block: usize,
    row_span: u32,
    column_span: u32,
}

#[derive(Debug)]
pub(super) struct OpenTable {
    /// How many containers were open when the table began: its cells cannot close them.
    pub base: usize,
    start: usize,
    first_block: usize,
    rows: Rows,
    /// Where each cell's separator stands in the text.
    separators: Vec<usize>,
    cell: Option<OpenCell>,
    row_open: bool,
    pub caption: bool,
    /// Whether a cell holds a table of more than one cell.
    nests: bool,
}

impl OpenTable {
    pub fn new(draft: &Draft, base: usize) -> OpenTable {
        OpenTable {
            base,
            start: draft.text.len(),
            first_block: draft.blocks.len(),
            rows: Rows::default(),
            separators: Vec::new(),
            cell: None,
            row_open: false,
            caption: false,
            nests: false,
        }
    }

    /// Whether text that comes now belongs to the table.
    pub fn takes_text(&self) -> bool {
        self.cell.is_some() || self.caption
    }

    pub fn has_cells(&self) -> bool {
        !self.rows.pieces.is_empty() || self.cell.is_some()
    }

    /// Ends the caption; it stands before the table.
    pub fn close_caption(&mut self, draft: &mut Draft) {
        draft.end_line();
        self.caption = false;
        if !self.has_cells() {
            (self.start, self.first_block) = (draft.text.len(), draft.blocks.len());
        }
    }

    pub fn open_cell(&mut self, draft: &mut Draft, row_span: u32, column_span: u32) {
        self.close_cell(draft);
        self.row_open = true;
        let (start, first_block) = (draft.text.len(), draft.blocks.len());
        self.cell = Some(OpenCell { start, first_block, row_span, column_span });
    }

    pub fn close_cell(&mut self, draft: &mut Draft) {
        let Some(cell) = self.cell.take() else { return };
        draft.heading = 0;
        draft.end_line();
        draft.close_link();
        let blocks = draft.blocks.get(cell.first_block..).unwrap_or(&[]);
        let span = match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::new(cell.start, cell.start),
        };
        // The line end after the last line of the cell makes room for its separator.
        if draft.text.len() > cell.start {
            draft.text.pop();
        }
        self.separators.push(draft.text.len());
        draft.text.push(b'\t');
        draft.start = draft.text.len();
        self.rows.pieces.push(Piece { span, row_span: cell.row_span, column_span: cell.column_span });
    }

    pub fn open_row(&mut self, draft: &mut Draft) {
        self.close_row(draft);
        self.row_open = true;
    }

    pub fn close_row(&mut self, draft: &mut Draft) {
        self.close_cell(draft);
        if std::mem::take(&mut self.row_open) {
            self.rows.row_ends.push(self.rows.pieces.len());
            if let Some(&at) = self.separators.last() {
                draft.text[at] = b'\n';
            }
        }
    }

    pub fn close_group(&mut self, draft: &mut Draft) {
        self.close_row(draft);
        self.rows.group_ends.push(self.rows.row_ends.len());
    }

    /// Ends the table: one block if it holds data, else its lines stay the blocks that they are.
    pub fn close(mut self, draft: &mut Draft, outer: Option<&mut OpenTable>, max_cells: usize) {
        if self.caption {
            self.close_caption(draft);
        }
        self.close_group(draft);
        if let Some(outer) = outer {
            outer.nests |= self.nests || self.rows.pieces.len() > 1;
        }
        match self.grid(draft, max_cells) {
            Some(grid) => {
                let end = self.separators.last().copied().unwrap_or(self.start);
                draft.replace(self.first_block, Span::new(self.start, end), BlockKind::Table(grid));
            }
            None => {
                for at in self.separators {
                    draft.text[at] = b'\n';
                }
            }
        }
    }

    fn grid(&self, draft: &Draft, max_cells: usize) -> Option<Grid> {
        if self.nests || self.rows.row_ends.len() < 2 || draft.blocks.len() <= self.first_block {
            return None;
        }
        let length = |piece: &Piece| count_characters(&draft.text[piece.span.range()]);
        let longest = self.rows.pieces.iter().map(length).max()?;
        if longest > HEAVY_CELL {
            let total: usize = self.rows.pieces.iter().map(length).sum();
            if longest * 2 > total || longest > LONG_CELL && longest * 3 > total {
                return None;
            }
        }
        rectangle(&self.rows, Origin::Markup, max_cells).filter(|grid| grid.rows > 1 && grid.columns > 1)
    }
}

fn count_characters(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}
