"""The drawing of a chart and its dictionary say the same: each point, its colour and its words."""

import json
import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from layouts.charts.svg.chart_drawing import draw_chart_svg
from layouts.charts.svg.svg_axis import read_axis
from layouts.charts.svg.svg_text import read_plain
from tests.support.export_reason import give_reason
from tests.support.sample_site import sample_server

ADDRESSES = [
    "/indicator/mmr_at_5?place=hillfields",
    "/indicator/early_booking?place=radford&month=2026-10",
    "/indicator/mmr_at_5?place=hillfields&by=year-rolling",
    "/compare?view=funnel&indicator=mmr_at_5",
    "/compare?view=order&indicator=mmr_at_5",
    "/outcomes",
]


@pytest.fixture(scope="module")
def client():
    return give_reason(sample_server().test_client())


def read_chart(html):
    """Return a page's dictionary of a chart, its drawing and the names in its key."""
    figure = re.search(r'<figure class="chart">.*?</figure>', html, re.S)[0]
    given = json.loads(
        re.search(r'<script type="application/json">(.*?)</script>', figure, re.S)[1]
    )
    area = re.search(
        r'<svg class="area" height="([\d.]+)">(.*?)</svg><svg width="[\d.]+"', figure, re.S
    )
    key = re.search(r'<ul class="chart-key".*?</ul>', figure, re.S)
    names = re.findall(r"</svg> ([^<]*)</li>", key[0]) if key else []
    return given, ET.fromstring(f"<svg>{area[2]}</svg>"), [unescape(n) for n in names]


def list_marks(group):
    """Return the marks of a trace: place across and down, colours and words."""
    for mark in group:
        if mark.get("class") == "lines":
            continue
        shape = mark.find("path") if mark.tag == "svg" else mark
        x, y = (mark.get(name) or mark.get(f"c{name}") for name in ("x", "y"))
        told = shape.find("title")
        yield (
            x,
            float(y),
            {shape.get("fill"), shape.get("stroke")},
            told.text if told is not None else "",
        )


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_point_of_every_trace_is_drawn_in_its_place_colour_and_words(address, client):
    given, drawing, _ = read_chart(client.get(address).text)
    groups = {int(each.get("data-trace")): each for each in drawing.iter("g")}
    across = read_axis(given["layout"]["xaxis"] | given["explored"]["xaxis"], [])
    for at, trace in enumerate(given["data"]):
        known = [n for n in range(len(trace["x"])) if None not in (trace["x"][n], trace["y"][n])]
        if trace["type"] == "bar" or "markers" in trace["mode"]:
            marks = list(list_marks(groups[at])) if known else []
            assert len(marks) == len(known)
            for n, (x, _, colours, words) in zip(known, marks, strict=True):
                assert trace["marker"]["color"] in colours
                if texts := trace.get("hovertext") or trace.get("text"):
                    assert words == read_plain(texts[n])
                if trace["type"] != "bar":
                    assert x == f"{100 * across.place(trace['x'][n]):.4g}%"
        if known and "lines" in trace.get("mode", ""):
            path = [each for each in groups[at].iter("path") if each.get("fill") == "none"][-1]
            assert len(re.findall("[ML]", path.get("d"))) == len(known)
            assert path.get("stroke") == trace["line"]["color"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_labels_key_and_alt_text_are_those_of_the_dictionary(address, client):
    given, drawing, names = read_chart(client.get(address).text)
    texts = ["".join(each.itertext()) for each in drawing.iter("text")]
    for note in given["layout"].get("annotations", ()):
        assert read_plain(note["text"]).replace("\n", "") in texts
    shown = [t["name"] for t in given["data"] if t.get("showlegend", True) and t.get("name")]
    assert names == (list(map(read_plain, shown)) if given["layout"]["showlegend"] else [])


TRACE = {"type": "scatter", "mode": "lines+markers", "name": "Visits"}
LOOK = {"line": {"color": "#005eb8"}, "marker": {"color": "#005eb8"}}
AXIS = {"showgrid": False, "linecolor": "#000", "gridcolor": "#000", "ticklen": 5}
LAYOUT = {
    "font": {"size": 14, "color": "#000"},
    "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    "xaxis": AXIS,
    "yaxis": {**AXIS, "range": [0, 100]},
    "showlegend": False,
}


def draw(x, y, **layout):
    drawn = draw_chart_svg([{**TRACE, **LOOK, "x": x, "y": y}], LAYOUT | layout, 300)
    return drawn, ET.fromstring(f"<svg>{drawn.content}</svg>")


def test_a_missing_figure_breaks_the_line_and_has_no_mark():
    _, drawing = draw([1, 2, 3, 4], [10, 20, None, 40])
    assert re.sub(r"[\d. ]+", "", drawing.find(".//path").get("d")) == "MLM"
    assert len(drawing.findall(".//circle")) == 3


def test_a_value_stands_between_the_ends_of_its_axis():
    drawn, drawing = draw([0, 5, 10], [0, 50, 100], xaxis={**AXIS, "range": [0, 10]})
    marks = drawing.findall(".//circle")
    assert [mark.get("cx") for mark in marks] == ["0%", "50%", "100%"]
    downs = [float(mark.get("cy")) for mark in marks]
    assert downs[2] == drawn.same_frame["margin"]["t"]
    assert downs[0] == 300 - drawn.same_frame["margin"]["b"]
    assert downs[1] == pytest.approx((downs[0] + downs[2]) / 2)


def test_names_with_tags_and_quotes_stay_words():
    evil = "&lt;img src=x&gt; &quot;A&quot;"
    _, drawing = draw([evil, "B"], [1, 2])
    assert '<img src=x> "A"' in ["".join(each.itertext()) for each in drawing.iter("text")]
    assert drawing.find(".//img") is None


def test_ticks_of_months_are_where_the_chart_says():
    keys = {"type": "date", "range": ["2025-10-17", "2026-10-16"], "tick0": "2000-04-01"}
    axis = read_axis({**keys, "dtick": "M3", "tickformat": "%b<br>%Y"}, [])
    texts = [text for _, text in axis.list_ticks(0)]
    assert texts == ["Jan<br>2026", "Apr<br>2026", "Jul<br>2026", "Oct<br>2026"]


def test_the_unit_is_after_each_number_or_the_last():
    every = read_axis({"range": [0, 10], "ticksuffix": "%"}, [])
    assert [text for _, text in every.list_ticks(2)] == ["0%", "5%", "10%"]
    last = read_axis({"range": [0, 10], "ticksuffix": " per 1,000", "showticksuffix": "last"}, [])
    assert [text for _, text in last.list_ticks(2)] == ["0", "5", "10 per 1,000"]


@pytest.mark.parametrize(("many", "named"), [(4, 4), (5, 3), (17, 4)])
def test_no_more_names_stand_below_a_chart_than_a_phone_has_room_for(many, named):
    _, drawing = draw([f"Week {n}" for n in range(many)], [1] * many)
    texts = ["".join(each.itertext()) for each in drawing.iter("text")]
    assert sum(text.startswith("Week") for text in texts) == named
