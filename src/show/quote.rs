//! Characters of a report as a person may read them: the line around a span, with what was read marked in it. Knows
//! neither what a span means nor whether it prints on a terminal.

use crate::model::Span;

/// How text is marked: with colours for a terminal, with signs alone elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub colour: bool,
}

impl Style {
    /// A name or a heading.
    pub fn strong(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// What one may skip.
    pub fn faint(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// What went wrong.
    pub fn alarm(self, text: &str) -> String {
        self.paint("31", text)
    }

    /// The characters that were read.
    pub fn mark(self, text: &str) -> String {
        self.paint("1;33", &format!("«{text}»"))
    }

    /// Characters between two signs, in a colour of their own where there are colours.
    pub fn between(self, code: &str, open: &str, text: &str, close: &str) -> String {
        self.paint(code, &format!("{open}{text}{close}"))
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }
}

/// A line of a text in three: what was read, and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    pub before: String,
    pub token: String,
    pub after: String,
}

/// The line of `text` around `span`, at most `around` characters of it on either side; none where the span is not one of
/// the text's.
///
/// The cells of a table's row are parted by `|`; where the line was cut stands `…`.
pub fn cut(text: &str, span: Span, around: usize) -> Option<Quote> {
    let token = text.get(span.range())?;
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let before = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let after = &after[..after.find('\n').unwrap_or(after.len())];
    let left = before.char_indices().rev().nth(around).map(|(at, c)| at + c.len_utf8());
    let right = after.char_indices().nth(around).map(|(at, _)| at);
    let dots = |cut: Option<usize>| if cut.is_some() { "…" } else { "" };
    Some(Quote {
        before: format!("{}{}", dots(left), plain(&before[left.unwrap_or(0)..]).trim_start()),
        token: plain(token).trim().to_string(),
        after: format!("{}{}", plain(&after[..right.unwrap_or(after.len())]).trim_end(), dots(right)),
    })
}

/// [`cut`] on one line, with what was read marked.
pub fn quote(text: &str, span: Span, around: usize, style: Style) -> String {
    cut(text, span, around)
        .map_or_else(String::new, |quote| format!("{}{}{}", quote.before, style.mark(&quote.token), quote.after))
}

/// The text without what could steer a terminal: tabs become bars, other control characters blanks.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => plain.push_str(" | "),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, token: &str) -> Span {
        let start = text.find(token).unwrap();
        Span::new(start, start + token.len())
    }

    #[test]
    fn the_line_of_a_cell() {
        let text = "标题\n新收申请\t54\t4\n下一行";
        assert_eq!(quote(text, span(text, "54"), 40, Style::default()), "新收申请 | «54» | 4");
        let blank = Span::new(text.find("\t54").unwrap() + 1, text.find("\t54").unwrap() + 1);
        assert_eq!(quote(text, blank, 4, Style::default()), "…收申请 | «»54 | 4");
    }

    #[test]
    fn long_lines_are_cut_on_characters() {
        let text = "全年共收到政府信息公开申请12件，均已按时办结";
        assert_eq!(quote(text, span(text, "12"), 3, Style::default()), "…开申请«12»件，均…");
        assert_eq!(quote(text, Span::new(0, 0), 2, Style::default()), "«»全年…");
    }

    #[test]
    fn nothing_steers_the_terminal() {
        let text = "a\u{1b}[31m7\u{202e}\n";
        assert_eq!(quote(text, span(text, "7"), 9, Style::default()), "a [31m«7»");
        assert!(quote(text, Span::new(3, 99), 9, Style::default()).is_empty());
        assert_eq!(Style { colour: true }.mark("7"), "\u{1b}[1;33m«7»\u{1b}[0m");
    }
}
