"""What lasts among a place's figures."""

from fractions import Fraction

from indicators.domain.core import ObservationStatus, Verdict
from indicators.domain.periods import Month, Period
from indicators.figures.figure import Figure
from indicators.figures.signal import Signal
from indicators.figures.span_sum import SpanSum
from indicators.reports.models import DashboardRow
from indicators.reports.overview.priorities import list_lasting_improvements
from indicators.stats.spc import VariationIcon
from tests.support.builders import indicator, target

YEAR = Period(Month.of(2026, 10), 12)


def row(code, value, verdict=Verdict.CROSS, *, icon=VariationIcon.COMMON):
    """A row with its 12 months at a value, held to 90%."""
    made = indicator(code, target=[target("90")])
    added = SpanSum(YEAR, ObservationStatus.OK, Fraction(value), 1)
    figure = Figure(added, Fraction(value), target=made.target[0], verdict=verdict)
    signal = Signal(icon, None, YEAR.ended, 24, provisional=False)
    return DashboardRow(made, figure, figure, figure, figure, None, (), signal)


def codes(rows):
    return [row.indicator.code for row in rows]


def test_only_real_improvements_last():
    rows = [
        row("high", 80, icon=VariationIcon.IMPROVEMENT_HIGH),
        row("low", 95, Verdict.TICK, icon=VariationIcon.IMPROVEMENT_LOW),
        row("usual", 95, Verdict.TICK),
        row("worse", 80, icon=VariationIcon.CONCERN_LOW),
    ]
    assert codes(list_lasting_improvements(rows)) == ["high", "low"]
