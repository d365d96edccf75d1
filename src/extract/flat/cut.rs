//! Digits of several cells run together: every way to cut them that the equations of the form allow. Knows no label.

use crate::catalog::{Relation, Rule};
use crate::model::{MetricId, Number, Severity};
use std::collections::BTreeMap;

/// A row whose cells stand glued, with every way to cut it.
#[derive(Clone, Debug)]
pub struct Glued {
    /// The metrics of its cells; none where the form has no cell.
    pub metrics: Vec<Option<MetricId>>,
    /// Each cut has one number a cell.
    pub cuts: Vec<Vec<i64>>,
    /// The digits cannot be fewer numbers than there are cells, so that no cell can be a blank that left no trace.
    pub full: bool,
}

/// Whether digits can be no fewer than `count` numbers: zeros in front stand alone.
pub fn is_full(digits: &str, count: usize) -> bool {
    let rest = digits.trim_start_matches('0');
    digits.len() - rest.len() + usize::from(!rest.is_empty()) == count
}

/// What the equations leave of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// One number in every solution.
    One(Number),
    /// Several; the readings.
    Several(Vec<Number>),
}

/// Ways to cut one row that are looked at; a row with more is left undecided.
const CUTS: usize = 4_000;
/// Steps of the search through all rows together.
const STEPS: usize = 60_000;

/// The ways to cut `digits` into `count` numbers without leading zeros; none if there are too many.
pub fn cuts(digits: &str, count: usize) -> Option<Vec<Vec<i64>>> {
    let mut found = Vec::new();
    let mut cut = Vec::with_capacity(count);
    extend(digits.as_bytes(), count, &mut cut, &mut found).then_some(found)
}

fn extend(digits: &[u8], count: usize, cut: &mut Vec<i64>, found: &mut Vec<Vec<i64>>) -> bool {
    if count == 0 {
        if digits.is_empty() {
            found.push(cut.clone());
        }
        return found.len() <= CUTS;
    }
    if digits.len() < count {
        return true;
    }
    let longest = if digits[0] == b'0' { 1 } else { (digits.len() - (count - 1)).min(12) };
    let mut value = 0i64;
    for &digit in &digits[..longest] {
        value = value * 10 + i64::from(digit - b'0');
        let taken = (value.max(1).ilog10() + 1) as usize;
        cut.push(value);
        let go_on = extend(&digits[taken..], count - 1, cut, found);
        cut.pop();
        if !go_on {
            return false;
        }
    }
    true
}

/// What is left of each cell of the glued rows, given the cells that are sure. None if the search would take too long or
/// nothing satisfies the equations: then they say nothing. A number that no equation bears out is one of several unless
/// all cells of its row must be filled.
pub fn settle(rules: &[&Rule], glued: &[Glued], sure: &BTreeMap<MetricId, Number>) -> Option<BTreeMap<MetricId, Left>> {
    let mut known: BTreeMap<MetricId, i64> = sure
        .iter()
        .filter(|(_, number)| number.is_integer())
        .map(|(metric, number)| (*metric, number.0 / Number::SCALE))
        .collect();
    let cells: Vec<MetricId> = glued.iter().flat_map(|row| row.metrics.iter().flatten().copied()).collect();
    let of_table = |rule: &&Rule| {
        rule.severity == Severity::Error && rule.left.iter().chain(&rule.right).any(|term| cells.contains(&term.metric))
    };
    let rules: Vec<&Rule> = rules.iter().copied().filter(of_table).collect();
    // Each row alone first: most cuts break the row's own sum.
    let mut rows: Vec<(Vec<MetricId>, Vec<Vec<i64>>)> = Vec::new();
    for row in glued {
        let metrics: Vec<MetricId> = row.metrics.iter().flatten().copied().collect();
        let places: Vec<usize> = (0..row.metrics.len()).filter(|&place| row.metrics[place].is_some()).collect();
        let cuts = row.cuts.iter().map(|cut| places.iter().map(|&place| cut[place]).collect::<Vec<i64>>());
        let cuts: Vec<Vec<i64>> = cuts.filter(|cut| fits(&rules, &mut known, &metrics, cut)).collect();
        rows.push((metrics, cuts));
    }
    rows.sort_by_key(|(_, cuts)| cuts.len());
    let mut solutions = BTreeMap::new();
    let mut steps = STEPS;
    let complete = search(&rules, &rows, &mut known, &mut solutions, &mut steps);
    if !complete || solutions.is_empty() {
        return None;
    }
    let left = |numbers: Vec<i64>, sure: bool| {
        let mut numbers: Vec<Number> = numbers.into_iter().filter_map(Number::from_integer).collect();
        numbers.sort();
        numbers.dedup();
        match numbers.as_slice() {
            [one] if sure => Left::One(*one),
            _ => Left::Several(numbers),
        }
    };
    let full = |metric: MetricId| glued.iter().any(|row| row.full && row.metrics.contains(&Some(metric)));
    let borne_out = |metric: MetricId| {
        rules.iter().filter(|rule| rule.relation == Relation::Equal).any(|rule| {
            let mut terms = rule.left.iter().chain(&rule.right);
            terms.clone().any(|term| term.metric == metric) && terms.all(|term| solutions.contains_key(&term.metric))
        })
    };
    let sure: BTreeMap<MetricId, bool> =
        solutions.keys().map(|&metric| (metric, full(metric) || borne_out(metric))).collect();
    Some(solutions.into_iter().map(|(metric, numbers)| (metric, left(numbers, sure[&metric]))).collect())
}

/// Whether a cut of one row breaks no equation that it completes.
fn fits(rules: &[&Rule], known: &mut BTreeMap<MetricId, i64>, metrics: &[MetricId], cut: &[i64]) -> bool {
    for (metric, value) in metrics.iter().zip(cut) {
        known.insert(*metric, *value);
    }
    let fits = rules
        .iter()
        .filter(|rule| rule.left.iter().chain(&rule.right).any(|term| metrics.contains(&term.metric)))
        .all(|rule| possible(rule, known));
    for metric in metrics {
        known.remove(metric);
    }
    fits
}

/// Whether an equation can hold with what is known so far, every other term being zero or more.
fn possible(rule: &Rule, known: &BTreeMap<MetricId, i64>) -> bool {
    let side = |terms: &[crate::catalog::Term]| {
        let mut sum = 0i128;
        let (mut up, mut down) = (false, false);
        for term in terms {
            match known.get(&term.metric) {
                Some(value) => sum += i128::from(*value) * i128::from(term.sign),
                None if term.sign > 0 => up = true,
                None => down = true,
            }
        }
        (sum, up, down)
    };
    let (left, left_up, left_down) = side(&rule.left);
    let (right, right_up, right_down) = side(&rule.right);
    let left_at_most_right = left <= right || left_down || right_up;
    match rule.relation {
        Relation::AtMost => left_at_most_right,
        Relation::Equal => left_at_most_right && (right <= left || right_down || left_up),
    }
}

/// Every way to take one cut of each row so that all equations hold; false if the steps ran out.
fn search(
    rules: &[&Rule],
    rows: &[(Vec<MetricId>, Vec<Vec<i64>>)],
    known: &mut BTreeMap<MetricId, i64>,
    solutions: &mut BTreeMap<MetricId, Vec<i64>>,
    steps: &mut usize,
) -> bool {
    let Some(((metrics, cuts), rest)) = rows.split_first() else {
        for (metric, value) in known.iter() {
            let seen = solutions.entry(*metric).or_default();
            if !seen.contains(value) {
                seen.push(*value);
            }
        }
        return true;
    };
    for cut in cuts {
        if *steps == 0 {
            return false;
        }
        *steps -= 1;
        for (metric, value) in metrics.iter().zip(cut) {
            known.insert(*metric, *value);
        }
        let touched = |rule: &&&Rule| rule.left.iter().chain(&rule.right).any(|term| metrics.contains(&term.metric));
        let open = rules.iter().filter(touched).all(|rule| possible(rule, known));
        let complete = !open || search(rules, rest, known, solutions, steps);
        for metric in metrics {
            known.remove(metric);
        }
        if !complete {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Term;

    #[test]
    fn cuts_have_no_leading_zeros() {
        assert_eq!(cuts("105", 2), Some(vec![vec![10, 5]]));
        assert_eq!(cuts("000", 3), Some(vec![vec![0, 0, 0]]));
        assert_eq!(cuts("123", 2), Some(vec![vec![1, 23], vec![12, 3]]));
        assert_eq!(cuts("12", 3), Some(vec![]));
    }

    #[test]
    fn only_zeros_in_front_fill_all_cells() {
        assert!(is_full("0267", 2) && is_full("00", 2) && is_full("0", 1));
        assert!(!is_full("78", 2) && !is_full("2670", 2) && !is_full("0267", 3));
    }

    #[test]
    fn a_cut_that_no_equation_bears_out_is_not_sure() {
        let metrics = vec![Some(MetricId(0)), Some(MetricId(1))];
        let glued =
            |digits: &str| Glued { metrics: metrics.clone(), cuts: cuts(digits, 2).unwrap(), full: is_full(digits, 2) };
        let left = |digits: &str| settle(&[], &[glued(digits)], &BTreeMap::new()).unwrap()[&MetricId(1)].clone();
        let number = |value| Number::from_integer(value).unwrap();
        assert_eq!(left("0267"), Left::One(number(267)));
        assert_eq!(left("78"), Left::Several(vec![number(8)]));
    }

    #[test]
    fn a_row_sum_leaves_one_cut() {
        let term = |metric| Term { metric: MetricId(metric), sign: 1 };
        let rule = Rule {
            id: "sum".to_string(),
            facet: None,
            what: String::new(),
            forms: Vec::new(),
            relation: Relation::Equal,
            left: vec![term(0), term(1)],
            right: vec![term(2)],
            severity: Severity::Error,
            defines: None,
        };
        let glued = Glued {
            metrics: vec![Some(MetricId(0)), Some(MetricId(1)), Some(MetricId(2))],
            cuts: cuts("64670", 3).unwrap(),
            full: false,
        };
        let left = settle(&[&rule], &[glued], &BTreeMap::new()).unwrap();
        assert_eq!(left[&MetricId(0)], Left::One(Number::from_integer(64).unwrap()));
        assert_eq!(left[&MetricId(2)], Left::One(Number::from_integer(70).unwrap()));
    }
}
