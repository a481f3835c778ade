"""The paired t-test and Holm's correction, against values worked out elsewhere."""

from decimal import Decimal

import pytest

from indicators.stats.paired_test import NoTestReason, compare_pairs, correct_by_holm

# Student 1908: hours of sleep gained by 10 patients with two drugs.
FIRST = [
    Decimal(each)
    for each in ["0.7", "-1.6", "-0.2", "-1.2", "-0.1", "3.4", "3.7", "0.8", "0.0", "2.0"]
]
SECOND = [
    Decimal(each)
    for each in ["1.9", "0.8", "1.1", "0.1", "-0.1", "4.4", "5.5", "1.6", "4.6", "3.4"]
]


def test_students_own_example():
    """R: t.test(extra ~ group, paired = TRUE) gives t = 4.0621, p = 0.002833."""
    found = compare_pairs(FIRST, SECOND)
    assert (found.n, found.before, found.after) == (10, Decimal("0.75"), Decimal("2.33"))
    assert found.difference == Decimal("1.58")
    assert found.test.t == pytest.approx(4.0621, abs=5e-5)
    assert found.test.p == pytest.approx(0.002833, abs=5e-7)
    assert found.test.interval == pytest.approx((0.7001142, 2.4598858), abs=5e-8)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ([5], [7], NoTestReason.TOO_FEW),
        ([5, 6, 7], [5, 6, 7], NoTestReason.NO_CHANGE),
        ([5, 6, 7], [7, 8, 9], NoTestReason.SAME_CHANGE),
        (["0.1", "0.2"], ["0.4", "0.5"], NoTestReason.SAME_CHANGE),  # not so in binary floats
    ],
)
def test_where_nothing_can_be_tested_there_is_a_reason_and_no_number(before, after, reason):
    found = compare_pairs([Decimal(each) for each in before], [Decimal(each) for each in after])
    assert (found.test, found.reason) == (None, reason)


def test_without_pairs_there_is_nothing():
    assert compare_pairs([], []) is None


@pytest.mark.parametrize(
    ("p", "corrected"),
    [
        # R: p.adjust(p, "holm")
        ([0.01, 0.02, 0.03, 0.04, 0.05], [0.05, 0.08, 0.09, 0.09, 0.09]),
        ([0.04, 0.001, 0.6, 0.02], [0.08, 0.004, 0.6, 0.06]),
        ([0.9, 0.8], [1.0, 1.0]),
        ([0.03], [0.03]),
        ([], []),
    ],
)
def test_holms_correction(p, corrected):
    assert correct_by_holm(p) == pytest.approx(corrected)
