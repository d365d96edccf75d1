//! A table of one group of columns whose name stands in the line above it, not in its header: the line laid on top of the grid
//! as rows of its header. Knows no form.

use crate::model::{Block, BlockKind, Cell, Document, Grid, Span};

/// Characters of a line that names a group.
const LINE: usize = 24;

/// The grid under the names that the block in front of it consists of, from the outermost inwards: 行政诉讼（未经复议直接起诉）
/// is two. None if that block is no such line.
pub fn under(document: &Document, above: &Block, grid: &Grid) -> Option<Grid> {
    if !matches!(above.kind, BlockKind::Paragraph | BlockKind::Heading(_)) {
        return None;
    }
    let names = names(document, above.span);
    if names.is_empty() || grid.columns == 0 {
        return None;
    }
    let over = names.len();
    let mut under = Grid {
        rows: grid.rows + over,
        columns: grid.columns,
        origin: grid.origin,
        cells: Vec::new(),
        slots: Vec::new(),
    };
    for (row, span) in names.into_iter().enumerate() {
        let columns = grid.columns as u32;
        under.cells.push(Cell { span, row: row as u32, column: 0, row_span: 1, column_span: columns });
        under.slots.extend(vec![row as u32; grid.columns]);
    }
    under.cells.extend(grid.cells.iter().map(|cell| Cell { row: cell.row + over as u32, ..*cell }));
    let moved = |&slot: &u32| if slot == Grid::EMPTY { slot } else { slot + over as u32 };
    under.slots.extend(grid.slots.iter().map(moved));
    Some(under)
}

/// The names in a line: what stands in front of its bracket and in it.
fn names(document: &Document, line: Span) -> Vec<Span> {
    let text = document.slice(line);
    if text.trim().chars().count() > LINE {
        return Vec::new();
    }
    let marks = |c: char| !c.is_alphanumeric();
    let mut names = Vec::new();
    let mut at = 0;
    for piece in text.split(['(', ')', '\u{FF08}', '\u{FF09}', ':', '\u{FF1A}']) {
        // The split took one character behind each piece but the last.
        let start = at + (piece.len() - piece.trim_start_matches(marks).len());
        let length = piece.trim_matches(marks).len();
        if length > 0 {
            let from = line.start as usize + start;
            names.push(Span::new(from, from + length));
        }
        at += piece.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    names
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::extract::extract;
    use crate::identify::identify;
    use crate::model::{Source, Value};
    use crate::read::{Limits, read};

    const LIMITS: Limits = Limits { max_text_bytes: 1 << 20, max_depth: 64, max_cells: 10_000 };

    /// The figures of a report that has these lines, by metric.
    fn told(catalog: &Catalog, lines: &str) -> Vec<(String, String)> {
        let text = format!(
            "# 缙云县水利局2022年政府信息公开工作年度报告\n\n## 一、总体情况\n\n局里按季晒出工程进度。\n\n\
             ## 二、主动公开政府信息情况\n\n见网站。\n\n## 三、收到和处理政府信息公开申请情况\n\n见登记簿。\n\n\
             ## 四、政府信息公开行政复议、行政诉讼情况\n\n{lines}\n"
        );
        let document = read(text.as_bytes(), &LIMITS, &mut Vec::new()).unwrap();
        let source = Source { path: "a.md".to_string(), member: None, sha256: String::new(), bytes: 0 };
        let identity = identify(catalog, &source, &document, &mut Vec::new()).unwrap();
        let claims = extract(catalog, &identity, &document, &mut Vec::new()).observations;
        let figure = |value: &Value| value.number().map_or_else(String::new, |number| number.to_string());
        let mut told: Vec<(String, String)> =
            claims.iter().map(|claim| (catalog.metrics.name(claim.metric), figure(&claim.value))).collect();
        told.sort();
        told
    }

    const COLUMNS: &str = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n|---|---|---|---|---|\n";

    #[test]
    fn a_line_above_a_table_names_the_group_of_its_columns() {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let told = told(
            &catalog,
            &format!(
                "### 行政复议\n\n{COLUMNS}| 5 | 1 | 2 | 3 | 11 |\n\n### 行政诉讼（未经复议直接起诉）\n\n{COLUMNS}| 2 | 0 | 1 | 0 | 3 |\n\n\
                 （三）行政诉讼：复议后起诉\n\n{COLUMNS}| 4 | 0 | 0 | 1 | 5 |\n"
            ),
        );
        let of = |metric: &str| told.iter().find(|(name, _)| name == metric).map(|(_, value)| value.as_str());
        assert_eq!(of("appeals.upheld"), Some("5"));
        assert_eq!(of("appeals.total"), Some("11"));
        assert_eq!(of("lawsuits.other@direct"), Some("1"));
        assert_eq!(of("lawsuits.total@direct"), Some("3"));
        assert_eq!(of("lawsuits.pending@after_review"), Some("1"));
        assert_eq!(told.len(), 15, "{told:?}");
    }

    #[test]
    fn a_line_that_names_no_group_or_half_of_one_proves_nothing() {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let figures = format!("{COLUMNS}| 5 | 1 | 2 | 3 | 11 |\n");
        for lines in [
            format!("### 行政诉讼\n\n{figures}"),
            format!("### 信访事项\n\n{figures}"),
            format!("### 行政复议\n\n各股室处理的来信见下。\n\n{figures}"),
            figures.clone(),
            "### 行政复议\n\n| 结果维持 | 结果纠正 | 总计 |\n|---|---|---|\n| 5 | 1 | 11 |\n".to_string(),
        ] {
            assert_eq!(told(&catalog, &lines), [], "{lines}");
        }
    }
}
