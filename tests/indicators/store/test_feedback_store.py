"""Feedback is kept with every change of it, names nobody, and no change is lost to another."""

from datetime import UTC, datetime, timedelta

import pytest

from indicators.domain.errors import UserError
from indicators.feedback.feedback import FeedbackConflictError, FeedbackState
from indicators.feedback.feedback_fields import FeedbackField, FeedbackSource
from indicators.store.database import connect, migrate
from indicators.store.feedback.feedback_store import FeedbackStore

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SAID = {
    FeedbackField.TEAM: "north",
    FeedbackField.THEME: "welcome",
    FeedbackField.SAID: "The waiting room is cold",
    FeedbackField.HEARD: "2026-11-02",
}


@pytest.fixture
def store(database_url):
    engine = connect(database_url)
    migrate(engine)
    yield FeedbackStore(engine, ["welcome", "other"])
    engine.dispose()


def add(store, **more):
    return store.add(SAID | {FeedbackField(k): v for k, v in more.items()}, who="Ann", now=NOW)


def change(store, number, version, who="Ann", **fields):
    given = {FeedbackField(name): text for name, text in fields.items()}
    return store.update(number, version, given, who=who, now=NOW + timedelta(hours=1))


def test_it_is_open_then_to_be_told_then_answered_and_each_change_is_a_record(store):
    number = add(store)
    assert store.find(number).state is FeedbackState.OPEN
    assert change(store, number, 1, done="A heater was bought").state is FeedbackState.TO_INFORM
    informed = change(store, number, 2, who="Ben", informed="2026-11-20")
    assert (informed.state, informed.version) == (FeedbackState.ANSWERED, 3)
    made = [(c.who, c.field, c.before, c.after) for c in store.list_changes(number)]
    assert made[-2:] == [
        ("Ann", "done", "", "A heater was bought"),
        ("Ben", "informed", "", "2026-11-20"),
    ]


def test_two_people_may_change_different_fields_and_not_the_same(store):
    number = add(store)
    change(store, number, 1, done="A heater was bought")
    assert change(store, number, 1, who="Ben", theme="other").done == "A heater was bought"
    with pytest.raises(FeedbackConflictError) as conflict:
        change(store, number, 1, who="Ben", done="Nothing yet")
    (twice,) = conflict.value.conflicts
    assert (twice.base, twice.mine, twice.theirs) == ("", "Nothing yet", "A heater was bought")
    assert store.find(number).done == "A heater was bought"


def test_removed_feedback_is_in_no_list_and_can_be_taken_back(store):
    number = add(store)
    change(store, number, 1, removed="yes")
    assert store.list_feedback() == []
    change(store, number, 2, removed="")
    assert [each.id for each in store.list_feedback(["north"])] == [number]
    assert store.list_feedback(["south"]) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"said": ""}, "“What parents said” is missing."),
        ({"said": "Phone 07700 900123"}, "“What parents said” holds a telephone number."),
        (
            {"done": "See ann@example.org"},
            "“What we did, or why not” holds an e-mail address.",
        ),
        ({"said": "x" * 1001}, "“What parents said” has 1001 characters, and 1000 are allowed."),
        ({"heard": "2026-11-30"}, "“Heard on” is in the future."),
        ({"heard": "yesterday"}, "“Heard on” is “yesterday”, which is not a day."),
        ({"theme": "unknown"}, "“Theme” is missing."),
        ({"informed": "2026-11-03"}, "“What we did, or why not” is missing."),
        (
            {"informed": "2026-11-01", "done": "Yes"},
            "“Parents were informed on” is before the day it was heard.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(store, wrong, said):
    with pytest.raises(UserError) as error:
        add(store, **wrong)
    assert error.value.what == said
    assert store.list_feedback() == []


def test_a_theme_that_the_council_dropped_stays_on_older_feedback(store):
    number = add(store)
    later = FeedbackStore(store.engine, ["other"])
    assert change(later, number, 1, done="A heater was bought").theme == "welcome"


def test_what_parent_leaders_brought_is_feedback_too(store):
    number = add(store, source=FeedbackSource.PARENT_LEADERS.value)
    assert store.find(number).fields[FeedbackField.SOURCE] == "parent_leaders"
