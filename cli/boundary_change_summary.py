"""Describes a boundary change in lines for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indicators.configuration.boundary_changes_reader import read_boundary_change
from indicators.configuration.places_reader import read_places
from indicators.domain.boundary_changes import FOLDER, GROUPED, apply_to_places
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from indicators.domain.places import Places
from layouts.text.labels import join_names


def summarise_boundary_change(data: Path, file: Path) -> list[str]:
    """Return what `file` would change in a council's places, in lines.

    Raises ConfigurationError with every fault of the file.
    """
    name, arrangement = read_boundary_change(file)
    before = read_places(data, without=data / FOLDER / file.name)
    after = apply_to_places(before, arrangement, name)
    month = arrangement.from_
    changes = (*_count_areas(after, month), *_list_changes(before, after, month))
    return [
        f"{file.name}: no errors found. From {month.name}:",
        *(f"  {line}" for line in changes),
    ]


def _count_areas(after: Places, month: Month) -> Iterator[str]:
    areas = after.list_by_kind(LocalityKind.AREA, month)
    for kind in GROUPED:
        groups = after.list_by_kind(kind, month)
        held = sum(len(after.list_areas(group.code, month)) for group in groups)
        if held:
            yield (
                f"{len(groups)} {after.words[kind][1]} hold {held} of {len(areas)} "
                f"{after.words[LocalityKind.AREA][1]}, each once."
            )


def _list_changes(before: Places, after: Places, month: Month) -> Iterator[str]:
    for place in after.localities.values():
        if place.from_ == month and place.code not in before.localities:
            yield f"New: {place.name} ({after.words[place.kind][0]})."
        if place.until == month - 1 and before[place.code].until is None:
            became = join_names(after[code].name for code in place.became or ())
            yield f"Ends: {place.name}" + (f", which becomes {became}." if became else ".")
    for kind in GROUPED:
        for area in after.list_by_kind(LocalityKind.AREA, month):
            if area.code not in before.localities:
                continue
            was = before.find_parent(area.code, kind, month)
            now = after.find_parent(area.code, kind, month)
            if was and now and was.code != now.code:
                yield f"{area.name} moves from {was.name} to {now.name} ({after.words[kind][0]})."
