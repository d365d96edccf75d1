//! Titles by their ordinals (一、 (一) 1.) and the ends of sentences. Knows nothing of what a title is about.

use super::fold::Folded;
use super::number::is_dated;

/// Longest title, in characters: longer ones are sentences.
const LONGEST: usize = 42;

/// How an ordinal is written: titles of one form stand on one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// 一、 the outermost.
    Plain,
    /// （一）
    Bracketed,
    /// 1.
    Digit,
    /// （1）
    BracketedDigit,
}

/// A title at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// Bytes, ordinal included.
    pub length: usize,
    pub form: Form,
}

/// Longest title, in characters, that a comma may end where no word says that it is one: longer ones are clauses.
const CLAUSE: usize = 8;

/// Characters of a year alone (2010年度): behind an ordinal it begins a sentence.
const YEAR: usize = 6;

/// Words that make what follows an ordinal a statement, not a title.
const STATES: [&str; 21] = [
    "属于",
    "没有",
    "无因",
    "无发生",
    "无依申请",
    "未收到",
    "未接到",
    "未发生",
    "没收到",
    "未受理",
    "未产生",
    "未收取",
    "未收费",
    "未出现",
    "未引发",
    "未提起",
    "未被",
    "不收取",
    "不收费",
    "尚无",
    "暂无",
];

/// The title that begins `text` with an ordinal; `endings` are the words that end a title which is glued to its text, and
/// `known` tells whether a title says what its section is about. Where a statement follows the ordinal at once, the ordinal
/// is all there is of a title.
pub fn title_at(text: &str, endings: &[String], known: &dyn Fn(&str) -> bool) -> Option<Title> {
    let trimmed = text.trim_start();
    let (behind, form) = behind_ordinal(trimmed)?;
    // 1.5万条 is a figure; 三、2012年度申请情况 is a title.
    let year = behind.get(..4).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
        && behind[4..].starts_with('年');
    if behind.starts_with(|c: char| c.is_ascii_digit()) && !(year && form == Form::Plain) {
        return None;
    }
    let lead = text.len() - behind.len();
    let thousands = |at: usize| {
        behind[at..].starts_with(',')
            && [behind[..at].bytes().last(), behind[at + 1..].bytes().next()]
                .iter()
                .all(|b| b.is_some_and(|b| b.is_ascii_digit()))
    };
    let ends = |(at, c): &(usize, char)| "\n\r。；;：:，,".contains(*c) && !thousands(*at);
    let end = behind.char_indices().find(ends).map_or(behind.len(), |(at, _)| at);
    let words = before_blank(behind[..end].trim_end(), endings, known);
    let glued = ending(words, endings);
    let comma = words.len() == behind[..end].trim_end().len() && behind[end..].starts_with([',', '，']);
    let only_year = year && words.chars().count() <= YEAR;
    let clause = comma && (only_year || words.chars().count() > CLAUSE);
    // 四、本年没有收费情况。 A full stop ends a sentence, though a word that ends titles stands before it.
    let stopped = glued == Some(words.len()) && behind[end..].starts_with('。') && states(words);
    if stopped || glued.is_none() && (clause || states(words)) {
        return Some(Title { length: lead, form });
    }
    let short = words.chars().count() <= LONGEST;
    let length = if short && glued.is_none_or(|glued| glued == words.len()) { words.len() } else { glued? };
    (length > 0).then_some(Title { length: lead + length, form })
}

/// The part before a blank where that alone is a title: 二、主动公开 全年公开…
fn before_blank<'a>(words: &'a str, endings: &[String], known: &dyn Fn(&str) -> bool) -> &'a str {
    for (at, blank) in words.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let (head, tail) = (words[..at].trim_end(), words[at + blank.len_utf8()..].trim_start());
        let goes_on = endings.iter().any(|ending| tail.ends_with(ending.as_str())) && !states(tail);
        // 受理申请 31 件 is no title, 主动公开 2013年新增 is one and its text.
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        let counts = digits > 0 && !(digits == 4 && tail[digits..].starts_with('年'));
        if head.chars().count() > 2 && tail.chars().count() > 2 && known(head) && !goes_on && !counts {
            return head;
        }
    }
    words
}

/// Whether a text gives a count or denies something: it is a sentence, however short.
fn states(words: &str) -> bool {
    let mut rest = words;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let behind = rest[at..].trim_start_matches(|c: char| c.is_ascii_digit());
        if !is_dated(behind.trim_start()) && !behind.is_empty() && !rest[..at].ends_with('第') {
            return true;
        }
        rest = behind;
    }
    STATES.iter().any(|word| words.contains(word)) && !words.contains("有没有")
}

fn behind_ordinal(text: &str) -> Option<(&str, Form)> {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let count = |text: &str, is: &dyn Fn(char) -> bool| -> usize {
        text.chars().take_while(|&c| is(c)).map(char::len_utf8).sum()
    };
    let length = count(text, &numeral);
    if length > 0 {
        let mark = text[length..].trim_start();
        let blank = mark.len() < text.len() - length;
        return match mark.strip_prefix(['、', '.', '．', ',', '，']) {
            Some(behind) if length <= 9 => Some((behind, Form::Plain)),
            // Guangdong writes 一 概述.
            _ if blank && length <= 9 => Some((mark, Form::Plain)),
            _ => None,
        };
    }
    if let Some(inner) = text.strip_prefix(['(', '（']) {
        let length = count(inner, &|c| numeral(c) || c.is_ascii_digit());
        let behind = inner[length..].strip_prefix([')', '）'])?;
        let form = if inner.starts_with(|c: char| c.is_ascii_digit()) { Form::BracketedDigit } else { Form::Bracketed };
        return ((1..=9).contains(&length)).then_some((behind, form));
    }
    let digits = count(text, &|c| c.is_ascii_digit());
    let behind = text[digits..].strip_prefix(['、', '.', '．'])?;
    ((1..=2).contains(&digits)).then_some((behind, Form::Digit))
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

/// Bytes of a sentence that is read in one: what a clause means may depend on every other of its sentence.
const SENTENCE: usize = 12_000;

/// The sentences of a folded text, as byte ranges; a sentence ends behind a full stop, an exclamation or question mark. A text
/// that lost them, or never had them, ends behind a semicolon or comma before it grows too long.
pub fn sentences(folded: &Folded) -> Vec<std::ops::Range<usize>> {
    let text = folded.text.as_str();
    let mut sentences = Vec::new();
    for mut sentence in stops(text) {
        while sentence.len() > SENTENCE {
            let bytes = &text.as_bytes()[sentence.start..sentence.start + SENTENCE];
            let cut = memchr::memrchr2(b',', b';', bytes).map_or(SENTENCE, |at| at + 1);
            let end = (sentence.start + cut..).find(|&at| text.is_char_boundary(at)).unwrap_or(sentence.end);
            sentences.push(sentence.start..end);
            sentence.start = end;
        }
        sentences.push(sentence);
    }
    sentences
}

fn stops(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    // Few other characters begin with the first byte of a full stop.
    for at in memchr::memchr3_iter("。".as_bytes()[0], b'!', b'?', text.as_bytes()) {
        if let Some(rest) = text[at..].strip_prefix(['。', '!', '?']) {
            // A question mark between a word and its figure is what a blank became: 政府信息?10条.
            if text[at..].starts_with('?') && rest.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let end = text.len() - rest.len();
            sentences.push(start..end);
            start = end;
        }
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use crate::text::fold::fold;

    #[test]
    fn titles_end_where_their_text_begins() {
        let endings: Vec<String> = ["情况", "方面", "概述"].map(String::from).to_vec();
        let known = |title: &str| title.contains("公开");
        for (text, title, form) in [
            ("一、概述", "一、概述", Form::Plain),
            ("（二）主动公开情况：全年", "（二）主动公开情况", Form::Bracketed),
            ("三、依申请公开情况2016年未收到申请", "三、依申请公开情况", Form::Plain),
            ("五、复议情况和诉讼情况我局无", "五、复议情况和诉讼情况", Form::Plain),
            ("1.当面申请", "1.当面申请", Form::Digit),
            ("二、主动公开 全年主动公开信息45条", "二、主动公开", Form::Plain),
            ("（一）内容 2013年新增公开信息45条", "（一）", Form::Bracketed),
            ("1、全年未收到申请", "1、", Form::Digit),
            ("四、本年没有收费情况。", "四、", Form::Plain),
            ("四、没有收费的情况", "四、没有收费的情况", Form::Plain),
            ("一、2010年，我局共公开", "一、", Form::Plain),
            ("（三）本局作为办理复议的机关，全年收到申请", "（三）", Form::Bracketed),
            ("（二）主动公开，全年公开", "（二）主动公开", Form::Bracketed),
            ("（1）受理申请 31 件，其中：当面", "（1）", Form::BracketedDigit),
            ("1.厅门户网站发布5,640条，访问量", "1.", Form::Digit),
            ("（一）收到和处理 政府信息公开申请情况", "（一）收到和处理 政府信息公开申请情况", Form::Bracketed),
        ] {
            let found = title_at(text, &endings, &known).map(|found| (&text[..found.length], found.form));
            assert_eq!(found, Some((title, form)), "{text}");
        }
        for text in ["一是加强领导", "2016年，公开信息", "1.5万条", "全年公开"] {
            assert_eq!(title_at(text, &endings, &known), None, "{text}");
        }
    }

    #[test]
    fn a_sentence_without_end_is_cut_at_its_clauses() {
        let clause = "收到申请5件，";
        let text = format!("一句。{}", clause.repeat(3_000));
        let folded = fold(&text, Span::new(0, text.len()));
        let sentences = super::sentences(&folded);
        assert!(sentences.len() > 3 && sentences.iter().all(|sentence| (1..=SENTENCE).contains(&sentence.len())));
        assert!(sentences.windows(2).all(|pair| pair[0].end == pair[1].start), "nothing is lost");
        assert!(sentences[1..].iter().all(|sentence| folded.text[sentence.clone()].ends_with(',')));
        let unmarked = "字".repeat(20_000);
        let folded = fold(&unmarked, Span::new(0, unmarked.len()));
        assert!(super::sentences(&folded).iter().all(|sentence| sentence.len() <= SENTENCE + 3));
    }
}
