//! Which column each cell of a flattened row belongs to, as the order of the labels in its header tells. Knows no value but
//! to let the equations of the form choose between two orders.

use super::{Match, Reader};
use crate::catalog::labels::Occurrence;
use crate::catalog::{Catalog, Relation, Table, Template, Term};
use crate::model::{MetricId, Rank, Severity, Value};
use std::collections::BTreeMap;

/// The columns of the form in the order of a row's cells.
pub(super) type Order = Vec<usize>;

/// The orders that a header's labels allow, the likeliest first; none if they are not those of the form, each as often as
/// the form prints it.
///
/// Labels under one merged header keep their order when a table is flattened, those of two levels do not: 总计 stands before
/// 商业企业 where the outer level was written first. So columns are compared group by group. The outer level, and a total
/// before its parts, may deviate on a page whose cells are in order; both orders are then possible.
pub(super) fn orders(table: &Table, header: &[Occurrence]) -> Vec<Order> {
    let labels = &table.column_labels;
    let names = header.iter().filter_map(|found| labels.place(found.label)).map(|place| canonical(table, place));
    let names: Vec<usize> = names.collect();
    let groups = groups(table);
    if names.len() != table.columns.len() || !groups_in_order(table, header) {
        return Vec::new();
    }
    let mut order = vec![0; table.columns.len()];
    let mut loose: Vec<usize> = Vec::new();
    let mut rest = names.clone();
    for slots in &groups {
        let own: Vec<usize> = slots.iter().map(|&slot| canonical(table, slot)).collect();
        // Labels that other groups have too can only be told apart by standing together.
        let here: Vec<usize> = rest.iter().copied().filter(|name| own.contains(name)).take(own.len()).collect();
        let Some(placed) = placed(&own, &here) else { return Vec::new() };
        // What a merged header covers stands together, whichever level was written first.
        if !table.columns[slots[0]].groups.is_empty() && !together(&names, &here) {
            return Vec::new();
        }
        for name in &here {
            if let Some(at) = rest.iter().position(|other| other == name) {
                rest.remove(at);
            }
        }
        for (slot, place) in slots.iter().zip(&placed) {
            order[*slot] = slots[*place];
        }
        let deviates = placed.iter().enumerate().any(|(slot, place)| slot != *place);
        let last = slots.len() - 1;
        let total_first =
            last > 1 && placed.iter().enumerate().all(|(slot, place)| (slot + last) % (last + 1) == *place);
        if deviates && groups.len() > 1 && (table.columns[slots[0]].groups.is_empty() || total_first) {
            loose.extend(slots);
        }
    }
    let mut orders = vec![order];
    if !loose.is_empty() {
        let mut straight = orders[0].clone();
        loose.iter().for_each(|&slot| straight[slot] = slot);
        orders.push(straight);
    }
    orders
}

/// The labels of a header, of all that were found.
pub(super) fn inside(labels: &[Occurrence], (start, end): (usize, usize)) -> &[Occurrence] {
    let from = labels.partition_point(|label| label.start < start);
    let to = labels.partition_point(|label| label.end <= end);
    &labels[from..to.max(from)]
}

/// The first column with the same label.
fn canonical(table: &Table, column: usize) -> usize {
    let same = |axis: &crate::catalog::Axis| axis.labels[0] == table.columns[column].labels[0];
    table.columns.iter().position(same).unwrap_or(column)
}

/// Columns under the same merged headers, in the order of the form.
fn groups(table: &Table) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for column in 0..table.columns.len() {
        let same = |group: &&mut Vec<usize>| table.columns[group[0]].groups == table.columns[column].groups;
        match groups.iter_mut().find(same) {
            Some(group) => group.push(column),
            None => groups.push(vec![column]),
        }
    }
    groups
}

/// Whether the merged headers that a header prints come in the order of the form.
fn groups_in_order(table: &Table, header: &[Occurrence]) -> bool {
    let labels = &table.column_labels;
    let mut seen: Vec<&str> = Vec::new();
    for found in header.iter().filter(|found| labels.place(found.label).is_none()) {
        let text = labels.text(found.label);
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    let first = |text: &&str| {
        let column = table.columns.iter().position(|axis| axis.groups.iter().any(|group| group == text));
        let level = column.and_then(|column| table.columns[column].groups.iter().position(|group| group == text));
        (level, column)
    };
    // Levels are written one after the other or one inside the other: only those of one level are compared.
    seen.iter().enumerate().all(|(at, text)| {
        seen[..at].iter().all(|before| first(before).0 != first(text).0 || first(before).1 <= first(text).1)
    })
}

/// Whether the first of `names` that are among `here` follow one another.
fn together(names: &[usize], here: &[usize]) -> bool {
    names.windows(here.len()).any(|stretch| stretch == here)
}

/// For each name found, its place among the group's own; none unless each stands there once.
fn placed(own: &[usize], here: &[usize]) -> Option<Vec<usize>> {
    let places: Vec<usize> = here.iter().filter_map(|name| own.iter().position(|other| other == name)).collect();
    let each = (0..own.len()).all(|place| places.iter().filter(|&&other| other == place).count() == 1);
    each.then_some(places)
}

/// Of two readings in different orders the one that the equations bear out; where they bear out neither, what both read
/// alike, and both readings of the rest.
pub(super) fn chosen<'a>(catalog: &Catalog, one: Match<'a>, other: Match<'a>) -> Match<'a> {
    let [first, second] = [&one, &other].map(|found| failures(catalog, found.template, &found.claims));
    if first * 4 < second {
        return one;
    }
    if second * 4 < first {
        return other;
    }
    let readings = |claims: &[crate::model::Observation], metric: MetricId| {
        claims.iter().find(|claim| claim.metric == metric).map(|claim| claim.value.clone())
    };
    let mut both = one;
    for claim in &mut both.claims {
        let rival = readings(&other.claims, claim.metric);
        if rival.as_ref() != Some(&claim.value) {
            let numbers = [Some(&claim.value), rival.as_ref()].into_iter().flatten().filter_map(Value::number);
            claim.value = Value::Ambiguous(numbers.collect());
            claim.evidence.rank = Rank::Low;
        }
    }
    both
}

/// Equations of the form that the claims complete and break; what stands empty counts as zero.
fn failures(catalog: &Catalog, template: &Template, claims: &[crate::model::Observation]) -> usize {
    let number = |value: &Value| match value {
        Value::Blank | Value::Dash => Some(0),
        value => Some(value.number()?.0),
    };
    let values: BTreeMap<MetricId, i64> =
        claims.iter().filter_map(|claim| Some((claim.metric, number(&claim.value)?))).collect();
    let side = |terms: &[Term]| -> Option<i128> {
        terms.iter().map(|term| Some(i128::from(*values.get(&term.metric)?) * i128::from(term.sign))).sum()
    };
    let rules = catalog.rules.of_form(&template.form);
    let rules = rules.filter(|rule| rule.severity == Severity::Error && rule.relation == Relation::Equal);
    rules.filter(|rule| side(&rule.left).zip(side(&rule.right)).is_some_and(|(left, right)| left != right)).count()
}

impl Reader<'_, '_> {
    /// Whether a header of the table stands in the text in another order than the form's. Whole labels out of order, or
    /// more of them than the form has, are another order; torn ones only where they give one.
    pub(super) fn disordered(&self) -> bool {
        let straight: Order = (0..self.table.columns.len()).collect();
        let whole: Vec<Occurrence> = self.table.column_labels.find(&self.dense.text).collect();
        let torn = self.column_labels();
        let first = |labels: &[Occurrence], header| orders(self.table, inside(labels, header)).into_iter().next();
        self.headers(&whole).into_iter().any(|header| first(&whole, header).as_ref() != Some(&straight))
            || self.headers(&torn).into_iter().any(|header| first(&torn, header).is_some_and(|order| order != straight))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders_of(id: &str, header: &str) -> Vec<Order> {
        let catalog = Catalog::load(None).unwrap_or_else(|faults| panic!("{faults:?}"));
        let table = catalog.templates.by_form("2021").unwrap().table(id).unwrap();
        orders(table, &table.column_labels.find(header).collect::<Vec<_>>())
    }

    #[test]
    fn the_outer_level_may_be_written_first() {
        let header = "自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他";
        assert_eq!(orders_of("applications", header), [[0, 1, 2, 3, 4, 5, 6]]);
        let header = "申请人情况总计自然人法人或其他组织商业企业科研机构社会公益组织法律服务机构其他";
        assert_eq!(orders_of("applications", header), [[6, 1, 2, 3, 4, 5, 0], [0, 1, 2, 3, 4, 5, 6]]);
    }

    #[test]
    fn a_total_before_its_parts_may_stand_over_cells_in_order() {
        let parts = "结果维持结果纠正其他结果尚未审结";
        let header = format!("行政复议行政诉讼总计{parts}未经复议直接起诉复议后起诉{parts}总计{parts}总计");
        let straight: Order = (0..15).collect();
        let mut first = straight.clone();
        first[..5].rotate_right(1);
        assert_eq!(orders_of("remedies", &header), [first, straight]);
    }

    #[test]
    fn labels_of_one_group_in_another_order_are_followed() {
        let header = "自然人法人或其他组织总计科研机构商业企业社会公益组织法律服务机构其他";
        assert_eq!(orders_of("applications", header), [[0, 2, 1, 3, 4, 5, 6]]);
    }

    #[test]
    fn labels_that_changed_places_across_a_merged_header_give_no_order() {
        let header = "商业企业法人或其他组织总计自然人科研机构社会公益组织法律服务机构其他";
        assert_eq!(orders_of("applications", header), Vec::<Order>::new());
    }

    #[test]
    fn a_header_that_lacks_a_label_or_has_one_twice_gives_no_order() {
        let group = "结果维持结果纠正其他结果尚未审结总计";
        let header = format!("行政复议行政诉讼{group}未经复议直接起诉复议后起诉{group}{group}");
        assert_eq!(orders_of("remedies", &header).len(), 1);
        let twice = header.replacen("结果纠正", "结果维持", 1);
        assert_eq!(orders_of("remedies", &twice), Vec::<Order>::new());
        let reversed = header.replacen("行政复议行政诉讼", "行政诉讼行政复议", 1);
        assert_eq!(orders_of("remedies", &reversed), Vec::<Order>::new());
    }
}
