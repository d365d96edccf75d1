//! Sentences that a careful human reader was asked about: what the reader of running text takes from each, all of it and
//! nothing else. `tests/sentences.tsv`: role of the section, sentence, claims (`metric = value`, `last` for the year before,
//! `in 2015` for a named year, `[own]`, `[area]`, `[part]` for a scope that the sentence states), parted by tabs.

use nianbao::catalog::Catalog;
use nianbao::catalog::phrase::context::{When, Whose};
use nianbao::catalog::phrase::read::{Before, Claim, sentence};
use nianbao::model::Span;
use nianbao::text::{fold, heading};

fn told(catalog: &Catalog, claim: &Claim) -> Option<String> {
    let time = match claim.when {
        // No figure of any year; the reader of documents drops it.
        When::Next | When::Part => return None,
        When::Year(year) if claim.last => format!(" in {}", year - 1),
        When::Prior(year) | When::Year(year) | When::Until(year) | When::Through(year) => format!(" in {year}"),
        When::Last => " last".to_string(),
        When::Report if claim.last => " last".to_string(),
        When::Report | When::Since(_) => String::new(),
    };
    let scope = match claim.whose {
        Whose::Unstated => "",
        Whose::Own => " [own]",
        Whose::Area => " [area]",
        Whose::Part => return None,
    };
    let value = claim.value.number().map_or("-".to_string(), |number| number.to_string());
    Some(format!("{}{time}{scope} = {value}", catalog.metrics.name(claim.counts(&catalog.metrics)?)))
}

fn read(catalog: &Catalog, role: &str, text: &str) -> Vec<String> {
    let folded = fold(text, Span::new(0, text.len()));
    let mut before = Before::default();
    let mut claims: Vec<(String, bool)> = Vec::new();
    for range in heading::sentences(&folded) {
        let said = sentence(&catalog.phrases, &catalog.words, &folded.text[range], role, &before);
        // Cases of the sentence before are told apart: 受理复议12件。其中涉及信息公开的2件。
        claims.retain(|&(_, general)| !(said.decides && general));
        claims.iter_mut().for_each(|(_, general)| *general = false);
        claims.extend(said.claims.iter().filter_map(|claim| Some((told(catalog, claim)?, claim.general))));
        before = said.before(before);
    }
    let mut claims: Vec<String> = claims.into_iter().map(|(claim, _)| claim).collect();
    claims.sort();
    claims.dedup();
    claims
}

#[test]
fn sentences_are_read_as_a_careful_reader_reads_them() {
    let catalog = Catalog::load(None).unwrap_or_else(|faults| {
        panic!("the configuration has faults:\n{}", faults.iter().map(|fault| format!("{fault}\n")).collect::<String>())
    });
    let mut wrong = Vec::new();
    let mut count = 0;
    for (number, line) in include_str!("sentences.tsv").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [role, text, wanted] = fields[..] else { panic!("line {}: three fields", number + 1) };
        count += 1;
        let mut want: Vec<String> =
            wanted.split(';').map(|claim| claim.trim().to_string()).filter(|claim| !claim.is_empty()).collect();
        want.sort();
        let got = read(&catalog, role.trim_matches('-'), text);
        if got != want {
            wrong.push(format!(
                "line {} ({role}) {text}\n    read as [{}]\n    not as  [{}]",
                number + 1,
                got.join("; "),
                want.join("; ")
            ));
        }
    }
    assert!(count >= 150, "the list has {count} sentences");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
