"""A sheet is kept in columns, each different cell once, and reads like a list of rows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers import limits
from loaders.readers.column_packing import PackedSheet
from loaders.readers.sheet import Column, Sheet

CELL = st.one_of(
    st.sampled_from(["", " ", "North", "3", "#DIV/0!"]),
    st.sampled_from([0.0, 1.0, 2.5, True, False, date(2026, 10, 31)]),
)
ROWS = st.lists(st.lists(CELL, max_size=5), max_size=12)


def filled_up(rows):
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def kinds(rows):
    return [[(type(cell), cell) for cell in row] for row in rows]


@given(ROWS, st.integers(1, 4))
def test_cells_come_out_as_they_went_in_and_short_rows_are_filled_up(rows, at_a_time):
    packed = PackedSheet()
    for at in range(0, len(rows), at_a_time):
        packed.add(rows[at : at + at_a_time])
    sheet = Sheet.unpack(packed.height, [(one.values, one.codes) for one in packed.columns])
    assert kinds(sheet) == kinds(filled_up(rows))  # TRUE is not 1 here, as it is to Python
    assert kinds(sheet[at] for at in range(len(sheet))) == kinds(filled_up(rows))


@given(ROWS, st.slices(12))
def test_a_part_of_a_sheet_is_that_part_of_its_rows(rows, part):
    assert list(Sheet.from_rows(rows)[part]) == filled_up(rows)[part]


def test_each_different_cell_is_kept_once():
    sheet = Sheet.from_rows([["North", 1.0], ["South", 1.0], ["North", True]])
    assert [column.values for column in sheet.columns] == [["", "North", "South"], ["", 1.0, True]]


def test_a_column_of_nothing_but_different_cells_is_not_remembered_for_ever(monkeypatch):
    monkeypatch.setattr(limits, "DIFFERENT_CELLS", 5)
    packed = PackedSheet()
    for block in range(4):
        packed.add([[f"{block}-{at}"] for at in range(4)] + [["often"], [""]])
    (column,) = packed.columns
    assert len(column.positions) <= 5 + 6
    cells = Column(
        column.values, Sheet.unpack(24, [(column.values, column.codes)]).columns[0].codes
    )
    assert list(cells)[:6] == ["0-0", "0-1", "0-2", "0-3", "often", ""]
    assert cells.list_different() == {
        "often",
        "",
        *(f"{b}-{at}" for b in range(4) for at in range(4)),
    }


def test_what_is_worked_out_of_a_cell_is_worked_out_once():
    asked = []

    def length(cell):
        asked.append(cell)
        return len(cell)

    lengths = Column.from_cells(["a", "bbb", "a", "a"]).map_to_array(length, int)
    assert lengths.tolist() == [1, 3, 1, 1]
    assert sorted(asked) == ["", "a", "bbb"]


def test_a_few_rows_cost_no_more_than_their_own_cells():
    column, read = Column.from_cells([f"area {at}" for at in range(100)])[97:], []

    def length(cell):
        read.append(cell)
        return len(cell)

    assert column.map_to_array(length, int).tolist() == [7, 7, 7]
    assert read == ["area 97", "area 98", "area 99"]
    assert column[3:].map_to_array(length, int).tolist() == []
    assert len(read) == 3


def test_rows_with_nothing_but_spaces_are_not_filled():
    sheet = Sheet.from_rows([["", " "], ["", "x"], [0.0, ""]])
    assert sheet.filled.tolist() == [False, True, True]
    assert sheet.find_filled_rows([0]).tolist() == [False, False, True]
    with pytest.raises(IndexError):
        sheet[3]


def test_a_sheet_never_shows_its_cells_in_a_message():
    assert repr(Sheet.from_rows([["Okafor"]])) == "<1 rows of 1 cells>"
