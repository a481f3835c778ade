"""Thousands of identical refusals are one line with a count and the first of them."""

from indicators.domain.refusals import Refusal, RefusalCode, group_refusals


def refused(row, value="x", reason="No such place is known.", column="A"):
    code = RefusalCode.PLACE_UNKNOWN
    return Refusal(code, "a.csv", "", row, column, "Area", value, reason, "Correct it.")


def test_many_identical_ones_are_one_line_with_the_first_examples():
    (group,) = group_refusals([refused(row, f"v{row % 2}") for row in range(2, 23_350)])
    assert (group.count, group.rows) == (23_348, "2, 3, 4 and 23,345 more")
    assert str(group) == (
        "a.csv, 23,348 rows (2, 3, 4 and 23,345 more), column A (Area) (such as v0, v1): "
        "No such place is known. Correct it."
    )


def test_five_are_listed_one_by_one_and_the_sixth_joins_them():
    assert [group.count for group in group_refusals([refused(row) for row in range(5)])] == [1] * 5
    assert [group.count for group in group_refusals([refused(row) for row in range(6)])] == [6]
    assert str(group_refusals([refused(2)])[0]) == str(refused(2))


def test_other_reasons_and_columns_stay_apart_in_the_order_of_the_file():
    many = [refused(row) for row in range(2, 10)]
    groups = group_refusals([refused(1, reason="Other."), *many, refused(11, column="B")])
    assert [(group.count, group.first.row) for group in groups] == [(1, 1), (8, 2), (1, 11)]
