//! Townships and their nine-digit codes (`config/places/townships.csv`), found by name inside one county.
//! Knows no agency. The rows stay text: a run asks for the townships of few counties.

use super::super::source::{ConfigFile, Fault, Files};
use std::collections::BTreeMap;
use std::ops::Range;

/// The snapshots behind the table begin in this year: it stands for "or earlier".
const FIRST_SNAPSHOT: i32 = 2015;

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Town<'a> {
    /// Nine digits; the seventh says street, town, township, or (4 and 5) an area that is none.
    pub code: &'a str,
    pub name: &'a str,
    from: i32,
    to: Option<i32>,
}

/// How a report may print the name of one township.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TownName {
    /// Spellings of the whole name.
    pub whole: Vec<String>,
    /// The name around a list of nationalities that a report leaves out: beginning and end.
    pub around: Option<(String, String)>,
}

#[derive(Default)]
pub struct Towns {
    text: String,
    /// The bytes of a county's rows.
    counties: BTreeMap<u32, Range<usize>>,
}

impl Towns {
    pub fn load(files: &Files, faults: &mut Vec<Fault>) -> Towns {
        let mut towns = Towns::default();
        let Some(file) = files.require("places/townships.csv", faults) else {
            return towns;
        };
        let mut at = file.text.find('\n').map_or(file.text.len(), |end| end + 1);
        let mut last = (0, "");
        for line in file.text[at..].split_inclusive('\n') {
            let end = at + line.len();
            match read(line.trim_end()) {
                Some((county, town)) if last < (county, town.code) || last.1 == town.code => {
                    last = (county, town.code);
                    towns.counties.entry(county).or_insert(at..end).end = end;
                }
                Some(_) => faults.push(fault(file, at, "rows are not sorted by county and code")),
                None => faults.push(fault(
                    file,
                    at,
                    "a row is code (nine digits), name, county_code (six), valid_from, valid_to",
                )),
            }
            at = end;
        }
        towns.text.clone_from(&file.text);
        towns
    }

    /// Townships of a county code by a name, those around the year: from the year before to two years after.
    /// Those of the very year are meant where there are any.
    /// Some names of the register have that of the county (`prefix`) in front.
    pub fn named(&self, county: &str, prefix: &str, year: i32, name: &TownName) -> Vec<Town<'_>> {
        let all = self.of(county);
        let near = |town: &Town| holds(town, year - 1..=year + 2);
        let called = |town: &Town| {
            let own = town.name.split_once(prefix).map_or(town.name, |(_, own)| own);
            name.whole.iter().any(|whole| whole == town.name || whole == own)
        };
        let mut found: Vec<Town> = all.iter().filter(|town| near(town) && called(town)).copied().collect();
        if let (true, Some((head, tail))) = (found.is_empty(), &name.around) {
            let fits =
                |town: &&Town| near(town) && town.name.starts_with(head.as_str()) && town.name.ends_with(tail.as_str());
            found.extend(all.iter().filter(fits));
        }
        if found.iter().any(|town| holds(town, year..=year)) {
            found.retain(|town| holds(town, year..=year));
        }
        found.dedup_by_key(|town| town.code);
        found
    }

    /// Real townships of a county; parks, farms and regiments that the statistics code like townships are left out.
    fn of(&self, county: &str) -> Vec<Town<'_>> {
        let range = county.parse().ok().and_then(|county: u32| self.counties.get(&county));
        let Some(range) = range else {
            return Vec::new();
        };
        let rows = self.text[range.clone()].lines().filter_map(read);
        rows.map(|(_, town)| town).filter(|town| town.code.as_bytes()[6] < b'4').collect()
    }
}

fn holds(town: &Town, years: std::ops::RangeInclusive<i32>) -> bool {
    let begun = town.from <= FIRST_SNAPSHOT || town.from <= *years.end();
    begun && town.to.is_none_or(|last| last >= *years.start())
}

fn read(line: &str) -> Option<(u32, Town<'_>)> {
    let mut cells = line.split(',');
    let [code, name, county, from, to] = [(); 5].map(|()| cells.next());
    let (code, county, to) = (code?, county?, to?);
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(code, 9) || !digits(county, 6) || cells.next().is_some() {
        return None;
    }
    let town = Town {
        code,
        name: name.filter(|name| !name.is_empty())?,
        from: from?.parse().ok()?,
        to: if to.is_empty() { None } else { Some(to.parse().ok()?) },
    };
    Some((county.parse().ok()?, town))
}

fn fault(file: &ConfigFile, byte: usize, message: &str) -> Fault {
    file.fault(byte, message)
}
