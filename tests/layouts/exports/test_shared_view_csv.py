"""The shared view as a file."""

import csv
from io import StringIO

import pytest

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.exports.shared_view_csv import COLUMNS, write_shared_view
from tests.support.builders import take_in
from tests.support.databases import create_sqlite
from tests.support.shared_views import build_shared_view
from tests.support.two_years import CATALOGUE, MARCH, PLACES, extracts


@pytest.fixture
def content(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "shared.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    view = build_shared_view(Reports(table, CATALOGUE, PLACES), MARCH)
    yield write_shared_view(view.rows)
    table.engine.dispose()


def rows_of(content):
    return list(csv.DictReader(StringIO(content.decode())))


def test_a_row_for_each_place_indicator_and_period(content):
    (found,) = (
        row
        for row in rows_of(content)
        if (row["place"], row["indicator"], row["period"]) == ("a", "visits", "2024/25")
    )
    assert tuple(found) == COLUMNS
    assert list(found.values()) == [
        "a",
        "area",
        "north;hub;city",
        "visits",
        "2024/25",
        "1140",
        "1200",
        "95.0",
        "",
    ]


def test_a_hidden_row_holds_no_number_and_is_marked(content):
    hidden = [row for row in rows_of(content) if row["mark"]]
    assert {row["mark"] for row in hidden} == {"c"}
    assert {(r["numerator"], r["denominator"], r["value"]) for r in hidden} == {("", "", "")}


def test_a_count_has_no_denominator(content):
    plans = [row for row in rows_of(content) if row["indicator"] == "plans" and not row["mark"]]
    assert {row["denominator"] for row in plans} == {""}
    assert {row["value"] for row in plans if row["place"] == "a"} == {"10.0"}
