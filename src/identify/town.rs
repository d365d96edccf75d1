//! Townships: how their names are printed, which county they prove, and their nine-digit code.
//! Knows no page.

use super::locate::{Placed, candidates, settle};
use crate::catalog::Places;
use crate::catalog::identity::AgencyWords;
use crate::catalog::place::TownName;
use crate::model::Level;

/// The names that the register may have for a township as printed.
pub fn town_name(words: &AgencyWords, core: &str) -> TownName {
    let mut name = TownName { whole: vec![core.to_string()], around: None };
    for (printed, written) in &words.town_forms {
        if let Some(stem) = core.strip_suffix(printed.as_str()) {
            name.whole.push(format!("{stem}{written}"));
        }
    }
    for (printed, written) in &words.ethnic_forms {
        if let Some(stem) = core.strip_suffix(printed.as_str()).filter(|stem| !stem.is_empty()) {
            name.around.get_or_insert((stem.to_string(), written.clone()));
        }
    }
    name
}

/// The one division that has the township, among those that the printed place may mean.
pub fn by_town(places: &Places, prefix: &str, year: i32, town: &TownName) -> Option<usize> {
    let (rows, _) = places.candidates_of(prefix, year).filter(|(rows, _)| rows.len() > 1)?;
    match having(places, &rows, year, town)[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// Those of the divisions that have a township of the name.
pub fn having(places: &Places, rows: &[usize], year: i32, town: &TownName) -> Vec<usize> {
    let has = |row: &&usize| !places.towns(**row, year, town).is_empty();
    rows.iter().filter(has).copied().collect()
}

/// The code of a township whose division is known; below a prefecture the county first, if one only has the township.
pub fn settle_town(places: &Places, year: i32, town: &TownName, placed: &mut Placed) {
    let Some(code) = placed.link.division_code.clone() else {
        return;
    };
    let Some(mut row) = places.of_code(&code, year) else {
        return;
    };
    if places.row(row).level != Level::County && places.towns(row, year, town).is_empty() {
        let found = having(places, &places.counties(row, year), year, town);
        match found[..] {
            [only] => {
                row = only;
                let evidence = format!("{}; the only county of it with such a township", placed.link.evidence);
                settle(places, row, year, &evidence, placed);
                placed.level = Some(Level::Township);
            }
            [] => placed.link.evidence.push_str("; the county is not named"),
            _ => {
                let list = candidates(places, &found, year);
                placed.link.evidence.push_str(&format!("; the county is not named: {list}"));
            }
        }
    }
    if let [only] = places.towns(row, year, town)[..] {
        placed.link.township_code = Some(only.code.to_string());
        placed.town = Some(only.name.to_string());
    }
}
