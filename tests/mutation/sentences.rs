//! Sentences corrupted. Knows characters; knows no metric but as a name.

use crate::generate::chance::Chance;
use crate::generate::page::{Page, Piece};
use crate::kinds::Mutant;

/// Characters behind digits without which a figure is hard to tell from others.
const BEHIND: [char; 11] = ['年', '月', '日', '件', '条', '宗', '起', '篇', '份', '次', '个'];

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Paragraphs that state metrics.
fn telling(page: &Page) -> Vec<usize> {
    (0..page.pieces.len())
        .filter(|&at| matches!(&page.pieces[at], Piece::Text(told) if !told.facts.is_empty()))
        .collect()
}

/// Byte ranges of figures and of the character of `BEHIND` behind each.
fn figures(text: &str) -> Vec<(usize, usize, char)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match start {
            None if is_digit(c) => start = Some(at),
            Some(from) if !is_digit(c) && c != ',' && c != '.' => {
                if BEHIND.contains(&c) {
                    found.push((from, at, c));
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

pub fn character_lost(mutant: &mut Mutant, chance: &mut Chance) -> Option<()> {
    let places = telling(&mutant.page);
    let at = *places.get(chance.below(places.len().max(1)))?;
    let Piece::Text(told) = &mut mutant.page.pieces[at] else { return None };
    let figures = figures(&told.text);
    let &(start, end, c) = figures.get(chance.below(figures.len().max(1)))?;
    mutant.what = format!("lost {c} behind {} in «{}»", &told.text[start..end], told.text);
    told.text.replace_range(end..end + c.len_utf8(), "");
    mutant.touched = told.facts.iter().cloned().collect();
    Some(())
}

pub fn number_moved(mutant: &mut Mutant, chance: &mut Chance) -> Option<()> {
    let places = telling(&mutant.page);
    let from = *places.get(chance.below(places.len().max(1)))?;
    let texts: Vec<usize> = (0..mutant.page.pieces.len())
        .filter(|&at| at != from && matches!(&mutant.page.pieces[at], Piece::Text(told) if told.text.contains('。')))
        .collect();
    let to = *texts.get(chance.below(texts.len().max(1)))?;
    let Piece::Text(told) = &mut mutant.page.pieces[from] else { return None };
    let figures: Vec<_> =
        figures(&told.text).into_iter().filter(|&(_, _, c)| !matches!(c, '年' | '月' | '日')).collect();
    let &(start, end, _) = figures.get(chance.below(figures.len().max(1)))?;
    let number = told.text[start..end].to_string();
    mutant.what = format!("moved {number} out of «{}»", told.text);
    told.text.replace_range(start..end, "");
    mutant.touched = told.facts.iter().cloned().collect();
    let Piece::Text(told) = &mut mutant.page.pieces[to] else { return None };
    let ends: Vec<usize> = told.text.match_indices('。').map(|(at, _)| at).collect();
    let end = ends[chance.below(ends.len())];
    let put = if chance.below(2) == 0 { number } else { format!("，{number}") };
    told.text.insert_str(end, &put);
    mutant.what.push_str(&format!(" into «{}»", told.text));
    mutant.touched.extend(told.facts.iter().cloned());
    Some(())
}
