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
}
