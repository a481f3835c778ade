"""What a council's files say together, or what they and the recorded changes say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.events_reader import read_events
from indicators.configuration.places_reader import check_targets, read_places
from indicators.configuration.records_reader import read_records
from indicators.domain.catalogue import Catalogue
from indicators.domain.events import Events
from indicators.domain.places import Places
from indicators.records.record_definition import RecordDefinition


@dataclass(frozen=True)
class Configuration:
    """The catalogue, places, events and records that everything is read with."""

    catalogue: Catalogue
    places: Places
    events: Events = field(default_factory=Events)
    records: Mapping[str, RecordDefinition] = field(default_factory=dict)


def read_configuration(folder: Path) -> Configuration:
    """Read a council's files. Raises ConfigurationError with the faults of the first that has any.

    Files that refer to others are read after them.
    """
    catalogue, places = read_catalogue(folder), read_places(folder)
    check_targets(catalogue, places)
    events = read_events(folder, catalogue, places)
    return Configuration(catalogue, places, events, read_records(folder, catalogue))
