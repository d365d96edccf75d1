"""Runs what docs/researchers.md shows: every sql block in DuckDB, every python block as it stands, in their order.

    python documented.py WAREHOUSE PAGE...

Knows how a page marks its blocks; knows neither tables nor questions. A block that fails, and a query that finds nothing, is an
error with the line of the page.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

import duckdb

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Fenced, and not run here: for a shell, for R, and what a program prints.
OTHERS = {"sh", "r", "console", ""}


def blocks(page):
    """The line, language and text of every fenced block."""
    text = page.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found.group(1), found.group(2)


def statements(sql):
    """One by one; no statement here has a semicolon in a text."""
    bare = "\n".join(line.split("--")[0] for line in sql.splitlines())
    return [statement for statement in bare.split(";") if statement.strip()]


def main():
    warehouse, pages = Path(sys.argv[1]).resolve(), [Path(name).resolve() for name in sys.argv[2:]]
    snapshot = (warehouse / "current").resolve()
    connection = duckdb.connect()
    connection.execute(f"SET file_search_path = '{snapshot}'")
    connection.execute((snapshot / "load.sql").read_text(encoding="utf-8"))
    count = {"sql": 0, "python": 0}
    # The pages name data/warehouse, as someone who followed the README has it.
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data").mkdir()
        (Path(folder) / "data/warehouse").symlink_to(warehouse)
        os.chdir(folder)
        for page in pages:
            names = {}
            for line, language, text in blocks(page):
                where = f"{page.name}:{line}"
                if language == "sql":
                    for statement in statements(text):
                        try:
                            rows = connection.execute(statement).fetchall()
                        except duckdb.Error as error:
                            sys.exit(f"{where}: {error}")
                        if not rows:
                            sys.exit(f"{where}: the query finds nothing in the warehouse of the sample")
                        count["sql"] += 1
                elif language == "python":
                    exec(compile("\n" * line + text, str(page), "exec"), names)
                    count["python"] += 1
                elif language not in OTHERS:
                    sys.exit(f"{where}: nobody says how a block of {language} is run")
    print(f"{count['sql']} queries and {count['python']} snippets run")


if __name__ == "__main__":
    main()
