"""One engine: a plan and a fixed baseline are the same on page, chart, files, slides and API."""

import csv
from collections.abc import Iterator
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from indicators.domain.chart_entries.limit_baseline import LimitBaseline
from indicators.domain.events import Events
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import catalogue, indicator, row, take_in, target
from tests.support.databases import create_sqlite
from tests.support.two_years import PLACES

FIRST, LAST = Month.of(2024, 4), Month.of(2026, 3)
COUNTS = (*[50, 52] * 7, *[60, 62] * 5)  # usual until May 2025, then better
FIXED = "April 2024 to May 2025: Before the clinic"
QUERY = f"indicator=visits&place=a&month={LAST}"


@pytest.fixture
def client(tmp_path) -> Iterator[Any]:
    plan = {
        "definition": "v1",
        "shape": "linear",
        "reason": "Board, March 2026",
        "point": [{"month": "2025-03", "value": "56"}, {"month": "2027-03", "value": "80"}],
    }
    fixed = LimitBaseline.model_validate(
        {
            "indicator": "visits",
            "from": "2024-04",
            "until": "2025-05",
            "reason": "Before the clinic.",
        }
    )
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", "a", FIRST + at, n, 100) for at, n in enumerate(COUNTS)])
    made = catalogue(indicator("visits", trajectory=[plan], target=[target("90")]))
    reports = Reports(table, made, PLACES, Events((), (fixed,)))
    yield create_dash_app(Site(reports)).server.test_client()
    table.engine.dispose()


def read_page(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_limits_are_fixed_on_the_same_months_for_the_same_reason_everywhere(client) -> None:
    page = read_page(client, f"/indicator/visits?place=a&month={LAST}")
    assert f"Limits are fixed on {FIXED}." in page
    (told,) = client.get(f"/api/v1/verdicts?place=a&from={LAST}").json["data"]
    assert (told["limits_fixed_from"], told["limits_fixed_until"]) == ("2024-04", "2025-05")
    assert told["limits_fixed_reason"] == "Before the clinic."
    about = dict(
        load_workbook(BytesIO(client.get(f"/sheets/indicator.xlsx?{QUERY}").data))["About"].values
    )
    assert about["Limits fixed on"] == FIXED
    assert about["Variation"] == told["variation_text"]
    assert told["variation"].startswith("improvement")
    assert told["variation_text"] in read_page(client, f"/area/a?month={LAST}")
    deck = Presentation(BytesIO(client.get(f"/sheets/slides.pptx?place=a&month={LAST}").data))
    texts = [s.text_frame.text for s in deck.slides[1].shapes if s.has_text_frame]
    assert told["variation_text"] in "\n".join(texts)


def test_a_planned_value_is_the_same_on_page_and_in_files_and_the_api_has_the_plan(client) -> None:
    page = read_page(client, f"/indicator/visits?place=a&month={LAST}")
    said = "Planned: 80% by March 2027; now 62.0%, 6.0 points behind plan (March 2026)."
    assert said in page
    row_of_march = page.split('<tr><th scope="row">March 2026</th>')[1].split("</tr>")[0]
    assert '<td class="n">68.0%</td>' in row_of_march
    sent = client.get(f"/sheets/indicator.csv?{QUERY}").data.decode("utf-8-sig")
    *_, last = csv.DictReader(StringIO(sent.split("\r\n\r\n")[1]))
    assert (last["Period"], last["Planned"]) == ("March 2026", "68.0")
    book = load_workbook(BytesIO(client.get(f"/sheets/indicator.xlsx?{QUERY}").data))
    heads, *rows = book["Figures"].values
    assert float(rows[-1][heads.index("Planned")]) == pytest.approx(0.68)
    about: dict[str, str] = dict(book["About"].values)
    assert said in about["What the chart shows"]
    (one,) = client.get("/api/v1/indicators").json["data"]
    points = one["trajectories"][0]["points"]
    assert [(p["month"], float(p["value"])) for p in points] == [("2025-03", 56), ("2027-03", 80)]
