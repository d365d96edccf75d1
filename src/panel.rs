//! The panel of counties and the coverage of divisions, computed from finished tables. Knows polars; knows no Parquet
//! and no report.

mod answers;
mod expectations;
mod polar;

pub use answers::answers;
pub use expectations::expectations;

use crate::catalog::headline::HeadlineTable;
use crate::warehouse::{read, Frame, Values};
use anyhow::Result;
use polar::{frame, table};
use polars::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// The two tables that are computed from the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    pub panel: Frame,
    pub coverage: Frame,
}

/// The panel and the coverage of the tables in the folder of a snapshot; without reports, neither has rows.
pub fn build(snapshot: &Path, headline: &[HeadlineTable]) -> Result<Analysis> {
    let columns = [
        "report_id", "report_year", "agency_kind", "level", "division_code", "county_key", "province", "prefecture",
        "county", "form", "scope", "facts", "editions",
    ];
    let Some(reports) = table(snapshot, "reports", &columns)? else { return Ok(Analysis::default()) };
    let years = reports.column("report_year")?.i32()?;
    let (first, last) = (years.min().unwrap_or(0), years.max().unwrap_or(-1));
    let places = places(snapshot, first, last)?;
    Ok(Analysis {
        panel: frame(&panel(snapshot, headline, &reports, make_up(&places)?)?)?,
        coverage: frame(&coverage(&reports, &places)?)?,
    })
}

/// A division record in a year in which it held.
struct Place {
    code: String,
    name: String,
    level: String,
    panel_id: Option<String>,
    year: i32,
}

fn places(snapshot: &Path, first: i32, last: i32) -> Result<Vec<Place>> {
    let divisions = read(snapshot, "divisions", &["code", "name", "level", "panel_id", "valid_from", "valid_to"])?;
    let text = |name: &str, row: usize| match divisions.get(name) {
        Some(Values::Text(values)) => values[row].clone(),
        _ => None,
    };
    let year = |name: &str, row: usize| match divisions.get(name) {
        Some(Values::Int32(values)) => values[row],
        _ => None,
    };
    let mut places = Vec::new();
    for row in 0..divisions.rows() {
        let from = year("valid_from", row).unwrap_or(first).max(first);
        let to = year("valid_to", row).unwrap_or(last).min(last);
        for year in from..=to {
            let named = |column| text(column, row).unwrap_or_default();
            let panel_id = text("panel_id", row);
            places.push(Place { code: named("code"), name: named("name"), level: named("level"), panel_id, year });
        }
    }
    places.sort_by(|a, b| (&a.code, a.year, &a.name).cmp(&(&b.code, b.year, &b.name)));
    Ok(places)
}

/// What each county is made of in each year, codes and names in one text: it differs where the county was renamed,
/// recoded, or joined with another.
fn make_up(places: &[Place]) -> Result<DataFrame> {
    let mut texts: BTreeMap<(&str, i32), String> = BTreeMap::new();
    for place in places {
        if let Some(panel_id) = &place.panel_id {
            let text = texts.entry((panel_id, place.year)).or_default();
            text.push_str(&format!("{} {};", place.code, place.name));
        }
    }
    Ok(df!(
        "county_key" => texts.keys().map(|key| key.0).collect::<Vec<_>>(),
        "report_year" => texts.keys().map(|key| key.1).collect::<Vec<_>>(),
        "make_up" => texts.values().map(String::as_str).collect::<Vec<_>>(),
    )?)
}

/// The reports of governments, one for each value of `by`.
///
/// Where a place has several in a year (own and area; the governments of counties that were merged later), the one of
/// the widest scope speaks: area, own, unstated; then the one with more facts, then the first by id.
fn governments(reports: &DataFrame, by: &[&str]) -> LazyFrame {
    let width = when(col("scope").eq(lit("area"))).then(lit(0)).when(col("scope").eq(lit("own"))).then(lit(1)).otherwise(lit(2));
    let order = SortMultipleOptions::default().with_order_descending_multi([false, true, false]);
    let by = by.iter().map(|&name| col(name)).collect();
    reports
        .clone()
        .lazy()
        .filter(col("agency_kind").eq(lit("government")))
        .with_column(width.alias("width"))
        .sort_by_exprs([col("width"), col("facts"), col("report_id")], order)
        .unique_stable_generic(Some(by), UniqueKeepStrategy::First)
}

fn panel(snapshot: &Path, headline: &[HeadlineTable], reports: &DataFrame, make_up: DataFrame) -> Result<DataFrame> {
    let counties = reports.clone().lazy().filter(col("level").eq(lit("county")).and(col("county_key").is_not_null())).collect()?;
    let keys = [col("county_key"), col("report_year")];
    let mut panel = governments(&counties, &["county_key", "report_year"]);
    panel = panel.join(make_up.lazy(), &keys, &keys, JoinArgs::new(JoinType::Left));
    let mut names: Vec<String> =
        ["county_key", "report_year", "division_code", "province", "prefecture", "county", "report_id", "form", "scope"]
            .map(str::to_string)
            .to_vec();
    for of in headline {
        let measures = of.columns.iter().map(|column| column.name.as_str()).chain(["scope", "state", "comparable"]);
        let measures: Vec<&str> = measures.collect();
        let prefixed: Vec<String> = measures.iter().map(|name| format!("{}_{name}", of.name)).collect();
        let columns: Vec<&str> = std::iter::once("report_id").chain(measures.iter().copied()).collect();
        let Some(rows) = table(snapshot, &of.name, &columns)? else { continue };
        let renamed = std::iter::once(col("report_id")).chain(measures.iter().zip(&prefixed).map(|(&old, new)| col(old).alias(new)));
        let rows = rows.lazy().select(renamed.collect::<Vec<_>>());
        panel = panel.join(rows, [col("report_id")], [col("report_id")], JoinArgs::new(JoinType::Left));
        names.extend(prefixed);
    }
    panel = panel.sort_by_exprs(keys, SortMultipleOptions::default()).with_columns([
        differs("make_up")?.alias("boundary_changed"),
        differs("form")?.alias("form_changed"),
        differs("scope")?.alias("scope_changed"),
        col("editions").gt(lit(1)).alias("revised"),
    ]);
    names.extend(["boundary_changed", "form_changed", "scope_changed", "revised"].map(str::to_string));
    Ok(panel.select(names.iter().map(col).collect::<Vec<_>>()).collect()?)
}

/// Whether a column differs from that of the county's row before; false where there is none, or either is unknown.
fn differs(name: &str) -> Result<Expr> {
    let before = col(name).shift(lit(1)).over([col("county_key")])?;
    Ok(col(name).neq(before).fill_null(lit(false)))
}

fn coverage(reports: &DataFrame, places: &[Place]) -> Result<DataFrame> {
    let divisions = df!(
        "code" => places.iter().map(|place| place.code.as_str()).collect::<Vec<_>>(),
        "name" => places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>(),
        "level" => places.iter().map(|place| place.level.as_str()).collect::<Vec<_>>(),
        "report_year" => places.iter().map(|place| place.year).collect::<Vec<_>>(),
    )?;
    let of_government = governments(reports, &["division_code", "level", "report_year"])
        .select([col("division_code").alias("code"), col("level"), col("report_year"), col("report_id")]);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Number, Scope};
    use crate::warehouse::testing::{fact, parsed, publish};

    fn report(name: &str, year: i32, received: Option<i64>) -> crate::model::Parsed {
        let mut report = parsed(name, year);
        report.identity.link.division_code = Some(if name == "甲" && year > 2020 { "110121" } else { "110102" }.into());
        report.facts = vec![fact(0, Scope::Own, received)];
        report
    }

    #[test]
    fn the_panel_equals_the_facts_and_says_what_changed() {
        let folder = tempfile::tempdir().unwrap();
        let mut old = report("甲", 2020, Some(0));
        old.form = "2019".into();
        let mut edition = report("甲", 2021, None);
        edition.source.path.push('x');
        edition.report_id.push('x');
        edition.text_hash.push('x');
        let mut office = report("丙", 2020, Some(9));
        office.identity.kind = crate::model::AgencyKind::Department;
        office.identity.link.division_code = Some("110000".into());
        let reports = [old, report("甲", 2021, Some(12)), edition, report("乙", 2020, None), office];
        let snapshot = publish(folder.path(), &reports, 3);

        let columns = ["county_key", "report_year", "applications_received", "applications_state", "boundary_changed", "form_changed", "scope_changed", "revised"];
        let panel = read(&snapshot, "panel", &columns).unwrap();
        assert_eq!(panel.rows(), 3);
        let text = |values: &[&str]| Values::Text(values.iter().map(|text| Some(text.to_string())).collect());
        assert_eq!(panel.get("county_key"), Some(&text(&["k乙", "k甲", "k甲"])));
        assert_eq!(panel.get("applications_received"), Some(&Values::Int64(vec![None, Some(0), Some(12)])));
        assert_eq!(panel.get("applications_state"), Some(&text(&["blank", "printed", "printed"])));
        let flags = |values: [bool; 3]| Some(Values::Flag(values.map(Some).to_vec()));
        assert_eq!(panel.get("boundary_changed").cloned(), flags([false, false, true]));
        assert_eq!(panel.get("form_changed").cloned(), flags([false, false, true]));
        assert_eq!(panel.get("scope_changed").cloned(), flags([false, false, false]));
        assert_eq!(panel.get("revised").cloned(), flags([false, false, true]));

        // The panel's values are those of the facts of its reports.
        let facts = read(&snapshot, "facts", &["county_key", "report_year", "agency_kind", "metric", "facet", "value", "source_path"]).unwrap();
        let Some(Values::Float64(values)) = facts.get("value") else { panic!("facts have values") };
        let stated: Vec<f64> = values.iter().flatten().copied().collect();
        assert_eq!(stated, [9.0, 0.0, 12.0].map(|n| n * Number::SCALE as f64 / Number::SCALE as f64));

        let coverage = read(&snapshot, "coverage", &["code", "report_year", "present", "reason"]).unwrap();
        let Some(Values::Text(reasons)) = coverage.get("reason") else { panic!("coverage has reasons") };
        let reasons: Vec<_> = reasons.iter().map(|reason| reason.as_deref()).collect();
        // 2020: province (an office only), county A under its old code (its report names another code), county B.
        assert_eq!(reasons, [Some("only_other_agencies"), Some("no_report"), None, Some("no_report"), Some("no_report"), None]);
    }

    #[test]
    fn the_widest_scope_speaks_for_a_county() {
        let folder = tempfile::tempdir().unwrap();
        let mut area = report("甲", 2021, None);
        area.identity.scope.value = Scope::Area;
        area.facts = vec![fact(0, Scope::Area, Some(40))];
        area.report_id.push('a');
        area.text_hash.push('a');
        area.source.path.push('a');
        let snapshot = publish(folder.path(), &[report("甲", 2021, Some(12)), area], 3);
        let panel = read(&snapshot, "panel", &["scope", "applications_received"]).unwrap();
        assert_eq!(panel.get("applications_received"), Some(&Values::Int64(vec![Some(40)])));
        let reports = read(&snapshot, "reports", &["report_id"]).unwrap();
        assert_eq!(reports.rows(), 2);
    }
}
