"""A query that many requests ask, given to the driver as text.

SQLAlchemy takes ten times as long to pass on a small query as SQLite takes to answer it, and makes
an object of each row. So it writes the text once for each kind of database, and keeps the
connections, and the driver does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Any, TypeVar

import sqlalchemy as sa

from indicators.store.operations.statement_times import note_statement

_KEPT_TEXTS = 100
"""Texts that each query keeps: they differ by how many values its lists have."""
_Read = TypeVar("_Read")


class DirectQuery:
    """A query whose rows are wanted as the driver gives them: from SQLite, times are texts.

    Only `read_dicts` converts them.

    What is given for a parameter that is `expanding` is a list. Reading raises DBAPIError, as
    SQLAlchemy does, without the values.
    """

    def __init__(self, query: sa.Select[Any]) -> None:
        self._query = query
        self._write = lru_cache(_KEPT_TEXTS)(self._write_text)
        self._list_converters = lru_cache(_KEPT_TEXTS)(self._find_converters)

    def read_first(self, engine: sa.Engine, **given: object) -> tuple[Any, ...] | None:
        """Return the first row, or None without any."""
        row: tuple[Any, ...] | None = self._ask(engine, given, lambda cursor: cursor.fetchone())
        return row

    def read_all(self, engine: sa.Engine, **given: object) -> list[tuple[Any, ...]]:
        """Return every row."""
        rows: list[tuple[Any, ...]] = self._ask(engine, given, lambda cursor: cursor.fetchall())
        return rows

    def read_dicts(self, engine: sa.Engine, **given: object) -> list[dict[str, Any]]:
        """Return every row by the names of its columns, with the values that SQLAlchemy gives."""
        names = self._query.selected_columns.keys()
        found = [dict(zip(names, row, strict=True)) for row in self.read_all(engine, **given)]
        for name, convert in self._list_converters(engine.dialect) if found else ():
            for row in found:
                row[name] = convert(row[name])
        return found

    def write(self, dialect: sa.Dialect, given: Mapping[str, object]) -> tuple[str, Any]:
        """Return the text and the parameters that the driver is given."""
        shape = tuple(
            (name, len(value) if isinstance(value, list | tuple) else None)
            for name, value in given.items()
        )
        written = self._write(dialect, shape)
        return written.text, written.build_params(given)

    def _ask(
        self, engine: sa.Engine, given: Mapping[str, object], read: Callable[[Any], _Read]
    ) -> _Read:
        text, params = self.write(engine.dialect, given)
        faults = engine.dialect.loaded_dbapi.Error
        try:
            with (
                closing(engine.raw_connection()) as connection,
                closing(connection.cursor()) as cursor,
            ):
                began = perf_counter()
                cursor.execute(text, params)
                found = read(cursor)
                note_statement(engine, perf_counter() - began)
        except faults as error:
            raise sa.exc.DBAPIError.instance(
                text, None, error, faults, hide_parameters=True
            ) from error
        return found

    def _find_converters(self, dialect: sa.Dialect) -> list[tuple[str, Callable[[Any], Any]]]:
        """Return what makes values of those of the driver, by column; many need nothing."""
        found = (
            (name, column.type.dialect_impl(dialect).result_processor(dialect, None))
            for name, column in self._query.selected_columns.items()
        )
        return [(name, convert) for name, convert in found if convert]

    def _write_text(
        self, dialect: sa.Dialect, shape: tuple[tuple[str, int | None], ...]
    ) -> _WrittenQuery:
        places = {
            name: _Place(name) if many is None else [_Place(name, at) for at in range(many)]
            for name, many in shape
        }
        state = self._query.compile(dialect=dialect).construct_expanded_state(places)
        return _WrittenQuery(state.statement, state.parameters, state.positiontup)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a parameter of the driver comes from: a value, or the one `at` a position of a list."""

    name: str
    at: int | None = None

    def read(self, given: Mapping[str, Any]) -> Any:
        return given[self.name] if self.at is None else given[self.name][self.at]


class _WrittenQuery:
    """The text of a query, and how it takes its parameters: by name, or in an order."""

    def __init__(
        self, text: str, params: Mapping[str, object], order: Sequence[str] | None
    ) -> None:
        self.text = text
        self._names = list(params) if order is None else None
        self._params = [params[name] for name in order or params]

    def build_params(self, given: Mapping[str, Any]) -> Any:
        """Return all parameters, as the driver takes them; what is no place never changes."""
        values = (each.read(given) if isinstance(each, _Place) else each for each in self._params)
        return tuple(values) if self._names is None else dict(zip(self._names, values, strict=True))
