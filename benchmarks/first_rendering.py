"""The first rendering of a page after a load, against the floor: its SQL and its template alone.

The statements that the page runs are run again and their rows fetched, and its template is filled
in again with what it was given. What the page takes beyond that is calculating figures. SQLite runs
in the same process, so the processor time of the process is measured: other programs move it less.
"""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from benchmarks.common.council import write_council
from benchmarks.common.figures import NOW, fill
from benchmarks.common.measure import Line, in_turn, show
from cli.serving.server_memory import freeze_start
from cli.settings import Settings
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.domain.periods import Month
from indicators.store.observations import IndicatorTable
from indicators.store.page_reads.direct_query import DirectQuery
from layouts.site import rendering
from layouts.web.dashboard_app import DashboardApp
from tests.support.partner_app import create_partner_app

AREAS, INDICATORS = 17, 15
FIRST, LAST = Month.of(2021, 11), Month.of(2026, 10)
PAGES = {
    "team": f"/team/team-2?month={LAST}",
    "home": f"/?month={LAST}",
    "indicator": f"/indicator/indicator_3?month={LAST}",
    "matrix": f"/compare?month={LAST}",
}
RUNS = 15
LIMIT = 2.0


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        council = write_council(folder / "council", AREAS, INDICATORS)
        url = f"sqlite:///{folder / 'bench.db'}"
        table = IndicatorTable.open(url)
        fill(table, read_catalogue(council), read_places(council), FIRST, LAST)
        table.engine.dispose()
        app = create_partner_app(Settings(council, url, now=NOW))
        freeze_start()  # as the server does
        lines = []
        for name, path in PAGES.items():
            ways = {"page": lambda path=path: ask(app, path), "floor": record_floor(app, path)}
            taken = in_turn(RUNS, ways, clock=time.process_time)
            lines.append(Line(name, taken["page"], taken["floor"], LIMIT))
        show("First rendering, processor time", "its SQL and template alone", lines)


def ask(app: DashboardApp, path: str) -> None:
    """Ask for a page that is rendered anew."""
    app.site.clear_cache()
    response = app.server.test_client().get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status}.")


def record_floor(app: DashboardApp, path: str) -> Callable[[], Any]:
    """Return what runs the SQL of a page and fills in its templates, as they are recorded now."""
    engine = app.site.reports.table.engine
    statements: list[tuple[str, Any]] = []
    filled: list[tuple[str, dict[str, Any]]] = []
    render, read_all = rendering.render, DirectQuery.read_all

    def note_statement(*event: Any) -> None:
        statements.append((event[2], event[3]))

    def note_query(query: DirectQuery, engine: sa.Engine, **given: object) -> Any:
        statements.append(query.write(engine.dialect, given))
        return read_all(query, engine, **given)

    def note_template(template: str, **context: Any) -> Any:
        filled.append((template, context))
        return render(template, **context)

    sa.event.listen(engine, "before_cursor_execute", note_statement)
    with (
        patch.object(rendering, "render", note_template),
        patch.object(DirectQuery, "read_all", note_query),
    ):
        ask(app, path)
    sa.event.remove(engine, "before_cursor_execute", note_statement)
    reads = [(text, given) for text, given in statements if text.startswith(("SELECT", "WITH"))]

    def run_floor() -> None:
        with engine.connect() as connection:
            for text, given in reads:
                connection.exec_driver_sql(text, given).all()
        for template, context in filled:
            render(template, **context)

    return run_floor


if __name__ == "__main__":
    main()
