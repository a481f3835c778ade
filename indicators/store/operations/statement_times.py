"""Measures the statements of a database, and names the slow ones in the log.

What is named is the function that asked, never the values that it asked for.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

SLOW = 0.5
"""Seconds from which a statement is logged."""
_OURS = ("indicators.", "loaders.", "layouts.", "cli.")
_BEGAN = "statement_began"
_PASSED_ON = (__name__, "indicators.store.page_reads.direct_query")
"""What gives a statement to the database for someone else, who is the one that asked."""
_LOG = logging.getLogger(__name__)
_WATCHING: WeakKeyDictionary[sa.Engine, Callable[[float], None]] = WeakKeyDictionary()
"""Called with the seconds of each statement that SQLAlchemy does not see, by database."""


def watch_statements(
    engine: sa.Engine, observe: Callable[[float], None], slow: float = SLOW
) -> None:
    """Give the seconds of each statement to `observe`, and log those that take `slow` or more.

    On SQLite rows are calculated while they are read, and only the first of them counts here.
    """

    def note(seconds: float) -> None:
        observe(seconds)
        if seconds >= slow:
            fields = {"query": _find_caller(), "ms": round(seconds * 1000, 1)}
            _LOG.warning("slow query", extra={"fields": fields})

    def begin(connection: sa.Connection, *_: Any) -> None:
        connection.info[_BEGAN] = perf_counter()

    def end(connection: sa.Connection, *_: Any) -> None:
        note(perf_counter() - connection.info[_BEGAN])

    sa.event.listen(engine, "before_cursor_execute", begin)
    sa.event.listen(engine, "after_cursor_execute", end)
    _WATCHING[engine] = note


def note_statement(engine: sa.Engine, seconds: float) -> None:
    """Note a statement that the driver was given without SQLAlchemy, if its database is watched."""
    if note := _WATCHING.get(engine):
        note(seconds)


def _find_caller() -> str:
    """Return the module and function of ours that executes a statement."""
    frame = sys._getframe()  # noqa: SLF001 - the way to look at callers without building a traceback
    while frame := frame.f_back:  # type: ignore[assignment]
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_OURS) and module not in _PASSED_ON:
            return f"{module}.{frame.f_code.co_name}"
    return ""
