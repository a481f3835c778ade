"""Parent feedback on pages: entered, answered at a meeting, conflicts shown, and limited."""

import re
from dataclasses import replace
from html import unescape

import pytest

from indicators.access.permissions import PARTNER, Permission, Scope, Viewer
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from tests.support.builders import take_in
from tests.support.chosen_viewer import build_app
from tests.support.export_reason import REASON_HEADER
from tests.support.two_years import CATALOGUE, PLACES, extracts
from tests.support.viewers import without

SOUTH = replace(PARTNER, scopes=frozenset({Scope(places=frozenset({"south", "c", "city"}))}))
OUTSIDE = Viewer("outside", frozenset({Permission.VIEW_FIGURES}), PARTNER.scopes)
SAID = "The <waiting> room is cold"


@pytest.fixture
def app(database_url, monkeypatch):
    table = IndicatorTable.open(database_url)
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    built, chosen = build_app(Site(Reports(table, CATALOGUE, PLACES)), monkeypatch)
    yield built.server.test_client(), chosen
    table.engine.dispose()


@pytest.fixture
def client(app):
    return app[0]


def send(browser, address="/feedback", **given):
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/feedback/new").text)
    assert token is not None
    return browser.post(address, data={"csrf_token": token[1], **given})


def add(client, **given):
    fields = {"team": "north", "theme": "other", "said": SAID, "heard": "2026-03-02"}
    return send(client, **(fields | given))


def list_rows(client):
    return client.get("/api/v1/feedback").json["data"]


def test_feedback_is_on_the_board_the_api_and_in_the_file_until_parents_are_informed(client):
    assert add(client).status_code == 303
    assert unescape(client.get("/feedback?team=north").text).count(SAID) == 1
    assert SAID in client.get("/tables/csv/feedback/feedback", headers=REASON_HEADER).text
    assert list_rows(client)[0]["state"] == "open"
    send(client, "/feedback/1", version="1", done="A heater was bought")
    assert SAID not in unescape(client.get("/feedback").text)
    assert SAID in unescape(client.get("/feedback?state=to_inform").text)
    send(client, "/feedback/1", version="2", informed="2026-03-20")
    assert list_rows(client)[0]["state"] == "answered"
    table = client.get("/tables/csv/themes/feedback", headers=REASON_HEADER).text
    assert "Something else,1,0,0,1" in table
    kept = client.get("/tables/csv/history/feedback/1", headers=REASON_HEADER).text
    assert re.search(r",A heater was bought\r\n[^\r]*,Feedback added,,\r\n", kept)


def test_what_names_a_person_is_refused_and_what_was_typed_stays_in_the_form(client):
    answer = add(client, said="Her number is 943 476 5919")
    assert answer.status_code == 422
    assert "holds an NHS number" in answer.text
    assert "943 476 5919</textarea>" in answer.text
    assert list_rows(client) == []


def test_two_people_who_change_the_same_text_see_both(client):
    add(client)
    send(client, "/feedback/1", version="1", done="A heater was bought")
    answer = send(client, "/feedback/1", version="1", done="Nothing yet")
    assert answer.status_code == 409
    for text in ("A heater was bought", "Nothing yet</textarea>"):
        assert text in answer.text
    assert list_rows(client)[0]["done"] == "A heater was bought"


def test_a_draft_is_compared_with_the_version_it_was_typed_on(client):
    add(client)
    send(client, "/feedback/1", version="1", done="A heater was bought")
    assert send(client, "/feedback/1", version=["2", "1"], done="Nothing yet").status_code == 409


def test_feedback_is_removed_and_taken_back(client):
    add(client)
    send(client, "/feedback/1/remove", version="1")
    assert list_rows(client) == []
    assert "This feedback was removed" in client.get("/feedback/1").text
    send(client, "/feedback/1/restore", version="2")
    assert len(list_rows(client)) == 1


def test_a_change_is_undone_from_the_history_unless_it_was_changed_again(client):
    add(client)
    send(client, "/feedback/1", version="1", done="A heater was bought")
    send(client, "/feedback/1", version="2", done="Two heaters were bought")
    page = client.get("/feedback/1").text
    assert re.findall(r'name="version" value="(\d)"><button[^>]*aria-label="Undo', page) == ["3"]
    send(client, "/feedback/1/undo", version="2")
    assert "was changed again since: What we did" in unescape(client.get("/feedback/1").text)
    send(client, "/feedback/1/undo", version="3")
    assert "Undone" in client.get("/feedback/1").text
    assert list_rows(client)[0]["done"] == "A heater was bought"
    send(client, "/feedback/1/undo", version="1")
    assert "There is nothing to undo." in unescape(client.get("/feedback/1").text)


def test_removing_is_undone_too_and_each_step_names_who_did_it(client):
    add(client)
    send(client, "/feedback/1/remove", version="1")
    send(client, "/feedback/1/undo", version="2")
    assert len(list_rows(client)) == 1
    assert client.get("/feedback/1").text.count("<td>partner</td>") == 3


def test_a_program_that_asks_again_gets_what_was_changed_meanwhile(client):
    add(client)
    tag = client.get("/api/v1/feedback").headers["ETag"]
    same = client.get("/api/v1/feedback", headers={"If-None-Match": tag})
    assert same.status_code == 304
    send(client, "/feedback/1", version="1", done="A heater was bought")
    assert client.get("/api/v1/feedback", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("kind", ["decision", "no_action"])
def test_open_feedback_is_on_the_agenda_and_a_meeting_answers_it(client, kind):
    add(client)
    send(client, "/team/north/meeting", chair="Ada")
    page = unescape(client.get("/team/north/meeting").text)
    assert "Parent feedback without an answer" in page
    item = next(
        number
        for number in re.findall(r'data-item="(\d+)"', page)
        if SAID in page.partition(f'data-item="{number}"')[2].partition("data-item=")[0]
    )
    record = {"kind": kind, "client": "1", "item": item, "text": "A heater comes in May"}
    assert send(client, "/meetings/1/records", **record).status_code in (200, 303)
    (row,) = list_rows(client)
    assert (row["done"], row["state"]) == ("A heater comes in May", "to_inform")


def test_feedback_is_seen_by_who_sees_the_team_and_changed_by_who_may(app):
    client, chosen = app
    add(client)
    for viewer in (SOUTH, OUTSIDE):
        chosen.now = viewer
        assert SAID not in unescape(client.get("/feedback").text)
        assert client.get("/feedback/1").status_code == 404
        assert list_rows(client) == []
    chosen.now = without(Permission.EDIT_FEEDBACK)
    assert SAID in unescape(client.get("/feedback/1").text)
    assert "textarea" not in client.get("/feedback/1").text
    assert client.get("/feedback/new").status_code == 403
