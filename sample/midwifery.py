"""UHCW's file: one CSV a month, a row for each area, as a maternity system exports it."""

from __future__ import annotations

import csv
import io

from indicators.domain.periods import Month
from sample import city, storylines
from sample.city import AREAS, Area
from sample.random_counts import Chance

COLUMNS = (
    "Children's centre",
    "Month",
    "Bookings",
    "Booked by 12+6",
    "Deliveries",
    "Smoking status known",
    "Smokers at delivery",
    "Breast milk within 48h",
    "Asked for consent",
    "Consented",
    "Appointments",
    "Did not attend",
)
CODED_LATE = 0.09
"""The share of booking dates and first feeds that was missing before a month was sent again."""


def name_file(month: Month, *, restated: bool = False) -> str:
    """Return the name of the file."""
    return f"UHCW_maternity_{month}{'_restated' if restated else ''}.csv"


def write_content(chance: Chance, month: Month, *, restated: bool = False) -> bytes:
    """Return the file's bytes.

    The first file of a month that is restated later lacks what was coded late: an unknown date or
    feed counts as no.
    """
    incomplete = month in storylines.RESTATED and not restated
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    rows.writerows(_make_row(chance, month, area, incomplete) for area in AREAS)
    return written.getvalue().encode()


def _make_row(chance: Chance, month: Month, area: Area, incomplete: bool) -> list[str | int]:
    bookings = chance.draw_people(month, area, "bookings", 1.08)
    in_time = chance.draw_count(bookings, month, area, city.EARLY_BOOKING)
    deliveries = chance.draw_people(month, area, "deliveries")
    known = chance.draw_count(deliveries, month, area, city.SMOKING_KNOWN)
    smokers = chance.draw_count(known, month, area, city.SMOKING)
    fed = chance.draw_count(deliveries, month, area, city.FIRST_FEED)
    asked = chance.draw_part(bookings, 0.98, month, area, "asked for consent")
    consented = chance.draw_count(asked, month, area, city.CONSENT)
    appointments = chance.draw_people(month, area, "midwifery appointments", 9)
    missed = chance.draw_count(appointments, month, area, city.DNA_MIDWIFERY)
    if incomplete:
        in_time -= chance.draw_part(in_time, CODED_LATE, month, area, "bookings coded late")
        fed -= chance.draw_part(fed, CODED_LATE, month, area, "feeds coded late")
    name = storylines.spell_area(area, month, "midwifery")
    women = [bookings, in_time, deliveries, known, smokers, fed, asked, consented]
    return [name, str(month), *women, appointments, missed]
