//! By which ways what is disclosed went: which figures are those of one way, and which of the whole. Knows no metric by name.

use super::Phrases;
use super::read::Claim;
use super::rivals::drop_where;
use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::catalog::words::Classes;
use crate::model::{MetricId, Number, Rank};
use serde::Deserialize;
use toml::Spanned;

/// The metric of the whole, and those of the single ways that it went.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawWays {
    pub whole: Spanned<String>,
    pub parts: Vec<Spanned<String>>,
    pub by: Vec<Spanned<String>>,
    pub sums: Vec<Spanned<String>>,
    pub apart: Vec<Spanned<String>>,
}

/// The ways that what is disclosed may go: of a metric for the whole and of those for single ways.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    pub whole: Option<MetricId>,
    pub parts: Vec<MetricId>,
    /// Classes of the words that say by which way.
    pub by: Classes,
    /// Classes of the words that sum up.
    pub sums: Classes,
    /// Classes of the words that make an item of a list another way or another act, and no kind.
    pub apart: Classes,
}

impl Ways {
    /// Whether a metric counts what went one of the ways or all of them.
    pub fn covers(&self, metric: MetricId) -> bool {
        self.whole == Some(metric) || self.parts.contains(&metric)
    }
}

/// Behind what went one way, what is said to have gone another is no whole, unless it is their sum or its clause sums up:
/// 通过网站公开43条，通过报刊、电视等形式公开285条.
pub fn drop_wholes(phrases: &Phrases, tokens: &[Token], claims: &mut Vec<Claim>) {
    let ways = &phrases.ways;
    let part = |other: &&Claim| ways.parts.contains(&other.metric) && !other.last;
    // A whole is no smaller than what went one way, told before it.
    let smaller = |claim: &Claim, claims: &[Claim]| {
        let mut parts = claims.iter().filter(part).filter(|other| other.end <= claim.start && other.when == claim.when);
        parts.any(|other| claim.value.number() < other.value.number())
    };
    // What went the ways told before, if any is.
    let told = |claim: &Claim, claims: &[Claim]| {
        let numbers =
            claims.iter().filter(part).filter(|other| other.end <= claim.start).filter_map(|it| it.value.number());
        numbers.reduce(|sum, number| Number(sum.0.saturating_add(number.0)))
    };
    drop_where(claims, |claim, claims| {
        if Some(claim.metric) != ways.whole {
            return false;
        }
        let end = tokens.partition_point(|token| token.start < claim.start);
        let begins = |token: &Token| matches!(token.kind, Kind::Comma | Kind::Semicolon | Kind::Figure(_));
        let clause = &tokens[tokens[..end].iter().rposition(begins).map_or(0, |mark| mark + 1)..end];
        let another_way = || {
            clause.iter().any(|token| token.meets(ways.by))
                && !clause.iter().any(|token| token.meets(ways.sums))
                && told(claim, claims).is_some_and(|sum| claim.value.number() != Some(sum))
        };
        claim.rank != Rank::High && !claim.last && smaller(claim, claims) || another_way()
    });
}

/// What one way is told to have published of each of several kinds is no figure of that way: 网站公开招聘信息118条、政策文件29条.
pub fn drop_kinds(phrases: &Phrases, words: &Words, tokens: &[Token], claims: &mut Vec<Claim>) {
    let unit = |token: &Token| match &token.kind {
        Kind::Figure(figure) => Some(figure.unit),
        _ => None,
    };
    // A noun of a kind, and no verb, before the figure: 工作动态85条, 人防信息121条. What parts such a list may be a comma.
    let special = |at: usize| {
        let noun = at.checked_sub(1).map(|noun| &tokens[noun]);
        let plain = |back: usize| at.checked_sub(back).is_some_and(|place| tokens[place].kind == Kind::Other);
        plain(1) || noun.is_some_and(|noun| noun.is(words.known.info)) && plain(2)
    };
    // The figure of the next kind, if a mark of coordination and no other is between.
    let next = |claim: &Claim| {
        let at = tokens.iter().position(|token| token.start == claim.start)?;
        let behind = &tokens[at + 1..];
        let listed = special(at);
        let divides = |token: &Token| token.is(words.known.coordinator) || listed && token.kind == Kind::Comma;
        let mark = behind.iter().position(divides)?;
        let between = behind[mark + 1..].iter();
        let figure = mark + 1 + between.take_while(|token| matches!(token.kind, Kind::Other | Kind::Word(_))).count();
        let figure = Some(figure).filter(|&figure| figure < behind.len())?;
        let alike = unit(&behind[figure]).is_some() && unit(&behind[figure]) == unit(&tokens[at]);
        // 发布信息83条，其中…: what follows are the parts of it.
        let parts = |token: &Token| {
            token.meets(phrases.ways.apart) || token.meets(phrases.ways.by) || token.is(words.known.among)
        };
        let kind = !behind[mark..figure].iter().any(parts);
        (mark <= UNIT && alike && kind).then(|| behind[figure].start)
    };
    drop_where(claims, |claim, claims| {
        phrases.ways.parts.contains(&claim.metric)
            && next(claim).is_some_and(|next| !claims.iter().any(|other| other.start == next))
    });
}

/// Most tokens of a unit between a figure and the mark behind it.
const UNIT: usize = 2;
