"""The chart of a single series."""

from collections.abc import Mapping, Sequence

from indicators.domain.core import Polarity
from indicators.stats.spc_chart import SpcChart, SpcSeries, analyse_many


def analyse_series(
    values: Sequence[float | None],
    better: Polarity,
    *,
    target: float | None = None,
    rebases: Mapping[int, str] | None = None,
    fixed: Sequence[bool] | None = None,
    screened: bool = True,
) -> SpcChart:
    """Return the chart of one series."""
    one = SpcSeries(values, target, rebases or {}, fixed)
    return analyse_many([one], better, screened=screened)[0]
