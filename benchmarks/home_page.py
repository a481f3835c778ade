"""The home page of a council with 1,000 teams, rendered anew, against that of one with 10.

SQLite runs in the same process, so the processor time of the process is measured: other programs
move it less."""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.common.council import AREAS_IN_A_TEAM, write_council
from benchmarks.common.figures import NOW, fill
from benchmarks.common.measure import Line, in_turn, show
from benchmarks.first_rendering import ask
from cli.serving.server_memory import freeze_start
from cli.settings import Settings
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.domain.periods import Month
from indicators.store.observations import IndicatorTable
from layouts.web.dashboard_app import DashboardApp
from tests.support.partner_app import create_partner_app

FEW, MANY, INDICATORS = 10, 1_000, 15
FIRST, LAST = Month.of(2024, 11), Month.of(2026, 10)
RUNS = 15
LIMIT = 2.0


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        apps = {teams: open_site(folder, teams) for teams in (FEW, MANY)}
        freeze_start()  # as the server does
        ways = {str(teams): lambda app=app: ask(app, "/") for teams, app in apps.items()}
        taken = in_turn(RUNS, ways, clock=time.process_time)
        line = Line(f"{MANY:,} teams", taken[str(MANY)], taken[str(FEW)], LIMIT)
        show("Home page, processor time", f"the same with {FEW} teams", [line])


def open_site(folder: Path, teams: int) -> DashboardApp:
    """Return the site of a council with so many teams and two years of figures."""
    council = write_council(folder / str(teams), teams * AREAS_IN_A_TEAM, INDICATORS)
    url = f"sqlite:///{folder / f'{teams}.db'}"
    table = IndicatorTable.open(url)
    fill(table, read_catalogue(council), read_places(council), FIRST, LAST)
    table.engine.dispose()
    return create_partner_app(Settings(council, url, now=NOW))


if __name__ == "__main__":
    main()
