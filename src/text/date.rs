//! Years and days as Chinese pages write them (2013-01-28, 2011年2月16日, 二○○九年三月二十日). Knows no label.

use super::number_at;
use crate::model::{Date, Number};
use std::ops::Range;

/// Whether a year may be written with the character.
fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '〇'
            | '○'
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

/// The year that begins a folded text, with 年, 度 or 年度 behind it, which may be doubled or lost.
///
/// In Chinese digits it needs its 年; in figures it may stand alone, but never as the head of a longer run.
pub fn year_at(text: &str) -> Option<(i32, usize)> {
    let (year, bare) = bare_year(text)?;
    let mut at = bare;
    for word in ["年年度", "年度", "年", "度"] {
        if text[at..].starts_with(word) {
            at += word.len();
            break;
        }
    }
    let figures = text.starts_with(|c: char| c.is_ascii_digit());
    (at > bare || figures).then_some((year, at))
}

/// All years of a folded text with the bytes that they take.
pub fn years(text: &str) -> Vec<(i32, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut after_digit = false;
    while let Some(offset) = text[at..].find(is_numeral) {
        // Only the first of a run of numerals may begin a year.
        after_digit &= offset == 0;
        at += offset;
        match (!after_digit).then(|| year_at(&text[at..])).flatten() {
            Some((year, length)) => {
                found.push((year, at..at + length));
                at += length;
                after_digit = false;
            }
            None => {
                at += text[at..].chars().next().map_or(0, char::len_utf8);
                after_digit = true;
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

fn separator(text: &str, word: char) -> Option<usize> {
    let c = text.chars().next()?;
    (c == word || matches!(c, '-' | '.' | '/')).then_some(c.len_utf8())
}

/// A month or a day: one or two figures, or a Chinese numeral.
fn small(text: &str) -> Option<(u8, usize)> {
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
        assert_eq!(damaged_years("从201611日至20161231日"), [2016, 2016]);
        assert_eq!(damaged_years("自20221月1日起至2022年12月31日止"), [2022, 2022]);
        assert_eq!(damaged_years("自二〇一〇年一月一日起"), [2010]);
    }
}
