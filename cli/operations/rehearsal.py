"""Rehearses an upgrade on a restored copy: the version before and this one, on the same rows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import pyrage
import sqlalchemy as sa

from cli.operations.compare_figures import FigureComparison, compare_figures
from cli.settings import Settings
from indicators.domain.errors import UserError
from indicators.store.backup.backup_errors import NotEmptyError
from indicators.store.backup.new_path import begin_database
from indicators.store.backup.read_backup import open_backup
from indicators.store.backup.restore_backup import restore_backup
from indicators.store.database import migrate, open_engine, read_revision

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an upgrade would do. `rows` are the tables of which the number of rows changed."""

    revision_before: str
    revision_after: str
    seconds: float
    rows: dict[str, tuple[int, int]]
    comparison: FigureComparison


def rehearse_upgrade(
    backup: Path,
    identities: list[pyrage.x25519.Identity],
    *,
    old: Path,
    copy: str,
    folder: Path,
    settings: Settings,
    say: Say,
) -> Rehearsal:
    """Restore a backup into the empty database `copy`, and migrate and compare it there.

    Both versions read the council's files of the backup, so differences come from the program.
    Raises UserError if the old version cannot write its figures.
    """
    data, before, after = folder / "data", folder / "before.csv", folder / "after.csv"
    with begin_database(copy), open_engine(copy) as engine:
        say("Restoring the backup into the copy.")
        with open_backup(backup, identities) as reader:
            try:
                check = restore_backup(engine, reader, data, migrated=False)
            except NotEmptyError:
                raise UserError(
                    "The database that --copy names is not empty. Nothing of it was changed.",
                    remedy="Name an empty one, or leave --copy out.",
                ) from None
        if check.faults:
            raise UserError(" ".join(check.faults))
        say("Calculating every figure with the old version.")
        _run_old(old, copy, data, before)
        counted = _count_rows(engine)
        revision = _read_revision(engine)
        say("Migrating the copy.")
        started = perf_counter()
        migrate(engine)
        seconds = perf_counter() - started
        say("Calculating every figure with this version.")
        _run_new(replace(settings, database_url=copy, data=data), after)
        now = _count_rows(engine)
        return Rehearsal(
            revision,
            _read_revision(engine),
            seconds,
            {
                name: (counted[name], now.get(name, 0))
                for name in counted
                if counted[name] != now.get(name)
            },
            compare_figures(before, after),
        )


def _run_old(old: Path, copy: str, data: Path, out: Path) -> None:
    own = old / ".venv" / "bin" / "python"
    python = str(own) if own.exists() else sys.executable
    environment = os.environ | {"DATABASE_URL": copy, "DATA_FOLDER": str(data.resolve())}
    done = subprocess.run(  # noqa: S603 - the program that the operator named
        [python, "app.py", "figures", "--out", str(out.resolve()), "--why", "rehearsed upgrade"],
        cwd=old,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not out.exists():
        reason = done.stderr.strip().splitlines() or ["it said nothing"]
        raise UserError(
            f"The old version in {old} did not write its figures: {reason[-1]}",
            remedy="Name the folder of the version that runs now, with its .venv.",
        )


def _run_new(settings: Settings, out: Path) -> None:
    from cli.context import open_context
    from indicators.access.permissions import PARTNER
    from layouts.api.figure_file import write_every_figure

    reports = open_context(settings).reports
    known = reports.find_months()
    with out.open("wb") as file:
        file.writelines(write_every_figure(reports, known.available if known else (), PARTNER))
    reports.table.engine.dispose()


def _count_rows(engine: sa.Engine) -> dict[str, int]:
    """Return how many rows each table has, in one query."""
    names = [each for each in sa.inspect(engine).get_table_names() if each != "alembic_version"]
    counts = [
        sa.select(sa.func.count()).select_from(sa.table(name)).scalar_subquery().label(name)
        for name in names
    ]
    with engine.connect() as connection:
        return dict(connection.execute(sa.select(*counts)).mappings().one())


def _read_revision(engine: sa.Engine) -> str:
    with engine.connect() as connection:
        return read_revision(connection)
