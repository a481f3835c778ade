"""The browser fixtures keep their word, tried on a Dash site small enough to read."""

import time

import pytest
from dash import Dash, Input, Output, dcc, html
from flask import Flask

from tests.support.browser_checks import axe_violations, wait_until_idle

PAGE = "<!doctype html><html lang=en><title>Page</title><main><h1>Page</h1>{}</main></html>"


@pytest.fixture
def site():
    """Two buttons' worth of Dash under the policy that the real site sends."""
    dash = Dash(__name__, update_title="")
    dash.title = "Slow"
    dash.index_string = dash.index_string.replace("<html>", '<html lang="en">')
    dash.layout = html.Main(
        [
            html.H1("Slow"),
            html.Button("Go", id="go"),
            html.P(id="first"),
            html.P(id="second"),
            dcc.Graph(id="chart", config={"showSendToCloud": False}),
        ]
    )

    @dash.callback(Output("first", "children"), Input("go", "n_clicks"))
    def slow(clicks):
        time.sleep(0.3)  # the slow server that wait_until_idle has to sit out
        return f"first {clicks or 0}"

    @dash.callback(Output("second", "children"), Input("first", "children"))
    def chained(text):
        return f"second after {text}"

    policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    policy += "script-src 'self' " + " ".join(dash.csp_hashes())

    @dash.server.after_request
    def secure(response):
        response.headers["Content-Security-Policy"] = policy
        return response

    return dash.server


def serving(body):
    """A site of one page, and an icon so that the browser does not ask in vain."""
    server = Flask(__name__)
    server.add_url_rule("/", "page", lambda: PAGE.format(body))
    server.add_url_rule("/favicon.ico", "icon", lambda: ("", 204))
    return server


def test_idle_waits_for_chained_callbacks_and_charts(live_site, site, page):
    page.goto(live_site(site))
    wait_until_idle(page)
    assert page.locator("#second").inner_text() == "second after first 0"
    assert page.locator("#chart svg.main-svg").count() > 0
    page.click("#go")
    wait_until_idle(page)
    assert page.locator("#second").inner_text() == "second after first 1"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<script>console.error('bad')</script>", "console error: bad"),
        ("<script>throw new Error('bad')</script>", "page error: bad"),
        ("<img src='http://example.org/x.png' alt=''>", "request to another host: http://example"),
    ],
)
def test_trouble_in_the_page_is_seen(live_site, page, problems, body, problem):
    page.goto(live_site(serving(body)))
    wait_until_idle(page)
    assert any(each.startswith(problem) for each in problems), problems
    problems.clear()


def test_axe_knows_wcag_2_2(live_site, page):
    tiny = "<button style='width:9px;height:9px;padding:0' aria-label='x'></button>"
    page.goto(live_site(serving(tiny * 2)))
    assert [line.split(":")[0] for line in axe_violations(page)] == ["target-size"] * 2


def test_axe_finds_nothing_in_a_sound_page(live_site, page):
    page.goto(live_site(serving("<p>Nothing to see.</p>")))
    assert axe_violations(page) == []
