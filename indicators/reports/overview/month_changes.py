"""What changed since the month before, over every team: verdicts and real changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.access.permissions import Viewer
from indicators.domain.core import LocalityKind, Verdict
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, get_rolling_year
from indicators.figures.figure import Figure
from indicators.figures.icons import get_signal_window
from indicators.figures.judge_figures import calculate_figures
from indicators.figures.month_choice import MonthChoice
from indicators.figures.series import Series
from indicators.figures.signal import Signal
from indicators.reports.base import Reports
from indicators.stats.spc import VariationIcon


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """One indicator of one place whose verdict turned, or whose months began to differ for real.

    `was` and `now` are the 12 months to the month before and to this one. `signal` is this
    month's, and `is_new_signal` says whether it began this month.
    """

    place: Locality
    indicator: Indicator
    was: Figure
    now: Figure
    signal: Signal
    is_new_signal: bool

    @property
    def has_turned(self) -> bool:
        both = self.was.verdict is not None and self.now.verdict is not None
        return both and self.was.verdict is not self.now.verdict

    @property
    def is_for_worse(self) -> bool:
        """Whether the verdict got worse, or a deterioration began."""
        if self.has_turned:
            return _WORTH[self.now.verdict] < _WORTH[self.was.verdict]
        return self.signal.icon is not None and self.signal.icon.startswith("concern")

    @property
    def is_real_deterioration(self) -> bool:
        """Whether single months began to get worse for real, which a verdict alone does not say."""
        return self.is_new_signal and self.signal.is_concern


_WORTH = {Verdict.CROSS: 0, Verdict.NA: 1, Verdict.TICK: 2, None: 1}


@dataclass(frozen=True, slots=True)
class MonthChanges:
    """What changed in the places of a kind from `before` to the month shown, the worse first."""

    months: MonthChoice
    before: Month | None
    kind: LocalityKind
    kinds: tuple[LocalityKind, ...]
    changes: tuple[PlaceChange, ...]


def build_month_changes(
    reports: Reports, asked: Month | None, viewer: Viewer, by: LocalityKind | None = None
) -> MonthChanges | None:
    """Return the changes of every place of a kind, or None while nothing is loaded."""
    reports = reports.limit_to(viewer)
    months = reports.find_months(asked)
    if months is None:
        return None
    month, before = months.shown, months.previous
    arranged = reports.get_areas_month(month)
    with_areas = reports.places.list_kinds_with_areas(
        arranged, (LocalityKind.TEAM, LocalityKind.AREA, LocalityKind.HUB)
    )
    kinds = reports.list_kinds(arranged, with_areas)
    kind = by if by in kinds else reports.home_kind
    changes: tuple[PlaceChange, ...] = ()
    if before and kind is not LocalityKind.CITY:
        places = reports.list_places(kind, arranged)
        changes = list_place_changes(reports, places, (before, month), viewer)
    return MonthChanges(months, before, kind, kinds, changes)


def list_place_changes(
    reports: Reports, places: Sequence[Locality], months: tuple[Month, Month], viewer: Viewer
) -> tuple[PlaceChange, ...]:
    """Return what changed in some places from the first month to the second, the worse first."""
    before, month = months
    codes, indicators = [place.code for place in places], reports.catalogue.dashboard
    series = reports.read_series(codes, indicators, get_signal_window(month), viewer)
    earlier = reports.read_series(codes, indicators, get_signal_window(before), viewer)
    signals, old_signals = reports.calculate_signals(series), reports.calculate_signals(earlier)
    found = []
    for indicator in indicators:
        now = _calculate_year(series, indicator, codes, month)
        was = _calculate_year(earlier, indicator, codes, before)
        for place in places:
            key = indicator.code, place.code
            change = PlaceChange(
                place,
                indicator,
                was[place.code],
                now[place.code],
                signals[key],
                _has_begun(old_signals[key], signals[key], month),
            )
            if change.has_turned or change.is_new_signal:
                found.append(change)
    return tuple(sorted(found, key=lambda change: (not change.is_for_worse, change.place.name)))


def _calculate_year(
    series: Series, indicator: Indicator, codes: Sequence[str], month: Month
) -> dict[str, Figure]:
    return calculate_figures(series, indicator, codes, get_rolling_year(month))


def _has_begun(was: Signal, now: Signal, month: Month) -> bool:
    """Return whether a special cause is there in this month that was not there the month before."""
    usual = (None, VariationIcon.COMMON)
    return now.latest == month and now.icon not in usual and now.icon is not was.icon
