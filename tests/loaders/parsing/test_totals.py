"""A total that was sent is held against the sum of its areas, and a disagreement is told."""

import pytest

from indicators.domain.confirmations import ConfirmationCode
from tests.support.extracts import catalogue, figures, indicator, read_rows

HEAD = ["Area", "Month", "Seen", "Due"]


def rows(total, north=(9, 10), south=(8, 10)):
    named = [("North End", north), ("South End", south), ("Total", total)]
    return [HEAD, *([name, "2026-10", *counts] for name, counts in named)]


def read(folder, rows, **totals):
    return read_rows(folder, rows, {"totals": {"rows": ["Total"], **totals}})


def told(reading):
    return [(doubt.where, doubt.text) for doubt in reading.doubts]


def test_a_total_that_agrees_is_not_told(tmp_path):
    assert read(tmp_path, rows((17, 20))).doubts == ()


def test_a_total_that_disagrees_is_loaded_and_told_by_cell(tmp_path):
    reading = read(tmp_path, rows((18, 19)))
    assert figures(reading)[2] == ("town", 202610, 18, 19, None, "ok")
    assert reading.refusals == ()
    assert told(reading) == [
        (
            "row 4, column C (Seen)",
            (
                "The areas add up to 17, and the total for October 2026 is 18. Ask the "
                "sender which is "
                "right."
            ),
        ),
        (
            "row 4, column D (Due)",
            (
                "The areas add up to 20, and the total for October 2026 is 19. Ask the "
                "sender which is "
                "right."
            ),
        ),
    ]
    assert [doubt.key for doubt in reading.doubts] == [
        "total_contradicts_areas:one:numerator:town:2026-10",
        "total_contradicts_areas:one:denominator:town:2026-10",
    ]


@pytest.mark.parametrize("hidden", [("*", 10), ("[x]", "[x]")])
def test_where_a_part_is_hidden_only_a_total_below_the_known_sum_is_wrong(tmp_path, hidden):
    assert read(tmp_path, rows((30, 50), south=hidden)).doubts == ()
    assert read(tmp_path, rows((9, 10), south=hidden)).doubts == ()
    (doubt,) = read(tmp_path, rows((8, 10), south=hidden)).doubts
    assert doubt.code is ConfirmationCode.TOTAL_BELOW_AREAS
    assert "the total for October 2026 is only 8." in doubt.text


def test_an_area_that_is_missing_may_have_had_any_figure(tmp_path):
    assert read(tmp_path, [*rows((30, 50))[:2], rows((30, 50))[3]]).doubts == ()


def test_an_area_with_nobody_adds_nothing(tmp_path):
    assert read(tmp_path, rows((9, 10), south=(0, 0))).doubts == ()
    assert len(read(tmp_path, rows((10, 11), south=(0, 0))).doubts) == 2


def test_counts_that_were_rounded_may_miss_by_half_of_that_each(tmp_path):
    assert read(tmp_path, rows((20, 25), (10, 10), (5, 10)), rounded_to=5).doubts == ()
    assert len(read(tmp_path, rows((25, 30), (10, 10), (5, 10)), rounded_to=5).doubts) == 2


def test_a_total_that_is_left_is_not_held(tmp_path):
    assert read(tmp_path, rows((1, 2)), use="leave").doubts == ()


def test_each_month_across_is_held_by_itself(tmp_path):
    across = [["Area", "Apr-26", "May-26"], ["North End", 3, 4], ["South End", 3, "*"]]
    shape = {"period": {"from": "heading"}, "totals": {"rows": "Total"}}
    reading = read_rows(
        tmp_path, [*across, ["Total", 7, 3]], shape, measure={"numerator": "{period}"},
        known=catalogue(indicator("one", unit="count")),
    )  # fmt: skip
    assert [doubt.key for doubt in reading.doubts] == [
        "total_contradicts_areas:one:numerator:town:2026-04",
        "total_below_areas:one:numerator:town:2026-05",
    ]
