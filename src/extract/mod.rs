//! Three ways to claim: by grid, by flattened table, by phrase. None decides, none drops another's claim.

pub mod align;
pub mod beside;
pub mod cell;
pub mod continued;
pub mod flat;
pub mod grid;
pub mod header;
pub mod label;
pub mod named;
pub mod owner;
pub mod phrase;
mod remark;
pub mod section;
pub mod short;
pub mod unclaimed;

use crate::catalog::template::PROSE_FORM;
use crate::catalog::{Catalog, Table, Template};
use crate::model::{Block, BlockKind, Document, Grid, Identity, Issue, MetricId, Observation, Span};
use std::borrow::Cow;

/// What was claimed, and what the forms that were found ask.
pub struct Extracted {
    pub observations: Vec<Observation>,
    /// The form of the tables found: `2021`; `2008` where there are none of the national ones.
    pub form: String,
    /// The metrics that the tables found print.
    pub asked: Vec<MetricId>,
    /// Figures beside the noun of a metric that nothing claimed.
    pub unclaimed: Vec<Span>,
}

/// Every claim of a document.
pub fn extract(catalog: &Catalog, identity: &Identity, document: &Document, issues: &mut Vec<Issue>) -> Extracted {
    let year = identity.year.value;
    let mut found: Vec<(&Template, &Table, usize)> = Vec::new();
    let mut observations = Vec::new();
    let mut rest = Vec::new();
    let told = |block: &&Block| !block.frame && !matches!(block.kind, BlockKind::Head(_));
    let blocks: Vec<&Block> = document.blocks.iter().filter(told).collect();
    let mut place = 0;
    while let Some(block) = blocks.get(place) {
        place += 1;
        let BlockKind::Table(grid) = &block.kind else {
            rest.push(block.span);
            continue;
        };
        let prefer = leading_form(&found);
        let (mut grid, mut matches) = read_grid(catalog, document, grid, prefer, year);
        // A long table may go on in the next block, whose rows have no header of their own.
        let mut end = block.span;
        while matches.last().is_some_and(grid::Match::is_open)
            && let Some((behind, next)) = continued::next(document, end, &blocks[place..])
            && read_grid(catalog, document, next, prefer, year).1.is_empty()
            && let Some(joined) = continued::joined(&grid, next)
            && let (joined, more) = read_grid(catalog, document, &joined, prefer, year)
            && cells(&more) > cells(&matches)
        {
            (grid, matches) = (Cow::Owned(joined.into_owned()), more);
            rest.extend(blocks[place..place + behind].iter().map(|block| block.span));
            (place, end) = (place + behind + 1, blocks[place + behind].span);
        }
        // The first rows of a long table may go on in another block, or under labels that only running text shows.
        if matches.iter().all(grid::Match::is_begun) {
            rest.push(block.span);
        }
        for found_here in &matches {
            observations.extend(grid::claims(catalog, document, &grid, found_here, year, issues));
            found.push((found_here.template, found_here.table, found_here.rows_read()));
        }
    }
    let complete = |id: &str| {
        found.iter().filter(|(_, table, _)| table.id == id).any(|(_, table, rows)| rows * 10 >= table.asked() * 8)
    };
    let mut taken = Vec::new();
    let mut flat = Vec::new();
    let dense = flat::Dense::new(&document.text, &rest);
    let dense = flat::unwrapped(catalog, &dense).unwrap_or(dense);
    let seen = catalog.templates.glance.at(&dense.text);
    for found_here in flat::matches(catalog, &dense, &seen, year, leading_form(&found), complete) {
        observations.extend(found_here.claims);
        taken.push(found_here.span);
        flat.push((found_here.template, found_here.table, found_here.rows));
    }
    found.extend(flat);
    // What labels gave in part may be whole by order, if the labels of the other rows are torn; then both must agree.
    let open = |template: &Template, table: &Table| {
        let read = found.iter().find(|(_, other, _)| other.id == table.id);
        let pattern = format!("{}/{}", template.id, table.id);
        let torn = |rows: usize| rows < table.asked() && flat::is_torn(&dense, table, &observations, &pattern);
        read.is_none_or(|(other, _, rows)| other.id == template.id && torn(*rows))
            && !flat::disordered(catalog, &dense, template, table)
    };
    let ordered = flat::ordered::matches(catalog, document, &rest, year, open);
    let mut by_order = Vec::new();
    for found_here in ordered {
        observations.extend(found_here.claims);
        taken.push(found_here.span);
        by_order.push((found_here.template, found_here.table, found_here.rows));
    }
    found.extend(by_order);
    remark::check(catalog, document, &observations, issues);
    let national = || catalog.templates.entries.iter().filter(|template| template.form != PROSE_FORM);
    let mut in_table = false;
    for table in national().flat_map(|template| &template.tables) {
        let matrix = table.columns.len() > 2 && table.rows.len() > 12;
        if matrix && found.iter().any(|(_, found, _)| found.id == table.id) {
            in_table = true;
        } else if matrix {
            let pieces = flat::mentions(&dense, &seen, table);
            in_table |= !pieces.is_empty();
            taken.extend(pieces);
        }
    }
    taken.extend(
        document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Table(_))).map(|block| block.span),
    );
    taken.sort();
    let taken: Vec<Span> = taken;
    let form = leading_form(&found).unwrap_or(PROSE_FORM).to_string();
    let told = phrase::claims(catalog, identity, document, &taken, in_table.then_some(form.as_str()));
    observations.extend(told.claims);
    let unclaimed = unclaimed::unclaimed(told.unread, &observations);
    let mut asked: Vec<MetricId> = found.iter().flat_map(|(_, table, _)| asks(table)).collect();
    asked.sort();
    asked.dedup();
    Extracted { observations, form, asked, unclaimed }
}

/// The tables of forms in a grid, and the grid in which they were found: itself, or its blocks one below the other.
fn read_grid<'a, 'g>(
    catalog: &'a Catalog,
    document: &Document,
    grid: &'g Grid,
    prefer: Option<&str>,
    year: i32,
) -> (Cow<'g, Grid>, Vec<grid::Match<'a>>) {
    let matches = grid::matches(catalog, document, grid, prefer, year);
    // A header that comes again begins a second block of rows, or the next group of columns: more cells tell.
    let stacked = beside::stacked(document, grid);
    let below = stacked.map(|grid| {
        let matches = grid::matches(catalog, document, &grid, prefer, year);
        (Cow::Owned(grid), matches)
    });
    if let Some((grid, below)) = below.filter(|(_, below)| cells(below) > cells(&matches)) {
        return (grid, below);
    }
    let matches = if matches.is_empty() { named::matches(catalog, document, grid, prefer, year) } else { matches };
    (Cow::Borrowed(grid), matches)
}

fn cells(matches: &[grid::Match]) -> usize {
    matches.iter().map(|found| found.cells.len()).sum()
}

fn asks(table: &Table) -> Vec<MetricId> {
    let columns = table.columns.len();
    table
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.local)
        .flat_map(|(row, _)| table.cells[row * columns..(row + 1) * columns].iter().flatten().copied())
        .collect()
}

/// The form that most of the found tables belong to that no other form has; tables that two forms share count for less.
fn leading_form<'a>(found: &[(&'a Template, &'a Table, usize)]) -> Option<&'a str> {
    let mut forms: Vec<(&str, usize)> = Vec::new();
    for (template, table, rows) in found {
        // Short tables carry the header words that tell the forms apart; the long one is nearly the same in two of them.
        let weight = if table.marks.is_empty() {
            1
        } else if table.rows.len() > 12 && table.columns.len() > 1 {
            2
        } else {
            3 + rows
        };
        match forms.iter_mut().find(|(form, _)| *form == template.form) {
            Some((_, sum)) => *sum += weight,
            None => forms.push((&template.form, weight)),
        }
    }
    forms.into_iter().rev().max_by_key(|&(_, weight)| weight).map(|(form, _)| form)
}
