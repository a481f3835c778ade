"""The indicator table: its current observations, or those at an earlier event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError
from indicators.domain.loads import LoadCounts, RevertResult
from indicators.domain.reading.observation_texts import ObservationTexts
from indicators.domain.refusals import Refusal
from indicators.store import as_of, originals
from indicators.store.as_of import COLUMNS
from indicators.store.audit_log import record_event
from indicators.store.database import connect, explain_unreachable, migrate, open_write_transaction
from indicators.store.history import LoadHistory
from indicators.store.moments import strip_zone
from indicators.store.operations.instances import require_file, require_instance
from indicators.store.page_reads import page_statements
from indicators.store.page_reads.direct_query import DirectQuery
from indicators.store.schema import observation

if TYPE_CHECKING:  # pandas is slow to import, and only loading needs it
    import pandas as pd

    from indicators.store.commit_load import LoadPlan
    from indicators.store.file_comparison import LostDetail, RestoredFigures


class IndicatorTable:
    """The observations of one database. With an `event`, reads answer as right after that event.

    Months are numbers such as 202610.
    """

    def __init__(self, engine: sa.Engine, event: int | None = None) -> None:
        self.engine = engine
        self.event = event

    @classmethod
    def open(cls, url: str, instance: str = "") -> IndicatorTable:
        """Return the table at a database address, migrated to the newest version.

        Raises UserError if the database cannot be opened, or is not the expected `instance`.
        """
        require_file(url, instance, begins=True)
        engine = connect(url)
        try:
            with explain_unreachable():
                require_instance(engine, instance)
                migrate(engine)
        except UserError:
            engine.dispose()
            raise
        return cls(engine)

    def as_at(self, moment: datetime) -> IndicatorTable:
        """Return the table as it was just before a moment."""
        before, now = strip_zone(moment), strip_zone(datetime.now(UTC))
        last = as_of.select_last_event_before(before, now)
        with self.engine.connect() as connection:
            return self.after(connection.scalar(last) or 0)

    def after(self, event: int) -> IndicatorTable:
        """Return the table as it was right after an event."""
        return IndicatorTable(self.engine, event)

    @cached_property
    def history(self) -> LoadHistory:
        """The events of the same database, as far as the table sees them."""
        return LoadHistory(self.engine, self.event)

    def get_version(self) -> int:
        """Return the number of the last event: it changes whenever the table does."""
        if self.event is not None:
            return self.event
        with self.engine.connect() as connection:
            return connection.scalar(as_of.select_last_event()) or 0

    # Reads

    def read_observations(
        self, indicators: Sequence[str], places: Sequence[str], ended: Sequence[int]
    ) -> list[Any]:
        """Return the observations of these indicators, places and months, ordered by KEY.

        The rows are tuples of COLUMNS: indicator, ended, place, definition, months, numerator,
        denominator, value, status, note.
        """
        if not (indicators and places and ended):
            return []
        wanted = page_statements.select_observations(self._is_past)
        return self._ask(wanted, indicators=indicators, places=places, ended=ended)

    def read_texts(
        self,
        indicators: Sequence[str],
        places: Sequence[str],
        ended: Sequence[int],
        *,
        is_stretch: bool = False,
    ) -> list[ObservationTexts]:
        """Return the same observations, each column of an indicator as one text.

        Of a stretch of places, all are returned whose codes lie between those of these places:
        then the database follows its index, in place of looking up each place in each month.
        """
        if not (indicators and places and ended):
            return []
        asked = {"indicators": indicators, "ended": ended} | (
            {"first": min(places), "last": max(places)} if is_stretch else {"places": places}
        )
        wanted = page_statements.select_texts(self._is_past, is_stretch)
        return list(map(ObservationTexts._make, self._ask(wanted, **asked)))

    def read_page(
        self,
        pairs: Mapping[frozenset[str], Sequence[str]],
        first: int,
        last: int,
        *,
        limit: int,
        offset: int,
    ) -> tuple[int, list[Any]]:
        """Return how many observations a span of months has, and `limit` of them from `offset`.

        `pairs` holds the indicators that are wanted, by the places where they are. The rows have
        COLUMNS and `load_id`, the load they came with.
        """
        wanted = [
            observation.c.indicator.in_(indicators) & observation.c.place.in_(sorted(places))
            for places, indicators in pairs.items()
        ]
        conditions = [
            sa.or_(sa.false(), *wanted),
            observation.c.ended.between(first, last),
        ]
        found = as_of.select_current([*COLUMNS, "load_id"], conditions, self.event)
        with self.engine.connect() as connection:
            total = connection.scalar(sa.select(sa.func.count()).select_from(found.subquery()))
            rows = connection.execute(
                page_statements.order_by_key(found).limit(limit).offset(offset)
            )
            return total or 0, list(rows)

    def read_city_totals(
        self, indicators: Sequence[str], ended: Sequence[int], not_areas: Sequence[str] = ()
    ) -> list[Any]:
        """Return the rows of `city_total` for these indicators and months.

        Earlier totals are not kept. They are added up again over all places but `not_areas`.
        """
        wanted = page_statements.select_city_totals(self._is_past)
        return self._ask(wanted, indicators=indicators, ended=ended, elsewhere=not_areas)

    def list_months_with_data(
        self, indicators: Sequence[str], elsewhere: Sequence[str] = ()
    ) -> list[int]:
        """Return the months with a figure of these indicators, earliest first.

        Figures of places `elsewhere` do not count.
        """
        wanted = page_statements.select_months_with_data(self._is_past)
        rows = self._ask(wanted, indicators=indicators, elsewhere=elsewhere)
        return [ended for (ended,) in rows]

    def count_arrivals(
        self, indicators: Sequence[str], ended: int, city: str, elsewhere: Sequence[str] = ()
    ) -> list[tuple[str, int, bool]]:
        """Return rows (service, areas, whole) for each service with a figure of a month.

        `areas` counts the places with one, except the `city` and those `elsewhere`; `whole` says
        whether the city has one.
        """
        wanted = page_statements.select_received(self._is_past)
        rows = self._ask(wanted, indicators=indicators, ended=[ended])
        sets = {places: set(places.split()) for _, places in rows}
        found: dict[str, set[str]] = defaultdict(set)
        for service, places in rows:
            found[service] |= sets[places]
        for own in found.values():
            own.difference_update(elsewhere)
        return [(s, len(own) - (city in own), city in own) for s, own in found.items() if own]

    def read_arrivals(self, indicators: Sequence[str], ended: Sequence[int]) -> list[Any]:
        """Return rows (service, ended, place, figures, first_at, restated).

        `figures` counts the indicators with a figure, `first_at` is when the first of them was
        loaded (UTC), and `restated` counts the figures that a later file has restated.
        """
        if not (indicators and ended):
            return []
        with self.engine.connect() as connection:
            return list(connection.execute(as_of.select_arrivals(indicators, ended, self.event)))

    @property
    def _is_past(self) -> bool:
        return self.event is not None

    def _ask(self, wanted: DirectQuery, **given: object) -> list[Any]:
        """Return the rows of a query with what is `given`, as at the event of the table."""
        return wanted.read_all(self.engine, **given, event=self.event)

    # Writes

    def plan_load(self, sha256: str, figures: pd.DataFrame) -> LoadPlan:
        """Return what loading a file would do to the figures. Nothing is written."""
        from indicators.store.commit_load import plan_load

        with self.engine.connect() as connection:
            return plan_load(connection, sha256, figures, figures["place"].unique().tolist())

    def find_restored_figures(self, sha256: str, figures: pd.DataFrame) -> RestoredFigures | None:
        """Return which current figures a file would set back to what a load had replaced."""
        from indicators.store.file_comparison import find_restored_figures

        with self.engine.connect() as connection:
            return find_restored_figures(connection, sha256, figures)

    def find_lost_detail(self, figures: pd.DataFrame, city: str) -> LostDetail:
        """Return which current figures a file would replace with less: see `LostDetail`."""
        from indicators.store.file_comparison import find_lost_detail

        with self.engine.connect() as connection:
            return find_lost_detail(connection, figures, city)

    def commit_load(
        self,
        record: dict[str, Any],
        figures: pd.DataFrame,
        refusals: Sequence[Refusal],
        not_areas: Sequence[str],
        original: Iterable[bytes] = (),
        checked: tuple[int, Callable[[], None]] | None = None,
    ) -> tuple[int | None, LoadCounts]:
        """Load the figures of one file, all or none, and record the load.

        `record` holds the columns of `load`; `figures` has COLUMNS and one row for each figure. A
        figure that is the same as the current one changes nothing; one that differs replaces it,
        and the old one is kept as replaced. The bytes of the file are kept as its `original`.

        `checked` are the version of the table at which the caller found nothing against the load,
        and how to check that again. It is checked again if the table has changed since, while no
        one else can change it.

        Returns the load's id and the counts. There is no id if the same file was loaded before and
        changes nothing; then nothing is recorded.
        """
        from indicators.store.commit_load import commit_load

        with open_write_transaction(self.engine) as connection:
            if checked and (connection.scalar(as_of.select_last_event()) or 0) != checked[0]:
                checked[1]()
            originals.keep_original(connection, record["sha256"], original)
            load_id, counts = commit_load(connection, record, figures, refusals, not_areas)
            if load_id is not None:
                record_event(connection, AuditKind.LOAD, f"load {load_id}", record.get("why", ""))
            return load_id, counts

    def undo_load(
        self, load_id: int, *, now: datetime, who: str, why: str, not_areas: Sequence[str]
    ) -> RevertResult:
        """Undo one load, all or nothing, and record that as an event of its own.

        For each of its current figures, the latest figure of the remaining loads is current again.
        A figure that a later load restated stays. `now` has a time zone. Raises UserError if there
        is no such load or it is already undone.
        """
        from indicators.store.revert_load import revert_load

        at = strip_zone(now)
        with open_write_transaction(self.engine) as connection:
            undone = revert_load(
                connection, load_id, now=at, who=who, why=why, not_areas=list(not_areas)
            )
            record_event(connection, AuditKind.UNDO, f"load {load_id}", why)
            return undone
