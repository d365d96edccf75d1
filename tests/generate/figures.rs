//! Figures of one report that fit together: the equations of its form hold, sentences and tables say the same.
//! Knows the tables of the catalogue by the order of their rows; knows no page.

use super::chance::Chance;
use nianbao::catalog::{Table, Template};

/// What text and tables of one report both say.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub disclosed: i64,
    /// Website, gazette, microblog, WeChat, other ways: their sum is not `disclosed`, for one item may go several ways.
    pub ways: [i64; 5],
    pub received: i64,
    /// The year before.
    pub received_before: i64,
    pub disclosed_before: i64,
    /// In person, by fax, over the net, by letter: their sum is `received`.
    pub channels: [i64; 4],
    /// Granted, partially granted, denied, not held.
    pub answers: [i64; 4],
    pub appeals: i64,
    pub lawsuits: i64,
    pub documents: i64,
    /// Rows of cells for each table of the form.
    pub tables: Vec<Vec<Vec<i64>>>,
}

fn parts<const N: usize>(sum: i64, chance: &mut Chance) -> [i64; N] {
    let mut parts = [0; N];
    let mut rest = sum;
    for part in &mut parts[1..] {
        *part = if chance.below(3) == 0 { 0 } else { chance.below(rest as usize / 2 + 1) as i64 };
        rest -= *part;
    }
    parts[0] = rest;
    parts.rotate_right(chance.below(N));
    parts
}

/// Draws the figures of a report in this form; without one only those that prose tells.
pub fn figures(form: Option<&Template>, chance: &mut Chance) -> Figures {
    let disclosed = 100 + chance.below(9000) as i64;
    let mut figures = Figures {
        received: chance.count(300),
        disclosed,
        ways: std::array::from_fn(|way| if way == 0 { disclosed - chance.below(80) as i64 } else { chance.count(400) }),
        received_before: chance.count(300),
        disclosed_before: 100 + chance.below(9000) as i64,
        appeals: chance.count(9),
        lawsuits: chance.count(9),
        documents: chance.count(40),
        ..Figures::default()
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
            "statistics" => {
                figures.channels = [22, 23, 24, 25].map(|row| rows[row][0]);
                figures.answers = [31, 32, 33, 41].map(|row| rows[row][0]);
                figures.ways = [rows[6][0], rows[5][0], rows[7][0], rows[8][0], rows[9][0]];
            }
            _ => {}
        }
        figures.tables.push(rows);
    }
    if figures.channels == [0; 4] {
        figures.channels = parts(figures.received, chance);
    }
    if figures.answers == [0; 4] {
        figures.answers = parts(figures.received, chance);
    }
    figures
}

/// The figures of a provincial table, by what its rows are of.
pub fn provincial(figures: &Figures, metric: &str, chance: &mut Chance) -> i64 {
    match metric {
        "disclosed.total" => figures.disclosed,
        "disclosed.website" => figures.ways[0],
        "disclosed.gazette" => figures.ways[1],
        "applications.received" => figures.received,
        "applications.in_person" => figures.channels[0],
        "applications.by_fax" | "applications.by_letter_or_fax" => figures.channels[1],
        "applications.by_website" | "applications.by_web" => figures.channels[2],
        "applications.by_letter" => figures.channels[3],
        "applications.answered" => figures.received,
        "applications.granted" => figures.answers[0],
        "applications.partially_granted" => figures.answers[1],
        "applications.denied" => figures.answers[2],
        "applications.not_held" => figures.answers[3],
        "appeals.total" => figures.appeals,
        "lawsuits.total" => figures.lawsuits,
        _ if metric.starts_with("applications.") => 0,
        _ => chance.count(60),
    }
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
