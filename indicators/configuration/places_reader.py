"""Read the places, with their sets, outlines and boundary changes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indicators.configuration.boundary_changes_reader import apply_all
from indicators.configuration.outlines_reader import read_shapes
from indicators.configuration.toml_files import read_model
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.place_checks import find_faults
from indicators.domain.places import Places, PlaceSet, PlacesFile


def _find_unknown_in_sets(sets: Iterable[PlaceSet], known: set[str]) -> list[UserError]:
    return [
        UserError(
            f"There is no place “{code}”.",
            where=f"places.toml, set {each.code}, key places",
            remedy="Use the codes of places in this file.",
        )
        for each in sets
        for code in each.places
        if code not in known
    ]


def read_places(folder: Path, *, without: Path | None = None) -> Places:
    """Read `places.toml` under `folder`, and the arrangements that came after it, but one.

    Raises ConfigurationError holding every fault of the first of these that has any.
    """
    read = read_model(folder / "places.toml", PlacesFile, "places.toml")
    faults = find_faults(read.place)
    faults += _find_unknown_in_sets(read.set, {place.code for place in read.place})
    if faults:
        raise ConfigurationError(faults)
    places = Places(apply_all(read.place, folder, without), read.words, read.set)
    if read.boundaries:
        places.shapes = read_shapes(folder, read.boundaries, places.find)
    return places
