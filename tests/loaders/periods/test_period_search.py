"""Periods within the names of files and sheets, and in titles."""

import pytest

from indicators.domain.core import Frequency
from indicators.domain.periods import Month, Period
from loaders.periods.period_search import find_period, list_claims

OCTOBER = Period(Month.of(2026, 10), 1)


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("UHCW_maternity_2026-10_restated", OCTOBER),
        ("report_2026-10-31_v2", OCTOBER),
        ("extract 202610 v2", OCTOBER),
        ("Health visiting October 2026", OCTOBER),
        ("maternity M07 2026-27", OCTOBER),
        ("maternity_2026M10", OCTOBER),
        ("2013_2014_Q1", Period(Month.of(2013, 6), 3)),
        ("Q1 21-22 reviews", Period(Month.of(2021, 6), 3)),
        ("Reviews, year ending March 2020", Period(Month.of(2020, 3), 12)),
        ("figures_2019-20", Period(Month.of(2020, 3), 12)),
        ("maternity_10-2026", OCTOBER),
        ("maternity_10_2026_v2", OCTOBER),
        ("report_31-10-2026", None),
        ("CCC_2026-27_to_2026-10", None),
        ("version 2", None),
    ],
)
def test_a_period_is_found_in_a_name_if_it_names_one(name, period):
    assert find_period(name) == period


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("CCC_2025-26_to_2025-09", {("2025-04", "2025-09")}),
        ("2025/26, April to September 2025", {("2025-04", "2025-09"), ("2025-04", "2026-03")}),
        ("2016-17 to 2018-19", {("2016-04", "2019-03")}),
        ("Oct-25", {("2025-10", "2025-10")}),
        ("maternity_09-2026", {("2026-09", "2026-09")}),
        ("visits_2026", {("2025-04", "2027-08")}),
        ("extract_20261114", {("", "2026-11")}),
        ("extract_2026-11-14_2026-10", {("", "2026-11"), ("2026-10", "2026-10")}),
        ("printed 14/11/2026", {("", "2026-11")}),
        ("Practices 12 and 13", set()),
    ],
)
def test_all_periods_that_a_text_names_are_listed(text, named):
    claims = list_claims(text, Frequency.MONTH, None, bare_years=True)
    assert {(str(claim.first or ""), str(claim.last)) for claim in claims} == named
