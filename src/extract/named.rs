//! Claims from tables in another arrangement than the form's, whose every figure stands with the names of its cell: turned on
//! its side, one figure a row behind all its names, groups as rows. Knows no order; a name that fits two cells proves none.

use super::cell;
use super::grid::Match;
use super::label::{Label, contradicted, fit, in_group};
use crate::catalog::{Axis, Catalog, Table, Template};
use crate::model::{Document, Grid};
use std::collections::BTreeSet;

/// Of a hundred cells of the form so many must be named.
const NAMED: usize = 80;

/// The tables that the names in a grid prove cell by cell, the best for each stretch of the form.
pub fn matches<'a>(
    catalog: &'a Catalog,
    document: &Document,
    grid: &Grid,
    prefer: Option<&str>,
    year: i32,
) -> Vec<Match<'a>> {
    let page = Page::new(catalog, document, grid);
    let figures = page.figures();
    if figures.is_empty() {
        return Vec::new();
    }
    let tables = catalog.templates.tables();
    let mut found: Vec<Match> = tables.filter_map(|(template, table)| page.table(template, table, &figures)).collect();
    found.sort_by_key(|found| {
        let preferred = prefer == Some(found.template.form.as_str());
        let in_force = (found.template.years.0..=found.template.years.1).contains(&year);
        (std::cmp::Reverse((found.cells.len(), preferred, in_force)), found.template.id.clone())
    });
    let mut kept: Vec<Match> = Vec::new();
    for candidate in found {
        let taken = |other: &Match| {
            other.cells.iter().any(|one| candidate.cells.iter().any(|cell| (one.0, one.1) == (cell.0, cell.1)))
        };
        if !kept.iter().any(taken) {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|found| found.cells.first().map(|cell| (cell.0, cell.1)));
    kept
}

/// The names beside a figure and above it, each outermost first.
struct Named<'p> {
    beside: Vec<&'p Label>,
    above: Vec<&'p Label>,
}

/// A grid with the names that its cells hold.
struct Page<'g> {
    grid: &'g Grid,
    /// The parts of each cell's label; none for figures.
    labels: Vec<Vec<Label>>,
    figures: Vec<bool>,
}

impl<'g> Page<'g> {
    fn new(catalog: &Catalog, document: &Document, grid: &'g Grid) -> Page<'g> {
        let mut page = Page { grid, labels: Vec::new(), figures: Vec::new() };
        for cell in &grid.cells {
            let text = document.slice(cell.span);
            let value = cell::is_value(&catalog.words, text);
            page.figures.push(value && !text.trim().is_empty());
            // A group and what stands under it may share a cell.
            let parts = text.split([':', '\u{FF1A}']).map(Label::new).filter(|label| !label.is_empty());
            page.labels.push(if value { Vec::new() } else { parts.collect() });
        }
        page
    }

    /// The figures and their names.
    fn figures(&self) -> Vec<(usize, usize, Named<'_>)> {
        let mut found = Vec::new();
        for (index, cell) in self.grid.cells.iter().enumerate().filter(|(index, _)| self.figures[*index]) {
            let (row, column) = (cell.row as usize, cell.column as usize);
            let beside = self.names((0..column).map(|column| (row, column)), index);
            // The header is the last one above: names, and nothing but figures between them and this one.
            let mut top = row;
            while top > 0 && !self.is_name(top - 1, column) {
                top -= 1;
            }
            let end = top;
            while top > 0 && self.is_name(top - 1, column) {
                top -= 1;
            }
            let above = self.names((top..end).map(|row| (row, column)), index);
            if !beside.is_empty() {
                found.push((row, column, Named { beside, above }));
            }
        }
        found
    }

    fn is_name(&self, row: usize, column: usize) -> bool {
        self.grid.cell(row, column).is_some() && !self.labels[self.slot(row, column)].is_empty()
    }

    fn slot(&self, row: usize, column: usize) -> usize {
        self.grid.slots[row * self.grid.columns + column] as usize
    }

    /// The names in some slots, each cell once.
    fn names(&self, slots: impl Iterator<Item = (usize, usize)>, own: usize) -> Vec<&Label> {
        let mut cells: Vec<usize> = Vec::new();
        for (row, column) in slots.filter(|&(row, column)| self.grid.cell(row, column).is_some()) {
            let slot = self.slot(row, column);
            if slot != own && !cells.contains(&slot) {
                cells.push(slot);
            }
        }
        cells.into_iter().flat_map(|cell| &self.labels[cell]).collect()
    }

    /// The table, if nearly all its cells are named, none of them twice.
    fn table<'a>(
        &self,
        template: &'a Template,
        table: &'a Table,
        figures: &[(usize, usize, Named)],
    ) -> Option<Match<'a>> {
        let mut cells = Vec::new();
        let mut seen = BTreeSet::new();
        for (row, column, named) in figures {
            let mut fits = candidates(table, named);
            fits.sort_unstable();
            fits.dedup();
            let [(form_row, form_column)] = fits[..] else { continue };
            if !seen.insert((form_row, form_column)) {
                return None;
            }
            cells.push((*row, *column, form_row, form_column));
        }
        let asked = table.asked() * table.columns.len();
        if cells.is_empty() || cells.len() * 100 < asked * NAMED {
            return None;
        }
        cells.sort_unstable();
        let rows = cells[0].0..cells[cells.len() - 1].0 + 1;
        Some(Match::new(template, table, rows, cells))
    }
}

/// The cells of a table that the names of a figure fit: its own names are the last ones beside and above it, or the last two
/// beside it.
fn candidates(table: &Table, named: &Named) -> Vec<(usize, usize)> {
    let [beside, above] = [&named.beside, &named.above].map(|names| names.last().copied());
    let before = named.beside.len().checked_sub(2).map(|place| named.beside[place]);
    let names: Vec<&Label> = named.beside.iter().chain(&named.above).copied().collect();
    if table.is_unlabelled() {
        let own = |axis: &Axis| [beside, above].into_iter().flatten().any(|name| fit(name, axis) > 1);
        let whole = |axis: &Axis| axis.groups.iter().all(|group| names.iter().any(|name| in_group(name, group)));
        let columns = (0..table.columns.len()).filter(|&column| {
            let axis = &table.columns[column];
            own(axis) && whole(axis) && !contradicted(&table.columns, axis, &names)
        });
        return columns.map(|column| (0, column)).collect();
    }
    let pairs = [(beside, above), (above, beside), (before, beside), (beside, before)];
    let mut found = Vec::new();
    for (row_name, column_name) in pairs {
        let (Some(row_name), Some(column_name)) = (row_name, column_name) else { continue };
        let fitting = |axes: &[Axis], name: &Label| -> Vec<usize> {
            let fits = |&place: &usize| fit(name, &axes[place]) > 1 && !contradicted(axes, &axes[place], &names);
            (0..axes.len()).filter(fits).collect()
        };
        for row in fitting(&table.rows, row_name).into_iter().filter(|&row| !table.rows[row].heading) {
            found.extend(fitting(&table.columns, column_name).into_iter().map(|column| (row, column)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Limits, read};

    const LIMITS: Limits = Limits { max_text_bytes: 1 << 20, max_depth: 64, max_cells: 10_000 };

    fn read_names(html: &str) -> Vec<(String, String)> {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let document = read(html.as_bytes(), &LIMITS, &mut Vec::new()).unwrap();
        let grids = document.blocks.iter().filter_map(|block| match &block.kind {
            crate::model::BlockKind::Table(grid) => Some(grid),
            _ => None,
        });
        let mut named = Vec::new();
        for grid in grids {
            for found in matches(&catalog, &document, grid, Some("2021"), 2022) {
                for &(row, column, form_row, form_column) in &found.cells {
                    let metric = found.table.cell(form_row, form_column).unwrap();
                    let text = document.slice(grid.cell(row, column).unwrap().span);
                    named.push((catalog.metrics.name(metric), text.to_string()));
                }
            }
        }
        named
    }

    #[test]
    fn groups_as_rows_are_named() {
        let html = "<table><tr><td>类别</td><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>\
            <tr><td>行政复议</td><td>1</td><td>0</td><td>3</td><td>0</td><td>4</td></tr>\
            <tr><td>行政诉讼：未经复议直接起诉</td><td>0</td><td>0</td><td>2</td><td>0</td><td>2</td></tr>\
            <tr><td>行政诉讼：复议后起诉</td><td>5</td><td>0</td><td>0</td><td>0</td><td>5</td></tr></table>";
        let named = read_names(html);
        assert_eq!(named.len(), 15);
        assert_eq!(named[2], ("appeals.other".to_string(), "3".to_string()));
        assert_eq!(named[10], ("lawsuits.upheld@after_review".to_string(), "5".to_string()));
    }

    #[test]
    fn one_figure_a_row_behind_its_names() {
        let html = "<table><tr><td>信息内容</td><td>指标</td><td>数量</td></tr>\
            <tr><td rowspan=3>规章</td><td>本年制发件数</td><td>0</td></tr><tr><td>本年废止件数</td><td>1</td></tr>\
            <tr><td>现行有效件数</td><td>2</td></tr><tr><td rowspan=3>行政规范性文件</td><td>本年制发件数</td><td>3</td></tr>\
            <tr><td>本年废止件数</td><td>4</td></tr><tr><td>现行有效件数</td><td>5</td></tr></table>";
        let named = read_names(html);
        assert_eq!(named[1], ("disclosed.regulations.repealed".to_string(), "1".to_string()));
        assert_eq!(named[5], ("disclosed.normative_documents.in_force".to_string(), "5".to_string()));
    }

    #[test]
    fn a_name_that_fits_two_cells_proves_none() {
        let html = "<table><tr><td>类别</td><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>\
            <tr><td>行政诉讼</td><td>1</td><td>0</td><td>3</td><td>0</td><td>4</td></tr></table>";
        assert_eq!(read_names(html), []);
    }
}
