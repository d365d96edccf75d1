//! What a file is, by its content. Knows the marks of formats; reads none of them.

/// The name of the one binary format that is read.
pub(super) const PDF: &str = "PDF";

/// Formats by the bytes that they begin with.
const MARKS: [(&[u8], &str); 14] = [
    (b"%PDF-", PDF),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "OLE (doc, xls, wps)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG image"),
    (b"\xFF\xD8\xFF", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"RIFF", "RIFF (WebP image or media)"),
    (b"\x1F\x8B", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xBC\xAF\x27\x1C", "7-Zip"),
    (b"\x7FELF", "program"),
    (b"SQLite format 3\0", "SQLite"),
];

/// The name of the format if it is not text.
pub(super) fn binary_format(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        let start = &bytes[..bytes.len().min(65_536)];
        let parts: [(&[u8], &str); 4] = [(b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"), (b"OFD.xml", "OFD")];
        let part = parts.iter().find(|(part, _)| memchr::memmem::find(start, part).is_some());
        return Some(part.map_or("zip", |&(_, name)| name));
    }
    let mark = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark));
    mark.map(|&(_, name)| name)
}

/// Whether one character in fifty is a control character: no text, whatever it decodes to.
pub(super) fn is_noise(text: &str) -> bool {
    is_binary(text.as_bytes())
}

/// [`is_noise`] for bytes that no encoding reads.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(8192)];
    let controls: usize = start.iter().map(|byte| usize::from(matches!(byte, 0..0x09 | 0x0E..0x20))).sum();
    controls * 50 > start.len()
}

/// Where HTML begins, if the text is HTML: at its first tag, or after the lines that a scraper wrote before it.
pub(super) fn markup_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut first, mut blocks, mut tags, mut sure) = (None, 0usize, 0usize, false);
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..bytes.len().min(at + 16)];
        if rest.starts_with(b"!--") || rest.starts_with(b"?xml") {
            first.get_or_insert((at, true));
            continue;
        }
        let name = rest.strip_prefix(b"/").unwrap_or(rest);
        let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'!').count();
        let name = name[..length].to_ascii_lowercase();
        let (block, certain) = match name.as_slice() {
            b"!doctype" | b"html" | b"body" => (true, true),
            b"head" | b"div" | b"p" | b"table" | b"tbody" | b"tr" | b"td" | b"th" | b"ul" | b"ol" | b"li" | b"h1"
            | b"h2" | b"h3" | b"h4" | b"section" | b"article" | b"meta" | b"title" | b"script" | b"style" | b"link"
            | b"center" | b"form" => (true, false),
            b"br" | b"span" | b"font" | b"b" | b"strong" | b"a" | b"img" | b"em" | b"u" | b"o" => (false, false),
            _ => continue,
        };
        first.get_or_insert((at, block));
        tags += 1;
        blocks += usize::from(block);
        sure |= certain;
        if sure || tags >= 4096 {
            break;
        }
    }
    let (at, block) = first?;
    // A stray tag in a text of many lines does not make their line ends meaningless.
    if !sure && (tags < 2 || (tags + 3 * blocks) * 3 < memchr::memchr_iter(b'\n', bytes).count()) {
        return None;
    }
    match block {
        true => Some(at),
        false => Some(memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_their_first_bytes() {
        assert_eq!(binary_format(b"%PDF-1.7"), Some("PDF"));
        assert_eq!(binary_format(b"PK\x03\x04....word/document.xml"), Some("docx"));
        assert_eq!(binary_format("年度报告".as_bytes()), None);
        assert!(is_noise("a\0b\0\u{1}\u{2}"));
    }

    #[test]
    fn html_or_text() {
        assert_eq!(markup_start("<p>一</p>"), Some(0));
        assert_eq!(markup_start("标题: 甲\n\n<div>一</div>"), Some("标题: 甲\n\n".len()));
        assert_eq!(markup_start("标题: 甲\n共<b>12</b>件<br>"), Some("标题: 甲\n".len()));
        let saved = "标题: 甲\n<!-- saved from x -->\n<html>";
        assert_eq!(markup_start(saved), Some("标题: 甲\n".len()));
        assert_eq!(markup_start("3 < 4, <http://example.org>"), None);
        assert_eq!(markup_start(&format!("{}<br>{}", "一行\n".repeat(60), "一行\n".repeat(60))), None);
    }
}
