"""Opens one warehouse with DuckDB, pandas and polars, the way a reader would, and compares what they see.

    python readers.py WAREHOUSE

Knows the layout (warehouse/current/TABLE/year=YYYY/part-N.parquet) and the columns that the README promises; nothing of the
program. Prints what was compared; any difference is an AssertionError.
"""

import json
import sys
from pathlib import Path

import duckdb
import pandas
import polars

YEARLY = ["reports", "disclosures", "applications", "appeals", "lawsuits", "facts", "observations", "checks", "issues", "documents"]
WHOLE = ["sources", "metrics", "divisions", "panel", "coverage"]
STATES_WITH_VALUE = {"printed", "words", "solved", "derived", "conflict"}


def duck(snapshot):
    """A connection with the views of load.sql, as the README tells to open them."""
    connection = duckdb.connect()
    connection.execute(f"SET file_search_path = '{snapshot}'")
    connection.execute((snapshot / "load.sql").read_text(encoding="utf-8"))
    return connection


def scan(snapshot, table):
    if table in YEARLY:
        return polars.scan_parquet(snapshot / table / "**/*.parquet", hive_partitioning=True)
    return polars.scan_parquet(snapshot / table / "*.parquet")


def check_tables(snapshot, connection):
    """All three see the same columns and rows in every table."""
    for table in YEARLY + WHOLE:
        by_duck = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        frame = pandas.read_parquet(snapshot / table)
        by_polars = scan(snapshot, table).collect()
        assert by_duck == len(frame) == by_polars.height, (table, by_duck, len(frame), by_polars.height)
        names = {row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()}
        assert names == set(frame.columns) == set(by_polars.columns), table
        print(f"{table}: {by_duck} rows, {len(names)} columns")


def check_years(snapshot, connection):
    """The partition and the column say one thing, and no table has a null year."""
    for table in YEARLY:
        wrong = connection.execute(f"SELECT count(*) FROM {table} WHERE year IS DISTINCT FROM report_year").fetchone()[0]
        assert wrong == 0, f"{wrong} rows of {table} lie in the folder of another year"
        frame = pandas.read_parquet(snapshot / table, columns=["report_year"])
        assert frame["report_year"].notna().all(), table


def check_sums(snapshot, connection):
    """A sum and a count of values by year are the same wherever they are computed; null stays null."""
    query = "SELECT report_year, sum(received), count(received), count(*) FROM applications GROUP BY 1 ORDER BY 1"
    by_duck = [tuple(row) for row in connection.execute(query).fetchall()]
    frame = pandas.read_parquet(snapshot / "applications", dtype_backend="numpy_nullable")
    grouped = frame.groupby("report_year")["received"]
    by_pandas = [
        (int(year), int(values.sum()) if values.notna().any() else None, int(values.count()), len(values)) for year, values in grouped
    ]
    received = polars.col("received")
    by_polars = (
        scan(snapshot, "applications")
        .group_by("report_year")
        .agg(
            polars.when(received.count() > 0).then(received.sum()).alias("sum"),
            received.count().alias("count"),
            polars.len().alias("rows"),
        )
        .sort("report_year")
        .collect()
        .rows()
    )
    assert by_duck == by_pandas == by_polars, (by_duck, by_pandas, by_polars)
    assert any(count < rows for _, _, count, rows in by_duck), "some report does not state what was received"
    print(f"applications.received: {sum(row[2] for row in by_duck)} values in {len(by_duck)} years")


def check_null_is_not_zero(connection):
    """A value stands exactly where the state gives one; both zeros and nulls occur."""
    rows = connection.execute("SELECT state, count(*), count(value), count(*) FILTER (value = 0) FROM facts GROUP BY 1").fetchall()
    for state, total, values, _ in rows:
        assert values == (total if state in STATES_WITH_VALUE else 0), (state, total, values)
    assert sum(zeros for _, _, _, zeros in rows) > 0 and sum(total - values for _, total, values, _ in rows) > 0


def check_provenance(snapshot, connection):
    """The bytes of a document at a claim's span are the claim's characters."""
    query = "SELECT d.text, o.span_start, o.span_end, o.raw FROM observations o JOIN documents d USING (report_id, report_year)"
    claims = connection.execute(query).fetchall()
    for text, start, end, raw in claims:
        assert text.encode("utf-8")[start:end].decode("utf-8") == raw, (start, end, raw)
    print(f"observations: {len(claims)} spans read back")


def check_ledger(snapshot, connection):
    manifest = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    by_state = dict(connection.execute("SELECT state, count(*) FROM sources GROUP BY 1").fetchall())
    assert sum(by_state.values()) == manifest["files"]
    assert by_state.get("refused", 0) == manifest["refused"] and by_state["report"] == manifest["reports"]
    alone = "SELECT count(*) FROM reports ANTI JOIN (SELECT report_id FROM sources WHERE state = 'report') s USING (report_id)"
    assert connection.execute(alone).fetchone()[0] == 0


def check_panel(connection):
    """The panel's measures are those of the headline tables of its reports."""
    query = """
        SELECT count(*) FROM panel p JOIN applications a USING (report_id)
        WHERE p.applications_received IS DISTINCT FROM a.received OR p.applications_state IS DISTINCT FROM a.state
    """
    assert connection.execute(query).fetchone()[0] == 0
    twice = "SELECT count(*) FROM (SELECT county_key, report_year FROM panel GROUP BY ALL HAVING count(*) > 1)"
    assert connection.execute(twice).fetchone()[0] == 0


def check_text(snapshot):
    """Chinese text and leading zeros survive; codes are text."""
    reports = pandas.read_parquet(snapshot / "reports")
    codes = reports["division_code"].dropna()
    assert len(codes) and codes.map(lambda code: isinstance(code, str) and len(code) == 6).all()
    assert reports["agency"].str.contains("[\u4e00-\u9fff]").all()


def main():
    # The link is followed once: a run that publishes meanwhile does not mix two snapshots.
    snapshot = (Path(sys.argv[1]) / "current").resolve()
    connection = duck(snapshot)
    check_tables(snapshot, connection)
    check_years(snapshot, connection)
    check_sums(snapshot, connection)
    check_null_is_not_zero(connection)
    check_provenance(snapshot, connection)
    check_ledger(snapshot, connection)
    check_panel(connection)
    check_text(snapshot)
    print("readers agree")


if __name__ == "__main__":
    main()
