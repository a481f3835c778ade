"""Read the council's files that everything is read with."""

from __future__ import annotations

from pathlib import Path

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.events_reader import read_events
from indicators.configuration.places_reader import read_places
from indicators.configuration.target_places import check_targets
from indicators.domain.settings.configuration import Configuration


def read_configuration(folder: Path) -> Configuration:
    """Read a council's files. Raises ConfigurationError with the faults of the first that has any.

    Files that refer to others are read after them.
    """
    catalogue, places = read_catalogue(folder), read_places(folder)
    check_targets(catalogue, places)
    return Configuration(catalogue, places, read_events(folder, catalogue, places))
