"""What teams entered: versions that stay, two people at once, undoing, and what was before."""

from datetime import timedelta

import pytest

from indicators.domain.errors import UserError
from indicators.records.record_values import EnteredValue, RecordConflictError
from indicators.store.database import connect, migrate
from indicators.store.records.record_store import RecordStore
from tests.support.records import NOW, change, keep

QUARTER = "2026-Q1"


@pytest.fixture
def store(database_url):
    engine = connect(database_url)
    migrate(engine)
    yield RecordStore(engine)
    engine.dispose()


def read(store, **more):
    found = store.list_current("matrix", ["north", "south"], **more)
    return {(each.cell.team, each.cell.field): each.entered.value for each in found}


def save(store, *changes, batch="second", who="Ben"):
    return store.save("matrix", batch, changes, who=who, now=NOW + timedelta(hours=1))


def test_the_newest_value_is_current_and_the_ones_before_are_kept(store):
    keep(store, "matrix", "north", QUARTER, {"a": 2, "b": 3})
    assert save(store, change("north", QUARTER, "a", 4, "Seen", base=1)) == 1
    assert read(store) == {("north", "a"): 4, ("north", "b"): 3}
    versions = store.list_versions("matrix", "north", QUARTER)
    assert [(v.cell.field, v.version, v.entered.value, v.who) for v in versions] == [
        ("a", 1, 2, "Ann"),
        ("b", 1, 3, "Ann"),
        ("a", 2, 4, "Ben"),
    ]


def test_what_was_entered_by_a_past_moment_can_be_read(store):
    keep(store, "matrix", "north", QUARTER, {"a": 2})
    save(store, change("north", QUARTER, "a", 4, base=1))
    assert read(store, before=NOW + timedelta(minutes=30)) == {("north", "a"): 2}


def test_periods_are_limited_and_other_records_are_apart(store):
    keep(store, "matrix", "north", QUARTER, {"a": 2})
    keep(store, "matrix", "north", "2026-Q2", {"a": 3})
    keep(store, "other", "north", QUARTER, {"a": 5}, batch="x")
    assert read(store, periods=("2026-Q2", "2026-Q4")) == {("north", "a"): 3}
    assert store.find_latest("matrix", ["north"]) == "2026-Q2"
    assert store.find_latest("matrix", ["south"]) == ""


def test_a_value_that_someone_else_changed_meanwhile_is_not_overwritten(store):
    keep(store, "matrix", "north", QUARTER, {"a": 2, "b": 2})
    save(store, change("north", QUARTER, "a", 4, base=1))
    with pytest.raises(RecordConflictError) as error:
        save(
            store,
            change("north", QUARTER, "a", 5, base=1),
            change("north", QUARTER, "b", 5, base=1),
            batch="third",
        )
    (conflict,) = error.value.conflicts
    assert (conflict.base.value, conflict.mine.value) == (2, 5)
    assert (conflict.theirs.entered.value, conflict.theirs.who) == (4, "Ben")
    assert read(store) == {("north", "a"): 4, ("north", "b"): 2}


def test_what_was_not_touched_or_is_there_already_needs_no_version(store):
    keep(store, "matrix", "north", QUARTER, {"a": 2, "b": 2})
    save(store, change("north", QUARTER, "a", 4, base=1))
    alike = change("north", QUARTER, "a", 4, base=1)
    untouched = change("north", QUARTER, "b", 2, base=1)
    assert save(store, alike, untouched, batch="third") == 0
    assert len(store.list_versions("matrix", "north", QUARTER)) == 3


def test_a_value_can_be_emptied(store):
    keep(store, "matrix", "north", QUARTER, {"a": 2}, evidence="Seen")
    save(store, change("north", QUARTER, "a", None, base=1))
    assert read(store) == {}


def test_what_was_saved_together_is_undone_together_and_once(store):
    keep(store, "matrix", "north", QUARTER, {"a": 2})
    save(store, change("north", QUARTER, "a", 4, base=1), change("north", QUARTER, "b", 5))
    assert store.revert("matrix", "second", who="Cem", now=NOW) == 2
    assert read(store) == {("north", "a"): 2}
    with pytest.raises(UserError, match="undone already"):
        store.revert("matrix", "second", who="Cem", now=NOW)


def test_what_was_changed_since_is_not_undone(store):
    keep(store, "matrix", "north", QUARTER, {"a": 2, "b": 2}, batch="first")
    save(store, change("north", QUARTER, "a", 4, base=1))
    with pytest.raises(RecordConflictError):
        store.revert("matrix", "first", who="Cem", now=NOW)
    assert read(store) == {("north", "a"): 4, ("north", "b"): 2}


def test_the_version_changes_with_every_save_and_with_nothing_else(store):
    before = store.get_version()
    keep(store, "matrix", "north", QUARTER, {"a": 2})
    after = store.get_version()
    save(store, change("north", QUARTER, "a", 2, base=1))
    assert before < after == store.get_version()


def test_evidence_is_part_of_the_value(store):
    keep(store, "matrix", "north", QUARTER, {"a": 2}, evidence="Seen in June")
    (found,) = store.list_current("matrix", ["north"])
    assert found.entered == EnteredValue(2, "Seen in June")
