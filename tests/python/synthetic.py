"""Writes a made-up snapshot as large as the country: 3,000 counties with their prefectures and provinces in 18 years.

    python synthetic.py WAREHOUSE SNAPSHOT HEADLINE [COUNTIES [YEARS]]

SNAPSHOT is a real one of any size, whose columns are taken over, and HEADLINE the configuration that says which metrics feed the
headline tables: this script knows no metric. The figures are invented, by a rule without chance; a tenth of the reports is missing,
and a twelfth of the cells is blank. One county has a name and quotes that try to become markup.
"""

import json
import sys
import tomllib
from pathlib import Path

import polars
import pyarrow.parquet
from polars import col, lit

HOSTILE = "</script><img src=x onerror=\"document.title='owned'\">\u2028"
FORMS = [(2008, "2008"), (2014, "2014"), (2019, "2019"), (2021, "2021")]


def divisions(counties):
    """Thirty provinces of ten prefectures; the counties in equal parts below them."""
    rows = []
    for province in range(30):
        code = f"{11 + province}0000"
        rows.append({"code": code, "name": f"甲{province + 1}省", "level": "province"})
        of_province = [f"{11 + province}{prefecture + 1:02}00" for prefecture in range(10)]
        rows += [{"code": of, "name": f"乙{of[2:4]}市", "level": "prefecture", "parent_code": code} for of in of_province]
    prefectures = [row["code"] for row in rows if row["level"] == "prefecture"]
    for number in range(counties):
        of = prefectures[number % len(prefectures)]
        code = f"{of[:4]}{21 + number // len(prefectures):02}"
        name = HOSTILE if number == 0 else f"丙{number + 1}县"
        rows.append({"code": code, "name": name, "level": "county", "parent_code": of, "panel_id": code})
    return polars.DataFrame(rows, schema={name: polars.String for name in ["code", "name", "level", "parent_code", "panel_id"]})


def invented(*parts):
    """A number without pattern from the columns of a row."""
    return polars.concat_str(*parts, separator="|").hash(seed=7)


def sums_of(headline, form):
    """For each table and column the metrics of its first source in a form."""
    found = {}
    for table in headline["table"]:
        for column in table["column"]:
            sources = [source["sum"] for source in column["from"] if form in source["forms"]]
            found[table["name"], column["name"]] = sources[0] if sources else []
    return found


def year_of(places, headline, year):
    """The tables of one year by name; the panel and the coverage among them."""
    form = [name for start, name in FORMS if start <= year][-1]
    sums = sums_of(headline, form)
    names = sorted({name for sum_ in sums.values() for name in sum_})
    metrics = polars.DataFrame({"name": names, "observation": range(len(names))}).with_columns(
        col("name").str.split("@").list.get(0).alias("metric"), col("name").str.split("@").list.get(1, null_on_oob=True).alias("facet")
    )
    places = places.with_columns(
        (col("code") + str(year)).alias("report_id"), lit(year, polars.Int32).alias("report_year"),
        (invented("code", lit(str(year))) % 10 > 0).alias("present"),
    )
    reports = places.filter("present").with_columns(
        (col("name") + "人民政府").alias("agency"), ("gov:" + col("code")).alias("agency_id"), lit("government").alias("agency_kind"),
        col("code").alias("division_code"), col("panel_id").alias("county_key"), lit(form).alias("form"), lit("area").alias("scope"),
        (col("code") + f"/{year}.html").alias("source_path"), (col("name") + f"{year}年政府信息公开工作年度报告").alias("title"),
        ("http://example.invalid/" + col("code")).alias("url"),
    )
    size = invented("code") % 400 + 1
    cells = reports.join(metrics, how="cross").sort("code", "observation").with_columns(
        polars.when(invented("report_id", "name_right") % 12 > 0).then(invented("name_right", "report_id") % size).cast(polars.Int64).alias("value")
    )
    cells = cells.with_columns(
        polars.concat_str(col("name"), lit("\t第"), col("observation"), lit("项\t")).alias("before"),
        col("value").cast(polars.String).fill_null("").alias("raw"),
    ).with_columns(polars.concat_str("before", "raw", lit("\t本行其余各格\n")).alias("line"))
    end = col("line").str.len_bytes().cum_sum().over("report_id")
    start = end - col("line").str.len_bytes() + col("before").str.len_bytes()
    cells = cells.with_columns(
        start.alias("span_start"), (start + col("raw").str.len_bytes()).alias("span_end"), lit("grid").alias("method"),
        polars.when(col("value").is_null()).then(lit("blank")).otherwise(lit("printed")).alias("state"),
    )
    tables = {"reports": reports, "facts": cells, "observations": cells, "issues": reports.clear()}
    tables["documents"] = cells.group_by("report_id", maintain_order=True).agg(col("line").str.join("").alias("text"), col("report_year").first())
    verdict = polars.when(invented("report_id") % 50 > 0).then(lit("holds")).otherwise(lit("fails"))
    tables["checks"] = reports.with_columns(lit("application-flow").alias("rule"), verdict.alias("verdict"))
    wide = cells.pivot("name_right", index="report_id", values="value")
    for table in headline["table"]:
        measures = []
        for column in table["column"]:
            terms = [col(name) for name in sums[table["name"], column["name"]]]
            total = sum(terms[1:], terms[0]) if terms else lit(None, polars.Int64)
            state = polars.when(total.is_null()).then(lit("blank")).otherwise(lit("printed")) if terms else lit(None, polars.String)
            measures += [total.alias(column["name"]), state.alias(f"{column['name']}_state")]
        measured = wide.select("report_id", *measures)
        state = polars.when(col(table["column"][0]["name"]).is_null()).then(lit("blank")).otherwise(lit("printed"))
        tables[table["name"]] = reports.join(measured, on="report_id", suffix="_measured").with_columns(state.alias("state"))
    reason = polars.when("present").then(None).otherwise(lit("no_report"))
    report_id = polars.when("present").then(col("report_id"))
    tables["coverage"] = places.with_columns(reason.alias("reason"), report_id.alias("report_id"))
    broken = [
        f"{table['name']}_{column['name']}" for table in headline["table"] for column in table["column"]
        if any(year == start and source["grade"] == "C" and form in source["forms"] for start, _ in FORMS for source in column["from"][1:])
    ]
    flags = [polars.when(invented("report_id", lit("boundary")) % 40 == 0).then(lit("boundary_changed")), lit("form_changed" if broken else None, polars.String)]
    tables["panel"] = reports.filter(col("level") == "county").with_columns(
        polars.concat_str(flags, separator=";", ignore_nulls=True).alias("flags"), lit(";".join(broken)).alias("breaks"),
    )
    return tables, cells["value"].count()


def main():
    warehouse, real, headline = (Path(argument) for argument in sys.argv[1:4])
    counties, length = (int(sys.argv[at]) if len(sys.argv) > at else usual for at, usual in ((4, 3000), (5, 18)))
    headline = tomllib.loads(headline.read_text(encoding="utf-8"))
    folder = warehouse / "snapshots/000001"
    tables_of_real = [table for table in real.iterdir() if table.is_dir()]
    columns = {table.name: pyarrow.parquet.read_schema(next(table.rglob("*.parquet"))) for table in tables_of_real}

    def write(table, year, frame):
        """With every column of the table; what is not given is null."""
        path = folder / table / (f"year={year}" if year else ".") / "part-0.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        of = [(col(name) if name in frame.columns else lit(None)).alias(name) for name in columns[table].names]
        pyarrow.parquet.write_table(frame.select(of).to_arrow().cast(columns[table]), path, compression="zstd")

    places = divisions(counties)
    years = list(range(2026 - length, 2026))
    reports, facts, whole = 0, 0, {"panel": [], "coverage": []}
    for year in years:
        tables, stated = year_of(places, headline, year)
        reports, facts = reports + tables["reports"].height, facts + stated
        for table, frame in tables.items():
            if table in whole:
                whole[table].append(frame)
            else:
                write(table, year, frame)
    for table, frames in whole.items():
        write(table, None, polars.concat(frames))
    write("divisions", None, places.with_columns(lit(1981).alias("valid_from")))
    write("metrics", None, polars.read_parquet(real / "metrics/*.parquet"))
    refused = {"path": [f"{number}.html" for number in range(30)], "state": "refused", "reason": "not_a_report", "detail": HOSTILE}
    write("sources", None, polars.DataFrame(refused))
    manifest = json.loads((real / "manifest.json").read_text(encoding="utf-8"))
    of_year = manifest["years"][0]
    manifest |= {"snapshot": "000001", "years": [of_year | {"year": year} for year in years], "reports": reports, "facts": facts}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (warehouse / "current").symlink_to("snapshots/000001")
    print(f"{counties} counties, {length} years: {reports} reports, {facts} facts")


if __name__ == "__main__":
    main()
