"""A rate is shown with its base wherever it is shown: pages, axes, workbooks and the API."""

import re
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from indicators.domain.core import ObservationStatus
from indicators.domain.periods import Month, Period
from indicators.figures.change import Change
from indicators.ports.load_effect import SentFigure
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.charts.chart_frame import label_axis
from layouts.exports.figure_cells import choose_width
from layouts.site.site import Site
from layouts.text import labels, load_history, outcome_labels
from layouts.web.app_factory import create_dash_app
from tests.support.builders import catalogue, indicator, places, row, take_in, target
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason

RATE = indicator("injuries", unit="rate", per=10_000, better="lower", target=[target("25")])
PERCENT, COUNT = indicator("visits"), indicator("plans", unit="count")
JUNE = Month.of(2026, 6)


def test_a_number_has_its_unit():
    shown = [labels.format_number(Decimal("12.3"), each) for each in (RATE, PERCENT, COUNT)]
    assert shown == ["12.3 per 10,000", "12.3%", "12.3"]


def test_a_change_has_its_unit():
    change = Change(Fraction(4, 10), "worse", Period(JUNE, 12), is_real=True)
    assert labels.format_change(change, RATE) == "0.4 per 10,000 higher (worse)"
    higher = Change(Fraction(4, 10), "higher", Period(JUNE, 12), is_real=True)
    assert labels.format_change(higher, RATE) == "0.4 per 10,000 higher"
    assert outcome_labels.format_difference(change, RATE) == "+0.4 per 10,000"


def test_a_figure_in_the_ledger_has_its_unit():
    sent = SentFigure(None, None, "12.3", ObservationStatus.OK, "")
    assert load_history.format_ledger_figure(sent, RATE) == "12.3 per 10,000"
    assert load_history.format_ledger_figure(sent, PERCENT) == "12.3%"


def test_an_axis_names_the_base_once_and_percent_at_each_tick():
    assert label_axis(RATE) == {"ticksuffix": " per 10,000", "showticksuffix": "last"}
    assert label_axis(PERCENT) == {"ticksuffix": "%", "showticksuffix": "all"}


def test_a_column_has_room_for_the_base():
    assert (choose_width(8, RATE), choose_width(30, RATE), choose_width(8, PERCENT)) == (19, 30, 8)


@pytest.fixture
def client(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    rows = [row("injuries", "ash", JUNE - at, None, None, value="12.3") for at in range(12)]
    rows += [row("injuries", "birch", JUNE - at, 21, 4000) for at in range(12)]
    take_in(table, rows)
    site = Site(Reports(table, catalogue(RATE), places({"north": ["ash", "birch"]})))
    yield give_reason(create_dash_app(site).server.test_client())
    table.engine.dispose()


@pytest.mark.parametrize(
    "address", ["/area/ash", "/indicator/injuries?place=ash", "/compare?by=area&view=order"]
)
def test_pages_show_the_base_with_the_rate(client, address):
    page = client.get(address)
    assert page.status_code == 200
    assert "12.3 per 10,000" in page.text
    assert "25 per 10,000" in page.text
    assert not re.search(r">12\.3<", page.text)


def test_the_chart_s_axis_shows_the_base(client):
    page = client.get("/indicator/injuries?place=ash").text
    assert '"ticksuffix": " per 10,000"' in page or '"ticksuffix":" per 10,000"' in page


def test_the_workbook_shows_the_base_in_its_number_format(client):
    book = client.get("/sheets/indicator.xlsx?indicator=injuries&place=ash")
    assert book.status_code == 200
    cell = load_workbook(BytesIO(book.data))["Figures"]["B2"]
    assert (cell.value, cell.number_format) == (12.3, '#,##0.0" per 10,000"')


def test_the_api_gives_the_figure_s_text_with_the_base_and_the_base_alone(client):
    verdicts = client.get("/api/v1/verdicts?place=ash&from=2026-06&to=2026-06").get_json()["data"]
    assert {each["figure_text"] for each in verdicts} == {"12.3 per 10,000"}
    indicators = client.get("/api/v1/indicators").get_json()["data"]
    assert [each["per"] for each in indicators] == [10_000]
