//! What the equations of a form leave of rows whose figures are not parted as it has them. Knows no label and no page.

use super::ways::{Part, Way};
use crate::catalog::{Relation, Rule};
use crate::model::{MetricId, Number, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// A row with every way to fill its cells.
#[derive(Clone, Debug)]
pub struct Torn {
    /// The metrics of its cells; none where the form has no cell.
    pub metrics: Vec<Option<MetricId>>,
    pub ways: Vec<Way>,
    /// Every cell surely holds a figure, so that no blank can have left without a trace.
    pub full: bool,
}

/// What the equations leave of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// One number; where it stands, if that is sure too.
    One(i64, Option<Part>),
    Stroke,
    /// Nothing, or a zero that may as well stand in another cell.
    Blank,
    /// Several; the readings.
    Several(Vec<i64>),
}

/// Ways that are weighed in equations, all together; what was not ruled out by then stays.
const WORK: usize = 4_000_000;
/// Sums of one side that are told apart; where there are more, only the least and the greatest count.
const SUMS: usize = 1_200;

/// An equation over torn rows.
struct Balance {
    equal: bool,
    /// What the known terms add up to.
    known: i64,
    /// Terms that nothing is known of may raise, or lower, the sum.
    up: bool,
    down: bool,
    /// Row, and what each of its ways adds.
    parts: Vec<(usize, Vec<i64>)>,
}

/// What is left of each cell of the torn rows, given the cells that are sure. None if nothing satisfies the equations: then
/// they say nothing. A number that no equation bears out is one of several unless all cells of its row must be filled.
pub fn settle(rules: &[&Rule], torn: &[Torn], sure: &BTreeMap<MetricId, Number>) -> Option<Vec<Vec<Left>>> {
    let known: BTreeMap<MetricId, i64> = sure
        .iter()
        .filter(|(_, number)| number.is_integer())
        .map(|(metric, number)| (*metric, number.0 / Number::SCALE))
        .collect();
    let places: BTreeMap<MetricId, (usize, usize)> = torn
        .iter()
        .enumerate()
        .flat_map(|(row, torn)| torn.metrics.iter().enumerate().map(move |(place, metric)| (*metric, (row, place))))
        .filter_map(|(metric, place)| Some((metric?, place)))
        .collect();
    let touching =
        |rule: &&&Rule| rule.severity == Severity::Error && terms(rule).any(|(metric, _)| places.contains_key(&metric));
    let rules: Vec<&Rule> = rules.iter().filter(touching).copied().collect();
    let balances: Vec<Balance> = rules.iter().map(|rule| balance(rule, torn, &known, &places)).collect();
    let mut search = Search { balances: &balances, work: WORK };
    let mut alive: Vec<Vec<bool>> = torn.iter().map(|row| vec![true; row.ways.len()]).collect();
    if !search.narrow(&mut alive) || !search.prove(torn, &mut alive) {
        return None;
    }
    let borne_out = |metric: MetricId| {
        let mut own = rules.iter().filter(|rule| rule.relation == Relation::Equal);
        own.any(|rule| {
            terms(rule).any(|(other, _)| other == metric)
                && terms(rule).all(|(other, _)| known.contains_key(&other) || places.contains_key(&other))
        })
    };
    let left = |row: usize, place: usize| {
        let ways = torn[row].ways.iter().zip(&alive[row]).filter(|(_, alive)| **alive);
        let parts: BTreeSet<Option<Part>> = ways.map(|(way, _)| way[place]).collect();
        let sure = torn[row].full || torn[row].metrics[place].is_some_and(borne_out);
        left_of(&parts, sure)
    };
    Some((0..torn.len()).map(|row| (0..torn[row].metrics.len()).map(|place| left(row, place)).collect()).collect())
}

fn left_of(parts: &BTreeSet<Option<Part>>, sure: bool) -> Left {
    let numbers: BTreeSet<i64> = parts.iter().map(|part| part.map_or(0, |part| part.value)).collect();
    let one = numbers.first().copied().filter(|_| numbers.len() == 1);
    let all = |of: fn(Part) -> bool| parts.iter().all(|part| part.is_some_and(of));
    match one {
        Some(_) if all(|part| part.stroke) => Left::Stroke,
        Some(number) if sure && all(|part| part.length > 0 && !part.stroke) => {
            Left::One(number, parts.first().copied().flatten().filter(|_| parts.len() == 1))
        }
        Some(0) if sure => Left::Blank,
        // What the equations alone give stands nowhere.
        Some(_) if parts.iter().all(|part| part.is_none_or(|part| part.length == 0)) => Left::Blank,
        _ => Left::Several(numbers.into_iter().collect()),
    }
}

/// The terms of an equation, all on one side.
fn terms(rule: &Rule) -> impl Iterator<Item = (MetricId, i64)> + '_ {
    let left = rule.left.iter().map(|term| (term.metric, i64::from(term.sign)));
    left.chain(rule.right.iter().map(|term| (term.metric, -i64::from(term.sign))))
}

fn balance(
    rule: &Rule,
    torn: &[Torn],
    known: &BTreeMap<MetricId, i64>,
    places: &BTreeMap<MetricId, (usize, usize)>,
) -> Balance {
    let equal = rule.relation == Relation::Equal;
    let mut balance = Balance { equal, known: 0, up: false, down: false, parts: Vec::new() };
    let mut rows: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
    for (metric, sign) in terms(rule) {
        match (places.get(&metric), known.get(&metric)) {
            // A row whose ways are too many to be looked at.
            (Some((row, _)), _) if torn[*row].ways.is_empty() => (balance.up, balance.down) = (true, true),
            (Some(&(row, place)), _) => rows.entry(row).or_default().push((place, sign)),
            (None, Some(value)) => balance.known = balance.known.saturating_add(value.saturating_mul(sign)),
            (None, None) if sign > 0 => balance.up = true,
            (None, None) => balance.down = true,
        }
    }
    for (row, places) in rows {
        let adds = |way: &Way| places.iter().map(|&(place, sign)| way[place].map_or(0, |part| part.value) * sign).sum();
        balance.parts.push((row, torn[row].ways.iter().map(adds).collect()));
    }
    balance
}

struct Search<'b> {
    balances: &'b [Balance],
    work: usize,
}

impl Search<'_> {
    /// Rules out ways until every equation by itself can hold with each that is left; false if one cannot hold at all.
    fn narrow(&mut self, alive: &mut [Vec<bool>]) -> bool {
        let mut moved = true;
        while moved && self.work > 0 {
            moved = false;
            for balance in self.balances {
                match balance.narrow(alive, &mut self.work) {
                    Some(here) => moved |= here,
                    None => return false,
                }
            }
        }
        true
    }

    /// Rules out the ways that stand in no solution of all equations together, as far as the work allows; false if there
    /// is no solution.
    fn prove(&mut self, torn: &[Torn], alive: &mut [Vec<bool>]) -> bool {
        // What some solution has at a place.
        let mut seen: BTreeSet<(usize, usize, Option<Part>)> = BTreeSet::new();
        for row in 0..torn.len() {
            for way in 0..torn[row].ways.len() {
                let news = |seen: &BTreeSet<(usize, usize, Option<Part>)>| {
                    torn[row].ways[way].iter().enumerate().any(|(place, part)| !seen.contains(&(row, place, *part)))
                };
                if !alive[row][way] || !news(&seen) {
                    continue;
                }
                match self.solution(alive, row, way) {
                    Some(solution) => {
                        for (row, left) in solution.iter().enumerate() {
                            let chosen = left.iter().position(|&alive| alive);
                            let parts = chosen.into_iter().flat_map(|way| torn[row].ways[way].iter().enumerate());
                            seen.extend(parts.map(|(place, part)| (row, place, *part)));
                        }
                    }
                    None if self.work == 0 => return true,
                    None => {
                        alive[row][way] = false;
                        if !self.narrow(alive) {
                            return false;
                        }
                    }
                }
            }
        }
        true
    }

    /// A solution with this way of a row: one way left of each row.
    fn solution(&mut self, alive: &[Vec<bool>], row: usize, way: usize) -> Option<Vec<Vec<bool>>> {
        let mut next = alive.to_vec();
        next[row].fill(false);
        next[row][way] = true;
        if !self.narrow(&mut next) || self.work == 0 {
            return None;
        }
        let count = |row: &[bool]| row.iter().filter(|&&alive| alive).count();
        let open = (0..next.len()).filter(|&row| count(&next[row]) > 1).min_by_key(|&row| count(&next[row]));
        let Some(open) = open else { return Some(next) };
        let ways: Vec<usize> = (0..next[open].len()).filter(|&way| next[open][way]).collect();
        ways.into_iter().find_map(|way| self.solution(&next, open, way))
    }
}

impl Balance {
    /// Rules out the ways with which the equation cannot hold; whether there were any, none if no way is left.
    fn narrow(&self, alive: &mut [Vec<bool>], work: &mut usize) -> Option<bool> {
        if self.down && (self.up || !self.equal) {
            return Some(false);
        }
        let mut rests: Vec<(i64, i64)> = Vec::new();
        for (row, adds) in &self.parts {
            *work = work.saturating_sub(adds.len());
            let left = || adds.iter().zip(&alive[*row]).filter(|(_, alive)| **alive).map(|(add, _)| *add);
            rests.push((left().min()?, left().max()?));
        }
        let least: i64 = self.known + rests.iter().map(|rest| rest.0).sum::<i64>();
        let most: i64 = self.known + rests.iter().map(|rest| rest.1).sum::<i64>();
        let below = |sum: i64| sum <= 0 || self.down;
        let above = |sum: i64| sum >= 0 || self.up || !self.equal;
        if self.parts.is_empty() {
            return (below(least) && above(most)).then_some(false);
        }
        let mut moved = false;
        for ((row, adds), (low, high)) in self.parts.iter().zip(&rests) {
            for (way, add) in adds.iter().enumerate() {
                let can = below(least - low + add) && above(most - high + add);
                moved |= alive[*row][way] && !can;
                alive[*row][way] &= can;
            }
            if !alive[*row].contains(&true) {
                return None;
            }
        }
        if self.equal && !self.up && !self.down && self.parts.len() > 1 {
            moved |= self.reach(alive, work)?;
        }
        Some(moved)
    }

    /// The same by the sums that the other rows can make, where these are few enough to list.
    fn reach(&self, alive: &mut [Vec<bool>], work: &mut usize) -> Option<bool> {
        let adds: Vec<Vec<i64>> = self
            .parts
            .iter()
            .map(|(row, adds)| {
                let left = adds.iter().zip(&alive[*row]).filter(|(_, alive)| **alive).map(|(add, _)| *add);
                left.collect::<BTreeSet<i64>>().into_iter().collect()
            })
            .collect();
        let Some(before) = sums(vec![self.known], adds.iter(), work) else { return Some(false) };
        let Some(mut behind) = sums(vec![0], adds.iter().rev(), work) else { return Some(false) };
        behind.reverse();
        let mut moved = false;
        for (index, (row, own)) in self.parts.iter().enumerate() {
            let (before, behind) = (&before[index], &behind[index + 1]);
            *work = work.saturating_sub(adds[index].len() * (before.len() + behind.len()) / 8);
            let fits: BTreeSet<i64> = adds[index].iter().copied().filter(|add| meet(before, behind, -add)).collect();
            for (way, add) in own.iter().enumerate() {
                moved |= alive[*row][way] && !fits.contains(add);
                alive[*row][way] &= fits.contains(add);
            }
            if fits.is_empty() {
                return None;
            }
        }
        Some(moved)
    }
}

/// The sums that can be made of the first parts, of none to all of them, each list sorted; none if there are too many.
fn sums<'a>(start: Vec<i64>, parts: impl Iterator<Item = &'a Vec<i64>>, work: &mut usize) -> Option<Vec<Vec<i64>>> {
    let mut lists = vec![start];
    for adds in parts {
        let last = &lists[lists.len() - 1];
        if last.len() * adds.len() > SUMS * 16 {
            return None;
        }
        *work = work.saturating_sub(last.len() * adds.len() / 4);
        let mut next: Vec<i64> = last.iter().flat_map(|sum| adds.iter().map(move |add| sum + add)).collect();
        next.sort_unstable();
        next.dedup();
        if next.len() > SUMS {
            return None;
        }
        lists.push(next);
    }
    Some(lists)
}

/// Whether a number of one sorted list and one of another add up to `sum`.
fn meet(one: &[i64], other: &[i64], sum: i64) -> bool {
    let mut rest = other.iter().rev().peekable();
    one.iter().any(|first| {
        while rest.next_if(|second| first + **second > sum).is_some() {}
        rest.peek().is_some_and(|second| first + **second == sum)
    })
}

#[cfg(test)]
mod tests {
    use super::super::ways::{cuts, cuts_and_placements, is_full};
    use super::*;
    use crate::catalog::Term;

    fn sum(parts: &[u16], whole: u16) -> Rule {
        let term = |metric: &u16| Term { metric: MetricId(*metric), sign: 1 };
        Rule {
            id: "sum".to_string(),
            facet: None,
            what: String::new(),
            forms: Vec::new(),
            relation: Relation::Equal,
            left: parts.iter().map(term).collect(),
            right: vec![term(&whole)],
            severity: Severity::Error,
            defines: None,
        }
    }

    fn torn(first: u16, count: u16, ways: Option<Vec<Way>>, full: bool) -> Torn {
        Torn {
            metrics: (first..first + count).map(|metric| Some(MetricId(metric))).collect(),
            ways: ways.unwrap(),
            full,
        }
    }

    fn numbers(left: &[Left]) -> Vec<Option<i64>> {
        let number = |left: &Left| match left {
            Left::One(number, _) => Some(*number),
            _ => None,
        };
        left.iter().map(number).collect()
    }

    #[test]
    fn a_cut_that_no_equation_bears_out_is_not_sure() {
        let left = |digits: &str| {
            let row = torn(0, 2, cuts(digits, 2), is_full(digits, 2));
            settle(&[], &[row], &BTreeMap::new()).unwrap().remove(0)
        };
        assert_eq!(numbers(&left("0267")), [Some(0), Some(267)]);
        assert_eq!(left("78"), [Left::Several(vec![7]), Left::Several(vec![8])]);
    }

    #[test]
    fn a_row_sum_leaves_one_cut() {
        let row = torn(0, 3, cuts("64670", 3), false);
        let left = settle(&[&sum(&[0, 1], 2)], &[row], &BTreeMap::new()).unwrap();
        assert_eq!(numbers(&left[0]), [Some(64), Some(6), Some(70)]);
    }

    /// Two rows that are open by themselves: 1 | 12 or 11 | 2, and 2 | 21 or 22 | 1; a known column sum decides both.
    #[test]
    fn rows_are_decided_together() {
        let rows = [torn(0, 2, cuts("112", 2), false), torn(2, 2, cuts("221", 2), false)];
        let known =
            [(4, 23), (5, 13)].map(|(metric, number)| (MetricId(metric), Number::from_integer(number).unwrap()));
        let rules = [sum(&[0, 2], 4), sum(&[1, 3], 5)];
        let left = settle(&rules.iter().collect::<Vec<_>>(), &rows, &BTreeMap::from(known)).unwrap();
        assert_eq!((numbers(&left[0]), numbers(&left[1])), (vec![Some(1), Some(12)], vec![Some(22), Some(1)]));
        let known = BTreeMap::from([(MetricId(4), Number::from_integer(5).unwrap())]);
        assert!(settle(&rules.iter().collect::<Vec<_>>(), &rows, &known).is_none());
    }

    #[test]
    fn a_figure_without_its_blanks_goes_where_the_columns_ask_for_it() {
        let row = torn(0, 3, cuts_and_placements("77", 3), false);
        let zero = BTreeMap::from([(MetricId(3), Number::ZERO)]);
        let left = settle(&[&sum(&[0, 1], 2), &sum(&[0], 3)], &[row], &zero).unwrap();
        assert_eq!(numbers(&left[0]), [None, Some(7), Some(7)]);
        assert_eq!(left[0][0], Left::Blank);
    }
}
