//! A table as a page has it, cell by cell, each with what it is of. Knows the forms of the catalogue; knows no markup.

use super::chance::Chance;
use nianbao::catalog::{Axis, Catalog, Table};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub rows: usize,
    pub columns: usize,
    /// The metric that the cell prints.
    pub metric: Option<String>,
}

impl Cell {
    pub fn new(text: impl Into<String>, rows: usize, columns: usize) -> Cell {
        Cell { text: text.into(), rows, columns, metric: None }
    }
}

/// Rows as markup has them: a merged cell stands where it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub rows: Vec<Vec<Cell>>,
}

/// Where a cell stands in the rectangle that the merged cells make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub row: usize,
    /// Index into the row of markup.
    pub index: usize,
    /// The first column that it covers.
    pub column: usize,
}

impl Sheet {
    /// The slot of every cell, in order.
    pub fn slots(&self) -> Vec<Slot> {
        let mut covered: Vec<usize> = Vec::new();
        let mut slots = Vec::new();
        for (row, cells) in self.rows.iter().enumerate() {
            let mut column = 0;
            let mut next = vec![0; covered.len()];
            for (at, left) in covered.iter().enumerate() {
                next[at] = left.saturating_sub(1);
            }
            for (index, cell) in cells.iter().enumerate() {
                while covered.get(column).is_some_and(|&left| left > 0) {
                    column += 1;
                }
                slots.push(Slot { row, index, column });
                for at in column..column + cell.columns {
                    if next.len() <= at {
                        next.resize(at + 1, 0);
                    }
                    next[at] = cell.rows - 1;
                }
                column += cell.columns;
            }
            covered = next;
        }
        slots
    }

    pub fn cell(&self, slot: Slot) -> &Cell {
        &self.rows[slot.row][slot.index]
    }

    /// The whole rectangle: each slot with the cell that covers it and whether the cell begins there.
    pub fn rectangle(&self) -> Vec<Vec<Option<(&Cell, bool)>>> {
        let mut rectangle: Vec<Vec<Option<(&Cell, bool)>>> = vec![Vec::new(); self.rows.len()];
        for slot in self.slots() {
            let cell = self.cell(slot);
            for (row, line) in rectangle.iter_mut().enumerate().skip(slot.row).take(cell.rows) {
                if line.len() < slot.column + cell.columns {
                    line.resize(slot.column + cell.columns, None);
                }
                for (column, place) in line.iter_mut().enumerate().skip(slot.column).take(cell.columns) {
                    *place = Some((cell, row == slot.row && column == slot.column));
                }
            }
        }
        rectangle
    }

    /// Indices of the cells that print a metric.
    pub fn figures(&self) -> Vec<(usize, usize)> {
        let rows = self.rows.iter().enumerate();
        rows.flat_map(|(row, cells)| {
            cells.iter().enumerate().filter(|(_, cell)| cell.metric.is_some()).map(move |(index, _)| (row, index))
        })
        .collect()
    }
}

fn is_list(table: &Table) -> bool {
    table.columns.len() < 3 && table.rows.len() > 12
}

/// A table of a form, filled. `write` gives the characters of each figure.
pub fn sheet(
    catalog: &Catalog,
    table: &Table,
    figures: &[Vec<i64>],
    chance: &mut Chance,
    write: &mut dyn FnMut(&str, i64) -> String,
) -> Sheet {
    let labels = match table.rows.iter().map(|row| row.groups.len() + 1).max() {
        Some(_) if table.rows[0].labels.is_empty() => 0,
        // A list has one column of labels and one of units, whatever groups tell its labels apart.
        _ if is_list(table) => 1,
        depth => depth.unwrap_or(1),
    };
    let units = is_list(table) && chance.below(4) > 0;
    let mut sheet = Sheet::default();
    header(table, labels, units, chance, &mut sheet);
    for (row, axis) in table.rows.iter().enumerate().filter(|(_, axis)| !axis.local) {
        let mut cells = Vec::new();
        if is_list(table) {
            cells.push(Cell::new(printed(axis, chance), 1, 1));
            if units {
                cells.push(Cell::new(axis.unit.as_deref().unwrap_or(""), 1, 1));
            }
        } else if labels > 0 {
            row_labels(table, row, labels, chance, &mut cells);
        }
        for (column, &number) in figures[row].iter().enumerate() {
            let mut cell = Cell::new("", 1, 1);
            if !axis.heading
                && let Some(id) = table.cell(row, column)
            {
                let metric = catalog.metrics.name(id);
                cell.text = write(&metric, number);
                cell.metric = Some(metric);
            } else if !axis.heading {
                cell.text = number.to_string();
            }
            cells.push(cell);
        }
        sheet.rows.push(cells);
    }
    sheet
}

/// The label as the form prints it, now and then with a blank between its first two characters or other brackets.
fn printed(axis: &Axis, chance: &mut Chance) -> String {
    match chance.below(12) {
        0 if axis.printed.chars().count() == 2 => {
            axis.printed.chars().map(|c| c.to_string()).collect::<Vec<_>>().join("　")
        }
        1 => axis.printed.replace('（', "(").replace('）', ")"),
        2 => axis.printed.replace("其他", "其它"),
        3 => axis.printed.replace(['“', '”'], "\""),
        _ => axis.printed.clone(),
    }
}

/// The groups that begin in this row, merged downwards, and the row's own label, merged to the right.
fn row_labels(table: &Table, row: usize, labels: usize, chance: &mut Chance, cells: &mut Vec<Cell>) {
    let axis = &table.rows[row];
    for depth in 0..axis.groups.len() {
        let same = |other: &Axis| other.groups.len() > depth && other.groups[..=depth] == axis.groups[..=depth];
        if row == 0 || !same(&table.rows[row - 1]) {
            let length = table.rows[row..].iter().take_while(|other| same(other)).count();
            cells.push(Cell::new(&axis.groups[depth], length, 1));
        }
    }
    cells.push(Cell::new(printed(axis, chance), 1, labels - axis.groups.len()));
}

/// Header rows: the groups of the columns, each merged over its columns, above the columns' own labels.
fn header(table: &Table, labels: usize, units: bool, chance: &mut Chance, sheet: &mut Sheet) {
    if is_list(table) {
        let mut cells =
            vec![Cell::new(*["统　计　指　标", "统计指标", "指标名称"].get(chance.below(3)).unwrap_or(&""), 1, 1)];
        if table.id != "statistics" {
            cells[0].text = chance.pick(&["指标名称", "项目", "指标"]).to_string();
        }
        if units {
            cells.push(Cell::new(chance.pick(&["单位", "计量单位"]), 1, 1));
        }
        cells.extend(table.columns.iter().map(|column| Cell::new(&column.printed, 1, 1)));
        return sheet.rows.push(cells);
    }
    if table.id.starts_with("art20") {
        sheet.rows.push(vec![Cell::new(&table.heads[0], 1, labels + table.columns.len())]);
    }
    let depth = table.columns.iter().map(|column| column.groups.len()).max().unwrap_or(0) + 1;
    for level in 0..depth {
        let mut cells = Vec::new();
        if level == 0 && labels > 0 {
            let corner = match table.id.as_str() {
                "applications" if chance.below(3) > 0 => {
                    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
                }
                _ => "信息内容",
            };
            cells.push(Cell::new(corner, depth, labels));
        }
        let mut column = 0;
        while column < table.columns.len() {
            let axis = &table.columns[column];
            let same = |other: &&Axis| other.groups.len() > level && other.groups[..=level] == axis.groups[..=level];
            let width = table.columns[column..].iter().take_while(same).count();
            if width > 0 {
                cells.push(Cell::new(&axis.groups[level], 1, width));
            } else if axis.groups.len() == level {
                cells.push(Cell::new(&axis.printed, depth - level, 1));
            }
            column += width.max(1);
        }
        sheet.rows.push(cells);
    }
}
