"""The year of a team: what it holds, its edges, what is empty, and who sees what."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest

from indicators.access.permissions import PARTNER, ExactRight, Permission, Scope, Viewer
from indicators.actions.action_fields import ActionField
from indicators.actions.escalation import EscalationStep
from indicators.feedback.feedback_fields import FeedbackField
from indicators.meetings.meeting_kinds import RecordKind
from indicators.reports.base import Reports
from indicators.reports.team_year.team_year_report import build_team_year
from indicators.store.actions.action_store import ActionStore
from indicators.store.escalations.escalation_store import EscalationStore
from indicators.store.feedback.feedback_store import FeedbackStore
from indicators.store.meetings.meeting_store import MeetingStore
from indicators.store.observations import IndicatorTable
from indicators.store.records.record_store import RecordStore
from layouts.pages.year import year_page
from layouts.site.site import Site
from tests.support.builders import take_in
from tests.support.chosen_viewer import build_app
from tests.support.databases import create_sqlite
from tests.support.escalations import escalate
from tests.support.meetings import ITEMS, MEETING, record
from tests.support.records import counted, keep, scored
from tests.support.two_years import CATALOGUE, PLACES, extracts

EARLY = {"from": "2024-01"}
RECORDS = {each.code: each for each in (scored(**EARLY), counted(**EARLY))}
OUTSIDE = Viewer("outside", frozenset({Permission.VIEW_FIGURES}), PARTNER.scopes)
SOUTH = replace(PARTNER, scopes=frozenset({Scope(places=frozenset({"south", "c", "city"}))}))
SOME = replace(PARTNER, exact=frozenset({ExactRight("some", indicators=frozenset({"plans"}))}))
IN_MARCH = datetime(2026, 3, 9, 9, tzinfo=UTC)
EDGES = {
    "2025-03-31": "The room is cold",
    "2025-04-01": "The bus is late",
    "2026-03-31": "The leaflet is long",
}


@pytest.fixture
def app(tmp_path, monkeypatch):
    """The client of a small site, the choice of its viewer, and its database."""
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    site = Site(Reports(table, CATALOGUE, PLACES, records=RECORDS))
    built, chosen = build_app(site, monkeypatch)
    yield built.server.test_client(), chosen, table.engine
    table.engine.dispose()


def read(client, address="/team/north/year"):
    return " ".join(unescape(client.get(address).text).split())


def keep_year(engine):
    """What North did in the year to March 2026."""
    records = RecordStore(engine)
    keep(records, "matrix", "north", "2024-Q4", {"first": 4, "second": 3, "third": 1})
    keep(records, "matrix", "north", "2025-Q4", {"first": 5, "second": 4, "third": 1})
    keep(records, "cases", "north", "2026-W10", {"discussed": 123, "referred": 11})
    action = {
        ActionField.TEAM: "north",
        ActionField.WHAT: "Visit by bicycle",
        ActionField.INDICATOR: "visits",
        ActionField.OWNER: "Ada",
        ActionField.DUE: "2026-03-20",
        ActionField.STARTED: "2026-03",
    }
    ActionStore(engine).add(action, who="Ada", now=IN_MARCH)
    escalations = EscalationStore(engine)
    number = escalations.add(escalate(), who="Ada", now=IN_MARCH)
    said = {"client": "1", "seen": 0, "who": "Ida Head", "now": IN_MARCH}
    escalations.add_record(number, EscalationStep.REPLY, "Two start in May", **said)
    for day, text in EDGES.items():
        lines = {"team": "north", "theme": "other", "said": text, "heard": day}
        given = {FeedbackField(name): text for name, text in lines.items()}
        FeedbackStore(engine, CATALOGUE.feedback_themes).add(
            given, who="Ada", now=datetime(2026, 4, 2, tzinfo=UTC)
        )
        held = replace(MEETING, day=date.fromisoformat(day))
        meetings = MeetingStore(engine)
        started = meetings.start(held, ITEMS, who="Ada", now=IN_MARCH)
        meetings.add_record(started, record(RecordKind.CLOSED), who="Ada", now=IN_MARCH)


def test_it_has_the_figures_of_the_team_page_and_what_the_team_scored_counted_and_did(app):
    client, _, engine = app
    keep_year(engine)
    page = read(client)
    assert "Year to 31 March 2026" in page
    assert '<span class="figure">89.0%</span>' in page
    assert "2 of 3 features mature, in the band 2 or more. 1 more than at the start, Q4" in page
    assert "<b>8.9%</b> (11 of 123; 95% interval 5.1% to 15.3%)" in page
    assert "1 action: 1 open, 1 of them overdue." in page
    assert "Of 1 about a figure: 1 too early to say. A result is what the months after" in page
    assert "after it, not because of it" in page
    assert "Reply of Ida Head, 9 March 2026: Two start in May" in page
    assert "2 lines of feedback: 2 open." in page


def test_it_is_built_once_until_somebody_enters_something(app, monkeypatch):
    client, _, engine = app
    built = []

    def count(*given):
        built.append(given)
        return build_team_year(*given)

    monkeypatch.setattr(year_page, "build_team_year", count)
    assert read(client) == read(client)
    assert len(built) == 1
    keep_year(engine)
    assert "2 lines of feedback: 2 open." in read(client)
    assert len(built) == 2


def test_the_year_holds_its_first_and_last_day_and_not_the_day_before(app):
    client, _, engine = app
    keep_year(engine)
    page = read(client)
    assert [text in page for text in EDGES.values()] == [False, True, True]
    assert "2 meetings held, the last on 31 March 2026. No outcomes." in page
    earlier = read(client, "/team/north/year?month=2025-03")
    assert [text in earlier for text in EDGES.values()] == [True, False, False]
    assert "Visit by bicycle" not in earlier
    assert "1 of 3 features mature, in the band Under 2." in earlier


def test_each_part_says_if_there_is_nothing_in_it(app):
    page = read(app[0])
    for said in (
        "Nothing was scored in this year.",
        "Nothing was counted in this year.",
        "You see no action that was open in this year.",
        "No meeting was held and closed in this year.",
        "You see nothing that was escalated in this year.",
        "No feedback was entered in this year.",
    ):
        assert said in page


def test_only_those_who_see_the_figures_exactly_see_counts_and_what_the_team_wrote(app):
    client, chosen, engine = app
    keep_year(engine)
    chosen.now = SOME
    page = read(client).partition("<main")[2].partition("</main>")[0]  # addresses hold any number
    assert "[c]: these counts are hidden" in page
    assert "2 of 3 features mature" in page
    for hidden in ("123", "8.9%", "89.0%", "Visit by bicycle"):
        assert hidden not in page
    for nobody in (SOUTH, OUTSIDE):  # nothing was published for those outside
        chosen.now = nobody
        assert client.get("/team/north/year").status_code == 403


def test_it_is_for_teams_and_their_page_links_to_it(app):
    client = app[0]
    assert 'href="/team/north/year?month=2026-03"' in read(client, "/team/north")
    assert "/year?" not in read(client, "/area/a")
    answer = client.get("/team/a/year")
    assert answer.status_code == 404
    assert "There is no team “a”" in unescape(answer.text)
