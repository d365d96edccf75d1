//! A folded sentence as tokens: words of the dictionary, figures, dates, brackets. Knows no pattern and no metric.

use super::enumeration;
use crate::catalog::Words;
use crate::catalog::words::{ClassId, Classes};
use crate::model::{Bound, Number};
use crate::text::number::{
    Numeral, begins_number, is_dated, is_duration, is_ordinal, number_at, percent, small_money, year_mark,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    /// Bytes of the folded text.
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Word(Classes),
    /// Boxed: few tokens are figures, and all tokens are as large as the largest kind.
    Figure(Box<Figure>),
    Percent,
    /// A calendar year.
    Year(i32),
    /// Figures that are no counts: dates, telephone numbers, file numbers, ordinals, addresses.
    Junk,
    Comma,
    /// A semicolon: parts a sentence into segments that no negator crosses.
    Semicolon,
    Open,
    Close,
    /// A title in 《》: opaque.
    Title,
    Other,
}

/// A figure that may be a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub numeral: Numeral,
    pub bound: Bound,
    /// The class of what stands behind it, if a word does.
    pub unit: Classes,
    /// Bytes of the unit behind it.
    pub unit_end: usize,
    /// Nothing but punctuation or the end stands behind it.
    pub bare: bool,
    /// It stands behind "of which" (其中), or right behind a word for the rest (另, 其余).
    pub part: bool,
    /// A share follows it (占 38%).
    pub shared: bool,
}

/// Longest name in quotation marks, in bytes; what is longer may be two marks that have lost their partners.
const NAME: usize = 45;

/// The tokens of a folded sentence.
pub fn tokens(words: &Words, text: &str) -> Vec<Token> {
    let mut found = words.find(text);
    let mut word = found.next();
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 3);
    let mut at = 0;
    // A name in quotation marks says nothing of whose the figures are, and coordinates nothing: the column "乡镇之窗", the account
    // "和平街道".
    let (mut quoted, mut closing) = (false, 0);
    let whose = [words.known.subscope, words.known.area, words.known.own];
    let joins = [words.known.coordinator, words.known.than];
    while at < text.len() {
        while word.is_some_and(|(start, ..)| start < at) {
            word = found.next();
        }
        let rest = &text[at..];
        let c = rest.chars().next().expect("at is inside the text");
        // The number of a hotline is its name: 12345受理5件, not 12345件.
        let names = |&(start, end, _): &(usize, usize, Classes)| {
            start == at && !text[end..].starts_with(|c: char| c.is_ascii_digit()) && !unit_follows(words, text, end)
        };
        if c.is_ascii_digit() && !word.as_ref().is_some_and(names) {
            let (kind, end) = digits(words, text, at);
            tokens.push(Token { kind, start: at, end });
            at = end;
            continue;
        }
        if let Some((start, end, classes)) = word
            && start == at
        {
            // A word that begins with a numeral is a word, not a count.
            let named = quoted && whose.iter().any(|&class| classes.has(class))
                || at < closing && joins.iter().any(|&class| classes.has(class));
            tokens.push(Token { kind: if named { Kind::Other } else { Kind::Word(classes) }, start, end });
            at = end;
            continue;
        }
        if let Some(numeral) = begins_number(c).then(|| number_at(rest)).flatten() {
            let end = at + numeral.length;
            if is_ordinal(&text[..at]) || is_duration(&text[end..]) {
                tokens.push(Token { kind: Kind::Junk, start: at, end });
                at = end;
                continue;
            }
            if let Some(figure) = chinese(words, text, at, numeral, &tokens) {
                tokens.push(Token { kind: counted(words, text, figure), start: at, end });
                at = end;
                continue;
            }
        }
        // Quotes set off names and terms; they part nothing.
        if c == '"' || c == '\'' {
            quoted = !quoted;
            at += 1;
            let close = text[at..].find(c).filter(|&close| quoted && close <= NAME);
            closing = close.map_or(closing, |close| at + close);
            continue;
        }
        let (kind, length) = match c {
            ',' => (Kind::Comma, 1),
            ';' => (Kind::Semicolon, 1),
            '(' | '[' => (Kind::Open, 1),
            ')' | ']' => (Kind::Close, 1),
            '《' => match rest.char_indices().find(|&(_, c)| c == '》') {
                Some((close, _)) if close < 240 => title(words, text, at, at + close + '》'.len_utf8()),
                _ => (Kind::Other, c.len_utf8()),
            },
            c => (Kind::Other, c.len_utf8()),
        };
        tokens.push(Token { kind, start: at, end: at + length });
        at += length;
    }
    enumeration::blind(words, text, &mut tokens);
    mark_parts(words, text, &mut tokens);
    tokens
}

/// A title and its length. One that ends with a word of the dictionary, bracket and all, is that word: 《…公报》.
fn title(words: &Words, text: &str, at: usize, end: usize) -> (Kind, usize) {
    let ends = |&(offset, _): &(usize, char)| words.at(text, at + offset).is_some_and(|(behind, _)| behind == end);
    let word = text[at..end].char_indices().find(ends).and_then(|(offset, _)| words.at(text, at + offset));
    (word.map_or(Kind::Title, |(_, classes)| Kind::Word(classes)), end - at)
}

/// A token that begins with an ASCII digit.
fn digits(words: &Words, text: &str, at: usize) -> (Kind, usize) {
    let rest = &text[at..];
    let run = rest.bytes().take_while(u8::is_ascii_digit).count();
    let before = text[..at].chars().next_back();
    // Part of an address, a telephone number, a version: 0477-758, a@163.com, 1.2.3, A4.
    if before.is_some_and(|c| c.is_ascii_alphabetic() || "./-@_:".contains(c) && joined(text, at))
        || glued_behind(rest, run)
    {
        let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"./-@_: ".contains(b)).count();
        return (Kind::Junk, at + length.max(run));
    }
    let thousands = spaced(rest, run).filter(|numeral| unit_follows(words, text, at + numeral.length));
    let Some(numeral) = thousands.or_else(|| number_at(rest)) else { return (Kind::Junk, at + run) };
    let end = at + numeral.length;
    let behind = &text[end..];
    if numeral.plain
        && run == 4
        && let Some(mark) = year_mark(behind)
    {
        let year: i32 = rest[..4].parse().expect("four digits");
        if (1949..=2049).contains(&year) {
            return (Kind::Year(year), end + mark);
        }
    }
    // The mark of the year is lost: 2016受理申请12件.
    if at == 0
        && numeral.plain
        && run == 4
        && (2000..=2035).contains(&numeral.number.0.div_euclid(Number::SCALE))
        && !unit_follows(words, text, end)
    {
        return (Kind::Year(rest[..4].parse().expect("four digits")), end);
    }
    if let Some(sign) = percent(behind) {
        return (Kind::Percent, end + sign);
    }
    // A run with more digits than a count has is what lost characters glue together.
    let dated = is_dated(behind) || is_duration(behind);
    // Cells of a row that lost its lines, 87 203: neither is said to be what the row counts.
    let ordinal = is_ordinal(&text[..at]) || behind.starts_with(' ') || text[..at].ends_with(' ');
    if dated || ordinal || numeral.digits > 9 {
        return (Kind::Junk, end);
    }
    (counted(words, text, figure(words, text, end, numeral)), end)
}

/// A figure whose thousands are parted by a blank: 1 276条. Without a unit behind them they are two cells.
fn spaced(rest: &str, run: usize) -> Option<Numeral> {
    let (head, tail) = (rest.get(..run)?, rest.get(run..)?.strip_prefix(' ')?);
    let group = tail.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&run) || group != 3 || head.starts_with('0') || tail[3..].starts_with(' ') {
        return None;
    }
    let behind = number_at(tail)?;
    let number = Number::from_integer(head.parse().ok()?)?.0.checked_mul(1000)?.checked_add(behind.number.0)?;
    let digits = behind.digits + run;
    behind.plain.then_some(Numeral { number: Number(number), length: run + 1 + behind.length, digits, ..behind })
}

/// A figure as a token: one that counts channels or measures (四条途径) is no count of items.
fn counted(words: &Words, text: &str, figure: Figure) -> Kind {
    let things = figure.unit.has(words.known.unit)
        && words.at(text, figure.unit_end).is_some_and(|(_, classes)| classes.has(words.known.thing));
    // 0.12元/张 is a price.
    let rate = text[figure.unit_end..].starts_with('/');
    if things || rate { Kind::Junk } else { Kind::Figure(Box::new(figure)) }
}

fn unit_follows(words: &Words, text: &str, end: usize) -> bool {
    let known = words.known;
    words
        .at(text, end)
        .is_some_and(|(_, classes)| [known.unit, known.people, known.yuan].into_iter().any(|class| classes.has(class)))
}

/// Whether the mark before `at` joins the digits to letters or digits before it.
fn joined(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    before.next();
    before.next().is_some_and(|c| c.is_ascii_alphanumeric())
}

fn glued_behind(rest: &str, run: usize) -> bool {
    let behind = &rest.as_bytes()[run..];
    match behind.first() {
        Some(b) if b.is_ascii_alphabetic() => true,
        Some(b'-' | b'/' | b':' | b'@') => behind.get(1).is_some_and(u8::is_ascii_alphanumeric),
        _ => false,
    }
}

/// A Chinese numeral is a count only in front of a unit, and only where the character before it does not make it a word.
fn chinese(words: &Words, text: &str, at: usize, numeral: Numeral, before: &[Token]) -> Option<Figure> {
    let known = &words.known;
    if before.last().is_some_and(|token| token.end == at && token.is(known.no_numeral)) {
        return None;
    }
    // Behind a negator, "one case" is no count: "not one happened".
    let clause = before.iter().rev().take_while(|token| token.kind != Kind::Comma && token.kind != Kind::Semicolon);
    if numeral.number == Number(Number::SCALE) && clause.into_iter().any(|token| token.is(known.negator)) {
        return None;
    }
    let figure = figure(words, text, at + numeral.length, numeral);
    let counted = [known.unit, known.people, known.yuan, known.tally].into_iter().any(|class| figure.unit.has(class));
    counted.then_some(figure)
}

fn figure(words: &Words, text: &str, end: usize, numeral: Numeral) -> Figure {
    let behind = &text[end..];
    let known = &words.known;
    let mut figure = Figure {
        numeral,
        bound: numeral.bound,
        unit: Classes::default(),
        unit_end: end,
        bare: false,
        part: false,
        shared: false,
    };
    if let Some((unit_end, classes)) = words.at(text, end) {
        figure.unit = classes;
        figure.unit_end = unit_end;
    }
    // 二十五元六角.
    if figure.unit.has(known.yuan)
        && let Some((cents, length)) = small_money(&text[figure.unit_end..])
        && let Some(number) = figure.numeral.number.checked_add(cents)
    {
        figure.numeral.number = number;
        figure.unit_end += length;
    }
    if let Some((_, classes)) = words.at(text, figure.unit_end) {
        if classes.has(known.about_after) {
            figure.bound = Bound::About;
        } else if classes.has(known.at_least_after) {
            figure.bound = Bound::AtLeast;
        }
    }
    // Where units are lost, the next noun follows at once: 行政复议2行政诉讼1.
    let noun = figure.unit.meets(words.barrier) && !figure.unit.has(known.unit);
    figure.bare = behind.is_empty() || behind.starts_with([',', ';', '。', '、', ')', ':', '(']) || noun;
    figure
}

/// Marks figures behind 其中 and figures whose share follows; sets bounds from the word before.
fn mark_parts(words: &Words, text: &str, tokens: &mut [Token]) {
    let known = words.known;
    // A part that is a share alone ends with its clause: 其中全文电子化率100%，本年新增169条.
    let (mut part, mut counted, mut share) = (false, false, false);
    // What is told of parts in brackets ends with them: 44件(其中网上42件)，办结39件.
    let mut around = None;
    for index in 0..tokens.len() {
        let before = match index.checked_sub(1).map(|before| &tokens[before].kind) {
            Some(Kind::Word(classes)) => Some(*classes),
            _ => None,
        };
        match &mut tokens[index].kind {
            Kind::Semicolon => part = false,
            Kind::Open => around = Some(part),
            Kind::Close => part = around.take().unwrap_or(part),
            Kind::Comma if share => (part, share) = (false, false),
            Kind::Percent => share = part && !counted,
            Kind::Word(classes) if classes.has(known.among) => (part, counted) = (true, false),
            Kind::Figure(figure) => {
                counted = true;
                figure.part = part || before.is_some_and(|classes| classes.has(known.rest));
                if let Some(classes) = before {
                    if classes.has(known.about) {
                        figure.bound = Bound::About;
                    } else if classes.has(known.at_least) && figure.bound == Bound::Exact {
                        figure.bound = Bound::AtLeast;
                    }
                }
                let behind = text.len() - text[figure.unit_end..].trim_start_matches([',', '(', ';']).len();
                // A share of what ought to be (占应公开信息的98%) makes no part of a figure.
                let due = |at| words.at(text, at).is_some_and(|(_, classes)| classes.has(known.intent));
                figure.shared =
                    words.at(text, behind).is_some_and(|(end, classes)| classes.has(known.share) && !due(end));
            }
            _ => {}
        }
    }
}

impl Token {
    pub fn is(&self, class: ClassId) -> bool {
        matches!(self.kind, Kind::Word(classes) if classes.has(class))
    }

    pub fn meets(&self, set: Classes) -> bool {
        matches!(self.kind, Kind::Word(classes) if classes.meets(set))
    }
}
