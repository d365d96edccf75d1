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

/// Whether a line is nothing but a figure whose unit begins the next one, which goes on with the sentence: pages copied
/// without their marks set every figure in a line of its own. A cell of a table has its unit alone behind it.
pub fn splits_sentence(figure: &str, behind: &str) -> bool {
    let numeral = !figure.is_empty() && figure.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '，' | '.'));
    let begins = figure.starts_with(|c: char| c.is_ascii_digit()) && figure.ends_with(|c: char| c.is_ascii_digit());
    let mut letters = behind.chars();
    let (unit, next) = (letters.next(), letters.next());
    let stops = |c: char| matches!(c, '，' | '。' | '；' | '、' | ',' | ';');
    numeral
        && begins
        && match unit {
            Some('年') => figure.len() == 4 && behind.chars().nth(3).is_some() && next != Some('度'),
            Some(unit) => {
                // 条例, 人员, 项目 are words of their own.
                let word = |next| "例员目称数末度人".contains(next);
                "条件个人元万份篇项起宗名期场次余多".contains(unit)
                    && next.is_some_and(|next| !word(next))
                    && behind.contains(stops)
            }
            None => false,
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
    fn a_figure_in_a_line_of_its_own() {
        assert!(splits_sentence("1,204", "条，其中网站公开"));
        assert!(splits_sentence("2011", "年以来累计公开"));
        assert!(splits_sentence("19", "件。"));
        for (figure, behind) in [("19", "件"), ("2011", "年度"), ("3", "行政诉讼数"), ("一", "件。"), ("3", "条例，")]
        {
            assert!(!splits_sentence(figure, behind), "{figure} {behind}");
        }
    }
}
