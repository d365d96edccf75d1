//! Folding: a copy of a text in one width, one set of punctuation, without blanks, that maps back to the original.
//! Knows nothing of numbers or words.

use super::origin::Origin;
use super::simplify::code;
use crate::model::Span;

/// A folded copy of a stretch of text and the way back.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    pub text: String,
    origin: Origin,
    /// Where the original ends.
    end: u32,
}

impl Folded {
    /// The original characters behind bytes `start..end` of the folded text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let first = if start < self.text.len() { self.origin.of(&self.text, start).0 } else { self.end as usize };
        if start >= end {
            return Span::new(first, first);
        }
        Span::new(first, self.origin.of(&self.text, end - 1).1)
    }

    /// Takes over a text as it is, which begins at byte `start` of the original.
    fn keep(&mut self, text: &str, start: usize) {
        self.origin.add(self.text.len(), text.len(), start, start + text.len());
        self.text.push_str(text);
    }

    /// Takes one character that stands for bytes `start..end` of the original.
    fn push(&mut self, c: char, start: usize, end: usize) {
        self.origin.add(self.text.len(), c.len_utf8(), start, end);
        self.text.push(c);
    }
}

/// Folds `text[span]`: full-width forms to ASCII, dashes and quotes to one of each, blanks dropped except one space
/// between two digits (dropping it would make a number that nobody wrote).
pub fn fold(text: &str, span: Span) -> Folded {
    let (part, base) = (span.of(text), span.start as usize);
    let mut folded = Folded { text: String::with_capacity(part.len()), origin: Origin::for_text(part), end: span.end };
    let mut gap = false;
    let mut at = 0;
    while at < part.len() {
        let plain = if gap { 0 } else { plain_length(&part.as_bytes()[at..]) };
        if plain > 0 {
            folded.keep(&part[at..at + plain], base + at);
            at += plain;
            continue;
        }
        if let Some(length) = gloss(&part[at..]) {
            at += length;
            // It belongs to its character: no blank was there.
            folded.origin.widen(&folded.text, base + at);
            continue;
        }
        let c = part[at..].chars().next().expect("at is inside the text");
        let start = base + at;
        at += c.len_utf8();
        let Some(plain) = fold_char(c) else {
            gap |= c.is_whitespace();
            continue;
        };
        if gap && plain.is_ascii_digit() && folded.text.ends_with(|c: char| c.is_ascii_digit()) {
            folded.push(' ', start, start);
        }
        gap = false;
        folded.push(plain, start, base + at);
    }
    folded
}

/// The folded characters of a text, all blanks and glosses dropped.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let plain = plain_length(&text.as_bytes()[at..]);
        folded.push_str(&text[at..at + plain]);
        at += plain;
        if let Some(length) = gloss(&text[at..]) {
            at += length;
        } else if let Some(c) = text[at..].chars().next() {
            folded.extend(fold_char(c));
            at += c.len_utf8();
        }
    }
    folded
}

/// Whether a line holds nothing but the number of a page between dashes: `- 3 -`.
pub fn is_page_number(line: &str) -> bool {
    if line.chars().find_map(fold_char) != Some('-') || line.len() > 48 {
        return false;
    }
    let folded = fold_word(line);
    let inner = folded.strip_prefix('-').and_then(|rest| rest.strip_suffix('-'));
    inner.is_some_and(|inner| (1..=3).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit()))
}

/// Appends the letters and figures of a text, folded; whatever else stands there is left out.
pub fn push_letters(text: &str, into: &mut String) {
    let mut at = 0;
    while at < text.len() {
        let letters = letters_length(&text.as_bytes()[at..]);
        into.push_str(&text[at..at + letters]);
        at += letters;
        if let Some(c) = text[at..].chars().next() {
            // The commonest marks, before a question that is costly to ask.
            if !c.is_ascii() && !matches!(c, '、' | '。') {
                into.extend(fold_char(c).filter(|c| c.is_alphanumeric()));
            }
            at += c.len_utf8();
        }
    }
}

/// Bytes at the beginning of a text that are letters and figures which fold to themselves wherever they stand.
pub fn letters_length(text: &[u8]) -> usize {
    stretch(text, |byte| byte.is_ascii_alphanumeric(), &LETTERS)
}

/// Bytes at the beginning of a text that nearly all of a page consists of: they fold to themselves and open no bracket.
fn plain_length(text: &[u8]) -> usize {
    stretch(text, |byte| matches!(byte, 0x21..=0x7e) && byte != b'(' && byte != b'\\', &PLAIN)
}

/// Bytes at the beginning of a text in UTF-8 that are of these kinds, in ASCII and in `kinds`.
#[inline(always)]
fn stretch(text: &[u8], ascii: impl Fn(u8) -> bool, kinds: &Kinds) -> usize {
    let mut at = 0;
    loop {
        at += match text[at..] {
            [byte, ..] if ascii(byte) => 1,
            [first @ 0xe3..=0xe9, second, third, ..] if has(kinds, code(first, second, third)) => 3,
            _ => return at,
        };
    }
}

/// One bit a character from U+3000 to U+9FFF: marks such as 、 and 。, and Han characters.
type Kinds = [u64; 448];
const FIRST: usize = 0x3000;

#[inline(always)]
fn has(kinds: &Kinds, code: usize) -> bool {
    let place = code - FIRST;
    kinds[place / 64] >> (place % 64) & 1 == 1
}

/// What folds to itself: marks up to 》, and Han characters that are simple already.
static PLAIN: Kinds = {
    let mut kinds = simple(0x3400);
    kinds[0] = 0xffe;
    kinds
};

/// Han characters that fold to themselves and are letters to everybody; 它 has two spellings.
static LETTERS: Kinds = {
    let mut kinds = simple(0x4e00);
    kinds[(0x5b83 - FIRST) / 64] &= !(1 << ((0x5b83 - FIRST) % 64));
    kinds
};

/// The characters from `from` on that have no simpler form.
const fn simple(from: usize) -> Kinds {
    let mut kinds = [0; 448];
    let mut word = (from - FIRST) / 64;
    while word < kinds.len() {
        kinds[word] = !super::simplify::LISTED[word - (super::simplify::FIRST - FIRST) / 64];
        word += 1;
    }
    kinds
}

/// Bytes of a pronunciation in brackets at the beginning of a text, as some mirrors add behind characters: (fèi).
pub fn gloss(text: &str) -> Option<usize> {
    let inner = text.strip_prefix(['(', '（'])?;
    let letters = inner.find([')', '）']).filter(|&length| (1..=10).contains(&length))?;
    let tones = !inner[..letters].is_ascii();
    let spoken = inner[..letters].chars().all(|c| c.is_ascii_lowercase() || ('à'..='ǜ').contains(&c));
    let close = inner[letters..].chars().next()?.len_utf8();
    (tones && spoken).then(|| text.len() - inner.len() + letters + close)
}

/// A word of a list in the form in which texts are compared.
pub fn fold_word(word: &str) -> String {
    word.chars().filter_map(fold_char).collect()
}

/// The folded form of one character; none for blanks and invisible characters.
pub fn fold_char(c: char) -> Option<char> {
    Some(match c {
        // Nearly all that comes here, before any question that is costly to ask.
        '0'..='9' => c,
        '\u{3400}'..='\u{9fff}' => super::simplify::simplify(c),
        c if c.is_whitespace() => return None,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => return None,
        '\\' | '\u{ff3c}' => '/',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}' | '\u{fe63}' => '-',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{300c}' | '\u{300d}' | '\u{300e}' | '\u{300f}' => '"',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{3014}' | '\u{3010}' | '\u{2772}' => '[',
        '\u{3015}' | '\u{3011}' | '\u{2773}' => ']',
        '\u{2236}' | '\u{fe55}' => ':',
        '\u{ff61}' => '。',
        '\u{ff64}' => '、',
        '\u{2024}' | '\u{fe52}' => '.',
        c => c,
    })
}

/// One spelling for words that have two: 其它 is 其他.
pub fn unify(before: &str, c: char) -> char {
    if c == '它' && before.ends_with('其') { '他' } else { c }
}

/// A label as labels are compared: folded, without blanks, quotes, leading enumerators and a leading "of which".
pub fn fold_label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for c in folded(text).chars() {
        match c {
            '"' | '\'' | '<' | '>' | '《' | '》' | '*' => {}
            c => label.push(unify(&label, c)),
        }
    }
    loop {
        let rest = strip_enumerator(&label);
        let rest = match rest.strip_prefix("其中") {
            Some(inner) if !inner.is_empty() => inner.trim_start_matches([':', ',', '、', '-', '.', ';']),
            _ => rest,
        };
        if rest.len() == label.len() {
            return label;
        }
        label = rest.to_string();
    }
}

/// A folded label without what stands in brackets: filling instructions and remarks.
pub fn without_remarks(label: &str) -> String {
    let mut bare = String::with_capacity(label.len());
    let mut depth = 0u32;
    for c in label.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    if bare.is_empty() { label.to_string() } else { bare }
}

/// Whether an ordinal with its mark may begin with the character.
pub fn begins_enumerator(c: char) -> bool {
    is_ordinal(c) || c == '(' || ('①'..='⒛').contains(&c) || ('㈠'..='㈩').contains(&c)
}

fn is_ordinal(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十〇".contains(c)
}

/// The text behind a leading `一、`, `(一)`, `1.`, `(1)`, `①`, `㈠`; the text itself where there is none.
pub fn strip_enumerator(text: &str) -> &str {
    if let Some(c) = text.chars().next()
        && (('①'..='⒛').contains(&c) || ('㈠'..='㈩').contains(&c))
    {
        return text[c.len_utf8()..].trim_start_matches(['.', '、', ',']);
    }
    if let Some(inner) = text.strip_prefix('(') {
        let rest = inner.trim_start_matches(is_ordinal);
        let numbered = rest.len() < inner.len() && inner.len() - rest.len() <= 9;
        return match rest.strip_prefix(')') {
            Some(rest) if numbered && !rest.is_empty() => rest.trim_start_matches(['.', '、', ',']),
            _ => text,
        };
    }
    let rest = text.trim_start_matches(is_ordinal);
    if rest.len() == text.len() || text.len() - rest.len() > 9 {
        return text;
    }
    let after = rest.trim_start_matches(['、', '.', ',', ')']);
    if after.len() < rest.len() && !after.is_empty() && !after.starts_with(|c: char| c.is_ascii_digit()) {
        after
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_width_and_maps_back() {
        let text = "公开１２ ３条，共";
        let folded = fold(text, Span::new(0, text.len()));
        assert_eq!(folded.text, "公开12 3条,共");
        let at = folded.text.find("12").unwrap();
        assert_eq!(&text[folded.span(at, at + 2).range()], "１２");
        assert_eq!(folded.span(0, folded.text.len()), Span::new(0, text.len()));
    }

    #[test]
    fn what_is_passed_over_folds_to_itself() {
        for c in ('\0'..='\u{ffff}').filter(|&c| plain_length(c.to_string().as_bytes()) > 0) {
            assert_eq!(fold_char(c), Some(c), "{c:?}");
        }
        let text = "本 年２０1 6年\\共收到(fèi)“申請”12 \u{a0}3件（１）";
        let folded = fold(text, Span::new(0, text.len()));
        assert_eq!(folded.text, "本年201 6年/共收到\"申请\"12 3件(1)");
        let mut behind = 0;
        for (at, c) in folded.text.char_indices() {
            let span = folded.span(at, at + c.len_utf8());
            assert!(
                span.start as usize >= behind
                    && (span.is_empty() || fold_char(span.of(text).chars().next().unwrap()) == Some(c))
            );
            behind = span.end as usize;
        }
        let mut letters = String::new();
        push_letters(text, &mut letters);
        assert_eq!(letters, "本年2016年共收到fèi申请123件1");
        assert!(('\u{4e00}'..='\u{9fff}').all(char::is_alphanumeric));
        assert_eq!((letters_length("其它".as_bytes()), '它' as u32), (3, 0x5b83));
        assert_eq!(super::folded(text), folded.text.replace(' ', ""));
    }

    #[test]
    fn labels_lose_enumerators_and_notes() {
        for (label, folded) in [
            ("（一）予以公开", "予以公开"),
            ("1、属于国家秘密", "属于国家秘密"),
            ("1．属于国家秘密", "属于国家秘密"),
            ("三、 本 年 度 办 理 结 果", "本年度办理结果"),
            ("3.危及“三安全一稳定”", "危及三安全一稳定"),
            ("其中：1.涉及国家秘密", "涉及国家秘密"),
            ("5.其它方式公开政府信息数", "其他方式公开政府信息数"),
            ("本年增＼减", "本年增/减"),
            ("一次性告知", "一次性告知"),
            ("結(jié)果維持", "结果维持"),
            ("12.5", "12.5"),
        ] {
            assert_eq!(fold_label(label), folded, "{label}");
        }
        assert_eq!(without_remarks(&fold_label("（三）其它情形数（撤销4件，撤回申请2个）")), "其他情形数");
    }
}
