"""Who was refused what is in the audit log: once a day, by the rule of the address."""

import pytest

from indicators.access.permissions import NOBODY
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from tests.support.audit_events import list_events
from tests.support.chosen_viewer import build_app
from tests.support.page_calls import call_page
from tests.support.spec_people import read_people
from tests.support.two_agencies import fill_table

PEOPLE = read_people()
TEAM_MEMBER, AUDITOR = PEOPLE["team_member"].viewer, PEOPLE["auditor"].viewer
PLACE = "/<any(area, team, hub, city, benchmark):kind>/<code>"


@pytest.fixture
def list_refused(database_url, monkeypatch):
    """list_refused(viewer, do): what the audit log says that a client was refused."""
    table = IndicatorTable.open(database_url)
    app, chosen = build_app(Site(fill_table(table)), monkeypatch)

    def list_after(viewer, do):
        chosen.now = viewer
        do(app.server.test_client())
        return [what for _, what, _ in list_events(table.engine, "refused")]

    yield list_after
    table.engine.dispose()


@pytest.mark.parametrize(
    ("viewer", "address", "recorded"),
    [
        (TEAM_MEMBER, "/team/south", f"GET {PLACE} south"),
        (TEAM_MEMBER, "/audit", "GET /audit"),
        (TEAM_MEMBER, "/audit/events.csv?who=Ann", "GET /audit/events.csv"),
        (TEAM_MEMBER, "/api/v1/verdicts?place=cedar", "GET /api/v1/verdicts cedar"),
        (TEAM_MEMBER, "/side-by-side?place1=ash&place2=cedar", "GET /side-by-side ash cedar"),
        (AUDITOR, "/actions/1?note=Ann", "GET /actions/<int:number>"),
    ],
)
def test_a_refusal_is_recorded_once_with_codes_alone(list_refused, viewer, address, recorded):
    def ask_twice(client):
        assert {client.get(address).status_code for _ in range(2)} == {403}

    assert list_refused(viewer, ask_twice) == [recorded]


def test_a_live_page_that_is_refused_is_the_same_refusal(list_refused):
    def ask(client):
        assert "no access to this page" in call_page(client, "/team/south")[1]
        client.get("/team/south")

    assert list_refused(TEAM_MEMBER, ask) == [f"GET {PLACE} south"]


def test_a_form_of_another_site_and_one_without_a_token_are_recorded(list_refused):
    def send(client):
        client.post("/actions", headers={"Sec-Fetch-Site": "cross-site"})
        client.post("/export-reason")

    assert list_refused(TEAM_MEMBER, send) == ["POST /actions", "POST /export-reason"]


def test_what_is_shown_and_what_is_not_there_are_no_refusals(list_refused):
    def ask(client):
        assert client.get("/team/north").status_code == 200
        assert client.get("/team/nowhere").status_code == 404

    assert list_refused(TEAM_MEMBER, ask) == []


def test_nobody_fills_the_log(list_refused):
    assert list_refused(NOBODY, lambda client: client.get("/team/north")) == []
