"""Read the events."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indicators.configuration.toml_files import read_model
from indicators.domain.catalogue import Catalogue
from indicators.domain.chart_entries.limit_baseline import LimitBaseline, find_clash
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.events import Events, EventsFile
from indicators.domain.places import Places

FILE = "events.toml"


def read_events(folder: Path, catalogue: Catalogue, places: Places) -> Events:
    """Read `events.toml` under `folder`, if there is one.

    Raises ConfigurationError with every fault, among them events of an unknown place or indicator.
    """
    path = folder / FILE
    if not path.exists():
        return Events()
    read = read_model(path, EventsFile, FILE)
    check_events(read, catalogue, places)
    return Events(read.event, read.baseline)


def check_events(read: EventsFile, catalogue: Catalogue, places: Places) -> None:
    """Raise ConfigurationError for codes that are unknown, or baselines that cannot be used."""
    faults = [
        UserError(
            f"There is no {noun} “{code}”.",
            where=f"{FILE}, {where}, key {key}",
            remedy="Correct the code, or leave the key out where it is for all.",
        )
        for where, place, indicators in _list_codes(read)
        for noun, key, code in _list_unknown_codes(place, indicators, catalogue, places)
    ]
    if faults := faults or list(_list_clashes(read, places)):
        raise ConfigurationError(faults)


def _list_codes(read: EventsFile) -> Iterable[tuple[str, str | None, dict[str, str]]]:
    """Yield where each table is, its place, and its indicators with the key of each."""
    for at, event in enumerate(read.event, 1):
        named = dict.fromkeys(event.indicators, "indicators")
        yield f"event {at} ({event.month})", event.place, named
    for at, baseline in enumerate(read.baseline, 1):
        named = {baseline.indicator: "indicator"}
        yield f"baseline {at} ({baseline.from_})", baseline.place, named


def _list_unknown_codes(
    place: str | None, indicators: dict[str, str], catalogue: Catalogue, places: Places
) -> Iterable[tuple[str, str, str]]:
    if place is not None and place not in places.localities:
        yield "place", "place", place
    for code, key in indicators.items():
        if code not in catalogue.indicators:
            yield "indicator", key, code


def _list_clashes(read: EventsFile, places: Places) -> Iterable[UserError]:
    """Yield the baselines that limits cannot be fixed on, because others or rebases contradict."""
    events = Events(read.event)
    groups: dict[tuple[str, str | None], list[LimitBaseline]] = {}
    for baseline in sorted(read.baseline, key=lambda b: b.from_):
        groups.setdefault((baseline.indicator, baseline.place), []).append(baseline)
    for (indicator, place), baselines in groups.items():
        about = events.of(indicator, place or places.city.code, places)
        clash = find_clash(baselines, [event.month for event in about if event.rebase])
        if clash:
            found, why = clash
            at = read.baseline.index(found) + 1
            yield UserError(
                why,
                where=f"{FILE}, baseline {at} ({found.from_}), key from",
                remedy="Correct the months, or remove one of the two.",
            )
