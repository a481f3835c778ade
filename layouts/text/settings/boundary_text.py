"""What a new arrangement of areas changes, in lines."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.domain.boundary_changes import GROUPED
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from indicators.domain.places import Places
from layouts.text.labels import join_names


def describe_boundary_change(before: Places, after: Places, month: Month) -> list[str]:
    """Return what is different from a month on: how many hold what, what is new, ends or moves."""
    return [*_count_areas(after, month), *_list_changes(before, after, month)]


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
