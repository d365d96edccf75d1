"""Opens the page of `nianbao report` in a browser, the way a reader would, with eyes, with a keyboard and with neither.

    python page.py BROWSER PAGE SNAPSHOT LARGE HEADLINE

PAGE was made from SNAPSHOT, the sample's; LARGE from a made-up snapshot as large as the
country; HEADLINE is the configuration that says which metrics feed the headline tables. Whatever is wrong is an
AssertionError; the time to the first chart is printed and not judged.
"""

import statistics
import sys
import tomllib
from pathlib import Path

import polars
from playwright.sync_api import sync_playwright


def opened(browser, path, **about):
    """The page, drawn; whatever it complains of or asks the network for is collected."""
    context = browser.new_context(**about)
    page = context.new_page()
    page.trouble = []
    page.on("console", lambda message: page.trouble.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.trouble.append(str(error)))
    page.on("request", lambda request: page.trouble.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(path.as_uri())
    # The detail is filled after the first chart. Waiting for a function would evaluate a string in the page, which the
    # page's own content security policy forbids.
    page.wait_for_selector("#detail h3")
    return page


def detailed(page, text):
    """Waits until the detail speaks of it."""
    page.locator("#detail h3", has_text=text).wait_for()


def rows(page, selector):
    """The cells of a table as text."""
    return page.eval_on_selector_all(f"{selector} tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")


def unfold(page, selector):
    page.eval_on_selector(selector, "fold => { fold.open = true; }")
    page.wait_for_selector(f"{selector} table")


def choose(page, typed):
    """A place by keyboard alone."""
    page.focus("#picker")
    page.keyboard.type(typed)
    page.wait_for_selector("#choices [role=option]")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#picker", "aria-activedescendant") == "choice-0"
    assert page.get_attribute("#picker", "aria-expanded") == "true"
    page.keyboard.press("Enter")
    page.wait_for_selector("#choices", state="hidden")


def check_picker(page):
    choose(page, "平罗")
    assert "平罗县" in page.input_value("#picker") and "宁夏" in page.input_value("#picker"), page.input_value("#picker")
    choose(page, "420923")
    assert "云梦县" in page.input_value("#picker")
    detailed(page, "云梦县")
    page.focus("#picker")
    page.keyboard.type("没有这样的县")
    page.keyboard.press("Escape")
    assert "云梦县" in page.input_value("#picker"), "what was typed in vain is taken back"


def by_crosswalk(column, form, stated):
    """What a headline column says: the first source of the form whose metrics all have a value, added up."""
    for source in column["from"]:
        values = [stated.get(name) for name in source["sum"]]
        if form in source["forms"] and None not in values:
            return sum(values)
    return None


def check_figures(page, snapshot, headline):
    """The series of every measure shows what the facts say: their figures, and nothing where they have none."""
    county = polars.read_parquet(snapshot / "panel/*.parquet").filter(polars.col("county_key") == "420923").to_dicts()
    assert len(county) > 10
    stated = {}
    facts = polars.read_parquet(snapshot / "facts/**/*.parquet", hive_partitioning=False)
    for report, scope, metric, facet, value in facts.select("report_id", "scope", "metric", "facet", "value").iter_rows():
        stated.setdefault((report, scope), {})[f"{metric}@{facet}" if facet else metric] = value
    unfold(page, "#series-table")
    compared = gaps = 0
    measures = [(table["name"], column) for table in headline["table"] for column in table["column"]]
    for number, (table, column) in enumerate(measures):
        page.select_option("#measure", str(number))
        page.wait_for_selector(f"#series[data-measure='{table}.{column['name']}']")
        shown = {int(row[0]): row[1].replace(",", "") for row in rows(page, "#series-table table:first-of-type")}
        drawn = page.evaluate("document.getElementById('series').own.map(year => year.value)")
        for year, value in zip(shown, drawn):
            of_year = [row for row in county if row["report_year"] == year]
            facts = stated.get((of_year[0]["report_id"], of_year[0][f"{table}_scope"]), {}) if of_year else {}
            expected = by_crosswalk(column, of_year[0]["form"], facts) if of_year else None
            assert (shown[year] == "") == (value is None) == (expected is None), (table, column["name"], year, shown[year], value, expected)
            if expected is None:
                gaps += 1
            else:
                assert float(shown[year]) == value == expected, (table, column["name"], year, shown[year], value, expected)
                compared += 1
    assert compared > 100 and gaps > 100, (compared, gaps)
    print(f"{compared} figures and {gaps} gaps are as in the facts, over {len(measures)} measures")


def check_gaps(page):
    """In the column of a year without a figure no pixel has the colour of the line; in one with a figure some have."""
    years = page.evaluate("document.getElementById('series').own.map(year => year.value !== null)")
    gap = next(at for at in range(1, len(years) - 1) if not years[at])
    for at in range(len(years)):
        inked = page.evaluate(
            """at => {
                const { own, plot } = document.getElementById('series');
                const x = Math.round(plot.valToPos(plot.data[0][at], 'x', true));
                const { data } = plot.ctx.getImageData(x, plot.bbox.top, 1, plot.bbox.height);
                const accent = getComputedStyle(document.documentElement).getPropertyValue('--accent').match(/\\w\\w/g).map(part => parseInt(part, 16));
                let inked = 0;
                for (let pixel = 0; pixel < data.length; pixel += 4) inked += accent.every((part, at) => Math.abs(data[pixel + at] - part) < 12);
                return inked;
            }""",
            at,
        )
        assert (inked > 0) == years[at], (at, inked, years[at])
    print(f"no line is drawn across {page.evaluate('at => document.getElementById(`series`).plot.data[0][at]', gap)}")


def check_keyboard(page):
    """Every control has a name; the series, the map and the sources can be had without a mouse."""
    nameless = page.evaluate(
        "[...document.querySelectorAll('input, select, button, [role=application], [role=listbox]')].filter(own => "
        "!(own.labels?.length || own.textContent.trim() || own.getAttribute('aria-label'))).map(own => own.outerHTML)"
    )
    assert not nameless, nameless
    page.focus("#series")
    page.keyboard.press("ArrowLeft")
    last = page.evaluate("document.getElementById('series').own.length - 1")
    year = page.evaluate("at => document.getElementById('series').plot.data[0][at]", last - 1)
    assert str(year) in page.text_content("figure:has(#series) .live") and str(year) in page.text_content("#series .tip")
    page.keyboard.press("Enter")
    detailed(page, str(year))
    page.focus("#coverage td[tabindex='0']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.year") == "1"
    province = page.evaluate("document.activeElement.dataset.place")
    page.keyboard.press("Enter")
    page.wait_for_selector("#coverage table.region")
    assert page.input_value("#region") == province


def check_languages(page):
    """Everything is said in both; nothing is left open."""
    for tag in ("en", "zh-Hans"):
        if page.get_attribute("html", "lang") != tag:
            page.click("#language")
        page.wait_for_selector(f"html[lang='{tag}']", state="attached")
        text = page.inner_text("body")
        for slip in ("undefined", "NaN", "[object", "{n}", "null"):
            assert slip not in text, (tag, slip)
        empty = page.evaluate("[...document.querySelectorAll('[data-word]')].filter(own => !own.textContent).map(own => own.dataset.word)")
        assert not empty, (tag, empty)
    headings = page.eval_on_selector_all("h2", "all => all.map(own => own.textContent)")
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in heading) for heading in headings), headings


def check_sources(page):
    """The figure stands marked in the line that it was read from."""
    choose(page, "420923")
    page.select_option("#measure", label="本年新收政府信息公开申请数量")
    page.wait_for_selector("#series[data-measure='applications.received']")
    unfold(page, "#series-table")
    page.click("#series-table button[aria-label$='2023']")
    detailed(page, "2023")
    assert page.text_content("#detail mark") == "58" and "hubei/yunmeng/2023.html" in page.text_content("#detail dl")
    assert "本年新收" in page.text_content("#detail blockquote")


def check_hostile(page):
    """A county whose name and texts are markup is shown as it is called."""
    title = page.title()
    choose(page, "110121")
    detailed(page, "onerror")
    assert page.title() == title and page.locator("img").count() == 0 and page.locator("section script").count() == 0
    assert "</script><img" in page.text_content("#detail blockquote")
    page.click("#refusals button")
    assert "onerror" in page.text_content("#refusals .examples") and page.locator("img").count() == 0


def main():
    program, small, snapshot, large, headline = sys.argv[1], *(Path(argument).resolve() for argument in sys.argv[2:6])
    headline = tomllib.loads(headline.read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        # Without a sandbox of its own, so that it also runs where the tests run as root.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = opened(browser, small)
        check_languages(page)
        check_picker(page)
        check_figures(page, snapshot, headline)
        check_sources(page)
        check_keyboard(page)
        assert not page.trouble, page.trouble
        narrow = opened(browser, small, viewport={"width": 400, "height": 800}, color_scheme="dark")
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 400, "nothing stands out at the side"
        assert not narrow.trouble, narrow.trouble
        taken = []
        for _ in range(3):
            page = opened(browser, large)
            taken.append(page.evaluate("performance.getEntriesByName('first-chart')[0].startTime"))
            if len(taken) < 3:
                page.context.close()
        check_gaps(page)
        check_hostile(page)
        assert not page.trouble, page.trouble
        size = large.stat().st_size / 1e6
        places = page.evaluate("document.querySelectorAll('#coverage tbody tr').length")
        print(f"first chart of the large page ({size:.1f} MB, {places} provinces) after {statistics.median(taken):.0f} ms (three openings: "
              f"{', '.join(f'{ms:.0f}' for ms in taken)})")
        browser.close()
    print("the page works")


if __name__ == "__main__":
    main()
