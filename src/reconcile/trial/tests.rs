//! Every trial of the configuration with facts that satisfy it, facts that break it, and facts that leave it open.

use super::trials;
use crate::catalog::Catalog;
use crate::model::*;

struct Bench {
    catalog: Catalog,
    identity: Identity,
    form: &'static str,
    asked: Vec<MetricId>,
    facts: Vec<Fact>,
}

/// A county government that reports about 2022 in the form of that year.
fn bench(form: &'static str, year: i32) -> Bench {
    fn from<T>(value: T) -> Attributed<T> {
        Attributed { value, evidence: String::new(), span: None }
    }
    let identity = Identity {
        title: None,
        agency: from(String::new()),
        agency_id: String::new(),
        revised: false,
        kind: AgencyKind::Government,
        level: Some(Level::County),
        year: from(year),
        published: None,
        url: None,
        scope: from(Scope::Area),
        link: Link::default(),
    };
    let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
    Bench { catalog, identity, form, asked: Vec::new(), facts: Vec::new() }
}

impl Bench {
    fn put(&mut self, name: &str, value: Option<i64>, bound: Bound) -> &mut Bench {
        let metric = self.catalog.metrics.id(name).unwrap_or_else(|| panic!("there is no metric {name}"));
        self.facts.retain(|fact| fact.metric != metric);
        self.facts.push(Fact {
            metric,
            scope: Scope::Area,
            value: value.and_then(Number::from_integer),
            bound,
            state: if value.is_some() { State::Printed } else { State::Blank },
            chosen: None,
            claims: 1,
            confidence: 990,
        });
        self.facts.sort_by_key(|fact| (fact.metric, fact.scope));
        self
    }

    fn figure(&mut self, name: &str, value: i64) -> &mut Bench {
        self.put(name, Some(value), Bound::Exact)
    }

    /// The figures of a row of section three: the total, then the kinds of applicant.
    fn row(&mut self, measure: &str, values: [i64; 7]) -> &mut Bench {
        for (metric, value) in self.catalog.metrics.by_measure(measure).into_iter().zip(values) {
            let name = self.catalog.metrics.name(metric);
            self.figure(&name, value);
        }
        self
    }

    /// The verdict of the one such check, with the number of issues about it; none where there is nothing to judge.
    fn verdict(&self, rule: &str, facet: Option<&str>) -> Option<(Verdict, usize)> {
        let mut issues = Vec::new();
        let checks = trials(&self.catalog, &self.identity, self.form, &self.asked, &self.facts, &mut issues);
        let mut found = checks.iter().filter(|check| check.rule == rule && check.facet.as_deref() == facet);
        let verdict = found.next()?.verdict;
        assert!(found.next().is_none(), "{rule} was judged twice");
        let name = facet.map_or(format!("{rule} "), |facet| format!("{rule}@{facet} "));
        Some((verdict, issues.iter().filter(|issue| issue.message.starts_with(&name)).count()))
    }
}

const HOLDS: Option<(Verdict, usize)> = Some((Verdict::Holds, 0));
const FAILS: Option<(Verdict, usize)> = Some((Verdict::Fails, 1));
const UNKNOWN: Option<(Verdict, usize)> = Some((Verdict::Unknown, 0));

#[test]
fn a_county_and_a_department_make_no_government_rules() {
    let rule = |bench: &Bench| bench.verdict("rule-making-power", None);
    let mut bench = bench("2021", 2022);
    assert_eq!(rule(&bench), None);
    bench.figure("disclosed.regulations.made", 0).figure("disclosed.regulations.in_force", 0);
    assert_eq!(rule(&bench), HOLDS);
    bench.put("disclosed.regulations.repealed", None, Bound::Exact);
    assert_eq!(rule(&bench), UNKNOWN, "a blank is no zero");
    bench.figure("disclosed.regulations.in_force", 3);
    assert_eq!(rule(&bench), FAILS);
    bench.identity.level = Some(Level::Prefecture);
    assert_eq!(rule(&bench), None, "a city with districts may");
    bench.identity.kind = AgencyKind::Department;
    assert_eq!(rule(&bench), FAILS);
}

#[test]
fn procurement_has_a_count_if_it_has_an_amount() {
    let rule = |bench: &Bench| bench.verdict("procurement-count-and-amount", None);
    let mut bench = bench("2019", 2019);
    bench.figure("procurement.count", 2).figure("procurement.amount", 130);
    assert_eq!(rule(&bench), HOLDS);
    assert_eq!(rule(bench.figure("procurement.count", 0)), FAILS);
    assert_eq!(rule(bench.figure("procurement.amount", 0)), HOLDS);
    assert_eq!(rule(bench.put("procurement.amount", None, Bound::Exact)), UNKNOWN);
    assert_eq!(rule(bench.put("procurement.amount", Some(130), Bound::About)), UNKNOWN);
}

#[test]
fn no_more_items_are_cancelled_than_there_were() {
    let rule = |bench: &Bench| bench.verdict("items-left", Some("licensing"));
    let mut bench = bench("2019", 2019);
    bench.figure("licensing.items_prior_year", 12).figure("licensing.items_change", -12);
    assert_eq!(rule(&bench), HOLDS);
    assert_eq!(rule(bench.figure("licensing.items_change", -13)), FAILS);
    assert_eq!(rule(bench.put("licensing.items_change", None, Bound::Exact)), UNKNOWN);
    assert_eq!(bench.verdict("items-left", Some("fees")), None);
}

#[test]
fn institutes_rarely_ask_more_often_than_companies() {
    let rule = |bench: &Bench| bench.verdict("companies-before-institutes", Some("research"));
    let mut bench = bench("2021", 2022);
    bench.row("applications.received_new", [20, 8, 7, 5, 0, 0, 0]);
    assert_eq!(rule(&bench), HOLDS);
    bench.row("applications.received_new", [20, 8, 5, 7, 0, 0, 0]);
    assert_eq!(rule(&bench), FAILS);
    bench.row("applications.received_new", [13, 8, 1, 4, 0, 0, 0]);
    assert_eq!(rule(&bench), None);
}

#[test]
fn what_was_answered_is_not_left_over() {
    let rule = |bench: &Bench| bench.verdict("answered-and-left", None);
    let mut bench = bench("2021", 2022);
    bench.figure("applications.received_new", 10).figure("applications.carried_in", 1);
    bench.figure("applications.carried_out", 2);
    assert_eq!(rule(&bench), None, "prose that tells no number is not judged");
    assert_eq!(rule(bench.figure("applications.answered", 9)), HOLDS);
    assert_eq!(rule(bench.figure("applications.answered", 10)), FAILS);
    assert_eq!(rule(bench.put("applications.carried_out", None, Bound::Exact)), None);
}

#[test]
fn most_applicants_are_persons() {
    let rule = |bench: &Bench| bench.verdict("mostly-persons", None);
    let mut bench = bench("2021", 2022);
    assert_eq!(rule(bench.row("applications.received_new", [40, 31, 9, 0, 0, 0, 0])), HOLDS);
    assert_eq!(rule(bench.row("applications.received_new", [40, 9, 31, 0, 0, 0, 0])), FAILS);
    assert_eq!(rule(bench.row("applications.received_new", [6, 1, 5, 0, 0, 0, 0])), None, "few say nothing");
    bench.row("applications.received_new", [40, 31, 9, 0, 0, 0, 0]);
    assert_eq!(rule(bench.put("applications.received_new@natural_person", None, Bound::Exact)), None);
}

#[test]
fn no_row_stands_twice() {
    let rule = |bench: &Bench| bench.verdict("no-row-twice", None);
    let mut bench = bench("2021", 2022);
    bench.row("applications.outcome.granted", [31, 25, 5, 1, 0, 0, 0]);
    assert_eq!(rule(&bench), None, "one row has no twin");
    assert_eq!(rule(bench.row("applications.outcome.partial", [31, 24, 6, 1, 0, 0, 0])), HOLDS);
    assert_eq!(rule(bench.row("applications.outcome.partial", [31, 25, 5, 1, 0, 0, 0])), FAILS);
    let few = [3, 1, 1, 1, 0, 0, 0];
    bench.row("applications.outcome.granted", few);
    assert_eq!(rule(bench.row("applications.outcome.partial", few)), None, "small rows are alike by chance");
}

#[test]
fn a_form_has_its_years() {
    assert_eq!(bench("2019", 2020).verdict("form-of-its-years", None), HOLDS);
    assert_eq!(bench("2019", 2022).verdict("form-of-its-years", None), FAILS);
    assert_eq!(bench("2008", 2022).verdict("form-of-its-years", None), None);
}

#[test]
fn a_table_that_was_not_found_is_told() {
    let rule = |bench: &Bench, table| bench.verdict("tables-present", Some(table));
    let mut report = bench("2021", 2022);
    report.asked = report.catalog.templates.by_form("2021").unwrap().printed().collect();
    report.asked.sort();
    assert_eq!((rule(&report, "applications"), rule(&report, "remedies")), (HOLDS, HOLDS));
    let lost = report.catalog.metrics.id("appeals.total");
    report.asked.retain(|metric| Some(*metric) != lost);
    assert_eq!((rule(&report, "applications"), rule(&report, "remedies")), (HOLDS, FAILS));
    assert_eq!(rule(&bench("2008", 2022), "applications"), FAILS, "prose alone, in a year with a form");
    assert_eq!(rule(&bench("2008", 2012), "statistics"), None, "there was no form");
    let mut mixed = bench("2021", 2023);
    mixed.asked = mixed.catalog.templates.by_form("2019").unwrap().printed().collect();
    assert_eq!((rule(&mixed, "applications"), rule(&mixed, "art20_1")), (HOLDS, HOLDS), "tables of another form");
    let mut provincial = bench("2008", 2015);
    assert_eq!(rule(&provincial, "statistics"), FAILS);
    provincial.asked = provincial.catalog.metrics.id("disclosed.total").into_iter().collect();
    assert_eq!(rule(&provincial, "statistics"), None, "the province had a table of its own");
}

#[test]
fn a_late_report_is_told() {
    let on = |form, year, kind, day: (i32, u8, u8), rule: &str| {
        let mut bench = bench(form, year);
        bench.identity.kind = kind;
        let day = Date::new(day.0, day.1, day.2).unwrap();
        bench.identity.published = Some(Attributed { value: day, evidence: String::new(), span: None });
        bench.verdict(rule, None)
    };
    let (government, office) = (AgencyKind::Government, AgencyKind::Department);
    assert_eq!(on("2021", 2022, government, (2023, 3, 31), "government-published-by-law"), HOLDS);
    assert_eq!(on("2021", 2022, government, (2023, 4, 1), "government-published-by-law"), FAILS);
    assert_eq!(on("2021", 2022, office, (2023, 3, 31), "government-published-by-law"), None);
    assert_eq!(on("2021", 2022, office, (2023, 1, 31), "department-published-by-law"), HOLDS);
    assert_eq!(on("2021", 2022, office, (2023, 2, 1), "department-published-by-law"), FAILS);
    assert_eq!(on("2014", 2016, office, (2017, 3, 30), "published-by-law"), HOLDS);
    assert_eq!(on("2014", 2016, office, (2017, 5, 2), "published-by-law"), FAILS);
    assert_eq!(on("2014", 2016, office, (2021, 5, 2), "published-by-law"), None, "the day of a migration");
    assert_eq!(bench("2014", 2016).verdict("published-by-law", None), None, "no date, no verdict");
}
