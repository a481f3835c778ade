"""Rates of counts: none without a denominator, and none of more than all."""

import pytest

from indicators.reports.records.count_report import calculate_rates
from indicators.reports.records.record_models import NoRateReason
from tests.support.records import counted

CASES = counted()


@pytest.mark.parametrize(
    ("sums", "reason"),
    [
        ({"discussed": 0, "referred": 0}, NoRateReason.NOTHING_COUNTED),
        ({"discussed": None, "referred": None}, NoRateReason.NOTHING_COUNTED),
        ({"discussed": 3, "referred": 4}, NoRateReason.MORE_THAN_ALL),
    ],
)
def test_there_is_no_rate_where_none_is_defined(sums, reason):
    (found,) = calculate_rates(CASES, sums)
    assert (found.percent, found.reason) == (None, reason)


def test_none_of_some_and_all_of_some_are_rates():
    shares = [
        calculate_rates(CASES, {"discussed": 3, "referred": referred})[0] for referred in (0, 3)
    ]
    assert [str(each.percent) for each in shares] == ["0.0", "100.0"]


def test_hidden_counts_have_no_rate():
    (found,) = calculate_rates(CASES, {"discussed": None, "referred": None}, is_hidden=True)
    assert (found.percent, found.reason) == (None, NoRateReason.HIDDEN)
