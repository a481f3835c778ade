"""Files that look like lists of people and that a person declares to hold counts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.errors import UserError
from indicators.domain.loads import CountsDeclaration
from indicators.store.declarations import CountsDeclarations
from indicators.store.moments import strip_zone
from loaders.ingest.previous_loads import hash_file
from loaders.pii.detection import find_people
from loaders.pii.guarded_grid import read_guarded_grid
from loaders.readers.grid import Grid, read_grid


def declare_counts(
    engine: sa.Engine, path: Path, *, who: str, why: str, now: datetime, viewer: Viewer
) -> None:
    """Record that a file holds counts, if it would be refused as a list of people.

    Raises PersonalRecordsError if it names people or holds NHS numbers, and UserError without a
    name or a reason.
    """
    require(viewer, Permission.DECLARE_COUNTS)
    if not (who.strip() and why.strip()):
        raise UserError(
            "A declaration that a file holds counts needs your name and a reason.",
            where=path.name,
            remedy="Give both: they are kept in the history.",
        )
    error = find_people(read_grid(path))
    if error is None:
        return
    if error.certain:
        raise error
    at = strip_zone(now)
    CountsDeclarations(engine).keep(CountsDeclaration(hash_file(path), who, why, at))


def read_checked_grid(engine: sa.Engine, path: Path) -> Grid:
    """Read a file that is no list of people, or was declared to hold counts."""
    return read_guarded_grid(path, lambda: is_declared(engine, hash_file(path)))


def is_declared(engine: sa.Engine, sha256: str) -> bool:
    """Return whether a person has declared that a file holds counts."""
    return CountsDeclarations(engine).find(sha256) is not None
