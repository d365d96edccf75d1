//! The tables of the forms, filled with figures that fit together, as HTML. Knows the forms of the catalogue by the
//! order of their rows; knows no page.

use crate::chance::Chance;
use nianbao::catalog::{Axis, Table, Template};

/// How a page was made, which decides how much markup surrounds a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Pasted from Word: a long style on every cell, paragraph and span.
    Word,
    /// Written in the editor of a content management system.
    Editor,
    /// Bare markup.
    Plain,
}

/// What text and tables of one report both say.
pub struct Figures {
    pub received: i64,
    pub disclosed: i64,
    pub appeals: i64,
    pub lawsuits: i64,
    /// Rows of cells for each table of the form.
    pub tables: Vec<Vec<Vec<i64>>>,
}

/// Draws the figures of a report in this form; without one only those that prose tells.
pub fn figures(form: Option<&Template>, chance: &mut Chance) -> Figures {
    let mut figures = Figures {
        received: chance.count(300),
        disclosed: 100 + chance.below(9000) as i64,
        appeals: chance.count(9),
        lawsuits: chance.count(9),
        tables: Vec::new(),
    };
    for table in form.iter().flat_map(|form| &form.tables) {
        let rows = match table.id.as_str() {
            "applications" => applications(table, chance),
            "remedies" => vec![remedies(table.columns.len(), chance)],
            "statistics" => statistics(&figures, table.rows.len(), chance),
            _ => table.rows.iter().map(|_| table.columns.iter().map(|_| chance.count(400)).collect()).collect(),
        };
        match table.id.as_str() {
            "applications" => figures.received = rows[0][table.columns.len() - 1],
            "remedies" => {
                figures.appeals = rows[0][4];
                figures.lawsuits = rows[0][9] + rows[0][14];
            }
            _ => {}
        }
        figures.tables.push(rows);
    }
    figures
}

/// New and carried in equal the outcomes and carried out, column by column; the last column is the sum of the others.
fn applications(table: &Table, chance: &mut Chance) -> Vec<Vec<i64>> {
    let (rows, columns) = (table.rows.len(), table.columns.len());
    let mut cells = vec![vec![0; columns]; rows];
    for column in 0..columns - 1 {
        let mut total = 0;
        for row in &mut cells[2..rows - 2] {
            row[column] = if chance.below(4) == 0 { chance.count(60) } else { 0 };
            total += row[column];
        }
        cells[rows - 2][column] = total;
        cells[rows - 1][column] = chance.count(9);
        cells[1][column] = chance.count(9).min(total);
        cells[0][column] = total + cells[rows - 1][column] - cells[1][column];
    }
    for row in &mut cells {
        row[columns - 1] = row[..columns - 1].iter().sum();
    }
    cells
}

/// Four outcomes and their sum, three times.
fn remedies(columns: usize, chance: &mut Chance) -> Vec<i64> {
    let mut row: Vec<i64> = (0..columns).map(|_| chance.count(12)).collect();
    for group in row.chunks_mut(5) {
        group[4] = group[..4].iter().sum();
    }
    row
}

/// The long list of 2014; subtotals stand before their parts.
fn statistics(figures: &Figures, rows: usize, chance: &mut Chance) -> Vec<Vec<i64>> {
    let mut list: Vec<i64> = (0..rows).map(|_| chance.count(90)).collect();
    let split = |list: &mut Vec<i64>, sum: i64, parts: &[usize]| {
        let mut rest = sum;
        for (index, &part) in parts.iter().enumerate() {
            list[part] = if index + 1 == parts.len() { rest } else { rest / 2 };
            rest -= list[part];
        }
    };
    list[1] = figures.disclosed;
    split(&mut list, figures.disclosed, &[6, 5, 7, 8, 9]);
    for all in [21, 26, 29] {
        list[all] = figures.received;
    }
    split(&mut list, figures.received, &[24, 22, 23, 25]);
    split(&mut list, figures.received, &[27, 28]);
    split(&mut list, figures.received, &[31, 30, 32, 33, 40, 41, 42, 43]);
    let denied = list[33];
    split(&mut list, denied, &[36, 34, 35, 37, 38, 39]);
    list[44] = figures.appeals;
    split(&mut list, figures.appeals, &[45, 46, 47]);
    list[48] = figures.lawsuits;
    split(&mut list, figures.lawsuits, &[49, 50, 51]);
    list[57] = list[58] + list[59];
    list.into_iter().map(|number| vec![number]).collect()
}

/// A table as the page has it: merged headers, merged row groups, the figures.
pub fn table(table: &Table, figures: &[Vec<i64>], style: Style, html: &mut String) {
    let labels = match table.rows.iter().map(|row| row.groups.len() + 1).max() {
        Some(_) if table.rows[0].labels.is_empty() => 0,
        // The list of 2014 has one column of labels and one of units, whatever groups tell its labels apart.
        _ if is_list(table) => 1,
        depth => depth.unwrap_or(1),
    };
    html.push_str(match style {
        Style::Word => "<table class=\"MsoNormalTable\" border=\"1\" cellspacing=\"0\" cellpadding=\"0\" width=\"643\" style=\"width:482.0pt;margin-left:-5.4pt;border-collapse:collapse;border:none;mso-border-alt:solid windowtext .5pt;mso-yfti-tbllook:1184;mso-padding-alt:0cm 5.4pt 0cm 5.4pt\">\n<tbody>\n",
        Style::Editor => "<table style=\"width:100%;border-collapse:collapse;\" border=\"1\" align=\"center\"><tbody>",
        Style::Plain => "<table border=1>\n",
    });
    header(table, labels, style, html);
    for (row, axis) in table.rows.iter().enumerate().filter(|(_, axis)| !axis.local) {
        html.push_str("<tr>");
        if is_list(table) {
            cell(&axis.printed, 1, 1, style, html);
            cell(axis.unit.as_deref().unwrap_or(""), 1, 1, style, html);
        } else if labels > 0 {
            row_labels(table, row, labels, style, html);
        }
        for &number in &figures[row] {
            let text = if axis.heading { String::new() } else { number.to_string() };
            cell(&text, 1, 1, style, html);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table>\n");
}

fn is_list(table: &Table) -> bool {
    table.id == "statistics"
}

/// The groups that begin in this row, merged downwards, and the row's own label, merged to the right.
fn row_labels(table: &Table, row: usize, labels: usize, style: Style, html: &mut String) {
    let axis = &table.rows[row];
    for depth in 0..axis.groups.len() {
        let same = |other: &Axis| other.groups.len() > depth && other.groups[..=depth] == axis.groups[..=depth];
        if row == 0 || !same(&table.rows[row - 1]) {
            let length = table.rows[row..].iter().take_while(|other| same(other)).count();
            cell(&axis.groups[depth], length, 1, style, html);
        }
    }
    cell(&axis.printed, 1, labels - axis.groups.len(), style, html);
}

/// Header rows: the groups of the columns, each merged over its columns, above the columns' own labels.
fn header(table: &Table, labels: usize, style: Style, html: &mut String) {
    if is_list(table) {
        html.push_str("<tr>");
        for text in ["统　计　指　标", "单位", "统计数"] {
            cell(text, 1, 1, style, html);
        }
        return html.push_str("</tr>\n");
    }
    if table.id.starts_with("art20") {
        html.push_str("<tr>");
        cell(&table.heads[0], 1, labels + table.columns.len(), style, html);
        html.push_str("</tr>\n");
    }
    let depth = table.columns.iter().map(|column| column.groups.len()).max().unwrap_or(0) + 1;
    for level in 0..depth {
        html.push_str("<tr>");
        if level == 0 && labels > 0 {
            cell("信息内容", depth, labels, style, html);
        }
        let mut column = 0;
        while column < table.columns.len() {
            let axis = &table.columns[column];
            let same = |other: &&Axis| other.groups.len() > level && other.groups[..=level] == axis.groups[..=level];
            let width = table.columns[column..].iter().take_while(same).count();
            if width > 0 {
                cell(&axis.groups[level], 1, width, style, html);
            } else if axis.groups.len() == level {
                cell(&axis.printed, depth - level, 1, style, html);
            }
            column += width.max(1);
        }
        html.push_str("</tr>\n");
    }
}

fn cell(text: &str, rows: usize, columns: usize, style: Style, html: &mut String) {
    html.push_str(match style {
        Style::Word => "<td width=\"71\" valign=\"center\"",
        Style::Editor => "<td valign=\"middle\" align=\"center\"",
        Style::Plain => "<td",
    });
    if rows > 1 {
        html.push_str(&format!(" rowspan=\"{rows}\""));
    }
    if columns > 1 {
        html.push_str(&format!(" colspan=\"{columns}\""));
    }
    let (before, after) = match style {
        Style::Word => (
            " style=\"width:53.0pt;border:solid windowtext 1.0pt;border-left:none;padding:0cm 5.4pt 0cm 5.4pt\"><p class=\"MsoNormal\" align=\"center\"><span lang=\"EN-US\" style=\"font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体\">",
            "<o:p></o:p></span></p></td>",
        ),
        Style::Editor => (
            " style=\"border:1px solid #000;padding:4px 6px;\"><p style=\"text-align:center;\"><span>",
            "</span></p></td>",
        ),
        Style::Plain => (">", "</td>"),
    };
    html.push_str(before);
    html.push_str(if text.is_empty() && style != Style::Plain { "&nbsp;" } else { text });
    html.push_str(after);
}
