"""Checking 300 rows, a month of 300 areas, with five years of figures in the table or two.

What is usual is read from two years, so more history may not cost more.
"""

import csv
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.common.figures import fill
from benchmarks.common.loading import HEADINGS, LAST, council_of, extract_rows, loader_of
from benchmarks.common.measure import Line, in_turn, show
from indicators.access.permissions import PARTNER
from loaders.anomalies.thresholds import CHECKED, HISTORY
from loaders.ingest.pipeline import Loader

AREAS, YEARS = 300, 5
RUNS = 9
LIMIT = 1.1


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        council = council_of(folder / "council", AREAS)
        extract = folder / "extract.csv"
        with extract.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *extract_rows(AREAS, 1)])
        loaders = {}
        for name, months in (("long", 12 * YEARS), ("short", HISTORY + CHECKED)):
            loader = loader_of(f"sqlite:///{folder / f'{name}.db'}", council)
            stack.callback(loader.table.engine.dispose)
            fill(loader.table, loader.catalogue, loader.places, LAST - months, LAST - 1)
            loaders[name] = loader
        ways = {name: lambda each=each: check(each, extract) for name, each in loaders.items()}
        taken = in_turn(RUNS, ways, clock=time.process_time)
    line = Line(f"{AREAS} rows, {YEARS} years of history", taken["long"], taken["short"], LIMIT)
    show("Checking a file, processor time", f"{HISTORY + CHECKED} months of history", [line])


def check(loader: Loader, extract: Path) -> None:
    """Check the file, and stop if it cannot be read."""
    report = loader.check(extract, PARTNER)
    if report.outcome != "checked":
        raise SystemExit(f"The extract cannot be read: {report.problem}")


if __name__ == "__main__":
    main()
