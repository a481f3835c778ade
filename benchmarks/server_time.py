"""A team page's server time at 3,000 areas, against the same page at 17, on both databases.

The page is rendered anew for each request: the site's cache is emptied before it."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.common.council import write_council
from benchmarks.common.databases import fresh, postgresql_server
from benchmarks.common.figures import NOW, fill
from benchmarks.common.measure import Line, in_turn, show
from cli.serving.server_memory import freeze_start
from cli.settings import Settings
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.domain.periods import Month
from indicators.store.observations import IndicatorTable
from tests.support.partner_app import create_partner_app

FEW, MANY, INDICATORS = 17, 3_000, 30
FIRST, LAST = Month.of(2021, 11), Month.of(2026, 10)
PAGE = f"/team/team-2?month={LAST}"
RUNS = 15
LIMIT = 1.3


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server())
        councils = {n: write_council(folder / str(n), n, INDICATORS) for n in (FEW, MANY)}
        lines = []
        for kind in ("SQLite", "PostgreSQL"):
            urls = {n: stack.enter_context(fresh(kind, server, folder)) for n in councils}
            pages = {n: _page(councils[n], urls[n]) for n in councils}
            freeze_start()  # as the server does
            taken = in_turn(RUNS, {str(n): pages[n] for n in councils})
            lines.append(Line(f"{kind}, {MANY:,} areas", taken[str(MANY)], taken[str(FEW)], LIMIT))
        show("A team page's server time", f"the same with {FEW} areas", lines)


def _page(council: Path, url: str) -> Callable[[], Any]:
    """Fill the database, and return what asks for the team page once, rendered anew."""
    start = time.perf_counter()
    table = IndicatorTable.open(url)
    total = fill(table, read_catalogue(council), read_places(council), FIRST, LAST)
    table.engine.dispose()
    print(f"  {total:,} observations put in in {time.perf_counter() - start:.0f} s", flush=True)
    app = create_partner_app(Settings(council, url, now=NOW))
    client = app.server.test_client()

    def ask() -> None:
        app.site.clear_cache()
        response = client.get(PAGE)
        if response.status_code != 200 or b"Indicator 30" not in response.data:
            raise SystemExit(f"The team page answered {response.status}.")

    return ask


if __name__ == "__main__":
    main()
