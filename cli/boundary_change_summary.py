"""Describes a boundary change in lines for the command line."""

from __future__ import annotations

from pathlib import Path

from indicators.configuration.boundary_changes_reader import read_boundary_change
from indicators.configuration.places_reader import read_places
from indicators.domain.boundary_changes import FOLDER, apply_to_places
from layouts.text.settings.boundary_text import describe_boundary_change


def summarise_boundary_change(data: Path, file: Path) -> list[str]:
    """Return what `file` would change in a council's places, in lines.

    Raises ConfigurationError with every fault of the file.
    """
    name, arrangement = read_boundary_change(file)
    before = read_places(data, without=data / FOLDER / file.name)
    after = apply_to_places(before, arrangement, name)
    month = arrangement.from_
    changes = describe_boundary_change(before, after, month)
    return [
        f"{file.name}: no errors found. From {month.name}:",
        *(f"  {line}" for line in changes),
    ]
