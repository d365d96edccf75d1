//! Years and days as Chinese pages write them (2013-01-28, 2011年2月16日, 二○○九年三月二十日). Knows no label.

use super::number::{number_at, number_of};
use crate::model::{Date, Number};
use std::ops::Range;

/// Whether a year may be written with the character.
fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '〇'
            | '○'
            | '◯'
            | '零'
            | 'Ο'
            | 'О'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
    )
}

/// The day that begins a folded text, and how many bytes it takes.
pub fn date_at(text: &str) -> Option<(Date, usize)> {
    if let Some(packed) = text.get(..8).filter(|packed| packed.bytes().all(|b| b.is_ascii_digit()))
        && !text[8..].starts_with(|c: char| c.is_ascii_digit())
    {
        let part = |range: Range<usize>| packed[range].parse::<i32>().ok();
        return Some((Date::new(part(0..4)?, part(4..6)? as u8, part(6..8)? as u8)?, 8));
    }
    let (year, mut at) = bare_year(text)?;
    at += separator(&text[at..], '年')?;
    let (month, length) = small(&text[at..])?;
    at += length;
    at += separator(&text[at..], '月')?;
    let (day, length) = small(&text[at..])?;
    at += length;
    if text[at..].starts_with('日') {
        at += '日'.len_utf8();
    }
    Some((Date::new(year, month, day)?, at))
}

/// The year that begins a folded text, with 年, 度 or 年度 behind it, which may be doubled or lost; brackets around it
/// ([2013]年度, (2013年)) belong to it.
///
/// In Chinese digits, with a letter for its zero or with blanks inside it needs its 年; in figures it may stand alone, but
/// never as the head of a longer run.
pub fn year_at(text: &str) -> Option<(i32, usize)> {
    if let Some((close, inner)) = bracket(text) {
        let (year, length) = year_at(inner)?;
        let behind = inner[length..].strip_prefix(close)?;
        return Some((year, text.len() - behind.len() + year_word(behind)));
    }
    if let Some((year, bare)) = bare_year(text) {
        let word = year_word(&text[bare..]);
        let figures = text.as_bytes()[..bare].iter().all(u8::is_ascii_digit);
        return (word > 0 || figures).then_some((year, bare + word));
    }
    let (year, bare) = loose_year(text)?;
    let word = year_word(&text[bare..]);
    (word > 0).then_some((year, bare + word))
}

/// The mark that closes a bracket at the beginning of a text, and what stands behind the one that opens.
pub fn bracket(text: &str) -> Option<(char, &str)> {
    let inner = |open: char, close: char| text.strip_prefix(open).map(|inner| (close, inner));
    inner('(', ')').or_else(|| inner('[', ']'))
}

/// Bytes of 年, 度 or 年度 at the beginning of a text.
fn year_word(text: &str) -> usize {
    let words = ["年年度", "年度", "年", "度"];
    words.iter().find(|word| text.starts_with(**word)).map_or(0, |word| word.len())
}

/// A year of two figures with its 年 or 年度 at the beginning of a folded text (13年度), as the year of this century: no
/// year by itself, since 13年 is a length of time as well.
pub fn short_year_at(text: &str) -> Option<(i32, usize)> {
    let figures = text.get(..2).filter(|figures| figures.bytes().all(|b| b.is_ascii_digit()))?;
    let word = ["年度", "年"].iter().find(|word| text[2..].starts_with(**word))?;
    let year = 2000 + figures.parse::<i32>().ok()?;
    (2007..2050).contains(&year).then_some((year, 2 + word.len()))
}

/// All years of a folded text with the bytes that they take.
pub fn years(text: &str) -> Vec<(i32, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut after_digit = false;
    while let Some(offset) = text[at..].find(|c: char| is_numeral(c) || matches!(c, '(' | '[')) {
        // Only the first of a run of numerals may begin a year.
        after_digit &= offset == 0 && text[at..].starts_with(is_numeral);
        at += offset;
        // Nor may one with blanks inside it begin in the middle of spread figures.
        let spread = |length: usize| {
            let before = text[..at].trim_end_matches(' ');
            before.len() < at && text[at..at + length].contains(' ') && before.ends_with(is_numeral)
        };
        match (!after_digit).then(|| year_at(&text[at..])).flatten().filter(|&(_, length)| !spread(length)) {
            Some((year, length)) => {
                found.push((year, at..at + length));
                at += length;
                after_digit = false;
            }
            None => {
                after_digit = text[at..].starts_with(is_numeral);
                at += text[at..].chars().next().map_or(0, char::len_utf8);
            }
        }
    }
    found
}

/// Years of a period whose 年 and 月 may be lost (201611日至20161231日): the first four figures of each run.
pub fn damaged_years(text: &str) -> Vec<i32> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let run = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        if run >= 4 {
            found.extend(text[at..at + 4].parse::<i32>().ok().filter(|year| (1990..2100).contains(year)));
        } else if run == 0
            && let Some((year, length)) = year_at(&text[at..])
        {
            found.push(year);
            at += length;
            continue;
        }
        at += run.max(if run == 0 { c.len_utf8() } else { 0 });
    }
    found
}

/// Four figures or four Chinese digits, nothing behind them that would make the number longer.
fn bare_year(text: &str) -> Option<(i32, usize)> {
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, length) = if figures == 4 {
        (text[..4].parse().ok()?, 4)
    } else if figures == 0 {
        let numeral = number_at(text)?;
        let taken = text[..numeral.length].chars().count();
        // 两千 and 二〇一六余 are no years.
        if taken != 4 || text[..numeral.length].contains(['千', '百', '十', '余', '多']) {
            return None;
        }
        (i32::try_from(numeral.number.0 / Number::SCALE).ok()?, numeral.length)
    } else {
        return None;
    };
    (1990..2100).contains(&year).then_some((year, length))
}

/// Four digits of either script with a letter for a zero (2O13, 二oo九), or four figures with blanks between them, as pages
/// made from pictures and spread headlines have them.
fn loose_year(text: &str) -> Option<(i32, usize)> {
    let (mut year, mut at) = (0, 0);
    for place in 0..4 {
        let rest = text[at..].trim_start_matches(' ');
        at = text.len() - rest.len();
        let c = rest.chars().next()?;
        let zero = place > 0 && matches!(c, 'O' | 'o' | '◯' | 'ο' | 'о');
        let value = if zero { 0 } else { number_of(&rest[..c.len_utf8()])?.0 / Number::SCALE };
        year = year * 10 + i32::try_from(value).ok().filter(|value| *value < 10)?;
        at += c.len_utf8();
    }
    (1990..2100).contains(&year).then(|| (year, text.len() - text[at..].trim_start_matches(' ').len()))
}

fn separator(text: &str, word: char) -> Option<usize> {
    let c = text.chars().next()?;
    (c == word || matches!(c, '-' | '.' | '/')).then_some(c.len_utf8())
}

/// A month or a day: one or two figures, or a Chinese numeral.
pub fn small(text: &str) -> Option<(u8, usize)> {
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    if figures > 0 {
        let length = figures.min(2);
        return Some((text[..length].parse().ok()?, length));
    }
    let numeral = number_at(text)?;
    Some((u8::try_from(numeral.number.0 / Number::SCALE).ok()?, numeral.length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_the_notations_of_pages() {
        for (text, day) in [
            ("2013-01-28 15:25", "2013-01-28"),
            ("2011年02月16日16:48", "2011-02-16"),
            ("2012.02.15", "2012-02-15"),
            ("2017-01-13 00:00", "2017-01-13"),
            ("2015-3-30", "2015-03-30"),
            ("2018/3/9", "2018-03-09"),
            ("20190331", "2019-03-31"),
            ("二○○九年三月二十日", "2009-03-20"),
            ("二〇一〇年一月十九日", "2010-01-19"),
            ("2018-03-2917:05:00[字体:", "2018-03-29"),
        ] {
            assert_eq!(date_at(text).map(|(date, _)| date.to_string()).as_deref(), Some(day), "{text}");
        }
        for text in ["2013年政府", "2017-13-01", "7622575", "2016年2月30日", "二十日"] {
            assert_eq!(date_at(text), None, "{text}");
        }
    }

    #[test]
    fn years_of_titles_and_periods() {
        assert_eq!(years("县林业局2013年度报告"), [(2013, 12..22)]);
        assert_eq!(years("二○一六年报告").first().map(|found| found.0), Some(2016));
        assert_eq!(years("电话7622575,邮编016200"), []);
        assert_eq!(years("2018度报告").first().map(|found| found.1.clone()), Some(0..7));
        for text in
            ["[2013]年度", "(2013)年", "(2013年度)", "2O13年", "二o一三年", "二Ο一三年度", "2 0 1 3年", "20 13 年"]
        {
            let folded = text.replace(" 年", "年");
            assert_eq!(years(&folded), [(2013, 0..folded.len())], "{text}");
        }
        for text in ["1 2 0 1 3年", "2 0 1 3条", "3 20 13", "二O一三", "(2013", "[201]年", "二十O三年", "20 133年"]
        {
            assert!(years(text).iter().all(|(year, _)| *year != 2013 || text == "(2013"), "{text}");
        }
        assert_eq!(short_year_at("13年度报告"), Some((2013, 8)));
        assert_eq!([short_year_at("13条"), short_year_at("113年"), short_year_at("63年")], [None; 3]);
        assert_eq!(damaged_years("从201611日至20161231日"), [2016, 2016]);
        assert_eq!(damaged_years("自20221月1日起至2022年12月31日止"), [2022, 2022]);
        assert_eq!(damaged_years("自二〇一〇年一月一日起"), [2010]);
    }
}
