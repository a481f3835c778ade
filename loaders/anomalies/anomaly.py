"""What a suspicion is, and how far from the usual a figure must be to be one: all in one place.

A suspicion asks a person to look again and to confirm; it refuses nothing. One that cries wolf is
soon confirmed unread, so each threshold asks for more than chance gives in a month's files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

JUDGED = 3
"""Periods of an indicator that are looked at: the latest a file brings news of. A file with more is
a backlog, and what was usual years ago is told by nobody now."""

HISTORY = 24
"""Periods before those judged that are looked back on: two years of months hold each season twice
and are enough for limits, while older ones were counted by other people."""

FIGURES = 100_000
"""Figures that are looked back on at most: 2,500 areas for 27 months, beyond which to fetch them
would take longer than to load the file. A country's file is held against its month before alone."""

SAME_NUMBERS = 6
"""Numbers over 0 that must all be as they were before they are held to be copied. One number of
about 20 is the same twice in one of ten months; six are in one of a million."""

YEAR = 12
"""Months whose mean a denominator is held against."""

HALVED, DOUBLED = 0.6, 1.7
"""What a denominator comes to of that mean; half of a month that was itself above the mean is more
than half of the mean. Births do not halve in a month: rows get lost."""

BEYOND_CHANCE = 3.5
"""Standard deviations that people alone, so many of so many, must be away as well. Of some 300
figures in a month one is 3 away by chance; one is 3.5 away in seven months. So the denominator of
one area must be about 40 before its half is told (16 before its double); that of all always is."""

LEAST_POINTS = 13
"""Under so many, variation limits are provisional and raise no question."""

NEW_FIGURES = 0.5
"""A month that stands already is sent again with late records, which change a few figures. With
half of them or more changed it may be another month's file."""

NEW_FIGURES_OF = 5
"""Of fewer figures, half may well be late records."""

OLD_MONTHS = 24
"""Services send a month again for a year or two; older than that, a year is likely mistyped."""

NAMED = 3
"""Places named in a sentence before it says that there are more."""


class AnomalyKind(StrEnum):
    SAME = "same_figures"
    DENOMINATOR = "denominator"
    MISSING = "places_missing"
    LIMITS = "beyond_limits"
    MONTH = "wrong_month"


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something in a file that is allowed but not likely: `what`, in a sentence with the figures,
    and `where`, as “sheet Looked after, row 12”, or "" for the whole file.
    """

    kind: AnomalyKind
    what: str
    where: str = ""
    indicator: str = ""
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.where[:1].upper()}{self.where[1:]}: {self.what}" if self.where else self.what


def join_list(items: Sequence[str], most: int = NAMED, more: str = "more") -> str:
    """`A, B and C`, or `A, B, C and 4 more`."""
    if len(items) > most + 1:
        return f"{', '.join(items[:most])} and {len(items) - most} {more}"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
