//! Ruled lines → tables of empty cells. Knows lengths; knows no letter.

use super::ink::Rule;

/// Ends and crossings of ruled lines that are so near (points) are the same.
const NEAR: f64 = 3.0;

/// The cells that ruled lines make: columns between `xs`, rows between `ys`, both ascending.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lattice {
    pub xs: Vec<f64>,
    pub ys: Vec<f64>,
    /// In reading order; together they cover every slot once.
    pub boxes: Vec<Area>,
}

/// Rows `top..bottom` and columns `left..right` of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub top: usize,
    pub bottom: usize,
    pub left: usize,
    pub right: usize,
}

impl Lattice {
    /// Whether the point lies within the outer edges.
    pub fn holds(&self, x: f64, y: f64) -> bool {
        let within = |edges: &[f64], at: f64| match edges {
            [first, .., last] => *first <= at && at <= *last,
            _ => false,
        };
        within(&self.xs, x) && within(&self.ys, y)
    }
}

/// The tables of a page, of at most `max_cells` slots each; the highest first.
pub(super) fn lattices(rules: &[Rule], max_cells: usize) -> Vec<Lattice> {
    let mut lines = whole(rules, false);
    lines.extend(whole(rules, true));
    let mut lattices: Vec<Lattice> = groups(&lines)
        .into_iter()
        .filter_map(|group| lattice(&group, max_cells))
        .filter(|lattice| lattice.boxes.len() > 1)
        .collect();
    lattices.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]));
    lattices
}

/// The lines of one direction, pieces of the same line put together.
fn whole(rules: &[Rule], vertical: bool) -> Vec<Rule> {
    let same = rules.iter().filter(|rule| rule.vertical == vertical);
    let mut rules: Vec<Rule> = same.copied().collect();
    rules.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut lines = Vec::new();
    for row in rules.chunk_by_mut(|a, b| b.at - a.at <= NEAR / 2.0) {
        row.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut line = row[0];
        for rule in &row[1..] {
            if rule.from <= line.to + NEAR {
                line.to = line.to.max(rule.to);
            } else {
                lines.push(std::mem::replace(&mut line, *rule));
            }
        }
        lines.push(line);
    }
    lines
}

/// The lines that hang together.
fn groups(lines: &[Rule]) -> Vec<Vec<Rule>> {
    let mut group: Vec<usize> = (0..lines.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    for (a, level) in lines.iter().enumerate().filter(|(_, line)| !line.vertical) {
        for (b, upright) in lines.iter().enumerate().filter(|(_, line)| line.vertical) {
            let on = |line: &Rule, at: f64| line.from - NEAR <= at && at <= line.to + NEAR;
            if on(level, upright.at) && on(upright, level.at) {
                let (a, b) = (root(&mut group, a), root(&mut group, b));
                group[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: Vec<Vec<Rule>> = vec![Vec::new(); lines.len()];
    for (index, line) in lines.iter().enumerate() {
        let root = root(&mut group, index);
        groups[root].push(*line);
    }
    groups.retain(|group| group.len() > 2);
    groups
}

fn lattice(lines: &[Rule], max_cells: usize) -> Option<Lattice> {
    // A table that is open at a side ends where the lines end that run to that side.
    let edges = |vertical: bool| {
        let own = lines.iter().filter(|line| line.vertical == vertical);
        let other = lines.iter().filter(|line| line.vertical != vertical);
        let from = other.clone().map(|line| line.from).fold(f64::INFINITY, f64::min);
        let to = other.map(|line| line.to).fold(f64::NEG_INFINITY, f64::max);
        edges(own.map(|line| line.at).chain([from, to]).collect())
    };
    let (xs, ys) = (edges(true), edges(false));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns == 0 || rows == 0 || columns.checked_mul(rows)? > max_cells {
        return None;
    }
    // For each slot the length of the lines at its right and at its lower edge.
    let mut right = vec![0.0; rows * columns];
    let mut lower = vec![0.0; rows * columns];
    for line in lines {
        let (along, across) = if line.vertical { (&ys, &xs) } else { (&xs, &ys) };
        let Some(edge) = nearest(across, line.at).checked_sub(1) else {
            continue;
        };
        for (index, pair) in along.windows(2).enumerate() {
            let length = line.to.min(pair[1]) - line.from.max(pair[0]);
            if length > 0.0 {
                match line.vertical {
                    true if edge < columns => right[index * columns + edge] += length,
                    false if edge < rows => lower[edge * columns + index] += length,
                    _ => {}
                }
            }
        }
    }
    let boxes = boxes(&xs, &ys, &right, &lower);
    Some(Lattice { xs, ys, boxes })
}

/// Places of edges, those that are the same only once.
fn edges(mut places: Vec<f64>) -> Vec<f64> {
    places.retain(|place| place.is_finite());
    places.sort_by(f64::total_cmp);
    let mut edges: Vec<f64> = Vec::new();
    for place in places {
        if edges.last().is_none_or(|last| place - last > NEAR) {
            edges.push(place);
        }
    }
    edges
}

fn nearest(edges: &[f64], at: f64) -> usize {
    let after = edges.partition_point(|edge| *edge < at);
    match after {
        0 => 0,
        _ if after == edges.len() => after - 1,
        _ if at - edges[after - 1] <= edges[after] - at => after - 1,
        _ => after,
    }
}

/// Slots without a line between them are one cell, as far as that gives rectangles.
fn boxes(xs: &[f64], ys: &[f64], right: &[f64], lower: &[f64]) -> Vec<Area> {
    let columns = xs.len() - 1;
    let mut boxes: Vec<Area> = Vec::new();
    // The boxes that reach down to the row above, by their left edge.
    let mut open: Vec<Option<usize>> = vec![None; columns];
    for row in 0..ys.len() - 1 {
        let height = ys[row + 1] - ys[row];
        let mut left = 0;
        while left < columns {
            let mut end = left + 1;
            while end < columns && right[row * columns + end - 1] < height / 2.0 {
                end += 1;
            }
            let above = open[left].filter(|&above| {
                let ruled: f64 = lower[(boxes[above].bottom - 1) * columns..][left..end].iter().sum();
                boxes[above].right == end && ruled < (xs[end] - xs[left]) / 2.0
            });
            let index = above.unwrap_or(boxes.len());
            match above {
                Some(above) => boxes[above].bottom = row + 1,
                None => boxes.push(Area { top: row, bottom: row + 1, left, right: end }),
            }
            open[left..end].fill(None);
            open[left] = Some(index);
            left = end;
        }
    }
    boxes.sort_by_key(|area| (area.top, area.left));
    boxes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(at: f64, from: f64, to: f64) -> Rule {
        Rule { vertical: false, at, from, to }
    }

    fn upright(at: f64, from: f64, to: f64) -> Rule {
        Rule { vertical: true, at, from, to }
    }

    fn areas(rules: &[Rule]) -> Vec<(usize, usize, usize, usize)> {
        let lattices = lattices(rules, 100);
        assert_eq!(lattices.len(), 1, "one table");
        let area = |area: &Area| (area.top, area.bottom, area.left, area.right);
        lattices[0].boxes.iter().map(area).collect()
    }

    #[test]
    fn missing_lines_make_merged_cells() {
        // A cell over two rows, beside one over two columns, beside two.
        let rules = [
            level(0.0, 0.0, 90.0),
            level(20.0, 30.0, 90.0),
            level(40.0, 0.0, 90.0),
            upright(0.0, 0.0, 40.0),
            upright(30.0, 0.0, 40.0),
            upright(60.0, 20.0, 40.0),
            upright(90.0, 0.0, 40.0),
        ];
        assert_eq!(areas(&rules), [(0, 2, 0, 1), (0, 1, 1, 3), (1, 2, 1, 2), (1, 2, 2, 3)]);
    }

    #[test]
    fn pieces_of_lines_and_double_lines_are_one() {
        let rules = [
            level(0.0, 0.0, 29.0),
            level(0.6, 30.0, 60.0),
            level(40.0, 0.0, 60.0),
            level(41.5, 0.0, 60.0),
            upright(0.2, 0.0, 40.0),
            upright(30.0, 0.0, 19.0),
            upright(30.4, 20.0, 40.0),
            upright(60.0, 0.0, 40.0),
        ];
        assert_eq!(areas(&rules), [(0, 1, 0, 1), (0, 1, 1, 2)]);
    }

    #[test]
    fn a_table_open_at_its_sides_ends_with_its_lines() {
        let rules = [level(0.0, 0.0, 90.0), level(20.0, 0.0, 90.0), level(40.0, 0.0, 90.0), upright(30.0, 0.0, 40.0)];
        assert_eq!(areas(&rules), [(0, 1, 0, 1), (0, 1, 1, 2), (1, 2, 0, 1), (1, 2, 1, 2)]);
    }

    #[test]
    fn a_frame_is_no_table_and_two_tables_are_two() {
        let frame = |y: f64| {
            [level(y, 0.0, 90.0), level(y + 40.0, 0.0, 90.0), upright(0.0, y, y + 40.0), upright(90.0, y, y + 40.0)]
        };
        assert!(lattices(&frame(0.0), 100).is_empty());
        let mut rules = frame(0.0).to_vec();
        rules.extend(frame(60.0));
        rules.extend([upright(45.0, 0.0, 40.0), level(80.0, 0.0, 90.0)]);
        assert_eq!(lattices(&rules, 100).len(), 2);
        assert!(lattices(&rules, 1).is_empty());
    }
}
