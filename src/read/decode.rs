//! Bytes → text, by evidence: byte order mark, validity, declaration, statistics. The only place that knows encodings;
//! knows no markup beyond the declaration of a charset.

use crate::model::{Code, Issue, Refusal, RefusalReason, Severity};
use crate::text::han::{Census, census};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How much of the start of a file may declare its charset.
const DECLARATION_BYTES: usize = 4096;
/// How much of a file the statistics look at.
const SAMPLE_BYTES: usize = 8192;
/// How much of a document's text shows whether it is mojibake.
const PROSE_BYTES: usize = 4096;
/// So many bytes beyond ASCII that are valid UTF-8 are UTF-8, whatever follows.
const VALID_BYTES: usize = 48;
/// Shorter texts must decode without a fault.
const LONG_TEXT: usize = 400;

/// The text of a file and the name of its encoding.
pub(super) fn decode<'a>(bytes: &'a [u8], issues: &mut Vec<Issue>) -> Result<(Cow<'a, str>, &'static str), Refusal> {
    let (text, encoding) = choose(bytes, issues)?;
    Ok((text, encoding.name()))
}

/// Reports a document whose text was decoded wrongly and saved before it came here.
pub(super) fn notice_mojibake(text: &str, issues: &mut Vec<Issue>) {
    let mut end = text.len().min(PROSE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if census(&text[..end]).is_mojibake() {
        let message = "the text looks as if it had been decoded wrongly and saved before it came here";
        issues.push(issue(Code::MojibakeSuspected, Severity::Warning, message.to_string()));
    }
}

fn choose<'a>(bytes: &'a [u8], issues: &mut Vec<Issue>) -> Result<(Cow<'a, str>, &'static Encoding), Refusal> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return tolerate(encoding, &bytes[mark..], issues);
    }
    if let Some(encoding) = utf_16(bytes)
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return Ok((text, encoding));
    }
    let declared = declared(&bytes[..bytes.len().min(DECLARATION_BYTES)]);
    let fault = match std::str::from_utf8(bytes) {
        Ok(text) => {
            if let Some(declared) = declared.filter(|&declared| declared != UTF_8)
                && !text.is_ascii()
            {
                overruled(declared, UTF_8, issues);
            }
            return Ok((Cow::Borrowed(text), UTF_8));
        }
        Err(fault) => fault.valid_up_to(),
    };
    let valid = bytes[..fault].iter().filter(|byte| !byte.is_ascii());
    let encoding = if valid.take(VALID_BYTES).count() == VALID_BYTES {
        // No other encoding looks so long like UTF-8 by chance.
        UTF_8
    } else {
        // The first fault is surely beyond ASCII; from there on a sample tells the candidates apart.
        let from = fault.saturating_sub(SAMPLE_BYTES / 2);
        by_statistics(&bytes[from..bytes.len().min(from + SAMPLE_BYTES)], declared)
    };
    let decoded = tolerate(encoding, bytes, issues)?;
    if let Some(declared) = declared.filter(|&declared| declared != encoding) {
        overruled(declared, encoding, issues);
    }
    Ok(decoded)
}

/// Decodes; a few malformed bytes in a long text are replaced and reported, more are refused.
fn tolerate<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
    issues: &mut Vec<Issue>,
) -> Result<(Cow<'a, str>, &'static Encoding), Refusal> {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    if faulty {
        let lost = text.matches('\u{FFFD}').count();
        let characters = text.chars().count();
        if characters < LONG_TEXT || lost * 200 > characters {
            let detail = format!("{lost} of {characters} characters cannot be decoded as {}", encoding.name());
            return Err(Refusal::new(RefusalReason::Undecodable, detail));
        }
        issues.push(issue(
            Code::MojibakeSuspected,
            Severity::Warning,
            format!("{lost} of {characters} characters are malformed as {}", encoding.name()),
        ));
    }
    Ok((text, encoding))
}

/// The declared charset if the sample reads as prose in it, else the candidate that reads best.
fn by_statistics(sample: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    let score = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let census = census(&text);
        (census, census.common as i64 - 8 * text.matches('\u{FFFD}').count() as i64)
    };
    let reads_well = |census: Census| census.is_prose() && census.lost * 100 <= census.foreign;
    if let Some(declared) = declared
        && reads_well(score(declared).0)
    {
        return declared;
    }
    let mut best = (GB18030, score(GB18030).1);
    for encoding in [BIG5, UTF_8] {
        let score = score(encoding).1;
        if score > best.1 {
            best = (encoding, score);
        }
    }
    match declared {
        // A page in another script may declare a charset that no statistics here know.
        Some(declared) if best.1 <= 0 && !declared.is_single_byte() => declared,
        _ => best.0,
    }
}

/// UTF-16 without a byte order mark: the zero bytes of its ASCII characters stand on one side, and the few of others
/// (U+4E00, U+5F00) on the other.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(DECLARATION_BYTES) & !1];
    memchr::memchr(0, sample)?;
    let (mut first, mut second) = (0, 0);
    for pair in sample.chunks_exact(2) {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    let enough = (first + second) * 100 >= sample.len() && bytes.len().is_multiple_of(2);
    match enough {
        true if first * 3 < second => Some(UTF_16LE),
        true if second * 3 < first => Some(UTF_16BE),
        _ => None,
    }
}

/// The charset that a `<meta>`, an `http-equiv` or an XML declaration names.
fn declared(start: &[u8]) -> Option<&'static Encoding> {
    for at in memchr::memmem::find_iter(start, b"<") {
        let tag = &start[at + 1..];
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        let key: &[u8] = match tag {
            [b'?', b'x' | b'X', ..] => b"encoding",
            [b'm' | b'M', b'e' | b'E', b't' | b'T', b'a' | b'A', ..] => b"charset",
            _ => continue,
        };
        let Some(at) = tag.windows(key.len()).position(|window| window.eq_ignore_ascii_case(key)) else {
            continue;
        };
        let value = tag[at + key.len()..].trim_ascii_start();
        let Some(value) = value.strip_prefix(b"=") else {
            continue;
        };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
        let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
        let length = value.iter().take_while(|byte| is_label(byte)).count();
        if let Some(encoding) = Encoding::for_label(&value[..length]) {
            // A declaration that could be read as ASCII is not UTF-16, whatever it says.
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
    }
    None
}

fn overruled(declared: &'static Encoding, read: &'static Encoding, issues: &mut Vec<Issue>) {
    let message = format!("declared as {}, read as {}", declared.name(), read.name());
    issues.push(issue(Code::EncodingOverruled, Severity::Note, message));
}

fn issue(code: Code, severity: Severity, message: String) -> Issue {
    Issue { code, severity, message, span: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GBK;

    const PROSE: &str = "本局全年共收到信息公开申请若干件，均已按时答复，没有收取任何费用。";
    const TRADITIONAL: &str = "本局全年共收到信息公開申請若干件，均已按時答覆，沒有收取任何費用。";

    fn codes(bytes: &[u8]) -> (String, &'static str, Vec<Code>) {
        let mut issues = Vec::new();
        let (text, name) = decode(bytes, &mut issues).unwrap();
        notice_mojibake(&text, &mut issues);
        (text.into_owned(), name, issues.iter().map(|issue| issue.code).collect())
    }

    #[test]
    fn the_ladder() {
        let utf_16: Vec<u8> = format!("<p>{PROSE}</p>").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(Vec<u8>, &str, &str); 6] = [
            (PROSE.into(), PROSE, "UTF-8"),
            ([b"\xEF\xBB\xBF", PROSE.as_bytes()].concat(), PROSE, "UTF-8"),
            (GBK.encode(PROSE).0.into(), PROSE, "gb18030"),
            (GBK.encode(TRADITIONAL).0.into(), TRADITIONAL, "gb18030"),
            (BIG5.encode(TRADITIONAL).0.into(), TRADITIONAL, "Big5"),
            (utf_16, &format!("<p>{PROSE}</p>"), "UTF-16LE"),
        ];
        for (bytes, text, name) in cases {
            assert_eq!(codes(&bytes), (text.to_string(), name, vec![]));
        }
    }

    #[test]
    fn declarations_are_believed_only_if_true() {
        let page = |label: &str| format!("<META http-equiv=Content-Type content='text/html; charset={label}'>{PROSE}");
        let (_, name, found) = codes(&GBK.encode(&page("gb2312")).0);
        assert_eq!((name, found), ("GBK", vec![]));
        let (_, name, found) = codes(&GBK.encode(&page("utf-8")).0);
        assert_eq!((name, found), ("gb18030", vec![Code::EncodingOverruled]));
        let (_, name, found) = codes(&GBK.encode(&page("iso-8859-1")).0);
        assert_eq!((name, found), ("gb18030", vec![Code::EncodingOverruled]));
        let (_, name, found) = codes(page("gb2312").as_bytes());
        assert_eq!((name, found), ("UTF-8", vec![Code::EncodingOverruled]));
    }

    #[test]
    fn few_faults_are_tolerated_and_many_refused() {
        let mut bytes = GBK.encode(&PROSE.repeat(20)).0.into_owned();
        bytes.push(0xFF);
        let (text, name, found) = codes(&bytes);
        assert!(text.ends_with('\u{FFFD}'));
        assert_eq!((name, found), ("gb18030", vec![Code::MojibakeSuspected]));
        let cut = [PROSE.repeat(20).as_bytes(), &[b' '; 9000], b"\xE4\xB8<p>"].concat();
        let (_, name, found) = codes(&cut);
        assert_eq!((name, found), ("UTF-8", vec![Code::MojibakeSuspected]));
        let noise: Vec<u8> = (0..2000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8 | 0x80).collect();
        let refusal = decode(&noise, &mut Vec::new()).unwrap_err();
        assert_eq!(refusal.reason, RefusalReason::Undecodable);
    }

    #[test]
    fn mojibake_is_noticed() {
        let twisted = GBK.decode_without_bom_handling(PROSE.as_bytes()).0.into_owned();
        assert_eq!(codes(twisted.as_bytes()).2, [Code::MojibakeSuspected]);
    }
}
