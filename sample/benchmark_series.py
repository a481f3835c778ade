"""Synthetic benchmark series like a national publication: a CSV each quarter.

It has a row for each month and area outside the city.
"""

from __future__ import annotations

import csv
import io

from indicators.domain.periods import Month, Period
from sample import city
from sample.city import Area, Measure
from sample.random_counts import Chance

ELSEWHERE = (
    Area("england", "England", 48_000, 0.2, 0, 0, 0),
    Area("west-midlands", "West Midlands", 5_400, -0.1, 0, 0, 0),
    Area("similar-councils", "Similar councils", 3_900, -0.2, 0, 0, 0),
)
MEASURES: dict[str, tuple[Measure, float]] = {
    "early booking": (city.EARLY_BOOKING, 1.08),
    "smoking at delivery": (city.SMOKING, 1.0),
    "first feed": (city.FIRST_FEED, 1.0),
    "breastfed at 6 to 8 weeks": (city.BREASTFED, 1.0),
    "new birth visit": (city.NEW_BIRTH, 1.0),
    "12 month review": (city.REVIEW_12_MONTHS, 1.0),
    "2.5 year review": (city.REVIEW_2_5_YEARS, 1.0),
    "DPT at 2": (city.DPT, 1.0),
    "MMR at 5": (city.MMR, 1.0),
}
COLUMNS = ("Area", "Month", *(f"{name}, {part}" for name in MEASURES for part in ("yes", "of")))


def name_file(quarter: Period) -> str:
    """Return the name of the file."""
    return f"Benchmarks_{quarter.ended}.csv"


def write_content(chance: Chance, quarter: Period) -> bytes:
    """Return the file's bytes: the three months of a quarter."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for month in (quarter.start, quarter.start + 1, quarter.ended):
        rows.writerows(_make_row(chance, month, area) for area in ELSEWHERE)
    return written.getvalue().encode()


def _make_row(chance: Chance, month: Month, area: Area) -> list[str | int]:
    counts: list[str | int] = [area.name, str(month)]
    for name, (measure, a_birth) in MEASURES.items():
        people = chance.draw_people(month, area, f"{name}, people", a_birth)
        counts += [chance.draw_count(people, month, area, measure), people]
    return counts
