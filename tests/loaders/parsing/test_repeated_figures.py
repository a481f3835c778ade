"""A figure that a file has twice: copies are loaded once, rows that differ are not loaded."""

from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.refusals import RefusalCode
from tests.support.extracts import adds_up, catalogue, figures, indicator, read_rows

HEAD = ["Area", "Month", "Seen", "Due"]
WIDE = [*HEAD, "Asked", "Given"]
TWO = {
    "measure": [
        {"indicator": "one", "numerator": "Seen", "denominator": "Due"},
        {"indicator": "two", "numerator": "Given", "denominator": "Asked"},
    ]
}
KNOWN = catalogue(indicator("one"), indicator("two"))


def codes(reading):
    return [(refusal.row, refusal.code) for refusal in reading.refusals]


def test_rows_that_differ_are_both_refused_whatever_their_order(tmp_path):
    south = ["South End", "2026-10", 8, 10]
    high, low = ["North End", "2026-10", 100, 100], ["North End", "2026-10", 10, 100]
    for rows in ([high, low, south], [south, low, high], [low, south, high]):
        reading = read_rows(tmp_path, [HEAD, *rows])
        assert figures(reading) == [("south", 202610, 8, 10, None, "ok")]
        assert {refusal.code for refusal in reading.refusals} == {RefusalCode.CONFLICTING_FIGURE}
        assert (reading.rows_refused, adds_up(reading)) == (2, True)
    reason, remedy = reading.refusals[0].reason, reading.refusals[0].remedy
    assert reason == (
        "North End, October 2026, is also on row 4, and the rows differ, so none of them is loaded."
    )
    assert "add_up = true in profiles/any.toml" in remedy
    assert "where" in remedy
    assert "add_up" not in reading.refusals[0].sender_remedy


def test_of_a_copy_the_first_is_loaded_and_the_later_refused(tmp_path):
    north = ["North End", "2026-10", 9, 10]
    reading = read_rows(tmp_path, [HEAD, north, north])
    assert figures(reading) == [("north", 202610, 9, 10, None, "ok")]
    assert codes(reading) == [(3, RefusalCode.DUPLICATE_FIGURE)]


def test_a_third_row_that_differs_refuses_the_copies_too(tmp_path):
    north, other = ["North End", "2026-10", 9, 10], ["North End", "2026-10", 8, 10]
    reading = read_rows(tmp_path, [HEAD, north, north, other])
    assert (figures(reading), reading.rows_refused) == ([], 3)


def test_a_mark_and_a_count_differ(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "*", "*"], ["North End", "2026-10", 9, 10]]
    assert read_rows(tmp_path, rows).rows_refused == 2


def test_one_percentage_in_two_notations_is_a_copy(tmp_path):
    rows = [HEAD[:3], ["North End", "2026-10", "90"], ["North End", "2026-10", "90.0"]]
    reading = read_rows(tmp_path, rows, measure={"percentage": "Seen"})
    assert codes(reading) == [(3, RefusalCode.DUPLICATE_FIGURE)]


def test_a_row_that_repeats_one_figure_and_differs_in_another_is_no_copy(tmp_path):
    rows = [["North End", "2026-10", 9, 10, 5, 4], ["North End", "2026-10", 9, 10, 5, 3]]
    for order in (rows, rows[::-1]):
        reading = read_rows(tmp_path, [WIDE, *order], TWO, known=KNOWN)
        assert (figures(reading), reading.rows_refused) == ([], 2)
    lacks = [rows[0], ["North End", "2026-10", 9, 10, "", ""]]
    for order in (lacks, lacks[::-1]):
        reading = read_rows(tmp_path, [WIDE, *order], TWO, known=KNOWN)
        assert (figures(reading), reading.rows_refused) == ([], 2)


CELLS = st.sampled_from(["", "*", 3, 4])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["North End", "South End", "Town"]),
        st.sampled_from(["2026-09", "2026-10"]),
        CELLS,
        st.just(4),
        CELLS,
        st.just(4),
    ),
    max_size=7,
)


@given(rows=ROWS, shuffled=st.randoms())
def test_the_order_of_the_rows_decides_nothing(tmp_path_factory, rows, shuffled):
    folder = tmp_path_factory.mktemp("rows")
    other = list(rows)
    shuffled.shuffle(other)
    one, two = (read_rows(folder, [WIDE, *each], TWO, known=KNOWN) for each in (rows, other))
    assert sorted(map(str, figures(one))) == sorted(map(str, figures(two)))
    assert (one.rows_loaded, one.rows_refused) == (two.rows_loaded, two.rows_refused)
    assert adds_up(one)
