//! Whose figures claims give where their own clause does not say: the office that it names, the title above, the sentence
//! before. Knows no metric.

use crate::catalog::Words;
use crate::catalog::phrase::context::{self, When, Whose};
use crate::catalog::phrase::read::Claim;
use crate::catalog::phrase::token::{Kind, Token, tokens};
use crate::catalog::phrase::topic;
use crate::model::{Identity, Level, Rank};

/// What has been said so far of whose figures follow.
pub struct Owner {
    /// By the title above: （二）县政府办公室本级情况.
    titled: Whose,
    /// The sentence before counts nothing but the publisher's own.
    own: bool,
}

impl Owner {
    /// Under a title; `""` where there is none.
    pub fn under(words: &Words, title: &str) -> Owner {
        let tokens = tokens(words, title);
        let titled = match context::whose(words, &tokens, 0, tokens.len()) {
            Whose::Part => Whose::Unstated,
            whose => whose,
        };
        Owner { titled, own: false }
    }

    /// Says of the claims of a sentence whose figures they are, as far as what stands around it tells.
    pub fn settle(&mut self, words: &Words, identity: &Identity, text: &str, claims: &mut [Claim]) {
        let goes_on = self.own && goes_on(words, text);
        for claim in claims.iter_mut() {
            if claim.whose == Whose::Area && beyond(words, identity, text, claim.start) {
                claim.whose = Whose::Part;
                continue;
            }
            let office = claim.actor.and_then(|(start, end)| text.get(start..end));
            match office.filter(|office| another(identity, office)) {
                // What an office has done that is not the one that reports is a part, or another's.
                Some(office) if of_its_own(words, identity, office) && claim.whose != Whose::Area => {
                    claim.whose = Whose::Own;
                }
                Some(_) => claim.rank = Rank::Low,
                None if claim.whose == Whose::Unstated && goes_on => claim.whose = Whose::Own,
                None if claim.whose == Whose::Unstated => claim.whose = self.titled,
                None => {}
            }
        }
        let mut told = claims.iter().filter(|claim| !claim.last && claim.when != When::Last).peekable();
        self.own = told.peek().is_some() && told.all(|claim| claim.whose == Whose::Own);
    }
}

/// Whether the area named last before byte `at` holds more than the publisher's: 全市公开125634条 in the report of a county.
fn beyond(words: &Words, identity: &Identity, text: &str, at: usize) -> bool {
    let larger: &[&Vec<String>] = match identity.level {
        Some(Level::County | Level::Township) => &[&words.beyond_county, &words.beyond_prefecture],
        Some(Level::Prefecture) => &[&words.beyond_prefecture],
        Some(Level::Province) | None => return false,
    };
    let tokens = tokens(words, text);
    let area = tokens.iter().rfind(|token| token.start < at && token.is(words.known.area));
    let named = area.map_or("", |token| &text[token.start..token.end]);
    let word = larger.iter().flat_map(|list| list.iter()).find(|word| named.starts_with(word.as_str()));
    let sign = word.and_then(|word| word.chars().next_back());
    sign.is_some_and(|sign| !identity.agency.value.contains(sign))
}

/// Whether a sentence has neither a noun nor a time of its own: 已答复72件，结转2件.
fn goes_on(words: &Words, text: &str) -> bool {
    let known = words.known;
    let dates = [known.this_year, known.whole_year, known.area, known.subscope];
    let tokens = tokens(words, text);
    let begins = |token: &Token| matches!(token.kind, Kind::Year(_)) || dates.iter().any(|&class| token.is(class));
    !tokens.iter().any(begins) && topic::lacks_noun(words, text, &tokens)
}

/// Whether an office that a sentence names is not the reporting agency: its name is no short form of the agency's.
fn another(identity: &Identity, office: &str) -> bool {
    let mut agency = identity.agency.value.chars();
    !office.chars().all(|c| agency.any(|other| other == c))
}

/// Whether an office is one of the reporting government's own: beside the figures of its area its are the own ones.
fn of_its_own(words: &Words, identity: &Identity, office: &str) -> bool {
    let governs = words.governments.iter().any(|ending| identity.agency.value.ends_with(ending.as_str()));
    governs && words.is_own_office(office)
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::extract::extract;
    use crate::identify::identify;
    use crate::model::{Observation, Rank, Scope, Source};
    use crate::read::{Limits, read};

    const LIMITS: Limits = Limits { max_text_bytes: 1 << 20, max_depth: 64, max_cells: 10_000 };

    /// The claims of a text: metric, scope, value.
    fn told(text: &str) -> Vec<(String, Scope, String)> {
        let (catalog, claims) = claims(text);
        let value = |claim: &Observation| claim.value.number().unwrap().to_string();
        claims.iter().map(|claim| (catalog.metrics.name(claim.metric), claim.scope, value(claim))).collect()
    }

    fn claims(text: &str) -> (Catalog, Vec<Observation>) {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let document = read(text.as_bytes(), &LIMITS, &mut Vec::new()).unwrap();
        let source = Source { path: "a.txt".to_string(), member: None, sha256: String::new(), bytes: 0 };
        let identity = identify(&catalog, &source, &document, &mut Vec::new()).unwrap();
        let extracted = extract(&catalog, &identity, &document, &mut Vec::new());
        (catalog, extracted.observations)
    }

    fn claim(metric: &str, scope: Scope, value: &str) -> (String, Scope, String) {
        (metric.to_string(), scope, value.to_string())
    }

    #[test]
    fn what_goes_on_from_the_publishers_own_figures_is_its_own() {
        let told = told(
            "清河县人民政府2016年政府信息公开工作年度报告\n一、依申请公开情况\n\
             全县收到政府信息公开申请31件。县政府本级收到政府信息公开申请9件。已答复8件，结转1件。\n\
             2016年答复政府信息公开申请30件。\n",
        );
        let answered: Vec<_> = told.iter().filter(|(metric, ..)| metric == "applications.answered").cloned().collect();
        assert_eq!(
            answered,
            [claim("applications.answered", Scope::Own, "8"), claim("applications.answered", Scope::Unstated, "30")]
        );
    }

    #[test]
    fn what_another_office_is_said_to_have_done_is_not_sure() {
        for sentence in ["县财政局2016年收到政府信息公开申请5件。", "县国土局因政府信息公开被申请行政复议2件。"]
        {
            let text =
                format!("清河县人民政府2016年政府信息公开工作年度报告\n一、概述\n{sentence}\n四、存在问题\n无。\n");
            let (_, claims) = claims(&text);
            assert!(!claims.is_empty() && claims.iter().all(|claim| claim.evidence.rank == Rank::Low), "{sentence}");
        }
    }

    #[test]
    fn what_an_area_above_the_publisher_did_is_not_its_own() {
        let of = |agency: &str, sentence: &str| {
            told(&format!("{agency}2016年政府信息公开工作年度报告\n一、概述\n{sentence}\n四、存在问题\n无。\n"))
        };
        let all = "全市主动公开政府信息125634条。";
        assert_eq!(of("清河县人民政府", all), []);
        assert_eq!(of("昆山市人民政府", all), [claim("disclosed.total", Scope::Area, "125634")]);
        assert_eq!(of("邢台市人民政府", all), [claim("disclosed.total", Scope::Area, "125634")]);
        assert_eq!(of("邢台市人民政府", "全省收到政府信息公开申请10236件。"), []);
    }

    #[test]
    fn a_title_says_whose_the_figures_below_it_are() {
        let told = told(
            "清河县人民政府2016年政府信息公开工作年度报告\n三、依申请公开情况\n（一）县政府本级情况\n\
             收到政府信息公开申请9件，同意公开3件。\n（二）全县情况\n收到政府信息公开申请31件。\n四、存在问题\n无。\n",
        );
        assert_eq!(
            told,
            [
                claim("applications.received", Scope::Own, "9"),
                claim("applications.granted", Scope::Own, "3"),
                claim("applications.received", Scope::Area, "31"),
            ]
        );
    }
}
