"""What a profile can say: filters, sums, totals, notes, other places, periods from anywhere."""

import datetime

import pytest
from openpyxl import Workbook

from loaders.parsing.extract import read_extract
from loaders.profiles.profile_schema import Profile
from tests.support.extracts import (
    PLACES,
    adds_up,
    catalogue,
    figures,
    indicator,
    profile,
    read_rows,
    write_csv,
)

HEAD = ["Area", "Month", "Seen", "Due"]
NORTH = ["North End", "2026-10", 9, 10]
SOUTH = ["South End", "2026-10", 8, 10]
READ = [("north", 202610, 9, 10, None, "ok"), ("south", 202610, 8, 10, None, "ok")]


def test_titles_above_and_notes_below_are_no_rows(tmp_path):
    rows = [["Visits"], [], HEAD, NORTH, SOUTH, [], ["* provisional"], ["Source: clinic", "2026"]]
    reading = read_rows(tmp_path, rows)
    assert figures(reading) == READ
    assert (reading.rows_read, reading.rows_loaded, reading.refusals) == (2, 2, ())


def test_empty_rows_within_are_blank_and_so_is_an_area_that_sent_nothing(tmp_path):
    rows = [HEAD, NORTH, [], ["East of the river:"], ["South End", "2026-10", "", ""]]
    reading = read_rows(tmp_path, rows)
    assert figures(reading) == READ[:1]
    assert (reading.rows_read, reading.rows_blank, reading.refusals) == (4, 3, ())


def test_a_table_may_end_at_its_first_blank_row(tmp_path):
    rows = [HEAD, NORTH, [], ["Staff", "2026-10", 3, 4]]
    reading = read_rows(tmp_path, rows, {"ends": "blank row"})
    assert (reading.rows_read, reading.refusals) == (1, ())
    assert read_rows(tmp_path, rows).rows_refused == 1


def test_places_of_others_are_left_only_if_the_profile_says_so(tmp_path):
    rows = [HEAD, NORTH, ["Elsewhere", "2026-10", 1, 2], ["", "2026-10", 5, 6]]
    reading = read_rows(tmp_path, rows, {"other_places": "leave"})
    assert figures(reading) == READ[:1]
    assert (reading.rows_read, reading.rows_blank, reading.refusals) == (3, 2, ())
    assert read_rows(tmp_path, rows).rows_refused == 2


def test_rows_outside_a_filter_are_left(tmp_path):
    rows = [[*HEAD, "Age"], [*NORTH, "5"], [*NORTH, "2"], [*SOUTH, 5]]
    reading = read_rows(tmp_path, rows, {"only": {"Age": "5"}})
    assert figures(reading) == READ
    assert (reading.rows_read, reading.rows_blank) == (3, 1)


def test_a_row_can_say_which_indicator_it_is_of(tmp_path):
    measures = [
        {"indicator": "one", "where": {"What": ["A", "Ay"]}, "numerator": "Seen",
         "denominator": "Due"},
        {"indicator": "two", "where": {"What": "B"}, "numerator": "Seen", "denominator": "Due"},
    ]  # fmt: skip
    rows = [[*HEAD, "What"], [*NORTH, "ay"], [*SOUTH, "B"], [*SOUTH, "C"]]
    known = catalogue(indicator("one"), indicator("two"))
    shape = {"measure": measures}
    reading = read_rows(tmp_path, rows, shape, known=known)
    assert list(zip(reading.observations.indicator, reading.observations.place, strict=True)) == [
        ("one", "north"),
        ("two", "south"),
    ]
    assert [(r.row, r.column_label, r.value) for r in reading.refusals] == [(4, "E (What)", "C")]
    left = read_rows(tmp_path, rows, shape | {"other_rows": "leave"}, known=known)
    assert (left.rows_loaded, left.rows_blank, left.refusals) == (2, 1, ())


BY_ROW = {
    "numerator": {"column": "Number", "where": {"Role": "seen"}},
    "denominator": {"column": "Number", "where": {"Role": "due"}},
}
ROLES = ["Area", "Month", "Role", "Number"]


def test_a_row_can_say_which_part_of_a_figure_it_is(tmp_path):
    rows = [ROLES]
    for area, seen, due in (("North End", 9, 10), ("South End", 8, 10)):
        rows += [[area, "2026-10", "due", due], [area, "2026-10", "seen", seen]]
    reading = read_rows(tmp_path, rows, measure=BY_ROW)
    assert figures(reading) == READ
    assert (reading.rows_read, reading.rows_loaded) == (4, 4)


def test_parts_on_rows_that_do_not_fit_refuse_all_rows_of_the_figure(tmp_path):
    rows = [ROLES, ["North End", "2026-10", "seen", 11], ["North End", "2026-10", "due", 10]]
    rows += [["South End", "2026-10", "seen", 8]]
    reading = read_rows(tmp_path, rows, measure=BY_ROW)
    assert (reading.rows_read, reading.rows_refused) == (3, 3)
    assert [refusal.row for refusal in reading.refusals] == [2, 3, 4]
    rows = [ROLES, *[["North End", "2026-10", "seen", 9]] * 2, ["North End", "2026-10", "due", 10]]
    reading = read_rows(tmp_path, rows, measure=BY_ROW)
    assert "is already on row 2" in reading.refusals[1].reason
    assert (reading.rows_read, reading.rows_refused) == (3, 3)


def test_a_percentage_on_a_row_of_its_own_must_agree_with_its_counts(tmp_path):
    share = {"percentage": {"column": "Number", "where": {"Role": "share"}}}
    for written, refused in (("90.0", 0), ("90.1", 3)):
        rows = [ROLES, *(["North End", "2026-10", *cells] for cells in (("seen", 9), ("due", 10)))]
        rows.append(["North End", "2026-10", "share", written])
        reading = read_rows(tmp_path, rows, measure=BY_ROW | share)
        assert (reading.rows_read, reading.rows_refused) == (3, refused)
        assert figures(reading) == ([] if refused else READ[:1])


def test_a_part_without_a_row_is_told_so(tmp_path):
    rows = [ROLES, ["North End", "2026-10", "due", 10]]
    (refusal,) = read_rows(tmp_path, rows, measure=BY_ROW).refusals
    assert refusal.reason == "No row has this part of the figure, though its other parts are there."


def test_rows_of_parts_can_be_added_up(tmp_path):
    rows = [ROLES, *([["North End", "2026-10", "due", n] for n in (4, 6)])]
    rows += [["North End", "2026-10", "seen", 9]]
    reading = read_rows(tmp_path, rows, {"add_up": True}, measure=BY_ROW)
    assert figures(reading) == READ[:1]
    assert reading.rows_loaded == 3


def test_rows_of_one_place_and_month_are_added_up_where_the_profile_says_so(tmp_path):
    rows = [HEAD, ["N1", "2026-10", 4, 4], ["North End", "2026-10", 5, 6], SOUTH]
    reading = read_rows(tmp_path, rows, {"add_up": True})
    assert figures(reading) == READ
    assert (reading.rows_read, reading.rows_loaded) == (3, 3)
    assert read_rows(tmp_path, rows).rows_refused == 2


def test_a_sum_with_a_refused_row_is_not_loaded_in_part(tmp_path):
    rows = [HEAD, ["N1", "2026-10", 4, 4], ["North End", "2026-10", 7, 6], SOUTH]
    reading = read_rows(tmp_path, rows, {"add_up": True})
    assert figures(reading) == READ[1:]
    assert (reading.rows_loaded, reading.rows_refused) == (1, 2)
    assert reading.refusals[0].reason == "This row and row 3 make one figure, and row 3 is refused."


def test_a_sum_says_how_many_rows_had_no_figure(tmp_path):
    rows = [HEAD, NORTH, ["N1", "2026-10", "*", 5], ["S1", "2026-10", "[x]", "[x]"]]
    reading = read_rows(tmp_path, rows, {"add_up": True})
    assert figures(reading) == [READ[0], ("south", 202610, None, None, None, "not_available")]
    assert list(reading.observations.note) == ["No figure in 1 of 2 rows.", ""]


def test_a_sum_of_counts_is_known_only_where_every_row_is(tmp_path):
    rows = [["Area", "Month", "Open"], *[["North End", "2026-10", c] for c in (4, "*")]]
    reading = read_rows(
        tmp_path, rows, {"add_up": True}, measure={"numerator": "Open"},
        known=catalogue(indicator("one", unit="count")),
    )  # fmt: skip
    assert figures(reading) == [("north", 202610, None, None, None, "hidden")]


@pytest.mark.parametrize(
    ("use", "read"), [("city", [*READ, ("town", 202610, 17, 20, None, "ok")]), ("leave", READ)]
)
def test_a_total_row_is_the_citys_own_or_left(tmp_path, use, read):
    rows = [HEAD, NORTH, SOUTH, ["All areas", "2026-10", 17, 20]]
    totals = {"totals": {"rows": ["Total", "All areas"], "use": use}}
    reading = read_rows(tmp_path, rows, totals)
    assert figures(reading) == read
    assert (reading.rows_read, reading.refusals) == (3, ())


def test_the_code_column_goes_before_the_name(tmp_path):
    rows = [["Area", "Code", *HEAD[1:]], ["Nord", 1, *NORTH[1:]], ["South End", "", *SOUTH[1:]]]
    area = {"column": "Area", "code": "Code", "prefix": "N"}
    assert figures(read_rows(tmp_path, rows, {"area": area})) == READ


def test_a_name_given_once_a_group_stands_for_the_rows_below(tmp_path):
    rows = [HEAD, ["North End", "2026-09", 7, 10], ["", *NORTH[1:]], SOUTH]
    reading = read_rows(tmp_path, rows, {"area": {"column": "Area", "fill_down": True}})
    assert figures(reading) == [("north", 202609, 7, 10, None, "ok"), *READ]


def test_other_columns_are_left_by_name_or_all_together(tmp_path):
    rows = [[*HEAD, "Phone", "Fax"], [*NORTH, 1, 2]]
    assert len(read_rows(tmp_path, rows).refusals) == 2
    assert len(read_rows(tmp_path, rows, {"ignore": ["Fax"]}).refusals) == 1
    assert read_rows(tmp_path, rows, {"other_columns": "leave"}).refusals == ()


def test_marks_mean_what_the_profile_says(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "nil", 10], ["South End", "2026-10", "*", 10]]
    marks = {"nil": "not_applicable", "*": "not_available"}
    assert [row[-1] for row in figures(read_rows(tmp_path, rows, marks=marks))] == [
        "not_applicable",
        "not_available",
    ]


PERCENT = {"percentage": "%", "denominator": "Due"}


def test_percentages_alone_are_kept_as_written_with_the_base_that_was_sent(tmp_path):
    rows = [["Area", "Month", "%", "Due"], ["North End", "2026-10", "93.40%", 61]]
    rows += [["South End", "2026-10", "-", 0]]
    assert figures(read_rows(tmp_path, rows, measure=PERCENT)) == [
        ("north", 202610, None, 61, "93.40", "ok"),
        ("south", 202610, None, None, None, "not_applicable"),
    ]


def test_proportions_are_percentages_moved_by_two_places(tmp_path):
    rows = [["Area", "Month", "Share"], ["North End", "2026-10", "0.07"]]
    reading = read_rows(tmp_path, rows, measure={"percentage": "Share", "proportion": True})
    assert figures(reading) == [("north", 202610, None, None, "7", "ok")]


def test_a_percentage_stands_in_where_counts_are_held_back(tmp_path):
    rows = [[*HEAD, "%"], ["North End", "2026-10", "*", "*", 98.5], [*SOUTH, 80]]
    measure = {"numerator": "Seen", "denominator": "Due", "percentage": "%"}
    assert figures(read_rows(tmp_path, rows, measure=measure)) == [
        ("north", 202610, None, None, "98.5", "ok"),
        READ[1],
    ]


def test_a_second_figure_in_brackets_is_left_only_if_the_profile_says_so(tmp_path):
    rows = [["Area", "Month", "%"], ["North End", "2026-10", "93.4 (92.3)"]]
    measure = {"percentage": "%", "in_brackets": "leave"}
    assert figures(read_rows(tmp_path, rows, measure=measure))[0][4] == "93.4"
    (refusal,) = read_rows(tmp_path, rows, measure={"percentage": "%"}).refusals
    assert (refusal.value, refusal.reason) == (
        "93.4 (92.3)",
        "There is a second figure in brackets.",
    )


def test_a_column_used_as_a_filter_may_have_other_spellings(tmp_path):
    for kind in ("Kind", "kind of visit"):
        rows = [[*HEAD, kind], [*NORTH, "home"], [*SOUTH, "clinic"]]
        table = {"only": {"Kind": "home"}, "spellings": {"Kind": ["kind of visit"]}}
        assert figures(read_rows(tmp_path, rows, table)) == READ[:1]


@pytest.mark.parametrize(("ends", "last"), [(3, 202603), (12, 202612)])
def test_a_year_alone_ends_with_the_month_that_the_profile_says(tmp_path, ends, last):
    rows = [["Area", "Year", "Seen", "Due"], ["North End", "2026", 9, 10]]
    period = {"period": {"column": "Year", "year_ends": ends}}
    reading = read_rows(tmp_path, rows, period, known=catalogue(indicator("one", "year")))
    assert figures(reading)[0][:2] == ("north", last)
    assert read_rows(
        tmp_path, rows, {"period": {"column": "Year"}}, known=catalogue(indicator("one", "year"))
    ).rows_refused == 1  # fmt: skip


def test_an_excel_date_is_the_month_it_lies_in(tmp_path):
    path = tmp_path / "any.xlsx"
    workbook = Workbook()
    when = datetime.datetime(2026, 10, 31)  # noqa: DTZ001
    for row in (HEAD, ["North End", when, 9, 10], ["South End", when.date(), 8, 10]):
        workbook.active.append(row)
    workbook.save(path)
    reading = read_extract(path, [profile()], catalogue(), PLACES, today=None)
    assert figures(reading) == READ


PERIODS = {
    "file": ({"from": "file"}, [], "clinic_2026-10_v2.csv"),
    "label in the cell": ({"label": "Month"}, [["Month: October 2026"]], "any.csv"),
    "label beside": ({"label": ["Period", "When"]}, [["", "When", "", "Oct-26"]], "any.csv"),
    "label above": ({"label": "Period"}, [["Period"], ["202610"]], "any.csv"),
}


@pytest.mark.parametrize(("period", "above", "name"), PERIODS.values(), ids=PERIODS)
def test_one_period_for_the_whole_table(tmp_path, period, above, name):
    rows = [*above, ["Area", "Seen", "Due"], ["North End", 9, 10], ["South End", 8, 10]]
    assert figures(read_rows(tmp_path, rows, {"period": period}, name=name)) == READ


def test_a_table_without_its_period_is_refused_once_for_all_rows(tmp_path):
    rows = [["Area", "Seen", "Due"], ["North End", 9, 10], ["South End", 8, 10]]
    reading = read_rows(tmp_path, rows, {"period": {"from": "file"}})
    (told,) = reading.refusals
    assert (told.row, told.reason) == (
        1,
        f"No month can be read in the file's name, “{reading.file}”.",
    )


def test_a_month_that_cannot_be_read_above_the_table_is_told_with_its_cell(tmp_path):
    rows = [["", "Month: Octember"], ["Area", "Seen", "Due"], ["North End", 9, 10]]
    reading = read_rows(tmp_path, rows, {"period": {"label": "Month"}})
    (told,) = reading.refusals
    assert told.reason == "No month can be read in cell B1, “octember”."


def test_the_rows_under_a_period_that_cannot_be_read_are_all_refused(tmp_path):
    rows = [["Area", "Seen", "Due"], ["North End", 9, 10], ["South End", 8, 10]]
    reading = read_rows(tmp_path, rows, {"period": {"from": "file"}})
    assert (reading.rows_read, reading.rows_refused) == (2, 2)


def test_a_month_that_stands_for_its_quarter(tmp_path):
    rows = [HEAD, ["North End", "31/12/2026", 9, 10]]
    period = {"period": {"column": "Month", "stands_for": "quarter"}}
    reading = read_rows(tmp_path, rows, period, known=catalogue(indicator("one", "quarter")))
    assert (reading.observations.ended[0], reading.observations.months[0]) == (202612, 3)


def test_two_tables_of_one_file_each_with_its_own_columns(tmp_path):
    path = write_csv(
        tmp_path / "any.csv",
        [["Area", "Month", "Seen", "Due"], NORTH, [], ["Place", "When", "Fed", "Born"],
         ["South End", "2026-10", 1, 4]],
    )  # fmt: skip
    first = profile().table[0].model_dump(by_alias=True, exclude_none=True)
    second = {
        "header": ["Place"],
        "area": "Place",
        "period": {"column": "When"},
        "measure": [{"indicator": "two", "numerator": "Fed", "denominator": "Born"}],
    }
    both = Profile.model_validate(
        {"code": "any", "service": "any", "table": [first | {"ends": "blank row"}, second]}
    )
    known = catalogue(indicator("one"), indicator("two"))
    reading = read_extract(path, [both], known, PLACES, today=None)
    assert (reading.rows_read, reading.rows_loaded, reading.refusals) == (2, 2, ())
    assert figures(reading)[1] == ("south", 202610, 1, 4, None, "ok")


def test_both_parts_of_a_sum_must_be_there(tmp_path):
    row = ["North End", "2026-10", 5, 4, 10]
    rows = [["Area", "Month", "Fully", "Partly", "Due"], row]
    measure = {"numerator": {"sum": ["Fully", "Partly"]}, "denominator": "Due"}
    assert figures(read_rows(tmp_path, rows, measure=measure)) == READ[:1]
    row[3] = ""
    (refusal,) = read_rows(tmp_path, rows, measure=measure).refusals
    assert (refusal.column_label, refusal.reason[:17]) == ("D (Partly)", "The cell is empty")
    row[3] = "*"
    assert figures(read_rows(tmp_path, rows, measure=measure))[0][-1] == "hidden"


def test_a_reading_always_adds_up_with_all_kinds_of_rows(tmp_path):
    rows = [HEAD, NORTH, [], ["Nowhere", "2026-10", 1, 2], SOUTH, SOUTH, ["", "", 3, 4]]
    reading = read_rows(tmp_path, rows)
    assert adds_up(reading)
    assert (reading.rows_read, reading.rows_loaded, reading.rows_refused) == (6, 2, 3)


def test_a_percentage_needs_people_and_a_base_its_percentage(tmp_path):
    head = ["Area", "Month", "%", "Due"]
    rows = [head, ["North End", "2026-10", 50, 0], ["South End", "2026-10", "", 10]]
    told = read_rows(tmp_path, rows, measure=PERCENT).refusals
    assert [(r.row, r.column_label, r.reason[:13]) for r in told] == [
        (2, "C (%)", "The percentag"),
        (3, "C (%)", "The cell is e"),
    ]
    rows = [[*HEAD, "%"], ["North End", "2026-10", 0, 0, 50], ["South End", "2026-10", 0, 0, 0]]
    measure = {"numerator": "Seen", "denominator": "Due", "percentage": "%"}
    reading = read_rows(tmp_path, rows, measure=measure)
    assert [refusal.row for refusal in reading.refusals] == [2]
    assert figures(reading) == [("south", 202610, None, None, None, "not_applicable")]
