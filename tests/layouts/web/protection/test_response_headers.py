"""Headers and cookies: what keeps exact figures out of caches, and sessions on one server."""

import re

import pytest

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason
from tests.support.generated_places import LAST

TLS, PLAIN = "https://localhost", "http://localhost"


@pytest.fixture
def client(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", "a", LAST, 3, 100)])
    site = Site(Reports(table, catalogue(indicator("visits")), places({"north": ["a"]})))
    yield give_reason(create_dash_app(site).server.test_client())
    table.engine.dispose()


@pytest.mark.parametrize(
    "path",
    [
        "/team/north",
        "/indicator/visits?place=a",
        "/nowhere",
        "/api/v1/observations",
        "/api/v1/observations?format=csv",
        "/sheets/action-plan.xlsx?place=north",
        "/tables/csv/rows/team/north",
        "/audit",
        "/audit/events.csv",
        "/export-reason?for=/sheets/action-plans.xlsx",
    ],
)
def test_nothing_keeps_what_may_hold_exact_figures(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_call_of_a_page_is_kept_nowhere(client):
    token = re.search(r"_csrf_token=([^;]+)", str(client.get("/about").headers))[1]
    call = {
        "output": "shell-page.children",
        "outputs": {"id": "shell-page", "property": "children"},
        "inputs": [
            {"id": "shell-address", "property": "pathname", "value": "/team/north"},
            {"id": "shell-address", "property": "search", "value": ""},
        ],
        "changedPropIds": ["shell-address.pathname"],
    }
    answer = client.post("/_dash-update-component", json=call, headers={"X-CSRFToken": token})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_the_same_for_everyone_is_kept(client):
    page = client.get("/").text
    style = re.search(r'href="(/assets/style[^"]+)"', page)[1]
    script = re.search(r'"(/scripts/page.js[^"]+)"', page)[1]
    for address in (style, script):
        with client.get(address) as answer:
            assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_browsers_are_held_to_tls_only_where_there_is_tls(client):
    over_tls = client.get("/", base_url=TLS).headers
    assert over_tls["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in client.get("/", base_url=PLAIN).headers


@pytest.mark.parametrize("path", ["/", "/api/v1/places", "/healthz", "/nowhere", "/assets/no.css"])
def test_no_other_site_can_read_or_frame_an_answer(client, path):
    headers = client.get(path).headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def read_cookies(answer):
    return {each.partition("=")[0]: each for each in answer.headers.getlist("Set-Cookie")}


def test_the_session_over_tls_belongs_to_this_server_alone(client):
    session = read_cookies(client.get("/", base_url=TLS))["__Host-session"]
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in session.split("; ")
    assert "Domain" not in session


def test_without_tls_there_is_no_prefix_that_a_browser_would_refuse(client):
    session = read_cookies(client.get("/", base_url=PLAIN))["session"]
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "Secure" not in session
