//! Whether a page is an annual report at all, or an index, a notice, a blank form, news, an essay template.
//! Refuses only what it is sure of: three usual sections or a filled official table make a report.

use super::title::Title;
use crate::catalog::IdentityWords;
use crate::catalog::finder;
use crate::catalog::identity::{before, first};
use crate::model::{BlockKind, Document, Refusal, RefusalReason};
use crate::text::fold::{begins_enumerator, fold_char, strip_enumerator};
use crate::text::han::letters;
use crate::text::simplify::simplified;

/// What the whole text says for a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Roles of section titles met.
    pub sections: usize,
    /// Row labels of official tables.
    pub labels: usize,
    /// Such labels with a figure behind them.
    pub filled: usize,
    /// Characters in lines long enough to be sentences.
    pub prose: usize,
    /// All letters outside the head and the frame.
    pub letters: usize,
}

pub fn signs(words: &IdentityWords, document: &Document) -> Signs {
    let mut signs = Signs::default();
    let mut roles = vec![false; words.page.sections.len()];
    let mut known = vec![false; words.page.labels.len()];
    let mut filled = known.clone();
    for block in document.blocks.iter().filter(|block| !block.frame && !matches!(block.kind, BlockKind::Head(_))) {
        let raw = document.slice(block.span);
        let text = &simplified(raw);
        for line in text.lines() {
            let letters = letters(line);
            signs.letters += letters;
            signs.prose += if letters > 45 { letters } else { 0 };
        }
        for (start, end, role) in words.page_signs.find(text) {
            match role.checked_sub(roles.len()) {
                None => roles[role] = roles[role] || heads_a_section(text, start, &text[start..end]),
                Some(label) => {
                    known[label] = true;
                    // Simplifying keeps positions; the figure may stand in a block of its own.
                    let behind = &document.text[block.span.start as usize + end..];
                    filled[label] = filled[label] || figure_behind(behind);
                }
            }
        }
    }
    signs.sections = roles.iter().filter(|&&met| met).count();
    signs.filled = filled.iter().filter(|&&met| met).count();
    signs.labels = known.iter().filter(|&&met| met).count();
    signs
}

/// Whether the words stand behind an ordinal or at the beginning of a short line.
fn heads_a_section(text: &str, at: usize, title: &str) -> bool {
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let head = text[line_start..at].trim();
    if head.is_empty() {
        return text[line_start..line_end].chars().take(40).count() < 40;
    }
    // Sections run on in pages that lost their line ends: an ordinal a few words in front is enough.
    let tail: Vec<char> = head.chars().rev().take(14).filter_map(fold_char).collect();
    (1..=tail.len()).filter(|&count| begins_enumerator(tail[count - 1])).any(|count| {
        let numbered: String = tail[..count].iter().rev().copied().chain(title.chars()).collect();
        let rest = strip_enumerator(&numbered);
        rest.len() < numbered.len() && rest.chars().all(|c| c.is_alphanumeric() || c == '、' || c == ' ')
    })
}

/// A figure within the next few characters, which is no enumerator of the next row.
fn figure_behind(text: &str) -> bool {
    let near: Vec<char> = text.chars().take(24).collect();
    let Some(at) = near.iter().position(char::is_ascii_digit) else {
        return false;
    };
    let end = at + near[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    !matches!(near.get(end), Some('.' | '、' | '．')) && !near[..at].iter().any(|c| matches!(c, '。' | '；' | ';'))
}

/// What else is known of a page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside {
    /// How many titles it lists.
    pub mentioned: usize,
    /// It begins like a newspaper's.
    pub by_line: bool,
    /// How many of its lines begin like articles of rules.
    pub articles: usize,
}

/// Refuses a page that is no report. `found` are titles in lines of their own, `names` the strings that title the page,
/// `own` tells whether it calls itself a report in its first paragraphs, or by the name of its file; asked only if no title does.
pub fn judge(
    words: &IdentityWords,
    signs: Signs,
    found: &[&Title],
    names: &[String],
    beside: Beside,
    own: impl FnOnce() -> bool,
) -> Result<(), Refusal> {
    let refuse = |detail: String| Err(Refusal::new(RefusalReason::NotAReport, detail));
    let page = &words.page;
    let Beside { mentioned, by_line, articles } = beside;
    let report = signs.sections >= 3 || signs.filled >= 3;
    // An announcement with the sections of a report, or with as much text, is one.
    let carried = |title: &Title| !title.announced || report || signs.prose >= page.least_report;
    let titled = found.iter().any(|title| !title.part_year && !title.news && carried(title));
    let speaks = |name: &str, sign: finder::Signs| {
        let signs = words.glance.at(name);
        signs.has(sign) && signs.has(finder::Signs::SUBJECT)
    };
    if let Some(name) = names.iter().find(|name| speaks(name, finder::Signs::ESSAY)) {
        return refuse(format!("a model text: {name}"));
    }
    let half = |name: &String| speaks(name, finder::Signs::PART_YEAR);
    if !titled && (found.iter().any(|title| title.part_year) || names.iter().any(half)) {
        return refuse("statistics of a part of the year".to_string());
    }
    if signs.letters < page.least_text && signs.filled == 0 {
        return refuse("a title and no text".to_string());
    }
    let other = names.iter().find(|name| before(&page.other_titles, name.trim_end_matches([')', '"', '》'])).is_some());
    // A notice numbers its tasks as a report its sections, and may carry the blank form: more is asked of a page that
    // calls itself one.
    let named = |title: &Title| title.year.is_some() || title.agency.is_some();
    let told = found.iter().any(|title| !title.part_year && !title.news && carried(title) && named(title));
    let empty = signs.sections < 5 || (signs.labels >= 5 && signs.filled == 0);
    if let Some(name) = other.filter(|_| signs.filled < 3 && empty && !told) {
        return refuse(format!("a document of another kind: {name}"));
    }
    if articles >= 2 && signs.filled < 3 && !told {
        return refuse("rules in articles".to_string());
    }
    if signs.labels >= 5 && signs.filled == 0 && signs.prose < 200 && !titled {
        return refuse("a blank form".to_string());
    }
    let listing = mentioned >= 8 && signs.sections < 4 && signs.filled < 3;
    if listing || (!report && mentioned >= 4 && signs.prose < 300) {
        return refuse(format!("a list of {mentioned} titles"));
    }
    if report {
        return Ok(());
    }
    if (by_line && signs.sections < 2) || found.iter().any(|title| title.news) {
        return refuse("news of a report".to_string());
    }
    // A page that lost its title, cut off anywhere.
    let lost = || signs.prose >= page.least_prose && own();
    if !titled && !lost() {
        let other = names.iter().find(|name| first(&page.other_reports, name).is_some());
        return refuse(match other {
            Some(name) => format!("an annual report of another kind: {name}"),
            None => "no title of a report and no usual sections".to_string(),
        });
    }
    Ok(())
}
