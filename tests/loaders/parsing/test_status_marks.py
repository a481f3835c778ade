"""Marks of national statistics after a number: it loads, and its note says what they mean."""

import pytest

from loaders.profiles.marks import USUAL_MARKS, FigureStatus, build_marks
from tests.support.extracts import adds_up, figures, profile, read_rows

HEAD = ["Area", "Month", "Seen", "Due"]
E, P, R, U, F = (
    FigureStatus.ESTIMATED,
    FigureStatus.PROVISIONAL,
    FigureStatus.REVISED,
    FigureStatus.UNRELIABLE,
    FigureStatus.FOOTNOTE,
)


def notes(reading):
    return reading.observations["note"].astype(str).tolist()


@pytest.mark.parametrize(
    ("cell", "number", "status"),
    [
        ("93.4 e", "93.4", E),
        ("12p", "12", P),
        ("12 P", "12", P),
        ("12 [r]", "12", R),
        ("12(u)", "12", U),
        ("1,234 (p)", "1,234", P),
        ("93.4% [e]", "93.4%", E),
        ("12 [p] [r]", "12", P | R),
        ("12[p][r]", "12", P | R),
        ("12 p, r", "12", P | R),
        ("93.4 (92.3) p", "93.4 (92.3)", P),
        ("10 [note 1]", "10", F),
        ("10 (Note 1, 2)", "10", F),
        ("10¹", "10", F),
        ("93.4% ¹²", "93.4%", F),
        ("12 p [note 3]", "12", P | F),
        ("12 [note 3] [p]", "12", P | F),
        ("[c] [note 1]", "[c]", F),
        ("[c] [r]", "[c]", R),
        ("* p", "*", P),
        ("[r]", "[r]", R),
        ("U", "U", U),
    ],
)
def test_a_mark_after_a_number_is_split_from_it(cell, number, status):
    assert USUAL_MARKS.split_status(cell) == (number, status)


@pytest.mark.parametrize(
    "cell",
    [
        "12",
        "12 c",
        "12x",
        "12 z",
        "12 [x]",
        "3 per",
        "super",
        "12 pm",
        "e5",
        "10 [1]",
        "¹",
        "[note 1]",
        12.0,
        None,
        "",
    ],
)
def test_other_text_is_left_as_it_is(cell):
    assert USUAL_MARKS.split_status(cell) == (cell, FigureStatus(0))


def test_the_number_loads_and_the_note_says_what_the_mark_means(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "9p", "10 [r]"], ["South End", "2026-10", "8", "10"]]
    reading = read_rows(tmp_path, rows)
    assert figures(reading) == [
        ("north", 202610, 9, 10, None, "ok"),
        ("south", 202610, 8, 10, None, "ok"),
    ]
    assert notes(reading) == ["Provisional. Revised by the sender.", ""]
    assert reading.refusals == ()


def test_a_percentage_keeps_its_decimals_before_the_mark(tmp_path):
    rows = [["Area", "Month", "%"], ["North End", "2026-10", "93.40 e"]]
    reading = read_rows(tmp_path, rows, measure={"percentage": "%"})
    assert figures(reading) == [("north", 202610, None, None, "93.40", "ok")]
    assert notes(reading) == ["Estimated."]


@pytest.mark.parametrize("mark", ["u", "[u]", "(U)", "[e]", "p", "[r]"])
def test_in_place_of_a_number_it_means_not_available_and_is_noted(tmp_path, mark):
    rows = [HEAD, ["North End", "2026-10", mark, "10"]]
    reading = read_rows(tmp_path, rows)
    assert figures(reading) == [("north", 202610, None, None, None, "not_available")]
    assert notes(reading) != [""]


@pytest.mark.parametrize(
    ("mark", "status"), [("c", "hidden"), ("x", "not_available"), ("z", "not_applicable")]
)
def test_the_marks_for_no_figure_keep_their_meaning(tmp_path, mark, status):
    rows = [HEAD, ["North End", "2026-10", mark, "10"], ["South End", "2026-10", f"9 {mark}", 10]]
    reading = read_rows(tmp_path, rows)
    assert [row[-1] for row in figures(reading)] == [status]
    assert [each.code for each in reading.refusals] == ["count_is_text"]


def test_a_footnote_after_a_number_is_noted_and_the_number_is_read(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "9 [note 1]", "10¹"], ["South End", "2026-10", 8, 10]]
    reading = read_rows(tmp_path, rows)
    assert [row[2:4] for row in figures(reading)] == [(9, 10), (8, 10)]
    assert notes(reading) == ["Has a footnote in the sender’s file.", ""]
    assert reading.refusals == ()
    share = [["Area", "Month", "%"], ["North End", "2026-10", "93.40²"]]
    assert figures(read_rows(tmp_path, share, measure={"percentage": "%"}))[0][4] == "93.40"


def test_a_profile_can_give_a_footnote_a_meaning_of_its_own(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "9 [note 1]", 10]]
    reading = read_rows(tmp_path, rows, marks={"[note 1]": "provisional"})
    assert notes(reading) == ["Provisional."]


def test_a_profile_gives_a_letter_another_meaning(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "r", 10], ["South End", "2026-10", "9 r", 10]]
    reading = read_rows(tmp_path, rows, marks={"r": "hidden"})
    assert [row[-1] for row in figures(reading)] == ["hidden"]
    assert [each.value for each in reading.refusals] == ["9 r"]


def test_a_profile_names_a_mark_of_its_own(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "9 prov.", "10†"], ["South End", "2026-10", "8", "9"]]
    reading = read_rows(tmp_path, rows, marks={"prov.": "provisional", "†": "unreliable"})
    assert notes(reading) == ["Provisional. Low reliability.", ""]
    assert [row[2:4] for row in figures(reading)] == [(9, 10), (8, 9)]


def test_a_mark_after_a_number_cannot_end_in_a_digit():
    with pytest.raises(ValueError, match="ends in a digit"):
        profile(marks={"note 1": "revised"})


def test_a_fault_before_the_mark_is_named(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "9.5 p", 10], ["South End", "2026-10", "-3 p", 10]]
    reading = read_rows(tmp_path, rows)
    assert [each.code for each in reading.refusals] == ["count_not_whole", "count_negative"]
    assert [each.value for each in reading.refusals] == ["9.5 p", "-3 p"]


def test_what_is_in_brackets_is_left_and_the_mark_is_kept(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "9 (90%) p", 10], ["South End", "2026-10", "8 (r)", 9]]
    measure = {"numerator": "Seen", "denominator": "Due", "in_brackets": "leave"}
    reading = read_rows(tmp_path, rows, measure=measure)
    assert [row[2:4] for row in figures(reading)] == [(9, 10), (8, 9)]
    assert notes(reading) == ["Provisional.", "Revised by the sender."]


def test_a_sum_of_rows_has_the_notes_of_all_of_them(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "9 p", 10], ["North End", "2026-10", 5, "6 e"]]
    rows += [["South End", "2026-10", 5, "6"]]
    reading = read_rows(tmp_path, rows, {"add_up": True})
    assert [row[2:4] for row in figures(reading)] == [(14, 16), (5, 6)]
    assert notes(reading) == ["Estimated. Provisional.", ""]
    assert adds_up(reading)


def test_marks_of_a_profile_do_not_change_the_usual_ones():
    assert build_marks({}, {"b": E}).split_status("12 b") == ("12", E)
    assert USUAL_MARKS.split_status("12 b") == ("12 b", FigureStatus(0))
