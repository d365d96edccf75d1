//! Whose figure and which year's: what the words before a claim in its sentence say. Knows no pattern.

use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::catalog::words::Classes;

/// The year that a claim is about, as its sentence has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Nothing but the report year is spoken of.
    Report,
    Last,
    Next,
    Year(i32),
    /// The year that a comparison names.
    Prior(i32),
    /// A part of a year: half-years, quarters, single months.
    Part,
    /// All years since something began, in this one if it is named.
    Since(Option<i32>),
    /// All years up to the end of this one, from one before it (2008年5月至2011年底).
    Through(i32),
    /// Up to the end of a year (至2009年底，累计…): all years so far, if the year's own figure is told beside it.
    Until(i32),
}

/// Whose figure a claim is, as its sentence has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Unstated,
    Own,
    Area,
    /// One part of the area (the townships, the departments): not the report's own figure.
    Part,
}

/// The year of a claim whose match begins at token `at` and ends before `end`: the last word on time before its end,
/// in the same sentence.
pub fn when(words: &Words, text: &str, tokens: &[Token], at: usize, end: usize) -> When {
    let known = words.known;
    let times = Classes::of(known.this_year)
        .union(Classes::of(known.last_year))
        .union(Classes::of(known.next_year))
        .union(Classes::of(known.partial_period));
    let mut when = When::Report;
    let (mut began, mut ended) = (None, None);
    // What is spoken of again behind the one figure that 历年累计 counts.
    let mut spoken = None;
    let mut skipped = 0;
    for (index, token) in tokens.iter().enumerate().take(end.max(at)) {
        if index < skipped {
            continue;
        }
        match &token.kind {
            // What stands in brackets before the claim speaks of something else: editions, file numbers.
            Kind::Open => skipped = closed(tokens, index, at),
            Kind::Year(_) if index > 0 && tokens[index - 1].is(known.than) || was(words, tokens, index) => {}
            // "Carried over from 2024" names a stock; the year that is spoken of stays. So does "since May 2008".
            Kind::Year(year) if begins(words, tokens, index) => began = Some(*year),
            // 2004年5月起我局开展…: what is counted behind it is of that year and of all since.
            Kind::Year(year) if sets_in(words, text, tokens, index) => when = When::Since(Some(*year)),
            // "Carried over to 2024" says where to.
            Kind::Year(_) if carried_to(words, tokens, index) => {}
            // 实施以来至2009年底, 实施以来，截至2009年: the end of a stock.
            Kind::Year(_) if matches!(when, When::Since(_)) && ends(words, text, tokens, index) => {}
            Kind::Figure(_) => when = spoken.take().unwrap_or(when),
            // 2010年至2015年 is no year.
            Kind::Year(_) if ranges(tokens, index) => {
                when = When::Part;
                ended = None;
                skipped = index + 3;
            }
            Kind::Year(year) if of_years(words, text, tokens, index, *year) => when = When::Through(*year),
            Kind::Year(year) => {
                let stretch = ends(words, text, tokens, index) && !one_year(tokens, index, *year);
                (when, ended) = (When::Year(*year), stretch.then_some(*year));
            }
            Kind::Word(classes) if classes.has(known.now) && matches!(when, When::Year(_)) => when = When::Report,
            // "None were carried over from last year" names a stock too.
            Kind::Word(classes) if classes.has(known.last_year) && carries(words, tokens, index) => {}
            // 2012年，我局全年…: the whole of the year that was named.
            Kind::Word(classes) if classes.has(known.whole_year) && matches!(when, When::Year(_)) => ended = None,
            // "Against last year" compares; it does not change the year that is spoken of.
            Kind::Word(classes) if classes.has(known.last_year) && index > 0 && tokens[index - 1].is(known.than) => {}
            Kind::Word(classes) if classes.has(known.cumulated) => {
                if let (Some(year), When::Year(_)) = (ended, when) {
                    when = When::Until(year);
                }
            }
            Kind::Word(classes) if classes.has(known.cumulative) && !classes.has(known.since) => {
                spoken = Some(when);
                when = When::Since(None);
            }
            // 到2010年底累计521条，新增133条: what is new is of the year that ends the stock.
            Kind::Word(classes) if classes.has(known.new_this_year) => {
                if let When::Until(year) = when {
                    when = When::Year(year);
                }
            }
            Kind::Word(classes) if classes.has(known.since) => when = When::Since(began),
            Kind::Word(classes) if classes.meets(times) => {
                ended = None;
                when = if classes.has(known.partial_period) {
                    When::Part
                } else if classes.has(known.last_year) {
                    When::Last
                } else if classes.has(known.next_year) {
                    When::Next
                } else {
                    When::Report
                };
            }
            _ => {}
        }
    }
    when
}

/// Whether the year at token `at` is up to when something is counted.
pub(super) fn ends(words: &Words, text: &str, tokens: &[Token], at: usize) -> bool {
    at > 0
        && (tokens[at - 1].is(words.known.until)
            || words.up_to.iter().any(|mark| text[..tokens[at].start].ends_with(mark.as_str())))
}

/// Whether the year at token `at` ends a stretch of days that began in it: 2014年1月1日至2014年12月31日.
fn one_year(tokens: &[Token], at: usize, year: i32) -> bool {
    let from = at.saturating_sub(DATE + 2);
    let began = tokens[from..at].iter().rposition(|token| token.kind == Kind::Year(year));
    began.is_some_and(|began| !tokens[from + began..at].iter().any(|token| token.kind == Kind::Comma))
}

/// Whether the year at token `at` ends a stretch of days that began in one before the last: 2008年5月1日至2016年12月31日.
fn of_years(words: &Words, text: &str, tokens: &[Token], at: usize, year: i32) -> bool {
    let from = at.saturating_sub(DATE + 2);
    let Some(began) = tokens[from..at].iter().rposition(|token| matches!(token.kind, Kind::Year(_))) else {
        return false;
    };
    let parted = |token: &Token| matches!(token.kind, Kind::Comma | Kind::Figure(_));
    let earlier = matches!(tokens[from + began].kind, Kind::Year(first) if first + 1 < year);
    earlier && !tokens[from + began..at].iter().any(parted) && ends(words, text, tokens, at)
}

/// Whether the year at token `at` is when something was what it is no more: 由2021年的14件下降至6件.
fn was(words: &Words, tokens: &[Token], at: usize) -> bool {
    let counts = |token: &Token| matches!(token.kind, Kind::Figure(_) | Kind::Percent);
    let figure = tokens[at + 1..].iter().take(2).position(counts).map(|behind| at + 1 + behind);
    figure.is_some_and(|figure| tokens.get(figure + 1).is_some_and(|next| next.is(words.known.became)))
}

/// Most tokens between a year and the word that makes it the beginning of a stock.
const DATE: usize = 8;

/// Whether the year at token `at` is when something began or what it was carried over from: 2008年5月1日《条例》施行以来, 2015年结转. The
/// day and the law between them are no words.
fn begins(words: &Words, tokens: &[Token], at: usize) -> bool {
    let plain = |token: &&Token| matches!(token.kind, Kind::Junk | Kind::Title | Kind::Other);
    let date = tokens[at + 1..].iter().take(DATE).take_while(plain).count();
    tokens.get(at + 1 + date).is_some_and(|next| next.is(words.known.carry))
}

/// Whether the year at token `at` is that since which something is done: 2008年5月1日起, not 2008年1月1日起至12月31日.
fn sets_in(words: &Words, text: &str, tokens: &[Token], at: usize) -> bool {
    // Month and day are a number and its mark each.
    let date =
        tokens[at + 1..].chunks_exact(2).take_while(|pair| pair[0].kind == Kind::Junk && pair[1].kind == Kind::Other);
    let behind = &text[tokens[at + 2 * date.count()].end..];
    let begins = |list: &[String]| list.iter().any(|mark| behind.starts_with(mark.as_str()));
    begins(&words.onset) && !begins(&words.span)
}

/// Whether the word for last year at token `at` belongs to a word for what is carried over: 上年无结转.
fn carries(words: &Words, tokens: &[Token], at: usize) -> bool {
    let behind = |next: usize| tokens.get(next).filter(|token| matches!(token.kind, Kind::Word(_)));
    let next = if behind(at + 1).is_some_and(|token| token.is(words.known.negator)) { at + 2 } else { at + 1 };
    behind(next).is_some_and(|token| token.is(words.known.carry))
}

/// Whether the year at token `at` is the one into which something is carried over: 结转2024年, 结转至2024年.
fn carried_to(words: &Words, tokens: &[Token], at: usize) -> bool {
    let carry = |before: usize| at.checked_sub(before).is_some_and(|place| tokens[place].is(words.known.carry));
    carry(1) || carry(2) && tokens[at - 1].kind == Kind::Other
}

/// Whether the year at token `at` begins a range or a list of years.
fn ranges(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|mark| mark.kind == Kind::Other || matches!(mark.kind, Kind::Word(_)))
        && tokens.get(at + 2).is_some_and(|next| matches!(next.kind, Kind::Year(_)))
}

/// The token behind the bracket that opens at `open`, if it closes before token `at`; else the token behind the opening.
fn closed(tokens: &[Token], open: usize, at: usize) -> usize {
    tokens[open..at.max(open)]
        .iter()
        .position(|token| token.kind == Kind::Close)
        .map_or(open + 1, |close| open + close + 1)
}

/// Whose figure a claim is whose match begins at token `at` and ends before `end`.
///
/// A word for the area or for the publisher alone holds from where it stands to the end of its segment; a word for a part
/// of the area only in its own clause, and two parts named together are the area.
pub fn whose(words: &Words, tokens: &[Token], at: usize, end: usize) -> Whose {
    let known = words.known;
    let mut whose = Whose::Unstated;
    let mut parts = 0;
    let mut skipped = 0;
    for (index, token) in tokens.iter().enumerate().take(end.max(at)) {
        if index < skipped {
            continue;
        }
        match &token.kind {
            Kind::Open => skipped = closed(tokens, index, at),
            Kind::Semicolon => {
                whose = Whose::Unstated;
                parts = 0;
            }
            Kind::Comma => parts = 0,
            Kind::Word(classes) if classes.has(known.area) => {
                whose = Whose::Area;
                parts = 0;
            }
            Kind::Word(classes) if classes.has(known.own) => {
                whose = Whose::Own;
                parts = 0;
            }
            Kind::Word(classes) if classes.has(known.subscope) => parts += 1,
            _ => {}
        }
    }
    match (parts, whose) {
        (_, Whose::Area) | (0, _) => whose,
        (1, _) => Whose::Part,
        _ => Whose::Area,
    }
}
