//! Claims from running text: passages into sentences, sentences into claims. Knows no table and judges nothing.

use super::owner::Owner;
use super::section::{Passage, passages};
use crate::catalog::Catalog;
use crate::catalog::phrase::context::{When, Whose};
use crate::catalog::phrase::disputes::outnumbers;
use crate::catalog::phrase::read::{self, Before, Claim};
use crate::catalog::phrase::stock::{NEAR, Reach, outgrows};
use crate::catalog::phrase::token::{Token, tokens};
use crate::catalog::phrase::topic;
use crate::model::{Document, Evidence, Identity, Method, Number, Observation, Rank, Scope, Span};
use crate::text::fold;
use crate::text::fold::strip_enumerator;
use crate::text::heading::sentences;

/// Longest sentence, in characters, that may need its title for a noun.
const FRAGMENT: usize = 36;

/// The year in which the regulation came into force, on 1 May.
const FIRST_YEAR: i32 = 2008;

/// What running text gives.
pub struct Told {
    pub claims: Vec<Observation>,
    /// Figures beside the noun of a metric that no phrase has read.
    pub unread: Vec<Span>,
}

/// The claims of a document's running text. `taken` are stretches that the table readers have read;
/// `form` is that of the table of applications, where there is one: its own names then hold for prose too.
pub fn claims(catalog: &Catalog, identity: &Identity, document: &Document, taken: &[Span], form: Option<&str>) -> Told {
    let (mut claims, mut unread): (Vec<Option<Observation>>, _) = (Vec::new(), Vec::new());
    let mut heading = None;
    let mut before = Before::default();
    let mut owner = Owner::under(&catalog.words, "");
    // Claims of the sentence before that the next one may take back, with their place in `claims`.
    let mut general: Vec<(usize, Claim)> = Vec::new();
    // Claims of what was counted up to the end of a year: of that year or of all so far, which nothing else has told.
    let mut open: Vec<usize> = Vec::new();
    // Claims under the same title that the year's own figure may show to count all years so far.
    let mut stocks: Vec<(usize, Claim, Span)> = Vec::new();
    for passage in passages(&catalog.words, document, identity.year.value) {
        if catalog.words.unread.contains(&passage.role) {
            continue;
        }
        let mut first = passage.heading != heading;
        if first {
            (heading, before) = (passage.heading, Before::default());
            let title = heading.map(|heading| fold(&document.text, heading).text).unwrap_or_default();
            owner = Owner::under(&catalog.words, &title);
            general.clear();
            stocks.clear();
        }
        before.disclosing = catalog.words.discloses(&passage.title);
        for span in outside(passage.span, taken) {
            let folded = fold(&document.text, span);
            for range in sentences(&folded) {
                let text = &folded.text[range.clone()];
                let said = read::sentence(&catalog.phrases, &catalog.words, text, &passage.role, &before);
                unread.extend(
                    said.unread.iter().map(|&(start, end)| folded.span(range.start + start, range.start + end)),
                );
                for (place, all) in general.drain(..) {
                    if said.decides || said.claims.iter().any(|told| outnumbers(&all, told)) {
                        claims[place] = None;
                    }
                }
                before = said.before(before);
                owner.settle(&catalog.words, identity, text, &mut before.claims);
                let mut found = before.claims.clone();
                // A short first sentence may have its noun in the title: （一）信息处理费：全年收取0元。
                let short = || {
                    text.chars().count() <= FRAGMENT
                        && topic::lacks_noun(&catalog.words, text, &tokens(&catalog.words, text))
                };
                if first && found.is_empty() && short() {
                    found = under_title(catalog, document, &passage, text);
                    owner.settle(&catalog.words, identity, text, &mut found);
                }
                // The title of a first sentence that names no way may name it: 1.政府网站 全年发布信息148条.
                let ways = &catalog.phrases.ways;
                let any_way = |claim: &Claim| Some(claim.metric) == ways.whole && claim.rank != Rank::High;
                if first && found.iter().all(any_way) {
                    let mut told = by_way(catalog, document, &passage, text);
                    owner.settle(&catalog.words, identity, text, &mut told);
                    found = if told.is_empty() { found } else { told };
                }
                // The full stop behind a title is no sentence.
                first = first && !text.contains(char::is_alphanumeric);
                // Before the first title stand addresses and what was copied from last year's report: what is sure there
                // still gives way to what the sections say.
                if passage.preamble {
                    let year = When::Year(identity.year.value);
                    let sure = |claim: &Claim| claim.rank != Rank::Low && !claim.last;
                    // What there is, there is since something began.
                    let stands = |claim: &Claim| {
                        matches!(claim.when, When::Since(_)) && claim.counts(&catalog.metrics) == Some(claim.metric)
                    };
                    let timely = |claim: &Claim| claim.when == When::Report || claim.when == year || stands(claim);
                    found.retain(|claim| sure(claim) && timely(claim));
                    found.iter_mut().for_each(|claim| claim.rank = Rank::Low);
                }
                stocks.retain(|(place, ..)| claims[*place].is_some());
                stocks.retain(|(place, stock, span)| {
                    let shown = found.iter().any(|flow| outgrows(stock, flow));
                    if shown {
                        let stock = Claim { when: When::Since(None), ..stock.clone() };
                        claims[*place] = observation(catalog, identity, &stock, *span, form);
                        open.retain(|other| other != place);
                    }
                    !shown
                });
                for claim in found {
                    let span = folded.span(range.start + claim.start, range.start + claim.end);
                    general.extend(claim.general.then(|| (claims.len(), claim.clone())));
                    claims.push(observation(catalog, identity, &claim, span, form));
                    open.extend(
                        matches!(claim.when, When::Until(year) if year > FIRST_YEAR).then_some(claims.len() - 1),
                    );
                    if matches!(claim.reach, Reach::Unsaid | Reach::SoFar) {
                        stocks.push((claims.len() - 1, claim, span));
                        stocks.drain(..stocks.len().saturating_sub(NEAR));
                    }
                }
            }
        }
    }
    open.into_iter().for_each(|place| claims[place] = None);
    Told { claims: claims.into_iter().flatten().collect(), unread }
}

/// The parts of a passage that no table reader has read.
fn outside(span: Span, taken: &[Span]) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = span.start;
    for other in taken.iter().filter(|other| other.overlaps(span)) {
        if other.start > start {
            parts.push(Span { start, end: other.start });
        }
        start = start.max(other.end);
    }
    if start < span.end {
        parts.push(Span { start, end: span.end });
    }
    parts
}

/// The claims of a sentence that its title completes, with spans of the sentence alone.
fn under_title(catalog: &Catalog, document: &Document, passage: &Passage, text: &str) -> Vec<Claim> {
    let Some(heading) = passage.heading else { return Vec::new() };
    let title = fold(&document.text, heading).text;
    let title = strip_enumerator(&title).trim_end_matches(['】', ']']);
    let sentence = format!("{title}:{}", text.trim_start_matches([':', ',', '-']));
    let ahead = sentence.len() - text.len();
    let mut claims =
        read::sentence(&catalog.phrases, &catalog.words, &sentence, &passage.role, &Before::default()).claims;
    claims.retain(|claim| claim.end > ahead);
    for claim in &mut claims {
        (claim.start, claim.end) = (claim.start.saturating_sub(ahead), claim.end - ahead);
    }
    claims
}

/// The claims of a sentence that names no way of disclosure, by the one way that its title names.
fn by_way(catalog: &Catalog, document: &Document, passage: &Passage, text: &str) -> Vec<Claim> {
    let (words, ways) = (&catalog.words, &catalog.phrases.ways);
    let Some(heading) = passage.heading else { return Vec::new() };
    let title = fold(&document.text, heading).text;
    let names = |token: &Token| token.meets(ways.apart) && !token.meets(words.acts);
    let mut named = tokens(words, &title).into_iter().filter(names);
    let (Some(way), None) = (named.next(), named.next()) else { return Vec::new() };
    if tokens(words, text).iter().any(names) {
        return Vec::new();
    }
    let said = text.trim_start_matches([':', ',', '-']);
    let (cut, ahead) = (text.len() - said.len(), way.end - way.start);
    let sentence = format!("{}{said}", &title[way.start..way.end]);
    let mut claims = read::sentence(&catalog.phrases, words, &sentence, &passage.role, &Before::default()).claims;
    claims.retain(|claim| claim.end > ahead && ways.parts.contains(&claim.metric));
    for claim in &mut claims {
        (claim.start, claim.end) = ((claim.start + cut).saturating_sub(ahead), claim.end + cut - ahead);
    }
    claims
}

fn observation(
    catalog: &Catalog,
    identity: &Identity,
    claim: &Claim,
    span: Span,
    form: Option<&str>,
) -> Option<Observation> {
    let report = identity.year.value;
    if claim.left_from.is_some_and(|year| year >= report) {
        return None;
    }
    let year = match claim.when {
        When::Report | When::Since(_) => report,
        When::Last => report - 1,
        When::Year(year) | When::Until(year) | When::Through(year) => year,
        When::Prior(year) if year < report => year,
        // A plan, or a part of a year: no figure of any year.
        When::Prior(_) | When::Next | When::Part => return None,
    };
    let year = if claim.last && !matches!(claim.when, When::Prior(_)) { year - 1 } else { year };
    let scope = match claim.whose {
        Whose::Unstated => Scope::Unstated,
        Whose::Own => Scope::Own,
        Whose::Area => Scope::Area,
        // A figure of the townships or the departments alone is not the report's.
        Whose::Part => return None,
    };
    let id = catalog.phrases.id(claim.phrase);
    let method = if year == report { Method::Phrase } else { Method::Restated };
    // In the first year all years so far are that one; and none in all years is none in the last.
    let none = claim.value.number() == Some(Number::ZERO);
    let begun = none || report == FIRST_YEAR || claim.when == When::Since(Some(report));
    let counted = if begun { claim.metric } else { claim.counts(&catalog.metrics)? };
    let counted = catalog.metrics.in_year(counted, report);
    let metric = form.map_or(counted, |form| catalog.metrics.in_table(counted, form));
    if !catalog.metrics.is_told_in(metric, report) {
        return None;
    }
    Some(Observation {
        metric,
        scope,
        value: claim.value.clone(),
        about_year: year,
        evidence: Evidence {
            method,
            rank: claim.rank,
            pattern: format!("phrases/{id}"),
            span,
            row: None,
            column: None,
            repaired: false,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identify::identify;
    use crate::model::{Bound, Source, Value};
    use crate::read::{Limits, read};

    const LIMITS: Limits = Limits { max_text_bytes: 1 << 20, max_depth: 64, max_cells: 10_000 };

    /// The claims of a text, with their metrics by name.
    fn told(text: &str) -> Vec<(String, Observation)> {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let document = read(text.as_bytes(), &LIMITS, &mut Vec::new()).unwrap();
        let source = Source { path: "a.txt".to_string(), member: None, sha256: String::new(), bytes: 0 };
        let identity = identify(&catalog, &source, &document, &mut Vec::new()).unwrap();
        let told = claims(&catalog, &identity, &document, &[], None);
        told.claims.into_iter().map(|claim| (catalog.metrics.name(claim.metric), claim)).collect()
    }

    #[test]
    fn what_is_sure_before_the_first_title_gives_way_to_the_sections() {
        let told = told(
            "清河县民政局2012年政府信息公开工作年度报告\n2012年，我局主动公开政府信息120条，比上年增加15条。电话：5212345。\n\
             一、主动公开情况\n我局主动公开政府信息121条。\n二、依申请公开情况\n未收到申请。\n",
        );
        let disclosed: Vec<_> = told
            .iter()
            .filter(|(name, _)| name == "disclosed.total")
            .map(|(_, claim)| (claim.value.clone(), claim.about_year, claim.evidence.rank))
            .collect();
        let number = |number| Value::Number(Number::from_integer(number).unwrap(), Bound::Exact);
        assert_eq!(disclosed, [(number(120), 2012, Rank::Low), (number(121), 2012, Rank::High)]);
    }

    /// What a section on disclosure says of the year and of all years so far.
    fn stock_and_flow(section: &str) -> Vec<(String, Value)> {
        let text = format!("清河县民政局2016年政府信息公开工作年度报告\n一、主动公开情况\n{section}\n");
        told(&text).into_iter().map(|(name, claim)| (name, claim.value)).collect()
    }

    #[test]
    fn a_figure_up_to_the_end_of_a_year_alone_is_no_figure_of_that_year() {
        let told = stock_and_flow("截至2016年底，我局累计主动公开政府信息418条。");
        assert_eq!(told, []);
    }

    #[test]
    fn a_figure_so_far_counts_all_years_once_the_year_s_own_is_told() {
        let number = |number| Value::Number(Number::from_integer(number).unwrap(), Bound::Exact);
        let both = |stock, flow| {
            [("disclosed.cumulative".to_string(), number(stock)), ("disclosed.total".to_string(), number(flow))]
        };
        let sections = [
            ("截至2016年底，我局累计主动公开政府信息782条。2016年新增的主动公开政府信息29条。", both(782, 29)),
            ("通过政府信息公开目录管理系统累计主动公开政府信息已达657条。2016年主动公开政府信息50条。", both(657, 50)),
            ("我局共公开政府信息3819条。本年度新增公开政府信息169条。", both(3819, 169)),
        ];
        for (section, expected) in sections {
            assert_eq!(stock_and_flow(section), expected, "{section}");
        }
    }

    #[test]
    fn a_figure_of_the_year_is_no_stock() {
        let totals = |section: &str| {
            let told = stock_and_flow(section);
            told.iter().filter(|(name, _)| name == "disclosed.cumulative").count()
        };
        for section in [
            "截至2016年12月31日，我局累计主动公开政府信息280条。",
            "2016年累计主动公开政府信息500条。其中新增动态信息40条。",
            "全年累计主动公开政府信息500条。2016年新增公开政府信息600条。",
            "2016年全县主动公开政府信息500条。县政府办公室新增公开政府信息60条。",
        ] {
            assert_eq!(totals(section), 0, "{section}");
        }
    }

    #[test]
    fn a_title_that_names_the_next_year_heads_a_plan() {
        let told = told(
            "清河县2010年政府信息公开工作年度报告\n一、主动公开情况\n全年主动公开政府信息121条。\n\
             二、2011年重点工作任务\n（一）完善网站栏目。主动公开政府信息7000条。\n（二）举办政府信息公开培训班2期。\n",
        );
        let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["disclosed.total"]);
    }

    #[test]
    fn a_title_that_names_one_way_names_it_for_its_first_sentence() {
        for (section, metric) in [
            ("（一）门户网站\n全年发布信息148条。", Some("disclosed.website")),
            ("1.政务微信：全年推送信息148条。", Some("disclosed.wechat")),
            ("（一）政府网站和微信\n全年公开信息148条。", Some("disclosed.total")),
            ("（一）政府网站公开情况\n全年主动公开政府信息148条。", Some("disclosed.total")),
            ("（一）门户网站\n访问量148万人次。", None),
        ] {
            let section = format!("我局认真贯彻条例，按照要求做好政府信息公开工作。\n{section}");
            let names: Vec<String> = stock_and_flow(&section).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names.first().map(String::as_str), metric, "{section}");
            assert!(names.len() < 2, "{section}");
        }
    }
}
