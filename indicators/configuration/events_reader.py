"""Read the events."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indicators.configuration.toml_files import read_model
from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.events import Event, Events, EventsFile
from indicators.domain.places import Places

FILE = "events.toml"


def read_events(folder: Path, catalogue: Catalogue, places: Places) -> Events:
    """Read `events.toml` under `folder`, if there is one.

    Raises ConfigurationError with every fault, among them events of an unknown place or indicator.
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
        for noun, key, code in _list_unknown_codes(event, catalogue, places)
    ]
    if faults:
        raise ConfigurationError(faults)
    return Events(events)


def _list_unknown_codes(
    event: Event, catalogue: Catalogue, places: Places
) -> Iterable[tuple[str, str, str]]:
    if event.place is not None and event.place not in places.localities:
        yield "place", "place", event.place
    for code in event.indicators:
        if code not in catalogue.indicators:
            yield "indicator", "indicators", code
