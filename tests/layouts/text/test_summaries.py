"""Sentences of a place's page: the notes that came with its figures."""

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.place_report import build_place_report
from indicators.store.observations import IndicatorTable
from layouts.text.summaries import list_load_notes
from tests.support.builders import catalogue, indicator, places, row, take_in

JUNE = Month.of(2026, 6)
PLACES = places({"north": ["ash", "birch", "cedar", "drake"]})


@pytest.fixture
def table(tmp_path):
    table = IndicatorTable.open(f"sqlite:///{tmp_path / 'test.db'}")
    yield table
    table.engine.dispose()


def list_notes(table, *rows):
    take_in(table, rows)
    reports = Reports(table, catalogue(indicator("visits")), PLACES)
    report = build_place_report(reports, "north", JUNE, PARTNER)
    return list_load_notes(report, {code: p.name for code, p in PLACES.localities.items()})


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
