"""Two agencies that share figures, with numbers that cannot be mistaken for anything else.

Every figure of a month has a numerator of its own, and so have all sums of them. A test looks for
these numbers, and for the words in comments and notes, where they must not be.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache

from indicators.domain.catalogue import Catalogue, Programme
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.store.figure_comments import FigureComments
from indicators.store.observations import IndicatorTable
from indicators.store.records.record_store import RecordStore
from tests.support.builders import indicator, places, row, take_in, target
from tests.support.recorded_settings import keep_settings
from tests.support.records import counted, keep, scored

_NUMBER = re.compile(r"(?<![\w.-])[0-9][0-9,]*[0-9](?![\w-])")
MARCH = Month.of(2026, 3)
MONTHS = 13
SERVICES = {"midwifery": "ALPHA", "health-visiting": "BETA"}
INDICATORS = {"visits": "midwifery", "reviews": "health-visiting"}
PLACES = places({"north": ["ash", "birch"], "south": ["cedar"]})
AREAS = {"north": ("ash", "birch"), "south": ("cedar",), "city": ("ash", "birch", "cedar")}
GROUPS = AREAS | {"hub": AREAS["city"]} | {area: (area,) for area in AREAS["city"]}
RECORDS = {each.code: each for each in (counted("cases"), scored("matrix"))}
WEEK, QUARTER = "2026-W46", "2026-Q2"
CASES = {"north": 87_013, "south": 86_017}
"""What each team counted in its record “cases”, which is of the service that sends visits."""
NEARLY_ALL = ("reviews", "ash")
"""The figures of which all but 3 people are counted: too few to be published."""


def _build_catalogue() -> Catalogue:
    services = [
        {"code": c, "name": c.capitalize(), "agency": a, "agency_name": a, "due_day": 10}
        for c, a in SERVICES.items()
    ]
    made = [indicator(c, service=s, target=[target("90")]) for c, s in INDICATORS.items()]
    programme = {"name": "Here", "council": "Council", "service": services}
    return Catalogue(Programme.model_validate(programme), made)


CATALOGUE = _build_catalogue()


def numerator(code: str, area: str, at: int) -> int:
    """The count of an area in the month `at` months before March."""
    base = 6_000_000 + 1_000_000 * list(INDICATORS).index(code)
    return base + 100_000 * AREAS["city"].index(area) + 3_701 * at + 239


def denominator(code: str, area: str, at: int) -> int:
    added = 3 if (code, area) == NEARLY_ALL else 432_187 + 1_103 * at
    return numerator(code, area, at) + added


@cache
def list_numbers(code: str, place: str) -> frozenset[str]:
    """Every way in which the figures of an indicator at a place may be written."""
    areas = GROUPS[place]
    spans = [[at] for at in range(MONTHS)] + [range(12), range(1, 13)]
    found: set[str] = set()
    for span in spans:
        for count in (numerator, denominator):
            total = sum(count(code, area, at) for area in areas for at in span)
            found |= {str(total), f"{total:,}"}
    if code == "visits" and place in (*CASES, "city"):
        cases = sum(CASES.values()) if place == "city" else CASES[place]
        found |= {str(cases), f"{cases:,}"}
    return frozenset(found)


def list_words(code: str, place: str) -> frozenset[str]:
    """The words of a comment and a note on the figures of an indicator at a place.

    A team's evidence is for those who see any of its figures exactly.
    """
    evidence = {f"evidence-by-{place}"} if place in CASES else set()
    return frozenset({f"comment-on-{code}-{place}", f"note-on-{code}-{place}", *evidence})


def fill_table(table: IndicatorTable) -> Reports:
    """Load what both agencies sent, with notes, a comment on each place and a restated figure."""
    for code, service in INDICATORS.items():
        rows = [_build_row(code, area, at) for area in AREAS["city"] for at in range(MONTHS)]
        take_in(table, rows, file=f"{service}.csv", service=service)
        comments, now = FigureComments(table.engine), datetime(2026, 11, 12, tzinfo=UTC)
        for place in GROUPS:
            text = f"comment-on-{code}-{place}"
            comments.add(code, place, MARCH, text, who="Ann", now=now)
    store = RecordStore(table.engine)
    for team, cases in CASES.items():
        keep(store, "cases", team, WEEK, {"discussed": cases, "referred": 1})
        keep(store, "matrix", team, QUARTER, {"first": 4}, evidence=f"evidence-by-{team}")
    return keep_settings(Reports(table, CATALOGUE, PLACES, records=RECORDS))


def _build_row(code: str, area: str, at: int) -> tuple:
    counts = numerator(code, area, at), denominator(code, area, at)
    return row(code, area, MARCH - at, *counts, note="" if at else f"note-on-{code}-{area}")


def find_marks(text: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """The numbers and words of these pairs of indicator and place that stand in a text."""
    numbers = set(_NUMBER.findall(text))
    marks: set[str] = set()
    for pair in pairs:
        marks |= list_numbers(*pair) & numbers
        marks |= {word for word in list_words(*pair) if word in text}
    return marks
