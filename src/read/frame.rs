//! Which blocks are page frame: navigation, breadcrumbs, site headers and footers, text that no browser shows.
//! Knows what markup said of a block and how its text looks; knows no word of any language.

use super::draft::Piece;
use crate::model::{Block, BlockKind, Grid};

/// Han characters of a sentence that no navigation holds.
const LONG_SENTENCE: usize = 60;
/// Neighbouring blocks of links that make a menu.
const MENU_LINKS: u32 = 4;
/// Links in one block that make a menu.
const LINE_LINKS: u32 = 3;

/// Decides for every block and gives the blocks of the document.
pub(super) fn mark(text: &str, pieces: Vec<Piece>) -> Vec<Block> {
    let substance: Vec<bool> = pieces.iter().map(|piece| has_substance(text, piece)).collect();
    // A page that is shown by script hides all of its text at first: then hiding means nothing.
    let full = |hidden: bool| pieces.iter().zip(&substance).any(|(piece, &full)| full && piece.hidden == hidden);
    let hiding = full(false) || !full(true);
    // Elements named like navigation that nevertheless hold text of substance.
    let mut spared: Vec<u32> =
        pieces.iter().zip(&substance).filter(|&(_, &full)| full).map(|(piece, _)| piece.region).collect();
    spared.dedup();
    let menus = menus(text, &pieces);
    let judged = pieces.into_iter().zip(substance).zip(menus);
    judged
        .map(|((piece, full), menu)| {
            let around = piece.region > 0 && spared.binary_search(&piece.region).is_err();
            let head = matches!(piece.kind, BlockKind::Head(_));
            let frame = !head && (piece.hidden && hiding || !full && (around || menu));
            Block { span: piece.span, kind: piece.kind, frame }
        })
        .collect()
}

/// A long sentence or a table of figures.
fn has_substance(text: &str, piece: &Piece) -> bool {
    let text = piece.span.of(text);
    match &piece.kind {
        BlockKind::Table(grid) => figures(text, piece, grid) >= 4,
        BlockKind::Head(_) => false,
        _ => {
            text.len() >= 3 * LONG_SENTENCE
                && text.contains('\u{3002}')
                && text.chars().filter(|&c| ('\u{4E00}'..='\u{9FFF}').contains(&c)).nth(LONG_SENTENCE - 1).is_some()
        }
    }
}

fn figures(text: &str, piece: &Piece, grid: &Grid) -> usize {
    let start = piece.span.start as usize;
    let numeric = grid.cells.iter().filter(|cell| {
        let cell = text[cell.span.start as usize - start..cell.span.end as usize - start].trim();
        !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '/'))
    });
    numeric.count()
}

/// For each block whether it is a line of links or stands in a run of links.
fn menus(text: &str, pieces: &[Piece]) -> Vec<bool> {
    let mut menus = vec![false; pieces.len()];
    let mut start = 0;
    while start < pieces.len() {
        let run = pieces[start..].iter().take_while(|piece| is_linked(text, piece));
        let (length, links) = run.fold((0, 0), |(length, links), piece| (length + 1, links + piece.links));
        if links >= MENU_LINKS || length == 1 && links >= LINE_LINKS {
            menus[start..start + length].fill(true);
        }
        start += length.max(1);
    }
    menus
}

/// Whether at least four fifths of the text is links; marks between the links do not count.
fn is_linked(text: &str, piece: &Piece) -> bool {
    if piece.links == 0 || matches!(piece.kind, BlockKind::Head(_)) {
        return false;
    }
    let words: usize = piece.span.of(text).chars().filter(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    piece.link_bytes * 5 >= words * 4
}
