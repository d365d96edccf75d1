//! Numerals as Chinese reports write them (１２, 1,234, 十二, 1.2万, 三千余). Knows nothing of what is counted.

use crate::model::{Bound, Number};

/// A numeral read at the start of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral {
    pub number: Number,
    pub bound: Bound,
    /// Bytes of the folded text that it takes, marks of bound behind it (余, 多, 左右) included.
    pub length: usize,
    /// Digits only: no separator, multiplier or Chinese numeral. Such a run is what lost characters glue together.
    pub plain: bool,
    /// Bytes of the digits alone, before any multiplier: a run longer than a count can be is damage.
    pub digits: usize,
    pub decimals: bool,
}

const MULTIPLIERS: [(char, i64); 4] = [('百', 100), ('千', 1_000), ('万', 10_000), ('亿', 100_000_000)];

/// The numeral that begins `text`, a folded text; none if it does not begin with one or does not fit in an `i64`.
///
/// A sign is not part of a numeral: cells read it themselves, prose has none.
pub fn number_at(text: &str) -> Option<Numeral> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() { arabic(text) } else { chinese(text) }
}

/// Whether a number may begin with the character.
pub fn begins_number(c: char) -> bool {
    c.is_ascii_digit() || c == '廿' || digit(c).is_some() || unit(c).is_some()
}

/// The number of a whole folded token: `12`, `1,234`, `十二`; none if anything is left over.
pub fn number_of(text: &str) -> Option<Number> {
    number_at(text).filter(|numeral| numeral.length == text.len()).map(|numeral| numeral.number)
}

/// Whether a character multiplies the figure before it (万, 亿).
pub fn is_multiplier(c: char) -> bool {
    MULTIPLIERS.iter().any(|&(mark, _)| mark == c)
}

/// Bytes of the mark that makes the figure before it a calendar year (年, 年度).
pub fn year_mark(behind: &str) -> Option<usize> {
    ["年度", "年"].iter().find(|mark| behind.starts_with(**mark)).map(|mark| mark.len())
}

/// Whether what stands behind a figure makes it a date, a time, a place in an order or an address: no count.
pub fn is_dated(behind: &str) -> bool {
    behind.starts_with(['年', '月', '日', '号', '时', '分', '楼', '室', '路', '岁', '届', '点'])
}

/// Whether what stands behind a figure makes it a length of time: 15个工作日 is no count, and a gap may cross it.
pub fn is_duration(behind: &str) -> bool {
    ["个工作日", "工作日", "天", "个月", "小时", "个小时", "分钟"].iter().any(|unit| behind.starts_with(unit))
}

/// Bytes of a percent sign or its like at the start of `behind`.
pub fn percent(behind: &str) -> Option<usize> {
    ["%", "‰", "个百分点"].iter().find(|sign| behind.starts_with(**sign)).map(|sign| sign.len())
}

/// What stands behind a figure of yuan in tenths and hundredths (六角, 六角五分), in yuan, and its bytes.
pub fn small_money(behind: &str) -> Option<(Number, usize)> {
    let part = |at: usize, mark: char, worth: i64| {
        let numeral =
            number_at(behind.get(at..)?).filter(|numeral| (1..10).contains(&(numeral.number.0 / Number::SCALE)))?;
        let end = at + numeral.length;
        behind[end..].starts_with(mark).then_some((numeral.number.0 / worth, end + mark.len_utf8()))
    };
    let (tenths, end) = part(0, '角', 10)?;
    let (hundredths, end) = part(end, '分', 100).unwrap_or((0, end));
    Some((Number(tenths + hundredths), end))
}

/// Whether the figure behind `before` is an ordinal (第九).
pub fn is_ordinal(before: &str) -> bool {
    before.ends_with('第')
}

fn arabic(text: &str) -> Option<Numeral> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut value: i64 = 0;
    let mut plain = true;
    let mut digits = 0;
    // Thousands marks only before exactly three digits, after one to three.
    let grouped = bytes.iter().take_while(|b| b.is_ascii_digit()).count() <= 3;
    while at < bytes.len() {
        match bytes[at] {
            b @ b'0'..=b'9' => {
                value = value.checked_mul(10)?.checked_add(i64::from(b - b'0'))?;
                digits += 1;
                at += 1;
            }
            b',' if grouped && at > 0 && group_follows(&bytes[at + 1..]) => {
                plain = false;
                at += 1;
            }
            _ => break,
        }
    }
    let mut number = value.checked_mul(Number::SCALE)?;
    let mut decimals = false;
    if at + 1 < bytes.len() && bytes[at] == b'.' && bytes[at + 1].is_ascii_digit() {
        let fraction = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut unit = Number::SCALE;
        for &b in &bytes[at + 1..at + 1 + fraction.min(6)] {
            unit /= 10;
            number = number.checked_add(i64::from(b - b'0') * unit)?;
        }
        // More decimals than the scale holds would be rounded: then it is no number that we can give.
        if bytes[at + 1..at + 1 + fraction].iter().skip(6).any(|&b| b != b'0') {
            return None;
        }
        at += 1 + fraction;
        plain = false;
        decimals = true;
    }
    let mut bound = Bound::Exact;
    let mut rest = &text[at..];
    if let Some(tail) = strip_more(rest).filter(|tail| tail.starts_with(['万', '千', '百', '亿'])) {
        bound = Bound::AtLeast;
        rest = tail;
    }
    for _ in 0..2 {
        let Some(&(mark, factor)) = MULTIPLIERS.iter().find(|(mark, _)| rest.starts_with(*mark)) else { break };
        number = number.checked_mul(factor)?;
        rest = &rest[mark.len_utf8()..];
        plain = false;
    }
    Some(finish(text, rest, number, bound, plain, digits, decimals))
}

fn group_follows(bytes: &[u8]) -> bool {
    bytes.iter().take_while(|b| b.is_ascii_digit()).count() == 3
}

fn strip_more(text: &str) -> Option<&str> {
    text.strip_prefix('余').or_else(|| text.strip_prefix('多')).or_else(|| text.strip_prefix('馀'))
}

fn finish(text: &str, rest: &str, number: i64, bound: Bound, plain: bool, digits: usize, decimals: bool) -> Numeral {
    let mut bound = bound;
    let mut rest = rest;
    if let Some(tail) = strip_more(rest) {
        bound = Bound::AtLeast;
        rest = tail;
    }
    Numeral { number: Number(number), bound, length: text.len() - rest.len(), plain, digits, decimals }
}

fn digit(c: char) -> Option<i64> {
    Some(match c {
        '〇' | '零' | '○' | '◯' | 'Ο' | 'О' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The letter that stands for a zero between Chinese digits, or in front of 年: 二O一O年.
fn letter_zero(c: char, behind: &str) -> Option<i64> {
    let goes_on = |c: char| c == '年' || matches!(c, 'O' | 'o') || digit(c).is_some();
    (matches!(c, 'O' | 'o') && behind.starts_with(goes_on)).then_some(0)
}

fn unit(c: char) -> Option<i64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// 三千二百, 两万多, 十二, 二〇一六, 廿五.
fn chinese(text: &str) -> Option<Numeral> {
    let (mut total, mut section, mut current) = (0i64, 0i64, None::<i64>);
    let (mut units, mut positional, mut bound) = (false, 0usize, Bound::Exact);
    let mut rest = text;
    let mut seen = 0usize;
    while let Some(c) = rest.chars().next() {
        let behind = &rest[c.len_utf8()..];
        let inner = || c.to_digit(10).map(i64::from).or_else(|| letter_zero(c, behind)).filter(|_| seen > 0);
        if let Some(value) = digit(c).or_else(inner) {
            if units {
                if current.is_some_and(|current| current != 0) {
                    return None; // 二十三四: a range, not a number
                }
                current = Some(value);
            } else {
                if positional >= 9 {
                    return None;
                }
                current = Some(current.unwrap_or(0) * 10 + value);
                positional += 1;
            }
        } else if c == '廿' && seen == 0 {
            section = 20;
            units = true;
        } else if let Some(scale) = unit(c) {
            if scale >= 10_000 {
                if !units && current.is_none() {
                    return None;
                }
                let value = (section + current.unwrap_or(0)).max(i64::from(section == 0 && current.is_none()));
                total = total.checked_add(value.checked_mul(scale)?)?;
                section = 0;
            } else {
                if current.is_none() && scale != 10 {
                    return None; // 百, 千 without a digit are words
                }
                section += current.unwrap_or(1) * scale;
            }
            current = None;
            units = true;
        } else if seen > 0
            && let Some(tail) = strip_more(rest).filter(|tail| tail.starts_with(['万', '亿']))
        {
            bound = Bound::AtLeast;
            rest = tail;
            continue;
        } else {
            break;
        }
        seen += 1;
        rest = &rest[c.len_utf8()..];
    }
    if seen == 0 {
        return None;
    }
    // 一两千, 三四十: adjacent digits before a unit are a range.
    if units && positional > 1 && !text.starts_with(['〇', '零', '○']) {
        return None;
    }
    let value = total + section + current.unwrap_or(0);
    let digits = text.len() - rest.len();
    Some(finish(text, rest, value.checked_mul(Number::SCALE)?, bound, false, digits, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Bound, usize)> {
        number_at(text).map(|n| (n.number.to_string(), n.bound, n.length))
    }

    #[test]
    fn reads_the_notations_of_the_phrasebook() {
        for (text, number, bound, length) in [
            ("1234条", "1234", Bound::Exact, 4),
            ("1,234条", "1234", Bound::Exact, 5),
            ("12,34", "12", Bound::Exact, 2),
            ("615.54万条", "6155400", Bound::Exact, 9),
            ("1.2万余条", "12000", Bound::AtLeast, 9),
            ("100余条", "100", Bound::AtLeast, 6),
            ("2万多条", "20000", Bound::AtLeast, 7),
            ("两万多条", "20000", Bound::AtLeast, 9),
            ("三千余件", "3000", Bound::AtLeast, 9),
            ("十二件", "12", Bound::Exact, 6),
            ("二十件", "20", Bound::Exact, 6),
            ("一百零五条", "105", Bound::Exact, 12),
            ("二〇一六年", "2016", Bound::Exact, 12),
            ("二0一七年", "2017", Bound::Exact, 10),
            ("二O一O年", "2010", Bound::Exact, 8),
            ("二oo九年", "2009", Bound::Exact, 8),
            ("一OA", "1", Bound::Exact, 3),
            ("零人次", "0", Bound::Exact, 3),
            ("4166.241619", "4166.241619", Bound::Exact, 11),
            ("3百万", "3000000", Bound::Exact, 7),
        ] {
            assert_eq!(read(text), Some((number.to_string(), bound, length)), "{text}");
        }
    }

    #[test]
    fn numbers_begin_with_few_characters() {
        let begins = |c: char| begins_number(c) || number_at(&format!("{c}十")).or(number_at(&c.to_string())).is_none();
        assert_eq!(('\0'..='\u{ffff}').find(|&c| !begins(c)), None);
    }

    #[test]
    fn refuses_ranges_and_words() {
        for text in ["三四十件", "百姓", "千方百计", "万元", "条", "99999999999999999999", "多条"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
