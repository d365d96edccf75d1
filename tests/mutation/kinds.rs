//! The ways to corrupt a report. Knows pages; knows nothing of how they are read.

use crate::generate::chance::Chance;
use crate::generate::page::{Page, Piece};
use crate::generate::sheet::Sheet;
use crate::{sentences, sheets};
use nianbao::model::Number;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    DigitChanged,
    FiguresSwapped,
    RowsSwapped,
    ColumnsSwapped,
    RowLost,
    ZerosBlanked,
    CellsGlued,
    CharacterLost,
    NumberMoved,
    TableCut,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::DigitChanged,
        Kind::FiguresSwapped,
        Kind::RowsSwapped,
        Kind::ColumnsSwapped,
        Kind::RowLost,
        Kind::ZerosBlanked,
        Kind::CellsGlued,
        Kind::CharacterLost,
        Kind::NumberMoved,
        Kind::TableCut,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::DigitChanged => "a digit changed in a cell",
            Kind::FiguresSwapped => "figures of two rows swapped, labels left",
            Kind::RowsSwapped => "two rows swapped",
            Kind::ColumnsSwapped => "two columns swapped",
            Kind::RowLost => "a row lost",
            Kind::ZerosBlanked => "blanks for zeros",
            Kind::CellsGlued => "two cells glued",
            Kind::CharacterLost => "a character lost next to digits",
            Kind::NumberMoved => "a number moved to another sentence",
            Kind::TableCut => "a table cut at its end",
        }
    }
}

/// A corrupted report.
pub struct Mutant {
    pub page: Page,
    /// The metrics whose cells or sentences were touched.
    pub touched: BTreeSet<String>,
    /// What the cells now say instead: the truth of the page, where nothing in it betrays the change.
    pub says: BTreeMap<String, Option<Number>>,
    /// What was done, for a person.
    pub what: String,
}

/// The page corrupted in this way; none where it has nothing to corrupt so.
pub fn mutate(page: &Page, kind: Kind, chance: &mut Chance) -> Option<Mutant> {
    let mut mutant =
        Mutant { page: page.clone(), touched: BTreeSet::new(), says: BTreeMap::new(), what: String::new() };
    match kind {
        Kind::CharacterLost => sentences::character_lost(&mut mutant, chance)?,
        Kind::NumberMoved => sentences::number_moved(&mut mutant, chance)?,
        _ => {
            let tables: Vec<usize> = (0..page.pieces.len())
                .filter(|&at| matches!(&page.pieces[at], Piece::Table(sheet) if !sheet.figures().is_empty()))
                .collect();
            if tables.is_empty() {
                return None;
            }
            let from = chance.below(tables.len());
            // The first table, from a random one on, that can be corrupted so.
            (0..tables.len()).find_map(|step| {
                let at = tables[(from + step) % tables.len()];
                let done = table(&mut mutant, at, kind, chance);
                (done.is_some() && mutant.page != *page).then_some(())
            })?;
        }
    }
    Some(mutant)
}

fn table(mutant: &mut Mutant, at: usize, kind: Kind, chance: &mut Chance) -> Option<()> {
    let Piece::Table(old) = mutant.page.pieces[at].clone() else { return None };
    let mut sheet = old.clone();
    match kind {
        Kind::DigitChanged => sheets::digit_changed(&mut sheet, chance)?,
        Kind::FiguresSwapped => sheets::figures_swapped(&mut sheet, chance)?,
        Kind::RowsSwapped => mutant.touched = sheets::rows_swapped(&mut sheet, chance)?,
        Kind::ColumnsSwapped => mutant.touched = sheets::columns_swapped(&mut sheet, chance)?,
        Kind::RowLost => mutant.touched = sheets::row_lost(&mut sheet, chance)?,
        Kind::ZerosBlanked => sheets::zeros_blanked(&mut sheet, chance)?,
        Kind::CellsGlued => mutant.touched = sheets::cells_glued(&mut sheet, chance)?,
        Kind::TableCut => mutant.touched = sheets::cut(&mut sheet, chance)?,
        Kind::CharacterLost | Kind::NumberMoved => return None,
    }
    compare(&old, &sheet, kind, mutant);
    mutant.page.pieces[at] = Piece::Table(sheet);
    if kind == Kind::TableCut && chance.below(2) == 0 {
        // The file ends where the table does.
        let rest = mutant.page.pieces.split_off(at + 1);
        mutant.touched.extend(rest.iter().flat_map(metrics));
    }
    Some(())
}

/// The metrics that a piece states.
pub fn metrics(piece: &Piece) -> Vec<String> {
    match piece {
        Piece::Title(_) => Vec::new(),
        Piece::Text(told) => told.facts.clone(),
        Piece::Table(sheet) => sheet.rows.iter().flatten().filter_map(|cell| cell.metric.clone()).collect(),
    }
}

/// Notes what cells say after the change, for kinds that change cells in place.
fn compare(old: &Sheet, new: &Sheet, kind: Kind, mutant: &mut Mutant) {
    let texts = |sheet: &Sheet| -> BTreeMap<String, String> {
        sheet.rows.iter().flatten().filter_map(|cell| Some((cell.metric.clone()?, cell.text.clone()))).collect()
    };
    let (before, after) = (texts(old), texts(new));
    for (metric, text) in &after {
        if before.get(metric) != Some(text) {
            mutant
                .what
                .push_str(&format!("{metric}: «{}» to «{text}»; ", before.get(metric).map_or("", String::as_str)));
            mutant.touched.insert(metric.clone());
            if matches!(kind, Kind::DigitChanged | Kind::FiguresSwapped | Kind::ColumnsSwapped) {
                mutant.says.insert(metric.clone(), value(text));
            }
        }
    }
    if mutant.what.is_empty() {
        mutant.what = mutant.touched.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    }
}

/// The number that a cell says, whatever unit stands behind it.
pub fn value(text: &str) -> Option<Number> {
    let plain: String = text
        .chars()
        .filter(|&c| c != ',')
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            c => c,
        })
        .collect();
    let plain = plain.trim().trim_start_matches('+');
    let end = plain.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(plain.len());
    let value: f64 = plain[..end].parse().ok()?;
    Some(Number((value * Number::SCALE as f64).round() as i64))
}
