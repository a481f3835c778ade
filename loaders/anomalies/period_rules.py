"""Checks whether a file may be for another period than its rows say."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, join_list
from indicators.domain.periods import Month
from loaders.anomalies.baseline import Baseline, Flags
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
    """Ask where every period was loaded before, and half the figures or more would change."""
    changed = loaded = 0
    months: set[Month] = set()
    for found in every:
        new: Flags = found.new.there
        if (new.any(axis=0) & ~(new & found.old.there).any(axis=0)).any():
            return None
        again = new & found.old.there
        loaded += int(again.sum())
        months |= {found.get_period(at).ended for at in np.flatnonzero(again.any(axis=0)).tolist()}
        changed += int((again & found.changed).sum())
    if loaded < NEW_FIGURES_OF or changed < NEW_FIGURES * loaded:
        return None
    code = ConfirmationCode.MANY_FIGURES_CHANGED
    were, its = ("was", "its") if len(months) == 1 else ("were", "their")
    listed = join_list([month.name for month in sorted(months)])
    text = write_confirmation(
        code, periods=listed, were=were, changed=changed, its=its, figures=loaded
    )
    return Confirmation(code, text, period=max(months))
