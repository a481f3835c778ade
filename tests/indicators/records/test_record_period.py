"""Quarters, months and weeks: found from a day, written, read back, and counted on."""

from datetime import date

import pytest

from indicators.domain.errors import UserError
from indicators.records.record_period import RecordPeriod, RecordSpan

KNOWN = [
    (RecordSpan.QUARTER, date(2026, 6, 30), "2026-Q1", "Q1 2026/27", "2026-Q2"),
    (RecordSpan.QUARTER, date(2027, 1, 1), "2026-Q4", "Q4 2026/27", "2027-Q1"),
    (RecordSpan.MONTH, date(2026, 12, 31), "2026-12", "December 2026", "2027-01"),
    (RecordSpan.WEEK, date(2026, 9, 6), "2026-W36", "week of 31 August 2026", "2026-W37"),
    (RecordSpan.WEEK, date(2027, 1, 3), "2026-W53", "week of 28 December 2026", "2027-W01"),
]


@pytest.mark.parametrize(("span", "day", "code", "name", "following"), KNOWN)
def test_a_period_is_found_named_and_read_back(span, day, code, name, following):
    period = RecordPeriod.find(span, day)
    assert (period.code, period.name, (period + 1).code) == (code, name, following)
    assert RecordPeriod.parse(span, code) == period
    assert period + 1 - 1 == period


@pytest.mark.parametrize("text", ["2026-Q5", "2026-Q1x", "", "2026", "2026-W01"])
def test_what_is_no_quarter_is_refused_with_an_example(text):
    with pytest.raises(UserError, match="2026-Q1 is April to June 2026"):
        RecordPeriod.parse(RecordSpan.QUARTER, text)


def test_a_year_has_no_week_54():
    with pytest.raises(UserError):
        RecordPeriod.parse(RecordSpan.WEEK, "2026-W54")
