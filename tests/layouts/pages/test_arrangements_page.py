"""A new arrangement of areas is rehearsed: one browser sees pages with it, and nobody else."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from indicators.access.roles import Role
from indicators.configuration.retention_reader import read_retention
from indicators.domain.periods import format_day
from indicators.reports.base import Reports
from indicators.store.database import connect
from indicators.store.observations import IndicatorTable
from indicators.store.operations.clean_up import clean_up
from layouts.exports.pdf_queue import PdfQueue
from layouts.pages.compare import pack_routes
from layouts.pages.place import meeting_pack
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.account_site import AccountSite
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.page_calls import call_page
from tests.support.recorded_settings import keep_settings
from tests.support.two_years import CATALOGUE, MARCH, PLACES

PAGE = "/settings/arrangements"
NEXT_YEAR = """
from = "2027-04"

[team]
north = ["a"]
south = ["b", "c"]
"""
KEPT = r"Loaded (.+?) \d\d:\d\d UTC, and kept until (.+?)\."
AREAS = {"a": 60, "b": 70, "c": 80}
PLAIN, REHEARSED = "80.0%", "75.0%"
"""The rolling year of the team South: of c alone, and of b and c."""


@pytest.fixture
def app(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    rows = [row("visits", a, MARCH - at, n, 100) for a, n in AREAS.items() for at in range(12)]
    take_in(table, rows)
    site = Site(keep_settings(Reports(table, CATALOGUE, PLACES), tmp_path))
    yield create_dash_app(site).server
    table.engine.dispose()


def send(client, address, **form):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(PAGE).text)[1]
    return client.post(address, data={"csrf_token": token, "who": "Asha", **form})


def rehearse(client):
    assert send(client, PAGE, text=NEXT_YEAR).status_code == 303
    assert send(client, f"{PAGE}/look").status_code == 303


def test_it_is_seen_on_every_page_by_the_browser_that_looks_with_it_and_by_no_other(app):
    mine, other = app.test_client(), app.test_client()
    for client in (mine, other):  # so that both pages are cached
        assert PLAIN in client.get("/team/south").text
    rehearse(mine)
    shown = unescape(mine.get("/team/south").text)
    assert REHEARSED in shown
    assert "Rehearsal of an arrangement from April 2027" in shown
    assert "Rehearsal" not in other.get("/team/south").text
    assert PLAIN in other.get("/team/south").text
    assert "Rehearsal" not in other.get(PAGE).text


@pytest.mark.parametrize(
    ("module", "address"),
    [(meeting_pack, "meeting.pdf?place=south"), (pack_routes, "compare.pdf?by=team")],
)
def test_every_page_of_a_pdf_of_it_is_by_its_areas(app, monkeypatch, module, address):
    begun = []
    monkeypatch.setattr(PdfQueue, "begin", lambda _self, _key, _steps, work: begun.append(work))
    monkeypatch.setattr(module, "write_pdf", lambda _title, lines, _foot, parts: (lines, parts))
    client = app.test_client()
    rehearse(client)
    client.get(f"/packs/{address}", headers={"X-Export-Reason": "A test of it"})
    *_, (lines, parts) = begun[0]()  # away from the request, as in the background
    assert "Rehearsal of an arrangement from April 2027" in " ".join(lines)
    assert len(parts) > 2
    for part in parts:
        assert "Rehearsal of an arrangement from April 2027" in part.view.html, part.name


@pytest.mark.parametrize(
    "address",
    [
        "/sheets/action-plan.xlsx?place=south",
        "/sheets/action-plans.xlsx?",
        "/sheets/slides.pptx?place=south",
        "/sheets/indicator.csv?indicator=visits&place=south",
        "/sheets/indicator.xlsx?indicator=visits&place=south",
        "/packs/compare.xlsx?",
        "/tables/csv/rows/team/south?",
        "/tables/xlsx/rows/team/south?",
    ],
)
@pytest.mark.parametrize("areas", ["", "&areas=today"])
def test_every_file_of_it_says_that_it_is_a_rehearsal(app, address, areas):
    client = app.test_client()
    rehearse(client)
    sent = client.get(f"{address}{areas}", headers={"X-Export-Reason": "A test of it"})
    assert "Rehearsal of an arrangement from April 2027" in read_text(sent.data)
    assert "-rehearsal" in sent.headers["Content-Disposition"]
    send(client, f"{PAGE}/leave")
    sent = client.get(f"{address}{areas}", headers={"X-Export-Reason": "A test of it"})
    assert "Rehearsal" not in read_text(sent.data)


def test_a_draft_that_does_not_fit_any_more_is_said_and_not_used(app):
    mine, other = app.test_client(), app.test_client()
    rehearse(mine)
    rehearse(other)
    assert send(other, f"{PAGE}/accept", reason="Council of 3 November").status_code == 303
    shown = unescape(mine.get("/team/south").text)
    assert "The arrangement that you rehearse does not fit any more." in shown
    assert "Rehearsal of" not in shown
    sent = mine.get("/sheets/indicator.csv?indicator=visits&place=south")
    assert "ehearsal" not in f"{sent.text} {sent.headers}"
    own = mine.get(PAGE).text
    assert "It does not fit any more." in own
    assert "Every page you open" not in own


def read_text(content):
    """Return the text of a CSV file, or of every part of an office file."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [name for name in archive.namelist() if name.endswith(".xml")]
        return " ".join(archive.read(name).decode() for name in parts)


def test_a_file_that_is_no_text_is_said_to_be_none(app):
    client = app.test_client()
    answer = send(client, PAGE, file=(io.BytesIO(b'from = "2027-04" \xff'), "C:\\areas.toml"))
    assert answer.status_code == 422
    assert "areas.toml: The file is not UTF-8 text. Save it as UTF-8." in unescape(answer.text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a." * 200_000, "A key has more than 6 parts"),
        ("a = " + "[" * 1_000, "More than 8 brackets"),
        (f"a = {'1' * 5_000}", "This is not TOML"),
        ("".join(f"a{at} = 1\n" for at in range(30_000)), "There is no such key"),
    ],
)
def test_a_text_made_to_harm_is_refused_in_a_few_lines(app, text, said):
    answer = send(app.test_client(), PAGE, text=text)
    assert answer.status_code == 422
    assert 1 <= unescape(answer.text).count(said) <= 100


def test_the_history_of_an_arrangement_says_it_in_a_few_lines(app):
    client = app.test_client()
    rehearse(client)
    assert send(client, f"{PAGE}/accept", reason="Council of 3 November").status_code == 303
    path = re.search(r'href="(/settings/boundaries/new-\w+)"', client.get("/settings").text)[1]
    history = client.get(path).text.split('id="history-heading"')[1]
    assert "<ul><li>From April 2027</li><li>2 teams</li></ul>" in history


def test_the_way_out_leads_back_and_keeps_the_draft(app):
    client = app.test_client()
    rehearse(client)
    assert "B moves from North to South" in client.get(PAGE).text
    send(client, f"{PAGE}/leave")
    assert PLAIN in client.get("/team/south").text
    assert "pasted.toml, from April 2027" in client.get(PAGE).text


def test_what_programs_read_and_what_is_published_never_has_a_draft(app):
    client = app.test_client()
    told = client.get("/api/v1/verdicts?place=south&areas=today").json["data"]
    rehearse(client)
    assert client.get("/api/v1/verdicts?place=south&areas=today").json["data"] == told
    assert "Rehearsal" not in client.get("/sharing").text


def test_accepted_it_counts_for_everyone_from_its_month_and_can_be_taken_back(app):
    client, other = app.test_client(), app.test_client()
    rehearse(client)
    assert send(client, f"{PAGE}/accept", reason="Council of 3 November").status_code == 303
    assert "Rehearsal" not in client.get("/team/south").text
    assert PLAIN in other.get("/team/south").text  # its month has not come
    listed = other.get("/settings?kind=boundaries").text
    own = re.search(r'href="(/settings/boundaries/[^"]+)"', listed)[1]
    assert "Council of 3 November" in other.get(own).text
    assert f'href="/settings/files/arrangements/{own.rpartition("/")[2]}.toml"' in listed
    assert send(other, f"{own}/undo", reason="A mistake", version="1").status_code == 303
    assert own not in other.get("/settings?kind=boundaries").text.split('id="recent"')[0]


def test_discarded_it_leaves_nothing(app):
    client = app.test_client()
    rehearse(client)
    send(client, f"{PAGE}/discard")
    assert PLAIN in client.get("/team/south").text
    assert "Load as a draft" in client.get(PAGE).text


@pytest.mark.parametrize(
    ("rules", "days"), [("", 35), ('[drafts]\ndays = 7\nreason = "Policy 7"\n', 7)]
)
def test_the_page_says_until_when_a_draft_is_kept_and_when_it_is_gone(app, tmp_path, rules, days):
    (tmp_path / "retention.toml").write_text(rules)
    client = app.test_client()
    assert f"A draft is kept for {days} days." in client.get(PAGE).text
    send(client, PAGE, text=NEXT_YEAR)
    loaded, last = re.search(KEPT, client.get(PAGE).text).groups()
    began = datetime.strptime(loaded, "%d %B %Y").replace(tzinfo=UTC)
    assert last == format_day(began + timedelta(days=days))
    engine = connect(f"sqlite:///{tmp_path / 'test.db'}")
    clean_up(engine, read_retention(tmp_path), datetime.now(UTC) + timedelta(days=days - 1))
    assert "and kept until" in client.get(PAGE).text
    clean_up(engine, read_retention(tmp_path), datetime.now(UTC) + timedelta(days=days, hours=1))
    engine.dispose()
    assert "The draft of this browser is not kept any more." in client.get(PAGE).text


def test_a_draft_that_was_removed_is_said_on_one_page_and_on_its_live_page(app, tmp_path):
    client = app.test_client()
    rehearse(client)
    later = datetime.now(UTC) + timedelta(days=36)
    engine = connect(f"sqlite:///{tmp_path / 'test.db'}")
    clean_up(engine, read_retention(tmp_path), later)
    engine.dispose()
    gone = "The arrangement that you rehearsed is not kept any more."
    first, live = client.get("/team/south").text, call_page(client, "/team/south")[1]
    for page in (first, live):
        assert gone in page
        assert PLAIN in page
        assert "Rehearsal" not in page
    assert gone not in call_page(client, "/team/south")[1]
    assert gone not in client.get("/team/north").text
    assert "The draft of this browser is not kept any more." in client.get(PAGE).text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (NEXT_YEAR.replace('["b", "c"]', '["c"]'), "b is left out: from 2027-04 it is in no team"),
        ("from = 2027", "pasted.toml, key from"),
        ("teams", "This is not TOML"),
        ("", "There is no arrangement"),
    ],
)
def test_an_arrangement_with_a_fault_is_not_kept_and_what_was_pasted_stays(app, text, says):
    client = app.test_client()
    answer = send(client, PAGE, text=text)
    assert answer.status_code == 422
    assert says in unescape(answer.text)
    assert text.strip() in unescape(answer.text)


def test_a_file_is_loaded_by_its_name(app):
    client = app.test_client()
    file = (io.BytesIO(NEXT_YEAR.encode()), "C:\\plans\\2027-areas.toml")
    assert send(client, PAGE, file=file).status_code == 303
    assert "2027-areas.toml, from April 2027" in client.get(PAGE).text


def test_someone_who_signed_in_sees_it_too(tmp_path):
    site = AccountSite(create_sqlite(tmp_path / "test.db"))
    site.reports = keep_settings(site.reports)
    browser = site.sign_in(site.add(Role.ANALYST))
    assert browser.send(PAGE, PAGE, text=NEXT_YEAR).status_code == 303
    assert browser.send(f"{PAGE}/look", PAGE).status_code == 303
    assert "Rehearsal of an arrangement from April 2027" in browser.get("/team/south").text
    site.close()
