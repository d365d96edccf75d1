//! What the register of divisions does not say of territory: parts of a division that went to another one while it lived
//! on (`config/places/transfers.csv`), and zones that run a whole county (`config/places/zones.csv`). Knows no document.

use super::place::Places;
use super::source::{Fault, Files};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Part of a division's territory went to another at the end of the year.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    pub code: String,
    pub to: String,
    pub year: i32,
}

/// A zone whose committee is the government of one whole county, from one 31 December to another.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Zone {
    /// As the id of the agency writes it.
    name: String,
    /// A code of the county in any of these years.
    county: String,
    valid_from: i32,
    valid_to: Option<i32>,
}

pub struct Territory {
    pub transfers: Vec<Transfer>,
    zones: Vec<(Zone, String)>,
}

impl Territory {
    pub fn load(files: &Files, places: &Places, faults: &mut Vec<Fault>) -> Territory {
        let mut territory = Territory { transfers: Vec::new(), zones: Vec::new() };
        read(files, "places/transfers.csv", faults, |row: Transfer| {
            for code in [&row.code, &row.to] {
                if places.of_code(code, row.year).is_none() {
                    return Err(format!("{code} is no code of {}", row.year));
                }
            }
            territory.transfers.push(row);
            Ok(())
        });
        read(files, "places/zones.csv", faults, |row: Zone| {
            let place = places.of_code(&row.county, row.valid_to.unwrap_or(row.valid_from));
            let Some(key) = place.and_then(|place| places.row(place).panel_id.clone()) else {
                return Err(format!("{} is no county of these years", row.county));
            };
            territory.zones.push((row, key));
            Ok(())
        });
        territory
    }

    /// The time-consistent unit of the county whose government the zone was in a year.
    pub fn governed(&self, zone: &str, year: i32) -> Option<&str> {
        let holds = |of: &Zone| of.name == zone && of.valid_from <= year && of.valid_to.is_none_or(|last| year <= last);
        self.zones.iter().find(|(of, _)| holds(of)).map(|(_, key)| key.as_str())
    }
}

/// Hands every row of a file to `take`, with a fault where it cannot be read or is turned away.
fn read<T: DeserializeOwned>(
    files: &Files,
    name: &str,
    faults: &mut Vec<Fault>,
    mut take: impl FnMut(T) -> Result<(), String>,
) {
    let Some(file) = files.require(name, faults) else {
        return;
    };
    let mut reader = csv::Reader::from_reader(file.text.as_bytes());
    for (index, row) in reader.deserialize().enumerate() {
        if let Err(message) = row.map_err(|error| error.to_string()).and_then(&mut take) {
            faults.push(Fault { file: file.name.clone(), line: index + 2, message });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::source::ConfigFile;

    fn territory(transfers: &str, zones: &str) -> (Territory, Vec<Fault>) {
        let mut files = Files::embedded();
        files.0.retain(|file| !["places/transfers.csv", "places/zones.csv"].contains(&file.name.as_str()));
        for (name, text) in [("places/transfers.csv", transfers), ("places/zones.csv", zones)] {
            files.0.push(ConfigFile { name: name.into(), text: text.into() });
        }
        let mut faults = Vec::new();
        let places = Places::load(&files, &mut faults);
        let territory = Territory::load(&files, &places, &mut faults);
        (territory, faults)
    }

    #[test]
    fn a_zone_governs_its_county_in_its_years() {
        let zones = "name,county,valid_from,valid_to\n甲综合实验区,350128,2010,2015\n";
        let (territory, faults) = territory("code,to,year\n", zones);
        assert_eq!(faults, []);
        let of = |zone, year| territory.governed(zone, year);
        assert_eq!([of("甲综合实验区", 2010), of("甲综合实验区", 2015)], [Some("350128"); 2]);
        assert_eq!([of("甲综合实验区", 2009), of("甲综合实验区", 2016), of("乙综合实验区", 2012)], [None; 3]);
    }

    #[test]
    fn codes_that_are_none_are_faults() {
        let transfers = "code,to,year\n120106,120113,2020\n120106,999999,2020\n";
        let (_, faults) = territory(transfers, "name,county,valid_from,valid_to\n甲区,350000,2010,\n");
        let told: Vec<(&str, usize)> = faults.iter().map(|fault| (fault.file.as_str(), fault.line)).collect();
        assert_eq!(told, [("places/transfers.csv", 3), ("places/zones.csv", 2)]);
    }
}
