//! Periods of days and months as titles write them (2013年1-12月, 2013.1.1-2013.12.31). Knows no label and no report.

use super::date::{small, year_at};

/// A period from one month to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: (i32, u8),
    pub to: (i32, u8),
}

impl Period {
    /// The year that the period is a report's of: all of it, or its greater part up to the end, as with a law or an office
    /// that began in May.
    pub fn of_year(&self) -> Option<i32> {
        let (from, to) = (self.from, self.to);
        (from.0 == to.0 && from.1 <= 6 && to.1 == 12).then_some(to.0)
    }

    /// Whether it is a part of one year and not the year.
    pub fn is_part(&self) -> bool {
        self.from.0 == self.to.0 && self.of_year().is_none()
    }
}

/// The period that begins a folded text, and the bytes that it takes.
pub fn period_at(text: &str) -> Option<(Period, usize)> {
    let (year, at) = year_at(text)?;
    let at = at + length_of(&text[at..], &SEPARATORS);
    // 1-12月 may be read as a day of January: a day is tried first, then a month alone.
    [true, false].into_iter().find_map(|dated| {
        let (month, length) = month_at(&text[at..], dated)?;
        let mut end = at + length;
        end += length_of(&text[end..], &['起']);
        let behind = text[end..].trim_start_matches(['-', '~', '至', '到']);
        if behind.len() == text[end..].len() {
            return None;
        }
        end = text.len() - behind.len();
        let mut last = year;
        if let Some((named, length)) = year_at(behind) {
            last = named;
            end += length;
            end += length_of(&text[end..], &SEPARATORS);
        }
        let (until, length) = [true, false].into_iter().find_map(|dated| month_at(&text[end..], dated))?;
        end += length;
        end += length_of(&text[end..], &['止']);
        let period = Period { from: (year, month), to: (last, until) };
        (period.from < period.to).then_some((period, end))
    })
}

const SEPARATORS: [char; 3] = ['.', '-', '/'];

/// The bytes of one of `marks` that begins a text.
fn length_of(text: &str, marks: &[char]) -> usize {
    text.chars().next().filter(|c| marks.contains(c)).map_or(0, char::len_utf8)
}

/// A month, with a day behind it or without.
fn month_at(text: &str, dated: bool) -> Option<(u8, usize)> {
    let (month, mut at) = small(text).filter(|(month, _)| (1..=12).contains(month))?;
    let marked = text[at..].starts_with('月');
    at += length_of(&text[at..], &['月']);
    if dated {
        at += if marked { 0 } else { Some(length_of(&text[at..], &SEPARATORS)).filter(|&length| length > 0)? };
        let (_, length) = small(&text[at..]).filter(|(day, _)| (1..=31).contains(day))?;
        at += length;
        at += length_of(&text[at..], &['日']);
    }
    // A figure goes on: no month.
    (!text[at..].starts_with(|c: char| c.is_ascii_digit())).then_some((month, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_in_the_notations_of_titles() {
        for (text, from, to) in [
            ("2011年1-12月", (2011, 1), (2011, 12)),
            ("2013.1.1-2013.12.31", (2013, 1), (2013, 12)),
            ("2013-01-01至2013-12-31", (2013, 1), (2013, 12)),
            ("2013年1月1日起至12月31日止", (2013, 1), (2013, 12)),
            ("2008年5月1日--12月31日", (2008, 5), (2008, 12)),
            ("2012.8-2013.7", (2012, 8), (2013, 7)),
            ("二〇一三年一月至十二月", (2013, 1), (2013, 12)),
            ("2013年1~6月", (2013, 1), (2013, 6)),
        ] {
            assert_eq!(period_at(text), Some((Period { from, to }, text.len())), "{text}");
        }
        for text in
            ["2013年", "2014年1月20日", "2014-01-20", "2013年1月", "2013年13-14月", "2013年12-1月", "2013年1-122"]
        {
            assert_eq!(period_at(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_is_what_reaches_its_end() {
        let of = |from, to| Period { from, to }.of_year();
        assert_eq!(of((2013, 1), (2013, 12)), Some(2013));
        assert_eq!(of((2008, 5), (2008, 12)), Some(2008));
        assert_eq!(of((2013, 1), (2013, 6)), None);
        assert_eq!(of((2013, 7), (2013, 12)), None);
        assert_eq!(of((2012, 8), (2013, 7)), None);
    }
}
