//! Which cases before a reviewing body or a court a sentence speaks of: those about disclosure, those about other matters, or
//! all without distinction. Knows no metric by name; what is a case and what it may be about stands in the phrasebook.

use super::Phrases;
use super::read::{Before, Claim};
use super::rivals::drop_where;
use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::catalog::finder::{SignFinder, Signs};
use crate::catalog::words::Classes;
use crate::model::{MetricId, Value};

/// The cases that reports count, and the words that tell what they are about.
#[derive(Clone, Debug, Default)]
pub struct Disputes {
    /// Metrics that count only cases about disclosure.
    pub metrics: Vec<MetricId>,
    /// Classes of nouns for a case.
    pub nouns: Classes,
    /// The words that tell, by what each is a word for.
    pub words: SignFinder,
}

/// A word for disclosure.
pub const ABOUT: Signs = Signs::nth(0);
/// For other matters.
pub const OTHERS: Signs = Signs::nth(1);
/// For none of it.
pub const NONE: Signs = Signs::nth(2);
/// For whoever decides cases of others.
pub const BENCH: Signs = Signs::nth(3);
/// For what all the cases counted before are about.
pub const TELLS: Signs = Signs::nth(4);

/// What a piece of a sentence says of its cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Matter {
    Unsaid,
    Disclosure,
    Other,
    /// The publisher judges them: they are nobody's against it.
    Judged,
}

/// A stretch of a sentence up to a figure or a mark.
struct Piece {
    start: usize,
    end: usize,
    matter: Matter,
    names: bool,
    /// It stands right behind a figure.
    follows: bool,
}

/// What a sentence says of its cases.
pub struct Docket {
    pieces: Vec<Piece>,
    /// Byte from which on parts are told of the cases before: what stands before it counts cases of all kinds.
    whole: Option<usize>,
    /// The cases of the sentence before are meant too.
    pub decides: bool,
}

impl Docket {
    pub fn new(disputes: &Disputes, words: &Words, text: &str, tokens: &[Token]) -> Docket {
        let mut docket = Docket { pieces: Vec::new(), whole: None, decides: false };
        let hints = disputes.words.each(text);
        // Most sentences have no word that tells: all is left unsaid.
        if hints.is_empty() {
            return docket;
        }
        let mut first = 0;
        let (mut among, mut listed, mut bracket) = (false, false, false);
        for (index, token) in tokens.iter().enumerate() {
            let mark = matches!(token.kind, Kind::Comma | Kind::Semicolon | Kind::Open | Kind::Close);
            let counts = matches!(&token.kind, Kind::Figure(figure) if figure.unit.has(words.known.unit));
            if !mark && !counts && index + 1 < tokens.len() {
                continue;
            }
            let piece = &tokens[first..=index];
            // 其中 before a comma speaks of the clause behind it; parts by their matter are listed behind one 其中: 征地2件、信息公开1件.
            let about = within(&hints, piece).has(ABOUT);
            // 行政复议2件、行政诉讼1件，涉及信息公开0件: a part of them without 其中.
            let apart = counts && about && piece.first().is_some_and(|token| token.is(words.known.content));
            among = piece.iter().any(|token| token.is(words.known.among))
                || among && mark && piece.len() == 1
                || listed
                || apart;
            docket.add(disputes, words, &hints, piece, among, bracket);
            listed =
                among && (counts && within(&hints, piece).has(ABOUT.and(OTHERS)) || listed && mark && piece.len() <= 2);
            among = among && mark && piece.len() <= 2;
            bracket = token.kind == Kind::Open;
            first = index + 1;
        }
        docket
    }

    fn add(
        &mut self,
        disputes: &Disputes,
        words: &Words,
        hints: &[(usize, usize, Signs)],
        piece: &[Token],
        among: bool,
        bracket: bool,
    ) {
        let (Some(from), Some(last)) = (piece.first(), piece.last()) else { return };
        let said = within(hints, piece);
        let names = piece.iter().any(|token| token.meets(disputes.nouns));
        let before = self.pieces.last().map_or(Matter::Unsaid, |piece| piece.matter);
        let about = said.has(ABOUT);
        let others = said.has(OTHERS);
        let none = about && said.has(NONE);
        let matter = if before == Matter::Judged || said.has(BENCH) {
            Matter::Judged
        } else if none {
            Matter::Other
        } else if about && (names || among) {
            Matter::Disclosure
        } else if names && others {
            Matter::Other
        } else {
            before
        };
        // What all of them are about may be told behind them: 复议2件，均因工伤认定引起.
        let told = !names && !about && others && (bracket || said.has(TELLS));
        if none || told {
            self.turn(from.start, Matter::Other);
        }
        let counted = self.pieces.iter().any(|piece| piece.names);
        if none || among && (about && (names || counted) || others && counted) {
            self.whole = Some(self.whole.unwrap_or(from.start));
            self.decides |= !counted;
        }
        let matter = if told { Matter::Other } else { matter };
        let follows =
            !bracket && piece.iter().take(1).all(|token| !token.is(words.known.coordinator)) && !self.pieces.is_empty();
        self.pieces.push(Piece { start: from.start, end: last.end, matter, names, follows });
    }

    /// What was left unsaid before a byte is said now.
    fn turn(&mut self, until: usize, matter: Matter) {
        for piece in self.pieces.iter_mut().filter(|piece| piece.start < until && piece.matter == Matter::Unsaid) {
            piece.matter = matter;
        }
    }

    fn matter(&self, claim: &Claim) -> Matter {
        let at = self.pieces.iter().position(|piece| piece.start < claim.end && claim.end <= piece.end);
        let Some(at) = at else { return Matter::Unsaid };
        // The noun may stand behind the figure: 3件工伤行政复议.
        let behind = self.pieces.get(at + 1).filter(|next| next.names && next.follows && !self.pieces[at].names);
        behind.unwrap_or(&self.pieces[at]).matter
    }

    /// Drops what is told of cases that a trap has counted, if they are not about disclosure: 受理行政复议申请56件，办结38件，维持12件
    /// are those of an office that judges. `traps` are the tokens of each; where another case is named behind them, it is told of
    /// that one.
    pub fn drop_untold(&self, phrases: &Phrases, tokens: &[Token], traps: &[(usize, usize)], claims: &mut Vec<Claim>) {
        let names = |token: &Token| token.meets(phrases.disputes.nouns);
        for &(start, end) in traps.iter().filter(|&&(start, end)| tokens[start..end].iter().any(names)) {
            let (first, from) = (tokens[start].start, tokens[end - 1].end);
            let about = |piece: &Piece| piece.end > first && piece.start < from && piece.matter == Matter::Disclosure;
            if self.pieces.iter().any(about) {
                continue;
            }
            let until = tokens[end..].iter().find(|token| names(token)).map_or(usize::MAX, |token| token.start);
            let of_cases = |claim: &Claim| phrases.disputes.metrics.contains(&claim.metric);
            claims.retain(|claim| !(of_cases(claim) && claim.start >= from && claim.start < until));
        }
    }

    /// Whether what the sentence speaks of last are cases about other matters.
    pub fn ends_elsewhere(&self) -> bool {
        self.pieces.last().is_some_and(|piece| matches!(piece.matter, Matter::Other | Matter::Judged))
    }

    /// Drops what is counted of cases about other matters, and of all cases where those about disclosure are told apart: in
    /// the sentence, or before it under the same title, where there are fewer of them.
    pub fn sift(&self, phrases: &Phrases, before: &Before, claims: &mut Vec<Claim>) {
        let of_cases = |claim: &Claim| phrases.disputes.metrics.contains(&claim.metric);
        for claim in claims.iter_mut() {
            claim.general = of_cases(claim) && self.matter(claim) == Matter::Unsaid;
        }
        drop_where(claims, |claim, claims| {
            let told = |other: &Claim| of_cases(other) && self.matter(other) == Matter::Disclosure;
            of_cases(claim)
                && match self.matter(claim) {
                    Matter::Other | Matter::Judged => true,
                    Matter::Disclosure => false,
                    Matter::Unsaid => {
                        self.whole.is_some_and(|whole| claim.start < whole)
                            || before.claims.iter().chain(&before.earlier).any(|other| outnumbers(claim, other))
                            || claims.iter().any(|other| told(other) && claim.contradicts(other))
                    }
                }
        });
    }
}

/// What the words of a piece are words for.
fn within(hints: &[(usize, usize, Signs)], piece: &[Token]) -> Signs {
    let (Some(first), Some(last)) = (piece.first(), piece.last()) else { return Signs::default() };
    let here = hints.iter().filter(|&&(start, end, _)| first.start <= start && end <= last.end);
    here.fold(Signs::default(), |said, &(_, _, sign)| said.and(sign))
}

/// Whether a count of cases of which nothing is told is above one of cases about disclosure: 另有行政复议143件 are not those.
pub fn outnumbers(claim: &Claim, told: &Claim) -> bool {
    claim.metric == told.metric
        && !told.general
        && !told.last
        && matches!(claim.value, Value::Number(..))
        && claim.value.number() > told.value.number()
}
