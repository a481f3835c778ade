"""The workbook of a record: downloaded, changed, compared three ways, applied and undone."""

import io
import re
import shutil
from dataclasses import replace
from html import unescape

import pytest
from openpyxl import load_workbook

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.records.record_values import RecordCell
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from indicators.store.records.record_store import RecordStore
from layouts.exports.gate.export_reasons import HEADER
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from loaders.record_sheets.record_sheet_file import RecordSheetFiles
from tests.support.builders import row, take_in
from tests.support.chosen_viewer import build_app
from tests.support.databases import create_sqlite
from tests.support.records import NOW, change, counted, keep, scored
from tests.support.two_years import CATALOGUE, MARCH, PLACES

RECORDS = {each.code: each for each in (scored("matrix"), counted("cases"))}
QUARTER = "2026-Q2"
WHY = {HEADER: "A test of records"}
BOOK = f"/sheets/record.xlsx?record=matrix&period={QUARTER}"
IMPORT = "/records/matrix/import"


@pytest.fixture
def app(database_url, monkeypatch):
    """The client of a small site, the choice of its viewer, and its store of records."""
    table = IndicatorTable.open(database_url)
    take_in(table, [row("visits", area, MARCH, 80, 100) for area in ("a", "b", "c")])
    reports = Reports(table, CATALOGUE, PLACES, records=RECORDS)
    site = Site(reports, record_reader=RecordSheetFiles())
    built, chosen = build_app(site, monkeypatch)
    store = RecordStore(table.engine)
    keep(store, "matrix", "north", QUARTER, {"first": 4, "second": 3}, evidence="Seen in June")
    yield built.server.test_client(), chosen, store
    table.engine.dispose()


def download(client, address=BOOK):
    answer = client.get(address, headers=WHY)
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.data))


def find_row(book, ref):
    sheet = book.worksheets[0]
    return next(each for each in sheet.iter_rows(min_row=6) if each[-1].value == ref)


def write(book, ref, value, evidence=None):
    """Write a value, and evidence if any is given, into the row with a reference."""
    cells = find_row(book, ref)
    cells[5].value = value
    if evidence is not None:
        cells[6].value = evidence


def upload(client, book, address=IMPORT, name="matrix.xlsx"):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(IMPORT).text)[1]
    content = io.BytesIO()
    if isinstance(book, bytes):
        content.write(book)
    else:
        book.save(content)
    content.seek(0)
    return client.post(address, data={"csrf_token": token, "file": (content, name)})


def apply(client, shown, **answers):
    fields = dict(re.findall(r'name="(csrf_token|sheet|seen)" value="([^"]+)"', shown.text))
    return client.post(f"{IMPORT}/apply", data=fields | answers)


def read(store, team="north"):
    found = store.list_current("matrix", [team])
    return {each.cell.field: (each.entered.value, each.entered.evidence) for each in found}


def test_a_workbook_as_it_was_downloaded_changes_nothing(app):
    client, _, _ = app
    page = upload(client, download(client))
    assert page.status_code == 200
    assert "No difference." in page.text


def test_what_was_changed_is_shown_then_applied_and_undone_as_one(app):
    client, _, store = app
    book = download(client)
    write(book, "north 2026-Q2 first", 5, "Agreed in July")
    write(book, "south 2026-Q2 third", 2)
    shown = upload(client, book)
    page = unescape(shown.text)
    assert "4 (Seen in June)" in page
    assert "5 (Agreed in July)" in page
    assert read(store)["first"] == (4, "Seen in June")  # nothing is changed before it is applied
    assert apply(client, shown).status_code == 303
    assert read(store)["first"] == (5, "Agreed in July")
    assert read(store, "south") == {"third": (2, "")}
    batch = next(
        each.batch for each in store.list_versions("matrix", "north", QUARTER) if each.version == 2
    )
    assert batch.startswith("workbook ")
    store.revert("matrix", batch, who="Ann", now=NOW)
    assert read(store)["first"] == (4, "Seen in June")
    assert read(store, "south") == {}


def test_what_both_sides_changed_and_what_was_emptied_is_asked(app):
    client, _, store = app
    book = download(client)
    write(book, "north 2026-Q2 first", 5)
    write(book, "north 2026-Q2 second", None, "")
    theirs = change("north", QUARTER, "first", 1, "Theirs", base=1)
    store.save("matrix", "form", [theirs], who="Ben", now=NOW)
    shown = upload(client, book)
    assert shown.text.count('value="keep" checked') == 2
    apply(client, shown)
    assert read(store) == {"first": (1, "Theirs"), "second": (3, "Seen in June")}
    shown = upload(client, book)
    apply(client, shown, **{"north 2026-Q2 first": "sheet", "north 2026-Q2 second": "sheet"})
    assert read(store) == {"first": (5, "Seen in June")}


def test_what_was_entered_since_the_difference_was_shown_stops_it(app):
    client, _, store = app
    book = download(client)
    write(book, "north 2026-Q2 first", 5)
    shown = upload(client, book)
    theirs = change("north", QUARTER, "first", 1, base=1)
    store.save("matrix", "form", [theirs], who="Ben", now=NOW)
    answer = apply(client, shown)
    assert answer.status_code == 409
    assert "the difference is another now" in answer.text
    assert read(store)["first"] == (1, "")


def test_a_value_that_cannot_be_is_refused_with_its_row_and_nothing_is_applied(app):
    client, _, store = app
    book = download(client)
    write(book, "north 2026-Q2 first", 9)
    write(book, "north 2026-Q2 second", 5)
    find_row(book, "north 2026-Q2 third")[-1].value = "north 2026-Q9 third"
    page = unescape(upload(client, book).text)
    assert "Write a whole number from 0 to 5" in page
    for code in ("not_a_value", "row_unknown"):
        assert f"<code>{code}</code>" in page
    assert "Apply</button>" not in page
    assert read(store)["second"] == (3, "Seen in June")


def test_what_is_no_workbook_of_this_record_is_refused(app):
    client, _, _ = app
    assert "No file was chosen" in upload(client, b"", name="").text
    assert upload(client, b"Team,Value\nnorth,3\n", name="a.csv").status_code == 422
    other = download(client, "/sheets/record.xlsx?record=cases&period=2026-W46")
    assert "workbook of another record" in upload(client, other).text
    bare = download(client)
    bare.remove(bare.worksheets[1])
    assert "does not hold what was exported" in upload(client, bare).text


def test_a_team_changes_no_other_team(app):
    client, chosen, store = app
    chosen.now = replace(PARTNER, team="north")  # sees every team, and enters the own one
    book = download(client)
    write(book, "south 2026-Q2 first", 5)
    page = upload(client, book)
    assert "<code>not_yours</code>" in page.text
    assert apply(client, page).status_code == 409
    assert read(store, "south") == {}


def test_a_workbook_of_weeks_has_a_quarter_of_them(app):
    client, _, _ = app
    book = download(client, "/sheets/record.xlsx?record=cases&place=north&period=2026-W46")
    rows = list(book.worksheets[0].iter_rows(min_row=6, values_only=True))
    assert len(rows) == 13 * 2
    assert rows[-1][-1] == "north 2026-W46 referred"


NEW = """
code = "outreach"
name = "Outreach audit"
description = "What outreach found"
source = "Our own"
per = "month"
from = "2026-01"

[scores]
lowest = 1
highest = 4
mature_from = 3

[[field]]
code = "doors"
name = "Doors opened"
"""


def test_a_new_audit_needs_only_a_file(tmp_path):
    """It is found as page, form, list of the API and workbook, and a team can enter it."""
    data = tmp_path / "data"
    shutil.copytree(Settings().data, data)
    (data / "records" / "outreach.toml").write_text(NEW, encoding="utf-8")
    settings = Settings(data=data, database_url=create_sqlite(tmp_path / "new.db"))
    context = Context.open(settings)
    site = Site(context.reports, record_reader=context.record_reader)
    client = create_dash_app(site).server.test_client()
    assert "Outreach audit" in client.get("/records").text
    form = "/records/outreach/hillfields-team?period=2026-10"
    page = client.get(form).text
    assert "Doors opened" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    sent = {"csrf_token": token, "period": "2026-10", "value-doors": "3", "version-doors": "0"}
    assert client.post("/records/outreach/hillfields-team", data=sent).status_code == 303
    assert "1 of 10 teams entered" in client.get("/records/outreach?period=2026-10").text
    (found,) = client.get("/api/v1/records/outreach").json["data"]
    assert (found["team"], found["field"], found["value"]) == ("hillfields-team", "doors", 3)
    assert "outreach" in [each["code"] for each in client.get("/api/v1/records").json["data"]]
    book = download(client, "/sheets/record.xlsx?record=outreach&period=2026-10")
    assert find_row(book, "hillfields-team 2026-10 doors")[5].value == 3
    store = RecordStore(context.table.engine)
    assert store.find_latest("outreach", ["hillfields-team"]) == "2026-10"
    cell = RecordCell("hillfields-team", "2026-10", "doors")
    assert [each.cell for each in store.list_current("outreach", ["hillfields-team"])] == [cell]
    context.table.engine.dispose()
