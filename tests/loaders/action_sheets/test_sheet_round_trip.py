"""Export, edit, import: exactly the edits arrive, and undoing them restores what was there."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError
from indicators.actions.action_fields import (
    STATUS_NAMES,
    ActionField,
    ActionStatus,
    normalise_fields,
)
from indicators.actions.sheets.difference_model import Choice, SheetDifference
from indicators.actions.sheets.settle_difference import settle_difference
from indicators.actions.sheets.sheet_model import SHEET_HEADINGS
from indicators.domain.errors import UserError
from indicators.reports.actions import sheet_import
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.sheet_import import DifferenceMovedError, SheetImports
from indicators.reports.base import Reports
from layouts.exports.action_sheets.sheet_columns import COLUMNS, HEADING_ROW
from tests.support.action_sheets import EXPORTED, TEAM, VALUES
from tests.support.sheet_files import (
    edit_workbook,
    export_sheet,
    find_row,
    read_content,
    read_path,
    write,
)
from tests.support.viewers import without

LATER = EXPORTED + timedelta(days=7)
WHAT, OWNER, DUE, OUTCOME = (
    ActionField.WHAT,
    ActionField.OWNER,
    ActionField.DUE,
    ActionField.OUTCOME,
)


def list_fields(reports: Reports) -> dict[int, dict[ActionField, str]]:
    return {a.id: dict(a.fields) for a in ActionBook(reports, PARTNER).list_actions()}


def compare(reports: Reports, content: bytes) -> SheetDifference:
    return SheetImports(reports, PARTNER).compare(read_content(reports, content))


def apply(reports: Reports, content: bytes, default: Choice = Choice.KEEP, **answers: str):
    imports, reading = SheetImports(reports, PARTNER), read_content(reports, content)
    given = {key.replace("__", ".").replace("_", "-"): text for key, text in answers.items()}
    seen = imports.compare(reading).seen
    return imports.apply(reading, given, seen=seen, now=LATER, default=default)


def update(reports: Reports, number: int, **given: str) -> None:
    book = ActionBook(reports, PARTNER)
    fields = {ActionField(name): text for name, text in given.items()}
    book.update(number, book.find(number).version, fields, now=LATER)


def test_edits_on_both_sides_arrive_and_an_undo_takes_only_the_sheet_back(live):
    content = export_sheet(live)
    update(live, 1, outcome="All were phoned")
    update(live, 2, owner="Cai")
    before = list_fields(live)

    def edit(sheet: Worksheet) -> None:
        write(sheet, "A-1", Owner="Ben", Due=date(2027, 1, 31))
        write(sheet, "A-2", Owner="Dee")
        write(sheet, "", Action="=Open a clinic", Indicator="smoking")

    applied = apply(live, edit_workbook(content, edit), A_2__owner="sheet")
    assert applied.changes == 4
    after = list_fields(live)
    assert (after[1][OWNER], after[1][DUE], after[1][OUTCOME], after[2][OWNER]) == (
        "Ben",
        "2027-01-31",
        "All were phoned",
        "Dee",
    )
    added = after.pop(max(after))
    assert (added[ActionField.WHAT], added[ActionField.INDICATOR], added[ActionField.TEAM]) == (
        "=Open a clinic",
        "smoking",
        TEAM,
    )
    imports = SheetImports(live, PARTNER)
    assert [(i.batch, i.actions) for i in imports.list_imports(TEAM)] == [(applied.batch, 3)]
    assert imports.undo(applied.batch, LATER) == 3
    assert list_fields(live) == before


def test_the_same_file_twice_changes_nothing_more_and_after_an_undo_the_same_again(live):
    def edit(sheet: Worksheet) -> None:
        write(sheet, "A-1", Owner="Ben")
        write(sheet, "", Action="Open a clinic")

    content = edit_workbook(export_sheet(live), edit)
    first = apply(live, content)
    done = list_fields(live)
    assert not compare(live, content).has_changes
    SheetImports(live, PARTNER).undo(first.batch, LATER)
    again = apply(live, content)
    assert (again.changes, again.batch) == (first.changes, first.batch.replace("-1", "-2"))
    assert [list(f.values()) for f in list_fields(live).values()] == [
        list(f.values()) for f in done.values()
    ]


def test_what_was_not_shown_is_not_applied(live):
    content = edit_workbook(export_sheet(live), lambda sheet: write(sheet, "A-1", Owner="Ben"))
    imports, reading = SheetImports(live, PARTNER), read_content(live, content)
    seen = imports.compare(reading).seen
    update(live, 1, outcome="All were phoned")
    before = list_fields(live)
    with pytest.raises(DifferenceMovedError) as moved:
        imports.apply(reading, {}, seen=seen, now=LATER)
    assert list_fields(live) == before
    imports.apply(reading, {}, seen=moved.value.difference.seen, now=LATER)
    assert list_fields(live)[1][OWNER] == "Ben"


def test_a_change_of_another_team_meanwhile_does_not_matter(live):
    content = edit_workbook(export_sheet(live), lambda sheet: write(sheet, "A-1", Owner="Ben"))
    reading, imports = read_content(live, content), SheetImports(live, PARTNER)
    seen = imports.compare(reading).seen
    elsewhere = {ActionField.TEAM: "south", ActionField.WHAT: "Elsewhere"}
    ActionBook(live, PARTNER).add(elsewhere, now=LATER)
    assert imports.apply(reading, {}, seen=seen, now=LATER).changes == 1


@pytest.mark.parametrize(("team", "is_applied"), [("south", True), ("north", False)])
def test_a_change_while_it_is_applied_is_seen_inside_the_lock(live, monkeypatch, team, is_applied):
    content = edit_workbook(export_sheet(live), lambda sheet: write(sheet, "A-1", Owner="Ben"))
    calls: list[object] = []

    def change_meanwhile(*given):
        if not calls:
            if team == TEAM:
                update(live, 1, due="2027-01-31")
            else:
                fields = {ActionField.TEAM: team, WHAT: "Meanwhile"}
                ActionBook(live, PARTNER).add(fields, now=LATER)
        calls.append(given)
        return settle_difference(*given)

    monkeypatch.setattr(sheet_import, "settle_difference", change_meanwhile)
    if is_applied:
        assert apply(live, content).changes == 1
    else:
        with pytest.raises(DifferenceMovedError):
            apply(live, content)
    found = list_fields(live)[1]
    assert (found[OWNER], found[DUE]) == (
        ("Ben", "2026-12-01") if is_applied else ("Ada", "2027-01-31")
    )


def test_an_undo_says_what_was_changed_since_and_keeps_it(live):
    content = edit_workbook(export_sheet(live), lambda sheet: write(sheet, "A-1", Owner="Ben"))
    applied = apply(live, content)
    update(live, 1, owner="Cai")
    with pytest.raises(UserError, match="A-1 was changed since the import: Owner"):
        SheetImports(live, PARTNER).undo(applied.batch, LATER)
    assert list_fields(live)[1][OWNER] == "Cai"


def test_refused_cells_let_nothing_through(live):
    def edit(sheet: Worksheet) -> None:
        write(sheet, "A-1", Owner="Ben")
        write(sheet, "A-2", Status="finished")

    before = list_fields(live)
    with pytest.raises(UserError, match="Refused cells: 1"):
        apply(live, edit_workbook(export_sheet(live), edit))
    assert list_fields(live) == before


def test_only_who_may_change_actions_may_import(live):
    with pytest.raises(PermissionDeniedError):
        SheetImports(live, without(Permission.EDIT_ACTIONS))


@st.composite
def draw_edit(draw):
    """Edits of A-1 to A-4 by row and field, deleted rows, and new rows."""
    numbers = st.integers(1, 4)
    fields = st.sampled_from([field for field in SHEET_HEADINGS if field != "indicator"])
    edits = {
        (number, field): draw(VALUES[field].filter(bool))
        for number, field in draw(st.sets(st.tuples(numbers, fields), max_size=8))
    }
    deleted = draw(st.sets(numbers, max_size=2))
    added = draw(st.lists(st.sampled_from(["Ring", "-Read", "=Run"]), unique=True, max_size=3))
    return edits, deleted, added, draw(st.randoms(use_true_random=False))


def edit_sheet(sheet: Worksheet, drawn) -> None:
    """Write the edits, delete rows, and sort the table by chance."""
    edits, deleted, added, random = drawn
    for (number, field), text in edits.items():
        value: object = text
        if field is DUE:
            value = date.fromisoformat(text)
        if field is ActionField.STATUS:
            value = STATUS_NAMES[ActionStatus(text)].upper()
        write(sheet, f"A-{number}", **{SHEET_HEADINGS[field].replace(" ", "_"): value})
    for text in added:
        write(sheet, "", Action=text)
    for number in deleted:
        sheet.delete_rows(find_row(sheet, f"A-{number}"))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADING_ROW + 1)]
    random.shuffle(rows)
    for at, row in enumerate(rows, HEADING_ROW + 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = value
            if column == COLUMNS["Due"]:
                cell.number_format = "DD MMM YYYY"
            if isinstance(value, str):
                cell.data_type = "s"


NASTY = [
    *("=1+1", "+1", "-1", "@x", "'=1", "#N/A", "#REF!", "TRUE", "1e5", "007", "12/01/2026"),
    *("_x0041_", "_x000D_", "a\tb", "a  b", "a\n\nb", "\u00a0x\u00a0", "x\ufffe", "\x01=1+1"),
    *("&lt;b>", "🙂", "A-1", "2026-12-01", "50%", "NULL", "x" * 2000, "e\u0301", "\u202eabc"),
]


@pytest.mark.slow
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(NASTY) | st.text(max_size=30), min_size=4, max_size=4))
def test_a_sheet_with_any_text_says_nothing_new_unless_it_is_changed(live, texts):
    fields = (WHAT, ActionField.MEASURE, OUTCOME, ActionField.WHY)
    written = {field: text or "x" for field, text in zip(fields, texts, strict=True)}
    if not normalise_fields(written)[WHAT]:
        written[WHAT] = "x"
    book = ActionBook(live, PARTNER)
    book.update(1, book.find(1).version, written, now=LATER)
    reading = read_content(live, edit_workbook(export_sheet(live), lambda sheet: None))
    assert reading.refusals == ()
    assert not SheetImports(live, PARTNER).compare(reading).has_changes


def test_libreoffice_keeps_every_text_well_enough(live, tmp_path, soffice):
    book = ActionBook(live, PARTNER)
    for text in NASTY:
        fields = {ActionField.TEAM: TEAM, WHAT: f"{text}x" * (len(text) < 99) or text}
        book.add(fields | {ActionField.MEASURE: text, OUTCOME: text}, now=LATER)
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(export_sheet(live))
    for saved in convert_twice(soffice, path):
        reading = read_path(live, saved)
        assert reading.refusals == ()
        assert not SheetImports(live, PARTNER).compare(reading).has_changes


@pytest.mark.slow
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(draw_edit())
def test_any_edit_is_found_exactly_applied_and_undone(live, drawn):
    edits, deleted, added, _ = drawn
    before = list_fields(live)
    content = edit_workbook(export_sheet(live), lambda sheet: edit_sheet(sheet, drawn))
    expected = {number: dict(fields) for number, fields in before.items()}
    for (number, field), text in edits.items():
        expected[number][field] = text
    moved = [n for n in before if expected[n][WHAT] != before[n][WHAT] and n not in deleted]
    if moved and sorted(expected[n][WHAT] for n in moved) == sorted(before[n][WHAT] for n in moved):
        return  # as after sorting one column alone, which is refused
    reading = read_content(live, content)
    assert reading.refusals == ()
    found = {
        (row.number, cell.field): cell.here
        for row in compare(live, content).rows
        if row.number
        for cell in row.cells
        if cell.here != cell.base
    }
    assert found == {
        (number, field): text
        for (number, field), text in edits.items()
        if number not in deleted and text != before[number][field]
    }
    removals = {f"A_{number}": "remove" for number in deleted}
    applied = apply(live, content, Choice.SHEET, **removals)
    after = list_fields(live)
    for number in before:
        assert after.get(number) == (None if number in deleted else expected[number])
    assert sorted(f[WHAT] for n, f in after.items() if n not in before) == sorted(added)
    if applied.batch:
        SheetImports(live, PARTNER).undo(applied.batch, LATER)
    assert list_fields(live) == before


def convert_twice(soffice: Callable[..., Path], path: Path) -> list[Path]:
    """The file as LibreOffice saves it: as ods, and that as xlsx."""
    ods = soffice(path, to="ods")
    return [ods, soffice(ods, to="xlsx")]


def test_libreoffice_saves_a_sheet_without_a_difference(live, tmp_path, soffice):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(export_sheet(live))
    for saved in convert_twice(soffice, path):
        reading = read_path(live, saved)
        assert [row.number for row in reading.rows] == [1, 2, 3, 4]
        assert reading.refusals == ()
        assert not SheetImports(live, PARTNER).compare(reading).has_changes
    book = load_workbook(saved)
    assert (book["Baseline"].sheet_state, book["Baseline"].protection.sheet) == ("hidden", True)
    assert book.worksheets[0].page_setup.orientation == "landscape"


def test_edits_in_a_sheet_of_libreoffice_arrive(live, tmp_path, soffice):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(export_sheet(live))

    def edit(sheet: Worksheet) -> None:
        write(sheet, "A-1", Owner="=Ben", Due=date(2027, 1, 31))
        write(sheet, "", Action="Open a clinic\nin Radford", Status="Done")
        sheet.cell(find_row(sheet, "A-2"), COLUMNS["Owner"]).value = "=1+1"

    edited = tmp_path / "edited.xlsx"
    saved = convert_twice(soffice, path)[1]
    edited.write_bytes(edit_workbook(saved.read_bytes(), edit))
    for again in convert_twice(soffice, edited):
        reading = read_path(live, again)
        assert [(r.code.value, r.cell) for r in reading.refusals] == [("formula", "L12")]
        found = [
            (row.key, cell.field.value, cell.here)
            for row in SheetImports(live, PARTNER).compare(reading).rows
            if row.changes_sheet
            for cell in row.cells
            if cell.here != cell.base
        ]
        assert found == [
            ("A-1", "owner", "=Ben"),
            ("A-1", "due", "2027-01-31"),
            ("row-15", "what", "Open a clinic\nin Radford"),
            ("row-15", "status", "done"),
        ]
    assert load_workbook(BytesIO(edited.read_bytes())).worksheets[0].title == "North"
