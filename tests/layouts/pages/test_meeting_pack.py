"""The meeting pack: one PDF of a team, its areas and its action sheet."""

import re
import subprocess
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest

from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.store.actions.action_store import ActionStore
from indicators.store.observations import IndicatorTable
from layouts.exports.pdf_queue import PdfQueue
from layouts.pages.place import meeting_pack
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.conftest import program
from tests.support.builders import take_in
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason
from tests.support.sample_site import sample_server
from tests.support.two_years import CATALOGUE, PLACES, extracts

TEAM = "foleshill-stoke-heath"


def fetch_pack(query: str) -> Any:
    """The answer with the PDF, after the pages that say how far it is."""
    for _ in range(600):
        answer = give_reason(sample_server().test_client()).get(f"/packs/meeting.pdf?{query}")
        if answer.status_code != 202:
            return answer
        Event().wait(0.1)  # as a browser does, which asks again
    raise AssertionError("the PDF never became ready")


@pytest.mark.slow
@pytest.mark.documents
def test_the_pack_has_contents_the_team_its_areas_and_the_action_sheet(tmp_path) -> None:
    answer = fetch_pack(f"place={TEAM}&month=2026-10")
    assert answer.status_code == 200
    assert f"meeting-{TEAM}-2026-10.pdf" in answer.headers["Content-Disposition"]
    path = tmp_path / "pack.pdf"
    path.write_bytes(answer.data)
    command = [program("PDFTOTEXT", "pdftotext"), "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")
    assert "Contents" in pages[0]
    assert "Under 5s with an open CAF†" in pages[1]
    assert "† Under 5s with an open CAF: CAF level 2 or 3" in pages[0]
    assert "the area: Total for placement addresses is used" in pages[0]
    listed = dict(re.findall(r"^ *\d+\. (.+?)[ .]{3,}(\d+)$", pages[0], re.MULTILINE))
    starts = {
        "Foleshill and Stoke Heath (team)": "Foleshill and Stoke Heath",
        "Foleshill (centre area)": "Foleshill",
        "Stoke Heath (centre area)": "Stoke Heath",
        "Action sheet: Foleshill and Stoke Heath": "Action sheet",
    }
    assert list(listed) == list(starts)
    for name, start in starts.items():
        assert start in pages[int(listed[name]) - 1]
    assert list(listed.values()) == ["2", "3", "4", "5"]  # each fits on one page
    assert len(pages) == len(["contents", *listed, "what follows the last page break"])
    assert "What the marks mean" in pages[0]
    crosses = pages[1].partition("Mean")[0]
    assert "Smoking at delivery" in crosses
    last = pages[int(listed["Action sheet: Foleshill and Stoke Heath"]) - 1]
    assert "Action sheet: Foleshill and Stoke Heath" in last
    assert "Meeting date" in last
    assert "University Hospitals Coventry and Warwickshire NHS Trust" in last
    assert "Early booking" in last


def test_a_team_of_one_area_has_its_page_once(tmp_path, monkeypatch) -> None:
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, extracts()["midwifery"])
    site, works = Site(Reports(table, CATALOGUE, PLACES)), []
    monkeypatch.setattr(PdfQueue, "begin", lambda _self, _key, _steps, work: works.append(work))
    written: list[list[str]] = []
    monkeypatch.setattr(
        meeting_pack, "write_pdf", lambda *given: written.append([part.name for part in given[-1]])
    )
    client = give_reason(create_dash_app(site).server.test_client())
    for place in ("south", "c", "north"):
        client.get(f"/packs/meeting.pdf?place={place}")
        list(works[-1]())
    assert [[name.partition(" (")[0] for name in names] for names in written] == [
        ["South", "Action sheet: South"],
        ["C", "Action sheet: C"],
        ["North", "A", "B", "Action sheet: North"],
    ]
    table.engine.dispose()


@pytest.mark.slow
@pytest.mark.documents
def test_its_name_and_first_page_say_what_day_and_areas_it_is_for() -> None:
    answer = fetch_pack(f"place={TEAM}&month=2026-09&as_at=2026-11-29&areas=today")
    assert answer.status_code == 200
    name = f"meeting-{TEAM}-2026-09-todays-areas-as-at-2026-11-29.pdf"
    assert name in answer.headers["Content-Disposition"]


def test_it_is_written_again_once_an_action_was_added(tmp_path, monkeypatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(PdfQueue, "begin", lambda _self, key, *_: asked.append(key))
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    site = Site(Reports(table, CATALOGUE, PLACES))
    client = give_reason(create_dash_app(site).server.test_client())
    for is_new in (True, False):
        client.get("/packs/meeting.pdf?place=north")
        assert (len(set(asked)) == len(asked)) is is_new
    fields = {ActionField.TEAM: "north", ActionField.WHAT: "Phone every family"}
    ActionStore(table.engine).add(fields, who="Ada", now=datetime.now(UTC))
    client.get("/packs/meeting.pdf?place=north")
    assert len(set(asked)) == 2
    table.engine.dispose()


def test_a_team_page_links_its_pack_and_an_unknown_place_is_refused() -> None:
    client = give_reason(sample_server().test_client())
    page = client.get(f"/team/{TEAM}?month=2026-10").text
    assert f'href="/packs/meeting.pdf?place={TEAM}&amp;month=2026-10"' in page
    assert client.get("/packs/meeting.pdf?place=nowhere").status_code == 400
    assert client.get(f"/packs/meeting.pdf?place={TEAM}&month=2031-04").status_code == 400


def test_a_pack_is_written_again_once_an_action_of_the_team_changed(tmp_path, monkeypatch):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, extracts()["midwifery"])
    reports, begun = Reports(table, CATALOGUE, PLACES), []
    monkeypatch.setattr(PdfQueue, "begin", lambda _, key, *__: begun.append(key))
    client = give_reason(create_dash_app(Site(reports)).server.test_client())
    for _ in range(2):
        client.get("/packs/meeting.pdf?place=north")
    fields = {ActionField.TEAM: "north", ActionField.WHAT: "Phone every family"}
    ActionBook(reports, PARTNER).add(fields, now=datetime.now(UTC))
    client.get("/packs/meeting.pdf?place=north")
    assert begun[0] == begun[1] != begun[2]
    table.engine.dispose()
