"""The team page in Chromium, against plain Dash with the same table, and against plain Flask.

Cold (nothing cached), warm (the same browser again), and a change of month: until the table is on
view, and until the page is interactive. `benchmarks/common/sites.py` has the three sites."""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.common.figures import fill
from benchmarks.common.measure import Line, show
from benchmarks.common.serving import ask, served
from benchmarks.common.visits import Sought, Visitor, chromium
from cli.settings import ROOT
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.domain.periods import Month
from indicators.store.observations import IndicatorTable

FIRST, LAST = Month.of(2021, 4), Month.of(2026, 10)
PATH = "/team/tile-hill-canley"
SITES = {"ours": "ours", "Dash": "plain_dash", "Flask": "plain_flask"}
RUNS = 7
MOST_BYTES = 450_000
TABLE_LIMIT, INTERACTIVE_LIMIT, CHANGE_LIMIT = 1.5, 1.0, 0.7


def main() -> None:
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    fetched: list[tuple[str, int]] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, rows = database(folder)
        first = f"{PATH}?month={LAST}"
        sought = Sought("table.rows", "tbody th[scope=row]", rows)
        urls = {n: stack.enter_context(served(f, url, first)) for n, f in SITES.items()}
        browser = stack.enter_context(chromium(stack.enter_context(sync_playwright())))
        for turn in range(-1, RUNS):  # the first round is not measured
            month = LAST - 2 * (turn + 1)
            for name in turned(list(SITES), turn):
                visitor = Visitor(browser, urls[name], sought, live=name != "Flask")
                ask(f"{urls[name]}{PATH}?month={month}")
                seen = visitor.round(PATH, month)
                if turn >= 0:
                    for what, milliseconds in seen.items():
                        taken[name, what].append(milliseconds / 1000)
                    fetched = visitor.fetched if name == "ours" else fetched
    _tell(taken, fetched)


def database(folder: Path) -> tuple[str, int]:
    """A database with the shipped catalogue's figures made up, and how many rows a page has."""
    url = f"sqlite:///{folder / 'bench.db'}"
    table, catalogue = IndicatorTable.open(url), read_catalogue(ROOT / "data")
    fill(table, catalogue, read_places(ROOT / "data"), FIRST, LAST)
    table.engine.dispose()
    return url, len(catalogue.dashboard)


def turned(names: list[str], turn: int) -> list[str]:
    at = turn % len(names)
    return names[at:] + names[:at]


def _tell(taken: dict[tuple[str, str], list[float]], fetched: list[tuple[str, int]]) -> None:
    def line(what: str, other: str, key: str, limit: float) -> Line:
        return Line(what, taken["ours", key], taken[other, key], limit)

    show(
        f"The team page, median of {RUNS}",
        "plain Flask",
        [
            line("table on view, cold", "Flask", "on view, cold", TABLE_LIMIT),
            line("table on view, warm", "Flask", "on view, warm", TABLE_LIMIT),
        ],
    )
    show(
        f"The team page, median of {RUNS}",
        "plain Dash",
        [
            line("interactive, cold", "Dash", "interactive, cold", INTERACTIVE_LIMIT),
            line("interactive, warm", "Dash", "interactive, warm", INTERACTIVE_LIMIT),
            line("month change, month not asked for before", "Dash", "change, new", CHANGE_LIMIT),
            line("month change, asked for before", "Dash", "change, known", CHANGE_LIMIT),
        ],
    )
    total = sum(size for _, size in fetched)
    print(
        f"\nA cold visit moves {total / 1000:.0f} kB compressed in {len(fetched)} answers; "
        f"the limit is {MOST_BYTES / 1000:.0f} kB{'  over' if total > MOST_BYTES else ''}"
    )
    for address, size in sorted(fetched, key=lambda each: -each[1])[:6]:
        print(f"  {size / 1000:6.1f} kB  {address}")
    plotly = [address for address, _ in fetched if "plotly" in address.lower()]
    print(f"plotly.js fetched: {', '.join(plotly) or 'no'}")


if __name__ == "__main__":
    main()
