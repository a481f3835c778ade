"""Notices that the file of a SQLite database was replaced, or is gone, while it is in use.

A connection stays with the file that it opened, also if another has its name now: it would show
figures that are no longer there. And a new connection to no file would begin an empty database.
"""

from __future__ import annotations

import os
import sqlite3
from typing import Any

import sqlalchemy as sa

_FILE = "file"


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
