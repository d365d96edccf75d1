//! Titles by their ordinals (一、 (一) 1.) and the ends of sentences. Knows nothing of what a title is about.

use super::fold::Folded;

/// Longest title, in characters: longer ones are sentences.
const LONGEST: usize = 42;

/// A title at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// Bytes, ordinal included.
    pub length: usize,
    /// Its ordinal is of the first order (一、).
    pub outer: bool,
}

/// The title that begins `text` with an ordinal; `endings` are the words that end a title which is glued to its text.
pub fn title_at(text: &str, endings: &[String]) -> Option<Title> {
    let trimmed = text.trim_start();
    let (behind, outer) = behind_ordinal(trimmed)?;
    if behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let lead = text.len() - behind.len();
    let end = behind.find(|c: char| "\n\r。；;：:，,".contains(c)).unwrap_or(behind.len());
    let words = behind[..end].trim_end();
    let glued = ending(words, endings);
    let short = words.chars().count() <= LONGEST;
    let length = if short && glued.is_none_or(|glued| glued == words.len()) { words.len() } else { glued? };
    (length > 0).then_some(Title { length: lead + length, outer })
}

fn behind_ordinal(text: &str) -> Option<(&str, bool)> {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let count = |text: &str, is: &dyn Fn(char) -> bool| -> usize { text.chars().take_while(|&c| is(c)).map(char::len_utf8).sum() };
    let length = count(text, &numeral);
    if length > 0 {
        let mark = text[length..].trim_start();
        let blank = mark.len() < text.len() - length;
        return match mark.strip_prefix(['、', '.', '．', ',', '，']) {
            Some(behind) if length <= 9 => Some((behind, true)),
            // Guangdong writes 一 概述.
            _ if blank && length <= 9 => Some((mark, true)),
            _ => None,
        };
    }
    if let Some(inner) = text.strip_prefix(['(', '（']) {
        let length = count(inner, &|c| numeral(c) || c.is_ascii_digit());
        let behind = inner[length..].strip_prefix([')', '）'])?;
        return ((1..=9).contains(&length)).then_some((behind, false));
    }
    let digits = count(text, &|c| c.is_ascii_digit());
    let behind = text[digits..].strip_prefix(['、', '.', '．'])?;
    ((1..=2).contains(&digits)).then_some((behind, false))
}

/// Where a title that is glued to its text ends: behind the first word that ends titles, or a later one over a coordinator.
fn ending(text: &str, endings: &[String]) -> Option<usize> {
    let limit = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let first = endings.iter().filter_map(|word| text[..limit].find(word.as_str()).map(|at| at + word.len())).min()?;
    let rest = &text[first..limit];
    if rest.starts_with(['和', '与', '及', '、', '的']) || rest.starts_with("以及") {
        return ending(rest, endings).map(|more| first + more).or(Some(first));
    }
    Some(first)
}

/// The sentences of a folded text, as byte ranges; a sentence ends behind a full stop, an exclamation or question mark.
pub fn sentences(folded: &Folded) -> Vec<std::ops::Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in folded.text.char_indices() {
        if matches!(c, '。' | '!' | '?') {
            sentences.push(start..at + c.len_utf8());
            start = at + c.len_utf8();
        }
    }
    if start < folded.text.len() {
        sentences.push(start..folded.text.len());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_end_where_their_text_begins() {
        let endings: Vec<String> = ["情况", "方面", "概述"].map(String::from).to_vec();
        for (text, title, outer) in [
            ("一、概述", "一、概述", true),
            ("（二）主动公开情况：全年", "（二）主动公开情况", false),
            ("三、依申请公开情况2016年未收到申请", "三、依申请公开情况", true),
            ("五、复议情况和诉讼情况我局无", "五、复议情况和诉讼情况", true),
            ("1.当面申请", "1.当面申请", false),
        ] {
            let found = title_at(text, &endings).map(|found| (&text[..found.length], found.outer));
            assert_eq!(found, Some((title, outer)), "{text}");
        }
        for text in ["一是加强领导", "2016年，公开信息", "1.5万条", "全年公开"] {
            assert_eq!(title_at(text, &endings), None, "{text}");
        }
    }
}
