"""Surveys are kept as counts of scores; removing one is a record, and can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from indicators.domain.errors import UserError
from indicators.store.database import connect, migrate
from indicators.store.surveys.survey_store import SurveyStore
from indicators.store.surveys.survey_tables import survey_score
from indicators.surveys.survey import UnknownSurveyError
from tests.support.survey_pairs import make_survey, score

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
PAIRS = [score("Midwife", "Q", 5, 7), score("Visitor", "Q", 2, 3), score("Midwife", "Q", 5, 7)]


@pytest.fixture
def store(database_url):
    engine = connect(database_url)
    migrate(engine)
    yield SurveyStore(engine)
    engine.dispose()


def test_scores_are_counted_and_not_listed_by_person(store):
    number = store.add(make_survey(PAIRS, refused=1, blank=2), who="Ann", now=NOW)
    found = store.find(number)
    assert (found.loaded, found.refused, found.blank) == (3, 1, 2)
    assert (found.made_by, found.made_at) == ("Ann", NOW.replace(tzinfo=None))
    assert store.list_scores([number])[number] == {PAIRS[0]: 2, PAIRS[1]: 1}
    with store.engine.connect() as connection:
        rows = connection.execute(sa.select(survey_score.c.pairs)).scalars().all()
    assert sorted(rows) == [1, 2]


def test_a_survey_is_removed_and_taken_back_and_both_are_recorded(store):
    number = store.add(make_survey(PAIRS), who="Ann", now=NOW)
    store.set_removed(number, True, who="Ben", now=NOW + timedelta(hours=1))
    store.set_removed(number, True, who="Cai", now=NOW + timedelta(hours=2))  # no change
    assert store.list_surveys() == []
    (removed,) = store.list_surveys(removed=True)
    assert (removed.removed_by, removed.removed_at.hour) == ("Ben", 13)
    store.set_removed(number, False, who="Ann", now=NOW + timedelta(hours=3))
    (back,) = store.list_surveys()
    assert (back.is_removed, back.removed_by) == (False, "")
    assert sum(store.list_scores([number])[number].values()) == 3


def test_a_survey_needs_a_name_and_scores(store):
    for new in (make_survey(PAIRS, name=""), make_survey([])):
        with pytest.raises(UserError):
            store.add(new, who="Ann", now=NOW)
    with pytest.raises(UnknownSurveyError):
        store.find(1)


def test_its_version_changes_with_every_survey_and_every_removal(store):
    versions = [store.get_version()]
    number = store.add(make_survey(PAIRS), who="Ann", now=NOW)
    versions.append(store.get_version())
    for removed in (True, False):
        store.set_removed(number, removed, who="Ann", now=NOW)
        versions.append(store.get_version())
    assert versions == sorted(set(versions))
