//! Traditional characters to simplified, one by one. Knows no words: 檔案 stays 档案.

use std::borrow::Cow;

// `SIMPLE`, sorted by the traditional character.
include!(concat!(env!("OUT_DIR"), "/simple.rs"));

pub(super) const FIRST: usize = 0x3400;

/// One bit a character from [`FIRST`] on: whether it is in the table. Simplified texts, which are nearly all, ask no more.
pub(super) const LISTED: [u64; 432] = {
    let mut bits = [0; 432];
    let mut at = 0;
    while at < SIMPLE.len() {
        let place = SIMPLE[at].0 as usize - FIRST;
        bits[place / 64] |= 1 << (place % 64);
        at += 1;
    }
    bits
};

/// The code of a character of three bytes.
#[inline(always)]
pub(super) fn code(first: u8, second: u8, third: u8) -> usize {
    usize::from(first & 0x0f) << 12 | usize::from(second & 0x3f) << 6 | usize::from(third & 0x3f)
}

/// Whether the table has a simplified form of the character with this code.
#[inline]
fn is_listed(code: usize) -> bool {
    static BITS: [u64; 432] = LISTED;
    let place = code.wrapping_sub(FIRST);
    place < BITS.len() * 64 && BITS[place / 64] >> (place % 64) & 1 == 1
}

/// The simplified form of a character; itself where it has none. Characters that simplified texts use as well (乾, 著) stay.
pub fn simplify(c: char) -> char {
    if !is_listed(c as usize) {
        return c;
    }
    SIMPLE.binary_search_by_key(&c, |&(from, _)| from).map_or(c, |index| SIMPLE[index].1)
}

/// A text in simplified characters; each has the length of the one that it stands for, so positions stay.
pub fn simplified(text: &str) -> Cow<'_, str> {
    match first_listed(text.as_bytes()) {
        Some(at) => Cow::Owned(text[..at].chars().chain(text[at..].chars().map(simplify)).collect()),
        None => Cow::Borrowed(text),
    }
}

/// Where the first character stands that has a simplified form.
fn first_listed(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += match text[at..] {
            [first @ 0xe3..=0xe9, second, third, ..] if is_listed(code(first, second, third)) => return Some(at),
            [0xe3..=0xe9, ..] => 3,
            [_, ..] => 1,
            [] => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{SIMPLE, simplified};

    #[test]
    fn the_table_is_sorted_and_reads_the_words_of_the_field() {
        assert!(SIMPLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(SIMPLE.iter().all(|(from, to)| from.len_utf8() == to.len_utf8()));
        assert_eq!(
            simplified("泰順縣財政局2013年政府信息公開工作年度報告"),
            "泰顺县财政局2013年政府信息公开工作年度报告"
        );
        assert_eq!(
            simplified("政府資訊公開申請，行政復議、行政訴訟，規範性檔，處罰決定"),
            "政府资讯公开申请，行政复议、行政诉讼，规范性档，处罚决定"
        );
    }
}
