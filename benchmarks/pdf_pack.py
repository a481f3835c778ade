"""The commissioner's pack as a PDF, for 17 areas and for 160, by 17 indicators and 60 months.

Without the queue: the pages of the pack and the PDF, rendered again each time. The limits are of
the time by the clock on a machine that does nothing else; the processor time is next to it."""

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.common.council import write_council
from benchmarks.common.figures import NOW, fill
from cli.settings import Settings
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.domain.periods import Month
from indicators.store.observations import IndicatorTable
from layouts.exports.pdf_queue import PdfQueue
from tests.support.export_reason import give_reason
from tests.support.partner_app import create_partner_app

INDICATORS = 17
SECONDS = {17: 1.5, 160: 5.0}
FIRST, LAST = Month.of(2021, 11), Month.of(2026, 10)
ROUNDS = 3


def main() -> None:
    print(f"\nThe pack of {INDICATORS} indicators as a PDF")
    for areas, limit in SECONDS.items():
        with tempfile.TemporaryDirectory() as folder:
            write = _prepare(Path(folder), areas)
            write()
            clock, processor = _measure(write)
        over = "  over" if clock > limit else ""
        print(
            f"  {areas} areas: {clock:.2f} s ({processor:.2f} s of a processor); "
            f"the limit is {limit} s{over}",
            flush=True,
        )


def _prepare(folder: Path, areas: int) -> Callable[[], Any]:
    """Fill a database, and return what writes the pack as the queue does."""
    council = write_council(folder / "council", areas, INDICATORS)
    url = f"sqlite:///{folder / 'figures.db'}"
    table = IndicatorTable.open(url)
    fill(table, read_catalogue(council), read_places(council), FIRST, LAST)
    table.engine.dispose()
    app = create_partner_app(Settings(council, url, now=NOW))
    work: list[Callable[[], Any]] = []
    with patch.object(PdfQueue, "begin", lambda _queue, _key, _steps, done: work.append(done)):
        give_reason(app.server.test_client()).get(f"/packs/compare.pdf?month={LAST}")
    return partial(_write, app, work[0])


def _write(app: Any, work: Callable[[], Any]) -> None:
    app.site.clear_cache()
    for _ in work():
        pass


def _measure(write: Callable[[], Any]) -> tuple[float, float]:
    """Return the shortest time by the clock and of the processor."""
    taken = []
    for _ in range(ROUNDS):
        clock, processor = time.perf_counter(), _get_processor_time()
        write()
        taken.append((time.perf_counter() - clock, _get_processor_time() - processor))
    return min(t for t, _ in taken), min(t for _, t in taken)


def _get_processor_time() -> float:
    """Return that of this process and of those it waited for: the compiler is one."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
