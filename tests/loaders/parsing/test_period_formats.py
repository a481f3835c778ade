"""Every way in which a period is written that we have met, and what must not be taken for one."""

from datetime import date, datetime

import pytest

from indicators.domain.core import Frequency
from indicators.domain.periods import Month, Period
from loaders.parsing.period_formats import find_period, parse_period, widen_period

OCTOBER = Period(Month.of(2026, 10), 1)
WRITTEN = {
    "2026-10": OCTOBER,
    "2026/10": OCTOBER,
    "10/2026": OCTOBER,
    "202610": OCTOBER,
    202610.0: OCTOBER,
    "Oct-26": OCTOBER,
    "Oct 2026": OCTOBER,
    "OCTOBER  2026": OCTOBER,
    "31 October 2026": OCTOBER,
    "2026-10-31": OCTOBER,
    "2026-10-01 00:00:00": OCTOBER,
    date(2026, 10, 31): OCTOBER,
    datetime(2026, 10, 1, 0, 0): OCTOBER,  # noqa: DTZ001
    "201505": Period(Month.of(2015, 5), 1),
    "Sept-24": Period(Month.of(2024, 9), 1),
    "30/06/2013": Period(Month.of(2013, 6), 1),
    "30/062013": Period(Month.of(2013, 6), 1),
    "01/02/2026": Period(Month.of(2026, 2), 1),
    "2024/25 Q4": Period(Month.of(2025, 3), 3),
    "Q1 2024/25": Period(Month.of(2024, 6), 3),
    "FY2018_19_Q3": Period(Month.of(2018, 12), 3),
    "April 2021 - June 2021": Period(Month.of(2021, 6), 3),
    "Apr to Jun 2021": Period(Month.of(2021, 6), 3),
    "01/10/2013-31/12/2013": Period(Month.of(2013, 12), 3),
    "2019/20": Period(Month.of(2020, 3), 12),
    "2013/ 14": Period(Month.of(2014, 3), 12),
    "2019-2020": Period(Month.of(2020, 3), 12),
    "1 April 2019 to 31 March 2020": Period(Month.of(2020, 3), 12),
}
NOT = ["", "soon", "2026-13", "32/01/2026", "01/13/2026", "Q4 2014", "2015-1", "2024/26", "October"]
NOT += [23.0, float("nan"), 1e300, True, None, "2014 Q4", "June 2021 - April 2021"]


@pytest.mark.parametrize(("written", "period"), WRITTEN.items(), ids=map(str, WRITTEN))
def test_a_period_is_read_as_it_is_written(written, period):
    assert parse_period(written) == period


@pytest.mark.parametrize("written", NOT, ids=map(repr, NOT))
def test_what_is_no_period_or_could_be_two_is_none(written):
    assert parse_period(written) is None


def test_the_length_that_is_awaited_decides_between_year_and_month():
    assert parse_period("2010-11") is None
    assert parse_period("2010-11", Frequency.MONTH) == Period(Month.of(2010, 11), 1)
    assert parse_period("2010-11", Frequency.YEAR) == Period(Month.of(2011, 3), 12)


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("UHCW_maternity_2026-10_restated", OCTOBER),
        ("report_2026-10-31_v2", OCTOBER),
        ("extract 202610 v2", OCTOBER),
        ("Health visiting October 2026", OCTOBER),
        ("2013_2014_Q1", Period(Month.of(2013, 6), 3)),
        ("figures_2019-20", Period(Month.of(2020, 3), 12)),
        ("CCC_2026-27_to_2026-10", None),
        ("version 2", None),
    ],
)
def test_a_period_is_found_in_a_name_if_it_names_one(name, period):
    assert find_period(name) == period


def test_a_month_can_stand_for_its_quarter_or_year():
    assert widen_period(OCTOBER, Frequency.MONTH) == OCTOBER
    assert widen_period(OCTOBER, Frequency.QUARTER) == Period(Month.of(2026, 12), 3)
    assert widen_period(OCTOBER, Frequency.YEAR) == Period(Month.of(2027, 3), 12)
    assert widen_period(Period(Month.of(2026, 12), 1), Frequency.QUARTER) == Period(
        Month.of(2026, 12), 3
    )
