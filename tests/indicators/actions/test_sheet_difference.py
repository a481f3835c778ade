"""The three-way difference of a sheet: what each side wrote stays, and doubts are asked about."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.actions.action import Action
from indicators.actions.action_fields import ActionField
from indicators.actions.sheets.difference_model import (
    Choice,
    SheetCellState,
    SheetDifference,
    SheetRowState,
)
from indicators.actions.sheets.settle_difference import (
    SheetChanges,
    UnansweredError,
    WrongAnswerError,
    settle_difference,
)
from indicators.actions.sheets.sheet_difference import LaterAction, compare_sheet
from indicators.actions.sheets.sheet_model import SHEET_HEADINGS, SheetRow
from tests.support.action_sheets import (
    TEAM,
    VALUES,
    change,
    copy_rows,
    make_action,
    make_reading,
)

WHAT, OWNER, DUE, STATUS = (
    ActionField.WHAT,
    ActionField.OWNER,
    ActionField.DUE,
    ActionField.STATUS,
)


def edit(row: SheetRow, other_day: str = "", **given: str) -> SheetRow:
    cells = {**row.cells, **{ActionField(name): text for name, text in given.items()}}
    return replace(row, cells=cells, other_day=other_day)


def compare(
    exported: list[Action],
    rows: list[SheetRow],
    now: list[Action] | None = None,
    later: list[LaterAction] | None = None,
) -> SheetDifference:
    current = {action.id: action for action in now or exported}
    bases = {action.id: action.fields for action in exported}
    return compare_sheet(make_reading(exported, rows), current, bases, later or [])


def list_states(difference: SheetDifference) -> list[tuple[ActionField, SheetCellState]]:
    quiet = SheetCellState.UNCHANGED
    return [(c.field, c.state) for row in difference.rows for c in row.cells if c.state != quiet]


def settle(difference: SheetDifference, **answers: str) -> SheetChanges:
    given = {key.replace("__", ".").replace("_", "-"): text for key, text in answers.items()}
    return settle_difference(difference, TEAM, given, Choice.KEEP)


def make_row(row: int = 20, **given: str) -> SheetRow:
    cells = {field: given.get(field.value, "") for field in SHEET_HEADINGS}
    return SheetRow(row, None, cells)


@pytest.mark.parametrize(
    ("here", "there", "state", "written"),
    [
        ("Ada", "Ada", SheetCellState.UNCHANGED, {}),
        ("Ben", "Ada", SheetCellState.CHANGED_HERE, {OWNER: "Ben"}),
        ("Ada", "Ben", SheetCellState.CHANGED_THERE, {}),
        ("Ben", "Ben", SheetCellState.BOTH_EQUAL, {}),
        ("Ben", "Cai", SheetCellState.CONFLICT, {}),
        ("", "Ada", SheetCellState.EMPTIED, {}),
        ("", "Ben", SheetCellState.CONFLICT, {}),
        ("", "", SheetCellState.BOTH_EQUAL, {}),
    ],
)
def test_a_cell_is_what_each_side_did_to_it(here, there, state, written):
    exported = make_action(1, owner="Ada")
    difference = compare(
        [exported], [edit(copy_rows([exported])[0], owner=here)], [change(exported, {OWNER: there})]
    )
    expected = [] if state is SheetCellState.UNCHANGED else [(OWNER, state)]
    assert list_states(difference) == expected
    changes = settle(difference)
    assert [fields for _, fields in changes.changed.values()] == ([written] if written else [])


def test_a_conflict_and_an_emptied_cell_follow_the_answer():
    exported = make_action(1, owner="Ada", due="2026-12-01")
    row = edit(copy_rows([exported])[0], owner="Ben", due="")
    difference = compare([exported], [row], [change(exported, {OWNER: "Cai"})])
    with pytest.raises(UnansweredError, match=r"A-1\.owner, A-1\.due"):
        settle_difference(difference, TEAM, {})
    answers = {"A-1.owner": "sheet", "A-1.due": "sheet"}
    changes = settle_difference(difference, TEAM, answers)
    assert changes.changed == {1: (2, {OWNER: "Ben", DUE: ""})}
    assert settle_difference(difference, TEAM, dict.fromkeys(answers, "keep")).changed == {}


def test_an_answer_must_be_a_choice_and_to_something_that_is_asked():
    exported = make_action(1, owner="Ada")
    difference = compare([exported], [edit(copy_rows([exported])[0], owner="")])
    with pytest.raises(WrongAnswerError, match="Choose one of: keep, sheet"):
        settle_difference(difference, TEAM, {"A-1.owner": "add"})
    with pytest.raises(WrongAnswerError, match=r"Nothing is asked about “A-1\.due”"):
        settle_difference(difference, TEAM, {"A-1.due": "keep"})


def test_a_deleted_row_is_asked_about_and_kept_unless_answered():
    actions = [make_action(1), make_action(2, what="Open a clinic")]
    for rows in (copy_rows(actions)[:1], [copy_rows(actions)[0], empty(copy_rows(actions)[1])]):
        difference = compare(actions, rows)
        assert [row.state for row in difference.rows] == ["known", SheetRowState.MISSING]
        assert settle(difference).changed == {}
        assert settle(difference, A_2="remove").changed == {2: (1, {ActionField.REMOVED: "yes"})}


def empty(row: SheetRow) -> SheetRow:
    return replace(row, cells=dict.fromkeys(SHEET_HEADINGS, ""))


def test_an_emptied_action_text_can_only_stay_or_remove_the_action():
    exported = make_action(1, owner="Ada")
    difference = compare([exported], [edit(copy_rows([exported])[0], what="")])
    (question,) = difference.list_questions()
    assert question.choices == (Choice.KEEP, Choice.REMOVE)
    assert settle(difference, A_1__what="remove").changed == {1: (1, {ActionField.REMOVED: "yes"})}


def test_a_row_removed_in_the_dashboard_comes_back_only_if_it_was_changed_and_answered():
    exported = make_action(1, owner="Ada")
    removed = change(exported, {ActionField.REMOVED: "yes"})
    (row,) = copy_rows([exported])
    assert not compare([exported], [row], [removed]).has_changes
    assert not compare([exported], [], [removed]).has_changes
    difference = compare([exported], [edit(row, owner="Ben")], [removed])
    assert [row.state for row in difference.rows] == [SheetRowState.REMOVED]
    assert settle(difference).changed == {}
    back = {OWNER: "Ben", ActionField.REMOVED: ""}
    assert settle(difference, A_1="sheet").changed == {1: (2, back)}


def test_a_row_without_a_reference_is_a_new_action_of_the_team():
    difference = compare([], [make_row(what="Open a clinic", indicator="visits")])
    assert settle(difference).added == [
        {
            ActionField.INDICATOR: "visits",
            WHAT: "Open a clinic",
            ActionField.TEAM: TEAM,
        }
    ]


def test_a_copied_row_is_asked_about_and_the_unchanged_one_stays_the_action():
    exported = make_action(1, owner="Ada")
    (row,) = copy_rows([exported])
    copied = replace(edit(row, owner="Ben"), row=30)
    for rows in ([row, copied], [copied, row]):
        difference = compare([exported], rows)
        assert [each.state for each in difference.rows] == ["known", SheetRowState.COPY]
        assert (settle(difference).added, settle(difference).changed) == ([], {})
        (added,) = settle(difference, row_30="add").added
        assert (added[WHAT], added[OWNER]) == (exported.what, "Ben")


def test_a_row_that_lost_its_reference_is_found_by_what_it_says():
    exported = make_action(1, owner="Ada")
    row = replace(edit(copy_rows([exported])[0], owner="Ben"), number=None)
    assert settle(compare([exported], [row])).changed == {1: (1, {OWNER: "Ben"})}


def test_the_same_sheet_once_more_adds_nothing_again():
    made = make_action(7, what="Open a clinic", owner="Ada")
    rows = [make_row(what="Open a clinic", owner="Ada")]
    later = [LaterAction(made, made.fields, is_from_sheet=True)]
    assert not compare([], rows, later=later).has_changes
    moved = change(made, {OWNER: "Cai"})
    assert not compare([], rows, later=[LaterAction(moved, made.fields, True)]).has_changes
    changed = [make_row(what="Open a clinic", owner="Ben")]
    assert settle(compare([], changed, later=later)).changed == {7: (1, {OWNER: "Ben"})}


def test_a_new_row_that_says_the_same_as_another_action_is_asked_about():
    made = make_action(7, what="Open a clinic", owner="Ada")
    later = [LaterAction(made, made.fields, is_from_sheet=False)]
    same = compare([], [make_row(what="open a  Clinic".title(), owner="Ben")], later=later)
    assert [(row.state, row.like) for row in same.rows] == [(SheetRowState.ALIKE, 7)]
    assert settle(same).added == []
    assert len(settle(same, row_20="add").added) == 1
    equal = compare([], [make_row(what="Open a clinic", owner="Ada")], later=later)
    assert not equal.has_changes


def test_a_day_in_two_ways_is_asked_about_unless_one_of_them_is_known():
    exported = make_action(1, due="2026-11-01")
    (row,) = copy_rows([exported])
    unsure = edit(row, due="2026-12-01", other_day="2026-01-12")
    difference = compare([exported], [unsure])
    assert list_states(difference) == [(DUE, SheetCellState.UNSURE)]
    assert settle(difference).changed == {}
    assert settle(difference, A_1__due="sheet").changed == {1: (1, {DUE: "2026-12-01"})}
    assert settle(difference, A_1__due="other_day").changed == {1: (1, {DUE: "2026-01-12"})}
    known = edit(row, due="2026-01-11", other_day="2026-11-01")
    assert not compare([exported], [known]).has_changes


def test_another_indicator_is_asked_about():
    exported = make_action(1, indicator="visits")
    difference = compare([exported], [edit(copy_rows([exported])[0], indicator="plans")])
    assert list_states(difference) == [(ActionField.INDICATOR, SheetCellState.UNSURE)]
    assert settle(difference).changed == {}


def test_an_emptied_status_of_an_action_not_started_says_the_same():
    exported = make_action(1)
    assert not compare([exported], [edit(copy_rows([exported])[0], status="")]).has_changes


def test_what_is_shown_has_another_key_as_soon_as_it_differs():
    exported = make_action(1, owner="Ada")
    (row,) = copy_rows([exported])
    now = change(exported, {DUE: "2026-12-01"})
    shown = compare([exported], [edit(row, owner="Ben")])
    assert shown.seen == compare([exported], [edit(row, owner="Ben")]).seen
    others = [
        compare([exported], [edit(row, owner="Cai")]),
        compare([exported], [edit(row, owner="Ben")], [now]),
        compare([exported], [edit(row, owner="Ben"), make_row(what="New")]),
    ]
    assert shown.seen not in {other.seen for other in others}


@st.composite
def draw_edits(draw):
    fields = draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=4))
    return {ActionField(field): draw(VALUES[field]) for field in fields}


@given(
    st.lists(
        st.tuples(
            st.fixed_dictionaries(VALUES),
            draw_edits(),
            draw_edits(),
        ),
        max_size=5,
    ),
    st.randoms(use_true_random=False),
    st.sampled_from([Choice.KEEP, Choice.SHEET]),
)
def test_no_edits_of_two_sides_lose_one(sides, random, answer):
    exported = [
        make_action(n, **{str(f): text for f, text in fields.items()})
        for n, (fields, _, _) in enumerate(sides, 1)
    ]
    now = [change(a, there) for a, (_, _, there) in zip(exported, sides, strict=True)]
    rows = copy_rows([change(a, here) for a, (_, here, _) in zip(exported, sides, strict=True)])
    random.shuffle(rows)
    difference = compare(exported, rows, now)
    asked = {question.key for question in difference.list_questions()}
    changes = settle_difference(difference, TEAM, {}, answer)
    assert changes.added == []
    for row in rows:
        before, current = exported[row.number - 1], now[row.number - 1]
        version, written = changes.changed.get(row.number, (current.version, {}))
        assert version == current.version
        for field in SHEET_HEADINGS:
            base, here, there = before.fields[field], row.cells[field], current.fields[field]
            after = written.get(field, there)
            is_asked = f"A-{row.number}.{field}" in asked
            if here in (base, there):
                assert (after, is_asked) == (there, False)
            elif there == base and here and field is not ActionField.INDICATOR:
                assert (after, is_asked) == (here, False)
            else:
                assert is_asked
                assert after == (here if answer is Choice.SHEET else there)
