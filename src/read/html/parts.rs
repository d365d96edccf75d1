//! What the tags of tables do to the page: `table`, `tr`, `td` and their kin. Knows no geometry.

use super::{Page, Tag};
use crate::read::element::Element;
use crate::read::table::OpenTable;

impl Page<'_> {
    pub(super) fn open_table(&mut self) {
        self.end_line();
        self.draft.heading = 0;
        if let Some(table) = self.tables.last()
            && !table.takes_text()
        {
            // A table between two cells: browsers put it before the table, here it starts the next cell.
            self.open_cell(1, 1);
        }
        if self.tables.len() >= self.limits.max_depth {
            self.tables_beyond += 1;
        } else {
            self.tables.push(OpenTable::new(&self.draft, self.open.len()));
        }
    }

    pub(super) fn open_cell(&mut self, row_span: u32, column_span: u32) {
        if let Some(table) = self.tables.last_mut() {
            table.open_cell(&mut self.draft, row_span, column_span);
        }
    }

    pub(super) fn open_part(&mut self, tag: &Tag) {
        self.end_line();
        self.leave_cell();
        let Some(table) = self.tables.last_mut().filter(|_| self.tables_beyond == 0) else {
            return;
        };
        if table.caption {
            table.close_caption(&mut self.draft);
        }
        match tag.element {
            Element::Caption if !table.has_cells() => table.caption = true,
            Element::Row => table.open_row(&mut self.draft),
            Element::Cell => table.open_cell(&mut self.draft, tag.row_span, tag.column_span),
            _ => table.close_group(&mut self.draft),
        }
    }

    pub(super) fn close_part(&mut self, element: Element) {
        self.end_line();
        let Some(table) = self.tables.last_mut().filter(|_| self.tables_beyond == 0) else {
            return;
        };
        match element {
            Element::Caption if table.caption => table.close_caption(&mut self.draft),
            Element::Cell => table.close_cell(&mut self.draft),
            Element::Row => table.close_row(&mut self.draft),
            Element::RowGroup => table.close_group(&mut self.draft),
            _ => return,
        }
        self.leave_cell();
    }

    /// Closes what was opened inside the cell that ends.
    pub(super) fn leave_cell(&mut self) {
        if !self.tables.is_empty() && self.tables_beyond == 0 {
            self.pop(self.base());
            self.preformatted = false;
        }
    }

    pub(super) fn close_table(&mut self) {
        self.end_line();
        if self.tables_beyond > 0 {
            self.tables_beyond -= 1;
            return;
        }
        self.leave_cell();
        let Some(table) = self.tables.pop() else {
            return;
        };
        table.close(&mut self.draft, self.tables.last_mut(), self.limits.max_cells);
        self.draft.start = self.draft.text.len();
        if self.tables.is_empty() {
            self.flush_asides();
        }
    }
}
