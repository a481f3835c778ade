"""Whatever happens to a file on its way, every row read is loaded, refused or blank, and said."""

import copy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.errors import UnreadableFileError
from indicators.domain.periods import Month
from loaders.parsing import extract
from loaders.pii import guarded_grid
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet
from tests.support.extracts import COVENTRY, MIDWIFERY, REVIEWED, REVIEWS, mothers

PARTS = COVENTRY.parts
GROUPS = [cell for group, under in REVIEWS.items() for cell in (group, *[""] * (len(under) - 1))]
FILES = {
    "UHCW_maternity_2026-10.csv": {
        "": [MIDWIFERY, *(mothers(area) for area in ("Hillfields", "Tile Hill", "Canley"))]
    },
    "CWPT_health_visiting_2026-10.xlsx": {
        "October 2026": [
            ["Health visiting"],
            ["Month: October 2026"],
            ["Reach area", *GROUPS],
            ["", *(cell for under in REVIEWS.values() for cell in under)],
            ["Hillfields", *REVIEWED],
            ["Canley", *REVIEWED],
            ["A note."],
        ]
    },
    "CCC_childrens_centres_2026-27.xlsx": {
        **{
            name: [["Centre", "Apr-26", "May-26"], ["Canley", 3.0, "*"], ["Total", 30.0, 31.0]]
            for name in ("Child protection", "CAF", "Looked after")
        },
        "Attendance": [
            ["Centre", "Apr-26", "", "May-26", ""],
            ["", "Booked", "Missed", "Booked", "Missed"],
            ["Canley", 90.0, 4.0, 80.0, 3.0],
        ],
    },
}
CELLS = st.one_of(
    st.sampled_from(["", "*", "-", "[x]", "Canley", "Nowhere", "Total", "2026-10", "Smarch", "12"]),
    st.sampled_from(["Centre", "Due", "Missed", "%", "Apr-26", "Month: May 2026"]),
    st.floats(allow_nan=False),
    st.integers(0, 30).map(float),
    st.booleans(),
)
PLACE = st.integers(0, 40)


@st.composite
def mangled(draw):
    """A sound file in which some cells were overwritten, rows doubled, moved or lost."""
    name = draw(st.sampled_from(sorted(FILES)))
    sheets = copy.deepcopy(FILES[name])
    for rows in sheets.values():
        width = max(map(len, rows))
        rows[:] = [[*row, *[""] * (width - len(row))] for row in rows]
    for _ in range(draw(st.integers(0, 6))):
        rows = sheets[draw(st.sampled_from(sorted(sheets)))]
        at, to = draw(PLACE) % len(rows), draw(PLACE) % len(rows)
        what = draw(st.sampled_from(["cell", "cell", "cell", "double", "swap", "lose"]))
        if what == "cell":
            rows[at][draw(PLACE) % len(rows[at])] = draw(CELLS)
        elif what == "double":
            rows.insert(to, list(rows[at]))
        elif what == "swap":
            rows[at], rows[to] = rows[to], rows[at]
        elif len(rows) > 1:
            del rows[at]
    return Grid(
        name, {sheet: Sheet.from_rows(rows) for sheet, rows in sheets.items()}, tuple(sheets)
    )


@given(mangled(), st.sampled_from([None, Month.of(2026, 4)]))
def test_every_row_is_loaded_refused_or_blank(grid, today):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guarded_grid, "read_grid", lambda _: grid)
        try:
            reading = extract.read_extract(Path(grid.file), *PARTS, today=today)
        except UnreadableFileError as raised:
            assert_explained(raised)
            return
    assert reading.rows_read == reading.rows_loaded + reading.rows_refused + reading.rows_blank
    assert min(reading.rows_loaded, reading.rows_refused, reading.rows_blank) >= 0
    assert bool(reading.rows_refused) <= bool(reading.refusals)
    assert bool(reading.rows_loaded) == bool(len(reading.observations))
    check_figures(reading)


def assert_explained(error):
    assert error.what
    assert error.remedy


def check_figures(reading):
    rows = reading.observations
    assert not rows.duplicated(["indicator", "place", "ended", "months"]).any()
    assert set(rows.status) <= {"ok", "hidden", "not_available", "not_applicable"}
    unknown = rows[rows.status != "ok"]
    assert unknown[["numerator", "denominator", "value"]].isna().all(axis=None)
    known = rows[rows.status == "ok"]
    assert (known.numerator.notna() | known.value.notna()).all()
    both = known[known.numerator.notna() & known.denominator.notna()]
    assert (both.numerator <= both.denominator).all()
    assert (both.denominator > 0).all()
    refused = {(r.sheet, r.row) for r in reading.refusals}
    assert not refused & set(zip(rows.sheet, rows.row, strict=True))


def test_the_sound_files_are_read_whole():
    for name, sheets in FILES.items():
        whole = {sheet: Sheet.from_rows(rows) for sheet, rows in sheets.items()}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                guarded_grid, "read_grid", lambda _, w=whole, n=name: Grid(n, w, tuple(w))
            )
            reading = extract.read_extract(Path(name), *PARTS, today=None)
        assert reading.refusals == ()
        assert reading.rows_loaded == reading.rows_read > 0
