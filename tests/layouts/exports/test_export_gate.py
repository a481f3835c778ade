"""Files with exact small numbers leave with a reason, and every file with figures is recorded."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.exports.gate.export_reasons import LONGEST_REASON
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.audit_events import list_events
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.databases import create_sqlite
from tests.support.export_reason import REASON, REASON_HEADER
from tests.support.generated_places import LAST

CATALOGUE = catalogue(indicator("visits"))
PLACES = places({"north": ["a"], "south": ["b"]})
SHEET = f"/sheets/action-plan.xlsx?month={LAST}&place=north"
FILES = {
    "/sheets/action-plan.xlsx?place=north": "spreadsheet",
    "/sheets/action-plans.xlsx": "spreadsheet",
    "/sheets/slides.pptx?place=north": "presentation",
    "/sheets/indicator.csv?place=north&indicator=visits": "csv",
    "/sheets/indicator.xlsx?place=north&indicator=visits": "spreadsheet",
    "/tables/csv/rows/team/north": "csv",
    "/tables/xlsx/rows/team/north": "spreadsheet",
    "/packs/compare.xlsx": "spreadsheet",
}
LISTS = ("/api/v1/observations", "/api/v1/verdicts")
WHY = "The team's meeting on 3 December"


@pytest.fixture
def table(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", "a", LAST, 3, 100), row("visits", "b", LAST, 40, 100)])
    yield table
    table.engine.dispose()


@pytest.fixture
def large(tmp_path):
    """The same without a small number."""
    table = IndicatorTable.open(create_sqlite(tmp_path / "large.db"))
    take_in(table, [row("visits", place, LAST, 40, 100) for place in "ab"])
    yield table
    table.engine.dispose()


def visit(table):
    return create_dash_app(Site(Reports(table, CATALOGUE, PLACES))).server.test_client()


@pytest.fixture
def client(table):
    return visit(table)


def exports(table):
    return [(what, why) for _, what, why in list_events(table.engine, "export")]


def answer_question(client, asked, why=WHY, **fields):
    """Fill in the form that a download led to."""
    question = client.get(asked.headers["Location"])
    assert question.status_code == 200
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', question.text)
    form = {name: unescape(value) for name, value in hidden} | {"why": why} | fields
    return client.post("/export-reason", data=form)


@pytest.mark.parametrize("address", FILES)
def test_a_file_with_small_numbers_is_not_given_without_a_reason(client, table, address):
    answer = client.get(address)
    assert answer.status_code == 303
    asked = urlsplit(answer.headers["Location"])
    assert asked.path == "/export-reason"
    assert parse_qs(asked.query)["for"] == [address]
    assert exports(table) == []


@pytest.mark.parametrize(("address", "kind"), FILES.items())
def test_it_is_given_with_one_and_recorded_with_it(client, table, address, kind):
    answer = client.get(address, headers=REASON_HEADER)
    assert answer.status_code == 200
    assert kind in answer.mimetype
    assert exports(table) == [(address, REASON)]


@pytest.mark.parametrize("address", FILES)
def test_a_file_without_small_numbers_needs_no_reason_but_is_recorded(large, address):
    assert visit(large).get(address).status_code == 200
    assert exports(large) == [(address, "")]


def test_the_question_is_a_page_with_one_field_that_holds_nothing(client):
    page = client.get(client.get(SHEET).headers["Location"])
    assert '<h1 tabindex="-1">Why do you need the exact numbers?</h1>' in page.text
    (field,) = re.findall(r'<input id="why"[^>]*>', page.text)
    assert "value" not in field
    assert "required" in field
    assert '<label for="why">' in page.text
    assert '<a href="/sharing">publish the month</a>' in page.text


def test_the_answer_leads_to_the_file_which_is_recorded_with_it(client, table):
    answer = answer_question(client, client.get(SHEET))
    assert answer.status_code == 200
    assert answer.headers["Refresh"] == f"0; url={SHEET}"
    assert client.get(SHEET).status_code == 200
    assert exports(table) == [(SHEET, WHY)]


def test_a_reason_stands_for_files_of_the_same_kind_only(client, table):
    answer_question(client, client.get(SHEET))
    assert client.get("/sheets/action-plan.xlsx?place=south").status_code == 200
    assert client.get("/sheets/action-plans.xlsx").status_code == 303


def test_a_reason_does_not_stand_for_someone_else_in_the_same_browser(client, table):
    answer_question(client, client.get(SHEET))
    with client.session_transaction() as session:
        session["export_reasons"] = ("user:8", session["export_reasons"][1])
    assert client.get(SHEET).status_code == 303


def test_more_reasons_than_a_cookie_holds_are_asked_for_again(client):
    for address in FILES:
        answer = client.get(address)
        if answer.status_code == 303:
            answer_question(client, answer, why="x" * LONGEST_REASON)
    with client.session_transaction() as session:
        assert len(session["export_reasons"][1]) == 4
    assert client.get(list(FILES)[-1]).status_code == 200


@pytest.mark.parametrize("why", ["", "   ", "no", "\n\t \r\n"])
def test_an_empty_reason_is_none(client, table, why):
    answer = answer_question(client, client.get(SHEET), why=why)
    assert answer.status_code == 422
    assert "Write in a few words what you need the file for." in answer.text
    assert client.get(SHEET).status_code == 303


def test_a_long_reason_is_cut_off_and_kept_on_one_line(client, table):
    answer_question(client, client.get(SHEET), why="a\r\nb " * 200)
    client.get(SHEET)
    ((_, why),) = exports(table)
    assert why.startswith("a b a b")
    assert len(why) <= LONGEST_REASON


@pytest.mark.parametrize(
    "file",
    [
        "",
        "//evil.example/sheets/",
        "https://evil.example/",
        "/sheets/../x",
        "/team/north",
        "/sheets/no",
    ],
)
def test_the_form_leads_to_no_other_address(client, file):
    answer = answer_question(client, client.get(SHEET), file=file)
    assert answer.status_code == 400
    assert "Refresh" not in answer.headers
    assert client.get("/export-reason", query_string={"for": file}).status_code == 404


def test_cancelling_leads_back_to_the_page_or_home(client):
    came = client.get(SHEET, headers={"Referer": "http://localhost/team/north?month=2026-10"})
    assert parse_qs(urlsplit(came.headers["Location"]).query)["back"] == [
        "/team/north?month=2026-10"
    ]
    for elsewhere in ("https://evil.example/x", "http://localhost.evil.example/x", "nonsense", ""):
        came = client.get(SHEET, headers={"Referer": elsewhere})
        assert parse_qs(urlsplit(came.headers["Location"]).query)["back"] == ["/"]


def test_a_form_without_its_token_changes_nothing(client):
    form = {"file": SHEET, "why": WHY, "back": "/"}
    assert client.post("/export-reason", data=form).status_code == 400
    assert client.get(SHEET).status_code == 303


# The API


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_api_says_how_to_give_a_reason(client, table, address, form):
    answer = client.get(f"{address}?format={form}")
    assert answer.status_code == 403
    assert answer.mimetype == "application/problem+json"
    assert "X-Export-Reason" in answer.json["detail"]
    assert exports(table) == []
    given = client.get(f"{address}?format={form}", headers=REASON_HEADER)
    assert given.status_code == 200
    assert exports(table) == [(f"{address}?format={form}", REASON)]


def test_reading_a_list_page_by_page_is_recorded_once(client, table):
    for page in (1, 2):
        address = f"/api/v1/observations?per_page=1&page={page}"
        assert client.get(address, headers=REASON_HEADER).status_code == 200
    assert exports(table) == [("/api/v1/observations", REASON)]


def test_lists_without_small_numbers_need_no_reason(large):
    client = visit(large)
    for address in LISTS:
        assert client.get(address).status_code == 200
        assert client.get(f"{address}?format=csv").status_code == 200
    assert exports(large) == [(f"{address}?format=csv", "") for address in LISTS]


def test_a_browser_can_answer_for_the_api_as_well(client):
    question = re.search(r"/export-reason\?\S+(?=\.$)", client.get(LISTS[0]).json["detail"])[0]
    asked = client.get(question)
    assert asked.status_code == 200
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    client.post("/export-reason", data=hidden | {"why": WHY})
    assert client.get(LISTS[0]).status_code == 200
