"""Records on pages: entered, shown with changes and bands, undone, limited, and in the API."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from indicators.access.permissions import PARTNER, ExactRight, Permission, Scope
from indicators.records.record_period import RecordPeriod, RecordSpan
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from indicators.store.records.record_store import RecordStore
from layouts.exports.gate.export_reasons import HEADER
from layouts.site.site import Site
from tests.support.builders import row, take_in
from tests.support.chosen_viewer import build_app
from tests.support.records import counted, keep, scored
from tests.support.two_years import CATALOGUE, MARCH, PLACES
from tests.support.viewers import without

LEADERS = counted(
    "leaders",
    per="quarter",
    rate=[],
    field=[
        {"code": "trained", "name": "Trained"},
        {"code": "active", "name": "Active", "adds_up": False},
    ],
)
RECORDS = {each.code: each for each in (scored("matrix"), counted("cases"), LEADERS)}
QUARTER, BEFORE, WEEK = "2026-Q2", "2026-Q1", "2026-W46"
NORTH = f"/records/matrix/north?period={QUARTER}"


@pytest.fixture
def app(database_url, monkeypatch):
    """The client of a small site, the choice of its viewer, and its store of records."""
    table = IndicatorTable.open(database_url)
    take_in(table, [row("visits", area, MARCH, 80, 100) for area in ("a", "b", "c")])
    reports = Reports(table, CATALOGUE, PLACES, records=RECORDS)
    built, chosen = build_app(Site(reports), monkeypatch)
    store = RecordStore(table.engine)
    keep(store, "matrix", "north", BEFORE, {"first": 4, "second": 3, "third": 1})
    scores = {"first": 5, "second": 2, "third": 1}
    keep(store, "matrix", "north", QUARTER, scores, evidence="Seen in June")
    keep(store, "cases", "north", WEEK, {"discussed": 123, "referred": 11})
    yield built.server.test_client(), chosen, store
    table.engine.dispose()


@pytest.fixture
def client(app):
    return app[0]


def read(client, address):
    return unescape(client.get(address).text)


def list_cells(page, name):
    """The two counts of a row of a table of counts."""
    row = page.partition(f"{name}</th>")[2].partition("</tr>")[0]
    return re.findall(r'<td class="n"[^>]*>([^<]*)</td>', row)[:2]


def send(client, address, page=NORTH, **given):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert token is not None
    return client.post(address, data={"csrf_token": token[1], **given})


def fill(**fields):
    """What the form sends: each field as (value, evidence, version)."""
    sent = {"period": QUARTER}
    for code, (value, evidence, version) in fields.items():
        sent |= {f"value-{code}": value, f"evidence-{code}": evidence, f"version-{code}": version}
    return sent


UNTOUCHED = {"second": ("2", "Seen in June", "1"), "third": ("1", "Seen in June", "1")}


def test_the_map_has_scores_changes_and_the_band_in_words(client):
    page = read(client, f"/records/matrix?period={QUARTER}")
    assert re.search(r'class="shade mature" data-shade="5"[^>]*>5<span class="vh">, mature', page)
    assert "▲1" in page
    assert ", down 1 since Q1 2026/27" in page
    assert "<b>Under 2</b> 1 team" in page
    assert "1 more feature for “2 or more”. Nearest: Second (now 2)." in page
    assert "not entered" in page  # South scored nothing


def test_the_latest_period_with_scores_is_shown_first_and_others_can_be_chosen(client):
    assert "Q2 2026/27, 1 of 2 teams entered" in read(client, "/records/matrix")
    assert "Q1 2026/27, 1 of 2 teams entered" in read(client, f"/records/matrix?period={BEFORE}")
    refused = client.get("/records/matrix?period=2025-Q1")
    assert refused.status_code == 404
    assert "Matrix is not kept for Q1 2025/26." in unescape(refused.text)
    assert "“soon” is not a quarter." in read(client, "/records/matrix?period=soon")


def test_a_rate_is_over_the_year_and_has_its_interval(client):
    page = read(client, f"/records/cases?period={WEEK}")
    assert "8.9%" in page
    assert "5.1% to 15.3%" in page
    assert "1 of 52" in page


def test_what_a_team_enters_is_saved_with_who_and_when_and_the_value_before(client):
    sent = fill(first=("3", "Two of four do", "1"), **UNTOUCHED)
    answer = send(client, "/records/matrix/north", **sent)
    assert (answer.status_code, answer.location) == (303, NORTH)
    page = read(client, NORTH)
    assert "Saved: 1 value." in page
    assert "<b>First</b>: 5 (Seen in June) → 3 (Two of four do)" in page
    assert "partner" in page


def test_what_cannot_be_saved_is_said_and_stays_in_the_form(client):
    sent = fill(first=("6", "Much better", "1"), second=("x", "", "1"), third=("1", "", "1"))
    answer = send(client, "/records/matrix/north", **sent)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "“First” is “6”. Write a whole number from 0 to 5, or leave it empty." in page
    assert "“Second” is “x”." in page
    assert 'value="Much better"' in page
    assert "Much better" not in read(client, NORTH)


def test_two_people_who_change_the_same_score_see_both_and_nothing_is_lost(client):
    send(client, "/records/matrix/north", **fill(first=("3", "Ann’s", "1"), **UNTOUCHED))
    both = fill(first=("4", "Ben’s", "1"), second=("5", "All", "1"), third=("1", "", "1"))
    second = send(client, "/records/matrix/north", **both)
    page = unescape(second.text)
    assert second.status_code == 409
    for text in ("5 (Seen in June)", "3 (Ann’s)", "4 (Ben’s)"):
        assert text in page
    assert 'name="version-first" value="2"' in page
    both["version-first"] = "2"
    assert send(client, "/records/matrix/north", **both).status_code == 303
    assert "3 (Ann’s) → 4 (Ben’s)" in read(client, NORTH)


def test_what_was_saved_can_be_undone_and_stays_in_the_history(client):
    send(client, "/records/matrix/north", **fill(first=("3", "", "1"), **UNTOUCHED))
    batch = re.search(r'name="batch" value="(form [^"]+)"', client.get(NORTH).text)[1]
    send(client, "/records/matrix/north/undo", period=QUARTER, batch=batch)
    page = read(client, NORTH)
    assert "Undone: 1 value is as before." in page
    assert 'name="value-first" value="5"' in page
    again = send(client, "/records/matrix/north/undo", period=QUARTER, batch=batch)
    assert again.status_code == 303
    assert "This is undone already." in read(client, NORTH)


def test_a_period_that_has_not_begun_cannot_be_entered(client):
    sent = fill(first=("3", "", "0")) | {"period": "2099-Q1"}
    answer = send(client, "/records/matrix/north", **sent)
    assert answer.status_code == 400
    assert "Matrix is not kept for Q1 2099/00." in unescape(answer.text)


def test_markup_in_evidence_is_text(client):
    markup = "<script>alert(1)</script>"
    send(client, "/records/matrix/north", **fill(first=("3", markup, "1"), **UNTOUCHED))
    for address in (NORTH, f"/records/matrix?period={QUARTER}"):
        assert markup not in client.get(address).text


SOUTH = Scope(places=frozenset({"south", "c", "city"}))


def test_another_team_sees_and_enters_nothing_of_it(app):
    client, chosen, store = app
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(NORTH).text)[1]
    chosen.now = replace(PARTNER, scopes=frozenset({SOUTH}), team="south")
    assert client.get(NORTH).status_code == 403
    assert "North" not in read(client, "/records/matrix")
    before = store.get_version()
    sent = fill(first=("0", "", "1"), **UNTOUCHED) | {"csrf_token": token}
    assert client.post("/records/matrix/north", data=sent).status_code == 403
    batch = {"csrf_token": token, "period": QUARTER, "batch": f"north {QUARTER}"}
    assert client.post("/records/matrix/south/undo", data=batch).status_code == 403
    assert store.get_version() == before


def test_a_member_of_the_team_enters_counts_and_the_champion_scores(app):
    client, chosen, _ = app
    member = without(Permission.ENTER_CHAMPION_RECORDS)
    chosen.now = replace(member, team="north")
    assert '<form method="post" class="record-form"' in client.get("/records/cases/north").text
    assert "record-form" not in client.get(NORTH).text
    chosen.now = replace(PARTNER, team="south")  # sees every team, and enters the own one
    assert "record-form" not in client.get(NORTH).text


def test_people_outside_the_agreement_see_scores_but_neither_counts_nor_evidence(app):
    client, chosen, _ = app
    chosen.now = replace(PARTNER, exact=frozenset())
    scores = read(client, f"/records/matrix?period={QUARTER}")
    assert ">5<" in scores
    assert "Seen in June" not in scores + read(client, NORTH)
    for address in (f"/records/cases?period={WEEK}", f"/records/cases/north?period={WEEK}"):
        page = read(client, address)
        assert "[c]" in page
        assert not re.search(r">(123|11)<|8\.9%", page), address
    assert client.get("/api/v1/records/cases", headers={HEADER: "A test"}).json["data"] == []


def test_an_agreement_may_name_a_record(app):
    client, chosen, _ = app
    right = ExactRight("agreed", indicators=frozenset({"cases"}))
    chosen.now = replace(PARTNER, exact=frozenset({right}))
    assert "8.9%" in read(client, f"/records/cases?period={WEEK}")


def test_the_api_has_the_kinds_and_what_was_entered(client):
    kinds = client.get("/api/v1/records").json["data"]
    assert [(each["code"], each["scored"]) for each in kinds] == [
        ("matrix", True),
        ("cases", False),
        ("leaders", False),
    ]
    found = client.get(f"/api/v1/records/matrix?period={QUARTER}").json["data"]
    assert [(each["field"], each["value"], each["mature"]) for each in found] == [
        ("first", 5, True),
        ("second", 2, False),
        ("third", 1, False),
    ]
    assert found[0]["starts"] == "2026-07-01"
    assert client.get("/api/v1/records/none").status_code == 400
    assert client.post("/api/v1/records/matrix").status_code == 405


def test_small_counts_leave_with_a_reason_only(app):
    client, _, store = app
    keep(store, "cases", "south", WEEK, {"discussed": 3})
    assert client.get("/api/v1/records/cases").status_code == 403
    assert client.get("/api/v1/records/cases", headers={HEADER: "A test"}).status_code == 200
    assert client.get("/tables/csv/record/records/cases").status_code == 303


def test_the_table_can_be_downloaded(client):
    text = client.get(f"/tables/csv/record/records/matrix?period={QUARTER}").text
    assert "Team,First,Second,Third,Mature,Band" in text
    assert "North,5,2,1,1,Under 2" in text
    steps = client.get(f"/tables/csv/steps/records/matrix?period={QUARTER}").text
    assert "North,Under 2,1 more feature for “2 or more”. Nearest: Second (now 2)." in steps
    trend = client.get(f"/tables/csv/trend/records/matrix?period={QUARTER}").text
    assert re.search(r"Team,.*Q1 2026/27,Q2 2026/27\r\nNorth,.*1,1\r\n", trend)
    weeks = client.get(f"/tables/csv/trend/records/cases?period={WEEK}").text
    assert re.search(r"\r\nweek of [^,]+,123,11,[^\r]*1\r\n", weeks)
    own = f"records/matrix/north?period={QUARTER}"
    entries = client.get(f"/tables/csv/entries/{own}").text
    assert re.search(r"\r\nFirst,.*5,", entries)
    assert ",empty,5" in client.get(f"/tables/csv/history/{own}").text
    assert ",every week," in client.get("/tables/csv/records/records").text


def test_a_team_s_page_and_home_lead_to_the_records(client):
    assert 'href="/records/matrix/north' in client.get("/team/north").text
    assert 'href="/records?month' in client.get("/").text


def test_the_list_leads_to_what_the_own_team_enters_next(app):
    client, chosen, store = app
    current = RecordPeriod.find(RecordSpan.QUARTER, datetime.now(UTC).date())
    keep(store, "cases", "north", "2026-W47", {"discussed": 4})
    keep(store, "matrix", "north", current.code, {"first": 4})
    chosen.now = replace(PARTNER, team="north")
    page = read(client, "/records")
    assert 'href="/records/cases/north?period=2026-W48"' in page
    assert f'href="/records/matrix/north?period={current.code}">Enter {current.name}' in page


def test_counts_of_a_year_are_added_up_or_the_last_one_stands_for_it(app):
    client, _, store = app
    keep(store, "leaders", "north", BEFORE, {"trained": 2, "active": 7})
    keep(store, "leaders", "north", QUARTER, {"trained": 1, "active": 6})
    keep(store, "leaders", "south", BEFORE, {"trained": 4, "active": 1})
    page = read(client, f"/records/leaders?period={QUARTER}")
    cells = {name: list_cells(page, name) for name in ("North</a>", "South</a>", "All teams")}
    assert cells == {"North</a>": ["3", "6"], "South</a>": ["4", "1"], "All teams": ["7", "7"]}
    assert "last quarter entered" in page


def test_counts_are_drawn_and_scores_have_a_line_and_the_start(app):
    client, _, store = app
    keep(store, "cases", "north", "2026-W45", {"discussed": 4, "referred": 1})
    assert "Cases of the teams shown, week of 2 November 2026 to week of 9 November 2026." in read(
        client, f"/records/cases?period={WEEK}"
    )
    assert 'aria-label="North: 1 in Q1 2026/27, 1 in Q2 2026/27"' in read(
        client, f"/records/matrix?period={QUARTER}"
    )
    later = read(client, "/records/matrix/north?period=2026-Q3")
    assert "Start<small>Q1 2026/27</small>" in later


def test_an_unknown_record_is_named(client):
    answer = client.get("/records/none")
    assert answer.status_code == 404
    assert "There is no record “none”" in answer.text
    assert "The records are: matrix, cases, leaders." in answer.text
