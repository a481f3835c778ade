"""Meetings on pages: started, recorded in, closed, agreed, approved, corrected, and limited."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from indicators.access.permissions import PARTNER, ExactRight, Permission, Scope
from indicators.actions.action_fields import ActionField
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.periods import format_day
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.sheet_import import SheetImports
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.flash_messages import JSON
from layouts.site.site import Site
from tests.support.audit_events import list_events
from tests.support.builders import row, take_in
from tests.support.chosen_viewer import build_app
from tests.support.databases import create_sqlite
from tests.support.export_reason import REASON_HEADER
from tests.support.sheet_files import list_rows, read_content
from tests.support.two_years import CATALOGUE, MARCH, PLACES, extracts
from tests.support.viewers import without

MODE = "/team/north/meeting"
SOUTH = replace(PARTNER, scopes=frozenset({Scope(places=frozenset({"south", "c", "city"}))}))


@pytest.fixture
def table(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    yield table
    table.engine.dispose()


@pytest.fixture
def app(table, monkeypatch):
    """The client of a small site, and the choice of its viewer."""
    built, chosen = build_app(Site(Reports(table, CATALOGUE, PLACES)), monkeypatch)
    return built.server.test_client(), chosen


@pytest.fixture
def client(app):
    return app[0]


def read(client, address):
    return unescape(client.get(address).text)


def send(browser, address, headers=None, **given):
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/actions/new").text)
    assert token is not None
    return browser.post(address, data={"csrf_token": token[1], **given}, headers=headers)


def add(browser, kind, text="", number=1, headers=None, **more):
    given = {"kind": kind, "text": text, "client": f"{kind} {text}"} | more
    return send(browser, f"/meetings/{number}/records", headers, **given)


def find_item(client, title):
    found = re.search(rf'id="heading-(\d+)"><span[^>]*>[^<]*</span>{title}<', read(client, MODE))
    assert found is not None
    return found[1]


def test_a_meeting_is_started_recorded_closed_agreed_and_approved_by_the_next(client):
    assert "on the agenda" in read(client, MODE)
    assert send(client, MODE, chair="Ada Chair").location == MODE
    item = find_item(client, "Visits")
    add(client, "decision", "Keep the clinic", item=item, day="2030-01-31")
    add(client, "action", "Phone every family", item=item, owner="Grace", day="2030-02-28")
    send(
        client,
        "/meetings/1/records",
        kind="attended",
        client="a",
        agency=["A", "B"],
        names=["Ada, Grace", ""],
        apologies="Alan",
    )
    shown = read(client, MODE)
    assert "Keep the clinic (look again on 31 January 2030)" in shown
    assert add(client, "closed", day="2030-01-03").location == "/meetings/1"
    minutes = read(client, "/meetings/1")
    for words in (
        *("Draft minutes", "Ada Chair", "Ada, Grace", "Alan", "Keep the clinic", "3 January 2030"),
        *("Phone every family (A-1, Grace, due 28 February 2030)", "Open list for next month"),
    ):
        assert words in minutes, words
    assert "Approve the minutes" not in minutes
    add(client, "agreed", "Ada Chair")
    assert "Minutes agreed by Ada Chair" in read(client, "/meetings/1")
    assert "Only agreed" not in read(client, "/meetings/1")
    send(client, MODE, chair="Grace")
    add(client, "approved")
    add(client, "correction", "Alan was there")
    minutes = read(client, "/meetings/1")
    assert "Minutes approved" in minutes
    assert ">Correct the minutes</h2>" in minutes
    assert "Alan was there" in minutes
    listed = read(client, "/team/north/meetings")
    assert "1 decision, 1 action" in listed
    assert "Go on with the meeting" in listed
    filed = client.get("/tables/csv/meetings/team/north/meetings").text
    assert '"1 decision, 1 action"' in filed
    attended = client.get("/tables/csv/attendance/meetings/1", headers=REASON_HEADER).text
    assert "\r\nAgency,Names\r\nChair,Ada Chair\r\n" in attended
    assert "\r\nApologies,Alan\r\n" in attended
    left = client.get("/tables/csv/open-list/meetings/1", headers=REASON_HEADER).text
    assert "A-1,Phone every family,Grace,28 February 2030," in left


@pytest.mark.parametrize(("due", "says"), [(-1, "Overdue"), (0, "Due before the next meeting")])
def test_the_agenda_says_whether_an_action_is_overdue_or_due_soon(client, due, says):
    day = (datetime.now(UTC) + timedelta(days=due)).date()
    given = {"what": "Phone", "team": "north", "owner": "Grace", "status": "not_started"}
    assert send(client, "/actions", **given, due=day.isoformat()).status_code == 303
    assert f"<li>Phone <small>{says}</small></li>" in read(client, MODE)


@pytest.mark.parametrize("is_agreed", [True, False])
def test_the_next_meeting_approves_the_minutes_at_its_first_item(client, is_agreed):
    send(client, MODE, chair="Ada")
    add(client, "decision", "Keep the clinic", item=find_item(client, "Visits"))
    add(client, "closed")
    if is_agreed:
        add(client, "agreed", "Ada")
    send(client, MODE, chair="Grace")
    shown = read(client, MODE)
    today = format_day(datetime.now(UTC).date())
    assert "1 of " not in shown.split("Item 1: ")[0]
    assert shown.index(f"Item 1: </span>Minutes of {today}") > 0
    said = f"Agreed by Ada on {today}" if is_agreed else "Still a draft"
    assert said in shown
    assert "1 decision" in shown
    item = find_item(client, f"Minutes of {today}")
    wrong = add(client, "minutes_approved", item=find_item(client, "Visits"), number=2)
    assert wrong.status_code == 303
    assert "There are no minutes at this item" in read(client, MODE)
    for _ in range(2):
        add(client, "minutes_approved", "Approved", item=item, number=2)
    first = read(client, "/meetings/1")
    assert f"Minutes approved on {today}" in first
    assert "Approve the minutes" not in first
    assert "Minutes approved</b> Approved" in read(client, "/meetings/2")
    add(client, "closed", number=2)
    (held, earlier) = client.get("/api/v1/meetings", headers=REASON_HEADER).json["data"]
    assert (earlier["minutes"], held["minutes"]) == ("approved", "draft")
    assert held["items"][0]["outcomes"][0]["kind"] == "minutes_approved"
    send(client, MODE, chair="Ada")
    assert "Item 1: </span>Minutes of" in read(client, MODE)  # of the second, and not of the first
    assert read(client, MODE).count("</span>Minutes of") == 1


def test_an_old_meeting_shows_what_it_saw_after_a_later_load_changed_the_figures(client, table):
    send(client, MODE, chair="Ada")
    add(client, "closed")
    before = read(client, "/meetings/1")
    assert "89.0%" in before
    take_in(table, [row("visits", "a", MARCH - at, 10, 100) for at in range(12)], file="again.csv")
    assert "89.0%" not in read(client, "/team/north")
    assert "89.0%" in read(client, "/meetings/1")
    assert 'aria-label="Visits, months to March 2026' in read(client, "/meetings/1")


def test_a_record_that_is_sent_again_is_kept_once(client):
    send(client, MODE, chair="Ada")
    item = find_item(client, "Visits")
    for _ in range(2):
        answer = add(client, "action", "Phone", item=item, headers={"Accept": JSON})
        assert answer.json == {"saved": ["Phone (A-1)"]}
    assert read(client, "/actions?team=north").count('id="action-') == 1


def test_what_cannot_be_recorded_is_said_with_a_status_that_a_script_understands(client):
    send(client, MODE, chair="Ada")
    asked = {"Accept": JSON}
    assert add(client, "decision", " ", headers=asked).status_code == 422
    add(client, "closed")
    assert add(client, "decision", "Late", headers=asked).status_code == 200
    add(client, "agreed", "Ada")
    late = add(client, "decision", "Too late", headers=asked)
    assert late.status_code == 409
    assert "correction" in late.json["error"]
    assert "sent after the meeting closed" not in read(client, "/meetings/1").split("Late")[0]


def test_a_reader_may_look_and_finds_no_form(app):
    client, chosen = app
    send(client, MODE, chair="Ada")
    chosen.now = without(Permission.EDIT_ACTIONS)
    shown = read(client, MODE)
    assert "Visits" in shown
    assert "data-record" not in shown
    assert "Start meeting" not in read(client, "/team/north")
    chosen.now = PARTNER
    token = re.search(r'value="([^"]+)"', read(client, "/actions/new"))
    chosen.now = without(Permission.EDIT_ACTIONS)
    assert token is not None
    refused = client.post("/meetings/1/records", data={"kind": "decision", "text": "x"})
    assert refused.status_code in (400, 403)
    assert "Nothing recorded" in read(client, "/meetings/1")


def test_another_team_and_people_outside_the_agreements_see_nothing_of_it(app):
    client, chosen = app
    send(client, MODE, chair="Ada")
    add(client, "decision", "Keep the clinic", item=find_item(client, "Visits"))
    smoking = replace(PARTNER, exact=frozenset({ExactRight("x", frozenset({"smoking"}))}))
    for viewer, status in ((SOUTH, 404), (replace(PARTNER, exact=frozenset()), 404)):
        chosen.now = viewer
        for address in (MODE, "/team/north/meetings", "/meetings/1"):
            answer = client.get(address)
            assert answer.status_code == status, address
            assert "Keep the clinic" not in answer.text
        for kind in ("docx", "pdf"):
            answer = client.get(f"/meetings/1/minutes.{kind}", headers=REASON_HEADER)
            assert answer.status_code == 400
    chosen.now = smoking
    assert "Keep the clinic" not in read(client, "/meetings/1")
    assert "89.0%" not in read(client, "/meetings/1")


def test_reading_a_meeting_and_taking_its_minutes_away_is_recorded(client, table):
    send(client, MODE, chair="Ada")
    client.get("/meetings/1")
    assert client.get("/meetings/1/minutes.docx").status_code == 303  # it asks why
    assert client.get("/meetings/1/minutes.docx", headers=REASON_HEADER).status_code == 200
    kinds = [event[0] for event in list_events(table.engine)]
    assert AuditKind.MEETING_CHANGED in kinds
    assert AuditKind.SMALL_NUMBERS_VIEWED in kinds
    assert AuditKind.EXPORT in kinds


def test_a_browser_that_says_why_is_given_the_minutes(client):
    send(client, MODE, chair="Ada")
    asked = client.get("/meetings/1/minutes.docx")
    page = client.get(asked.location)
    assert page.status_code == 200
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    given = {"csrf_token": token[1], "why": "For the chair", "file": "/meetings/1/minutes.docx"}
    assert client.post("/export-reason", data=given).status_code == 200
    assert client.get("/meetings/1/minutes.docx").status_code == 200


def test_the_document_has_headings_header_rows_a_language_and_descriptions(client):
    send(client, MODE, chair="Ada Chair")
    add(client, "question", "Who phones?", item=find_item(client, "Visits"))
    add(client, "closed")
    answer = client.get("/meetings/1/minutes.docx", headers=REASON_HEADER)
    document = Document(BytesIO(answer.data))
    styles = [p.style.name for p in document.paragraphs if p.style]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2"} <= set(styles)
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")) is not None
    assert "Who phones?" in [c.text for t in document.tables for c in t.column_cells(1)]
    language = document.styles.element.find(f".//{qn('w:lang')}")
    assert language is not None
    assert language.get(qn("w:val")) == document.core_properties.language == "en-GB"
    assert "89.0%" in " ".join(p.text for p in document.paragraphs)
    charts = [shape._inline for shape in document.inline_shapes]
    assert charts
    for chart in charts:
        assert chart.docPr.get("descr").startswith(("Visits, months to", "Plans, months to"))


def read_sheet(client):
    answer = client.get("/meetings/1/action-sheet.xlsx", headers=REASON_HEADER)
    assert answer.status_code == 200
    return answer.data, [list_rows(sheet) for sheet in load_workbook(BytesIO(answer.data))]


def test_the_action_sheet_stays_as_it_was_when_the_meeting_closed(client, table):
    send(client, MODE, chair="Ada")
    assert client.get("/meetings/1/action-sheet.xlsx", headers=REASON_HEADER).status_code == 400
    item = find_item(client, "Visits")
    add(client, "action", "Phone every family", item=item, owner="Grace")
    add(client, "closed")
    content, before = read_sheet(client)
    assert any("Phone every family" in row and "Grace" in row for row in before[0])

    take_in(table, [row("visits", "a", MARCH - at, 10, 100) for at in range(12)], file="again.csv")
    book = ActionBook(Reports(table, CATALOGUE, PLACES), PARTNER)
    changed = {ActionField.OWNER: "Ben", ActionField.STATUS: "done"}
    book.update(1, 1, changed, now=datetime.now(UTC))
    book.add({ActionField.TEAM: "north", ActionField.WHAT: "Later"}, now=datetime.now(UTC))
    assert read_sheet(client)[1] == before

    reading = read_content(Reports(table, CATALOGUE, PLACES), content)
    difference = SheetImports(Reports(table, CATALOGUE, PLACES), PARTNER).compare(reading)
    assert not difference.has_changes
