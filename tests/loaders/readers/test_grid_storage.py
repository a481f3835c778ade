"""A grid is written as bytes and read back with every cell, and its type, as it was."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from loaders.readers.grid import Grid, read_grid
from loaders.readers.grid_storage import FORMAT, decode_grid, encode_grid
from loaders.readers.layout.sheet_layout import SheetLayout
from loaders.readers.sheet import Sheet

CELL = st.one_of(
    st.text(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


def keep(grid, part_bytes=4 * 1024 * 1024):
    return decode_grid(grid.file, list(encode_grid(grid, part_bytes)))


def describe(grid):
    """Every cell with its type: 1.0 equals True, and nan does not equal itself."""
    return [
        (name, sheet.height, [[(type(cell), str(cell)) for cell in row] for row in sheet])
        for name, sheet in grid.sheets.items()
    ]


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8), st.integers(1, 50))
def test_every_cell_and_its_type_come_back(rows, part_bytes):
    grid = Grid(
        "any.xlsx", {"One": Sheet.from_rows(rows), "None": Sheet([], 4)}, ("One", "None", "Chart")
    )
    kept = keep(grid, part_bytes)
    assert (kept.file, kept.names, describe(kept)) == (grid.file, grid.names, describe(grid))


def test_what_is_hidden_and_merged_and_the_name_in_an_archive_come_back():
    layout = SheetLayout((1, 4, 5), (2,), ((1, 1, 3, 1), (0, 0, 0, 4)))
    sheets = {"Data": Sheet.from_rows([["Area", "93.4%"]])}
    grid = Grid("any.zip", sheets, ("Data", "Old"), {"Data": layout}, ("Old",), "any.xlsx")
    assert keep(grid) == grid


def test_a_workbook_comes_back(tmp_path):
    book = Workbook()
    book.active.append(["Area", "Month", "Due", "Checked"])
    book.active.append(["North", date(2026, 9, 1), 12, True])
    book.create_sheet("Notes").append(["None"])
    book.save(tmp_path / "any.xlsx")
    grid = read_grid(tmp_path / "any.xlsx")
    assert len(grid.sheets["Sheet"]) == 2
    assert describe(keep(grid)) == describe(grid)


def test_a_column_with_many_different_cells_comes_back():
    grid = Grid(
        "any.csv", {"": Sheet.from_rows([[str(number)] for number in range(70_000)])}, ("",)
    )
    assert keep(grid).sheets[""] == grid.sheets[""]


def test_nothing_stored_and_another_format_are_no_grid():
    about = json.dumps({"format": FORMAT + 1}).encode()
    assert decode_grid("any.csv", []) is None
    assert decode_grid("any.csv", [len(about).to_bytes(8, "little") + about]) is None
