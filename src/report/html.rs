//! The page as one text: markup, style, scripts and packed data. Knows the files of `assets/report/` and how a browser is
//! kept from the network and from what stands in the data; knows no table.

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;

const TEMPLATE: &str = include_str!("../../assets/report/page.html");
const STYLE: [&str; 2] = [
    include_str!("../../assets/report/vendor/uplot-1.6.32/uPlot.min.css"),
    include_str!("../../assets/report/page.css"),
];
const WORDS: &str = include_str!("../../assets/report/words.json");
/// An unmodified release; see NOTICE.
const CHARTS: &[u8] = include_bytes!("../../assets/report/vendor/uplot-1.6.32/uPlot.iife.min.js");
/// One program in the order in which it is read.
const SCRIPTS: [&str; 11] = [
    include_str!("../../assets/report/words.js"),
    include_str!("../../assets/report/store.js"),
    include_str!("../../assets/report/dom.js"),
    include_str!("../../assets/report/chart.js"),
    include_str!("../../assets/report/series.js"),
    include_str!("../../assets/report/source.js"),
    include_str!("../../assets/report/coverage.js"),
    include_str!("../../assets/report/picker.js"),
    include_str!("../../assets/report/spread.js"),
    include_str!("../../assets/report/quality.js"),
    include_str!("../../assets/report/start.js"),
];

/// The language of the page's own words; what the reports say stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    Chinese,
    English,
}

impl Language {
    fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh",
            Language::English => "en",
        }
    }
}

/// A named piece of data: JSON, compressed, in characters that no markup is made of.
pub struct Block {
    name: String,
    packed: String,
}

impl Block {
    pub fn new(name: &str, value: &impl Serialize) -> Block {
        let json = serde_json::to_vec(value).expect("values of the page have text keys");
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&json).expect("memory takes every byte");
        Block { name: name.to_string(), packed: base64(&gzip.finish().expect("memory takes every byte")) }
    }

    /// Bytes that it takes in the page.
    pub fn len(&self) -> usize {
        self.packed.len()
    }
}

/// The page. The first block is what the first picture needs; it stands before the scripts, the others behind.
pub fn page(language: Language, snapshot: &str, blocks: &[Block]) -> String {
    let charts = String::from_utf8_lossy(CHARTS);
    let program = format!("(() => {{\n'use strict';\n{}}})();\n", SCRIPTS.concat());
    let hash = |script: &str| format!("'sha256-{}'", base64(&Sha256::digest(script.as_bytes())));
    let style = STYLE.concat();
    // Scripts and style by their hashes: whatever else the page might be made to hold, it does not run. Nothing is loaded.
    let policy = format!(
        "default-src 'none'; script-src {} {}; style-src {}; base-uri 'none'; form-action 'none'",
        hash(&charts),
        hash(&program),
        hash(&style)
    );
    let packed = |blocks: &[Block]| {
        blocks.iter().fold(String::new(), |mut text, block| {
            let _ = writeln!(text, "<script type=\"application/gzip\" id=\"{}\">{}</script>", block.name, block.packed);
            text
        })
    };
    let (first, rest) = blocks.split_at(blocks.len().min(1));
    let mut page = String::new();
    for (place, piece) in TEMPLATE.split("{{").enumerate() {
        let (name, piece) = if place == 0 { ("", piece) } else { piece.split_once("}}").unwrap_or(("", piece)) };
        page.push_str(&match name {
            "language" => language.tag().to_string(),
            "snapshot" => escape(snapshot),
            "policy" => policy.clone(),
            "style" => style.clone(),
            "words" => WORDS.replace('<', "\\u003c"),
            "charts" => charts.to_string(),
            "program" => program.clone(),
            "first" => packed(first),
            "rest" => packed(rest),
            _ => String::new(),
        });
        page.push_str(piece);
    }
    page
}

/// Text as HTML.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for digit in 0..4 {
            let six = (bits >> (18 - 6 * digit) & 63) as usize;
            text.push(if digit <= three.len() { DIGITS[six] as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_the_standard_has_it() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xff, 0xfe, 0xfb]), "//77");
    }

    #[test]
    fn the_own_parts_of_the_page_end_no_script_and_no_style() {
        for (name, text) in [("program", SCRIPTS.concat()), ("charts", String::from_utf8_lossy(CHARTS).into())] {
            for end in ["</script", "<!--"] {
                assert!(!text.contains(end), "{name} holds {end}");
            }
            assert!(!text.contains('\r'), "a carriage return would change the hash of {name}");
        }
        let style = STYLE.concat();
        assert!(!style.contains("</"));
        assert!(!style.contains("url(") && !style.contains("@import"), "the page asks for no other file");
    }

    /// The page's words are in both languages, and only known places of the template are filled.
    #[test]
    fn both_languages_say_everything() {
        let words: serde_json::Value = serde_json::from_str(WORDS).unwrap();
        for (key, pair) in words.as_object().unwrap() {
            for language in ["zh", "en"] {
                assert!(pair[language].as_str().is_some_and(|text| !text.is_empty()), "{key} has no {language}");
            }
        }
        let page = page(Language::English, "<1>", &[Block::new("core", &1)]);
        assert!(page.starts_with("<!doctype html>\n<html lang=\"en\"") && page.contains("&lt;1&gt;"));
        assert_eq!(TEMPLATE.matches("{{").count(), 10, "language twice, every other part once");
    }
}
