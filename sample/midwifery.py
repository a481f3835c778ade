"""UHCW's file: one CSV a month, a row an area, as a maternity system exports it."""

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


def file_name(month: Month, *, restated: bool = False) -> str:
    return f"UHCW_maternity_{month}{'_restated' if restated else ''}.csv"


def content(chance: Chance, month: Month, *, restated: bool = False) -> bytes:
    """The file's bytes. The first sending of a month that is restated later lacks what was coded
    late; a date or feed that is not known counts as no.
    """
    incomplete = month in storylines.RESTATED and not restated
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    rows.writerows(_row(chance, month, area, incomplete) for area in AREAS)
    return written.getvalue().encode()


def _row(chance: Chance, month: Month, area: Area, incomplete: bool) -> list[str | int]:
    bookings = chance.people(month, area, "bookings", 1.08)
    in_time = chance.of(bookings, month, area, city.EARLY_BOOKING)
    deliveries = chance.people(month, area, "deliveries")
    known = chance.of(deliveries, month, area, city.SMOKING_KNOWN)
    smokers = chance.of(known, month, area, city.SMOKING)
    fed = chance.of(deliveries, month, area, city.FIRST_FEED)
    asked = chance.part(bookings, 0.98, month, area, "asked for consent")
    consented = chance.of(asked, month, area, city.CONSENT)
    appointments = chance.people(month, area, "midwifery appointments", 9)
    missed = chance.of(appointments, month, area, city.DNA_MIDWIFERY)
    if incomplete:
        in_time -= chance.part(in_time, CODED_LATE, month, area, "bookings coded late")
        fed -= chance.part(fed, CODED_LATE, month, area, "feeds coded late")
    name = storylines.spelt(area, month, "midwifery")
    women = [bookings, in_time, deliveries, known, smokers, fed, asked, consented]
    return [name, str(month), *women, appointments, missed]
