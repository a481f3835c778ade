"""Intervals and funnel limits: published examples, a slow exact oracle, and input that has none."""

from decimal import Decimal, getcontext
from fractions import Fraction
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.intervals import (
    ConfidenceLevel,
    find_beyond_limits,
    funnel_limits,
    poisson_interval,
    wilson_interval,
)

getcontext().prec = 60
BOTH = pytest.mark.parametrize("level", list(ConfidenceLevel))
COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
Z = {
    ConfidenceLevel.PERCENT_95: Decimal("1.95996"),
    ConfidenceLevel.PERCENT_99_8: Decimal("3.09023"),
}
TAIL = {
    ConfidenceLevel.PERCENT_95: Fraction(25, 1000),
    ConfidenceLevel.PERCENT_99_8: Fraction(1, 1000),
}


def one(bounds):
    return tuple(float(bound) for bound in bounds)


# Published examples


def test_wilson_as_published():
    # UKHSA, PHEindicatormethods: 65 of 100, and 100 of 10,000.
    assert one(wilson_interval(65, 100)) == pytest.approx((0.5525444, 0.7363575), abs=1e-6)
    assert one(wilson_interval(100, 10_000)) == pytest.approx((0.008229336, 0.012146982), abs=1e-8)


def test_byars_is_as_near_to_exact_as_published():
    # OHID, Technical guide: within 0.2% of the exact 95% limits from 10 events. Garwood's limits of
    # 10 events are 4.795 and 18.390, of 100 they are 81.36 and 121.63.
    assert one(poisson_interval(10)) == pytest.approx((4.795, 18.390), rel=0.002)
    assert one(poisson_interval(100)) == pytest.approx((81.36, 121.63), abs=0.005)


@pytest.mark.parametrize(
    ("events", "meant"),
    [
        (0, (0, 3.689)),
        (1, (0.0253, 5.572)),
        (2, (0.242, 7.225)),
        (5, (1.623, 11.668)),
        (9, (4.115, 17.085)),
    ],
)
def test_exact_poisson_as_in_garwoods_table(events, meant):
    assert one(poisson_interval(events)) == pytest.approx(meant, abs=6e-4)


# A slow oracle: the formulas in 60 digits, and exact chances by fractions


@BOTH
@given(counts=COUNTS)
def test_wilson_is_the_formula(level, counts):
    x, n = map(Decimal, counts)
    z = Z[level]
    root = z * (z * z + 4 * x * (1 - x / n)).sqrt()
    meant = [(2 * x + z * z + side * root) / (2 * (n + z * z)) for side in (-1, 1)]
    assert one(wilson_interval(*counts, level)) == pytest.approx(  # type: ignore[call-arg]
        [float(m) for m in meant], abs=1e-12
    )


def chance_of_at_most(events: int, mean: Fraction) -> Decimal:
    total = sum(mean**k / factorial(k) for k in range(events + 1))
    scale = (-Decimal(mean.numerator) / mean.denominator).exp()
    return scale * Decimal(total.numerator) / Decimal(total.denominator)


@BOTH
@pytest.mark.parametrize("events", range(10))
def test_under_ten_events_each_bound_leaves_exactly_its_tail(level, events):
    lower, upper = (Fraction(bound) for bound in one(poisson_interval(events, level)))
    tail = Decimal(TAIL[level].numerator) / TAIL[level].denominator
    assert abs(chance_of_at_most(events, upper) - tail) < Decimal("1e-12")
    if events:
        assert abs(1 - chance_of_at_most(events - 1, lower) - tail) < Decimal("1e-12")
    else:
        assert lower == 0


@BOTH
@given(events=st.integers(10, 10**6))
def test_from_ten_events_it_is_byars(level, events):
    z, o = Z[level], Decimal(events)
    lower = o * (1 - 1 / (9 * o) - z / (3 * o.sqrt())) ** 3
    o += 1
    upper = o * (1 - 1 / (9 * o) + z / (3 * o.sqrt())) ** 3
    assert one(poisson_interval(events, level)) == pytest.approx(
        (float(lower), float(upper)), rel=1e-12
    )


@BOTH
@given(counts=COUNTS, size=st.integers(1, 5000))
def test_funnel_limits_are_the_formula_within_0_and_100(level, counts, size):
    p = Decimal(counts[0]) / counts[1]
    reach = Z[level] * (p * (1 - p) / size).sqrt()
    meant = [float(min(max(p + side * reach, Decimal(0)), Decimal(1))) for side in (-1, 1)]
    assert one(funnel_limits(*counts, size, level)) == pytest.approx(meant, abs=1e-12)  # type: ignore[call-arg]


@BOTH
@given(areas=st.lists(COUNTS, min_size=1, max_size=20))
def test_beyond_is_strictly_outside_the_limits_exactly(level, areas):
    x, n = ([area[at] for area in areas] for at in (0, 1))
    total, whole = sum(x), sum(n)
    p, z = Fraction(total, whole), Fraction(Z[level])
    said = find_beyond_limits(x, n, (total, whole), level)
    for events, people, side in zip(x, n, said.tolist(), strict=True):
        apart = Fraction(events, people) - p
        far = apart**2 > z**2 * p * (1 - p) / people
        assert side == (far and (1 if apart > 0 else -1))


@given(areas=st.lists(COUNTS, min_size=1, max_size=20))
def test_many_at_once_are_each_alone(areas):
    x, n = np.array(areas).T
    for together, alone in (
        (wilson_interval(x, n), [wilson_interval(*area) for area in areas]),
        (poisson_interval(x), [poisson_interval(area[0]) for area in areas]),
    ):
        # Numpy's vectorised functions may differ from its scalar ones in the last bit.
        each = np.array([one(bounds) for bounds in alone])
        assert pytest.approx(each, rel=1e-14) == np.array(together).T


# Edges


def test_on_the_limit_is_not_beyond_it():
    # Where none or all have it, the limits close up on P itself and every area stands on them.
    assert find_beyond_limits([0, 0], [5, 9], (0, 14)).tolist() == [0, 0]
    assert find_beyond_limits([5, 9], [5, 9], (14, 14)).tolist() == [0, 0]


def test_more_events_make_wilson_and_poisson_bounds_rise():
    lower, upper = poisson_interval(np.arange(0, 60))
    assert (np.diff(lower) > 0).all()
    assert (np.diff(upper) > 0).all()
    assert one(wilson_interval(0, 7))[0] == 0
    assert one(wilson_interval(7, 7))[1] == 1


@pytest.mark.parametrize("counts", [(0, 0), (3, 2), (-1, 5), (1.5, 5), (1, 2.5), (1, -2)])
def test_what_is_not_defined_is_an_error_and_never_a_number(counts):
    for asked in (
        lambda: wilson_interval(*counts),
        lambda: find_beyond_limits(*counts, (1, 2)),  # type: ignore[call-arg]
        lambda: find_beyond_limits(1, 2, counts),
        lambda: funnel_limits(*counts, 10),  # type: ignore[call-arg]
        lambda: wilson_interval([1, counts[0]], [2, counts[1]]),
    ):
        with pytest.raises((ValueError, TypeError)):
            asked()


@pytest.mark.parametrize("events", [-1, 2.5, float("nan"), [3, -4], True])
def test_a_count_is_a_whole_number_from_0(events):
    with pytest.raises(ValueError, match=r"whole numbers|fewer than 0"):
        poisson_interval(events)


def test_a_funnel_has_no_limits_at_no_size():
    with pytest.raises(ValueError, match="size"):
        funnel_limits(1, 2, [4, 0])


def test_nothing_gives_nothing():
    assert [len(bound) for bound in wilson_interval([], [])] == [0, 0]
    assert [len(bound) for bound in poisson_interval([])] == [0, 0]
    assert len(find_beyond_limits([], [], (1, 2))) == 0
