"""What happened, and when, from `events.toml`: marks on charts, and the start of new limits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from indicators.domain.catalogue import Catalogue, Code
from indicators.domain.council_files import FileModel, FileMonth, read_model
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.places import Places

FILE = "events.toml"


class Event(FileModel):
    """Something that may have changed figures from a month on.

    With no `place` it is for every locality, with a team, hub or city for that and its areas; with
    no `indicators` it is for all. Where it is a `rebase`, limits are worked out anew from there,
    and `what` is the reason.
    """

    month: FileMonth
    what: str
    place: Code | None = None
    indicators: tuple[Code, ...] = ()
    rebase: bool = False

    def is_about(self, indicator: str) -> bool:
        return not self.indicators or indicator in self.indicators


class EventsFile(FileModel):
    event: tuple[Event, ...] = ()


class Events:
    """The events of a council, in order of their months."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.every = tuple(sorted(events, key=lambda event: event.month))

    def of(self, indicator: str, place: str, places: Places) -> list[Event]:
        """The events of one indicator in one place."""
        return [
            event
            for event in self.every
            if event.is_about(indicator) and place in select_places(event, [place], places)
        ]


def select_places(event: Event, codes: Collection[str], places: Places) -> set[str]:
    """Those of the places that an event is of."""
    if event.place is None:
        return set(codes)
    within = {area.code for area in places.list_areas(event.place, event.month)}
    return {code for code in codes if code == event.place or code in within}


def read_events(folder: Path, catalogue: Catalogue, places: Places) -> Events:
    """Read `events.toml` under `folder`, if there is one. Raises ConfigurationError holding every
    fault, among them events of a place or an indicator that is not known.
    """
    path = folder / FILE
    if not path.exists():
        return Events()
    events = read_model(path, EventsFile, FILE).event
    faults = [
        UserError(
            f"There is no {noun} “{code}”.",
            where=f"{FILE}, event {at} ({event.month}), key {key}",
            remedy="Correct the code, or leave the key out where it is for all.",
        )
        for at, event in enumerate(events, 1)
        for noun, key, code in _unknown(event, catalogue, places)
    ]
    if faults:
        raise ConfigurationError(faults)
    return Events(events)


def _unknown(event: Event, catalogue: Catalogue, places: Places) -> Iterable[tuple[str, str, str]]:
    if event.place is not None and event.place not in places.localities:
        yield "place", "place", event.place
    for code in event.indicators:
        if code not in catalogue.indicators:
            yield "indicator", "indicators", code
