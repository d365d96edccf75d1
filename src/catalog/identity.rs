//! Words by which a page says who, which year, and whether it is a report (`config/identity.toml`). Knows no document.

use super::finder::{Finder, Role, SignFinder, Signs};
use super::source::{ConfigFile, Fault, Files};
pub use super::voice::{ContactWords, OpeningWords, VoiceWords};
use serde::Deserialize;

/// All lists are sorted longest first, so that the first word that fits is the one meant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityWords {
    pub title: TitleWords,
    pub period: PeriodWords,
    pub labels: LabelWords,
    pub head: HeadWords,
    pub agency: AgencyWords,
    pub contact: ContactWords,
    pub voice: VoiceWords,
    pub opening: OpeningWords,
    pub subject: SubjectWords,
    pub crumb: CrumbWords,
    pub site: SiteWords,
    pub page: PageWords,
    /// Subjects of titles.
    #[serde(skip)]
    pub subjects: Finder,
    /// What a line may be searched for.
    #[serde(skip)]
    pub glance: SignFinder,
    /// Labels of metadata by their [`Role`].
    #[serde(skip)]
    pub label_roles: Finder,
    /// Section titles by their role, and behind them row labels of tables, each a role of its own.
    #[serde(skip)]
    pub page_signs: Finder,
}

/// The parts of a title: subject, words between, end; and what around them is not part of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleWords {
    pub subjects: Vec<String>,
    pub between: Vec<String>,
    pub ends: Vec<String>,
    pub weak_ends: Vec<String>,
    pub mentions: Vec<String>,
    /// Directly behind a title: the page publishes the report of this title.
    pub announces: Vec<String>,
    pub openers: Vec<String>,
    pub particles: Vec<String>,
    pub part_year: Vec<String>,
    pub news_verbs: Vec<String>,
    /// Behind the year in the bracket of a title.
    pub editions: Vec<String>,
    /// In a headline: the report corrects an earlier edition.
    pub revised: Vec<String>,
    /// In a headline: a government reports its own numbers.
    pub own: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodWords {
    pub cues: Vec<String>,
    /// A sentence with one of them tells what is planned.
    pub plans: Vec<String>,
}

/// Labels of metadata by role.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelWords {
    /// From the best date to the worst.
    pub published: Vec<Vec<String>>,
    pub publisher: Vec<String>,
    pub source: Vec<String>,
    pub title: Vec<String>,
    pub url: Vec<String>,
    pub site: Vec<String>,
    pub other: Vec<String>,
}

/// Names of entries of the document's head by role.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadWords {
    pub titles: Vec<String>,
    pub published: Vec<String>,
    pub publishers: Vec<String>,
    pub sites: Vec<String>,
    pub crumbs: Vec<String>,
    pub urls: Vec<String>,
}

/// Endings and beginnings of agencies' names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyWords {
    pub government: Vec<String>,
    pub offices: Vec<String>,
    /// What a place-only name is completed with.
    pub people_government: String,
    pub townships: Vec<String>,
    pub town_tails: Vec<String>,
    pub zones: Vec<String>,
    pub zone_tails: Vec<String>,
    pub zone_marks: Vec<String>,
    pub departments: Vec<String>,
    pub others: Vec<String>,
    pub heads: Vec<String>,
    pub pronouns: Vec<String>,
    /// No name of an agency has one of them in it.
    pub foreign: Vec<String>,
    pub level_words: Vec<String>,
    /// Those of them that only end the names of counties.
    pub county_words: Vec<String>,
    pub common_nouns: Vec<String>,
    /// Words that end like the name of a division and are none.
    pub unit_nouns: Vec<String>,
    /// Words that begin like a word of level.
    pub level_nouns: Vec<String>,
    /// What may follow a prefecture's short name in the name of a zone.
    pub zone_starts: Vec<String>,
    /// Zones whose departments are no departments of a division.
    pub zone_bodies: Vec<String>,
    /// Units called like districts that the national code does not have.
    pub quasi_divisions: Vec<String>,
    /// Long and short forms of one kind of zone: printed, written.
    pub zone_forms: Vec<(String, String)>,
    /// Words of bodies under vertical management.
    pub verticals: Vec<String>,
    pub branches: Vec<String>,
    /// The ends of a township's name: printed, in the register.
    pub town_forms: Vec<(String, String)>,
    /// Those of a township whose nationalities a report leaves out.
    pub ethnic_forms: Vec<(String, String)>,
    pub corps: Vec<String>,
    pub corps_divisions: Vec<String>,
    /// The code of the province that the corps lies in.
    pub corps_province: String,
    pub regiment: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectWords {
    /// Beginnings of what is no subject.
    pub never: Vec<String>,
    pub verbs: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrumbWords {
    pub marks: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteWords {
    pub tails: Vec<String>,
}

/// By what a page is known to be a report or something else.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageWords {
    /// One list a role.
    pub sections: Vec<Vec<String>>,
    pub labels: Vec<String>,
    pub other_titles: Vec<String>,
    pub other_reports: Vec<String>,
    pub news: Vec<String>,
    pub essay: Vec<String>,
    /// Characters of running text below which a page has a title and nothing more.
    pub least_text: usize,
    /// Characters of running text below which an announcement carries no report.
    pub least_report: usize,
    /// Characters of running text below which a page without a title is none either.
    pub least_prose: usize,
    /// Numbers of articles, as rules have them.
    pub articles: Vec<String>,
    /// What a link to the next page of one text is called.
    pub next: Vec<String>,
}

impl IdentityWords {
    pub fn load(files: &Files, faults: &mut Vec<Fault>) -> IdentityWords {
        let Some(file) = files.require("identity.toml", faults) else {
            return IdentityWords::default();
        };
        let Some(mut words) = file.parse::<IdentityWords>(faults) else {
            return IdentityWords::default();
        };
        for list in words.lists() {
            check(list, file, faults);
            list.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        }
        words.subjects = Finder::new(words.title.subjects.iter().map(|word| (word, 0)));
        words.glance = SignFinder::new(&[
            (&words.title.subjects, Signs::SUBJECT),
            (&words.period.cues, Signs::PERIOD),
            (&words.contact.opens, Signs::CONTACT),
            (&words.title.part_year, Signs::PART_YEAR),
            (&words.title.news_verbs, Signs::NEWS_VERB),
            (&words.page.news, Signs::NEWS),
            (&words.page.essay, Signs::ESSAY),
        ]);
        words.label_roles = words.label_roles();
        let sections =
            words.page.sections.iter().enumerate().flat_map(|(role, list)| list.iter().map(move |word| (word, role)));
        let labels = words.page.labels.iter().enumerate().map(|(at, word)| (word, words.page.sections.len() + at));
        words.page_signs = Finder::new(sections.chain(labels));
        words
    }

    fn label_roles(&self) -> Finder {
        let labels = &self.labels;
        let mut pairs: Vec<(&String, usize)> = Vec::new();
        for (role, list) in [
            (Role::Publisher, &labels.publisher),
            (Role::Source, &labels.source),
            (Role::Title, &labels.title),
            (Role::Url, &labels.url),
            (Role::Site, &labels.site),
            (Role::Other, &labels.other),
        ] {
            pairs.extend(list.iter().map(|word| (word, role as usize)));
        }
        for (rank, list) in labels.published.iter().enumerate() {
            pairs.extend(list.iter().map(|word| (word, Role::Published as usize + rank)));
        }
        Finder::new(pairs.into_iter())
    }

    fn lists(&mut self) -> Vec<&mut Vec<String>> {
        let title = &mut self.title;
        let agency = &mut self.agency;
        let labels = &mut self.labels;
        let page = &mut self.page;
        let mut lists = vec![
            &mut title.subjects,
            &mut title.between,
            &mut title.ends,
            &mut title.weak_ends,
            &mut title.mentions,
            &mut title.announces,
            &mut title.openers,
            &mut title.particles,
            &mut title.part_year,
            &mut title.news_verbs,
            &mut title.editions,
            &mut self.period.cues,
            &mut self.period.plans,
            &mut labels.publisher,
            &mut labels.source,
            &mut labels.title,
            &mut labels.url,
            &mut labels.site,
            &mut labels.other,
            &mut agency.government,
            &mut agency.offices,
            &mut agency.townships,
            &mut agency.town_tails,
            &mut agency.zones,
            &mut agency.zone_tails,
            &mut agency.zone_marks,
            &mut agency.departments,
            &mut agency.others,
            &mut agency.heads,
            &mut agency.pronouns,
            &mut agency.foreign,
            &mut agency.level_words,
            &mut agency.common_nouns,
            &mut agency.county_words,
            &mut agency.level_nouns,
            &mut agency.unit_nouns,
            &mut agency.zone_starts,
            &mut agency.zone_bodies,
            &mut agency.quasi_divisions,
            &mut agency.verticals,
            &mut agency.branches,
            &mut agency.corps,
            &mut agency.corps_divisions,
            &mut page.articles,
            &mut self.subject.never,
            &mut self.subject.verbs,
            &mut self.crumb.marks,
            &mut self.site.tails,
            &mut page.labels,
            &mut page.other_titles,
            &mut page.other_reports,
            &mut page.news,
            &mut page.essay,
        ];
        lists.extend(self.contact.lists());
        lists.extend(self.voice.lists());
        lists.push(&mut self.opening.never);
        lists.extend(&mut self.opening.matters);
        lists.extend(&mut labels.published);
        lists.extend(&mut page.sections);
        lists
    }
}

fn check(list: &[String], file: &ConfigFile, faults: &mut Vec<Fault>) {
    if list.is_empty() {
        faults.push(file.fault(0, "a list of words is empty"));
    }
    for (at, word) in list.iter().enumerate() {
        let byte = file.text.find(&format!("{word:?}")).unwrap_or(0);
        if word.is_empty() {
            faults.push(file.fault(byte, "a word is empty"));
        } else if list[..at].contains(word) {
            faults.push(file.fault(byte, format!("`{word}` stands twice in one list")));
        }
    }
}

/// What is left of `text` without the longest word of `words` at its beginning.
pub fn after<'a>(words: &[String], text: &'a str) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_prefix(word.as_str()))
}

/// What is left of `text` without the longest word of `words` at its end.
pub fn before<'a>(words: &[String], text: &'a str) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_suffix(word.as_str()))
}

/// The first occurrence of any of the words: where it begins and ends. The longest of those that begin there.
pub fn first(words: &[String], text: &str) -> Option<(usize, usize)> {
    words
        .iter()
        .filter_map(|word| text.find(word.as_str()).map(|at| (at, at + word.len())))
        .min_by_key(|&(at, end)| (at, usize::MAX - end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(change: impl Fn(&str) -> String) -> (IdentityWords, Vec<Fault>) {
        let embedded = Files::embedded();
        let text = change(&embedded.get("identity.toml").unwrap().text);
        let files = Files(vec![ConfigFile { name: "identity.toml".to_string(), text }]);
        let mut faults = Vec::new();
        let words = IdentityWords::load(&files, &mut faults);
        (words, faults)
    }

    #[test]
    fn the_compiled_words_are_sound() {
        let (words, faults) = load(str::to_string);
        assert_eq!(faults, []);
        let found: Vec<_> = words.label_roles.find("发布时间:1来源:2").collect();
        assert_eq!(found, [(0, 12, Role::Published as usize), (14, 20, Role::Source as usize)]);
    }

    #[test]
    fn faults_are_all_reported() {
        let (_, faults) =
            load(|text| text.replace("\"概述\", ", "\"概述\", \"概述\", ").replace("\"范文\", ", "\"\", "));
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(messages.len(), 2, "{faults:?}");
        assert!(faults.iter().all(|fault| fault.line > 1));
        let (_, faults) = load(|text| text.replace("[crumb]", "[crumb]\nunknown = 1"));
        assert_eq!(faults.len(), 1);
    }
}
