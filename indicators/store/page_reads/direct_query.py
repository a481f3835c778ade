"""A query that almost every request asks, given to the driver as text.

SQLAlchemy takes ten times as long to pass on a small query as SQLite takes to answer it. So it
writes the text once for each kind of database, and keeps the connections, and the driver does the
rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from indicators.store.operations.statement_times import note_statement


class DirectQuery:
    """A query whose first row is wanted."""

    def __init__(self, query: sa.Select[Any]) -> None:
        self._query = query
        self._written: dict[str, _WrittenQuery] = {}

    def read_first(self, engine: sa.Engine, **values: str) -> tuple[Any, ...] | None:
        """Return the first row with these values for its parameters, or None without any.

        The row is as the driver gives it: from SQLite, times are texts. Raises DBAPIError, as
        SQLAlchemy does, without the values.
        """
        written = self._written.get(engine.dialect.name) or self._write(engine.dialect)
        faults = engine.dialect.loaded_dbapi.Error
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            began = perf_counter()
            try:
                cursor.execute(written.text, written.build_params(values))
                row: tuple[Any, ...] | None = cursor.fetchone()
            except faults as error:
                raise sa.exc.DBAPIError.instance(
                    written.text, None, error, faults, hide_parameters=True
                ) from error
            note_statement(engine, perf_counter() - began)
        return row

    def _write(self, dialect: sa.Dialect) -> _WrittenQuery:
        compiled = self._query.compile(dialect=dialect)
        written = _WrittenQuery(compiled.string, compiled.params, compiled.positiontup)
        self._written[dialect.name] = written
        return written


class _WrittenQuery:
    """The text of a query for one kind of database, and how it takes its parameters.

    `fixed` are those that never change, by name. `order` is their order where they have no names.
    """

    def __init__(self, text: str, fixed: Mapping[str, Any], order: list[str] | None) -> None:
        self.text = text
        self._fixed = dict(fixed)
        self._order = order

    def build_params(self, values: Mapping[str, str]) -> Any:
        """Return all parameters, as the driver takes them."""
        named = {**self._fixed, **values}
        return named if self._order is None else [named[name] for name in self._order]
