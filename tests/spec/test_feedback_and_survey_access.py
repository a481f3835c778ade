"""Who is shown what parents said and what staff scored: each person of access.toml."""

from datetime import UTC, datetime

import pytest

from indicators.feedback.feedback_fields import FeedbackField
from indicators.store.feedback.feedback_store import FeedbackStore
from indicators.store.observations import IndicatorTable
from indicators.store.surveys.survey_store import SurveyStore
from layouts.exports.gate.export_reasons import HEADER
from layouts.site.site import Site
from tests.support.chosen_viewer import build_app
from tests.support.spec_people import read_people
from tests.support.survey_pairs import make_survey, score
from tests.support.two_agencies import fill_table

PEOPLE = read_people()
NOW = datetime(2026, 11, 12, tzinfo=UTC)
TEAMS = ("north", "south")
SEEN, HIDDEN = "Midwives-of-the-survey", "6.13"
"""A profession that is shown, and the mean of one that has too few answers."""
ADDRESSES = [
    "/",
    "/team/north",
    "/team/south",
    "/feedback",
    "/feedback?state=all&team=south",
    "/feedback/1",
    "/feedback/2",
    "/tables/csv/feedback/feedback",
    "/api/v1/feedback",
    "/team/north/meeting",
    "/team/south/meeting",
    "/surveys",
    "/surveys/1",
    "/tables/csv/survey/surveys/1",
    "/api/v1/surveys?format=csv",
]


@pytest.fixture(scope="module")
def site(shared_database_url):
    table = IndicatorTable.open(shared_database_url)
    reports = fill_table(table)
    for team in TEAMS:
        fields = {
            FeedbackField.TEAM: team,
            FeedbackField.THEME: "other",
            FeedbackField.SAID: f"feedback-of-{team}",
            FeedbackField.HEARD: "2026-11-02",
        }
        FeedbackStore(table.engine, ["other"]).add(fields, who="Ann", now=NOW)
    pairs = [score(SEEN, "Q", at, at % 3) for at in range(9)]
    few = [score("Managers", "Q", HIDDEN, HIDDEN)] * 4
    SurveyStore(table.engine).add(make_survey([*pairs, *few]), who="Ann", now=NOW)
    yield Site(reports)
    table.engine.dispose()


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_is_shown_what_is_not_for_them(site, monkeypatch, person):
    app, chosen = build_app(site, monkeypatch)
    chosen.now = PEOPLE[person].viewer
    client = app.server.test_client()
    answers = [client.get(address, headers={HEADER: "A test"}) for address in ADDRESSES]
    assert not [answer.status_code for answer in answers if answer.status_code >= 500]
    text = "\n".join(answer.text for answer in answers)
    teams = {place for _, place in PEOPLE[person].sees} & set(TEAMS)
    assert {team for team in TEAMS if f"feedback-of-{team}" in text} == teams
    assert (SEEN in text) is bool(PEOPLE[person].sees)
    assert HIDDEN not in text
