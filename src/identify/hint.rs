//! What the path of a file says of its place and year, for files that cannot be read. Weak evidence: it explains a gap and
//! links nothing. Knows no document.

use super::locate::locate;
use super::place::read_name;
use super::title::titles;
use crate::catalog::Catalog;
use crate::catalog::place::{Clue, ClueKind};
use crate::model::{AgencyKind, Hint, Span};
use crate::text::date::years;
use crate::text::fold;

/// The government and the year that a path names: a title of a report, or a folder called after a place and a year beside
/// it. None unless both are told and the place is resolved.
pub fn hint(catalog: &Catalog, path: &str) -> Option<Hint> {
    let (words, places) = (&catalog.identity, &catalog.places);
    let parts: Vec<_> = path.rsplit('/').map(|part| fold(part, Span::new(0, part.len()))).collect();
    let titled = parts.iter().flat_map(|part| titles(words, places, part)).find(|title| title.agency.is_some());
    let told = parts.iter().find_map(|part| years(&part.text).first().map(|(year, _)| *year));
    let year = titled.as_ref().and_then(|title| title.year).or(told)?;
    let name = titled.and_then(|title| title.agency).or_else(|| {
        let named =
            |name: &str| read_name(words, places, name, year).is_some_and(|of| of.kind == AgencyKind::Government);
        parts.iter().map(|part| part.text.clone()).find(|name| named(name))
    })?;
    let located = locate(catalog, &name, year, &[Clue { kind: ClueKind::Path, text: path }]);
    let code = located.link.division_code.filter(|_| located.kind == AgencyKind::Government)?;
    Some(Hint { division_code: code, year })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_place_and_year_or_nothing() {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let of = |path: &str| hint(&catalog, path).map(|hint| (hint.division_code, hint.year));
        let pingluo = Some(("640221".to_string(), 2015));
        assert_eq!(of("a/平罗县人民政府2015年政府信息公开工作年度报告.pdf"), pingluo);
        assert_eq!(of("宁夏/平罗县/2015.pdf"), pingluo);
        assert_eq!(of("a/平罗县财政局2015年政府信息公开工作年度报告.pdf"), None);
        assert_eq!(of("a/平罗县.pdf"), None);
        assert_eq!(of("a/2015.pdf"), None);
        assert_eq!(of("a/鼓楼区2015年政府信息公开工作年度报告.pdf"), None, "several districts have that name");
    }
}
