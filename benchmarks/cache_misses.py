"""Pages that no cache has, with 20 users at once, against the same pages when they are cached.

One worker with eight threads serves both, so each page is rendered once. The users run on the same
machine, and the clock is that of the wall. A round asks for the pages of months that no round asked
for before.
"""

import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

from benchmarks.common.figures import fill
from benchmarks.common.measure import Line, show
from benchmarks.common.serving import served
from benchmarks.common.sites import open_context
from indicators.domain.periods import Month

FIRST, LAST = Month.of(2021, 11), Month.of(2026, 10)
USERS, ROUNDS, MONTHS = 20, 3, 2
LIMIT = 3.0
"""Times as long: at least a third of the pages in a second."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        context = open_context(url)
        fill(context.table, context.catalogue, context.places, FIRST, LAST)
        reports = context.reports
        pages = ["/?", "/compare?"]
        pages += [f"/team/{p.code}?" for p in reports.list_places(reports.home_kind, LAST)]
        pages += [f"/indicator/{i.code}?" for i in reports.catalogue.dashboard]
        context.table.engine.dispose()
        missed, cached, slowest = [], [], []
        with served("ours", url, f"/?month={LAST}") as address:
            for turn in range(ROUNDS):
                months = [LAST - (turn * MONTHS + back + 1) for back in range(MONTHS)]
                paths = [f"{address}{page}month={month}" for month in months for page in pages]
                seconds, waits = ask_at_once(paths)
                missed.append(seconds)
                slowest.append(quantiles(waits, n=20)[-1])
                ask_at_once(paths)  # so that both sides have been asked for at once before
                cached.append(ask_at_once(paths)[0])
    line = Line(f"{len(paths)} pages, {USERS} users", missed, cached, LIMIT)
    show("Pages that are not cached", "the same when they are", [line])
    print(f"  {len(paths) / min(missed):.0f} and {len(paths) / min(cached):.0f} pages in a second")
    print(f"  95 of 100 within {min(slowest):.2f} s when they are not cached")


def ask_at_once(urls: list[str]) -> tuple[float, list[float]]:
    """Return the seconds that 20 users take for these pages, and how long each page took."""
    start = time.perf_counter()
    with ThreadPoolExecutor(USERS) as users:
        waits = list(users.map(_ask, urls))
    return time.perf_counter() - start, waits


def _ask(url: str) -> float:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br"})  # noqa: S310
    start = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        response.read()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
