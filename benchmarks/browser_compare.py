"""In Chromium: the compare matrix against plain Flask, an indicator's chart against plain Dash.

Plain Dash draws the same figure with the full plotly.js. Sites and visits are those of
`browser.py`. A chart is visible once all its points are painted.
"""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.browser import LAST, TABLE_LIMIT, database, turned
from benchmarks.common.measure import Line, show
from benchmarks.common.serving import served
from benchmarks.common.visits import Sought, Visitor, chromium
from cli.settings import ROOT
from indicators.configuration.places_reader import read_places
from indicators.domain.core import LocalityKind

COMPARE = f"/compare?month={LAST}"
CHART = f"/indicator/early_booking?place=tile-hill-canley&month={LAST}"
MOMENTS = "on view, cold", "on view, warm"
POINTS = 60
"""Months on the chart."""
RUNS = 7
CHART_LIMIT = 0.4
MOST_BYTES, MOST_REQUESTS = 500_000, 6


def main() -> None:
    areas = len(read_places(ROOT / "data").list_by_kind(LocalityKind.AREA, LAST))
    matrix = Sought("table.matrix", "tbody th[scope=row]", areas)
    drawn = Sought(
        ".plot, .js-plotly-plot",
        ".area [data-trace] > :not(.lines), .main-svg .points path",
        POINTS,
    )
    with ExitStack() as stack:
        url, _ = database(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        browser = stack.enter_context(chromium(stack.enter_context(sync_playwright())))
        compare = visited(browser, url, COMPARE, matrix, "plain_flask")
        chart = visited(browser, url, CHART, drawn, "plain_dash")
    show(
        f"The compare page, median of {RUNS}",
        "plain Flask",
        [
            Line("matrix on view, cold", *compare["on view, cold"], TABLE_LIMIT),
            Line("matrix on view, warm", *compare["on view, warm"], TABLE_LIMIT),
        ],
    )
    show(
        f"An indicator's page, median of {RUNS}",
        "plain Dash with the full plotly.js",
        [Line("chart on view, cold", *chart["on view, cold"], CHART_LIMIT)],
    )


def visited(
    browser: Browser, url: str, address: str, sought: Sought, compared: str
) -> dict[str, list[list[float]]]:
    """The seconds of each round until each moment: on our site, and on the other."""
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    names = ["ours", compared]
    with ExitStack() as stack:
        urls = {name: stack.enter_context(served(name, url, address)) for name in names}
        for turn in range(-1, RUNS):  # the first round is not measured
            for name in turned(names, turn):
                visitor = Visitor(browser, urls[name], sought, live=name != "plain_flask")
                for what, milliseconds in visitor.visits(address).items():
                    if turn >= 0:
                        taken[what, name].append(milliseconds / 1000)
                if name == "ours" and turn == RUNS - 1:
                    tell_moved(address, visitor.fetched)
    return {what: [taken[what, name] for name in names] for what in MOMENTS}


def tell_moved(address: str, fetched: list[tuple[str, int]]) -> None:
    """Print what a cold visit of ours moves."""
    total = sum(size for _, size in fetched)
    is_over = total > MOST_BYTES or len(fetched) > MOST_REQUESTS
    print(
        f"A cold visit to {address} moves {total / 1000:.0f} kB in {len(fetched)} requests; "
        f"the limits are {MOST_BYTES / 1000:.0f} kB and {MOST_REQUESTS}"
        f"{'  over' if is_over else ''}"
    )


if __name__ == "__main__":
    main()
