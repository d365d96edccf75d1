//! How a line shows that it begins something: ordinals, bullets, clause numbers. Knows nothing of what it begins.

/// Whether the line opens a list item or a numbered heading (`一、`, `（二）`, `3.`, `第四条`, `•`).
pub fn opens_item(line: &str) -> bool {
    let line = line.trim_start();
    let Some(first) = line.chars().next() else {
        return false;
    };
    let rest = &line[first.len_utf8()..];
    match first {
        '(' | '（' | '〔' | '[' | '【' => {
            let close = rest.char_indices().nth(4).map_or(rest.len(), |(at, _)| at);
            let inside = rest[..close].split([')', '）', '〕', ']', '】']).next().unwrap_or_default();
            inside.len() < rest[..close].len() && !inside.is_empty() && inside.chars().all(is_ordinal)
        }
        '第' => {
            let after = rest.trim_start_matches(|c: char| is_ordinal(c) || c == ' ');
            after.len() < rest.len() && after.starts_with(['章', '节', '条', '部', '款'])
        }
        '①'..='⑳' | '⑴'..='⒛' | '㈠'..='㈩' => true,
        '•' | '●' | '■' | '◆' | '※' | '▲' | '★' | '*' | '#' | '|' | '-' | '—' => true,
        first if is_ordinal(first) => {
            let after = rest.trim_start_matches(is_ordinal).trim_start();
            let mut following = after.chars();
            match following.next() {
                Some('、' | ')' | '）' | '．') => true,
                // `3.5` is a number, `3.全文` an item.
                Some('.') => !following.next().is_some_and(|c| c.is_ascii_digit()),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether two lines are one where a figure was torn out of its sentence onto a line of its own: 收到申请 | 19 | 件，办结….
/// What stands behind must go on as a sentence does: a table has a cell a line too.
pub fn is_torn(line: &str, next: &str, after: Option<&str>) -> bool {
    let (line, next) = (line.trim(), next.trim());
    let ends = line.ends_with(['。', '；', '！', '？', ';']);
    is_figure(line) && goes_on(next) || !ends && is_figure(next) && after.is_some_and(|after| goes_on(after.trim()))
}

fn is_figure(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_digit())
        && line.len() <= FIGURE
        && line.bytes().all(|b| b.is_ascii_digit() || b",.".contains(&b))
}

/// Most bytes of a figure on a line of its own.
const FIGURE: usize = 12;
/// Fewest characters behind the mark of a year that go on with a sentence.
const CLAUSE: usize = 4;

/// Whether a line begins with the unit of a figure and goes on with a sentence.
fn goes_on(line: &str) -> bool {
    let mut rest = line.chars();
    match rest.next() {
        Some('年') => rest.count() >= CLAUSE,
        Some(
            '条' | '件' | '份' | '次' | '人' | '篇' | '期' | '场' | '宗' | '起' | '项' | '个' | '例' | '元' | '封',
        ) => rest.next().is_some_and(|c| "，。；、（,;".contains(c)),
        _ => false,
    }
}

fn is_ordinal(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇一二三四五六七八九十百".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_running_text() {
        for line in [
            "一、概述",
            "（二）情况",
            "(3) 其他",
            "3.全文",
            "12、项",
            "第四条 本",
            "第 2 章",
            "•甲",
            "①甲",
            "| a |",
            "# 题",
        ] {
            assert!(opens_item(line), "{line}");
        }
        for line in ["", "一年来", "3.5万元", "2024年", "（以下简称条例）", "第一时间", "公开工作", "31 日"]
        {
            assert!(!opens_item(line), "{line}");
        }
    }

    #[test]
    fn figures_torn_onto_lines_of_their_own() {
        assert!(is_torn("全年共收到公开申请", "19", Some("件，办结")));
        assert!(is_torn("1,319", "条。", None));
        assert!(is_torn("（一）", "2011", Some("年，全县主动公开信息")));
        for (line, next, after) in [
            ("收到申请数", "19", Some("件")),
            ("收到申请数", "19", Some("当面申请数")),
            ("全年受理完毕。", "19", Some("件，办结")),
            ("2011", "年度", None),
            ("全县主动公开信息", "条，下同", None),
        ] {
            assert!(!is_torn(line, next, after), "{line} {next}");
        }
    }
}
