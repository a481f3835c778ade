"""One engine: page, indicator page, workbooks and read API say the same of a place at a month."""

import re
from functools import cache
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from cli.context import Context
from indicators.access.permissions import PARTNER
from indicators.reports.place_report import build_place_report
from layouts.text import icon_labels
from tests.support.sample_site import LAST, dashboard_codes, sample_server, sample_settings

MONTH = str(LAST)
CODES = dashboard_codes()
PLACES = [("team", "radford-spon-gate-st-augustines"), ("area", "radford")]
ICON = re.compile(r'<svg class="ring" role="img" aria-label="([^"]*)">.*?href="#([\w-]+)"')
VERDICT = re.compile(r'<svg class="mark mark-\w+" role="img" aria-label="([^"]*)"')
FIGURE = re.compile(r'<span (?:class="figure"|aria-hidden="true")>([^<]*)</span>')


@cache
def client() -> Any:
    return sample_server().test_client()


def read_cell(markup: str) -> tuple[str, str, list[tuple[str, str]]]:
    """The first figure and verdict in a piece of a page, and its icons with their words."""
    figure, verdict = FIGURE.search(markup), VERDICT.search(markup)
    icons = [(unescape(words), icon) for words, icon in ICON.findall(markup)]
    return figure[1] if figure else "", verdict[1] if verdict else "", icons


def dashboard(kind: str, place: str) -> dict[str, tuple[str, str, list[tuple[str, str]]]]:
    page = client().get(f"/{kind}/{place}?month={MONTH}").text
    rows = re.findall(r'<tr role="row" id="(\w+)">(.*?)</tr>', page, re.S)
    found = {}
    for code, row in rows:
        now = re.search(r'class="n now".*?</td>', row, re.S)
        figure, verdict, _ = read_cell(now[0] if now else "")
        found[code] = (figure, verdict, read_cell(row)[2])
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "place"), PLACES)
def test_every_indicator_is_shown_alike_everywhere(kind: str, place: str) -> None:
    rows = dashboard(kind, place)
    answer = client().get(f"/api/v1/verdicts?place={place}&from={MONTH}&per_page=1000").json
    judged = {row["indicator"]: row for row in answer["data"]}
    plan = client().get(f"/sheets/action-plan.xlsx?place={place}&month={MONTH}").data
    owed = {row[0]: row for row in load_workbook(BytesIO(plan)).worksheets[0].values if row[7]}
    assert set(rows) == set(CODES)
    assert set(rows) <= set(judged)
    assert len(owed) > 2
    for code in CODES:
        figure, verdict, icons = rows[code]
        one = judged[code]
        assert figure == one["figure_text"]
        assert verdict == (one["verdict_text"] if one["verdict"] else "")
        expected = [
            (one[f"{kind}_text"], f"{kind}-{one[kind]}")
            for kind in ("variation", "assurance")
            if one[kind]
        ]
        assert icons == expected
        query = f"indicator={code}&place={place}&month={MONTH}"
        page = client().get(f"/indicator/{code}?place={place}&month={MONTH}").text
        glance = re.search(r'<dl class="glance".*?</dl>', page, re.S)
        assert glance is not None
        now = re.search(r'<div class="now">.*?</div>', glance[0], re.S)
        assert now is not None
        assert read_cell(now[0])[:2] == (figure, verdict)
        assert read_cell(glance[0])[2] == icons
        workbook = load_workbook(BytesIO(client().get(f"/sheets/indicator.xlsx?{query}").data))
        about = dict(workbook["About"].values)
        assert about["12 months"].split(" (")[0] == figure
        assert about["Verdict"] == one["verdict_text"]
        assert about["Variation"] == one["variation_text"]
        assert about.get("Assurance", "") == one["assurance_text"]
        name = Context.open(sample_settings()).catalogue.indicators[code].name
        if name in owed:
            signal = [one["variation_text"], one["assurance_text"]]
            assert owed[name][1:3] == (figure, verdict)
            assert owed[name][7] == " ".join(f"{words}." for words in signal if words)


def test_the_words_are_those_of_the_one_place_that_has_them() -> None:
    reports = Context.open(sample_settings()).reports
    report = build_place_report(reports, "radford", LAST, PARTNER)
    assert report is not None
    page = dashboard("area", "radford")
    for row in report.rows:
        words = [word for word, _ in page[row.indicator.code][2]]
        pair = [
            icon_labels.label_variation(row.signal, LAST),
            icon_labels.label_assurance(row.signal),
        ]
        assert words == [word for word in pair if word][: len(words)]
