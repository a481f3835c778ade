"""The sample's actions are about what is there, and are kept once."""

import pytest

from cli.fresh_start.sample_escalations import keep_sample_escalations
from cli.fresh_start.sample_workflow import keep_sample_actions
from indicators.access.permissions import PARTNER
from indicators.actions.action_score import ActionScore
from indicators.actions.escalation import EscalationState
from indicators.domain.periods import Month
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.action_evidence import score_actions
from indicators.reports.base import Reports
from indicators.store.actions.action_store import ActionStore
from indicators.store.escalations.escalation_store import EscalationStore
from indicators.store.observations import IndicatorTable
from sample.team_actions import SAMPLE_ACTIONS
from sample.team_escalations import SAMPLE_ESCALATIONS
from tests.support.databases import create_sqlite
from tests.support.sample_site import sample_settings
from tests.support.shipped_data import CATALOGUE, PLACES


@pytest.fixture
def store(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "actions.db"))
    yield ActionStore(table.engine)
    table.engine.dispose()


def test_every_action_is_about_a_team_and_an_indicator_that_exist():
    for sample in SAMPLE_ACTIONS:
        assert sample.fields["team"] in PLACES.localities
        assert sample.fields.get("indicator", "early_booking") in CATALOGUE.indicators
        team = sample.fields["team"]
        areas = {area.code for area in PLACES.list_areas(team, Month.of(2026, 10))}
        assert set(filter(None, sample.fields.get("areas", "").split(";"))) <= areas


def test_they_are_kept_once_with_their_changes_and_notes(store):
    keep_sample_actions(store, CATALOGUE, PLACES)
    keep_sample_actions(store, CATALOGUE, PLACES)
    kept = store.list_actions()
    assert len(kept) == len(SAMPLE_ACTIONS)
    clinic = kept[0]
    assert clinic.status == "done"
    assert len(store.list_notes([clinic.id])) == 2
    assert all(change.who == "Sample champion" for change in store.list_changes([clinic.id]))


def test_escalations_are_kept_once_and_some_of_each_state_are_there(store):
    keep_sample_actions(store, CATALOGUE, PLACES)
    escalations = EscalationStore(store.engine)
    for _ in range(2):
        keep_sample_escalations(escalations, CATALOGUE, PLACES)
    kept = escalations.list_escalations()
    assert len(kept) == len(SAMPLE_ESCALATIONS)
    assert {each.state for each in kept} == set(EscalationState)
    assert sum(each.action is not None for each in kept) == 2


def test_the_clinic_of_the_sample_city_is_scored_as_an_improvement(store):
    keep_sample_actions(store, CATALOGUE, PLACES)
    table = IndicatorTable.open(sample_settings().database_url)
    reports = Reports(table, CATALOGUE, PLACES)
    scored = score_actions(reports, store.list_actions(), PARTNER)
    table.engine.dispose()
    by_what = {each.action.what: each.effect.score for each in scored}
    assert by_what["Hold a booking clinic in Radford children's centre every Tuesday"] is (
        ActionScore.IMPROVEMENT
    )
    assert ActionScore.TOO_EARLY in by_what.values()
    assert ActionBook(reports, PARTNER).list_actions() == []
