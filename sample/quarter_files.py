"""The quarterly tables of further indicators: four senders, a CSV each half-year, a row an area.

Two quarters are sent at a time. What a monthly file counts as well is drawn by the same names, so
that the two agree.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indicators.domain.periods import Month, Period
from sample import city, storylines
from sample.city import AREAS, Area, Measure
from sample.random_counts import Chance

SENT_EACH = 6
"""Months between two files: March and September."""

CAUSES = (("forgotten", 0.4), ("not informed in time", 0.3), ("could not come", 0.65))
"""Each cause of a missed appointment with its share of what the causes before it leave."""
LEADS = (
    ("health visitors", 0.35),
    ("children's centres", 0.6),
    ("midwives", 0.3),
    ("social care", 0.5),
)
SOURCES = (("education", 0.2), ("the police", 0.225), ("health", 0.26))
SUPERVISED = Measure("supervision had", 84, 2, 0.8, 2)
SICK = Measure("days lost to sickness", 4.8, -0.6, -0.1, 0.5)
JOINT = Measure("joint review", 14, 2, 3, 2)
ASQ = Measure("questionnaire used", 91, 2, 0.5, 1)
ON_LEVEL_AT_1 = Measure("expected level at 1", 84, 3, 0, 1)
ON_LEVEL_AT_2 = Measure("expected level at 2", 79, 4, -0.2, 1.5)
PREGNANCY_MISSED = Measure("pregnancy not notified", 9, -2, -0.9, 1)
BIRTH_MISSED = Measure("birth not notified", 2.5, -0.5, -0.2, 0.4)
AGREED_TOOL = Measure("agreed tool used", 68, 4, 3, 3)
REFRESHED = Measure("refresher in 12 months", 72, 2, 1.5, 3)
AUDIT_PASSED = Measure("record meets standard", 86, 2, 0.8, 2)
AGAIN = Measure("referred again", 21, -2, -0.4, 1.5)
DECIDED_ON_TIME = Measure("decided in a day", 93, 1, 0.4, 1)
ASSESSED_ON_TIME = Measure("assessed in 45 days", 82, 1.5, 0.5, 1.5)

Row = list[int]


@dataclass(frozen=True, slots=True)
class QuarterFile:
    """One sender's table: its name, the service whose spellings it uses, columns and figures."""

    name: str
    service: str
    columns: tuple[str, ...]
    draw: Callable[[Chance, Period, Area], Row]


def name_file(file: QuarterFile, last: Month) -> str:
    """Return the name of the file."""
    return f"{file.name}_{last - (SENT_EACH - 1)}_to_{last}.csv"


def write_content(file: QuarterFile, chance: Chance, last: Month) -> bytes:
    """Return the file's bytes: the two quarters to `last`."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(("Area", "Quarter", *file.columns))
    for quarter in (Period(last - 3, 3), Period(last, 3)):
        for area in AREAS:
            name = storylines.spell_area(area, quarter.ended, file.service)
            rows.writerow((name, quarter.name, *file.draw(chance, quarter, area)))
    return written.getvalue().encode()


def _split(
    chance: Chance, of: int, parts: Sequence[tuple[str, float]], at: Month, area: Area, what: str
) -> Row:
    """Return how many are in each part, and the rest last."""
    counts = []
    for name, share in parts:
        counts.append(chance.draw_part(of, share, at, area, f"{what}: {name}"))
        of -= counts[-1]
    return [*counts, of]


def _draw_missed(
    chance: Chance, quarter: Period, area: Area, people: tuple[str, float], measure: Measure
) -> Row:
    """Return the appointments that the monthly files count as missed, and the causes."""
    missed = 0
    for month in (quarter.start, quarter.start + 1, quarter.ended):
        booked = chance.draw_people(month, area, *people)
        missed += chance.draw_count(booked, month, area, measure)
    return [missed, *_split(chance, missed, CAUSES, quarter.ended, area, measure.name)]


def _draw_staff(chance: Chance, quarter: Period, area: Area, who: str, a_birth: float) -> Row:
    """Return staff due for supervision and supervised, days available and days lost."""
    at, staff = quarter.ended, max(2, round(area.births * a_birth))
    supervised, days = (
        Measure(f"{who}: {each.name}", each.level_pct, each.ease_points, each.drift_points, 0)
        for each in (SUPERVISED, SICK)
    )
    available = staff * 62
    return [
        staff,
        chance.draw_count(staff, at, area, supervised),
        available,
        chance.draw_count(available, at, area, days),
    ]


def _draw_midwifery(chance: Chance, quarter: Period, area: Area) -> Row:
    people = ("midwifery appointments", 9)
    return [
        *_draw_missed(chance, quarter, area, people, city.DNA_MIDWIFERY),
        *_draw_staff(chance, quarter, area, "midwives", 0.2),
    ]


def _draw_health_visiting(chance: Chance, quarter: Period, area: Area) -> Row:
    at = quarter.ended

    def pair(people: str, a_birth: float, measure: Measure) -> Row:
        due = chance.draw_people(at, area, people, a_birth)
        return [due, chance.draw_count(due, at, area, measure)]

    reviews = chance.draw_people(at, area, "reviews at 2 held", 2.5)
    asked = chance.draw_count(reviews, at, area, ASQ)
    people = ("health visiting appointments", 6)
    return [
        *_draw_missed(chance, quarter, area, people, city.DNA_HEALTH_VISITING),
        reviews,
        chance.draw_count(reviews, at, area, JOINT),
        asked,
        chance.draw_count(asked, at, area, ON_LEVEL_AT_2),
        *pair("assessed at 1", 2.6, ON_LEVEL_AT_1),
        *pair("reached 28 weeks", 3, PREGNANCY_MISSED),
        *pair("births of the quarter", 3, BIRTH_MISSED),
        chance.draw_people(at, area, "moved in", 0.35),
        chance.draw_people(at, area, "moved out", 0.33),
        chance.draw_people(at, area, "contacts with practices", 0.4),
        *_draw_staff(chance, quarter, area, "health visitors", 0.3),
    ]


def _draw_childrens_centres(chance: Chance, quarter: Period, area: Area) -> Row:
    at = quarter.ended
    assessed = chance.draw_people(at, area, "family assessments", 0.9)
    made = chance.draw_people(at, area, "CAFs made", area.caf * 0.39 / area.births)
    staff, audited = max(4, round(area.births * 0.5)), 12
    return [
        *_draw_missed(chance, quarter, area, ("places booked", 11), city.DNA_CENTRES),
        assessed,
        chance.draw_count(assessed, at, area, AGREED_TOOL),
        chance.draw_people(at, area, "introduced to groups", 0.6),
        made,
        *_split(chance, made, LEADS, at, area, "CAF led by"),
        *_draw_staff(chance, quarter, area, "centre staff", 0.3),
        chance.draw_people(at, area, "training sessions", 0.06),
        staff,
        chance.draw_count(staff, at, area, REFRESHED),
        audited,
        chance.draw_count(audited, at, area, AUDIT_PASSED),
    ]


def _draw_social_care(chance: Chance, quarter: Period, area: Area) -> Row:
    at = quarter.ended
    referred = chance.draw_people(at, area, "referrals", 1.1)
    sources = _split(chance, referred, SOURCES, at, area, "referral from")
    again = [
        chance.draw_count(count, at, area, Measure(f"{AGAIN.name}, {k}", AGAIN.level_pct, -2))
        for k, count in enumerate(sources)
    ]
    assessed = chance.draw_part(referred, 0.55, at, area, "assessed")
    return [
        referred,
        sum(again),
        *sources,
        *again,
        chance.draw_count(referred, at, area, DECIDED_ON_TIME),
        assessed,
        chance.draw_count(assessed, at, area, ASSESSED_ON_TIME),
    ]


_MISSED = ("Missed", "Forgotten", "Not informed in time", "Could not come", "Cause not known")
_STAFF = ("Staff due for supervision", "Had supervision", "Days available", "Days lost to sickness")
_FROM = ("education", "police", "health", "others")

QUARTER_FILES = (
    QuarterFile("UHCW_quarters", "midwifery", (*_MISSED, *_STAFF), _draw_midwifery),
    QuarterFile(
        "CWPT_quarters",
        "health-visiting",
        (
            *_MISSED,
            "Reviews at 2 to 2.5 years",
            "Joint reviews",
            "ASQ-3 used",
            "At expected level at 2",
            "Assessed at 1 year",
            "At expected level at 1",
            "Reached 28 weeks",
            "Pregnancy not notified",
            "Births",
            "Birth not notified",
            "Moved in",
            "Moved out",
            "Contacts with practices",
            *_STAFF,
        ),
        _draw_health_visiting,
    ),
    QuarterFile(
        "CCC_quarters",
        "childrens-centres",
        (
            *_MISSED,
            "Family assessments",
            "With the agreed tool",
            "Introduced to voluntary groups",
            "CAFs made",
            "Led by health visitors",
            "Led by children's centres",
            "Led by midwives",
            "Led by social care",
            "Led by others",
            *_STAFF,
            "Joint training sessions",
            "Staff who use the record",
            "Refresher in 12 months",
            "Records audited",
            "Meet the standard",
        ),
        _draw_childrens_centres,
    ),
    QuarterFile(
        "CCC_social_care",
        "social-care",
        (
            "Referrals",
            "Within 12 months of another",
            *(f"From {who}" for who in _FROM),
            *(f"Again from {who}" for who in _FROM),
            "Decided in one day",
            "Assessments",
            "Assessments on time",
        ),
        _draw_social_care,
    ),
)
