"""Every address that changes something refuses other sites; no address leads away."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from app import create_app
from cli.settings import Settings
from indicators.store.observations import IndicatorTable
from tests.layouts.site.test_safe_redirect import HOSTILE
from tests.support.builders import row, take_in
from tests.support.generated_places import LAST

HERE = "http://localhost"
NEXT = ("next", "url", "for", "back", "return", "return_to", "redirect", "to", "continue", "file")
VALUES = {"int": "1", "any": None, "path": "team/hillfields", "default": "x", "string": "x"}
READING = {"GET", "HEAD", "OPTIONS"}
API = "/api/"
"""It takes no cookie for changes: it answers every such request with 405 or 404."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('routes') / 'test.db'}"
    table = IndicatorTable.open(url)
    take_in(table, [row("early_booking", "hillfields", LAST, 3, 100)], synthetic=True)
    table.engine.dispose()
    app = create_app(Settings(database_url=url))  # synthetic figures alone: nobody has to sign in
    yield app.server
    app.site.reports.table.engine.dispose()


def fill(rule):
    """An address of a rule, with something for each part of its path."""

    def choose(found):
        converter = found[1] or "default"
        if converter.startswith("any("):
            return re.split(r"[,(]", converter.rstrip("):"))[1].strip(" '\"")
        return VALUES.get(converter.rstrip(":"), "1")

    return re.sub(r"<(?:([^<>:]*(?:\([^)]*\))?):)?([^<>]+)>", choose, rule)


def list_rules(server, methods):
    return sorted(
        {
            (method, rule.rule)
            for rule in server.url_map.iter_rules()
            for method in rule.methods & methods
        }
    )


def sign_token(client):
    found = re.search(r"_csrf_token=([^;]+)", str(client.get("/about").headers))
    return found[1]


FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
)
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def test_the_walk_finds_the_routes(server):
    rules = list_rules(server, CHANGING)
    assert ("POST", "/data/files") in rules
    assert ("POST", "/export-reason") in rules
    assert ("POST", "/_dash-update-component") in rules
    assert len(rules) > 30


@pytest.mark.parametrize("headers", FOREIGN)
def test_no_address_takes_a_change_from_another_site_even_with_a_token(server, headers):
    client = server.test_client()
    token = sign_token(client)
    taken = {}
    for method, rule in list_rules(server, CHANGING):
        answer = client.open(
            fill(rule),
            method=method,
            data={"csrf_token": token},
            headers={"X-CSRFToken": token, **headers},
        )
        if answer.status_code != 403 or b"another site" not in answer.data:
            taken[method, rule] = answer.status_code
    assert taken == {}


def test_no_address_takes_a_change_without_a_token(server):
    client = server.test_client()
    client.get("/about")
    taken = {}
    for method, rule in list_rules(server, CHANGING):
        answer = client.open(fill(rule), method=method, headers={"Origin": HERE})
        # 400: no token. 403: not for this user. The API takes no changes from anyone.
        if answer.status_code not in ({404, 405} if rule.startswith(API) else {400, 403}):
            taken[rule] = answer.status_code
    assert taken == {}


def test_a_form_of_our_own_page_is_taken(server):
    client = server.test_client()
    token = sign_token(client)
    for headers in ({}, {"Origin": HERE}, {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}):
        answer = client.post(
            "/export-reason",
            data={"csrf_token": token, "file": "/sheets/action-plans.xlsx", "why": "A meeting"},
            headers=headers,
        )
        assert answer.status_code == 200


def find_way_out(answer, address):
    """Where a browser would go, if that is another server."""
    went = [answer.headers.get("Location", "")]
    went += re.findall(r"url=(.*)", answer.headers.get("Refresh", ""))
    if answer.mimetype == "text/html":
        went += re.findall(r'(?:href|action)="([^"]*)"', answer.text)
    ways = [urlsplit(urljoin(f"{HERE}{address}", way)) for way in went if way]
    return [way.geturl() for way in ways if (way.scheme, way.netloc) != ("http", "localhost")]


@pytest.mark.slow
@pytest.mark.parametrize("target", HOSTILE[1:60:15])
def test_no_address_leads_to_another_server(server, target):
    client = server.test_client()
    away = {}
    for _, rule in list_rules(server, {"GET"}):
        if rule.startswith(("/assets", "/_dash", "/scripts", "/healthz", "/packs")):
            continue
        address = fill(rule)
        answer = client.get(
            address, query_string=dict.fromkeys(NEXT, target), headers={"Referer": target[:200]}
        )
        if ways := [way for way in find_way_out(answer, address) if "evil" in way]:
            away[rule] = ways
    assert away == {}
