"""What happened, and when, from `events.toml`: marks on charts, and the start of new limits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pydantic import Field

from indicators.domain.chart_entries.limit_baseline import LimitBaseline
from indicators.domain.file_models import Code, FileModel, FileMonth
from indicators.domain.periods import Month
from indicators.domain.places import Places


class Event(FileModel):
    """Something that may have changed figures from a month on: a mark on charts."""

    month: FileMonth = Field(description="The month from which it counts.")
    what: str = Field(description="What happened.")
    place: Code | None = Field(
        default=None, description="The place it is of, with its areas; all if left out."
    )
    indicators: tuple[Code, ...] = Field(
        default=(), description="The indicators it is of; all if left out."
    )
    rebase: bool = Field(
        default=False, description="Whether the limits of usual variation restart in that month."
    )

    def find_rebase_position(self, ends: Sequence[Month]) -> int | None:
        """Return the position of the first period with new limits; None if limits do not change.

        `ends` are the last months of the periods, in order. New limits start with the first period
        that ends in or after the month of the event. An event up to the end of the first
        period changes nothing, since there are no limits before it.
        """
        if not self.rebase or not ends or self.month <= ends[0]:
            return None
        return next((at for at, ended in enumerate(ends) if ended >= self.month), None)

    def is_about(self, indicator: str) -> bool:
        return not self.indicators or indicator in self.indicators


class EventsFile(FileModel):
    """What happened, and when."""

    event: tuple[Event, ...] = Field(default=(), description="The events, one table each.")
    baseline: tuple[LimitBaseline, ...] = Field(
        default=(), description="The months that limits are fixed on, one table each."
    )


class Events:
    """The events of a council, in order of their months, and the baselines of limits."""

    def __init__(
        self, events: Iterable[Event] = (), baselines: Iterable[LimitBaseline] = ()
    ) -> None:
        self.every = tuple(sorted(events, key=lambda event: event.month))
        self.baselines = tuple(sorted(baselines, key=lambda baseline: baseline.from_))

    def of(self, indicator: str, place: str, places: Places) -> list[Event]:
        """Return the events of one indicator in one place."""
        return [
            event
            for event in self.every
            if event.is_about(indicator) and place in select_places(event, [place], places)
        ]

    def find_baselines(self, indicator: str, place: str, places: Places) -> list[LimitBaseline]:
        """Return the baselines of an indicator in a place, oldest first.

        They are the place's own; without any, those of a wider place; else those for all.
        """
        about = [baseline for baseline in self.baselines if baseline.indicator == indicator]
        own = [baseline for baseline in about if baseline.place == place]
        within = [
            baseline
            for baseline in about
            if baseline.place
            and any(a.code == place for a in places.list_areas(baseline.place, baseline.from_))
        ]
        return own or within or [baseline for baseline in about if baseline.place is None]


def select_places(event: Event, codes: Collection[str], places: Places) -> set[str]:
    """Those of the places that an event is of."""
    if event.place is None:
        return set(codes)
    within = {area.code for area in places.list_areas(event.place, event.month)}
    return {code for code in codes if code == event.place or code in within}
