//! Equations over a publisher's reports of two years that follow each other. Knows no other rule.

use super::figures::Figures;
use super::finding::{Finding, Rule};
use crate::catalog::{Chain, Relation};
use crate::model::Verdict;
use anyhow::Result;
use polars::prelude::*;

/// Judges every equation for every agency and scope that has reports in both years and in both at least one of its terms,
/// be it an empty cell: a form that does not ask is no report that keeps silent.
pub fn judge(chains: &[Chain], now: &Figures, last: &Figures, findings: &mut Vec<Finding>) -> Result<()> {
    let side = |of: &Figures, previous: bool| -> Result<LazyFrame> {
        let terms = terms(chains, previous)?;
        let facts = of.facts.clone().lazy().select(["agency", "scope", "metric", "value", "solved"].map(col));
        let value = |side: &str| (col("value") * col(side)).alias(side);
        let joined = facts.join(terms.lazy(), [col("metric")], [col("metric")], JoinArgs::new(JoinType::Inner));
        Ok(joined.select([
            col("agency"),
            col("scope"),
            col("equation"),
            col("value"),
            value("left"),
            value("right"),
            col("solved").cast(DataType::UInt32),
            lit(u32::from(previous)).alias("previous"),
        ]))
    };
    let keys = ["agency", "scope", "equation"].map(col);
    let sums =
        concat([side(now, false)?, side(last, true)?], UnionArgs::default())?.group_by_stable(keys.clone()).agg([
            col("value").count().alias("known"),
            len().alias("rows"),
            col("previous").sum().alias("previous"),
            col("left").sum(),
            col("right").sum(),
            col("solved").sum(),
        ]);
    let place = ["agency", "scope"].map(col);
    let of = |figures: &Figures, name: &str| {
        figures.speakers.clone().lazy().select([col("agency"), col("scope"), col("report").alias(name)])
    };
    let rows = sums
        .filter(col("previous").gt(lit(0)).and(col("previous").lt(col("rows"))))
        .join(of(now, "report"), place.clone(), place.clone(), JoinArgs::new(JoinType::Inner))
        .join(of(last, "against"), place.clone(), place, JoinArgs::new(JoinType::Inner))
        .collect()?;
    let number = |name: &str| -> Result<UInt32Chunked> { Ok(rows.column(name)?.u32()?.clone()) };
    let (reports, against, scopes) = (number("report")?, number("against")?, number("scope")?);
    let (equations, known, solved) = (number("equation")?, number("known")?, number("solved")?);
    let (lefts, rights) = (rows.column("left")?.f64()?, rows.column("right")?.f64()?);
    for row in 0..rows.height() {
        let (Some(report), Some(scope), Some(equation)) = (reports.get(row), scopes.get(row), equations.get(row))
        else {
            continue;
        };
        let chain = &chains[equation as usize];
        let complete = known.get(row) == Some((chain.left.len() + chain.right.len()) as u32);
        let (left, right) = (lefts.get(row).filter(|_| complete), rights.get(row).filter(|_| complete));
        let verdict = match left.zip(right) {
            None => Verdict::Unknown,
            Some((left, right)) => match chain.relation {
                Relation::Equal if left != right => Verdict::Fails,
                Relation::AtMost if left > right => Verdict::Fails,
                _ if solved.get(row) > Some(0) => Verdict::Solved,
                _ => Verdict::Holds,
            },
        };
        let rule = Rule::Equation(equation as u16);
        findings.push(Finding { report, rule, scope, verdict, left, right, against: against.get(row) });
    }
    Ok(())
}

/// The terms of this year's report, or of the one before: `metric`, `equation`, and the factor on each side.
fn terms(chains: &[Chain], previous: bool) -> Result<DataFrame> {
    let (mut metrics, mut equations, mut lefts, mut rights) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (equation, chain) in chains.iter().enumerate() {
        let sides = [(&chain.left, true), (&chain.right, false)];
        for (step, left) in sides.into_iter().flat_map(|(steps, left)| steps.iter().map(move |step| (step, left))) {
            if step.previous != previous {
                continue;
            }
            metrics.push(u32::from(step.metric.0));
            equations.push(equation as u32);
            lefts.push(if left { f64::from(step.sign) } else { 0.0 });
            rights.push(if left { 0.0 } else { f64::from(step.sign) });
        }
    }
    Ok(df!("metric" => metrics, "equation" => equations, "left" => lefts, "right" => rights)?)
}
