"""Default deny: what does not say who may use it is closed, and everything says so."""

import inspect
from dataclasses import replace

import click
import flask
import pytest

from cli.command_line import commands
from cli.shared import DeclaredCommands
from indicators.access.audience import Audience
from indicators.access.declared_needs import find_need, needs, public, signed_in
from indicators.access.permissions import NOBODY, PARTNER, Permission, Viewer
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.web.access_guard import find_route_need
from tests.support.builders import take_in
from tests.support.chosen_viewer import build_app
from tests.support.databases import create_sqlite
from tests.support.sample_site import sample_app, sample_server
from tests.support.two_years import CATALOGUE, PLACES, extracts

WITHOUT_ROLES = Viewer("new")


@pytest.fixture
def site(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    yield Site(Reports(table, CATALOGUE, PLACES))
    table.engine.dispose()


def test_every_route_says_who_may_use_it():
    server, registry = sample_server(), sample_app().site.registry
    rules = list(server.url_map.iter_rules())
    assert [r.rule for r in rules if not find_route_need(server, registry, r, "/")] == []


def test_every_call_of_a_page_says_who_may_use_it():
    calls = sample_app().callback_map.values()
    declared = [find_need(inspect.unwrap(call["callback"])) for call in calls]
    assert declared == [Audience.SIGNED_IN]


def test_a_page_cannot_be_added_without_saying_who_may_use_it(site):
    with pytest.raises(TypeError, match="needs"):
        site.add("/secret", lambda request: PageView("", ()))


def test_only_these_pages_need_no_permission():
    found = {p.rule: p.needs for p in sample_app().site.registry.list_pages()}
    assert {rule: need for rule, need in found.items() if need in list(Audience)} == {
        "/": Audience.SIGNED_IN,
        "/about": Audience.SIGNED_IN,
        "/access": Audience.SIGNED_IN,
        "/agreements": Audience.SIGNED_IN,
        "/accessibility": Audience.ANYONE,
    }


def test_only_these_routes_are_for_anyone():
    server = sample_server()
    rules = [*server.url_map.iter_rules()]
    found = {
        r.rule for r in rules if find_need(server.view_functions[r.endpoint]) is Audience.ANYONE
    }
    before_sign_in = {
        "/sign-in",
        "/sign-in/code",
        "/sign-in/set-up",
        "/sign-in/with/<provider>",
        "/sign-in/from/<provider>",
        "/invitation/<token>",
        "/invitation/<token>/with/<provider>",
        "/private/<token>/actions.ics",
        "/private/<token>/<team>/digest.atom",
        "/private/<token>/<team>/calendar.ics",
        "/unsubscribe/<signed>",
        "/sign-out",
        "/sample-user",
    }
    scripts = (
        "/scripts/<any('chart.js', 'drawing.js', 'meeting.js', 'plotly-cartesian.min.js'):name>"
    )
    assert found == {"/healthz", "/readyz", "/scripts/page.js", scripts} | before_sign_in


def _walk(command):
    yield command
    for each in getattr(command, "commands", {}).values():
        yield from _walk(each)


def test_every_command_is_for_the_operator_of_the_server():
    for command in _walk(commands):
        if isinstance(command, click.Group):
            assert isinstance(command, DeclaredCommands), command.name
        else:
            assert find_need(command.callback) is Audience.OPERATOR, command.name


def test_a_command_that_does_not_say_who_may_use_it_cannot_be_added():
    with pytest.raises(TypeError, match="secret does not say who may use it"):
        commands.add_command(click.Command("secret", callback=lambda: None))


def _add_routes(server):
    """Routes of every kind, one of them without a declaration."""
    for name, declare in {
        "undeclared": lambda answer: answer,
        "operator": needs(Audience.OPERATOR),
        "undo": needs(Permission.UNDO_LOAD),
        "own": signed_in,
        "open": public,
    }.items():
        server.add_url_rule(f"/try/{name}", name, declare(lambda: flask.Response("secret")))


ROUTES = {
    ("undeclared", PARTNER): 403,
    ("undeclared", WITHOUT_ROLES): 403,
    ("undeclared", NOBODY): 401,
    ("operator", PARTNER): 403,
    ("undo", PARTNER): 200,
    ("undo", WITHOUT_ROLES): 403,
    ("undo", NOBODY): 401,
    ("own", PARTNER): 200,
    ("own", WITHOUT_ROLES): 200,
    ("own", NOBODY): 401,
    ("open", WITHOUT_ROLES): 200,
    ("open", NOBODY): 200,
}


@pytest.mark.parametrize(("name", "viewer"), ROUTES, ids=lambda each: getattr(each, "name", each))
def test_a_route_answers_those_whom_it_names_and_no_others(site, monkeypatch, name, viewer):
    app, chosen = build_app(site, monkeypatch)
    _add_routes(app.server)
    chosen.now = viewer
    answer = app.server.test_client().get(f"/try/{name}")
    assert answer.status_code == ROUTES[name, viewer]
    assert ("secret" in answer.text) == (answer.status_code == 200)


def test_a_page_without_permission_is_refused_in_the_look_of_the_site(site, monkeypatch):
    app, chosen = build_app(site, monkeypatch)
    chosen.now = replace(PARTNER, permissions=frozenset({Permission.READ_AUDIT_LOG}))
    client = app.server.test_client()
    for path in ("/team/north", "/compare", "/sheets/action-plans.xlsx", "/tables/csv/rows/team/a"):
        answer = client.get(path)
        assert answer.status_code == 403, path
        assert "You may not see figures." in answer.text
        assert "<main" in answer.text
        assert 'href="/compare' not in answer.text.partition("<main")[0]


def test_programs_are_answered_in_their_own_way(site, monkeypatch):
    app, chosen = build_app(site, monkeypatch)
    client = app.server.test_client()
    chosen.now = NOBODY
    answer = client.get("/api/v1/verdicts")
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    chosen.now = WITHOUT_ROLES
    answer = client.get("/api/v1/verdicts")
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert "You may not see figures." in answer.json["detail"]


def test_the_first_page_of_someone_without_figures_says_what_to_do(site, monkeypatch):
    app, chosen = build_app(site, monkeypatch)
    chosen.now = WITHOUT_ROLES
    answer = app.server.test_client().get("/")
    assert answer.status_code == 200
    assert "ask your administrator for a role that shows them" in answer.text


def test_a_page_call_of_nobody_is_refused(site, monkeypatch):
    app, chosen = build_app(site, monkeypatch)
    app.server.config["WTF_CSRF_ENABLED"] = False
    chosen.now = NOBODY
    call = {
        "output": "shell-page.children",
        "outputs": {"id": "shell-page", "property": "children"},
        "inputs": [
            {"id": "shell-address", "property": "pathname", "value": "/team/north"},
            {"id": "shell-address", "property": "search", "value": ""},
        ],
    }
    client = app.server.test_client()
    assert client.post("/_dash-update-component", json=call).status_code == 401
    chosen.now = WITHOUT_ROLES
    answer = client.post("/_dash-update-component", json=call)
    assert "You may not see figures." in answer.text
    chosen.now = PARTNER
    assert "Visits" in client.post("/_dash-update-component", json=call).text
