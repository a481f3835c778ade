"""Rows that a profile leaves out although they hold figures, counted by the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class UnusedReason(StrEnum):
    """Why a row with figures is not loaded, in the order in which the reasons are applied."""

    FILTERED = "filtered"
    TOTAL = "total"
    NO_PLACE = "no_place"
    OTHER_PLACE = "other_place"
    OTHER_ROW = "other_row"


_TEXTS: dict[UnusedReason, tuple[str, str]] = {
    UnusedReason.FILTERED: (
        "1 row is not one of those that the profile selects (only, except).",
        "{rows:,} rows are not among those that the profile selects (only, except).",
    ),
    UnusedReason.TOTAL: (
        "1 row is a total that the profile leaves out (totals).",
        "{rows:,} rows are totals that the profile leaves out (totals).",
    ),
    UnusedReason.NO_PLACE: (
        "1 row has figures but names no place (rows_without_place).",
        "{rows:,} rows have figures but name no place (rows_without_place).",
    ),
    UnusedReason.OTHER_PLACE: (
        "1 row is of a place that is not in places.toml (other_places).",
        "{rows:,} rows are of places that are not in places.toml (other_places).",
    ),
    UnusedReason.OTHER_ROW: (
        "1 row is of a kind that the profile has no figure for (other_rows).",
        "{rows:,} rows are of a kind that the profile has no figure for (other_rows).",
    ),
}


@dataclass(frozen=True, slots=True)
class UnusedRows:
    """How many rows of a file are left out for one reason."""

    reason: UnusedReason
    rows: int

    def __str__(self) -> str:
        one, many = _TEXTS[self.reason]
        return one if self.rows == 1 else many.format(rows=self.rows)


def add_up_unused_rows(counts: Iterable[Counter[UnusedReason]]) -> tuple[UnusedRows, ...]:
    """Return the rows that the tables of a file leave out, by reason."""
    total = sum(counts, Counter[UnusedReason]())
    return tuple(UnusedRows(reason, total[reason]) for reason in UnusedReason if total[reason])
