"""Checks whether a file may be for another period than its rows say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, join_list
from indicators.domain.periods import Month
from loaders.anomalies.baseline import Baseline
from loaders.anomalies.thresholds import NEW_FIGURES, NEW_FIGURES_OF, OLD_MONTHS


def find_wrong_period(every: list[Baseline], latest: Month | None) -> Iterator[Confirmation]:
    """Yield the first sign that the period is wrong. `latest` is the latest month ever loaded."""
    signs = (
        _check_age(every, latest),
        _check_changes(every),
    )
    yield from [sign for sign in signs if sign][:1]


def _check_age(every: list[Baseline], latest: Month | None) -> Confirmation | None:
    last = max(found.ended[-1] for found in every)
    if latest is None or last + OLD_MONTHS >= latest or not any(f.checked for f in every):
        return None
    code = ConfirmationCode.OLD_PERIOD
    text = write_confirmation(code, last=last.name, months=latest.ordinal - last.ordinal)
    return Confirmation(code, text, period=last)


def _check_changes(every: list[Baseline]) -> Confirmation | None:
    """Ask about periods that were loaded before and of which half the figures or more would change.

    Another month in the file may be new: a sheet of an old month may be left in it.
    """
    loaded: Counter[Month] = Counter()
    changed: Counter[Month] = Counter()
    for found in every:
        again = found.new.there & found.old.there
        for at in np.flatnonzero(again.any(axis=0)).tolist():
            month = found.get_period(at).ended
            loaded[month] += int(again[:, at].sum())
            changed[month] += int((again & found.changed)[:, at].sum())
    months = [
        month
        for month, figures in loaded.items()
        if figures >= NEW_FIGURES_OF and changed[month] >= NEW_FIGURES * figures
    ]
    if not months:
        return None
    code = ConfirmationCode.MANY_FIGURES_CHANGED
    were, its = ("was", "its") if len(months) == 1 else ("were", "their")
    text = write_confirmation(
        code,
        periods=join_list([month.name for month in sorted(months)]),
        were=were,
        changed=sum(changed[month] for month in months),
        its=its,
        figures=sum(loaded[month] for month in months),
    )
    return Confirmation(code, text, period=max(months))
