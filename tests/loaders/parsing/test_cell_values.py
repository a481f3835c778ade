"""Counts are whole, percentages are kept as they were written, marks have a meaning each."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.parsing.cell_values import (
    explain_bad_count,
    explain_bad_percent,
    read_count,
    read_counts,
    read_percent,
    read_percents,
    strip_brackets,
)
from loaders.profiles.marks import USUAL_MARKS, CellState, build_marks
from loaders.readers.sheet import Column

COUNTS = {23.0: 23, 0.0: 0, 24: 24, "23": 23, " 1,234 ": 1234, "23.0": 23, "007": 7}
COUNTS |= {"1,234,567": 1234567, "1 234": 1234, "1\xa0234": 1234, "1'234": 1234, "12,345.0": 12345}
COUNTS |= {88.0000000000001: 88, 80.9999999999999: 81}
NOT = [23.5, -1.0, float("nan"), float("inf"), 1e16, "12,34", "-3", "1e3", "some", True]
NOT += [date(2026, 10, 1), "23 children", "1,234 567", "1234,567", "#REF!", "=A1+1"]


@pytest.mark.parametrize(("cell", "count"), COUNTS.items(), ids=map(repr, COUNTS))
def test_a_count_is_a_whole_number(cell, count):
    assert read_count(cell, USUAL_MARKS) == (count, CellState.NUMBER)


@pytest.mark.parametrize("cell", NOT, ids=map(repr, NOT))
def test_what_is_no_whole_number_is_a_fault(cell):
    assert read_count(cell, USUAL_MARKS)[1] is CellState.FAULT


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        ("", CellState.BLANK),
        ("\xa0", CellState.BLANK),
        ("*", CellState.HIDDEN),
        ("[C]", CellState.HIDDEN),
        ("-", CellState.NOT_AVAILABLE),
        ("c", CellState.HIDDEN),
        ("x", CellState.NOT_AVAILABLE),
        ("z", CellState.NOT_APPLICABLE),
        ("DK", CellState.NOT_AVAILABLE),
        ("N/A", CellState.NOT_AVAILABLE),
        (" n/a ", CellState.NOT_AVAILABLE),
        ("N.A.", CellState.NOT_AVAILABLE),
        ("[x]", CellState.NOT_AVAILABLE),
        ("[z]", CellState.NOT_APPLICABLE),
    ],
)
def test_marks_have_a_meaning(mark, state):
    assert read_count(mark, USUAL_MARKS) == (0, state)
    assert read_percent(mark, USUAL_MARKS, False) == ("", state)


@pytest.mark.parametrize(
    ("cell", "proportion", "written"),
    [
        (93.4, False, "93.4"),
        (98.80034275921166, False, "98.80034275921166"),
        (96.0, False, "96"),
        ("96.0%", False, "96.0"),
        (1e-7, False, "0.0000001"),
        (0.934, True, "93.4"),
        (0.07, True, "7"),  # in binary, 0.07 * 100 is not 7
        ("93.4%", True, "93.4"),
        (1.0, True, "100"),
    ],
)
def test_a_percentage_is_the_decimal_that_was_written(cell, proportion, written):
    assert read_percent(cell, USUAL_MARKS, proportion) == (written, CellState.NUMBER)


@pytest.mark.parametrize("cell", [100.1, -0.1, "much", "93.4 (92.3)", float("nan"), True])
def test_what_is_no_percentage_is_a_fault(cell):
    assert read_percent(cell, USUAL_MARKS, False)[1] is CellState.FAULT


@pytest.mark.parametrize("cell", [-1.0, -1, "-1", " -1 "])
def test_a_mark_may_be_a_number(cell):
    marks = build_marks({"-1": CellState.HIDDEN}, {})
    assert read_count(cell, marks) == (0, CellState.HIDDEN)
    assert read_percent(cell, marks, False) == ("", CellState.HIDDEN)
    assert read_counts(Column.from_cells([3.0, -1.0]), marks)[1].tolist() == [
        CellState.NUMBER,
        CellState.HIDDEN,
    ]


def test_a_positive_number_may_be_a_mark_among_sound_counts():
    marks = build_marks({"9999": CellState.NOT_AVAILABLE}, {})
    assert read_counts(Column.from_cells([3.0, 9999.0]), marks)[1].tolist() == [
        CellState.NUMBER,
        CellState.NOT_AVAILABLE,
    ]


def test_what_stands_in_brackets_after_a_cell_can_be_left():
    cells = ["93.4 (92.3)", " 45 (93.4%) ", "* (c)", "93.4", 93.4, "(92.3)", "a (b) c"]
    assert [strip_brackets(cell) for cell in cells] == [
        "93.4",
        "45",
        "*",
        "93.4",
        93.4,
        "(92.3)",
        "a (b) c",
    ]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("#DIV/0!", "The cell holds the error #DIV/0!."),
        (" #N/A", "The cell holds the error #N/A."),
        ("Err:502", "The cell holds the error Err:502."),
        ("=A1/B1", "The cell holds a formula without a saved result."),
        ("93.4 (92.3)", "There is a second figure in brackets."),
    ],
)
def test_a_fault_names_what_the_cell_holds(cell, why):
    assert explain_bad_count(cell, "").reason == explain_bad_percent(cell, "").reason == why


ANY = st.one_of(
    st.integers(0, 99).map(float),
    st.floats(),
    st.booleans(),
    st.sampled_from(["", "*", "-", "12", "1,000", "[x]", "word"]),
)


@given(st.lists(ANY, min_size=1))
def test_a_column_is_read_as_its_cells_are(cells):
    numbers, states = read_counts(Column.from_cells(cells), USUAL_MARKS)
    assert list(zip(numbers.tolist(), states.tolist(), strict=True)) == [
        read_count(cell, USUAL_MARKS) for cell in cells
    ]
    written, states = read_percents(Column.from_cells(cells), USUAL_MARKS, False)
    assert list(zip(written.tolist(), states.tolist(), strict=True)) == [
        read_percent(cell, USUAL_MARKS, False) for cell in cells
    ]


@given(st.decimals(0, 1, places=6))
def test_a_proportion_times_100_is_exact(share):
    written, state = read_percent(str(share), USUAL_MARKS, True)
    assert state is CellState.NUMBER
    assert Fraction(Decimal(written)) == Fraction(share) * 100
