//! Reports that a site published over several pages: which files of the walk may be pages of one report, whether they are,
//! and their text as one document. Knows names of files and how pages of a site look; knows no metric.

use crate::catalog::Catalog;
use crate::fingerprint::states;
use crate::identify::identify;
use crate::model::{BlockKind, Document, Issue, RefusalReason, Source, Span};
use crate::read::{Limits, read};
use crate::text::fold;
use crate::walk::Found;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most files that are looked at as pages of one report.
const MOST: usize = 20;
/// The script by which a common publishing system lists the pages of an article; it names the first one.
const PAGER: &[u8] = b"createPageHTML";

/// The files that by their names may be pages of one report, first page first, by the path of each of them:
/// `a.html` with `a_1.html`, `a_2.html`…, or with `a_2.html`, `a_3.html`….
///
/// `files` stand in the order of their paths, as the walk gives them.
pub fn families(files: &[Found]) -> BTreeMap<String, Arc<Vec<Found>>> {
    let find = |path: &str| files.binary_search_by(|found| (*found.path).cmp(path)).ok().map(|place| &files[place]);
    let mut families = BTreeMap::new();
    for first in files {
        let Some((stem, extension)) = parts(&first.path) else {
            continue;
        };
        let page = |number: usize| find(&format!("{stem}_{number}.{extension}"));
        let from = if page(1).is_some() { 1 } else { 2 };
        let later: Vec<Found> = (from..).map_while(page).take(MOST - 1).cloned().collect();
        if later.is_empty() || is_later(&find, stem, extension) {
            continue;
        }
        let family = Arc::new(std::iter::once(first.clone()).chain(later).collect::<Vec<_>>());
        for member in family.iter() {
            families.insert(member.path.to_string(), Arc::clone(&family));
        }
    }
    families
}

/// A path without its extension, and the extension.
fn parts(path: &str) -> Option<(&str, &str)> {
    let (stem, extension) = path.rsplit_once('.')?;
    (!stem.is_empty() && !stem.ends_with('/') && !extension.contains('/')).then_some((stem, extension))
}

/// Whether a file is itself a later page of another.
fn is_later<'a>(find: &dyn Fn(&str) -> Option<&'a Found>, stem: &str, extension: &str) -> bool {
    let first = stem.rsplit_once('_').filter(|(_, number)| number.parse().is_ok_and(|number: usize| number < MOST));
    first.is_some_and(|(first, _)| find(&format!("{first}.{extension}")).is_some())
}

/// What a file that is named like a later page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Its text belongs to the report of the first page.
    Joined,
    /// It goes on where the first page ends, and nothing on that page says so.
    Unproven,
    /// A file of its own: another report, another edition, no report.
    Separate,
}

/// The first page with all that was joined to it.
pub struct Joined {
    pub document: Document,
    pub issues: Vec<Issue>,
    /// One a later page.
    pub pages: Vec<Page>,
}

/// Reads files that may be pages of one report; none if the first one is no report by itself.
///
/// A later page is joined if it names the same agency and year as the first, or no agency and year at all; if the two
/// share few of its sentences, as editions of a report do not; and if the first page leads to it: by the name of its
/// file, by the script that lists the pages, or by a link of that name. Without the last it stays unproven if it would
/// pass for a report, and is left to itself if it would not.
pub fn join(catalog: &Catalog, limits: &Limits, files: &[(Source, Vec<u8>)]) -> Option<Joined> {
    let mut issues = Vec::new();
    let (source, bytes) = files.first()?;
    let mut document = read(bytes, limits, &mut issues).ok()?;
    let of = |source: &Source, document: &Document| {
        identify(catalog, source, document, &mut Vec::new()).map(|found| (found.agency_id, found.year.value))
    };
    let identity = of(source, &document).ok()?;
    let known = lines(&document);
    let mut pages = Vec::new();
    for (later, page) in &files[1..] {
        let Ok(read) = read(page, limits, &mut issues) else {
            pages.push(Page::Separate);
            continue;
        };
        let named = of(later, &read).map_err(|refusal| refusal.reason);
        let open = [RefusalReason::NotAReport, RefusalReason::YearUnknown, RefusalReason::AgencyUnknown];
        let fits = match &named {
            Ok(named) => *named == identity,
            Err(reason) => open.contains(reason),
        };
        let (own, first) = (sentences(&read), sentences(&document));
        let shared = own.intersection(&first).count();
        pages.push(match () {
            () if !fits || own.is_empty() || shared * 2 >= own.len() => Page::Separate,
            () if leads(catalog, &document, bytes, &source.path, &later.path) => Page::Joined,
            () if named.is_ok() => Page::Unproven,
            () => Page::Separate,
        });
        if pages.last() == Some(&Page::Joined) {
            append(&mut document, read, &known);
        }
    }
    // A joined text that names somebody else was joined wrongly.
    if of(source, &document).ok().as_ref() != Some(&identity) {
        return None;
    }
    Some(Joined { document, issues, pages })
}

fn leads(catalog: &Catalog, document: &Document, bytes: &[u8], first: &str, later: &str) -> bool {
    let holds = |part: &[u8]| !part.is_empty() && bytes.windows(part.len()).any(|window| window == part);
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_string();
    let stem = parts(first).map(|(stem, _)| name(stem)).unwrap_or_default();
    let linked = || {
        let next = &catalog.identity.page.next;
        document.blocks.iter().any(|block| {
            let line = fold(&document.text, block.span).text;
            next.iter().any(|word| line.contains(word.as_str()))
        })
    };
    holds(name(later).as_bytes()) || (holds(PAGER) && holds(stem.as_bytes())) || linked()
}

/// The blocks of a document, folded: what a later page repeats of it is page furniture.
fn lines(document: &Document) -> BTreeSet<String> {
    document.blocks.iter().map(|block| fold(&document.text, block.span).text).collect()
}

/// The long paragraphs and the tables of a document.
fn sentences(document: &Document) -> BTreeSet<String> {
    let mut letters = String::new();
    let mut all = BTreeSet::new();
    for block in &document.blocks {
        if states(document, block, &mut letters) {
            all.insert(letters.clone());
        }
    }
    all
}

/// Puts a later page behind a document; what the first page has as well, and its head, is furniture there.
fn append(document: &mut Document, later: Document, known: &BTreeSet<String>) {
    document.text.push('\n');
    let offset = document.text.len();
    let shift = |span: Span| Span::new(span.start as usize + offset, span.end as usize + offset);
    document.text.push_str(&later.text);
    for mut block in later.blocks {
        block.frame |= known.contains(&fold(&later.text, block.span).text);
        if matches!(block.kind, BlockKind::Head(_)) {
            (block.kind, block.frame) = (BlockKind::Paragraph, true);
        }
        if let BlockKind::Table(grid) = &mut block.kind {
            for cell in &mut grid.cells {
                cell.span = shift(cell.span);
            }
        }
        block.span = shift(block.span);
        document.blocks.push(block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn found(path: &str) -> Found {
        Found::new(&Path::new("in").into(), &Path::new("in").join(path), path.into(), 1, None)
    }

    #[test]
    fn families_are_told_by_name_and_have_no_gaps() {
        let paths = ["a/t.html", "a/t_1.html", "a/t_2.html", "a/t_2_2.html", "a/t_4.html", "b/u.html", "b/u_2.html"];
        let alone = ["b/v_2.html", "b/w.html", "b/w_2.txt", "c/2021.html", "c/2022.html"];
        let mut files: Vec<Found> = paths.iter().chain(&alone).map(|path| found(path)).collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let families = families(&files);
        let of = |path: &str| -> Vec<String> {
            families
                .get(path)
                .into_iter()
                .flat_map(|family| family.iter().map(|found| found.path.to_string()))
                .collect()
        };
        assert_eq!(of("a/t_2.html"), ["a/t.html", "a/t_1.html", "a/t_2.html"]);
        assert_eq!(of("b/u.html"), ["b/u.html", "b/u_2.html"]);
        for path in alone.iter().chain(&["a/t_4.html"]) {
            assert_eq!(of(path), Vec::<String>::new(), "{path}");
        }
    }

    const FIRST: &str = "<html><head><title>平罗县人民政府2021年政府信息公开工作年度报告</title></head><body>\
        <h1>平罗县人民政府2021年政府信息公开工作年度报告</h1>\
        <p>一、总体情况</p><p>2021年,平罗县坚持依法公开,全年通过门户网站公开各类政府信息共计812条。</p>\
        <p>二、主动公开政府信息情况</p><p>全年制发行政规范性文件共计三件,现行有效的行政规范性文件二十件。</p>\
        <p>三、收到和处理政府信息公开申请情况</p>";
    const SECOND: &str = "<html><head><title>平罗县人民政府2021年政府信息公开工作年度报告</title></head><body>\
        <h1>平罗县人民政府2021年政府信息公开工作年度报告</h1>\
        <p>2021年,平罗县共收到政府信息公开申请27件,均在规定的期限之内作了答复,没有结转。</p>\
        <p>四、政府信息公开行政复议、行政诉讼情况</p><p>本年度因政府信息公开发生行政复议1件,发生行政诉讼0件。</p></body></html>";

    fn pages(first: &str, second: &str) -> Option<(Vec<Page>, Document)> {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let limits = Limits { max_text_bytes: 1 << 20, max_depth: 100, max_cells: 10_000 };
        let source = |path: &str| Source { path: path.into(), member: None, sha256: String::new(), bytes: 0 };
        let files = [(source("a/t7.html"), first.into()), (source("a/t7_1.html"), second.into())];
        join(&catalog, &limits, &files).map(|joined| (joined.pages, joined.document))
    }

    #[test]
    fn a_page_is_joined_where_the_first_leads_to_it() {
        let linked = format!("{FIRST}<a href=\"t7_1.html\">2</a></body></html>");
        let (verdicts, document) = pages(&linked, SECOND).unwrap();
        assert_eq!(verdicts, [Page::Joined]);
        let read: Vec<&str> =
            document.blocks.iter().filter(|block| !block.frame).map(|block| document.slice(block.span)).collect();
        assert_eq!(read.iter().filter(|line| line.contains("年度报告")).count(), 2, "head and title once: {read:?}");
        assert!(read.iter().any(|line| line.contains("27件")), "{read:?}");
        let script = format!("{FIRST}<script>createPageHTML(2, 0, \"t7\", \"html\");</script></body></html>");
        assert_eq!(pages(&script, SECOND).unwrap().0, [Page::Joined]);
        assert_eq!(pages(&format!("{FIRST}<a>下一页</a></body></html>"), SECOND).unwrap().0, [Page::Joined]);
    }

    #[test]
    fn without_a_lead_it_stays_unproven_and_another_report_is_its_own() {
        let alone = format!("{FIRST}</body></html>");
        assert_eq!(pages(&alone, SECOND).unwrap().0, [Page::Unproven]);
        let linked = format!("{FIRST}<a href=\"t7_1.html\">2</a></body></html>");
        assert_eq!(pages(&linked, &SECOND.replace("2021", "2020")).unwrap().0, [Page::Separate], "another year");
        let edition = format!("{linked}<p>四、政府信息公开行政复议、行政诉讼情况</p>");
        assert_eq!(pages(&linked, &edition).unwrap().0, [Page::Separate], "another edition shares its sentences");
    }
}
