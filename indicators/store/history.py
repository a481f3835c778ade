"""The history of the indicator table: its loads, what they changed and what they kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.domain.errors import UserError
from indicators.domain.loads import Load
from indicators.domain.refusals import Refusal, RefusalCode
from indicators.store import as_of, originals
from indicators.store.as_of import KEY
from indicators.store.page_reads import page_statements
from indicators.store.schema import load, observation, original, refusal


class LoadHistory:
    """The events of one database; with an `event`, as they were right after it."""

    def __init__(self, engine: sa.Engine, event: int | None = None) -> None:
        self.engine = engine
        self.event = event

    def list_loads(self, limit: int = 1000) -> list[Load]:
        """Return the files that are loaded, newest first, without those undone."""
        return self._select_loads(*as_of.list_load_conditions(self.event), limit=limit)

    def list_events(self, limit: int = 1000) -> list[Load]:
        """Return every event, newest first: files loaded, undone or not, and loads undone."""
        seen = [] if self.event is None else [load.c.id <= self.event]
        return self._select_loads(*seen, limit=limit)

    def find_event(self, number: int) -> Load:
        """Return one event. Raises UserError if there is none with that number."""
        found = self._select_loads(load.c.id == number)
        if not found:
            raise UserError(
                f"There is no load {number}.",
                remedy="The data page lists all loads, and so does: python app.py history.",
            )
        return found[0]

    def find_first_load(self) -> datetime | None:
        """Return when the first file was loaded (UTC)."""
        with self.engine.connect() as connection:
            found: datetime | None = connection.scalar(sa.select(sa.func.min(load.c.loaded_at)))
            return found

    def list_loads_behind(
        self, ended: Sequence[int], indicators: Sequence[str], places: Sequence[str]
    ) -> list[Load]:
        """Return the loads with current figures of these months and places, newest first."""
        wanted = page_statements.select_loads_behind(self.event is not None)
        given = {
            "indicators": indicators, "places": places, "ended": ended, "event": self.event
        }  # fmt: skip
        return [_build_load(row) for row in wanted.read_dicts(self.engine, **given)]

    # Files

    def find_complete_load(self, sha256: str) -> Load | None:
        """Return the load of this file in which no row was refused, unless it was undone."""
        complete = [load.c.sha256 == sha256, load.c.rows_refused == 0]
        found = self._select_loads(*complete, *as_of.list_load_conditions(None), limit=1)
        return next(iter(found), None)

    def find_complete_loads(self, sha256s: Iterable[str]) -> set[str]:
        """Return which of these files were ever loaded with no row refused, even if undone since.

        Files are collected without a person. A file that a person undid must not be loaded again.
        """
        wanted = sa.select(load.c.sha256).where(
            load.c.sha256.in_(list(sha256s)), load.c.rows_refused == 0, load.c.undoes.is_(None)
        )
        with self.engine.connect() as connection:
            return set(connection.scalars(wanted))

    def find_undone_load(self, sha256: str) -> Load | None:
        """Return the latest load of this file, complete or not, if a person undid it."""
        own = [load.c.sha256 == sha256, load.c.undoes.is_(None)]
        latest = self._select_loads(*own, limit=1)
        return next((each for each in latest if each.undone_by is not None), None)

    def has_original(self, sha256: str) -> bool:
        """Return whether a loaded file was kept."""
        kept = sa.select(original.c.part).where(original.c.sha256 == sha256).limit(1)
        with self.engine.connect() as connection:
            return connection.scalar(kept) is not None

    def read_original(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes of a loaded file in pieces; nothing if it was not kept."""
        with self.engine.connect() as connection:
            yield from originals.read_pieces(connection, sha256)

    def read_refusals(self, load_id: int) -> list[Refusal]:
        """Return the refused rows that were kept with a load."""
        wanted = _select_refusals().where(refusal.c.load_id == load_id).order_by(refusal.c.id)
        with self.engine.connect() as connection:
            return [_build_refusal(row) for row in connection.execute(wanted)]

    def page_refusals(
        self, load_id: int | None, *, limit: int, offset: int
    ) -> tuple[int, list[tuple[int, Refusal]]]:
        """Return how many refused rows are kept, of one load or all, and a page with their load."""
        seen = [] if self.event is None else [refusal.c.load_id <= self.event]
        if load_id is not None:
            seen.append(refusal.c.load_id == load_id)
        total = sa.select(sa.func.count()).select_from(refusal).where(*seen)
        order = (refusal.c.load_id.desc(), refusal.c.id)
        page = _select_refusals().where(*seen).order_by(*order).limit(limit).offset(offset)
        with self.engine.connect() as connection:
            rows = [(row.load_id, _build_refusal(row)) for row in connection.execute(page)]
            return int(connection.scalar(total) or 0), rows

    def has_synthetic(self) -> bool:
        """Return whether any loaded file holds synthetic figures."""
        return self._has_file(synthetic=True)

    def has_real(self) -> bool:
        """Return whether any loaded file holds real figures."""
        return self._has_file(synthetic=False)

    # Figures

    def list_changed_keys(self, event: int) -> list[tuple[str, int, str, str, int]]:
        """Return the keys, of the columns KEY, that an event may have changed."""
        o = observation.c
        columns = [o[name] for name in KEY]
        both = sa.union(
            sa.select(*columns).where(o.replaced_by == event),
            sa.select(*columns).where(o.since == event),
        )
        with self.engine.connect() as connection:
            return [(key[0], key[1], key[2], key[3], key[4]) for key in connection.execute(both)]

    def read_replaced(
        self, indicator: str, places: Sequence[str], ended: Sequence[int]
    ) -> list[dict[str, Any]]:
        """Return the figures of an indicator that others replaced, in the order of replacement.

        The rows have two more columns: `loaded_at`, when it was replaced, and `hidden_since`,
        whether a later figure is hidden. A figure that was undone and has no successor is left out.
        """
        wanted = page_statements.select_replaced(self.event is not None)
        given = {
            "indicators": [indicator], "places": places, "ended": ended, "event": self.event
        }  # fmt: skip
        return wanted.read_dicts(self.engine, **given)

    def _select_loads(
        self, *conditions: sa.ColumnElement[bool], limit: int | None = None
    ) -> list[Load]:
        wanted = page_statements.select_loads().where(*conditions).limit(limit)
        with self.engine.connect() as connection:
            return [_build_load(row._asdict()) for row in connection.execute(wanted)]

    def _has_file(self, *, synthetic: bool) -> bool:
        wanted = page_statements.select_file(self.event is not None)
        return bool(wanted.read_all(self.engine, synthetic=synthetic, event=self.event))


def _build_load(row: dict[str, Any]) -> Load:
    return Load(**row | {"left_out": tuple(row["left_out"].items())})


def _select_refusals() -> sa.Select[Any]:
    return sa.select(refusal, load.c.file).join(load)


def _build_refusal(row: sa.Row[Any]) -> Refusal:
    code, _, rule = row.code.partition(":")
    return Refusal(
        RefusalCode(code),
        row.file,
        row.sheet,
        row.row,
        row.column,
        row.heading,
        row.value,
        row.why,
        row.remedy,
        row.sender_remedy,
        rule,
    )
