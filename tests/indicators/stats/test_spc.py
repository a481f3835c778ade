"""Variation as NHS England's Making Data Count has it: the rules, their corners, the oracle."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.core import Polarity
from indicators.stats.spc import (
    Assurance,
    AssuranceIcon,
    VariationIcon,
    analyse_variation,
)
from indicators.stats.xmr import BrokenRule, Corner, SpecialCause
from tests.support import oracle
from tests.support.spc_charts import analyse_series

PUBLISHED = [1, 2, 1, 2, 10, *[1, 2] * 6, 1]
NAMES = {cause: cause.name.lower() for cause in SpecialCause}
FLAT = [50, 51, 50, 49, 50, 51, 49, 50, 51, 50, 49, 50]

# Few different values make ties, runs, trends and points on the mean; many make the rest.
WHOLE = st.integers(0, 4).map(Fraction)
SHARES = st.builds(
    lambda n, d: Fraction(100 * min(n, d), d), st.integers(0, 30), st.integers(1, 30)
)
STEPS = st.integers(-1, 1)


@st.composite
def series(draw):
    """A series with gaps and rebases; some climb, so that there are trends."""
    length = draw(st.integers(0, 40))
    point = draw(st.sampled_from([WHOLE, SHARES]))
    slope = draw(st.sampled_from([0, 0, 1, -1]))
    values = [draw(point) + slope * 3 * at for at in range(length)]
    gaps = draw(st.sampled_from([0, 0, 5]))
    values = [None if gaps and draw(st.integers(0, gaps)) == 0 else value for value in values]
    rebases = draw(st.lists(st.integers(1, length - 1), max_size=3)) if length > 1 else []
    return values, sorted(set(rebases))


def floats(values):
    """As figures are made: numerator times scale, divided once."""
    return [None if v is None else v.numerator / v.denominator for v in values]


def told(values, rebases=(), **keys):
    found = analyse_series(
        floats(values), Polarity.HIGHER, rebases=dict.fromkeys(rebases, "why"), **keys
    )
    return found, [
        None if at in found.gaps else (NAMES[cause], side)
        for at, (cause, side) in enumerate(zip(found.causes, found.sides, strict=True))
    ]


def test_the_published_example_comes_out_to_its_two_decimals():
    (screened,) = analyse_series(PUBLISHED, Polarity.HIGHER).segments
    (whole,) = analyse_series(PUBLISHED, Polarity.HIGHER, screened=False).segments
    assert [f"{x:.2f}" for x in (screened.mean, screened.upper, screened.lower)] == [
        "1.94",
        "4.60",
        "-0.72",
    ]
    assert [f"{x:.2f}" for x in (whole.mean, whole.upper, whole.lower)] == ["1.94", "6.95", "-3.06"]


@given(series(), st.booleans())
def test_every_point_is_what_the_oracle_says(made, screened):
    values, rebases = made
    found, said = told(values, rebases, screened=screened)
    causes, lines = oracle.variation(values, rebases, screened)
    assert said == causes
    for segment, line in zip(found.segments, lines, strict=bool(values)):
        assert segment.points == line.points
        assert segment.provisional == (line.points < 13)
        if line.mean is not None:
            assert segment.mean == pytest.approx(float(line.mean), abs=1e-9)
        if line.width is None:
            assert (segment.lower, segment.upper, segment.inner_lower) == (None, None, None)
        else:
            edges = [line.mean + line.width * part for part in (-1, 1, Fraction(-2, 3))]
            drawn = [segment.lower, segment.upper, segment.inner_lower]
            assert drawn == pytest.approx([float(edge) for edge in edges], abs=1e-9)


@given(series())
def test_the_strongest_of_the_rules_a_point_breaks_is_its_cause(made):
    values, rebases = made
    found, _ = told(values, rebases)
    for cause, side, broken in zip(found.causes, found.sides, found.broken, strict=True):
        assert [rule.cause for rule in broken] == sorted({rule.cause for rule in broken})
        assert broken[:1] == (((cause, side),) if side else ())


def test_a_point_tells_every_rule_it_breaks():
    climbing = [*FLAT, 51, 52, 53, 54, 55, 56, 80]
    (rules,) = {analyse_series(climbing, Polarity.HIGHER).broken[-1]}
    assert rules == (
        BrokenRule(SpecialCause.OUTSIDE, 1),
        BrokenRule(SpecialCause.TREND, 1),
        BrokenRule(SpecialCause.TWO_OF_THREE, 1),
    )
    assert analyse_series(FLAT, Polarity.HIGHER).broken[-1] == ()


def test_rules_of_both_sides_are_told_apart():
    """A rise that is still below the mean: rising values are high, the side of the mean is low."""
    rising = [*[60] * 3, *[61, 60] * 8, 10, 11, 12, 13, 14, 15, 16]
    rules = analyse_series(rising, Polarity.HIGHER, screened=False).broken[-1]
    assert BrokenRule(SpecialCause.TREND, 1) in rules
    assert BrokenRule(SpecialCause.SHIFT, -1) in rules


@given(series(), st.sampled_from(Polarity), st.integers(0, 100))
def test_the_icons_are_the_oracle_s(made, better, target):
    values, rebases = made
    found = analyse_series(
        floats(values), better, target=float(target), rebases=dict.fromkeys(rebases, "why")
    )
    causes, lines = oracle.variation(values, rebases)
    known = [at for at, value in enumerate(values) if value is not None]
    assert found.latest == (known[-1] if known else None)
    if not known:
        assert found.icon is found.assurance is None
        return
    line = lines[len([at for at in rebases if at <= known[-1]])]
    if line.width is None:
        assert found.icon is found.assurance is None
        return
    assert found.icon == oracle.icon(causes[known[-1]], better)
    if better is Polarity.NEITHER:
        assert found.assurance is None
    else:
        start = max(at for at in (0, *rebases) if at <= known[-1])
        points = [values[at] for at in known if at >= start]
        told = found.assurance.icon, found.assurance.met, found.assurance.points
        assert told == oracle.assurance(Fraction(target), line, points, better)
        assert found.assurance.unbroken == (
            known[-1] - min(k for k in known if k >= start) + 1 == len(points)
        )


@given(st.lists(series(), min_size=1, max_size=6))
def test_many_series_at_once_are_the_same_as_each_alone(made):
    length = max(len(values) for values, _ in made)
    points = np.full((len(made), length), np.nan)
    starts = np.zeros((len(made), length), bool)
    for at, (values, rebases) in enumerate(made):
        points[at, : len(values)] = [np.nan if v is None else v for v in floats(values)]
        starts[at, rebases] = True
    together = analyse_variation(points, starts)
    for at in range(len(made)):
        alone = analyse_variation(points[at : at + 1], starts[at])
        assert together.cause[at].tolist() == alone.cause[0].tolist()
        assert together.side[at].tolist() == alone.side[0].tolist()
        assert together.latest[at] == alone.latest[0]
        for name in ("points", "mean", "width"):
            np.testing.assert_array_equal(
                getattr(together.lines, name)[at], getattr(alone.lines, name)[0]
            )


def test_series_of_more_points_than_one_block_are_the_same_as_each_alone():
    points = np.random.default_rng(7).normal(50, 5, (1500, 60)).round()
    points[::7, 11] = np.nan
    together = analyse_variation(points)
    for at in (0, 545, 546, 547, 1092, 1499):
        assert together.cause[at].tolist() == analyse_variation(points[[at]]).cause[0].tolist()


def test_seven_rising_are_a_trend_and_six_are_not():
    assert {SpecialCause.TREND} == set(
        analyse_series([1, 2, 3, 4, 5, 6, 7] * 1, Polarity.HIGHER).causes[1:-1]
    )
    assert SpecialCause.TREND not in analyse_series([1, 2, 3, 4, 5, 6], Polarity.HIGHER).causes
    assert (
        SpecialCause.TREND not in analyse_series([1, 2, 3, 3, 4, 5, 6, 7], Polarity.HIGHER).causes
    )


def test_only_the_points_beyond_the_inner_line_are_marked_of_two_in_three():
    values = [*FLAT, 53, 50.9, 53, *FLAT]
    causes = analyse_series(values, Polarity.HIGHER).causes
    assert [causes[at] for at in (12, 13, 14)] == [
        SpecialCause.TWO_OF_THREE,
        SpecialCause.NONE,
        SpecialCause.TWO_OF_THREE,
    ]


def test_seven_on_one_side_of_the_mean_are_a_shift_and_a_point_on_the_mean_breaks_it():
    low, high = [0, 4, 0, 4, 0, 4, 0], [6, 9, 6, 9, 6, 9, 6]
    assert set(analyse_series(low + high, Polarity.HIGHER).causes) == {SpecialCause.SHIFT}
    assert (
        SpecialCause.SHIFT
        not in analyse_series([1, 5] * 3 + [3] + [1, 5] * 3, Polarity.HIGHER).causes
    )


def test_a_gap_is_stepped_over_and_told():
    values = [1, 2, 3, None, 4, 5, 6, 7]
    found = analyse_series(values, Polarity.HIGHER)
    assert found.gaps == (3,)
    assert found.causes[4] is SpecialCause.TREND
    assert analyse_series([*PUBLISHED, None], Polarity.HIGHER).latest == 17


def test_nothing_reaches_across_a_rebase_whose_reason_is_kept():
    found = analyse_series(
        [1, 2, 3, 4, 5, 6, 7], Polarity.HIGHER, rebases={4: "A booking clinic opened."}
    )
    assert set(found.causes) == {SpecialCause.NONE}
    assert [(s.start, s.end, s.reason) for s in found.segments] == [
        (0, 4, ""),
        (4, 7, "A booking clinic opened."),
    ]


def test_corners_are_told():
    corners = {
        (): None,
        (None,): Corner.NO_POINTS,
        (5,): Corner.ONE_POINT,
        (0.1,) * 10: Corner.ALL_EQUAL,
        (0,) * 10 + (5,) * 10: Corner.NO_WIDTH,
        (1, 2): None,
    }
    for values, corner in corners.items():
        segments = analyse_series(values, Polarity.HIGHER).segments
        assert [s.corner for s in segments] == ([corner] if values else [])
    equal = analyse_series([0.1] * 10, Polarity.HIGHER, target=1)
    assert (equal.icon, equal.assurance.icon) == (VariationIcon.COMMON, AssuranceIcon.FAIL)
    assert analyse_series([5], Polarity.HIGHER, target=1).icon is None


def test_limits_are_provisional_under_13_points_and_gaps_do_not_count():
    assert analyse_series([*FLAT, None], Polarity.HIGHER).segments[0].provisional
    assert not analyse_series([*FLAT, None, 50], Polarity.HIGHER).segments[0].provisional


@pytest.mark.parametrize("points", [[1, 2, 1, 2], [80.1, 80.7, 79.9, 80.4, 80.2], [0.1, 0.3] * 9])
@pytest.mark.parametrize("better", [Polarity.HIGHER, Polarity.LOWER])
def test_a_target_on_a_limit_is_inside_whatever_the_last_digit_of_a_float(points, better):
    (line,) = analyse_series(points, better).segments
    reach = line.upper - line.lower
    for limit, outwards in ((line.lower, -1), (line.upper, 1)):
        for target in (limit, np.nextafter(limit, limit + outwards), limit + outwards * 1e-12):
            found = analyse_series(points, better, target=float(target)).assurance
            assert found.icon is AssuranceIcon.INCONSISTENT
        beyond = analyse_series(points, better, target=limit + outwards * reach / 1000).assurance
        passed = (outwards < 0) == (better is Polarity.HIGHER)
        assert beyond.icon is (AssuranceIcon.PASS if passed else AssuranceIcon.FAIL)


@pytest.mark.parametrize(
    ("better", "target", "icon", "met"),
    [
        (Polarity.HIGHER, 90, AssuranceIcon.PASS, 5),
        (Polarity.LOWER, 90, AssuranceIcon.PASS, 5),
        (Polarity.HIGHER, 90.1, AssuranceIcon.FAIL, 0),
        (Polarity.HIGHER, 89.9, AssuranceIcon.PASS, 5),
        (Polarity.LOWER, 89.9, AssuranceIcon.FAIL, 0),
    ],
)
def test_points_that_are_all_equal_pass_the_target_that_they_meet(better, target, icon, met):
    found = analyse_series([90] * 5, better, target=target).assurance
    assert (found.icon, found.met, found.points) == (icon, met, 5)


def test_the_count_is_of_the_points_behind_the_limits_and_a_gap_is_no_miss():
    values = [10, 10, 50, None, 90, 51]
    found = analyse_series(values, Polarity.HIGHER, target=50, rebases={2: "why"}).assurance
    assert (found.met, found.points, found.unbroken) == (3, 3, False)
    whole = analyse_series([10, 50, 90, 51], Polarity.HIGHER, target=50).assurance
    assert (whole.met, whole.points, whole.unbroken) == (3, 4, True)


@pytest.mark.parametrize(
    ("met", "points", "rare", "usual"),
    [(0, 60, True, False), (5, 60, True, False), (6, 60, False, False), (54, 60, False, False),
     (55, 60, False, True), (60, 60, False, True), (1, 10, False, False), (9, 10, False, False)],
)  # fmt: skip
def test_under_1_in_10_is_rare_and_over_9_in_10_usual(met, points, rare, usual):
    found = Assurance(AssuranceIcon.INCONSISTENT, met, points)
    assert (found.is_rare, found.is_usual) == (rare, usual)
    certain = Assurance(AssuranceIcon.FAIL, met, points)
    assert (certain.is_rare, certain.is_usual) == (False, False)


def test_what_is_no_series_of_figures_is_refused():
    for wrong in ([1, 2, 3], [[1.0, float("inf")]]):
        with pytest.raises(ValueError, match="finite figures"):
            analyse_variation(wrong)
