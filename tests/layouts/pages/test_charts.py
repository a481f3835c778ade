"""Charts: drawn with a sentence and a table, explored with scripts that are fetched on request."""

import json
import re
from dataclasses import replace

import flask
import pytest
from plotly import graph_objects
from plotly.offline import get_plotlyjs_version

from layouts.charts import chart_scripts
from layouts.charts.chart_frame import CONFIG, build_chart
from layouts.site import rendering
from tests.support.export_reason import give_reason
from tests.support.sample_site import sample_server

TOLD = {"alt": "Three points", "table": "points", "name": "three", "title": "Three"}


def made(**other):
    trace = {"type": "scatter", "mode": "lines", "line": {"color": "#005eb8"}}
    trace |= {"x": ["2026-01", "2026-02"], "y": [1.5, None]}
    return build_chart([trace], {"yaxis": {"ticksuffix": "%"}}, **(TOLD | other))


def rendered(chart):
    template = rendering._ENVIRONMENT.from_string(
        '{% from "_chart.html" import chart %}{{ chart(given) }}'
    )
    return template.render(given=chart)


def data_in(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html, re.S)[1])


@pytest.mark.parametrize(
    "address",
    [
        "/indicator/mmr_at_5?place=hillfields",
        "/indicator/mmr_at_5?place=hillfields&by=year-rolling",
        "/compare?view=funnel&indicator=mmr_at_5",
        "/compare?view=order&indicator=mmr_at_5",
        "/outcomes",
    ],
)
def test_every_chart_is_one_that_plotly_s_own_classes_take_as_it_is(address):
    """Which refuse an unknown key or a value of the wrong kind."""
    response = give_reason(sample_server().test_client()).get(address)
    given = data_in(response.text)
    figure = graph_objects.Figure({"data": given["data"], "layout": given["layout"]})
    taken = json.loads(figure.to_json())
    layout = {key: value for key, value in given["layout"].items() if value != []}
    del taken["layout"]["template"]  # the default of plotly's classes
    assert taken == {"data": given["data"], "layout": layout}


def test_nothing_on_a_chart_offers_to_leave_the_page():
    assert data_in(rendered(made()))["config"] == CONFIG
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["displayModeBar"] is False


def test_a_chart_is_drawn_without_a_script():
    html = rendered(made())
    assert '<svg class="area"' in html
    assert "<script src" not in html
    assert " style=" not in html


def test_a_chart_is_in_the_markup_with_a_sentence_a_table_and_a_name():
    html = rendered(made())
    assert 'role="img" aria-label="Three points"' in html
    assert 'href="#points"' in html
    assert 'data-name="three"' in html
    found = data_in(html)
    assert found["data"][0]["y"] == [1.5, None]
    assert found["layout"]["yaxis"]["ticksuffix"] == "%"
    assert "template" not in found["layout"]


def test_what_is_shown_cannot_end_the_data_or_become_markup():
    evil = "</script><img src=x onerror=alert(1)>\"'"
    html = rendered(replace(made(), title=evil, alt=evil, name=evil, under=evil))
    assert "<img" not in html
    assert html.count("</script>") == html.count("<script")
    image = data_in(html)["image"]
    assert image["title"]["text"].startswith("&lt;/script&gt;&lt;img")
    assert "<" not in image["annotations"][0]["text"]


@pytest.fixture
def client():
    server = flask.Flask("scripts")
    server.register_blueprint(chart_scripts.create_blueprint())
    return server.test_client()


@pytest.mark.parametrize("name", [chart_scripts.CHART, chart_scripts.PLOTLY])
def test_a_browser_keeps_the_scripts_until_they_change(client, name):
    response = client.get(chart_scripts.build_script_url(name), headers={"Accept-Encoding": "gzip"})
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.mimetype == "text/javascript"
    plain = client.get(
        chart_scripts.build_script_url(name), headers={"Accept-Encoding": "identity"}
    )
    assert plain.data == chart_scripts.FILES[name].read_bytes()
    assert len(response.data) < len(plain.data)


def test_only_the_scripts_are_served(client):
    assert client.get("/scripts/plotly-cartesian.LICENSE").status_code == 404


def test_the_library_is_the_one_that_plotly_s_figures_are_for():
    head = chart_scripts.FILES[chart_scripts.PLOTLY].read_text(encoding="utf-8")[:200]
    assert f"(cartesian - minified) v{get_plotlyjs_version()}" in head
    assert "MIT" in (chart_scripts.LAYOUTS / "vendor" / "plotly-cartesian.LICENSE").read_text()


def test_a_saved_image_has_its_key_above_and_room_for_labels_and_source():
    legend = {"x": 0, "y": -0.2, "yanchor": "top"}
    layout = {"showlegend": True, "legend": legend, "margin": {"r": 64, "t": 100}}
    short, long = (
        build_chart([], layout, **(TOLD | {"under": under})).build_spec(made().draw())["image"]
        for under in ("one", "one\ntwo\nthree")
    )
    assert (short["legend"]["y"], short["legend"]["yanchor"]) == (1, "bottom")
    assert short["margin"]["r"] == 64
    assert short["margin"]["t"] > 100
    assert long["margin"]["b"] > short["margin"]["b"]
