"""The server time of the compare page against a team page's: 17 and 3,000 areas, both databases.

60 months of history, each page rendered anew: the site's cache is emptied before each request. Of a
nation the first hundred rows are shown, in order over all areas; its matrix has a limit in s."""

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

FEW, MANY = (17, 15), (3_000, 30)
FIRST, LAST = Month.of(2021, 11), Month.of(2026, 10)
TEAM = f"/team/team-2?month={LAST}"
PAGES = {
    "matrix": f"/compare?month={LAST}",
    "matrix, worst first": f"/compare?month={LAST}&indicator=indicator_3&sort=worst",
    "funnel": f"/compare?month={LAST}&view=funnel",
    "change": f"/compare?month={LAST}&view=change",
}
RUNS = 5
LIMITS = {FEW: 10.0, MANY: 60.0}
"""Of a team page's time. A guard against a query or a pass a row, and not a goal."""
MATRIX_SECONDS = 1.0
"""For the matrix of 3,000 areas on SQLite, which runs in this process, of processor time."""


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server())
        for areas, indicators in (FEW, MANY):
            council = write_council(folder / str(areas), areas, indicators)
            for kind in ("SQLite", "PostgreSQL"):
                url = stack.enter_context(fresh(kind, server, folder))
                ask = _asker(council, url)
                ways = {name: ask(path) for name, path in ({"team": TEAM} | PAGES).items()}
                freeze_start()  # as the server does
                taken = in_turn(RUNS, ways)
                limit = LIMITS[areas, indicators]
                show(
                    f"Compare, {areas:,} areas by {indicators}, 60 months, {kind}",
                    "a team page",
                    [Line(name, taken[name], taken["team"], limit) for name in PAGES],
                )
                if (areas, kind) == (MANY[0], "SQLite"):
                    _show_matrix_seconds(ways["matrix"])


def _show_matrix_seconds(ask: Callable[[], Any]) -> None:
    seconds = min(in_turn(RUNS, {"matrix": ask}, clock=time.process_time)["matrix"])
    over = "  over" if seconds > MATRIX_SECONDS else ""
    print(f"  matrix: {seconds:.2f} s of a processor; the limit is {MATRIX_SECONDS} s{over}")


def _asker(council: Path, url: str) -> Callable[[str], Callable[[], Any]]:
    """Fill the database, and return what makes a way to ask for a page, rendered anew."""
    table = IndicatorTable.open(url)
    fill(table, read_catalogue(council), read_places(council), FIRST, LAST)
    table.engine.dispose()
    app = create_partner_app(Settings(council, url, now=NOW))
    client = app.server.test_client()

    def asks(path: str) -> Callable[[], Any]:
        def ask() -> None:
            app.site.clear_cache()
            response = client.get(path)
            if response.status_code != 200:
                raise SystemExit(f"{path} answered {response.status}.")

        return ask

    return asks


if __name__ == "__main__":
    main()
