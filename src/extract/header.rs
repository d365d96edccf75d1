//! The header of a form's table in a grid: which of its labels stand where, in any order. Knows no row and no value.

use super::align::align;
use super::label::{Label, contradicted, fit, fit_column, in_group};
use crate::catalog::{Axis, Table};

/// What a label may be in the header of a table: that of a column itself, or of a group of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    Column,
    Group,
}

pub fn head(table: &Table, label: &Label) -> Option<Head> {
    let begins = label.begins_among(&table.heads_begin);
    let named = |axis: &Axis| axis.groups.iter().any(|group| in_group(label, group));
    let column = || table.columns.iter().any(|axis| fit_column(label, axis) > 0).then_some(Head::Column);
    let group = || table.columns.iter().any(named).then_some(Head::Group);
    if begins { column().or_else(group) } else { None }
}

/// A column of the grid, its label in the header, and all labels of its header from the top down.
pub type Leaf<'l> = (usize, &'l Label, Vec<&'l Label>);

/// (grid column, column of the form) for the labels of a header from left to right: every column of the form must be there.
pub fn columns(table: &Table, leaves: &[Leaf]) -> Option<Vec<(usize, usize)>> {
    let pairs = align(leaves.len(), table.columns.len(), |leaf, axis| {
        let (_, label, above) = &leaves[leaf];
        let axis = &table.columns[axis];
        let fit = fit_column(label, axis);
        // A group that is read must be the right one; a group that is lost is left to the order.
        if fit == 0 || contradicted(&table.columns, axis, above) { 0 } else { fit }
    });
    if pairs.len() < table.columns.len() {
        return by_name(table, leaves).or_else(|| by_groups(table, leaves));
    }
    Some(pairs.into_iter().map(|(leaf, axis)| (leaves[leaf].0, axis)).collect())
}

/// The columns of a header in another order than the form's: each whole label, under its groups, names one column of the
/// form, and no two name the same.
fn by_name(table: &Table, leaves: &[Leaf]) -> Option<Vec<(usize, usize)>> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (column, label, above) in leaves {
        let names = |axis: &Axis| fit(label, axis) > 1 && !contradicted(&table.columns, axis, above);
        let mut named = (0..table.columns.len()).filter(|&place| names(&table.columns[place]));
        let (place, rival) = (named.next()?, named.next());
        if rival.is_some() || pairs.iter().any(|&(_, other)| other == place) {
            return None;
        }
        pairs.push((*column, place));
    }
    (pairs.len() == table.columns.len()).then_some(pairs)
}

/// The columns of a header that holds only some of the form's outermost groups, each whole and with its name above it: one
/// part of a table that was cut in two side by side. Or of just one inner group, with the names of all groups around it: a
/// table that is told group by group.
fn by_groups(table: &Table, leaves: &[Leaf]) -> Option<Vec<(usize, usize)>> {
    let outer = |place: usize| table.columns[place].groups.first();
    let pairs = align(leaves.len(), table.columns.len(), |leaf, place| {
        let (_, label, above) = &leaves[leaf];
        let named = |group: &String| above.iter().any(|label| in_group(label, group));
        if outer(place).is_some_and(named) && !contradicted(&table.columns, &table.columns[place], above) {
            fit(label, &table.columns[place])
        } else {
            0
        }
    });
    let groups = |place: usize| &table.columns[place].groups;
    let here = |place: usize| pairs.iter().any(|&(_, other)| other == place);
    let covers = |same: &dyn Fn(usize) -> bool| (0..table.columns.len()).all(|place| !same(place) || here(place));
    let alone = |leaf: usize, place: usize| {
        let named = |group: &String| leaves[leaf].2.iter().any(|label| in_group(label, group));
        pairs.iter().all(|&(_, other)| groups(other) == groups(place)) && groups(place).iter().all(named)
    };
    let whole = |&(leaf, place): &(usize, usize)| {
        covers(&|other| outer(other) == outer(place))
            || alone(leaf, place) && covers(&|other| groups(other) == groups(place))
    };
    let proven = !pairs.is_empty() && pairs.len() == leaves.len() && pairs.iter().all(whole);
    proven.then(|| pairs.into_iter().map(|(leaf, place)| (leaves[leaf].0, place)).collect())
}
