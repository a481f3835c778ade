"""Actions on pages: added, changed by two people at once, noted, removed, found and limited."""

import re
from dataclasses import replace
from html import unescape

import pytest

from indicators.access.permissions import PARTNER, Permission, Scope
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from tests.support.builders import row, take_in
from tests.support.chosen_viewer import build_app
from tests.support.export_reason import REASON_HEADER
from tests.support.two_years import CATALOGUE, MARCH, PLACES
from tests.support.viewers import without

PHONE = {
    "team": "north",
    "areas": "a",
    "has_areas": "1",
    "indicator": "visits",
    "what": "Phone every family on day 5",
    "owner": "Health visitor lead",
    "due": "2020-01-31",
}


@pytest.fixture
def app(database_url, monkeypatch):
    """The client of a small site, and the choice of its viewer."""
    table = IndicatorTable.open(database_url)
    rows = [row("visits", area, MARCH - at, 80, 100) for at in range(3) for area in ("a", "c")]
    take_in(table, rows)
    built, chosen = build_app(Site(Reports(table, CATALOGUE, PLACES)), monkeypatch)
    yield built.server.test_client(), chosen
    table.engine.dispose()


@pytest.fixture
def client(app):
    return app[0]


def send(client, address="/actions", **given):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/actions/new").text)
    assert token is not None
    return client.post(address, data={"csrf_token": token[1], **given})


def read(client, address):
    return unescape(client.get(address).text)


def test_an_action_is_added_and_shown_on_the_board_the_place_the_indicator_and_its_page(client):
    for address in ("/", "/team/north"):
        client.get(address)  # so that the page is cached without it
    answer = send(client, **PHONE)
    assert (answer.status_code, answer.location) == (303, "/actions/1")
    for address in (
        "/actions",
        "/actions?team=north&state=overdue",
        "/actions/1",
        "/actions/evidence",
        "/tables/csv/tried/actions/evidence",
        "/team/north",
        "/area/a",
        "/indicator/visits?place=a",
    ):
        assert "Phone every family on day 5" in read(client, address), address
    assert "Overdue since 31 January 2020" in read(client, "/team/north")
    assert read(client, "/").count("1 open action, 1 overdue") == 1
    for address in ("/team/south", "/area/b", "/actions?team=south", "/actions?state=done"):
        assert "Phone every family" not in read(client, address), address


def test_the_start_of_an_action_is_an_event_on_the_chart_of_its_place(client):
    send(client, **PHONE, started=str(MARCH - 1))
    assert "Action started: Phone every family on day 5" in read(
        client, "/indicator/visits?place=a"
    )
    other = read(client, "/indicator/visits?place=c")
    assert "Action started" not in other


def test_what_cannot_be_saved_is_said_and_stays_in_the_form(client):
    answer = send(client, **PHONE | {"due": "soon"})
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "“Due” is “soon”, which is not a day. Write it as 2026-11-30." in page
    assert "Phone every family on day 5</textarea>" in page
    assert "No open actions" in read(client, "/actions")


def test_two_people_who_change_the_same_field_see_both_texts_and_nothing_is_lost(client):
    send(client, **PHONE)
    first = send(client, "/actions/1", version="1", owner="Midwife")
    assert first.status_code == 303
    second = send(client, "/actions/1", version="1", owner="Centre manager", status="done")
    page = unescape(second.text)
    assert second.status_code == 409
    for text in ("Health visitor lead", "Midwife", "Centre manager"):
        assert text in page
    assert 'name="version" value="2"' in page
    assert "Midwife" in read(client, "/actions/1")
    again = send(client, "/actions/1", version="2", owner="Centre manager", status="done")
    assert again.status_code == 303
    history = read(client, "/actions/1")
    assert "Midwife → Centre manager" in history


def test_a_change_of_another_field_is_kept_next_to_theirs(client):
    send(client, **PHONE)
    send(client, "/actions/1", version="1", owner="Midwife")
    assert send(client, "/actions/1", version="1", due="2026-12-24").status_code == 303
    page = read(client, "/actions/1")
    assert "Midwife" in page
    assert "31 January 2020 → 24 December 2026" in page


def test_a_change_on_the_board_leads_back_to_the_board(client):
    send(client, **PHONE)
    back = "/actions?team=north"
    answer = send(client, "/actions/1", version="1", status="done", back=back)
    assert answer.location == back
    away = send(client, "/actions/1", version="2", status="stopped", back="//elsewhere.example")
    assert away.location == "/actions/1"


def test_a_removed_action_is_in_no_list_and_can_be_taken_back(client):
    send(client, **PHONE)
    send(client, "/actions/1/remove", version="1")
    assert "Phone every family" not in read(client, "/actions?state=all")
    assert "This action was removed." in read(client, "/actions/1")
    send(client, "/actions/1/restore", version="2")
    assert "Phone every family" in read(client, "/actions")


def test_notes_are_kept_and_an_empty_one_is_refused(client):
    send(client, **PHONE)
    send(client, "/actions/1/notes", text="The first 12 families were phoned")
    assert "The first 12 families were phoned" in read(client, "/actions/1")
    send(client, "/actions/1/notes", text=" ")
    assert "The note is empty." in read(client, "/actions/1")


def test_markup_in_an_action_is_text_everywhere(client):
    send(client, **PHONE | {"what": "<script>alert(1)</script>", "started": str(MARCH - 1)})
    for address in ("/actions", "/actions/1", "/team/north", "/indicator/visits?place=a"):
        page = client.get(address).text
        assert "<script>alert(1)" not in page, address
        assert "&lt;script&gt;" in page, address


def test_a_reader_sees_actions_and_no_form(app):
    client, chosen = app
    send(client, **PHONE)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/actions/new").text)
    chosen.now = without(Permission.EDIT_ACTIONS)
    assert "<textarea" not in client.get("/actions/1").text
    assert client.get("/actions/new").status_code == 403
    assert "New action" not in client.get("/actions").text
    answer = client.post("/actions/1", data={"csrf_token": token[1], "owner": "Somebody else"})
    assert answer.status_code == 403
    assert "Somebody else" not in read(client, "/actions/1")


def test_another_team_sees_none_of_it(app):
    client, chosen = app
    send(client, **PHONE, started=str(MARCH - 1))
    south = Scope(places=frozenset({"south", "c", "city"}))
    chosen.now = replace(PARTNER, scopes=frozenset({south}))
    for address in ("/actions", "/actions?team=north", "/actions/evidence", "/team/south"):
        assert "Phone every family" not in read(client, address), address
    assert client.get("/actions/1").status_code == 404
    assert "Phone every family" not in read(client, "/actions/1")


def test_the_areas_can_be_chosen_at_once_by_those_who_see_one_team(app):
    client, chosen = app
    areas = 'name="areas" value="a"'
    assert areas not in read(client, "/actions/new")
    north = Scope(places=frozenset({"north", "a", "b", "city"}))
    chosen.now = replace(PARTNER, scopes=frozenset({north}))
    assert areas in read(client, "/actions/new")


def test_the_board_can_be_downloaded(client):
    send(client, **PHONE | {"what": "=1+1"})
    text = client.get("/tables/csv/actions/actions?team=north").text
    assert "A-1,North,A,Visits,'=1+1" in text
    assert client.get("/tables/xlsx/actions/actions").status_code == 200
    assert "Action added" in client.get("/tables/csv/history/actions/1").text
    assert client.get("/tables/csv/history/actions/99").status_code == 400


def test_the_api_has_the_actions_that_the_viewer_sees_with_their_results(app):
    client, chosen = app
    send(client, **PHONE, started=str(MARCH - 1), expected_size="2.5", expected_unit="points")
    (found,) = client.get("/api/v1/actions?indicator=visits").json["data"]
    assert (found["number"], found["team"], found["areas"]) == (1, "north", ["a"])
    assert (found["due"], found["overdue"], found["status"]) == ("2020-01-31", True, "not_started")
    assert (found["expected_size"], found["expected_unit"]) == ("2.5", "points")
    assert (found["result"], found["result_reason"]) == ("cannot_tell", "few_months_before")
    assert client.get("/api/v1/actions?team=south").json["data"] == []
    assert client.get("/api/v1/actions?indicator=smoking").json["data"] == []
    south = Scope(places=frozenset({"south", "c", "city"}))
    chosen.now = replace(PARTNER, scopes=frozenset({south}))
    assert client.get("/api/v1/actions").json["data"] == []


def test_every_row_offers_an_action_whose_form_knows_its_team_and_area(app):
    client, chosen = app
    for page, place in (("/team/north", "north"), ("/area/a", "a")):
        assert re.search(rf"/actions/new\?[^\"]*place={place}&indicator=visits", read(client, page))
    shown = read(client, "/indicator/visits?place=a")
    assert re.search(r"/actions/new\?[^\"]*place=a&indicator=visits", shown)
    form = read(client, "/actions/new?place=a&indicator=visits")
    for chosen_option in ('value="north" selected', 'value="visits" selected'):
        assert chosen_option in form
    assert re.search(r'name="areas" value="a" checked', form) or 'name="areas"' not in form
    chosen.now = without(Permission.EDIT_ACTIONS)
    assert "/actions/new" not in read(client, "/team/north")


def test_a_form_from_before_sign_in_says_so_and_keeps_what_was_written(client):
    answer = client.post("/actions", data=PHONE)
    assert answer.status_code == 400
    assert "open before you signed in" in answer.text
    assert "what you wrote is still there" in answer.text


def list_order(client, address):
    return re.findall(r"/actions/\d+\">(\w+) first<", read(client, address))


def test_the_board_is_sorted_by_any_column_at_an_address_of_its_own(client):
    for what, team, owner, due in (
        ("Bring", "south", "", "2030-01-01"),
        ("Ask", "north", "Zoe", ""),
        ("call", "north", "ada", "2029-01-01"),
    ):
        send(client, what=f"{what} first", team=team, owner=owner, due=due)
    assert list_order(client, "/actions") == ["call", "Bring", "Ask"]  # what is due soonest
    assert list_order(client, "/actions?sort=none") == ["call", "Bring", "Ask"]
    assert list_order(client, "/actions?sort=action") == ["Ask", "Bring", "call"]
    assert list_order(client, "/actions?sort=-action") == ["call", "Bring", "Ask"]
    assert list_order(client, "/actions?sort=team")[-1] == "Bring"
    assert list_order(client, "/actions?sort=owner") == ["call", "Ask", "Bring"]
    assert list_order(client, "/actions?sort=-due") == ["Bring", "call", "Ask"]  # no day is last
    shown = client.get("/actions?sort=due&team=north").text
    assert 'aria-sort="ascending"><a href="/actions?team=north&amp;sort=-due"' in shown
    table = client.get("/tables/csv/actions/actions?sort=action", headers=REASON_HEADER).text
    assert table.index("Ask first") < table.index("Bring first") < table.index("call first")
