"""The audit log for those who may read it: as a page, as a file and on the command line."""

import csv
import io
import os
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import sqlalchemy as sa

from indicators.domain.audit.actor import Actor
from indicators.domain.audit.audit_event import AuditEvent, AuditKind
from indicators.reports.base import Reports
from indicators.store.audit_log import AuditLog
from indicators.store.audit_trail.audit_tables import audit_event
from indicators.store.observations import IndicatorTable
from indicators.store.user_settings import UserSettings
from layouts.site.site import Site
from layouts.text.workflow.audit_text import KINDS
from layouts.web.app_factory import create_dash_app
from tests.support.audit_events import list_events
from tests.support.builders import catalogue, indicator, places
from tests.support.databases import create_sqlite

JO, MO = Actor("user:7", "192.0.2.4", "r1"), Actor("user:8", "192.0.2.5", "r2")
NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
PAYLOAD = '=HYPERLINK("https://evil.example")'


@pytest.fixture
def table(database_url):
    table = IndicatorTable.open(database_url)
    yield table
    table.engine.dispose()


@pytest.fixture
def log(table):
    return AuditLog(table.engine)


@pytest.fixture
def client(table):
    site = Site(Reports(table, catalogue(indicator("visits")), places({"north": ["a"]})))
    return create_dash_app(site).server.test_client()


def fill(log, many=1, kind=AuditKind.LOAD, actor=JO, day=0, reason=""):
    at = NOON + timedelta(days=day)
    for number in range(1, many + 1):
        log.append(AuditEvent(kind, f"load {number}", at, actor, reason))


def rows(page):
    body = re.search(r"<tbody>(.*?)</tbody>", page.text, re.S)
    cells = re.findall(r"<tr>(.*?)</tr>", body[1] if body else "", re.S)
    return [
        [unescape(re.sub(r"<[^>]+>", "", c)) for c in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", r)]
        for r in cells
    ]


def test_every_kind_has_words():
    assert set(KINDS) == set(AuditKind)


def test_an_empty_log_says_what_will_be_in_it(client):
    page = client.get("/audit")
    assert page.status_code == 200
    assert "Nothing has been recorded yet." in page.text
    assert "The log is intact: 0 events" in page.text


def test_an_event_is_a_row_with_who_when_what_why_and_from_where(client, log):
    fill(log, reason="Sent twice")
    assert rows(client.get("/audit")) == [
        [
            "1",
            "29 Nov 2026 12:00:00",
            "User 7",
            "File loaded",
            "load 1",
            "Sent twice",
            "192.0.2.4",
        ]
    ]


def test_a_page_has_a_hundred_events_the_newest_first(client, log):
    fill(log, 205)
    first, last = client.get("/audit"), client.get("/audit?page=3")
    assert [row[0] for row in rows(first)] == [str(n) for n in range(205, 105, -1)]
    assert [row[0] for row in rows(last)] == ["5", "4", "3", "2", "1"]
    assert "Events 201 to 205 of 205" in last.text
    assert 'href="/audit?page=2" rel="next"' in first.text
    assert 'href="/audit?page=2" rel="prev"' in last.text


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "1.5", "9" * 30, "²"])
def test_a_page_that_is_none_shows_one_that_is(client, log, number):
    fill(log)
    assert len(rows(client.get("/audit", query_string={"page": number}))) == 1


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["4", "3", "2", "1"]),
        ("kind=undo", ["3"]),
        ("who=user:8", ["2"]),
        ("from=2026-11-30", ["4"]),
        ("to=2026-11-29", ["3", "2", "1"]),
        ("from=2026-11-29&to=2026-11-29&who=user:7", ["3", "1"]),
        ("kind=nonsense", ["4", "3", "2", "1"]),
        ("who=user:9", []),
    ],
)
def test_the_address_filters_the_page_and_the_file(client, log, query, numbers):
    fill(log)
    fill(log, actor=MO)
    fill(log, kind=AuditKind.UNDO)
    fill(log, day=1)
    page = client.get(f"/audit?{query}")
    assert [row[0] for row in rows(page)] == numbers
    assert ("No event matches." in page.text) == (not numbers)
    file = client.get(f"/audit/events.csv?{query}").data.decode("utf-8-sig")
    found = [row["number"] for row in csv.DictReader(io.StringIO(file))]
    assert found[-len(numbers) :] == numbers if numbers else True


def test_a_day_that_is_none_is_named(client):
    page = client.get("/audit?from=2026-13-01")
    assert page.status_code == 404
    assert "“2026-13-01” is not a day." in page.text


def test_the_file_is_safe_in_a_spreadsheet_and_is_recorded_itself(client, log, table):
    fill(log, reason=PAYLOAD)
    answer = client.get("/audit/events.csv?kind=load")
    assert answer.headers["Cache-Control"] == "no-store"
    (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert row["reason"] == f"'{PAYLOAD}"
    assert row["at"] == "2026-11-29 12:00:00"
    assert (row["who"], row["where"], row["request"]) == ("user:7", "192.0.2.4", "r1")
    assert list_events(table.engine, "export") == [("export", "/audit/events.csv?kind=load", "")]


def test_what_someone_wrote_is_no_markup(client, log):
    fill(log, reason="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get("/audit").text


def test_a_log_that_was_changed_is_announced(client, log, table):
    fill(log, 3)
    assert "The log is intact: 3 events" in client.get("/audit").text
    with table.engine.begin() as connection:
        if table.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_event_not_changed")
        else:
            connection.exec_driver_sql("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        connection.execute(sa.text("UPDATE audit_event SET hash = 'x' WHERE number = 3"))
    page = client.get("/audit")
    assert "Not intact" in page.text
    assert "intact up to event 2" in page.text


# The command line


@pytest.fixture
def file_log(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "log.db"))
    yield AuditLog(table.engine)
    table.engine.dispose()


@pytest.fixture
def run_command(typed, file_log):
    address = file_log.engine.url.render_as_string()
    return lambda *words: typed({"DATABASE_URL": address}, *words)


def test_the_command_verifies_against_a_hash_noted_earlier(run_command, file_log):
    fill(file_log, 2)
    found = run_command("audit", "verify")
    assert found.returncode == 0
    assert "The audit log is intact: 2 events." in found.stdout
    noted = found.stdout.split()[-1]
    assert re.fullmatch(r"[0-9a-f]{64}", noted)
    fill(file_log, 2)
    assert run_command("audit", "verify", "--expect", noted.upper()).returncode == 0
    wrong = run_command("audit", "verify", "--expect", "0" * 63 + "1")
    assert wrong.returncode == 1
    assert "cut off or replaced" in wrong.stderr


def test_the_command_lists_the_newest_and_exports_all(run_command, file_log, tmp_path):
    fill(file_log, 3, reason=PAYLOAD)
    listed = run_command("audit", "list", "--limit", "1").stdout
    assert listed == f"3  2026-11-29 12:00:00  User 7: File loaded, load 3 ({PAYLOAD})\n"
    out = tmp_path / "log.csv"
    assert run_command("audit", "export", "--out", out).returncode == 0
    found = list(csv.DictReader(io.StringIO(out.read_bytes().decode("utf-8-sig"))))
    assert [row["number"] for row in found] == ["3", "2", "1"]
    assert found[0]["reason"] == f"'{PAYLOAD}"


def test_what_the_command_line_does_is_recorded_as_such(run_command, file_log):
    UserSettings(file_log.engine).keep_profile("births", "code = 'births'", who="Jo", now=NOON)
    assert run_command("profiles", "births", "--remove").returncode == 0
    with file_log.engine.connect() as connection:
        done = connection.execute(sa.select(audit_event).where(audit_event.c.number == 2)).one()
    assert (done.what, done.origin) == ("profile births, removed", "command line")
    assert done.who == f"uid:{os.getuid()}"
    assert run_command("audit", "list", "--limit", "1").stdout.split("  ")[-1] == (
        f"Command line, system user {os.getuid()}: Profile changed, profile births, removed\n"
    )
