//! Made pages and damaged samples: documents are lossless and rectangular, and nothing makes a reader panic.

use crate::catalog;
use nianbao::model::{Block, BlockKind, Document, Grid, RefusalReason};
use nianbao::pipeline::{parse_guarded, source};
use nianbao::read::{Limits, read};
use proptest::prelude::*;
use proptest::sample::Index;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn limits() -> Limits {
    let settings = &catalog().settings;
    Limits { max_text_bytes: settings.max_text_bytes, max_depth: settings.max_depth, max_cells: settings.max_cells }
}

/// Every sample, as bytes.
fn samples() -> &'static [Vec<u8>] {
    static SAMPLES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let mut open: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample")];
        let mut files = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { open.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        files.into_iter().map(|path| std::fs::read(path).unwrap()).collect()
    })
}

/// Pieces of markup in any order, closed or not.
fn page() -> impl Strategy<Value = String> {
    let tag = prop::sample::select(vec![
        "table", "tr", "td", "th", "tbody", "thead", "p", "div", "h1", "h3", "span", "b", "br", "ul", "li", "script",
        "style", "title", "head", "body", "html", "nav", "footer", "pre", "textarea", "select", "option", "caption",
        "a", "template",
    ]);
    let spans = prop::collection::vec((prop::sample::select(vec!["rowspan", "colspan"]), 0u32..70_000), 0..2);
    let open = (tag.clone(), spans).prop_map(|(tag, spans)| {
        let spans: String = spans.into_iter().map(|(name, count)| format!(" {name}=\"{count}\"")).collect();
        format!("<{tag}{spans}>")
    });
    let piece = prop_oneof![
        5 => open,
        4 => tag.prop_map(|tag| format!("</{tag}>")),
        3 => "[一-龥]{1,12}",
        3 => "[0-9]{1,4}",
        1 => "[ \t\r\n|]{1,4}",
        1 => prop::sample::select(vec!["<!--", "-->", "&nbsp;", "&#x4e00;", "&", "<", "<![CDATA[", "]]>", "<br/>", "<meta name=a content=b>"])
            .prop_map(str::to_string),
    ];
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// Lines of text with pipes, tabs and runs of blanks.
fn plain() -> impl Strategy<Value = String> {
    let cell = prop_oneof!["[一-龥]{0,6}", "[0-9]{0,3}", Just("---".to_string())];
    let row = (prop::collection::vec(cell, 1..7), prop::sample::select(vec!["|", "\t", " | ", "  ", ""]))
        .prop_map(|(cells, part)| cells.join(part));
    prop::collection::vec(row, 1..20).prop_map(|rows| rows.join("\n"))
}

fn check_grid(document: &Document, block: &Block, grid: &Grid) -> Result<(), TestCaseError> {
    prop_assert_eq!(grid.slots.len(), grid.rows * grid.columns, "a grid is a rectangle");
    for (at, &slot) in grid.slots.iter().enumerate() {
        if slot != Grid::EMPTY {
            let cell = grid.cells.get(slot as usize);
            prop_assert!(cell.is_some(), "slot {at} names a cell that is not there");
            let cell = cell.unwrap();
            let (row, column) = ((at / grid.columns) as u32, (at % grid.columns) as u32);
            prop_assert!(
                (cell.row..cell.row + cell.row_span).contains(&row),
                "a cell fills only the rows that it spans"
            );
            prop_assert!((cell.column..cell.column + cell.column_span).contains(&column));
        }
    }
    let mut last = block.span.start;
    let mut by_place: Vec<_> = grid.cells.iter().collect();
    by_place.sort_by_key(|cell| (cell.span.start, cell.span.end));
    for cell in by_place {
        prop_assert!(
            block.span.contains(cell.span) && cell.span.start >= last,
            "cells are disjoint parts of their table"
        );
        prop_assert!(document.text.get(cell.span.range()).is_some());
        last = cell.span.end;
    }
    Ok(())
}

fn check_document(document: &Document) -> Result<(), TestCaseError> {
    let mut last = 0;
    for block in &document.blocks {
        let range = block.span.range();
        prop_assert!(range.start >= last, "blocks are in order and disjoint");
        let between = document.text.get(last..range.start);
        prop_assert!(
            between.is_some_and(|text| text.trim().is_empty()),
            "text outside the blocks is white space: {between:?}"
        );
        prop_assert!(document.text.get(range.clone()).is_some(), "a block ends on character boundaries");
        last = range.end;
        if let BlockKind::Table(grid) = &block.kind {
            check_grid(document, block, grid)?;
        }
    }
    prop_assert!(document.text[last..].trim().is_empty(), "text outside the blocks is white space");
    Ok(())
}

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(document) = read(bytes, &limits(), &mut Vec::new()) {
        check_document(&document)?;
    }
    check_parsed(bytes)
}

fn check_parsed(bytes: &[u8]) -> Result<(), TestCaseError> {
    match parse_guarded(catalog(), source("made.html".to_string(), bytes), bytes) {
        Err(refusal) => prop_assert!(refusal.reason != RefusalReason::Panicked, "{}", refusal.detail),
        Ok(parsed) => {
            check_document(&parsed.document)?;
            for claim in &parsed.observations {
                prop_assert!(parsed.document.text.get(claim.evidence.span.range()).is_some(), "{claim:?}");
            }
            for fact in &parsed.facts {
                prop_assert_eq!(fact.value.is_some(), fact.state.carries_number());
            }
        }
    }
    Ok(())
}

#[derive(Clone, Debug)]
enum Damage {
    Flip(Index, u8),
    Cut(Index),
    Drop(Index, usize),
    Repeat(Index, usize),
    Splice(Index, Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Flip(at, byte)),
        1 => any::<Index>().prop_map(Damage::Cut),
        3 => (any::<Index>(), 1usize..400).prop_map(|(at, length)| Damage::Drop(at, length)),
        2 => (any::<Index>(), 1usize..400).prop_map(|(at, length)| Damage::Repeat(at, length)),
        3 => (any::<Index>(), any::<Index>(), 1usize..400).prop_map(|(to, from, length)| Damage::Splice(to, from, length)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        if bytes.is_empty() {
            break;
        }
        let size = bytes.len();
        let piece = |at: &Index, length: usize| at.index(size)..(at.index(size) + length).min(size);
        match damage {
            Damage::Flip(at, byte) => bytes[at.index(size)] = *byte,
            Damage::Cut(at) => bytes.truncate(at.index(size)),
            Damage::Drop(at, length) => drop(bytes.drain(piece(at, *length))),
            Damage::Repeat(at, length) => {
                let copy = bytes[piece(at, *length)].to_vec();
                bytes.splice(at.index(size)..at.index(size), copy);
            }
            Damage::Splice(to, from, length) => {
                let copy = bytes[piece(from, *length)].to_vec();
                bytes.splice(to.index(size)..to.index(size), copy);
            }
        }
    }
    bytes
}

proptest! {
    #[test]
    fn made_pages_are_lossless(page in page()) {
        check(page.as_bytes())?;
    }

    #[test]
    fn made_texts_are_lossless(text in plain()) {
        check(text.as_bytes())?;
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), lead in prop::sample::select(vec![
        "", "<html>", "\u{feff}", "<table><tr><td>", "年度报告\n", "%PDF-", "PK\u{3}\u{4}", "<?xml version=\"1.0\" encoding=\"gbk\"?>",
    ])) {
        check(&[lead.as_bytes(), &bytes].concat())?;
    }

    #[test]
    fn no_damage_to_a_sample_makes_a_reader_panic(which in any::<Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        let samples = samples();
        check(&damaged(samples[which.index(samples.len())].clone(), &damages))?;
    }
}
