"""Escalations on pages: made, answered on the next agenda, ended, and limited to who sees them."""

import re
from dataclasses import replace
from html import unescape

import pytest

from indicators.access.permissions import PARTNER, ExactRight, Permission, Scope
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from tests.support.builders import take_in
from tests.support.chosen_viewer import build_app
from tests.support.databases import create_sqlite
from tests.support.export_reason import REASON_HEADER
from tests.support.two_years import CATALOGUE, PLACES, extracts
from tests.support.viewers import without

MODE = "/team/north/meeting"
CHAMPION = replace(without(Permission.ANSWER_ESCALATIONS), name="Champion")
HEADS = without(Permission.EDIT_ACTIONS)


def lead(service: str, name: str):
    """A head of one service, who sees what is about its indicators."""
    scope = Scope(services=frozenset({service}))
    return replace(HEADS, name=name, scopes=frozenset({scope}))


MIDWIFERY, VISITING = lead("midwifery", "Head M"), lead("health-visiting", "Head V")


@pytest.fixture
def app(tmp_path, monkeypatch):
    """The client of a small site, and the choice of its viewer."""
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    built, chosen = build_app(Site(Reports(table, CATALOGUE, PLACES)), monkeypatch)
    built.server.config["WTF_CSRF_ENABLED"] = False
    yield built.server.test_client(), chosen
    table.engine.dispose()


def read(client, address):
    return unescape(client.get(address).text)


def send(browser, address, **given):
    return browser.post(address, data={"client": f"{address}{given}"} | given)


def escalate(client, **given):
    fields = {"team": "north", "what": "No interpreter", "reason": "Only the trust can book one"}
    return send(client, "/escalations", **(fields | given))


def step(client, what, text="", number=1, **more):
    """Take a step as someone who saw the page as it is now, unless `more` says what they saw."""
    seen = re.search(r'name="seen" value="(\d+)"', read(client, f"/escalations/{number}"))
    given = {"text": text, "seen": seen[1] if seen else "0"} | more
    return send(client, f"/escalations/{number}/{what}", **given)


def test_an_action_is_escalated_answered_and_on_the_next_agenda_with_the_reply(app):
    client, chosen = app
    send(client, "/actions", team="north", what="Phone them", indicator="visits")
    assert "/escalations/new?action=1" in read(client, "/actions/1")
    assert escalate(client, action="1", reason="We need a second line").location == "/escalations/1"
    assert "no reply yet" in read(client, "/actions")
    chosen.now = MIDWIFERY
    assert "Phone them" in read(client, "/escalations")
    assert step(client, "reply", "Comes in January").status_code == 303
    assert "Phone them" not in read(client, "/escalations")
    for address in ("/escalations?state=answered", "/actions/1", "/escalations/1"):
        assert "Comes in January" in read(client, address)
    chosen.now = PARTNER
    assert "The heads of service replied" in read(client, MODE)
    send(client, MODE, chair="Ada")
    assert "Comes in January" in read(client, MODE)
    minutes = read(client, "/meetings/1")
    assert "Reply of Head M" in minutes
    assert "Comes in January" in minutes
    send(client, "/meetings/1/records", kind="closed", client="c")
    assert "The heads of service replied" not in read(client, MODE)


def test_a_meeting_escalates_to_the_same_list(app):
    client, _ = app
    send(client, MODE, chair="Ada")
    other = re.search(r'id="heading-(\d+)"><span[^>]*>[^<]*</span>Any other', read(client, MODE))
    assert other is not None
    given = {"kind": "escalation", "text": "No room in June", "item": other[1], "client": "x"}
    send(client, "/meetings/1/records", **given)
    assert "No room in June" in read(client, "/escalations")
    assert "/meetings/1" in read(client, "/escalations/1")
    assert "E-1, no reply yet" in read(client, "/meetings/1")


def test_heads_see_on_the_first_page_how_many_wait_for_their_reply(app):
    client, chosen = app
    chosen.now = MIDWIFERY
    assert "for your reply" not in read(client, "/")
    chosen.now = CHAMPION
    escalate(client, what="One", service="midwifery")
    escalate(client, what="Two")
    assert "for your reply" not in read(client, "/")
    for viewer, count in ((MIDWIFERY, "2 escalations wait"), (VISITING, "1 escalation waits")):
        chosen.now = viewer
        assert f"{count} for your reply" in read(client, "/")
    assert 'href="/escalations?service=health-visiting"' in read(client, "/")
    step(client, "reply", "Comes in January", number=2)
    assert "for your reply" not in read(client, "/")
    chosen.now = MIDWIFERY
    assert "1 escalation waits for your reply" in read(client, "/")


def test_only_those_it_goes_to_reply_and_only_the_team_withdraws(app):
    client, chosen = app
    escalate(client, service="midwifery")
    chosen.now = VISITING
    assert "Send reply" not in read(client, "/escalations/1")
    assert step(client, "reply", "Mine").status_code == 403
    chosen.now = MIDWIFERY
    assert step(client, "withdraw", "No").status_code == 403
    chosen.now = CHAMPION
    assert step(client, "reply", "Ours").status_code == 403
    assert step(client, "withdraw", "Solved").status_code == 303
    assert "Solved" in read(client, "/escalations/1")
    chosen.now = MIDWIFERY
    assert step(client, "reopen").status_code == 403
    chosen.now = CHAMPION
    assert step(client, "reopen").status_code == 303
    assert "No reply yet" in read(client, "/escalations/1")


def test_what_was_written_meanwhile_is_shown_before_anything_ends(app):
    client, chosen = app
    escalate(client)
    chosen.now = MIDWIFERY
    step(client, "reply", "Comes in January")
    chosen.now = CHAMPION
    answer = step(client, "withdraw", "Solved", seen="0")
    assert answer.status_code == 409
    assert "Head M added something meanwhile" in answer.text
    assert step(client, "close").status_code == 303
    assert step(client, "reply", "More", number=9).status_code in (403, 404)


def test_what_is_about_an_indicator_is_for_those_who_see_it_and_goes_to_its_heads(app):
    client, chosen = app
    escalate(client, indicator="visits", what="About visits")
    answer = escalate(client, indicator="visits", service="health-visiting")
    assert answer.status_code == 422
    assert "only its heads see" in unescape(answer.text)
    assert "Heads of midwifery" in read(client, "/escalations")
    for viewer in (VISITING, replace(HEADS, exact=frozenset())):
        chosen.now = viewer
        assert "About visits" not in read(client, "/escalations?state=all")
        assert "There is no escalation 1" in read(client, "/escalations/1")
        assert "About visits" not in read(client, "/tables/csv/escalations/escalations?state=all")
        assert step(client, "close").status_code == 400
    covered = frozenset({ExactRight("a", indicators=frozenset({"visits"}))})
    chosen.now = replace(MIDWIFERY, exact=covered)
    assert "About visits" in read(client, "/escalations")


def test_the_list_is_filtered_by_state_team_and_service_at_addresses_of_their_own(app):
    client, _ = app
    escalate(client, what="For midwives", service="midwifery")
    escalate(client, what="For all of the south", team="south")
    assert "For midwives" not in read(client, "/escalations?team=south")
    shown = read(client, "/escalations?service=health-visiting")
    assert "For all of the south" in shown
    assert "For midwives" not in shown
    assert "No escalations here" in read(client, "/escalations?state=closed")
    assert escalate(client, reason="").status_code == 422


def list_rows(client, address):
    return client.get(f"/api/v1/{address}", headers=REASON_HEADER).json["data"]


def test_the_api_has_escalations_and_meetings_for_those_who_see_them_on_pages(app):
    client, chosen = app
    assert client.get("/api/v1/escalations").json["data"] == []
    send(client, MODE, chair="Ada")
    given = {"kind": "attended", "agency": "UHCW", "names": "Ada Lovelace, Grace and Mary"}
    send(client, "/meetings/1/records", **given)
    item = re.search(r'id="heading-(\d+)"><span[^>]*>[^<]*</span>Visits', read(client, MODE))
    assert item is not None
    given = {"kind": "escalation", "text": "A second clinic", "item": item[1]}
    send(client, "/meetings/1/records", **given)
    step(client, "reply", "From March")
    (found,) = list_rows(client, "escalations?team=north&state=answered")
    assert (found["what"], found["reason"]) == ("Visits", "A second clinic")
    assert (found["service"], found["meeting"], found["indicator"]) == ("midwifery", 1, "visits")
    assert [s["text"] for s in found["steps"]] == ["From March"]
    assert client.get("/api/v1/escalations").status_code == 403  # without saying what for
    (held,) = list_rows(client, "meetings")
    assert held["attendance"] == [{"agency": "UHCW", "people": 3}]
    (visits,) = [each for each in held["items"] if each["title"] == "Visits"]
    assert [o["text"] for o in visits["outcomes"]] == ["A second clinic"]
    assert list_rows(client, "meetings?team=south") == []
    chosen.now = VISITING
    assert list_rows(client, "escalations") == []
    (held,) = list_rows(client, "meetings")
    assert "Visits" not in {each["title"] for each in held["items"]}
    chosen.now = replace(HEADS, exact=frozenset())
    assert list_rows(client, "meetings") == []


def test_the_api_has_the_digests_of_a_team_without_a_figure_or_what_people_wrote(app):
    client, chosen = app
    send(client, "/actions", team="north", what="Phone the 3 families", due="2020-01-31")
    newest, *older = list_rows(client, "digests?team=north")
    assert newest["month"] > older[0]["month"]
    assert newest["one_thing"]
    (owed,) = newest["owed"]
    assert (owed["kind"], owed["action"], owed["meeting"]) == ("overdue_action", 1, None)
    assert {(each["one_thing"], *each["owed"]) for each in older} == {(None,)}
    assert "Phone" not in client.get("/api/v1/digests?team=north", headers=REASON_HEADER).text
    refused = client.get("/api/v1/digests")
    assert refused.status_code == 400
    assert "It is needed here" in refused.text
    chosen.now = replace(HEADS, exact=frozenset())
    assert list_rows(client, "digests?team=north") == []
