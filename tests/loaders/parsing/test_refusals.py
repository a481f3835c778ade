"""What is refused, each time with file, sheet, row, column, value, reason and remedy."""

import pytest

from indicators.domain.core import LocalityKind
from indicators.domain.errors import ConfigurationError, UnreadableFileError
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.domain.places import Places
from loaders.parsing.extract import read_extract
from tests.support.extracts import (
    COVENTRY,
    MIDWIFERY,
    REVIEWED,
    adds_up,
    catalogue,
    centres,
    figures,
    indicator,
    midwifery,
    mothers,
    profile,
    read_rows,
    reviews,
    write_csv,
)

OCTOBER = Month.of(2026, 10)
ROWS = {
    "unknown area": (
        mothers("Hilfields"),
        ("A (Children's centre)", "Hilfields", "No such place is known."),
        "Is it “Hillfields”?",
    ),
    "no area": (
        mothers(""),
        ("A (Children's centre)", "", "There are figures but no place."),
        "Write the place",
    ),
    "a hub": (
        mothers("Mosaic"),
        (
            "A (Children's centre)",
            "Mosaic",
            "This is a hub, and figures are loaded for centre areas.",
        ),
        "centre areas in it",
    ),
    "no month": (
        mothers(month="Octember"),
        ("B (Month)", "Octember", "No month can be read here."),
        "2026-10",
    ),
    "month to come": (
        mothers(month="2026-11"),
        ("B (Month)", "2026-11", "November 2026 is in the future."),
        "Correct",
    ),
    "half a year": (
        mothers(month="Apr-Sep 2026"),
        ("B (Month)", "Apr-Sep 2026", "6 months to September 2026 is not a month"),
        "each month",
    ),
    "before any definition": (
        mothers(month="2009-10"),
        ("B (Month)", "2009-10", "has no definition in October 2009."),
        "to catalogue/",
    ),
    "more than there are": (
        mothers(Consented=25),
        ("J (Consented)", "25", "more than the number it is counted out of"),
        "Correct one",
    ),
    "text": (
        mothers(Bookings="lots"),
        ("C (Bookings)", "lots", "There is text where a number belongs."),
        "whole number",
    ),
    "negative": (mothers(Bookings="-4"), ("C (Bookings)", "-4", "cannot be negative"), "0 or more"),
    "half": (mothers(Bookings="23.5"), ("C (Bookings)", "23.5", "whole number"), "count itself"),
    "one part missing": (
        mothers(Bookings=""),
        ("C (Bookings)", "", "The cell is empty, though the figure's other parts are there."),
        "[x]",
    ),
}


@pytest.mark.parametrize(("row", "told", "remedy"), ROWS.values(), ids=ROWS)
def test_a_refused_row_says_where_why_and_what_to_do(tmp_path, row, told, remedy):
    path = midwifery(tmp_path, mothers("Canley"), row)
    reading = COVENTRY.read(path, today=OCTOBER)
    first = reading.refusals[0]
    assert (first.file, first.sheet, first.row) == (path.name, "", 3)
    assert (first.column_label, first.value) == told[:2]
    assert told[2] in first.reason
    assert remedy in first.remedy
    assert (reading.rows_read, reading.rows_loaded, reading.rows_refused) == (2, 1, 1)
    assert set(reading.observations.place) == {"canley"}


@pytest.mark.parametrize("row", [row for row, *_ in ROWS.values()], ids=ROWS)
@pytest.mark.parametrize("header", [[*MIDWIFERY, "Comments"], [*MIDWIFERY[:-1], "Other"]])
def test_a_sender_is_told_only_of_what_a_sender_can_do(tmp_path, header, row):
    read = COVENTRY.read(midwifery(tmp_path, row, header=header), today=OCTOBER)
    assert any("profiles/midwifery.toml" in told.remedy for told in read.refusals)
    for said in (told.sender_remedy for told in read.refusals):
        assert said.endswith((".", "?"))
        assert not [word for word in ("profile", ".toml", "data page") if word in said]


def test_every_refused_cell_of_a_row_is_told_and_the_row_refused_once(tmp_path):
    path = midwifery(tmp_path, mothers("Nowhere", Bookings="lots", Consented=99))
    reading = COVENTRY.read(path)
    assert [refusal.column for refusal in reading.refusals] == ["A", "C", "J"]
    assert (reading.rows_read, reading.rows_refused) == (1, 1)
    assert reading.observations.empty


def test_the_sheet_and_the_row_as_the_spreadsheet_numbers_it(tmp_path):
    wrong = [24, 23, 59.8, *REVIEWED[3:]]
    path = reviews(tmp_path, ["Hillfields", *REVIEWED], ["Canley", *wrong])
    reading = COVENTRY.read(path)
    assert [str(refusal) for refusal in reading.refusals] == [
        (
            f"{path.name}, sheet October 2026, row 7, column D (New birth visit > %) "
            f"('59.8'): It does "
            "not agree with the counts: 23 of 24 is 95.83. Correct it or the counts."
        )
    ]


@pytest.mark.parametrize(("sent", "agrees"), [(95.8, 1), (95.9, 0), (95.83, 1), (96.0, 0)])
def test_a_percentage_agrees_with_its_counts_within_half_a_decimal(tmp_path, sent, agrees):
    reading = COVENTRY.read(reviews(tmp_path, ["Canley", 24, 23, sent, *REVIEWED[3:]]))
    assert reading.rows_loaded == agrees


def test_a_tie_may_be_rounded_either_way(tmp_path):
    for sent, loaded in ((81.2, 1), (81.3, 1), (81.4, 0)):  # 13 of 16 is 81.25
        reading = COVENTRY.read(reviews(tmp_path, ["Canley", 16, 13, sent, *REVIEWED[3:]]))
        assert reading.rows_loaded == loaded


def test_the_same_place_and_month_twice_is_refused_and_says_where_it_stood(tmp_path):
    path = midwifery(tmp_path, mothers(), mothers("Canley"), mothers())
    reading = COVENTRY.read(path)
    assert [(r.row, r.value, r.reason) for r in reading.refusals] == [
        (4, "Hillfields", "Hillfields, October 2026, is already on row 2.")
    ]
    assert (reading.rows_loaded, reading.rows_refused) == (2, 1)


def test_an_unknown_column_is_refused_and_its_rows_are_not(tmp_path):
    header = [*MIDWIFERY, "Comments"]
    path = midwifery(tmp_path, [*mothers(), "late"], header=header)
    reading = COVENTRY.read(path)
    (refusal,) = reading.refusals
    assert (refusal.row, refusal.column_label) == (1, "M (Comments)")
    assert refusal.reason == "This column is not expected."
    assert "profiles/midwifery.toml" in refusal.remedy
    assert (reading.rows_read, reading.rows_loaded) == (1, 1)


def test_a_column_without_heading_that_holds_something_is_refused(tmp_path):
    path = midwifery(tmp_path, [*mothers(), "late"], header=[*MIDWIFERY, ""])
    (refusal,) = COVENTRY.read(path).refusals
    assert refusal.column_label == "M (no heading)"


def test_a_missing_column_refuses_every_row_and_is_told_once(tmp_path):
    header = [text.replace("Bookings", "Booking") for text in MIDWIFERY]
    reading = COVENTRY.read(midwifery(tmp_path, mothers(), mothers("Canley"), header=header))
    there = f"{', '.join(header[:-1])} and {header[-1]}"
    assert [refusal.reason for refusal in reading.refusals] == [
        "This column is not expected.",
        f"There is no column “Bookings”. The columns are: {there}.",
    ]
    assert (reading.rows_read, reading.rows_refused) == (2, 2)


def test_a_column_that_stands_twice_refuses_every_row(tmp_path):
    header = [*MIDWIFERY, "Bookings"]
    reading = COVENTRY.read(midwifery(tmp_path, [*mothers(), 3], header=header))
    assert reading.refusals[0].reason == "Another column has the same heading."
    assert (reading.rows_read, reading.rows_refused) == (1, 1)


def test_months_across_that_are_unknown_twice_or_to_come(tmp_path):
    strange = centres(tmp_path, months=("Apr-26", "Apr 2026"))
    assert "same heading" in COVENTRY.read(strange).refusals[0].reason
    unknown = centres(tmp_path, months=("Apr-26", "Smarch-26"))
    assert "not expected" in COVENTRY.read(unknown).refusals[0].reason
    reading = COVENTRY.read(centres(tmp_path, months=("Apr-26", "May-26")), Month.of(2026, 4))
    assert "C (May-26)" in {refusal.column_label for refusal in reading.refusals}
    assert {refusal.reason for refusal in reading.refusals} == {"May 2026 is in the future."}
    assert reading.rows_loaded == 0


def test_a_sheet_the_profile_does_not_know_is_not_dropped_in_silence(tmp_path):
    from openpyxl import load_workbook

    path = centres(tmp_path)
    workbook = load_workbook(path)
    workbook.create_sheet("Sheet5")
    workbook.create_sheet("Children in need").append(["Centre", "Apr-26"])
    workbook.save(path)
    assert [(r.sheet, r.reason) for r in COVENTRY.read(path).refusals] == [
        ("Children in need", "No table is expected on this sheet.")
    ]


def test_the_same_figure_on_two_sheets_names_the_sheet(tmp_path):
    from openpyxl import load_workbook

    path = reviews(tmp_path, ["Canley", *REVIEWED])
    workbook = load_workbook(path)
    workbook.copy_worksheet(workbook.active)
    workbook.save(path)
    (refusal,) = COVENTRY.read(path).refusals
    assert refusal.sheet == "October 2026 Copy"
    assert refusal.reason.endswith("is already on row 6 of sheet October 2026.")


def test_a_file_that_no_profile_knows_says_what_was_seen_and_tried(tmp_path):
    path = midwifery(tmp_path, ["x"], header=["Clinic", "When"])
    with pytest.raises(UnreadableFileError) as told:
        COVENTRY.read(path)
    assert "Clinic | When" in told.value.what
    assert "midwifery: there is no header with “Children's centre” and “Month”" in told.value.what
    other = path.rename(tmp_path / "other.csv")
    with pytest.raises(UnreadableFileError, match="files named CCC_childrens_centres_"):
        COVENTRY.read(other)


def test_a_file_that_two_profiles_claim_names_both(tmp_path):
    from loaders.parsing.extract import read_extract
    from tests.support.extracts import PLACES, write_csv

    path = write_csv(tmp_path / "any.csv", [["Area", "Month"]])
    both = [profile(), profile(code="second")]
    with pytest.raises(UnreadableFileError, match="any, second"):
        read_extract(path, both, catalogue(), PLACES, today=None)


def test_a_profile_that_does_not_fit_the_catalogue_is_told_by_file_and_key(tmp_path):
    rows = [["Area", "Month", "Seen", "Due"]]
    with pytest.raises(ConfigurationError, match=r"profiles/any\.toml, key table\.1\.measure\.1"):
        read_rows(tmp_path, rows, known=catalogue(indicator("other")))
    with pytest.raises(ConfigurationError, match="is a count"):
        read_rows(tmp_path, rows, known=catalogue(indicator("one", unit="count")))
    with pytest.raises(ConfigurationError, match="no denominator"):
        read_rows(tmp_path, rows, measure={"numerator": "Seen"})


def test_a_header_alone_is_no_row(tmp_path):
    reading = read_rows(tmp_path, [["Area", "Month", "Seen", "Due"]])
    assert figures(reading) == []
    assert (reading.rows_read, reading.refusals) == (0, ())
    assert adds_up(reading)


def test_a_figure_of_an_area_for_a_time_when_it_was_not_is_refused(tmp_path):
    begins, ends = OCTOBER - 1, OCTOBER - 2
    known = Places(
        [
            Locality(code="town", kind=LocalityKind.CITY, name="Town"),
            Locality(
                code="old", kind=LocalityKind.AREA, name="Old", until=ends, became=("new", "north")
            ),
            Locality.model_validate(
                {"code": "new", "kind": "area", "name": "New", "from": str(begins)}
            ),
            Locality(code="north", kind=LocalityKind.AREA, name="North"),
        ]
    )
    rows = [[name, str(m), 1, 2] for name in ("Old", "New", "North") for m in (ends, begins)]
    path = write_csv(tmp_path / "any.csv", [["Area", "Month", "Seen", "Due"], *rows])
    read = read_extract(path, [profile()], catalogue(), known, today=None)
    assert [(r.row, r.reason, r.remedy) for r in read.refusals] == [
        (
            3,
            "Old ended in August 2026, and this is for September 2026.",
            "Send it for New or North.",
        ),
        (
            4,
            "New began in September 2026, and this is for August 2026.",
            "Send it for the areas that existed then.",
        ),
    ]
    assert [each[:2] for each in figures(read)] == [
        ("old", ends.number),
        ("new", begins.number),
        ("north", ends.number),
        ("north", begins.number),
    ]
