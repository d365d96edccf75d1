//! Stock or flow: whether a figure counts what one year brought, or what there is after all years so far. Knows no metric.

use super::Phrases;
use super::context::{When, ends};
use super::read::{Before, Claim};
use super::rivals::summed;
use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::model::Value;

/// Most claims under one title that a stock and the year's own figure may stand apart; a page of nothing else costs no more.
pub const NEAR: usize = 64;

/// How far back the words before a figure let it count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing is said of time.
    Unsaid,
    /// So far (累计, 目前), and of no year: the year's own figure beside it would show that it counts all years.
    SoFar,
    /// A year is named, and not as the end of a stock.
    Year,
    /// What the year added (新增).
    New,
}

/// How far back the figure at token `at` may count.
pub fn reach(words: &Words, text: &str, tokens: &[Token], at: usize) -> Reach {
    let known = words.known;
    let mut reach = Reach::Unsaid;
    // What was said before 其中 holds again in the next segment: 累计复议11件，其中今年3件；诉讼6件.
    let mut whole = None;
    for (index, token) in tokens[..at].iter().enumerate() {
        match token.kind {
            Kind::Semicolon => reach = whole.take().unwrap_or(reach),
            Kind::Word(classes) if classes.has(known.among) => whole = whole.or(Some(reach)),
            Kind::Year(_) if ends(words, text, tokens, index) => reach = Reach::Unsaid,
            Kind::Year(_) => reach = Reach::Year,
            Kind::Word(classes) if classes.has(known.until) => reach = Reach::Unsaid,
            Kind::Word(classes) if classes.has(known.now) => reach = Reach::SoFar,
            Kind::Word(classes) if classes.has(known.this_year) => reach = Reach::Year,
            Kind::Word(classes) if classes.has(known.new_this_year) => reach = Reach::New,
            Kind::Word(classes) if classes.has(known.cumulated) && reach == Reach::Unsaid => reach = Reach::SoFar,
            _ => {}
        }
    }
    reach
}

/// Whether the year's own figure, told beside another that is larger, shows that this one counts all years so far:
/// 累计公开782条。2014年新增29条.
pub fn outgrows(stock: &Claim, flow: &Claim) -> bool {
    let key = |claim: &Claim| (claim.metric, claim.whose, claim.last);
    let told = match stock.reach {
        Reach::SoFar => matches!(flow.reach, Reach::Year | Reach::New),
        Reach::Unsaid => flow.reach == Reach::New,
        Reach::Year | Reach::New => false,
    };
    told && key(stock) == key(flow)
        && !matches!(flow.when, When::Since(_) | When::Until(_) | When::Through(_))
        && flow.value.number().zip(stock.value.number()).is_some_and(|(flow, stock)| flow < stock)
}

/// What the year added, told behind a figure of no year with no noun of its own: 公开3819条，本年度新增295条.
fn flow(words: &Words, tokens: &[Token], stock: &Claim) -> Option<Claim> {
    let at = tokens.iter().position(|token| token.start == stock.start)?;
    let Kind::Figure(all) = &tokens[at].kind else { return None };
    let behind = tokens.partition_point(|token| token.start < all.unit_end.max(stock.end));
    let passes = |token: &Token| {
        matches!(token.kind, Kind::Other | Kind::Comma | Kind::Year(_)) || token.is(words.known.this_year)
    };
    let new = behind + tokens[behind..].iter().position(|token| !passes(token))?;
    let Kind::Figure(part) = &tokens.get(new + 1)?.kind else { return None };
    let added =
        tokens[new].is(words.known.new_this_year) && part.unit == all.unit && part.numeral.number < all.numeral.number;
    (added && matches!(stock.reach, Reach::SoFar | Reach::Unsaid) && !stock.last).then(|| Claim {
        value: Value::Number(part.numeral.number, part.bound),
        when: When::Report,
        start: tokens[new + 1].start,
        end: tokens[new + 1].end,
        reach: Reach::New,
        ..stock.clone()
    })
}

/// What of a figure of no year is told behind it to be this year's alone: 累计收到612件，今年98件; 办理11件，其中2016年3件. A year without 其中
/// may be the one before, if it is not the one up to which is counted.
fn share(words: &Words, tokens: &[Token], stock: &Claim) -> Option<Claim> {
    let at = tokens.iter().position(|token| token.start == stock.start)?;
    let Kind::Figure(all) = &tokens[at].kind else { return None };
    let behind = tokens.partition_point(|token| token.start < all.unit_end.max(stock.end));
    let (mut among, mut dated) = (false, false);
    let mut next = behind;
    let until = |year: i32| {
        let mut pairs = tokens[..at].windows(2);
        pairs.any(|pair| pair[0].is(words.known.until) && pair[1].kind == Kind::Year(year))
    };
    for token in tokens.get(behind..)? {
        match token.kind {
            Kind::Comma | Kind::Open | Kind::Other => {}
            Kind::Year(year) if among || until(year) => dated = true,
            _ if token.is(words.known.among) => among = true,
            _ if token.is(words.known.this_year) => dated = true,
            _ => break,
        }
        next += 1;
    }
    let Kind::Figure(part) = &tokens.get(next)?.kind else { return None };
    // What was carried over makes the rest of the year's: 收到12件，其中今年10件，上年结转2件.
    let told =
        dated && summed(tokens, stock).is_none() && part.unit == all.unit && part.numeral.number < all.numeral.number;
    (told && matches!(stock.reach, Reach::SoFar | Reach::Unsaid) && !stock.last).then(|| Claim {
        value: Value::Number(part.numeral.number, part.bound),
        when: When::Report,
        start: tokens[next].start,
        end: tokens[next].end,
        reach: Reach::New,
        ..stock.clone()
    })
}

/// Whether the years of which the figure that ends at byte `end` consists are told behind it: 207条，其中2003年至2012年168条.
fn by_years(words: &Words, tokens: &[Token], end: usize) -> bool {
    let behind = &tokens[tokens.partition_point(|token| token.start < end)..];
    let among = behind.windows(2).any(|pair| pair[0].is(words.known.among) && matches!(pair[1].kind, Kind::Year(_)));
    let years = behind.iter().filter(|token| matches!(token.kind, Kind::Year(_))).count();
    among && years > 1
}

/// Whether the last year before byte `start` is the day on which a count was cut off (截至2014年底), and not the end of a stretch of
/// years alone (到2014年底): whoever counts up to a day may count from the first of that year.
fn since_cut(words: &Words, tokens: &[Token], start: usize) -> bool {
    let until = tokens.partition_point(|token| token.start < start);
    let year = tokens[..until].iter().rposition(|token| matches!(token.kind, Kind::Year(_)));
    year.is_some_and(|at| at > 0 && tokens[at - 1].is(words.known.until))
}

/// What of a sentence counts all years so far: what a claim of it or before it shows to be a stock, and what is counted up to the
/// end of a year if the year's own figure is told before it.
pub fn settle(phrases: &Phrases, words: &Words, tokens: &[Token], before: &Before, claims: &mut Vec<Claim>) {
    // What is disclosed is a flow; what there is (staff, reading points) grows by what is new and is told whole.
    let flows = |claim: &&Claim| phrases.ways.covers(claim.metric);
    let mut added: Vec<Claim> = claims.iter().filter(flows).filter_map(|stock| flow(words, tokens, stock)).collect();
    let comes = |claim: &&Claim| flows(claim) || phrases.subjects.iter().any(|&(_, metric)| metric == claim.metric);
    added.extend(claims.iter().filter(comes).filter_map(|stock| share(words, tokens, stock)));
    added.retain(|flow| !claims.iter().any(|other| other.start == flow.start));
    claims.extend(added);
    for at in 0..claims.len() {
        let Claim { when, metric, start, end, reach, .. } = claims[at];
        let last = || !claims.iter().any(|other| other.start > end);
        let past = || before.claims.iter().chain(before.earlier.iter().rev().take(NEAR));
        let earlier = || past().any(|other| other.metric == metric);
        let here = || claims.iter().any(|other| other.metric == metric && other.start < start);
        let grown = || claims.iter().chain(past()).any(|other| outgrows(&claims[at], other));
        let whole = phrases.ways.whole == Some(metric);
        claims[at].when = match when {
            When::Until(_) if before.unread || earlier() || here() => When::Since(None),
            _ if grown() => When::Since(None),
            // Nobody knows which.
            When::Until(_) if before.doubted => When::Part,
            When::Report if reach != Reach::Year && last() && by_years(words, tokens, end) => When::Part,
            When::Until(_) if whole && !since_cut(words, tokens, start) => When::Since(None),
            // The whole report may tell which.
            When::Until(year) if whole => When::Until(year),
            When::Until(year) => When::Year(year),
            when => when,
        };
    }
}
