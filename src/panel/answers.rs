//! The small table that answers the first question: county by year, the first measure of every headline table. Knows the
//! names of the panel's columns only by their endings.

use crate::warehouse::{Values, columns, read};
use anyhow::Result;
use std::path::Path;

/// What stands where a report states nothing; a stated zero is `0`.
const NOTHING: &str = "·";

/// County by year as aligned text, one line each, from the panel of a snapshot.
pub fn answers(snapshot: &Path) -> Result<String> {
    let names = columns(snapshot, "panel")?;
    let mut wanted = vec!["county_key", "province", "county", "report_year"];
    wanted.extend(first_measures(&names));
    if names.is_empty() {
        return Ok(String::new());
    }
    let panel = read(snapshot, "panel", &wanted)?;
    let mut lines = vec![wanted[1..].iter().map(|name| name.to_string()).collect::<Vec<_>>()];
    for row in 0..panel.rows() {
        let cell = |name: &str| panel.get(name).and_then(|values| shown(values, row));
        let county = cell("county").or_else(|| cell("county_key"));
        let rest = wanted[3..].iter().map(|name| cell(name));
        let cells = [cell("province"), county].into_iter().chain(rest);
        lines.push(cells.map(|cell| cell.unwrap_or_else(|| NOTHING.to_string())).collect());
    }
    Ok(aligned(&lines))
}

/// The first measure of each headline table: the first column that shares the beginning of a `…_scope` column.
fn first_measures(names: &[String]) -> Vec<&str> {
    let tables = names.iter().filter_map(|name| name.strip_suffix("_scope"));
    tables
        .filter_map(|table| {
            names.iter().find(|name| name.strip_prefix(table).is_some_and(|rest| rest.starts_with('_')))
        })
        .map(String::as_str)
        .collect()
}

fn shown(values: &Values, row: usize) -> Option<String> {
    match values {
        Values::Text(values) => values[row].clone(),
        Values::Int64(values) => values[row].map(|value| value.to_string()),
        Values::Int32(values) | Values::Date(values) => values[row].map(|value| value.to_string()),
        Values::Float64(values) => values[row].map(|value| value.to_string()),
        Values::Float32(values) => values[row].map(|value| value.to_string()),
        Values::Flag(values) => values[row].map(|value| value.to_string()),
    }
}

/// Columns of equal width, the names of places to the left, the others to the right.
fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let widths: Vec<usize> =
        (0..columns).map(|column| lines.iter().map(|line| width(&line[column])).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for line in lines {
        for (column, cell) in line.iter().enumerate() {
            let blank = " ".repeat(widths[column] - width(cell));
            match column {
                0 => text.push_str(&format!("{cell}{blank}")),
                1 => text.push_str(&format!("  {cell}{blank}")),
                _ => text.push_str(&format!("  {blank}{cell}")),
            }
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

/// Columns on a terminal: East Asian wide characters take two.
fn width(text: &str) -> usize {
    let wide = |c: char| matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFD);
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scope;
    use crate::warehouse::testing::{fact, parsed, publish};

    #[test]
    fn zero_is_shown_and_nothing_is_a_dot() {
        let folder = tempfile::tempdir().unwrap();
        let mut zero = parsed("甲县", 2021);
        zero.facts = vec![fact(0, Scope::Own, Some(0)), fact(3, Scope::Own, None)];
        let mut many = parsed("鄂托克前旗", 2021);
        many.facts = vec![fact(0, Scope::Own, Some(1234)), fact(3, Scope::Own, Some(1))];
        let snapshot = publish(folder.path(), &[zero, many], 3);
        let expected = "\
province  county      report_year  applications_received  appeals_total
Province  甲县               2021                      0              ·
Province  鄂托克前旗         2021                   1234              1
";
        assert_eq!(answers(&snapshot).unwrap(), expected);
    }

    #[test]
    fn a_snapshot_without_counties_has_a_head_only() {
        let folder = tempfile::tempdir().unwrap();
        let snapshot = publish(folder.path(), &[], 3);
        assert_eq!(answers(&snapshot).unwrap().lines().count(), 1);
    }
}
