//! Interval propagation: bounds on every metric, narrowed by equations, and the equations that each bound rests on.
//! Knows no claim and decides nothing.

use super::equation::{Book, Extent, Range, Sheet};
use crate::catalog::{MetricKind, Metrics, Term};
use crate::model::{MetricId, Number, State};
use std::collections::VecDeque;

/// Equations visited in one propagation, in multiples of their number: bounds that creep are cut off, which loses a
/// proof and never makes a wrong one.
const ROUNDS: usize = 50;

/// Bounds on every metric, and for each bound the set of equations that it rests on.
pub struct Domain {
    pub ranges: Vec<Range>,
    /// Whole numbers only; not for a cell that is known, which may be printed wrongly with decimals.
    whole: Vec<bool>,
    /// The readings of ambiguous cells: nothing else is allowed.
    readings: Vec<(MetricId, Vec<i128>)>,
    words: usize,
    low_from: Vec<u64>,
    high_from: Vec<u64>,
}

impl Domain {
    /// The domain before propagation; `known` gives the numbers that are taken as given.
    pub fn new(book: &Book, sheet: &Sheet, metrics: &Metrics, known: impl Fn(MetricId) -> Option<Number>) -> Domain {
        let words = book.len().div_ceil(64).max(1);
        let count = sheet.cells.len();
        let mut domain = Domain {
            ranges: Vec::with_capacity(count),
            whole: Vec::with_capacity(count),
            readings: Vec::new(),
            words,
            low_from: vec![0; words * count],
            high_from: vec![0; words * count],
        };
        for (place, cell) in sheet.cells.iter().enumerate() {
            let metric = MetricId(place as u16);
            let mut range = Range::free(metrics, metric);
            match known(metric) {
                Some(number) => range = Range::point(number),
                None => {
                    let open = cell.as_ref().filter(|held| held.fact.state == State::Ambiguous);
                    let readings: Vec<i128> = open
                        .map(|held| held.readings.iter().map(|number| i128::from(number.0)).collect())
                        .unwrap_or_default();
                    if let (Some(&low), Some(&high)) = (readings.iter().min(), readings.iter().max()) {
                        range = Range { low, high };
                        domain.readings.push((metric, readings));
                    }
                }
            }
            let fixed = range.low == range.high || metrics.get(metric).kind == MetricKind::Amount;
            domain.ranges.push(range);
            domain.whole.push(!fixed);
        }
        domain
    }

    /// Whether the value was found by propagation rather than given.
    pub fn proved(&self, metric: MetricId) -> Option<Number> {
        let place = usize::from(metric.0);
        let rests = |set: &[u64]| set[place * self.words..][..self.words].iter().any(|&word| word != 0);
        if rests(&self.low_from) || rests(&self.high_from) { self.ranges[place].number() } else { None }
    }

    fn rests_on(&self, term: Term, least: bool) -> &[u64] {
        let low = (term.sign > 0) == least;
        let set = if low { &self.low_from } else { &self.high_from };
        &set[usize::from(term.metric.0) * self.words..][..self.words]
    }

    /// The equations behind the least (or greatest) sum of some terms, with the equation itself.
    fn reason<'t>(&self, equation: usize, terms: impl Iterator<Item = &'t Term>, least: bool) -> Vec<u64> {
        let mut set = vec![0u64; self.words];
        set[equation / 64] |= 1 << (equation % 64);
        for term in terms {
            set.iter_mut().zip(self.rests_on(*term, least)).for_each(|(word, other)| *word |= other);
        }
        set
    }
}

fn members(set: &[u64]) -> Vec<usize> {
    (0..set.len() * 64).filter(|index| set[index / 64] >> (index % 64) & 1 == 1).collect()
}

/// Narrows the domain by the active equations to a fixed point; an error names equations that cannot hold together.
pub fn propagate(book: &Book, active: &[bool], domain: &mut Domain) -> Result<(), Vec<usize>> {
    let mut waiting = active.to_vec();
    let mut queue: VecDeque<usize> = (0..book.len()).filter(|&equation| active[equation]).collect();
    let mut steps = ROUNDS * queue.len();
    while let Some(equation) = queue.pop_front() {
        if steps == 0 {
            break;
        }
        steps -= 1;
        waiting[equation] = false;
        narrow(book, equation, domain, |metric| {
            for &home in book.homes(metric) {
                let home = home as usize;
                if active[home] && !waiting[home] {
                    waiting[home] = true;
                    queue.push_back(home);
                }
            }
        })
        .map_err(|set| members(&set))?;
    }
    Ok(())
}

/// One equation: every term is at most what the least values of the others leave, and for an equality at least what
/// their greatest values leave.
fn narrow(book: &Book, equation: usize, domain: &mut Domain, mut moved: impl FnMut(MetricId)) -> Result<(), Vec<u64>> {
    let terms = book.terms(equation);
    let equal = book.equal(equation);
    let (mut least, mut most) = (Extent::default(), Extent::default());
    let mut open = false;
    for term in terms {
        let range = domain.ranges[usize::from(term.metric.0)];
        open |= range.low != range.high;
        let range = range.times(term.sign);
        least.add(range.low);
        most.add(range.high);
    }
    if least.value().is_some_and(|sum| sum > 0) {
        return Err(domain.reason(equation, terms.iter(), true));
    }
    if equal && most.value().is_some_and(|sum| sum < 0) {
        return Err(domain.reason(equation, terms.iter(), false));
    }
    if !open {
        return Ok(());
    }
    for (index, term) in terms.iter().enumerate() {
        let place = usize::from(term.metric.0);
        let range = domain.ranges[place];
        if range.low == range.high {
            continue;
        }
        let own = range.times(term.sign);
        let ceiling = least.without(own.low).map(|rest| -rest);
        let floor = if equal { most.without(own.high).map(|rest| -rest) } else { None };
        // Back from the signed term to the metric: a minus swaps the bounds, and which sum each rests on.
        let (high, high_least) = if term.sign > 0 { (ceiling, true) } else { (floor.map(|bound| -bound), false) };
        let (low, low_least) = if term.sign > 0 { (floor, false) } else { (ceiling.map(|bound| -bound), true) };
        let others = || terms.iter().enumerate().filter(move |(other, _)| *other != index).map(|(_, term)| term);
        let mut changed = false;
        if let Some(high) = high.map(|bound| if domain.whole[place] { whole_below(bound) } else { bound })
            && high < range.high
        {
            let set = domain.reason(equation, others(), high_least);
            domain.high_from[place * domain.words..][..domain.words].copy_from_slice(&set);
            domain.ranges[place].high = high;
            changed = true;
        }
        if let Some(low) = low.map(|bound| if domain.whole[place] { -whole_below(-bound) } else { bound })
            && low > range.low
        {
            let set = domain.reason(equation, others(), low_least);
            domain.low_from[place * domain.words..][..domain.words].copy_from_slice(&set);
            domain.ranges[place].low = low;
            changed = true;
        }
        if changed {
            keep_to_readings(domain, term.metric);
            if domain.ranges[place].low > domain.ranges[place].high {
                let mut set = domain.reason(equation, std::iter::empty(), true);
                let both = [&domain.low_from, &domain.high_from];
                for from in both {
                    let from = &from[place * domain.words..][..domain.words];
                    set.iter_mut().zip(from).for_each(|(word, other)| *word |= other);
                }
                return Err(set);
            }
            moved(term.metric);
        }
    }
    Ok(())
}

fn whole_below(bound: i128) -> i128 {
    bound.div_euclid(i128::from(Number::SCALE)) * i128::from(Number::SCALE)
}

/// Moves the bounds of an ambiguous cell inward to readings; crosses them if none is left.
fn keep_to_readings(domain: &mut Domain, metric: MetricId) {
    let Some((_, readings)) = domain.readings.iter().find(|(other, _)| *other == metric) else {
        return;
    };
    let range = domain.ranges[usize::from(metric.0)];
    let left = || readings.iter().copied().filter(|&value| range.low <= value && value <= range.high);
    let kept = match (left().min(), left().max()) {
        (Some(low), Some(high)) => Range { low, high },
        _ => Range { low: range.low, high: range.low - 1 },
    };
    let place = usize::from(metric.0);
    // Either bound may now rest on what moved the other one.
    let words = domain.words;
    for word in place * words..(place + 1) * words {
        let both = domain.low_from[word] | domain.high_from[word];
        (domain.low_from[word], domain.high_from[word]) = (both, both);
    }
    domain.ranges[place] = kept;
}

/// Whether some filling satisfies the equation by itself.
pub fn fits(book: &Book, equation: usize, domain: &Domain) -> bool {
    let (mut least, mut most) = (Extent::default(), Extent::default());
    for term in book.terms(equation) {
        let range = domain.ranges[usize::from(term.metric.0)].times(term.sign);
        least.add(range.low);
        most.add(range.high);
    }
    least.value().is_none_or(|sum| sum <= 0) && (!book.equal(equation) || most.value().is_none_or(|sum| sum >= 0))
}
