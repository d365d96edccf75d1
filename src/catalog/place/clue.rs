//! What around a name tells of its place, in the order in which it is believed; and the signs of provinces and
//! prefectures (`config/places/signs.csv`): phone area codes, document marks, labels of hosts. Clues only choose among
//! divisions that the name allows; none of them makes a place by itself.

use super::super::source::{Fault, Files};
use super::Places;
use serde::Deserialize;
use std::collections::HashMap;

/// Where a clue stands. The order is the order of evidence: an earlier one overrules a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClueKind {
    /// Another title of the page.
    Title,
    Publisher,
    /// The sentence that says whom to ask.
    Contact,
    Breadcrumb,
    /// Parents' documents cited by number.
    Documents,
    /// The name of the site.
    Site,
    /// Web addresses of the page.
    Host,
    Phone,
    Path,
    /// The first part of the text.
    Text,
}

impl ClueKind {
    /// How the clue told the place, for `Link.evidence`.
    pub fn words(self) -> &'static str {
        match self {
            ClueKind::Title => "parent named in a title of the page",
            ClueKind::Publisher => "parent named by the publisher",
            ClueKind::Contact => "parent named in the contact sentence",
            ClueKind::Breadcrumb => "parent named in the breadcrumb",
            ClueKind::Documents => "parent's documents cited",
            ClueKind::Site => "parent named by the site",
            ClueKind::Host => "parent's label in the host",
            ClueKind::Phone => "phone area code",
            ClueKind::Path => "parent named in the path",
            ClueKind::Text => "parent named in the text",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Clue<'a> {
    pub kind: ClueKind,
    pub text: &'a str,
}

/// The signs of one province or prefecture.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row<'a> {
    code: &'a str,
    #[serde(rename = "name")]
    _name: &'a str,
    area_code: &'a str,
    documents: &'a str,
    pinyin: &'a str,
    initials: &'a str,
}

#[derive(Default)]
struct Sign {
    area_codes: Vec<String>,
    documents: Vec<String>,
    pinyin: Vec<String>,
    initials: Vec<String>,
}

#[derive(Default)]
pub struct Signs(HashMap<String, Sign>);

impl Signs {
    pub fn load(files: &Files, faults: &mut Vec<Fault>) -> Signs {
        let mut signs = Signs::default();
        let Some(file) = files.require("places/signs.csv", faults) else {
            return signs;
        };
        let list = |cell: &str| -> Vec<String> {
            let parts = cell.split(';').filter(|part| !part.is_empty());
            parts.map(str::to_string).collect()
        };
        let mut reader = csv::Reader::from_reader(file.text.as_bytes());
        let headers = reader.headers().cloned().unwrap_or_default();
        for (at, record) in reader.records().enumerate() {
            let read = record.map_err(|error| error.to_string()).and_then(|record| {
                let row: Row = record.deserialize(Some(&headers)).map_err(|error| error.to_string())?;
                let sign = Sign {
                    area_codes: list(row.area_code),
                    documents: list(row.documents),
                    pinyin: list(row.pinyin),
                    initials: list(row.initials),
                };
                let area = |code: &String| code.starts_with('0') && code.len() <= 4;
                if !sign.area_codes.iter().all(area) {
                    return Err(format!("`{}` is no area code", row.area_code));
                }
                signs.0.insert(row.code.to_string(), sign);
                Ok(())
            });
            if let Err(message) = read {
                faults.push(Fault { file: file.name.clone(), line: at + 2, message });
            }
        }
        signs
    }
}

impl Places {
    /// How many of the row's parents the clue tells of.
    pub(super) fn told(&self, row: usize, year: i32, clue: &Clue) -> usize {
        let tells = |parent: &usize| self.tells(*parent, clue);
        self.ancestors(row, year).iter().filter(|parent| tells(parent)).count()
    }

    fn tells(&self, parent: usize, clue: &Clue) -> bool {
        let division = &self.rows[parent];
        let sign = self.signs.0.get(&division.code);
        let any = |list: fn(&Sign) -> &Vec<String>, fits: &dyn Fn(&str) -> bool| {
            sign.is_some_and(|sign| list(sign).iter().any(|entry| fits(entry)))
        };
        let text = clue.text;
        match clue.kind {
            ClueKind::Title | ClueKind::Publisher | ClueKind::Breadcrumb | ClueKind::Site => {
                self.is_named(parent, &[text])
            }
            // Running text names roads and partners by short names.
            ClueKind::Contact | ClueKind::Text => text.contains(&division.name),
            ClueKind::Documents => any(|sign| &sign.documents, &|mark| text.contains(mark)),
            ClueKind::Host => {
                let labels = host_labels(text);
                any(|sign| &sign.pinyin, &|label| labels.contains(&label))
                    || any(|sign| &sign.initials, &|label| labels.contains(&label))
            }
            ClueKind::Phone => {
                let codes = area_codes(text);
                any(|sign| &sign.area_codes, &|code| codes.iter().any(|found| found.starts_with(code)))
            }
            ClueKind::Path => {
                let mut parts = text.split(|c: char| !c.is_alphanumeric());
                self.is_named(parent, &[text])
                    || parts.any(|part| any(|sign| &sign.pinyin, &|label| part.eq_ignore_ascii_case(label)))
            }
        }
    }
}

/// The labels of the government's hosts in a text.
fn host_labels(text: &str) -> Vec<&str> {
    let hosts = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'))
        .filter(|word| word.ends_with(".gov.cn"));
    hosts.flat_map(|host| host.split('.').rev().skip(2)).collect()
}

/// What stands before the number itself in phone numbers; digits that begin like one where nothing parts them.
fn area_codes(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let run = &text[at + start..];
        let length = run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len());
        let (digits, rest) = run.split_at(length);
        at += start + length;
        let number = rest.trim_start_matches(|c: char| c == ' ' || c.is_ascii_punctuation() || !c.is_alphanumeric());
        let count = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let parted = (3..=4).contains(&length) && (7..=8).contains(&count) && rest.len() - number.len() <= 4;
        if digits.starts_with('0') && (parted || (10..=12).contains(&length)) {
            found.push(digits);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_and_hosts_are_read_as_printed() {
        assert_eq!(
            area_codes("电话：0431-88776655，邮编130012，(010)65094321，手机13900001111，2015年03月"),
            ["0431", "010"]
        );
        assert_eq!(area_codes("02487654321"), ["02487654321"]);
        assert_eq!(host_labels("网址http://xxgk.cc.gov.cn/a/b.html，www.example.com"), ["cc", "xxgk"]);
    }
}
