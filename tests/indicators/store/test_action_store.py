"""Actions are kept with every change of them, and no change is lost to another."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.actions.action import UnknownActionError, sort_by_urgency
from indicators.actions.action_fields import EMPTY, ActionField, ActionStatus
from indicators.actions.field_merge import ActionConflictError, merge_fields
from indicators.domain.errors import UserError
from indicators.store.actions.action_batches import (
    ActionBatches,
    ActionsMovedError,
    AlreadyUndoneError,
)
from indicators.store.actions.action_store import ActionStore
from indicators.store.database import connect, migrate

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
PHONE = {
    ActionField.TEAM: "north",
    ActionField.WHAT: "Phone every family on day 5",
    ActionField.OWNER: "Health visitor lead",
}


@pytest.fixture
def store(database_url):
    engine = connect(database_url)
    migrate(engine)
    yield ActionStore(engine)
    engine.dispose()


def add(store, **more) -> int:
    return store.add(PHONE | {ActionField(k): v for k, v in more.items()}, who="Ada", now=NOW)


def change(store, number, version, who="Ada", **fields):
    wanted = {ActionField(name): text for name, text in fields.items()}
    return store.update(number, version, wanted, who=who, now=NOW + timedelta(hours=1))


def test_a_new_action_is_kept_with_who_and_when(store):
    number = add(store)
    found = store.find(number)
    assert (found.version, found.made_by, found.made_at) == (1, "Ada", NOW.replace(tzinfo=None))
    assert (found.team, found.what, found.status) == (
        "north",
        PHONE[ActionField.WHAT],
        ActionStatus.NOT_STARTED,
    )
    assert {(c.field, c.before, c.after) for c in store.list_changes([number])} == {
        (field, "", text) for field, text in PHONE.items()
    }


def test_every_change_is_a_record_with_the_value_before(store):
    number = add(store)
    change(store, number, 1, status="in_progress")
    change(store, number, 2, who="Ben", status="done", outcome="All were phoned")
    found = [(c.who, c.field, c.before, c.after) for c in store.list_changes([number])][3:]
    assert found == [
        ("Ada", "status", "not_started", "in_progress"),
        ("Ben", "status", "in_progress", "done"),
        ("Ben", "outcome", "", "All were phoned"),
    ]


def test_a_change_to_the_same_value_is_no_change(store):
    number = add(store)
    assert change(store, number, 1, owner=PHONE[ActionField.OWNER]).version == 1


def test_two_people_may_change_different_fields_of_what_both_saw(store):
    number = add(store)
    change(store, number, 1, owner="Midwife")
    found = change(store, number, 1, who="Ben", due="2026-12-01")
    assert (found.fields[ActionField.OWNER], found.due) == ("Midwife", date(2026, 12, 1))


def test_two_changes_of_one_field_are_a_conflict_that_keeps_nothing(store):
    number = add(store)
    change(store, number, 1, owner="Midwife")
    with pytest.raises(ActionConflictError) as raised:
        change(store, number, 1, who="Ben", owner="Centre manager", due="2026-12-01")
    (conflict,) = raised.value.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == (
        PHONE[ActionField.OWNER],
        "Centre manager",
        "Midwife",
    )
    assert (store.find(number).version, store.find(number).due) == (2, None)


def test_an_unknown_action_and_a_faulty_one_are_refused(store):
    with pytest.raises(UnknownActionError, match="There is no action 7"):
        change(store, 7, 1, owner="Midwife")
    with pytest.raises(UserError, match="“Action” is missing"):
        add(store, what=" ")
    assert store.list_actions() == []


def test_actions_are_found_by_team_and_indicator_and_removed_ones_only_when_asked(store):
    first, second = add(store), add(store, team="south", indicator="smoking")
    change(store, first, 1, removed="yes")
    assert [a.id for a in store.list_actions()] == [second]
    assert [a.id for a in store.list_actions(removed=True)] == [first, second]
    assert [a.id for a in store.list_actions(teams=["north"], removed=True)] == [first]
    assert [a.id for a in store.list_actions(indicators=["smoking"])] == [second]
    assert store.list_actions(teams=[]) == []


def test_notes_stay_in_order(store):
    number = add(store)
    for text in ("First clinic held", "Second clinic held"):
        store.add_note(number, text, who="Ada", now=NOW)
    assert [note.text for note in store.list_notes([number])] == [
        "First clinic held",
        "Second clinic held",
    ]
    with pytest.raises(UserError, match="The note is empty"):
        store.add_note(number, " ", who="Ada", now=NOW)


def test_the_version_changes_with_every_change_and_note(store):
    seen = [store.get_version()]
    number = add(store)
    seen.append(store.get_version())
    change(store, number, 1, owner="Midwife")
    seen.append(store.get_version())
    store.add_note(number, "Held", who="Ada", now=NOW)
    seen.append(store.get_version())
    assert len(set(seen)) == 4


def test_an_import_is_kept_whole_or_not_at_all(store):
    number = add(store)
    change(store, number, 1, owner="Midwife")
    late = {number: (1, {ActionField.OWNER: "Centre manager"})}
    with pytest.raises(ActionConflictError):
        ActionBatches(store.engine).apply_batch("sheet", [PHONE], late, who="Ben", now=NOW)
    assert [a.id for a in store.list_actions()] == [number]


def test_an_import_can_be_undone(store):
    number = add(store)
    before = store.find(number).fields
    changed = {number: (1, {ActionField.OWNER: "Midwife", ActionField.DUE: "2026-12-01"})}
    ActionBatches(store.engine).apply_batch(
        "sheet", [PHONE | {ActionField.WHAT: "New"}], changed, who="Ben", now=NOW
    )
    assert len(store.list_actions()) == 2
    assert ActionBatches(store.engine).revert_batch("sheet", who="Ben", now=NOW) == 2
    assert [(a.id, a.fields) for a in store.list_actions()] == [(number, before)]


def test_an_import_is_not_undone_over_a_later_change(store):
    number = add(store)
    ActionBatches(store.engine).apply_batch(
        "sheet", [], {number: (1, {ActionField.OWNER: "Midwife"})}, who="Ben", now=NOW
    )
    change(store, number, 2, owner="Centre manager")
    with pytest.raises(ActionConflictError):
        ActionBatches(store.engine).revert_batch("sheet", who="Ben", now=NOW)
    assert store.find(number).fields[ActionField.OWNER] == "Centre manager"


def test_what_is_overdue_comes_first_and_what_is_done_last(store):
    today = date(2026, 11, 29)
    done = add(store, status="done", due="2026-01-01")
    later, none = add(store, due="2026-12-24"), add(store)
    late = add(store, due="2026-11-28")
    found = sort_by_urgency(store.list_actions(), today)
    assert [a.id for a in found] == [late, later, none, done]
    assert [a.is_overdue(today) for a in found] == [True, False, False, False]


TEXTS = st.sampled_from(["", "a", "b"])
EDITED = (ActionField.OWNER, ActionField.WHY, ActionField.OUTCOME)
EDITS = st.lists(
    st.tuples(st.integers(0, 3), st.dictionaries(st.sampled_from(EDITED), TEXTS)), max_size=6
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_no_interleaving_of_edits_loses_one(store, edits):
    """Each edit was made on a version up to three back: it is kept, or its conflict is told."""
    number = add(store)
    for back, fields in edits:
        seen = store.find(number)
        base_version = max(seen.version - back, 1)
        try:
            found = store.update(number, base_version, fields, who="Ada", now=NOW)
        except ActionConflictError as error:
            conflicts = error.conflicts
            found = seen
        else:
            conflicts = []
        if conflicts:
            assert store.find(number) == seen
            assert all(c.theirs not in (c.base, c.mine) for c in conflicts)
            continue
        for field, text in seen.fields.items():
            written = fields.get(field, text)
            assert found.fields[field] in (text, written)
    history: dict[ActionField, str] = dict(EMPTY)
    for record in store.list_changes([number]):
        assert history[record.field] == record.before
        history[record.field] = record.after
    assert history == store.find(number).fields


@given(
    base=st.fixed_dictionaries(dict.fromkeys(EDITED, TEXTS)),
    mine=st.dictionaries(st.sampled_from(EDITED), TEXTS),
    theirs=st.fixed_dictionaries(dict.fromkeys(EDITED, TEXTS)),
)
def test_merging_writes_what_only_one_side_changed_and_asks_about_the_rest(base, mine, theirs):
    merged = merge_fields(base, mine, theirs)
    for field, wanted in mine.items():
        changed_here, changed_there = wanted != base[field], theirs[field] != base[field]
        asked = field in {conflict.field for conflict in merged.conflicts}
        assert asked == (changed_here and changed_there and wanted != theirs[field])
        assert (field in merged.changes) == (changed_here and not changed_there)


def test_an_undone_import_cannot_be_undone_again(store):
    ActionBatches(store.engine).apply_batch("sheet", [PHONE], {}, who="Ben", now=NOW)
    batches = ActionBatches(store.engine)
    assert [(i.batch, i.who, i.actions, i.is_undone) for i in batches.list_imports()] == [
        ("sheet", "Ben", 1, False)
    ]
    batches.revert_batch("sheet", who="Ben", now=NOW)
    assert [i.is_undone for i in batches.list_imports(["north"])] == [True]
    assert batches.list_imports(["south"]) == []
    with pytest.raises(AlreadyUndoneError, match="is undone already"):
        batches.revert_batch("sheet", who="Ben", now=NOW)


def test_an_import_that_brought_an_action_back_is_undone_whole(store):
    number = add(store)
    removed = change(store, number, 1, removed="yes")
    back = {number: (2, {ActionField.REMOVED: "", ActionField.OWNER: "Midwife"})}
    batches = ActionBatches(store.engine)
    batches.apply_batch("sheet", [], back, who="Ben", now=NOW)
    assert not store.find(number).is_removed
    batches.revert_batch("sheet", who="Ben", now=NOW)
    assert store.find(number).fields == removed.fields


def test_an_import_is_applied_only_to_what_was_compared(store):
    number = add(store)
    seen = store.get_version()
    change(store, number, 1, due="2026-12-01")
    owner = {number: (1, {ActionField.OWNER: "Midwife"})}
    batches = ActionBatches(store.engine)
    with pytest.raises(ActionsMovedError):
        batches.apply_batch("sheet", [], owner, who="Ben", now=NOW, at_version=seen)
    assert store.find(number).fields[ActionField.OWNER] == PHONE[ActionField.OWNER]
    batches.apply_batch("sheet", [], owner, who="Ben", now=NOW, at_version=store.get_version())
    assert store.find(number).fields[ActionField.OWNER] == "Midwife"
