"""Agreements about some places or indicators: the rest reaches nobody, also not in a PDF."""

import re
import subprocess
from datetime import UTC, date, datetime
from threading import Event

import pytest

from indicators.access.permissions import PARTNER
from indicators.access.roles import AccessContext, Person, Role, build_viewer
from indicators.access.row_access import RowAccess, decide_row
from indicators.actions.action_fields import ActionField
from indicators.domain.sharing.agreements import Agreement, Agreements
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from tests.conftest import program
from tests.spec.test_access import FILES, PAGES, WHY, read_text
from tests.support.chosen_viewer import build_app
from tests.support.escalations import escalate
from tests.support.two_agencies import (
    CATALOGUE,
    GROUPS,
    INDICATORS,
    PLACES,
    fill_table,
    find_marks,
)

MORE = [
    "/actions/1",
    "/actions/2",
    "/actions/evidence",
    "/api/v1/actions",
    "/escalations/1",
    "/escalations/2",
    "/meetings/1",
    "/meetings/1/minutes.docx",
    "/meetings/1/action-sheet.xlsx",
    "/tables/csv/tried/actions/evidence",
    "/tables/csv/meetings/team/north/meetings",
]
PDFS = ["/meetings/1/minutes.pdf", "/packs/meeting.pdf?place=north"]


def build(role, organisation="OUTSIDE", team="", service="", **covered):
    """The viewer of an organisation with an agreement about a part of the figures."""
    keys = {"code": "part", "name": "Part", "purpose": "Meetings", "approver": "The lead"}
    days = {"from": "2013-04-01", "until": "2030-03-31"}
    agreement = Agreement.model_validate(keys | days | covered | {"parties": [organisation]})
    context = AccessContext(PLACES, CATALOGUE.services.values(), Agreements((agreement,)))
    person = Person("someone", frozenset({role}), organisation, team, service)
    return build_viewer(person, context, date(2026, 11, 29))


PEOPLE = {
    "one area": build(Role.COMMISSIONER, places=["ash"]),
    "one team": build(Role.COMMISSIONER, places=["north"]),
    "one indicator": build(Role.COMMISSIONER, indicators=["visits"]),
    "one figure besides its own": build(
        Role.COMMISSIONER, "ALPHA", indicators=["reviews"], places=["north"]
    ),
    "an area of its team": build(Role.TEAM_MEMBER, team="north", places=["ash"]),
}


@pytest.fixture
def app(database_url, monkeypatch):
    """The client of a site with a meeting and an action about each indicator, and its viewer."""
    table = IndicatorTable.open(database_url)
    reports = fill_table(table)
    built, chosen = build_app(Site(reports), monkeypatch)
    client, book = built.server.test_client(), ActionBook(reports, PARTNER)
    for code in INDICATORS:
        said = {ActionField.TEAM: "north", ActionField.WHAT: f"comment-on-{code}-north"}
        book.add(said | {ActionField.INDICATOR: code}, now=datetime.now(UTC))
    for number, code in enumerate(INDICATORS, 1):  # the number of the action is its own
        about = escalate(code, reason=f"comment-on-{code}-north", action=number)
        EscalationBook(reports, PARTNER).add(about, now=datetime.now(UTC))
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/actions/new").text)
    assert token is not None
    started = client.post("/team/north/meeting", data={"csrf_token": token[1], "chair": "Ada"})
    assert started.status_code == 303
    yield client, chosen
    table.engine.dispose()


def find_leaks(viewer, text):
    pairs = {
        (code, place): decide_row(viewer, code, service, place).access
        for code, service in INDICATORS.items()
        for place in GROUPS
    }
    seen = [pair for pair, access in pairs.items() if access is RowAccess.EXACT]
    return find_marks(text, pairs.keys() - set(seen)) - find_marks(text, seen)


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE)
def test_the_rest_of_the_figures_reaches_no_party(app, person):
    client, chosen = app
    chosen.now, leaks = PEOPLE[person], {}
    for address in [*PAGES, *FILES, *MORE]:
        answer = client.get(address, headers=WHY)
        assert answer.status_code != 500, address
        if found := find_leaks(chosen.now, read_text(answer.data)):
            leaks[address] = found
    assert leaks == {}


def read_pdf(client, address, path):
    for _ in range(600):
        answer = client.get(address, headers=WHY)
        if answer.status_code != 202:
            break
        Event().wait(0.1)  # as a browser does, which asks again
    path.write_bytes(answer.data)
    command = [program("PDFTOTEXT", "pdftotext"), "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
@pytest.mark.documents
def test_a_pdf_has_the_figures_of_the_one_who_asked_for_it(app, tmp_path):
    client, chosen = app
    both = [(code, "north") for code in INDICATORS]
    for viewer in (PARTNER, PEOPLE["one indicator"]):
        chosen.now = viewer
        for address in PDFS:
            text = read_pdf(client, address, tmp_path / "file.pdf")
            assert find_marks(text, both[:1]), address
            assert bool(find_marks(text, both[1:])) == (viewer is PARTNER), address
            assert find_leaks(viewer, text) == set()
