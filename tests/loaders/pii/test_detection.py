"""The guard: lists of people are refused by column and never by value; figures are let through."""

import logging
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import text

from indicators.access.permissions import PARTNER
from indicators.domain.errors import PersonalRecordsError
from indicators.domain.periods import Month
from loaders.pii.detection import refuse_people
from loaders.pii.value_evidence import is_beyond_chance, is_nhs_number
from loaders.readers.cell_text import format_cell
from loaders.readers.grid import Grid, read_grid
from loaders.readers.sheet import Sheet
from tests.conftest import ROOT
from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS, extract, load, loader
from tests.support import person_lists
from tests.support.person_lists import KINDS, records

__all__ = ["loader"]
EXTRACTS = ROOT.parent / "shared" / "data" / "extracts"
REAL = sorted(path for path in EXTRACTS.rglob("*") if path.is_file() and path.suffix != ".md")


def told(rows, sheet=""):
    """What the guard says of a grid, or "" where it lets it through."""
    try:
        cells = rows if isinstance(rows, Sheet) else Sheet.from_rows(rows)
        refuse_people(Grid("sent.xlsx", {sheet: cells}, (sheet,)))
    except PersonalRecordsError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_figures_are_let_through(path):
    refuse_people(read_grid(path))


@pytest.mark.parametrize("step", [2, 7, 41, 97])
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_figures_are_let_through_when_fewer_rows_are_sent(path, step):
    """A part of a file may have each code, postcode or name once."""
    for name, rows in read_grid(path).sheets.items():
        if len(rows) > 3 * step:
            assert told([*rows[:2], *rows[2::step]], name) == ""


def test_each_practice_once_with_its_name_and_postcode_is_no_list_of_people():
    rows = read_grid(EXTRACTS / "westsussex_gp_immunisations.csv").sheets[""]
    once = list({row[1]: row for row in rows[1:]}.values())
    assert len(once) > 70
    assert told([rows[0], *once]) == ""


def test_the_sample_extracts_are_let_through(tmp_path):
    from sample.generate import write_sample

    for path in write_sample(tmp_path, Month.parse("2022-03")):
        refuse_people(read_grid(path))


@given(st.integers(), st.sampled_from(sorted(KINDS)), st.sets(st.sampled_from(sorted(KINDS))),
       st.integers(5, 80), st.booleans())  # fmt: skip
def test_records_of_any_kind_and_shape_are_refused(seed, kind, more, rows, title):
    sent = records(seed, [kind, *sorted(more - {kind})], rows, title=title)
    message = told(sent)
    assert "list of people" in message
    assert_no_value(message, sent[1 + 2 * title :])


@given(st.integers(), st.integers(5, 300), st.sampled_from(range(4)))
def test_nhs_numbers_are_known_without_a_heading(seed, rows, spelling):
    lot = Random(seed)
    write = KINDS["nhs"][1][spelling]
    sent = [["Ref", "Seen"], *([write(lot), "Y"] for _ in range(rows))]
    for grid in (sent, sent[1:]):
        assert "column A" in told(grid)
        assert_no_value(told(grid), sent[1:])


@given(
    st.integers(),
    st.integers(40, 300),
    st.sets(st.sampled_from(["name", "home", "nhs"]), min_size=1),
)
def test_records_without_a_header_are_refused_and_the_first_is_not_told(seed, rows, kinds):
    sent = records(seed, sorted(kinds), rows, heads=False)
    message = told(sent)
    assert "list of people" in message
    assert_no_value(message, sent)


def test_ten_digit_numbers_that_are_no_nhs_numbers_are_let_through():
    """Of numbers drawn by lot 1 in 11 passes the check."""
    refused = 0
    for seed in range(200):
        lot = Random(seed)
        rows = [["Area", "Pounds"], *([f"Area {n}", str(lot.randrange(10**9, 10**10))]
                for n in range(15))]  # fmt: skip
        refused += bool(told(rows))
    assert refused <= 2


def test_the_check_digit():
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("1111111111")
    assert is_beyond_chance(3, 3)
    assert not is_beyond_chance(3, 2)
    assert not is_beyond_chance(110, 12)
    assert not is_beyond_chance(5000, 470)
    assert is_beyond_chance(5000, 900)


# Names of places that are to be let through.
NAMES = ["Hillfields", "Tile Hill", "Canley", "Foleshill", "Stoke Heath", "Richard Lee", "Tommies"]
NAMES += ["Flutterbies", "Radford", "Spon Gate", "St Augustine's", "Bell Green", "Moat House"]
NAMES += ["Middle Ride", "Gosford Park", "Families for All", "Harmony", "Elizabeth Way"]
COUNTS = st.one_of(st.integers(0, 400).map(float), st.integers(0, 400).map(str), st.just("*"))


@st.composite
def aggregates(draw):
    """Areas down, figures across, in long or wide form, with codes, months and notes."""
    seed = draw(st.integers())
    lot = Random(seed)
    areas = draw(st.sampled_from([NAMES, [f"E0{n}" for n in range(1000100, 1000300)],
        [f"{lot.choice('ABH')}{n}" for n in range(81001, 81150)]]))  # fmt: skip
    months = draw(st.sampled_from([["2026-10"], [f"2026-{m:02}" for m in range(1, 13)],
        [date(2026, m, 1) for m in range(1, 13)],
        [(date(2026, 1, 1) + timedelta(n)).isoformat() for n in range(90)]]))  # fmt: skip
    figures = draw(st.integers(1, 8))
    width = draw(st.integers(0, 1))
    rows = [["Area name", "Area code"][: 1 + width] + ["Period"]
            + [f"Number of children {n}" for n in range(figures)] + ["Percent"]]  # fmt: skip
    for at, area in enumerate(areas[: draw(st.integers(1, 60))]):
        for month in months[: draw(st.integers(1, 12))]:
            counts = [float(lot.randrange(400)) for _ in range(figures)]
            rows.append([area, *[f"E09{at:06}"][:width], month, *counts, lot.random() * 100])
    return rows


@given(aggregates())
def test_figures_by_area_and_month_are_let_through(rows):
    assert told(rows) == ""
    assert told([[format_cell(cell) for cell in row] for row in rows]) == ""


@pytest.mark.parametrize(
    "rows",
    [
        [["Children's centre", "Lead"], *([name, "Health visiting"] for name in NAMES)],
        [["Centre name", "Postcode", "Births"], *([n, f"CV{i % 7 + 1} {i % 9 + 1}AB", float(i * 9)]
         for i, n in enumerate(NAMES))],
        [["Indicator", "Parent Name", "Number with NHS number known"], ["x", "England", "1030"],
         ["x", "North East", "2200"]],
        [["Field", "Meaning"], ["Surname", "of the child"], ["Date of birth", "as 2026-10-31"],
         ["NHS number", "ten digits"]],
        [["Day", "Attendances"], *([date(2026, 1, 1) + timedelta(n), float(n % 17)]
         for n in range(365))],
        [["Week ending", "Visits"],
         *([(date(2024, 1, 5) + timedelta(7 * n)).isoformat(), str(n % 9)] for n in range(140))],
        [["Caveat"], *([f"Trust {n} could not send figures for this quarter and will resubmit them"]
         for n in range(40))],
        [["Site", "E-mail"], *([f"The {n} Surgery", f"reception@site{n}.example.org"]
         for n in NAMES)],
        [["", ""], ["", ""]],
        [[]],
        [],
    ],
    ids=["leads", "centres", "parents", "dictionary", "days", "weeks", "caveats", "sites", "blank",
         "empty row", "empty"],
)  # fmt: skip
def test_what_only_sounds_like_people_is_let_through(rows):
    assert told(rows) == ""


def test_sheets_behind_the_figures_columns_and_reasons_are_told():
    figures = [["Centre", "Month", "Births"], ["Canley", "2026-10", 9.0]]
    hidden = [["Mother's surname", "DOB", "Seen"], ["Okafor", date(2025, 3, 2), "Y"]]
    sheets = {"Figures": Sheet.from_rows(figures), "Source": Sheet.from_rows(hidden)}
    with pytest.raises(PersonalRecordsError) as refused:
        refuse_people(Grid("a.xlsx", sheets, tuple(sheets)))
    assert str(refused.value) == (
        "a.xlsx: This looks like a list of people, not of figures: sheet “Source”, column A "
        "(“Mother's surname”) holds names of people, column B (“DOB”) holds dates of birth. "
        "It was not kept. Delete your copy, and ask the sender for counts by area and "
        "month only."
    )


def test_a_form_about_one_child_is_refused_and_a_sheet_named_after_it_is_not_named():
    form = [["Name of child", "Xanthe Hough"], ["DOB", "02/03/2025"], ["Seen by", "Health visitor"]]
    message = told(form, "Hough Xanthe")
    assert "asks for dates of birth and names of people" in message
    assert "Hough" not in message


def test_codes_of_their_own_beside_dates_are_people_and_beside_counts_are_not():
    lot = Random(1)
    spring = [date(2025, 4, 1) + timedelta(lot.randrange(90)) for _ in range(60)]
    codes = [f"X{lot.randrange(10**7)}" for _ in spring]
    seen = [[code, day, "Y"] for code, day in zip(codes, spring, strict=True)]
    assert "column A" in told([["Ref", "Contact on", "Flag"], *seen])
    counted = [[code, float(n), float(n // 2)] for n, code in enumerate(codes)]
    assert told([["Ref", "Births", "Seen"], *counted]) == ""


def test_a_total_below_a_list_does_not_make_counts_of_it():
    lot = Random(1)
    rows = [["Anna", lot.randrange(100_000, 1_000_000), lot.randrange(1, 6)] for _ in range(30)]
    assert "column B" in told([["Area", "Ref", "Visits"], *rows, ["Total", "", 93]])


def assert_no_value(message, rows):
    for row in rows:
        for cell in row:
            written = format_cell(cell)
            known = written in person_lists.HARMLESS or len(written) < 4
            assert known or written.casefold() not in message.casefold()


@pytest.mark.parametrize("claimed", [True, False])
def test_nothing_of_a_refused_file_is_kept_told_or_logged(
    claimed, loader, tmp_path: Path, caplog, capfd
):  # fmt: skip
    caplog.set_level(logging.DEBUG)
    rows = records(7, ["nhs", "surname", "forename", "born", "home", "notes"], 40)
    path = tmp_path / "UHCW_maternity_sent.xlsx"
    book = Workbook()
    if claimed:
        good = extract(tmp_path, HILLFIELDS, CANLEY).read_text().splitlines()
        for line in good:
            book.active.append(line.split(","))
    sheet = book.create_sheet("Detail") if claimed else book.active
    for row in rows:
        sheet.append(row)
    book.save(path)
    for report in (load(loader, path), load(loader, path, rest=True), loader.check(path, PARTNER)):
        assert report.outcome == "personal_records"
        assert "list of people" in report.problem
        assert (report.refusals, report.rows_read) == ((), 0)
        assert_no_value(repr(report), rows[1:])
    out = capfd.readouterr()
    assert_no_value(caplog.text + out.out + out.err, rows[1:])
    assert loader.table.history.list_loads() == []
    with loader.table.engine.connect() as connection:
        for table in ("load", "refusal", "observation", "city_total"):
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0


@pytest.mark.slow
@pytest.mark.parametrize("write", [str, float])
def test_200_000_rows_of_figures_are_let_through(write):
    lot = Random(3)
    rows = [["Centre", "LSOA", "Month", *[f"Count {n}" for n in range(16)]]]
    rows += [
        [f"Centre {n % 900}", f"E0{1000000 + n // 20}", f"2026-{1 + n % 12:02}",
         *[write(lot.randrange(300)) for _ in range(16)]] for n in range(200_000)
    ]  # fmt: skip
    assert told(Sheet.from_rows(rows)) == ""


def test_records_of_few_among_200_000_rows_are_still_met_with():
    lot = Random(5)
    rows = [["Centre", "Ref", "Count"], *([f"Centre {n % 900}", "", "5"] for n in range(200_000))]
    for at in range(50, 200_000, 100):
        rows[at][1] = person_lists.spaced(lot)
    assert "column B" in told(rows)


@pytest.mark.slow
def test_a_sheet_of_thousands_of_columns_or_of_long_texts_is_looked_through():
    wide = [[f"Count {n}" for n in range(8000)], *([[float(n)] * 8000 for n in range(600)])]
    long = [["Caveat"], *([f"{n} " + "x" * 30_000] for n in range(1000))]
    assert (told(wide), told(long)) == ("", "")


def test_columns_with_nothing_in_them_do_not_change_which_column_is_named():
    lot = Random(7)
    rows = [["", "Ref", "", "Count"], *(["", person_lists.spaced(lot), "", "5"] for _ in range(40))]
    assert "column B" in told(rows)
    assert told([["", ""], ["", ""]]) == ""
