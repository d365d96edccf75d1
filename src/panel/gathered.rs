//! The rows of the chosen reports from all tables, brought together by stretch of counties: read once, laid aside on disk.
//! Knows no county and no measure.

use super::counties::tables;
use super::speaking::Speaking;
use crate::catalog::headline::HeadlineTable;
use crate::warehouse::cells::text;
use crate::warehouse::{Frame, Shelves, batches};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::Path;

/// For each stretch rows of the tables, with the number of their table.
pub struct Gathered {
    shelves: Shelves<(usize, Frame)>,
    tables: usize,
}

impl Gathered {
    /// Reads what every table has of the reports in each stretch.
    pub fn read(snapshot: &Path, headline: &[HeadlineTable], stretches: &[&[Speaking]]) -> Result<Gathered> {
        let mut shelves = Shelves::below(snapshot, stretches.len())?;
        let of_stretch = |(number, rows)| -> Vec<(&str, usize)> {
            let rows: &[Speaking] = rows;
            rows.iter().map(|row| (row.report.as_str(), number)).collect()
        };
        let wanted: BTreeMap<&str, usize> = stretches.iter().copied().enumerate().flat_map(of_stretch).collect();
        let tables = tables(headline);
        for (number, (name, columns)) in tables.iter().enumerate() {
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            batches(snapshot, name, &columns, &mut |frame| {
                let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
                for row in 0..frame.rows() {
                    if let Some(stretch) = text(frame, "report_id", row).and_then(|id| wanted.get(id)) {
                        parts.entry(*stretch).or_default().push(row);
                    }
                }
                parts.iter().try_for_each(|(stretch, rows)| shelves.put(*stretch, &(number, frame.pick(rows))))
            })?;
        }
        Ok(Gathered { shelves, tables: tables.len() })
    }

    /// The rows of a stretch, a frame a table in the order of the tables.
    pub fn take(&mut self, stretch: usize) -> Result<Vec<Frame>> {
        let mut frames = vec![Frame::default(); self.tables];
        for (table, rows) in self.shelves.take(stretch)? {
            frames[table].append(rows);
        }
        Ok(frames)
    }
}
