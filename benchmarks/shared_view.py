"""The shared view of a month: for the shipped council, and for a council of 3,000 areas.

python benchmarks/shared_view.py [HOW MANY AREAS]"""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.common.figures import fill
from indicators.access.permissions import PARTNER
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.disclosure.secondary import suppress
from indicators.domain.periods import Month
from indicators.domain.sharing.release import ReleaseCounts
from indicators.reports.base import Reports
from indicators.reports.sharing.publication import prepare_release, publish_release
from indicators.store.observations import IndicatorTable
from tests.support.generated_releases import AREAS, HUBS, TEAMS, make_tables

LAST = Month.of(2026, 10)
DATA = Path(__file__).parents[1] / "data"
LIMIT = 2.0
RELEASES = 7
NOW = datetime(2026, 11, 29, tzinfo=UTC)


def time_release(reports: Reports) -> tuple[float, float, ReleaseCounts]:
    """Prepare the month: seconds by the clock and of the processors, and how many figures."""
    wall, processor = time.perf_counter(), time.process_time()
    counts = prepare_release(reports, LAST, PARTNER).view.counts
    return time.perf_counter() - wall, time.process_time() - processor, counts


def time_after_releases(reports: Reports, many: int) -> tuple[float, float, ReleaseCounts]:
    """Publish the months before, as far as they are not, and time the next one twice.

    The better time counts. Nothing is kept from the first time.
    """
    for at in range(many, 0, -1):
        publish_release(reports, LAST - at, PARTNER, who="", note="", now=NOW)
    return min((time_release(reports) for _ in range(2)), key=lambda taken: taken[0])


def main(areas: int = 3000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = IndicatorTable.open(f"sqlite:///{Path(folder) / 'bench.db'}")
        catalogue, places = read_catalogue(DATA), read_places(DATA)
        fill(table, catalogue, places, LAST - 23 - RELEASES, LAST)
        reports = Reports(table, catalogue, places)
        taken = {0: time_release(reports)}
        taken |= {many: time_after_releases(reports, many) for many in (2, RELEASES)}
        table.engine.dispose()
    print(f"{AREAS} areas, {len(catalogue.dashboard)} indicators; the limit is {LIMIT} s")
    for many, (wall, processor, counts) in taken.items():
        over = "  over" if wall > LIMIT else ""
        print(
            f"after {many} monthly releases, {counts.cells:,} figures: "
            f"{wall:.1f} s ({processor:.1f} s of the processors){over}"
        )
    for seed in (0, 6):  # a percentage and a count
        (made,) = make_tables(seed, 1, areas, areas * TEAMS // AREAS, areas * HUBS // AREAS)
        started = time.perf_counter()
        found = suppress(made)
        print(
            f"{areas:,} areas, one indicator, {len(made.cells):,} figures, {len(found.small):,} "
            f"small: {time.perf_counter() - started:.0f} s to find the other "
            f"{len(found.released.hidden) - len(found.small):,} to hide"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
