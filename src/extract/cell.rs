//! What a cell says: a figure, nothing, a stroke, a word for none. Knows no table.

use crate::catalog::{Catalog, Words};
use crate::model::{Bound, MetricId, Number, Value};
use crate::text::fold::fold_char;
pub use crate::text::fold::folded;
use crate::text::number::{begins_number, is_multiplier, number_at};

/// Whether a cell could hold a value: a figure, nothing, a mark; no label.
pub fn is_value(words: &Words, text: &str) -> bool {
    // Most cells are labels, and most labels begin like no value.
    let begins = |c: char| {
        let mark = |mark: &String| mark.starts_with(c);
        let marks = [&words.dashes, &words.nils, &words.more, &words.less, &words.unchanged];
        begins_number(c) || marks.into_iter().flatten().any(mark)
    };
    if text.chars().find_map(fold_char).is_some_and(|c| !begins(c)) {
        return false;
    }
    let folded = folded(text);
    folded.is_empty()
        || matches!(figure(words, &folded), Some((_, rest)) if rest.is_empty())
        || words.dashes.contains(&folded)
        || words.nils.contains(&folded)
        || words.unchanged.contains(&folded)
}

/// Bytes of the sign that begins a folded figure, and whether it lowers: 增12, 减3, -3.
pub fn sign(words: &Words, folded: &str) -> (usize, bool) {
    let longest = |marks: &[String]| {
        marks.iter().filter(|mark| folded.starts_with(mark.as_str())).map(String::len).max().unwrap_or(0)
    };
    let (more, less) = (longest(&words.more), longest(&words.less));
    (more.max(less), less > more)
}

/// What a cell says about a metric; `text` is the cell as written.
///
/// 无 is a zero in words, a stroke is [`Value::Dash`], an empty cell [`Value::Blank`]; two figures in one cell, or a figure
/// among other words, are [`Value::Unreadable`]. A change may have its sign in words (增12, 减3, 不变).
pub fn value(catalog: &Catalog, metric: MetricId, text: &str) -> Value {
    let folded = folded(text);
    let words = &catalog.words;
    if folded.is_empty() {
        return Value::Blank;
    }
    if words.dashes.contains(&folded) {
        return Value::Dash;
    }
    let change = catalog.metrics.may_be_negative(metric);
    if words.nils.contains(&folded) || change && words.unchanged.contains(&folded) {
        return Value::Words(Number::ZERO);
    }
    // Blanks inside the digits: two figures, or one that was broken. Nothing tells which.
    let digits = text
        .trim()
        .split(char::is_whitespace)
        .filter(|part| part.chars().filter_map(fold_char).any(|c| c.is_ascii_digit()))
        .count();
    if digits > 1 {
        return Value::Unreadable;
    }
    match figure(words, &folded) {
        Some((Figure { number, written, bound, yuan, zeros, in_words }, rest))
            if !zeros && (change || !in_words) && (rest.is_empty() || rest.starts_with('(')) =>
        {
            let open = catalog.metrics.in_open_unit(metric);
            match written.filter(|_| open && yuan).or(number).and_then(|number| convert(catalog, metric, number, yuan))
            {
                Some(number) => Value::Number(number, bound),
                None => Value::Unreadable,
            }
        }
        _ => Value::Unreadable,
    }
}

struct Figure {
    number: Option<Number>,
    /// The number without the multiplier behind it, if there is one: 385.62 of 385.62万.
    written: Option<Number>,
    bound: Bound,
    /// The unit behind it is the yuan.
    yuan: bool,
    /// Zeros in front of other digits: cells glued together, or a code.
    zeros: bool,
    /// Its sign is a word.
    in_words: bool,
}

/// The figure that begins a folded cell, with sign and unit, and what stands behind it.
fn figure<'a>(words: &Words, folded: &'a str) -> Option<(Figure, &'a str)> {
    let (signed, negative) = sign(words, folded);
    let in_words = !matches!(&folded[..signed], "" | "+" | "-");
    let unsigned = folded[signed..].trim_start_matches(['+', '-']);
    let numeral = number_at(unsigned)?;
    let behind = &unsigned[numeral.length..];
    let number = if negative { numeral.number.0.checked_neg().map(Number) } else { Some(numeral.number) };
    let multiplier = unsigned[..numeral.length].chars().next_back().filter(|&c| is_multiplier(c));
    let written = multiplier.and_then(|c| number_at(&unsigned[..numeral.length - c.len_utf8()]));
    let written = written.map(|numeral| numeral.number).filter(|_| !negative);
    let digits = unsigned.as_bytes();
    let zeros = numeral.digits > 1 && digits[0] == b'0' && numeral.number != Number::ZERO && !numeral.decimals;
    let (unit, classes) = words.at(behind, 0).unwrap_or_default();
    let known = &words.known;
    let counted = classes.has(known.unit) || classes.has(known.people) || classes.has(known.yuan);
    let rest = if counted { &behind[unit..] } else { behind };
    Some((
        Figure { number, written, bound: numeral.bound, yuan: counted && classes.has(known.yuan), zeros, in_words },
        rest,
    ))
}

/// Amounts are given in the unit of the metric: figures in yuan are divided where it counts ten thousands.
fn convert(catalog: &Catalog, metric: MetricId, number: Number, yuan: bool) -> Option<Number> {
    if !yuan || !catalog.metrics.in_ten_thousands(metric) {
        return Some(number);
    }
    (number.0 % 10_000 == 0).then_some(Number(number.0 / 10_000))
}
