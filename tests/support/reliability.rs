//! How often facts of a confidence are right: the reliability table. Knows no report.

use std::collections::BTreeMap;

/// Lower bounds of the bins, in thousandths.
const BINS: [u16; 8] = [0, 600, 800, 900, 950, 980, 990, 995];

/// Right ones and all, by bin.
#[derive(Clone, Debug, Default)]
pub struct Reliability {
    bins: BTreeMap<u16, (usize, usize)>,
}

impl Reliability {
    /// A fact with a value, and whether the report says it.
    pub fn count(&mut self, confidence: u16, right: bool) {
        let bin = BINS.into_iter().rev().find(|&least| confidence >= least).unwrap_or(0);
        let (rights, all) = self.bins.entry(bin).or_default();
        *rights += usize::from(right);
        *all += 1;
    }

    pub fn add(&mut self, other: &Reliability) {
        for (bin, (right, all)) in &other.bins {
            let entry = self.bins.entry(*bin).or_default();
            *entry = (entry.0 + right, entry.1 + all);
        }
    }

    /// As a table of Markdown.
    pub fn table(&self) -> String {
        let mut table = String::from("| confidence | facts | right | share right |\n|---|---:|---:|---:|\n");
        for (index, least) in BINS.into_iter().enumerate().rev() {
            let Some((right, all)) = self.bins.get(&least) else { continue };
            let most = BINS.get(index + 1).map_or(1000, |next| next - 1);
            let share = *right as f64 / *all as f64;
            table.push_str(&format!(
                "| 0.{least:03} to {}.{:03} | {all} | {right} | {share:.4} |\n",
                most / 1000,
                most % 1000
            ));
        }
        table
    }
}
