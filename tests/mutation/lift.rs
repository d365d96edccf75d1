//! The samples as pages that can be corrupted: blocks back to paragraphs and tables, each cell with the metric that was
//! read from it, where that was right. Knows no mutation.

use crate::generate::page::{Page, Piece};
use crate::generate::say::Told;
use crate::generate::sheet::{Cell, Sheet};
use nianbao::catalog::Catalog;
use nianbao::model::{BlockKind, Grid, Parsed, Span};

/// A parsed sample as a page. `right` says whether the value that was read of a metric is what the sample says.
pub fn page(catalog: &Catalog, parsed: &Parsed, right: &dyn Fn(&str) -> bool) -> Page {
    let read: Vec<(Span, String)> = parsed
        .facts
        .iter()
        .filter_map(|fact| {
            let claim = &parsed.observations[fact.chosen? as usize];
            Some((claim.evidence.span, catalog.metrics.name(fact.metric)))
        })
        .filter(|(_, metric)| right(metric))
        .collect();
    let within = |span: Span| read.iter().filter(move |(at, _)| at.start >= span.start && at.end <= span.end);
    let document = &parsed.document;
    let title = parsed.identity.title.as_ref().map_or_else(
        || format!("{}{}年政府信息公开工作年度报告", parsed.identity.agency.value, parsed.identity.year.value),
        |title| title.value.clone(),
    );
    let mut pieces = Vec::new();
    for block in document.blocks.iter().filter(|block| !block.frame) {
        match &block.kind {
            BlockKind::Head(_) => {}
            BlockKind::Table(grid) => {
                let metric = |span: Span| within(span).map(|(_, metric)| metric.clone()).next();
                pieces.push(Piece::Table(sheet(document.text.as_str(), grid, &metric)));
            }
            _ if document.slice(block.span).trim() == title => {}
            BlockKind::Heading(_) => pieces.push(Piece::Title(document.slice(block.span).replace('\n', " "))),
            BlockKind::Paragraph => {
                let mut start = block.span.start as usize;
                for line in document.slice(block.span).split('\n') {
                    let span = Span::new(start, start + line.len());
                    start += line.len() + 1;
                    let facts = within(span).map(|(_, metric)| metric.clone()).collect();
                    pieces.push(Piece::Text(Told { text: line.to_string(), facts }));
                }
            }
        }
    }
    Page {
        title,
        agency: parsed.identity.agency.value.clone(),
        year: parsed.identity.year.value,
        published: parsed
            .identity
            .published
            .as_ref()
            .map_or_else(|| format!("{}-01-20", parsed.identity.year.value + 1), |date| date.value.to_string()),
        pieces,
    }
}

fn sheet(text: &str, grid: &Grid, metric: &dyn Fn(Span) -> Option<String>) -> Sheet {
    let mut sheet = Sheet { rows: vec![Vec::new(); grid.rows] };
    let mut cells: Vec<_> = grid.cells.iter().collect();
    cells.sort_by_key(|cell| (cell.row, cell.column));
    for cell in cells {
        let lifted = Cell {
            text: cell.span.of(text).trim().replace('\n', " "),
            rows: cell.row_span.max(1) as usize,
            columns: cell.column_span.max(1) as usize,
            metric: metric(cell.span),
        };
        if let Some(row) = sheet.rows.get_mut(cell.row as usize) {
            row.push(lifted);
        }
    }
    sheet.rows.retain(|row| !row.is_empty());
    sheet
}
