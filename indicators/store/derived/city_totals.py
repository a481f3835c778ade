"""What the city's totals are now: added up from the figures of the centre areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from indicators.domain.core import ObservationStatus
from indicators.store.as_of import select_city_totals

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd

_KEY = ["indicator", "ended", "definition", "months"]
_COUNTS = ["numerator", "denominator"]


def read_totals(
    connection: sa.Connection, months: Mapping[str, Sequence[int]], not_areas: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the rows of `city_total` for these months of each indicator."""
    return [
        dict(row)
        for indicator, ended in months.items()
        for row in connection.execute(
            select_city_totals([indicator], ended, not_areas, None)
        ).mappings()
    ]


def add_up_totals(figures: pd.DataFrame, not_areas: Sequence[str]) -> list[dict[str, Any]]:
    """Return the same rows as `read_totals`, from all current figures of the months."""
    counts = (figures["status"] == ObservationStatus.OK.value) & figures["numerator"].notna()
    counts |= figures["status"] == ObservationStatus.NOT_APPLICABLE.value
    counts &= ~figures["place"].isin(list(not_areas))
    grouped = figures[counts].groupby(_KEY, sort=False, observed=True)[_COUNTS]
    added = grouped.sum().assign(areas=grouped.size()).reset_index()
    names = [str(name) for name in added.columns]
    rows = zip(*(added[name].tolist() for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows]
