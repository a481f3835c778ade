"""Sentences of a place's page: the notes that came with its figures, and what is received."""

from datetime import date

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.models import ServiceArrival
from indicators.reports.place_report import build_place_report
from indicators.store.observations import IndicatorTable
from layouts.text.summaries import describe_arrivals, list_load_notes
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.databases import create_sqlite

JUNE = Month.of(2026, 6)
PLACES = places({"north": ["ash", "birch", "cedar", "drake"]})


@pytest.fixture
def table(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    yield table
    table.engine.dispose()


def list_notes(table, *rows):
    take_in(table, rows)
    reports = Reports(table, catalogue(indicator("visits")), PLACES)
    report = build_place_report(reports, "north", JUNE, PARTNER)
    return list_load_notes(report, PLACES.localities)


def noted(place, month, text):
    return row("visits", place, month, 9, 10, note=text)


def test_a_note_names_its_place_and_month(table):
    assert list_notes(table, noted("ash", JUNE, "Provisional.")) == [
        "Visits, Ash, June 2026: Provisional."
    ]


def test_the_same_note_on_many_figures_is_one_line(table):
    rows = [noted(place, JUNE - at, "Provisional.") for place in ("ash", "birch") for at in (0, 1)]
    rows.append(noted("cedar", JUNE, "Estimated."))
    assert list_notes(table, *rows) == [
        "Visits, Ash and Birch, May 2026 to June 2026: Provisional.",
        "Visits, Cedar, June 2026: Estimated.",
    ]


def test_more_than_three_places_are_counted(table):
    codes = ("ash", "birch", "cedar", "drake")
    assert list_notes(table, *(noted(code, JUNE, "Provisional.") for code in codes)) == [
        "Visits, 4 places, June 2026: Provisional."
    ]


# What has been received


OCTOBER = Month.of(2026, 10)


def say_arrivals(today, *arrivals):
    """The sentence for October with two services due on the 10th: (areas in, of how many)."""
    services = list(catalogue().services.values())
    found = [
        ServiceArrival(service, areas, of, whole=False)
        for service, (areas, of) in zip(services, arrivals, strict=True)
    ]
    return describe_arrivals(OCTOBER, found, "areas", today)


def test_what_is_not_received_is_due_until_the_end_of_its_day_and_overdue_from_the_next():
    due = say_arrivals(date(2026, 11, 10), (17, 17), (0, 17))
    overdue = say_arrivals(date(2026, 11, 11), (17, 17), (0, 17))
    received = "Received for October 2026: midwifery."
    assert plain(due) == f"Due 10 November 2026: health-visiting. {received}"
    assert plain(overdue) == f"Overdue since 10 November 2026: health-visiting. {received}"


def test_what_is_received_in_part_says_for_how_many_areas():
    assert plain(say_arrivals(date(2026, 12, 1), (17, 17), (16, 17))) == (
        "Received for October 2026: midwifery and health-visiting for 16 of 17 areas."
    )


def test_a_december_month_is_due_in_january():
    late = ServiceArrival(next(iter(catalogue().services.values())), 0, 17, whole=False)
    december = describe_arrivals(Month.of(2026, 12), [late], "areas", date(2027, 1, 10))
    assert plain(december) == "Due 10 January 2027: midwifery."


def plain(text):
    """The text with its no-break spaces as spaces."""
    return text.replace("\u00a0", " ")
