"""A database with two services' sample months loaded as real, made once for a module of tests."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from loaders.ingest.approval import EVERYTHING_CONFIRMED, NOTHING_CONFIRMED, Approval
from loaders.ingest.pipeline import Loader
from sample import health_visiting, midwifery
from sample.random_counts import Chance

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
FIRST, LAST = Month.of(2024, 1), Month.of(2026, 9)
AUGUST = Month.of(2026, 8)


def build_history(folder: Path) -> Path:
    """Load the months of midwifery and health visiting, and return the path of the database."""
    database, chance = folder / "history.db", Chance(2021)
    with open_database(database) as context:
        for ordinal in range(FIRST.ordinal, LAST.ordinal + 1):
            for sender in (midwifery, health_visiting):
                path = folder / sender.name_file(Month(ordinal))
                path.write_bytes(sender.write_content(chance, Month(ordinal)))
                load_confirmed(context.loader, path)
    return database


def write_restated_august(folder: Path) -> Path:
    """Write midwifery's August as it was sent again, and return its path."""
    path = folder / midwifery.name_file(AUGUST, restated=True)
    path.write_bytes(midwifery.write_content(Chance(2021), AUGUST, restated=True))
    return path


@contextmanager
def open_database(path: Path, data: Path | None = None) -> Iterator[Context]:
    """Open a dashboard over a SQLite file, with the council's own files unless `data` is given."""
    settings = Settings(database_url=f"sqlite:///{path}", now=NOW)
    if data:
        settings = Settings(data=data, database_url=settings.database_url, now=NOW)
    context = Context.open(settings)
    yield context
    context.table.engine.dispose()


@contextmanager
def copy_history(history: Path, folder: Path, data: Path | None = None) -> Iterator[Context]:
    """Open a copy of the history, so that no test sees what another loads."""
    with open_database(Path(shutil.copy(history, folder / "copy.db")), data) as context:
        yield context


def load_confirmed(loader: Loader, path: Path) -> None:
    """Load a file whatever there is to confirm."""
    report = load_file(loader, path, EVERYTHING_CONFIRMED)
    assert report.outcome == "loaded", report


def load_file(loader: Loader, path: Path, approval: Approval = NOTHING_CONFIRMED):
    """Load a file and check that every row is accounted for."""
    report = loader.load(path, viewer=PARTNER, now=NOW, approval=approval)
    assert report.rows_read == report.rows_loaded + report.rows_refused + report.rows_blank
    return report
