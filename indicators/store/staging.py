"""Files that wait for a person: kept in the database for a day, so that every process sees them.

The caller checks a file first: what cannot be read or looks like a list of people is not staged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.domain.errors import UserError
from indicators.domain.loads import STAGED_FOR, StagedFile
from indicators.store import originals
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.schema import staged, staged_cells, staged_part

_CONTENT = (staged_part, staged_cells)
"""The tables that hold what is in a file."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many uploaded files may wait, and how many bytes."""

    files: int
    size: int


MOST_OF_ONE, MOST_IN_ALL = Room(150, 320 * 2**20), Room(500, 1024 * 2**20)
"""The room for uploads from one address, and for all uploads together."""
_OTHER_NAMES = 10
_COLUMNS = [staged.c[name] for name in StagedFile.__slots__]


class StagedFiles:
    """The files that wait in one database. Every `now` is a time with its zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def keep(self, file: StagedFile, pieces: Iterable[bytes]) -> bool:
        """Stage a file. One that is staged already gets the new name and time; its others are kept.

        Raises UserError if a person uploads more than may wait. Collected files always may.

        Returns whether it waits now: a collected file does not if a person has discarded it before.
        """
        with open_write_transaction(self.engine) as connection:
            _delete(connection, staged.c.staged_at < file.staged_at - STAGED_FOR)
            before = connection.execute(
                sa.select(staged).where(staged.c.sha256 == file.sha256)
            ).first()
            row = {name: getattr(file, name) for name in StagedFile.__slots__} | {
                "discarded_at": None,
                "other_names": _list_other_names(file.file, before),
            }
            if before is None:
                _require_room(connection, file)
                connection.execute(sa.insert(staged), row)
            elif file.source and before.discarded_at is not None:
                return False
            else:
                connection.execute(
                    sa.update(staged).where(staged.c.sha256 == file.sha256).values(row)
                )
            originals.keep_original(connection, file.sha256, pieces, staged_part)
            return True

    def require_room(self, file: StagedFile) -> None:
        """Raise UserError if a file may not wait next to those that do, before it is read."""
        with self.engine.connect() as connection:
            known = sa.select(staged.c.sha256).where(staged.c.sha256 == file.sha256)
            if connection.scalar(known) is None:
                _require_room(connection, file)

    def list_waiting(self, now: datetime) -> list[StagedFile]:
        """Return the files that wait, the latest first."""
        wanted = (
            sa.select(*_COLUMNS)
            .where(*_select_waiting(now))
            .order_by(staged.c.staged_at.desc(), staged.c.file, staged.c.sha256)
        )
        with self.engine.connect() as connection:
            return [_build_file(row) for row in connection.execute(wanted)]

    def find(self, sha256: str, now: datetime) -> StagedFile:
        """Return a file that waits. Raises UserError if it does not, or no longer."""
        wanted = sa.select(*_COLUMNS).where(staged.c.sha256 == sha256, *_select_waiting(now))
        with self.engine.connect() as connection:
            found = connection.execute(wanted).first()
        if found is None:
            raise UserError(
                "This file is no longer waiting: it was loaded or discarded, or a day has passed.",
                remedy="Upload it on the data page again.",
            )
        return _build_file(found)

    def read_pieces(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes of a file that waits, piece by piece."""
        with self.engine.connect() as connection:
            yield from originals.read_pieces(connection, sha256, staged_part)

    def keep_cells(self, sha256: str, parts: Iterable[bytes]) -> None:
        """Store the cells of a staged file, in place of any stored before."""
        with open_write_transaction(self.engine) as connection:
            still = sa.select(staged.c.sha256).where(
                staged.c.sha256 == sha256, staged.c.discarded_at.is_(None)
            )
            if connection.scalar(still) is None:
                return
            connection.execute(sa.delete(staged_cells).where(staged_cells.c.sha256 == sha256))
            originals.keep_original(connection, sha256, parts, staged_cells)

    def read_cells(self, sha256: str) -> Iterator[bytes]:
        """Yield the stored cells of a staged file, part by part; nothing if there are none."""
        with self.engine.connect() as connection:
            yield from originals.read_pieces(connection, sha256, staged_cells)

    def remove(self, sha256: str) -> None:
        """Remove a file that was loaded."""
        with open_write_transaction(self.engine) as connection:
            _delete(connection, staged.c.sha256 == sha256)

    def discard(self, sha256: str, now: datetime) -> None:
        """Remove a file that a person does not want.

        Of a collected file the name stays, so that it is not offered again when it is collected.
        """
        with open_write_transaction(self.engine) as connection:
            _delete(connection, staged.c.sha256 == sha256, staged.c.source == "")
            for content in _CONTENT:
                connection.execute(sa.delete(content).where(content.c.sha256 == sha256))
            connection.execute(
                sa.update(staged)
                .where(staged.c.sha256 == sha256)
                .values(discarded_at=strip_zone(now))
            )

    def expire(self, now: datetime) -> None:
        """Remove the files that have waited for longer than a day."""
        old = [staged.c.discarded_at.is_(None), staged.c.staged_at < strip_zone(now) - STAGED_FOR]
        with (
            self.engine.connect() as connection
        ):  # usually there is nothing to remove, and no need to lock
            if connection.scalar(sa.select(staged.c.sha256).where(*old).limit(1)) is None:
                return
        with open_write_transaction(self.engine) as connection:
            _delete(connection, *old)


def _list_other_names(file: str, before: sa.Row[Any] | None) -> list[str]:
    """Return the names that a file waited under before, the latest last."""
    if before is None or before.discarded_at is not None:
        return []
    names = [name for name in (*before.other_names, before.file) if name != file]
    return list(dict.fromkeys(names))[-_OTHER_NAMES:]


def _build_file(row: sa.Row[Any]) -> StagedFile:
    return StagedFile(**row._asdict() | {"other_names": tuple(row.other_names)})


def _require_room(connection: sa.Connection, file: StagedFile) -> None:
    if file.source:
        return
    uploaded = [
        staged.c.discarded_at.is_(None),
        staged.c.source == "",
        staged.c.staged_at >= file.staged_at - STAGED_FOR,
    ]
    counted = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(staged.c.size), 0))
    for conditions, most, whose in (
        ([*uploaded, staged.c.visitor == file.visitor], MOST_OF_ONE, "your computer"),
        (uploaded, MOST_IN_ALL, "everybody"),
    ):
        number, size = connection.execute(counted.where(*conditions)).one()
        if number >= most.files or size + file.size > most.size:
            raise UserError(
                f"{number} files from {whose} are waiting already; at most {most.files} and "
                f"{most.size // 2**20} MB may. Nothing of this one was kept.",
                remedy="Load or discard some of them on the data page, then upload this one again.",
            )


def _delete(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> None:
    gone = sa.select(staged.c.sha256).where(staged.c.discarded_at.is_(None), *conditions)
    for content in _CONTENT:
        connection.execute(sa.delete(content).where(content.c.sha256.in_(gone)))
    connection.execute(sa.delete(staged).where(staged.c.discarded_at.is_(None), *conditions))


def _select_waiting(now: datetime) -> list[sa.ColumnElement[bool]]:
    return [staged.c.discarded_at.is_(None), staged.c.staged_at >= strip_zone(now) - STAGED_FOR]
