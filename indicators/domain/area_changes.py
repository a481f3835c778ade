"""What changed in the areas of a place from month to month. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from indicators.domain.core import LocalityKind
from indicators.domain.localities import AreaChange, Locality
from indicators.domain.periods import Month
from indicators.domain.places import Places


def list_area_changes(
    places: Places, code: str, first: Month, last: Month
) -> tuple[AreaChange, ...]:
    """Return what changed in a place after its first month and up to its last.

    For an area that is what it came from and what it became.
    """
    if places[code].kind is not LocalityKind.AREA:
        return tuple(_list_group_changes(places, code, first, last))
    ended = [
        AreaChange(area.until + 1, area, became=_list_successors(places, area))
        for area in places.list_by_kind(LocalityKind.AREA)
        if area.until and _is_about(area, area.until, code, first, last)
    ]
    return tuple(sorted(ended, key=lambda change: change.month))


def _is_about(area: Locality, until: Month, code: str, first: Month, last: Month) -> bool:
    # The page of an area says what became of it, however long ago that was.
    mine = area.code == code or (code in (area.became or ()) and first <= until)
    return mine and until < last


def _list_group_changes(
    places: Places, code: str, first: Month, last: Month
) -> Iterator[AreaChange]:
    for (before, _), (month, _) in pairwise(places.split_by_changes(first, last)):
        was, now = (
            {area.code: area for area in places.list_areas(code, at)} for at in (before, month)
        )
        gone = [area for area in was.values() if area.code not in now]
        successors = {
            heir for area in gone if area.has_ended_by(month) for heir in area.became or ()
        }
        for area in gone:
            yield AreaChange(
                month,
                area,
                became=_list_successors(places, area) if area.has_ended_by(month) else (),
            )
        for area in now.values():
            if area.code not in was and area.code not in successors:
                yield AreaChange(month, area, joined=True)


def _list_successors(places: Places, area: Locality) -> tuple[Locality, ...]:
    return tuple(places[code] for code in area.became or ())
