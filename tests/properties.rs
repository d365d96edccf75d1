//! What holds for every input, tried on many made ones: folding maps back, numbers come round, documents are lossless, no
//! bytes make a reader panic, and an equation holds only over numbers. Knows the stages by their functions.

#[path = "properties/equations.rs"]
mod equations;
#[path = "properties/pages.rs"]
mod pages;

use nianbao::catalog::Catalog;
use nianbao::model::{Bound, Number, Span};
use nianbao::text::fold::fold_char;
use nianbao::text::number::number_of;
use nianbao::text::{fold, number_at};
use proptest::prelude::*;
use std::sync::OnceLock;

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::load(None).unwrap_or_else(|faults| panic!("config/ has faults: {faults:?}")))
}

/// Text as pages have it: Han, full-width forms, blanks of every kind, marks, and anything else.
fn scraped() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[一-龥]{1,6}",
        3 => "[0-9０-９,，.．]{1,8}",
        2 => "[ \u{3000}\u{a0}\t\n\u{200b}\u{feff}]{1,3}",
        2 => "[（）()「」“”：；、。—－/／＼]{1,3}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A number of counts as people write it in Chinese, below a hundred million.
fn in_chinese(number: u64) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number >= 10_000 {
        let (high, low) = (number / 10_000, number % 10_000);
        let gap = if low > 0 && low < 1_000 { "零" } else { "" };
        let rest = if low == 0 { String::new() } else { in_chinese(low) };
        // 十 begins a number, but inside one it is 一十.
        let rest = if (10..20).contains(&low) { format!("一{rest}") } else { rest };
        return format!("{}万{gap}{rest}", in_chinese(high));
    }
    let mut text = String::new();
    let mut gap = false;
    for (scale, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (number / scale % 10) as usize;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
        }
        gap = false;
        if !(scale == 10 && digit == 1 && text.is_empty()) {
            text.push_str(DIGITS[digit]);
        }
        text.push_str(unit);
    }
    if text.is_empty() { DIGITS[0].to_string() } else { text }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn wide(text: &str) -> String {
    text.chars().map(|c| char::from_u32(c as u32 + 0xfee0).filter(|_| c.is_ascii_graphic()).unwrap_or(c)).collect()
}

proptest! {
    #[test]
    fn folding_maps_every_character_back(text in scraped(), before in scraped(), behind in scraped()) {
        let whole = format!("{before}{text}{behind}");
        let span = Span::new(before.len(), before.len() + text.len());
        let folded = fold(&whole, span);
        let mut last = span.start;
        for (at, c) in folded.text.char_indices() {
            let origin = folded.span(at, at + c.len_utf8());
            prop_assert!(span.contains(origin) && origin.start >= last, "{origin:?} after {last} in {span:?}");
            last = origin.end;
            let written = whole.get(origin.range());
            prop_assert!(written.is_some(), "{origin:?} cuts a character");
            let written = written.unwrap();
            // The one space that stands for a gap between digits has no character of its own.
            if c == ' ' && written.is_empty() {
                continue;
            }
            prop_assert_eq!(written.chars().count(), 1);
            prop_assert!(fold_char(written.chars().next().unwrap()).is_some());
        }
        if !folded.text.is_empty() {
            prop_assert!(span.contains(folded.span(0, folded.text.len())));
        }
        prop_assert!(folded.span(folded.text.len(), folded.text.len()).is_empty());
    }

    #[test]
    fn folding_twice_is_folding_once(text in scraped()) {
        let once = fold(&text, Span::new(0, text.len())).text;
        let twice = fold(&once, Span::new(0, once.len())).text;
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn a_number_comes_back_from_its_digits(units in 0i64..9_000_000_000_000_000) {
        let number = Number(units);
        prop_assert_eq!(number_of(&number.to_string()), Some(number));
    }

    #[test]
    fn a_count_is_one_number_however_it_is_written(count in 0u64..100_000_000) {
        let number = Number::from_integer(count as i64).unwrap();
        for text in [count.to_string(), grouped(count), wide(&count.to_string()), wide(&grouped(count)), in_chinese(count)] {
            let folded = fold(&text, Span::new(0, text.len())).text;
            prop_assert_eq!(number_of(&folded), Some(number), "{}", text);
        }
    }

    #[test]
    fn digits_with_a_gap_are_never_one_number(left in 0u64..10_000, right in 0u64..10_000, blank in "[ \u{3000}\u{a0}]{1,2}") {
        let text = format!("{left}{blank}{right}");
        let folded = fold(&text, Span::new(0, text.len())).text;
        prop_assert_eq!(number_of(&folded), None, "{}", text);
    }

    #[test]
    fn a_numeral_is_a_part_of_its_text(text in scraped()) {
        let folded = fold(&text, Span::new(0, text.len())).text;
        for (at, _) in folded.char_indices() {
            if let Some(numeral) = number_at(&folded[at..]) {
                prop_assert!(numeral.length > 0 && folded[at..].is_char_boundary(numeral.length));
                prop_assert!(numeral.number >= Number::ZERO);
                if numeral.bound == Bound::Exact && numeral.plain {
                    prop_assert!(folded[at..at + numeral.length].bytes().all(|byte| byte.is_ascii_digit()));
                }
            }
        }
    }
}
