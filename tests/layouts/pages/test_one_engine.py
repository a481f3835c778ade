"""One engine: every page, file and answer of the API says the same of a place at a month."""

import re
from functools import cache
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from cli.context import Context
from indicators.access.permissions import PARTNER
from indicators.reports.place_report import build_place_report
from layouts.text import assurance_text, icon_labels
from tests.support.export_reason import give_reason
from tests.support.sample_site import LAST, dashboard_codes, sample_server, sample_settings

MONTH = str(LAST)
CODES = dashboard_codes()
PLACES = [("team", "radford-spon-gate-st-augustines"), ("area", "radford")]
ICON = re.compile(r'<svg class="ring" role="img" aria-label="([^"]*)">.*?href="#([\w-]+)"')
VERDICT = re.compile(r'<svg class="mark mark-\w+" role="img" aria-label="([^"]*)"')
CHANGE = re.compile(
    r'<span class="(better|worse|chance|)">([^<]*(?:better|worse|more|fewer|no change|higher|lower|'
    r"no real change)[^<]*)</span>(?:<small[^>]*>([^<]*)</small>)?"
)
FIGURE = re.compile(r'<span (?:class="figure"|aria-hidden="true")>([^<]*)</span>')


@cache
def client() -> Any:
    return give_reason(sample_server().test_client())


def read_cell(markup: str) -> tuple[str, str, list[tuple[str, str]]]:
    """The first figure and verdict in a piece of a page, and its icons with their words."""
    figure, verdict = FIGURE.search(markup), VERDICT.search(markup)
    icons = [(unescape(words), icon) for words, icon in ICON.findall(markup)]
    return figure[1] if figure else "", verdict[1] if verdict else "", icons


def read_change(markup: str) -> tuple[str, str, str]:
    """The change in words, its colour, and what shows whether it is real."""
    found = CHANGE.search(markup)
    return (unescape(found[2]), found[1], unescape(found[3] or "")) if found else ("", "", "")


def describe_change(one: dict[str, Any]) -> tuple[str, str, str]:
    """The same, as the API gives it."""
    direction = one["change_direction"]
    real = one["change_real"] and direction in ("better", "worse")
    colour = direction if real else "" if one["change_real"] or direction is None else "chance"
    if one["change_interval_from"] is None or direction == "same":
        return one["change_text"], colour, ""
    ends = [
        f"{'+' if not end.startswith('-') and float(end) else ''}{end}".replace("-", "\u2212")
        for end in (one["change_interval_from"], one["change_interval_to"])
    ]
    return one["change_text"], colour, f"95% interval {' to '.join(ends)} points"


def read_pack(kind: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of the pack's sheets by indicator and place."""
    data = client().get(f"/packs/compare.xlsx?by={kind}&month={MONTH}").data
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for sheet in load_workbook(BytesIO(data)).worksheets[2:-1]:
        rows = list(sheet.values)
        name = str(rows[0][0]).partition(":")[0]
        first = next(at for at, row in enumerate(rows) if "Change since last year" in row)
        for row in rows[first + 1 :]:
            if row[0]:
                found[name, str(row[0])] = dict(zip(map(str, rows[first]), row, strict=True))
    return found


def read_slides(place: str) -> dict[str, str]:
    """The words of each indicator's slide, with the mark's, by its title."""
    data = client().get(f"/sheets/slides.pptx?place={place}&month={MONTH}").data
    found = {}
    for slide in Presentation(BytesIO(data)).slides:
        shapes: list[Any] = list(slide.shapes)
        texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
        described = [shape._element._nvXxPr.cNvPr.get("descr") or "" for shape in shapes]
        found[str(slide.shapes.title.text_frame.text)] = "\n".join([*texts, *described])
    return found


def dashboard(kind: str, place: str) -> dict[str, Any]:
    page = client().get(f"/{kind}/{place}?month={MONTH}").text
    rows = re.findall(r'<tr role="row" id="(\w+)">(.*?)</tr>', page, re.S)
    found = {}
    for code, row in rows:
        now = re.search(r'class="n now".*?</td>', row, re.S)
        figure, verdict, _ = read_cell(now[0] if now else "")
        found[code] = (figure, verdict, read_cell(row)[2], read_change(row))
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
    pack, catalogue = read_pack(kind), Context.open(sample_settings()).catalogue
    named = Context.open(sample_settings()).reports.places[place].name
    for code in CODES:
        figure, verdict, icons, change = rows[code]
        one = judged[code]
        assert figure == one["figure_text"]
        assert verdict == (one["verdict_text"] if one["verdict"] else "")
        expected = [
            (one[f"{icon}_text"], f"{icon}-{one[icon]}")
            for icon in ("variation", "assurance")
            if one[icon]
        ]
        assert icons == expected
        meant = describe_change(one)
        assert change[:2] == meant[:2]
        assert change[2] == meant[2] or not meant[2]
        made = catalogue.indicators[code]
        packed = pack[made.name, named]
        assert (packed["Change since last year"] or "") == one["change_text"]
        interval = packed["95% interval of the change"]
        assert meant[2] in (f"95% interval {interval}", "")
        assert packed["Assurance"] == (one["assurance_text"] or None)
        query = f"indicator={code}&place={place}&month={MONTH}"
        page = client().get(f"/indicator/{code}?place={place}&month={MONTH}").text
        glance = re.search(r'<dl class="glance".*?</dl>', page, re.S)
        assert glance is not None
        now = re.search(r'<div class="now">.*?</div>', glance[0], re.S)
        assert now is not None
        assert read_cell(now[0])[:2] == (figure, verdict)
        assert read_cell(glance[0])[2] == icons
        assert read_change(glance[0]) == change
        workbook = load_workbook(BytesIO(client().get(f"/sheets/indicator.xlsx?{query}").data))
        about = dict(workbook["About"].values)
        assert about["12 months"].split(" (")[0] == figure
        assert about["Verdict"] == one["verdict_text"]
        assert about["Variation"] == one["variation_text"]
        assert about.get("Assurance", "") == one["assurance_text"]
        assert about.get("Change since last year", "") == one["change_text"]
        assert about.get("Is the change real?", "") == change[2]
        name = made.name
        if name in owed:
            signal = [one["variation_text"], one["assurance_text"]]
            assert round(float(owed[name][1]) * 100, 2) == float(figure.rstrip("%"))
            assert str(owed[name][2]).endswith(verdict)
            assert (owed[name][5] or "") == one["change_text"]
            assert owed[name][7] == " ".join(f"{words}." for words in signal if words)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "place"), PLACES)
def test_the_slides_say_what_the_api_says(kind: str, place: str) -> None:
    answer = client().get(f"/api/v1/verdicts?place={place}&from={MONTH}&per_page=1000").json
    slides, catalogue = read_slides(place), Context.open(sample_settings()).catalogue
    told = {row["indicator"]: row for row in answer["data"] if row["indicator"] in CODES}
    assert len(told) == len(CODES) == len(slides) - 1
    for code, one in told.items():
        slide = slides[catalogue.indicators[code].name]
        for words in ("figure_text", "change_text", "variation_text", "assurance_text"):
            assert str(one[words]) in slide
        assert one["verdict"] is None or str(one["verdict_text"]) in slide


def test_the_words_are_those_of_the_one_place_that_has_them() -> None:
    reports = Context.open(sample_settings()).reports
    report = build_place_report(reports, "radford", LAST, PARTNER)
    assert report is not None
    page = dashboard("area", "radford")
    for row in report.rows:
        words = [word for word, _ in page[row.indicator.code][2]]
        pair = [
            icon_labels.label_variation(row.signal, LAST),
            assurance_text.label_assurance(row.signal),
        ]
        assert words == [word for word in pair if word][: len(words)]
