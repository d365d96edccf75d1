//! What the path of a readable file says of its agency: the title that is its name, or a folder called after an agency.
//! The weakest evidence, asked last. Knows no document.

use super::candidate::plain;
use super::place::{is_place_only, part, read_name};
use super::title::{Title, titles};
use crate::catalog::{IdentityWords, Places};
use crate::model::{AgencyKind, Attributed};

/// The title of a report that the file is called by.
pub fn title(words: &IdentityWords, places: &Places, path: &str) -> Option<Title> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let found = titles(words, places, &plain(name)).into_iter();
    found.filter(|title| title.year.is_some() || title.agency.is_some()).find(|title| !title.part_year && !title.news)
}

/// The agency of the file's title, else that of the nearest folder. A folder that is a place alone holds the reports of
/// all who sit there: it names nobody, but it completes the bare name of a folder inside it.
pub fn agency(words: &IdentityWords, places: &Places, path: &str, year: i32) -> Option<Attributed<String>> {
    let told = |value: String, evidence: &str| Some(Attributed { value, evidence: evidence.to_string(), span: None });
    if let Some(name) = title(words, places, path).and_then(|title| title.agency) {
        return told(name, "file name");
    }
    let folded: Vec<String> = path.rsplit('/').map(|name| plain(name).text).collect();
    for (at, name) in folded.iter().enumerate() {
        // Without the ending of a file.
        let name = if at == 0 { name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem) } else { name };
        let Some(named) = read_name(words, places, name, year) else {
            continue;
        };
        if is_place_only(words, places, name, year) {
            continue;
        }
        let placed = !part(words, places, name, year, &[]).prefix.is_empty();
        if placed || matches!(named.kind, AgencyKind::Township | AgencyKind::Zone) {
            return told(name.to_string(), "path");
        }
        let parent = folded.get(at + 1).filter(|parent| is_place_only(words, places, parent, year));
        let full = parent.map(|parent| format!("{parent}{name}"));
        if let Some(full) = full.filter(|full| read_name(words, places, full, year).is_some()) {
            return told(full, "path");
        }
    }
    None
}
