//! Who is said to have done what a claim counts, where the clause names an office of its own. Knows no report: whether the
//! office is the one that reports, others judge.

use super::context::Whose;
use super::read::Claim;
use super::rivals::drop_where;
use super::token::{Kind, Token, tokens};
use crate::catalog::Words;
use crate::model::MetricId;
use crate::text::number::{begins_number, number_at};

/// Most characters of the name of an office; what is longer is a clause.
const LONGEST: usize = 24;

/// Gives each claim the office that its clause names before the verb. So many of the parts of the area (4县收到11件) are no
/// office, and what they did is a part.
pub fn name(words: &Words, text: &str, tokens: &[Token], claims: &mut [Claim]) {
    for claim in claims.iter_mut() {
        let Some((start, end)) = subject(words, text, tokens, claim.start) else { continue };
        let name = &text[start..end];
        if claim.whose == Whose::Unstated && counts_parts(words, name) && !text[..start].ends_with('、') {
            claim.whose = Whose::Part;
        } else if is_office(words, name) {
            claim.actor = Some((start, end));
        }
    }
    apart(words, text, tokens, claims);
}

/// Beside what an office of the government did, the departments and townships together are no area: 区政府办9件，各部门、街道44件.
fn apart(words: &Words, text: &str, tokens: &[Token], claims: &mut [Claim]) {
    let own = |claim: &Claim| claim.actor.is_some_and(|(start, end)| words.is_own_office(&text[start..end]));
    let told: Vec<MetricId> = claims.iter().filter(|claim| own(claim)).map(|claim| claim.metric).collect();
    for claim in claims.iter_mut().filter(|claim| claim.whose == Whose::Area && told.contains(&claim.metric)) {
        let until = tokens.partition_point(|token| token.start < claim.start);
        let swept =
            |token: &Token| words.sweeping.iter().any(|word| text[token.start..token.end].starts_with(word.as_str()));
        if tokens[..until].iter().filter(|token| token.is(words.known.area)).all(swept) {
            claim.whose = Whose::Part;
        }
    }
}

/// Whether a name begins with so many of the parts of an area, and with these alone: 三县环保局, not 4县2区.
fn counts_parts(words: &Words, name: &str) -> bool {
    let Some(numeral) = number_at(name) else { return false };
    let parts = &name[numeral.length..];
    let among = |token: &Token| matches!(token.kind, Kind::Figure(_)) || token.is(words.known.coordinator);
    words.divisions.iter().any(|word| parts.starts_with(word.as_str()))
        && !parts.chars().any(begins_number)
        && !tokens(words, parts).iter().any(among)
}

/// Whoever is named before the verb of the clause in which a claim begins.
fn subject(words: &Words, text: &str, tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    let until = tokens.partition_point(|token| token.start < at);
    let parts = |token: &Token| {
        matches!(token.kind, Kind::Comma | Kind::Semicolon) || text[token.start..].starts_with([':', '。', '、'])
    };
    let clause = tokens[..until].iter().rposition(parts).map_or(0, |mark| mark + 1);
    let act = (clause..until).find(|&index| tokens[index].meets(words.acts));
    let verb = act.unwrap_or(until);
    let known = words.known;
    let dates = |token: &Token| {
        matches!(token.kind, Kind::Year(_)) || [known.this_year, known.among].iter().any(|&class| token.is(class))
    };
    let first = (clause..verb).find(|&index| !dates(&tokens[index]))?;
    let start = tokens[first].start;
    // A remark in brackets may follow the name: 区政府(含办公室)公开324条.
    let behind = if tokens[verb - 1].kind == Kind::Close {
        tokens[..verb].iter().rposition(|token| token.kind == Kind::Open).filter(|&open| open > first)?
    } else {
        verb
    };
    // The year may stand behind the name, and why something was done to it: 县财政局2016年收到, 县国土局因…被申请.
    let dated = tokens[first..behind].iter().rev().take_while(|token| dates(token)).count();
    let mut end = tokens[(behind - dated).max(first + 1) - 1].end;
    let ends = |mark: &String| text[start..end].find(mark.as_str()).filter(|&at| at > 0);
    match words.name_ends.iter().filter_map(ends).min() {
        Some(at) => end = start + at,
        None if act.is_none() => return None,
        None => {}
    }
    while let Some(adverb) = words.adverbs.iter().find(|adverb| text[start..end].ends_with(adverb.as_str())) {
        end -= adverb.len();
    }
    Some((start, end))
}

fn is_office(words: &Words, name: &str) -> bool {
    let longer = |ending: &String| name.len() > ending.len() && name.ends_with(ending.as_str());
    (words.offices.iter().any(longer) || words.is_own_office(name))
        && !words.selves.iter().any(|own| name.starts_with(own.as_str()))
        && !words.sweeping.iter().any(|word| name.contains(word.as_str()))
        && name.chars().count() <= LONGEST
}

/// Of claims of one metric that differ, those of a named office are parts where another speaks of the whole, and where
/// several offices are named all of them are.
pub fn drop_parts(claims: &mut Vec<Claim>) {
    drop_where(claims, |claim, claims| {
        claim.actor.is_some() && claims.iter().any(|other| claim.contradicts(other) && other.actor != claim.actor)
    });
}
