//! Characters as bytes in the encodings that scraped pages come in. Knows no report.

use nianbao::text::simplify::simplify;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Gb18030,
    /// In traditional characters.
    Big5,
    Utf16Le,
    Utf16Be,
}

impl Encoding {
    /// What the page says of itself.
    pub fn label(self) -> &'static str {
        match self {
            Encoding::Utf8 | Encoding::Utf8Bom => "utf-8",
            Encoding::Gb18030 => "gb2312",
            Encoding::Big5 => "big5",
            Encoding::Utf16Le | Encoding::Utf16Be => "utf-16",
        }
    }

    /// Characters that Big5 lacks become references, as browsers send them.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf8Bom => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            Encoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
            Encoding::Big5 => encoding_rs::BIG5.encode(&traditional(text)).0.into_owned(),
            Encoding::Utf16Le => {
                [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
            }
            Encoding::Utf16Be => {
                [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
            }
        }
    }
}

/// Each character as one traditional character that Big5 has and that reads as it.
fn traditional(text: &str) -> String {
    let mut table: Vec<(char, char)> =
        ('\u{4e00}'..='\u{9fff}').map(|c| (simplify(c), c)).filter(|(simple, c)| simple != c).collect();
    table.retain(|(_, c)| !encoding_rs::BIG5.encode(c.encode_utf8(&mut [0; 4])).2);
    table.sort_unstable();
    let found = |c: char| table.binary_search_by_key(&c, |&(simple, _)| simple).ok().map(|at| table[at].1);
    text.chars()
        .map(|c| if encoding_rs::BIG5.encode(c.encode_utf8(&mut [0; 4])).2 { found(c).unwrap_or(c) } else { c })
        .collect()
}
