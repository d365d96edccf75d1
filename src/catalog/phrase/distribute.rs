//! Coordinated nouns that share one predicate, told one by one: 复议、诉讼分别为2件、1件 becomes 复议2件,诉讼1件.
//! Knows no pattern and no metric.

use super::token::{Kind, Token};
use crate::catalog::Words;
use crate::catalog::words::Classes;

/// Most tokens between the word that distributes and the first figure.
const PREDICATE: usize = 8;

/// A sentence with its shared predicates told one by one.
pub struct Unrolled {
    pub text: String,
    /// Where a piece of the text begins, where it stood, and its length.
    pieces: Vec<(usize, usize, usize)>,
}

impl Unrolled {
    /// Where a stretch of the text stood in the sentence.
    pub fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let place = |at: usize| {
            let piece = self.pieces.partition_point(|&(begins, ..)| begins <= at).saturating_sub(1);
            self.pieces.get(piece).map_or(0, |&(begins, stood, length)| stood + (at - begins).min(length))
        };
        let (start, last) = (place(start), place(end.saturating_sub(1)) + 1);
        (start.min(last), start.max(last))
    }

    fn copy(&mut self, sentence: &str, range: std::ops::Range<usize>) {
        if range.start < range.end {
            self.pieces.push((self.text.len(), range.start, range.len()));
            self.text.push_str(&sentence[range]);
        }
    }
}

/// A list of nouns and what is said of each.
struct Shared {
    /// Bytes of each item: to the end of its noun, and to its end.
    items: Vec<(usize, usize, usize)>,
    /// Bytes of the verb that all have, empty where there is none.
    verb: (usize, usize),
    /// Bytes of each figure, without its unit and with it.
    figures: Vec<(usize, usize, usize)>,
}

/// The sentence with each shared predicate told one by one; nothing where no nouns share one.
pub fn unroll(words: &Words, text: &str, tokens: &[Token]) -> Option<Unrolled> {
    let known = words.known;
    let mut unrolled = Unrolled { text: String::new(), pieces: Vec::new() };
    let mut done = 0;
    for (index, token) in tokens.iter().enumerate() {
        if token.start < done || !(token.is(known.respectively) || token.is(known.apiece) || zero(words, text, token)) {
            continue;
        }
        let Some(shared) = shared(words, text, tokens, index).filter(|shared| shared.items[0].0 >= done) else {
            continue;
        };
        unrolled.copy(text, done..shared.items[0].0);
        let &(_, noun, last) = shared.items.last()?;
        for (place, &(start, head, end)) in shared.items.iter().enumerate() {
            unrolled.copy(text, start..end);
            // What stands behind the last noun belongs to all that have nothing behind their own: 当面、网络提出的申请.
            if head == end && place + 1 < shared.items.len() {
                unrolled.copy(text, noun..last);
            }
            unrolled.copy(text, shared.verb.0..shared.verb.1);
            let &(from, to, with_unit) = shared.figures.get(place).or(shared.figures.first())?;
            unrolled.copy(text, from..with_unit);
            // 2、1件: the unit stands behind the last.
            let &(_, bare, unit) = shared.figures.last()?;
            if to == with_unit {
                unrolled.copy(text, bare..unit);
            }
            if place + 1 < shared.items.len() {
                unrolled.text.push(',');
            }
        }
        done = shared.figures.last()?.2;
    }
    unrolled.copy(text, done..text.len());
    (done > 0).then_some(unrolled)
}

/// Whether a word says of each noun before it that there is none: 均为零.
fn zero(words: &Words, text: &str, token: &Token) -> bool {
    token.is(words.known.zero_word)
        && words.distributes.iter().any(|word| text[token.start..token.end].starts_with(word.as_str()))
}

fn shared(words: &Words, text: &str, tokens: &[Token], at: usize) -> Option<Shared> {
    let respectively = tokens[at].is(words.known.respectively);
    let whole = &tokens[at];
    let (verb, figures) = if zero(words, text, whole) {
        ((whole.start, whole.start), vec![(whole.start, whole.end, whole.end)])
    } else {
        predicate(words, text, tokens, at)?
    };
    let items = items(words, text, tokens, at, respectively)?;
    // 网站、微博各发布300条、1200条 gives each its own too.
    let fits = figures.len() == items.len() || !respectively && figures.len() == 1;
    fits.then_some(Shared { items, verb, figures })
}

/// The verb and the figures behind the word that distributes.
#[allow(clippy::type_complexity)]
fn predicate(
    words: &Words,
    text: &str,
    tokens: &[Token],
    at: usize,
) -> Option<((usize, usize), Vec<(usize, usize, usize)>)> {
    let known = words.known;
    let bars = [known.than, known.grew, known.fell, known.negator, known.share, known.last_year, known.among];
    let bars = bars.iter().fold(words.sums, |set, &class| set.union(Classes::of(class)));
    let mut next = at + 1;
    while !matches!(tokens.get(next)?.kind, Kind::Figure(_)) {
        let token = &tokens[next];
        let parts = matches!(token.kind, Kind::Comma | Kind::Semicolon | Kind::Open | Kind::Close | Kind::Percent);
        if parts || token.meets(bars) || next - at > PREDICATE {
            return None;
        }
        next += 1;
    }
    let verb = (tokens[at].end, tokens[next].start);
    let said = &text[verb.0..verb.1];
    let copula = words.copulas.iter().any(|copula| copula == said);
    let mut figures = Vec::new();
    while let Some(Token { kind: Kind::Figure(figure), start, end }) = tokens.get(next) {
        let counts = figure.unit.has(known.unit) || figure.unit.has(known.people);
        figures.push((*start, *end, if counts { figure.unit_end } else { *end }));
        let behind = figures.last()?.2;
        next = (next + 1..tokens.len()).find(|&index| tokens[index].start >= behind).unwrap_or(tokens.len());
        let joins = tokens.get(next).is_some_and(|token| token.kind == Kind::Comma || token.is(known.coordinator));
        if !joins || !tokens.get(next + 1).is_some_and(|token| matches!(token.kind, Kind::Figure(_))) {
            break;
        }
        next += 1;
    }
    Some((if copula { (verb.0, verb.0) } else { verb }, figures))
}

/// The coordinated nouns before the word that distributes: where each begins, where its noun ends, where it ends.
fn items(
    words: &Words,
    text: &str,
    tokens: &[Token],
    at: usize,
    respectively: bool,
) -> Option<Vec<(usize, usize, usize)>> {
    let parts = |token: &Token| {
        matches!(token.kind, Kind::Comma | Kind::Semicolon | Kind::Open | Kind::Close)
            || text[token.start..].starts_with([':', '。'])
    };
    let clause = |end: usize| tokens[..end].iter().rposition(parts).map_or(0, |mark| mark + 1);
    let mut end = at;
    // 同意公开、不予公开的,分别为9件、1件.
    if respectively && clause(at) == at && at > 0 && tokens[at - 1].kind == Kind::Comma {
        end = at - 1;
    }
    let clause = clause(end);
    if tokens[clause..end].iter().any(|token| token.is(words.known.content)) {
        return None;
    }
    let known = words.known;
    let dates =
        |token: &Token| matches!(token.kind, Kind::Year(_)) || token.is(known.this_year) || token.is(known.last_year);
    let nouns = list(words, tokens, clause, end, &|token| token.meets(words.shares));
    // 2017年、2018年收到申请分别为8件、9件: what is listed is years.
    let years = list(words, tokens, clause, end, &dates);
    let items = if years.len() > nouns.len() { years } else { nouns };
    (items.len() > 1).then_some(items)
}

/// The items of tokens `from..end` that coordinators part; what has no noun belongs to the item behind it
/// (征地、拆迁引发的复议). None if nothing follows the last noun's coordinator.
fn list(
    words: &Words,
    tokens: &[Token],
    from: usize,
    end: usize,
    noun: &dyn Fn(&Token) -> bool,
) -> Vec<(usize, usize, usize)> {
    let mut items = Vec::new();
    let mut begin = from;
    for index in from..=end {
        if index < end && !tokens[index].is(words.known.coordinator) {
            continue;
        }
        if let Some(head) = (begin..index).find(|&place| noun(&tokens[place])) {
            items.push((tokens[begin].start, tokens[head].end, tokens[index - 1].end));
            begin = index + 1;
        }
    }
    if begin > end { items } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::catalog::phrase::token::tokens;

    #[test]
    fn a_shared_predicate_is_told_of_each_noun() {
        let catalog = Catalog::load(None).expect("the configuration is sound");
        for (text, wanted) in [
            ("行政复议、行政诉讼分别为2件、1件。", "行政复议2件,行政诉讼1件。"),
            ("全年当面、网络和传真收到的申请各3件", "全年当面收到的申请3件,网络收到的申请3件,传真收到的申请3件"),
            ("网站、微信分别公开信息12、3条", "网站公开信息12条,微信公开信息3条"),
            ("2017年、2018年收到申请分别为8件和9件", "2017年收到申请8件,2018年收到申请9件"),
        ] {
            let unrolled = unroll(&catalog.words, text, &tokens(&catalog.words, text));
            assert_eq!(unrolled.map(|unrolled| unrolled.text), Some(wanted.to_string()), "{text}");
        }
        for text in [
            "网站、微信均有更新,全年公开信息12条",
            "复议、诉讼分别为2件、1件、3件",
            "各单位公开信息3条",
            "复议、诉讼均比上年增加2件",
        ] {
            assert!(unroll(&catalog.words, text, &tokens(&catalog.words, text)).is_none(), "{text}");
        }
        let text = "行政复议、行政诉讼各2件。";
        let unrolled = unroll(&catalog.words, text, &tokens(&catalog.words, text)).expect("two nouns share it");
        let second = unrolled.text.rfind('2').expect("a figure");
        assert_eq!(unrolled.original(second, second + 1), (text.find('2').unwrap(), text.find('2').unwrap() + 1));
    }
}
