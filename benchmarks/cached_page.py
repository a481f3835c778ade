"""A team page that is in the cache, compressed, against plain Flask with the same markup.

Both keep the rendered page. Plain Flask has no sign-in, limits, headers or scripts, and compresses
its answer each time. Requests go through the test client, so the processor time of the process is
all that an answer takes."""

import tempfile
import time
from pathlib import Path

from benchmarks.common.figures import fill
from benchmarks.common.measure import Line, in_turn, show
from benchmarks.common.sites import open_context, ours, plain_flask
from indicators.domain.periods import Month

FIRST, LAST = Month.of(2024, 11), Month.of(2026, 10)
REQUESTS, RUNS = 100, 9
LIMIT = 1.11
"""Of plain Flask's time: nine tenths of its requests in a second."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        context = open_context(url)
        fill(context.table, context.catalogue, context.places, FIRST, LAST)
        team = context.reports.list_places(context.reports.home_kind, LAST)[0].code
        path = f"/team/{team}?month={LAST}"
        sites = {"ours": ours(url), "flask": plain_flask(url)}
        ways = {name: lambda site=site: ask_often(site, path) for name, site in sites.items()}
        taken = in_turn(RUNS, ways, clock=time.process_time)
        line = Line(f"{REQUESTS} cached pages", taken["ours"], taken["flask"], LIMIT)
        show("Cached page, processor time", "plain Flask", [line])


def ask_often(site: object, path: str) -> None:
    client = site.test_client()  # type: ignore[attr-defined]
    for _ in range(REQUESTS):
        response = client.get(path, headers={"Accept-Encoding": "br"})
        if response.status_code != 200 or response.headers.get("Content-Encoding") != "br":
            raise SystemExit(f"{path} answered {response.status}.")


if __name__ == "__main__":
    main()
