"""Limits fixed on a baseline: only its points make them, and all points are held against them."""

import numpy as np
import pytest

from indicators.domain.core import Polarity
from indicators.stats.spc import VariationIcon, analyse_variation
from tests.support.spc_charts import analyse_series

STEADY = [50, 51, 50, 49, 50, 51, 49, 50, 51, 50, 49, 50, 51]
RISEN = [60, 61, 60, 59, 60, 61]


def mark_first(points: int, length: int) -> list[bool]:
    return [at < points for at in range(length)]


def test_the_limits_are_those_of_the_baseline_alone():
    values = STEADY + RISEN
    fixed = analyse_series(values, Polarity.HIGHER, fixed=mark_first(13, len(values)))
    (alone,) = analyse_series(STEADY, Polarity.HIGHER).segments
    (segment,) = fixed.segments
    assert (segment.mean, segment.lower, segment.upper) == (alone.mean, alone.lower, alone.upper)
    assert (segment.points, segment.end, segment.fixed) == (13, 19, True)
    assert not segment.provisional
    assert fixed.icon is VariationIcon.IMPROVEMENT_HIGH


def test_assurance_counts_every_point_and_not_only_the_baseline():
    values = STEADY + RISEN
    fixed = mark_first(13, len(values))
    found = analyse_series(values, Polarity.HIGHER, target=55, fixed=fixed).assurance
    assert (found.met, found.points) == (6, 19)


@pytest.mark.parametrize(("points", "provisional"), [(12, True), (13, False)])
def test_fewer_than_13_points_of_a_baseline_make_provisional_limits(points, provisional):
    values = STEADY + RISEN
    (segment,) = analyse_series(
        values, Polarity.HIGHER, fixed=mark_first(points, len(values))
    ).segments
    assert segment.provisional is provisional


@pytest.mark.parametrize(("points", "used"), [(0, False), (1, False), (2, True)])
def test_limits_need_two_points_of_a_baseline_to_be_fixed(points, used):
    (segment,) = analyse_series(
        [50, 51, 60, 61], Polarity.HIGHER, fixed=mark_first(points, 4)
    ).segments
    assert segment.fixed is used
    assert segment.mean == (50.5 if used else 55.5)


def test_a_segment_after_a_rebase_has_limits_of_its_own():
    first, second = analyse_series(
        STEADY + RISEN, Polarity.HIGHER, rebases={13: "New clinic"}, fixed=mark_first(6, 19)
    ).segments
    assert (first.points, first.fixed) == (6, True)
    assert (second.points, second.fixed) == (6, False)
    assert second.mean == np.mean(RISEN)


def test_many_series_at_once_are_fixed_as_each_alone():
    generator = np.random.default_rng(3)
    points = np.where(generator.random((40, 30)) < 0.1, np.nan, generator.normal(50, 5, (40, 30)))
    starts, fixed = generator.random((40, 30)) < 0.05, generator.random((40, 30)) < 0.4
    together = analyse_variation(points, starts, fixed)
    for at in range(40):
        alone = analyse_variation(points[[at]], starts[[at]], fixed[[at]])
        assert together.broken[at].tolist() == alone.broken[0].tolist()
        assert together.lines.mean[at] == alone.lines.mean[0]
        assert together.segment_points[at] == alone.segment_points[0]
        assert together.fixed[at] == alone.fixed[0]
