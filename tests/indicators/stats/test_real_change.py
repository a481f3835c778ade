"""Newcombe's interval and the exact conditional test: published examples and a slow oracle."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.real_change import (
    find_real_count_side,
    find_real_sides,
    newcombe_interval,
)
from tests.support import oracle

SHARES = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
COUNTS = st.tuples(st.integers(0, 60), st.integers(1, 12))

# Newcombe 1998, Statistics in Medicine 17, 873-890, Table II, method 10. The same figures come from
# statsmodels 0.14, confint_proportions_2indep(method="newcomb", compare="diff").
PUBLISHED = {
    "a": ((56, 70), (48, 80), (0.0524, 0.3339)),
    "b": ((9, 10), (3, 10), (0.1705, 0.8090)),
    "c": ((6, 7), (2, 7), (0.0582, 0.8062)),
    "d": ((5, 56), (0, 29), (-0.0381, 0.1926)),
    "e": ((0, 10), (0, 20), (-0.1611, 0.2775)),
    "f": ((0, 10), (0, 10), (-0.2775, 0.2775)),
    "g": ((10, 10), (0, 20), (0.6791, 1.0)),
    "h": ((10, 10), (0, 10), (0.6075, 1.0)),
}
# R: poisson.test(c(now, before))$p.value, which is binom.test(now, now + before)$p.value.
R_P_VALUES = {(9, 1): 0.02148, (8, 2): 0.1094, (6, 0): 0.03125, (5, 0): 0.0625, (15, 5): 0.04139}


@pytest.mark.parametrize(("now", "before", "meant"), PUBLISHED.values(), ids=list(PUBLISHED))
def test_newcombe_as_published(now, before, meant):
    found = [float(bound) for bound in newcombe_interval(now, before)]
    assert found == pytest.approx(meant, abs=5e-5)


def test_many_at_once_are_each_on_its_own():
    now = [(56, 9, 0), (70, 10, 10)]
    before = [(48, 3, 0), (80, 10, 20)]
    lower, upper = newcombe_interval(now, before)
    assert lower == pytest.approx([0.0524, 0.1705, -0.1611], abs=5e-5)
    assert find_real_sides(lower, upper).tolist() == [1, 1, 0]
    turned = newcombe_interval(before, now)
    assert find_real_sides(*turned).tolist() == [-1, -1, 0]


@given(SHARES, SHARES)
def test_newcombe_is_the_oracle_s(now, before):
    lower, upper = newcombe_interval(now, before)
    low, high = oracle.newcombe(now, before)
    assert (float(lower), float(upper)) == pytest.approx((float(low), float(high)), abs=1e-12)
    side = 1 if low > 0 else -1 if high < 0 else 0
    assert int(find_real_sides(lower, upper)) == side


@given(SHARES)
def test_no_difference_is_never_real(share):
    assert int(find_real_sides(*newcombe_interval(share, share))) == 0


def test_an_interval_that_ends_at_0_contains_it():
    lower, upper = np.array([0.0, -0.3, 1e-15, 0.001]), np.array([0.2, 0.0, 0.2, 0.2])
    assert find_real_sides(lower, upper).tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize(("now", "before"), [((3, 0), (1, 2)), ((3, 2), (1, 2)), ((-1, 2), (1, 2))])
def test_what_is_no_proportion_is_an_error_and_no_number(now, before):
    with pytest.raises(ValueError, match=r"A proportion|Events"):
        newcombe_interval(now, before)


@pytest.mark.parametrize(("counts", "p"), R_P_VALUES.items(), ids=str)
def test_two_counts_as_r_tests_them(counts, p):
    now, before = counts
    assert find_real_count_side((now, 12), (before, 12)) == (1 if p < 0.05 else 0)
    assert find_real_count_side((before, 12), (now, 12)) == (-1 if p < 0.05 else 0)


@given(COUNTS, COUNTS)
def test_the_test_of_counts_is_the_oracle_s(now, before):
    assert find_real_count_side(now, before) == oracle.really_changed_count(now, before)


def test_counts_over_unequal_spans_are_compared_by_what_they_are_counted_over():
    assert find_real_count_side((90, 9), (120, 12)) == 0
    assert find_real_count_side((150, 9), (120, 12)) == 1


def test_a_chance_of_exactly_a_fortieth_is_not_enough():
    share = Fraction(1, 40)
    assert find_real_count_side((1, share.numerator), (0, share.denominator - 1)) == 0


def test_nothing_at_all_has_not_changed_and_large_counts_are_tested():
    assert find_real_count_side((0, 12), (0, 12)) == 0
    assert find_real_count_side((101_000, 12), (100_000, 12)) == 1
    assert find_real_count_side((100_100, 12), (100_000, 12)) == 0
    with pytest.raises(ValueError, match="Counts are from 0"):
        find_real_count_side((1, 0), (1, 12))
