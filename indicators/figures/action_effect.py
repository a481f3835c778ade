"""Did it work? What the months after an action's start say against the limits before it. Pure.

The limits are fixed on the months before the start and stay as they are, whatever the action
changes. The rules are those of `indicators.stats.xmr` (NHS England, Making Data Count). A month
after the start is not a test of its own: an action is scored on the last of its twelve months, so
that twelve looks do not find a signal that is not there (Fretheim and Tomic 2015, on single series
before and after a change).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.actions.action_score import ActionEffect, ActionScore, UnknownReason
from indicators.domain.periods import Month
from indicators.figures.series import MonthWindow
from indicators.stats.spc import analyse_variation
from indicators.stats.xmr import PROVISIONAL_UNDER, RUN, Floats

BASELINE_MONTHS = 24
"""Months before the start that the limits are fixed on, at most."""
LEAST_BASELINE = PROVISIONAL_UNDER
"""Fewer of them with a figure make no limits to score with."""
SCORED_AFTER = 12
"""Months in which an effect is looked for, from the first in which it could show."""
LEAST_MONTHS = 9
"""Of these twelve, so many need a figure."""
FIRST_SIGNAL = RUN
"""Points after which a change of the usual size can first show: a run on one side of the mean."""


@dataclass(frozen=True, slots=True)
class EffectQuestion:
    """The months of one indicator and place, and what an action was expected to do to them.

    `values` and `definitions` have an element for each month of the window; None is a month without
    a figure. `direction` is 1 if higher is better, -1 if lower is, 0 if neither. `rebases` are the
    months at which limits restart, `others` the start months of other actions on the same.
    """

    window: MonthWindow
    values: Sequence[float | None]
    definitions: Sequence[str]
    start: Month | None
    shows_from: Month | None
    direction: int
    rebases: Sequence[Month] = ()
    others: Sequence[Month] = ()

    @property
    def first(self) -> Month | None:
        """The first month in which an effect could show."""
        if self.start is None or self.shows_from is None:
            return self.start
        return max(self.start, self.shows_from)


def score_action(asked: EffectQuestion) -> ActionEffect:
    """Return what the months after an action say, up to a year from the first that could."""
    start, first = asked.start, asked.first
    if start is None or first is None:
        return ActionEffect(ActionScore.CANNOT_TELL, UnknownReason.NO_START)
    could_show, end = first + (FIRST_SIGNAL - 1), first + (SCORED_AFTER - 1)
    baseline = MonthWindow(start - BASELINE_MONTHS, start - 1)
    before = _select(asked, baseline)
    after = _select(asked, MonthWindow(first, end))
    reason = _find_doubt(asked, baseline, min(end, asked.window.last))
    if reason is None and _count(before) < LEAST_BASELINE:
        reason = UnknownReason.FEW_MONTHS_BEFORE
    if reason is None and asked.window.last < end:
        return ActionEffect(ActionScore.TOO_EARLY, None, could_show)
    if reason is None and (_count(after) < LEAST_MONTHS or np.isnan(after[-1])):
        reason = UnknownReason.MONTHS_MISSING
    if reason is not None:
        return ActionEffect(ActionScore.CANNOT_TELL, reason, could_show)
    return ActionEffect(_compare(before, after, asked.direction), None, could_show, end)


def _compare(before: Floats, after: Floats, direction: int) -> ActionScore:
    """Return the special cause of the last month, against limits fixed on the months before."""
    points = np.concatenate([before, after])[None, :]
    fixed = np.arange(points.shape[1]) < len(before)
    found = analyse_variation(points, None, fixed)
    side = int(found.side[0, -1]) * direction
    if not side:
        return ActionScore.NO_SIGNAL
    return ActionScore.IMPROVEMENT if side > 0 else ActionScore.WORSE


def _find_doubt(asked: EffectQuestion, baseline: MonthWindow, last: Month) -> UnknownReason | None:
    """Return what else could explain a change, or None."""
    if not asked.direction:
        return UnknownReason.NO_DIRECTION
    positions = [
        at for at, month in enumerate(asked.window.months) if baseline.first <= month <= last
    ]
    if len({asked.definitions[at] for at in positions}) > 1:
        return UnknownReason.DEFINITION_CHANGED
    if any(baseline.first < month <= last for month in asked.rebases):
        return UnknownReason.REBASED
    start = baseline.last + 1
    if any(start - SCORED_AFTER < other <= last for other in asked.others):
        return UnknownReason.ANOTHER_ACTION
    return None


def _select(asked: EffectQuestion, months: MonthWindow) -> Floats:
    """Return the figures of some months, NaN where there is none."""
    held = dict(zip(asked.window.months, asked.values, strict=True))
    found = [held.get(month) for month in months.months]
    return np.array([np.nan if value is None else value for value in found], np.float64)


def _count(figures: Floats) -> int:
    return int(np.count_nonzero(~np.isnan(figures)))
