//! A list whose figures stand in two columns, one for the agency itself and one for its whole area. Knows no form.

use super::dense::Break;
use super::{LONG, Match, Reader, row};
use crate::extract::cell;
use crate::model::{Rank, Scope};

/// The header of the list stands within this many bytes before the end of its first row's label.
const HEADER: usize = 320;

impl Reader<'_, '_> {
    /// The scopes of the two figures that nearly every row has, as the header right before the first of them names them.
    pub(super) fn scopes(&self, rows: &[(usize, usize, row::Pieces)]) -> Option<[Scope; 2]> {
        let filled = rows.iter().filter(|(_, _, pieces)| !pieces.values.is_empty()).count();
        let two = rows.iter().filter(|(_, _, pieces)| pieces.values.len() == 2).count();
        if self.table.columns.len() != 1 || two < LONG || two * 10 < filled * 9 {
            return None;
        }
        // A title of the text may look like the first label; a row with its figures does not.
        let first = rows.iter().find(|(_, _, pieces)| pieces.values.len() == 2)?.1;
        let words = &self.catalog.words;
        let scope = |text: &str| match words.at(text, 0)? {
            (end, classes) if end == text.len() && classes.has(words.known.own) => Some(Scope::Own),
            (end, classes) if end == text.len() && classes.has(words.known.area) => Some(Scope::Area),
            _ => None,
        };
        let header = self.dense.pieces().filter(|piece| piece.end <= first && piece.start + HEADER > first);
        let named: Vec<Scope> = header.filter_map(|piece| scope(&self.dense.text[piece])).collect();
        match named[..] {
            [.., one, other] if one != other => Some([one, other]),
            _ => None,
        }
    }

    /// Claims both figures of a row.
    pub(super) fn both(&self, row: usize, pieces: &row::Pieces, scopes: [Scope; 2], found: &mut Match) {
        let Some(metric) = self.table.cell(row, 0) else { return };
        let parted = pieces.values.iter().skip(1).all(|value| self.dense.before(value.start) == Break::Hard);
        if pieces.values.len() != 2 || pieces.doubtful || !parted {
            return;
        }
        for (value, scope) in pieces.values.iter().zip(scopes) {
            let said = cell::value(self.catalog, metric, &self.dense.text[value.clone()]);
            self.claim(row, 0, said, self.dense.span(value.start, value.end), Rank::High, found);
            if let Some(claim) = found.claims.last_mut() {
                claim.scope = scope;
            }
        }
    }
}
