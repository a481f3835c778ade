"""The indicator table: what stands now or stood earlier, and what each load brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from indicators.domain.core import ObservationStatus
from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from indicators.domain.refusals import Refusal, RefusalCode
from indicators.store import as_of, originals
from indicators.store.as_of import COLUMNS, KEY
from indicators.store.database import connect, migrate, open_write_transaction
from indicators.store.schema import city_total, load, observation, refusal

if TYPE_CHECKING:  # pandas is slow to start, and only loading wants it
    import pandas as pd

    from indicators.store.commit_load import LoadCounts
    from indicators.store.revert_load import RevertResult


@dataclass(frozen=True, slots=True)
class Load:
    """One event: a file that was loaded, or (where it `undoes` one) a load undone. `loaded_at` is
    UTC. Of an undoing, `figures_restated` are those it changed, `figures_unchanged` those that a
    later load had restated.
    """

    id: int
    file: str
    sha256: str
    profile: str
    service: str
    loaded_at: datetime
    synthetic: bool
    first_ended: int
    last_ended: int
    rows_read: int
    rows_loaded: int
    rows_refused: int
    rows_blank: int
    figures_new: int
    figures_restated: int
    figures_unchanged: int
    who: str
    why: str
    undoes: int | None
    undone_by: int | None


def list_months_between(first: Month, last: Month) -> list[int]:
    """Every month from `first` to `last` as the numbers kept in the table."""
    return [Month(o).number for o in range(first.ordinal, last.ordinal + 1)]


class IndicatorTable:
    """The tables of one database, behind questions and answers in the field's words.

    Where `event` is given, every question is answered as it was right after that event.
    """

    def __init__(self, engine: sa.Engine, event: int | None = None) -> None:
        self.engine = engine
        self.event = event

    @classmethod
    def at(cls, url: str) -> IndicatorTable:
        """The tables at a database address, brought to the newest shape."""
        engine = connect(url)
        try:
            migrate(engine)
        except sa.exc.DBAPIError as error:
            engine.dispose()
            said = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
            raise UserError(
                f"The database cannot be opened: {said[0].rstrip('.')}.",
                remedy="Check that it is running and that DATABASE_URL names it.",
            ) from None
        return cls(engine)

    def as_at(self, moment: datetime) -> IndicatorTable:
        """The table as it stood just before a moment."""
        before = moment.astimezone(UTC).replace(tzinfo=None)
        with self.engine.connect() as connection:
            return self.after(connection.scalar(as_of.select_last_event(before)) or 0)

    def after(self, event: int) -> IndicatorTable:
        """The table as it stood right after an event."""
        return IndicatorTable(self.engine, event)

    # What stands

    def version(self) -> int:
        """A number that changes whenever anything in the table does: that of the last event."""
        if self.event is not None:
            return self.event
        with self.engine.connect() as connection:
            return connection.scalar(as_of.select_last_event()) or 0

    def read_observations(
        self, indicators: Sequence[str], places: Sequence[str], ended: Sequence[int]
    ) -> list[Any]:
        """Rows (indicator, ended, place, definition, months, numerator, denominator, value, status,
        note) standing for these indicators, places and month numbers, in that order.
        """
        if not (indicators and places and ended):
            return []
        found = as_of.select_current(
            COLUMNS,
            [
                observation.c.indicator.in_(indicators),
                observation.c.ended.in_(ended),
                observation.c.place.in_(places),
            ],
            self.event,
        )
        with self.engine.connect() as connection:
            return list(connection.execute(_by_key(found)).all())

    def page(
        self,
        indicators: Sequence[str],
        places: Sequence[str],
        first: int,
        last: int,
        *,
        limit: int,
        offset: int,
    ) -> tuple[int, list[Any]]:
        """How many observations stand in a span of months, and `limit` of them from `offset`, each
        with the id of the load that brought it.
        """
        conditions = [
            observation.c.indicator.in_(indicators),
            observation.c.place.in_(places),
            observation.c.ended.between(first, last),
        ]
        found = as_of.select_current([*COLUMNS, "load_id"], conditions, self.event)
        with self.engine.connect() as connection:
            total = connection.scalar(sa.select(sa.func.count()).select_from(found.subquery()))
            rows = connection.execute(_by_key(found).limit(limit).offset(offset))
            return total or 0, list(rows)

    def read_city_totals(
        self, indicators: Sequence[str], ended: Sequence[int], not_areas: Sequence[str] = ()
    ) -> list[Any]:
        """Rows of `city_total` for these indicators and month numbers.

        Earlier totals are not kept but added up again, over all places but `not_areas`.
        """
        if self.event is None:
            wanted = sa.select(city_total).where(
                city_total.c.indicator.in_(indicators), city_total.c.ended.in_(ended)
            )
        else:
            wanted = as_of.select_city_totals(indicators, ended, not_areas, self.event)
        with self.engine.connect() as connection:
            return list(connection.execute(wanted))

    def count_arrivals(
        self, indicators: Sequence[str], ended: int, city: str, elsewhere: Sequence[str] = ()
    ) -> list[Any]:
        """Rows (service, areas, whole): of each service with a figure for a month, for how many
        places other than the `city` and those `elsewhere`, and whether for the city.
        """
        wanted = as_of.select_arrival_counts(indicators, ended, city, elsewhere, self.event)
        with self.engine.connect() as connection:
            return list(connection.execute(wanted))

    def read_arrivals(self, indicators: Sequence[str], ended: Sequence[int]) -> list[Any]:
        """Rows (service, ended, place, figures, first_at, restated): how many indicators of a
        service stand for a place, when its first figure came in (UTC), and how many figures a
        later file has restated since.
        """
        if not (indicators and ended):
            return []
        with self.engine.connect() as connection:
            return list(connection.execute(as_of.select_arrivals(indicators, ended, self.event)))

    def find_first_load(self) -> datetime | None:
        """When the first file was loaded (UTC)."""
        with self.engine.connect() as connection:
            found: datetime | None = connection.scalar(sa.select(sa.func.min(load.c.loaded_at)))
            return found

    def list_months_with_data(
        self, indicators: Sequence[str], elsewhere: Sequence[str] = ()
    ) -> list[int]:
        """Month numbers for which any figure of these indicators stands, earliest first; figures of
        places `elsewhere` make no month.
        """
        wanted = as_of.select_months_with_data(indicators, elsewhere, self.event)
        with self.engine.connect() as connection:
            return list(connection.scalars(wanted))

    # Loads

    def list_loads(self, limit: int = 1000) -> list[Load]:
        """The files that are loaded, newest first; those undone are left out."""
        return self._loads(*as_of.list_load_conditions(self.event), limit=limit)

    def list_history(self, limit: int = 1000) -> list[Load]:
        """Every event, newest first: files loaded, whether undone since or not, and undoings."""
        seen = [] if self.event is None else [load.c.id <= self.event]
        return self._loads(*seen, limit=limit)

    def load(self, load_id: int) -> Load:
        """One event of the history. UserError where there is none of that number."""
        found = self._loads(load.c.id == load_id)
        if not found:
            raise UserError(
                f"There is no load {load_id}.",
                remedy="The history lists them: on the data page, or by python app.py history.",
            )
        return found[0]

    def read_changes(self, event: int) -> list[Any]:
        """What an event changed: rows (indicator, ended, place, definition, months, was_numerator
        ... was_note, now_numerator ... now_note), empty on the side where there is none.

        A figure that an undoing put in again as it had just stood is left out.
        """
        with self.engine.connect() as connection:
            rows = connection.execute(as_of.select_changes(event)).all()
        side = len(KEY) + 1
        return [row for row in rows if row[side : side + 5] != row[side + 5 :]]

    def read_replaced(
        self, indicator: str, places: Sequence[str], ended: Sequence[int]
    ) -> list[Any]:
        """The figures of an indicator that others replaced, with `loaded_at`, when that was, and
        `hidden_since`, whether one that followed is hidden; those first that were replaced first.
        What an undoing took away and nothing followed is none.
        """
        old, new, later = (observation.alias(name) for name in ("old", "new", "later"))
        hidden = [
            *(later.c[name] == old.c[name] for name in KEY),
            later.c.since >= old.c.replaced_by,
            later.c.status == ObservationStatus.HIDDEN.value,
        ]
        if self.event is not None:
            hidden.append(later.c.since <= self.event)
        wanted = (
            sa.select(old, load.c.loaded_at, sa.exists().where(*hidden).label("hidden_since"))
            .join(load, load.c.id == old.c.replaced_by)
            .where(
                old.c.replaced_by.is_not(None),
                old.c.indicator == indicator,
                old.c.place.in_(places),
                old.c.ended.in_(ended),
                sa.exists().where(
                    *(new.c[name] == old.c[name] for name in KEY), new.c.since == old.c.replaced_by
                ),
            )
            .order_by(old.c.replaced_by, old.c.ended, old.c.place)
        )
        if self.event is not None:
            wanted = wanted.where(old.c.replaced_by <= self.event)
        with self.engine.connect() as connection:
            return list(connection.execute(wanted))

    def list_loads_behind(
        self, ended: Sequence[int], indicators: Sequence[str], places: Sequence[str]
    ) -> list[Load]:
        """The loads whose figures stand in these months and places, newest first."""
        conditions = [
            observation.c.place.in_(places),
            observation.c.indicator.in_(indicators),
            observation.c.ended.in_(ended),
        ]
        return self._loads(load.c.id.in_(as_of.select_current(["load_id"], conditions, self.event)))

    def _loads(self, *conditions: sa.ColumnElement[bool], limit: int | None = None) -> list[Load]:
        wanted = sa.select(load).where(*conditions).order_by(load.c.id.desc()).limit(limit)
        with self.engine.connect() as connection:
            return [Load(**row._mapping) for row in connection.execute(wanted)]

    def find_complete_load(self, sha256: str) -> Load | None:
        """The load that took this very file in with nothing refused, if there is one that was not
        undone.
        """
        whole = [load.c.sha256 == sha256, load.c.rows_refused == 0]
        return next(iter(self._loads(*whole, *as_of.list_load_conditions(None), limit=1)), None)

    def find_complete_loads(self, sha256s: Iterable[str]) -> set[str]:
        """Those of these files that were ever loaded with nothing refused, even if undone since:
        what is fetched without a person asking is not to bring back what a person took away.
        """
        wanted = sa.select(load.c.sha256).where(
            load.c.sha256.in_(list(sha256s)), load.c.rows_refused == 0, load.c.undoes.is_(None)
        )
        with self.engine.connect() as connection:
            return set(connection.scalars(wanted))

    def find_undone_load(self, sha256: str) -> Load | None:
        """The latest load of this very file, whole or not, if a person undid it."""
        its = [load.c.sha256 == sha256, load.c.undoes.is_(None)]
        latest = self._loads(*its, limit=1)
        return next((each for each in latest if each.undone_by is not None), None)

    def read_original(self, sha256: str) -> Iterator[bytes]:
        """A loaded file as it came, piece by piece; nothing where it was not kept."""
        with self.engine.connect() as connection:
            yield from originals.read_pieces(connection, sha256)

    def read_refusals(self, load_id: int) -> list[Refusal]:
        """Return what was refused when a file was loaded, in the file's order."""
        wanted = (
            sa.select(refusal, load.c.file)
            .join(load)
            .where(refusal.c.load_id == load_id)
            .order_by(refusal.c.id)
        )
        with self.engine.connect() as connection:
            return [
                Refusal(
                    RefusalCode(r.code),
                    r.file,
                    r.sheet,
                    r.row,
                    r.column,
                    r.heading,
                    r.value,
                    r.why,
                    r.remedy,
                    r.sender_remedy,
                )
                for r in connection.execute(wanted)
            ]

    def has_synthetic(self) -> bool:
        """Whether anything in the table came from made-up files."""
        with self.engine.connect() as connection:
            found = sa.select(load.c.id).where(
                load.c.synthetic, *as_of.list_load_conditions(self.event)
            )
            return connection.scalar(found.limit(1)) is not None

    def has_real(self) -> bool:
        """Whether anything in the table came from files that were not made up."""
        with self.engine.connect() as connection:
            files = [load.c.synthetic.is_(False), *as_of.list_load_conditions(self.event)]
            found = sa.select(load.c.id).where(*files)
            return connection.scalar(found.limit(1)) is not None

    # Changing it

    def commit_load(
        self,
        record: dict[str, Any],
        figures: pd.DataFrame,
        refusals: Sequence[Refusal],
        not_areas: Sequence[str],
        original: Iterable[bytes] = (),
    ) -> tuple[int | None, LoadCounts]:
        """Take one file's figures in whole, or not at all, and record the load.

        `record` holds the load's own columns; `figures` has COLUMNS, a row a figure. A figure that
        stands as it is sent is left alone; one that differs is replaced and kept as replaced; what
        the file does not speak of stays. The file is kept as it came, by its `original` bytes.
        Returns the load's id and the counts; no id where the same file came before and brings
        nothing new, which leaves everything as it is.
        """
        from indicators.store.commit_load import commit_load

        with open_write_transaction(self.engine) as connection:
            originals.keep_original(connection, record["sha256"], original)
            return commit_load(connection, record, figures, refusals, not_areas)

    def undo(
        self, load_id: int, *, now: datetime, who: str, why: str, not_areas: Sequence[str]
    ) -> RevertResult:
        """Undo one load, whole or not at all, and record that as an event of its own.

        Where its figures stand, the latest word of the loads that are left stands again; a figure
        that a later load restated stays. `now` is UTC. UserError where there is no such load, or
        it is undone already.
        """
        from indicators.store.revert_load import revert_load

        at = now.astimezone(UTC).replace(tzinfo=None)
        with open_write_transaction(self.engine) as connection:
            return revert_load(
                connection, load_id, now=at, who=who, why=why, not_areas=list(not_areas)
            )


def _by_key(found: sa.Select[Any]) -> sa.Select[Any]:
    return found.order_by(*(found.selected_columns[name] for name in KEY))
