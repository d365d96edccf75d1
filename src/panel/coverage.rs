//! Which divisions have a report of their government in which year. Knows no measure.

use super::governments;
use super::place::Place;
use anyhow::Result;
use polars::prelude::*;

/// One row a division record and year: the report that speaks for its government, or why there is none.
pub fn coverage(reports: &DataFrame, places: &[Place]) -> Result<DataFrame> {
    let divisions = df!(
        "code" => places.iter().map(|place| place.code.as_str()).collect::<Vec<_>>(),
        "name" => places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>(),
        "level" => places.iter().map(|place| place.level.as_str()).collect::<Vec<_>>(),
        "report_year" => places.iter().map(|place| place.year).collect::<Vec<_>>(),
    )?;
    let of_government = governments(reports, &["division_code", "level", "report_year"]).select([
        col("division_code").alias("code"),
        col("level"),
        col("report_year"),
        col("report_id"),
    ]);
    let of_anyone = reports
        .clone()
        .lazy()
        .group_by_stable([col("division_code").alias("code"), col("report_year")])
        .agg([len().alias("reports")]);
    let (place, level) = (["code", "report_year"].map(col), ["code", "level", "report_year"].map(col));
    let reason = when(col("report_id").is_not_null())
        .then(lit(NULL).cast(DataType::String))
        .when(col("reports").is_not_null())
        .then(lit("only_other_agencies"))
        .otherwise(lit("no_report"));
    let rows = divisions
        .lazy()
        .join(of_government, &level, &level, JoinArgs::new(JoinType::Left))
        .join(of_anyone, &place, &place, JoinArgs::new(JoinType::Left))
        .sort_by_exprs([col("report_year"), col("code"), col("name")], SortMultipleOptions::default())
        .with_columns([col("report_id").is_not_null().alias("present"), reason.alias("reason")]);
    let names = ["code", "name", "level", "report_year", "present", "report_id", "reason"];
    Ok(rows.select(names.map(col)).collect()?)
}
