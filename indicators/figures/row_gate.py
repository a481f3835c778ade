"""The gate that every figure passes: what a viewer may not see is not in the series they get."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from indicators.access.permissions import Viewer
from indicators.access.row_access import RowAccess, decide_row
from indicators.domain.indicator import Indicator
from indicators.figures.figure import ReleasedFigures
from indicators.figures.month_states import HIDDEN
from indicators.figures.series import Series


def limit_to_viewer(
    series: Series,
    viewer: Viewer,
    find_released: Callable[[], ReleasedFigures],
    made_of: Mapping[str, Sequence[str]] | None = None,
) -> Series:
    """Return a series without the months that the viewer may not see exactly.

    Those months are blank and count as hidden. `find_released` returns the published figures by
    indicator; they take the place of what the series would add up where the viewer sees the shared
    view. It is asked only then, because most viewers see none.
    `made_of` holds the places behind what is no place itself: all of them must be seen exactly.
    """
    if viewer.sees_everything:
        return series
    released: ReleasedFigures | None = None
    for indicator in series.catalogued:
        for place in series.places:
            found = _decide(viewer, indicator, (made_of or {}).get(place, (place,)))
            if found is RowAccess.EXACT:
                _limit_notes(series, indicator, place, viewer)
                continue
            _blank(series, series.indicators[indicator.code], series.places[place])
            if found is RowAccess.SHARED:
                if released is None:
                    released = find_released()
                series.released.setdefault(indicator.code, released.get(indicator.code, {}))
    return series


def _limit_notes(series: Series, indicator: Indicator, place: str, viewer: Viewer) -> None:
    """Remove the notes that came with figures of other places which are not seen exactly.

    A place has the notes of all its areas, and an agreement may be about the place alone.
    """
    at = series.indicators[indicator.code], series.places[place]
    for each in (series, *series.wholes.values()):
        if at in each.notes:
            each.notes[at] = [
                note
                for note in each.notes[at]
                if _decide(viewer, indicator, [note.place]) is RowAccess.EXACT
            ]


def _decide(viewer: Viewer, indicator: Indicator, places: Sequence[str]) -> RowAccess:
    found = {decide_row(viewer, indicator.code, indicator.service, p).access for p in places}
    return found.pop() if len(found) == 1 else RowAccess.NONE


def _blank(series: Series, i: int, p: int) -> None:
    """Remove all that is known of an indicator of a place, and of its quarters and years."""
    for values in (series.numerator, series.denominator, series.missing, series.unpooled):
        values[i, p] = 0
    series.state[i, p] = np.int8(HIDDEN)
    series.notes.pop((i, p), None)
    for at in [at for at in series.exact if at[:2] == (i, p)]:
        del series.exact[at]
    for whole in series.wholes.values():
        _blank(whole, i, p)
