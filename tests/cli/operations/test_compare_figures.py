"""Two files of every figure are compared cell by cell."""

import pytest

from cli.operations.compare_figures import FigureDifference, compare_figures

HEADER = "indicator,place,month,figure,verdict,verdict_text\n"
VISITS = "visits,canley,2026-10,91.2,tick,Better\n"
BOOKING = "booking,canley,2026-10,88.0,cross,Worse\n"
OF_VISITS = ("visits", "canley", "2026-10")


@pytest.fixture
def compare(tmp_path):
    """compare(before, after): the comparison of two texts."""

    def compare(before, after):
        for name, text in (("before", before), ("after", after)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return compare_figures(tmp_path / "before", tmp_path / "after")

    return compare


def test_equal_figures_in_another_order_do_not_differ(compare):
    found = compare(HEADER + VISITS + BOOKING, HEADER + BOOKING + VISITS)
    assert (found.compared, found.differences) == (2, [])


def test_a_changed_verdict_is_told_from_changed_words(compare):
    found = compare(HEADER + VISITS, HEADER + VISITS.replace("tick,Better", "na,Within 1 point"))
    assert found.figures == [FigureDifference(*OF_VISITS, "verdict", "tick", "na")]
    assert found.wording == [
        FigureDifference(*OF_VISITS, "verdict_text", "Better", "Within 1 point")
    ]
    assert str(found.figures[0]) == (
        "visits, canley, 2026-10: verdict was “tick” and would be “na”"
    )


def test_a_figure_that_only_one_version_has_is_a_difference(compare):
    found = compare(HEADER + VISITS, HEADER + BOOKING)
    assert found.compared == 0
    assert sorted(map(str, found.figures)) == [
        "booking, canley, 2026-10: only after",
        "visits, canley, 2026-10: only before",
    ]


def test_a_new_column_is_named_and_the_others_are_compared(compare):
    after = "indicator,place,month,figure,real\nvisits,canley,2026-10,91.3,true\n"
    found = compare(HEADER + VISITS, after)
    assert found.columns_before == ["verdict", "verdict_text"]
    assert found.columns_after == ["real"]
    assert found.figures == [FigureDifference(*OF_VISITS, "figure", "91.2", "91.3")]


def test_a_version_without_any_figure_is_compared_too(compare):
    assert len(compare("", HEADER + VISITS).figures) == 1
