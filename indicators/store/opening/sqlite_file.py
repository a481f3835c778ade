"""Notices that the file of a SQLite database was replaced, or is gone, while it is in use.

A connection stays with the file that it opened, also if another has its name now: it would show
figures that are no longer there. And a new connection to no file would begin an empty database.
"""

from __future__ import annotations

import os
import sqlite3
from typing import Any

import sqlalchemy as sa

from indicators.domain.errors import UserError

_FILE = "file"
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_KIND = 0xFF
"""The part of an error code of SQLite that says which kind of error it is."""


class DamagedFileError(UserError):
    """A file in which SQLite finds something else than it wrote."""

    def __init__(self) -> None:
        super().__init__(
            "The file of the database is damaged, or is no database.",
            remedy="Check that DATABASE_URL names it. If so, stop the dashboard, keep the file, "
            "look at the disk, and restore the newest backup: see docs/operations.md.",
        )


def is_damaged(error: sa.exc.DBAPIError) -> bool:
    """Return whether a statement failed because the file of SQLite is damaged."""
    code = getattr(error.orig, "sqlite_errorcode", 0)  # a driver's own errors have none
    return code & _KIND in _DAMAGED


def check_file(engine: sa.Engine) -> None:
    """Read a whole file of SQLite. Raises DamagedFileError; PostgreSQL looks after its own."""
    if engine.dialect.name != "sqlite":
        return
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    except sa.exc.DatabaseError as error:
        if not is_damaged(error):
            raise
        raise DamagedFileError from None
    if found != "ok":
        raise DamagedFileError


def watch_file(engine: sa.Engine, path: str) -> None:
    """Let each connection be to the file that has this name, and fail if it had one and is gone."""
    was_there = False

    def refuse_gone(*_: Any) -> None:
        if was_there:
            _identify(path)

    def note(_connection: Any, record: Any) -> None:
        nonlocal was_there
        record.info[_FILE] = _identify(path)
        was_there = True

    def compare(_connection: Any, record: Any, _proxy: Any) -> None:
        if _identify(path) != record.info[_FILE]:
            raise sa.exc.DisconnectionError

    sa.event.listen(engine, "do_connect", refuse_gone)
    sa.event.listen(engine, "connect", note)
    sa.event.listen(engine, "checkout", compare)


def _identify(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        raise sqlite3.OperationalError("the file of the database is gone") from None
    return found.st_dev, found.st_ino
