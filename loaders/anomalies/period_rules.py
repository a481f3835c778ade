"""Whether a file may be of another month than its rows say."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.domain.periods import Month, Period
from loaders.anomalies.anomaly import (
    NEW_FIGURES,
    NEW_FIGURES_OF,
    OLD_MONTHS,
    Anomaly,
    AnomalyKind,
    join_list,
)
from loaders.anomalies.baseline import Baseline, Flags
from loaders.parsing.period_formats import find_period


def find_wrong_month(
    file: str, observations: pd.DataFrame, every: list[Baseline], latest: Month | None
) -> Iterator[Anomaly]:
    """What speaks for another month; the first reason is enough. `latest` is the latest month that
    has stood.
    """
    reasons = (_named_otherwise(file, observations, every), _old(every, latest), _changed(every))
    yield from [Anomaly(AnomalyKind.MONTH, reason) for reason in reasons if reason][:1]


def _named_otherwise(file: str, observations: pd.DataFrame, every: list[Baseline]) -> str:
    named = find_period(file, every[0].indicator.every)
    spans = observations[["ended", "months"]].drop_duplicates()
    periods = sorted(
        (
            Period(Month.from_number(ended), months)
            for ended, months in spans.itertuples(index=False, name=None)
        ),
        key=lambda period: period.ended,
    )
    if named is None or any(named.covers(p) or p.covers(named) for p in periods):
        return ""
    said = join_list([period.name for period in periods])
    return f"The file is named for {named.name}, and its rows are for {said}."


def _old(every: list[Baseline], latest: Month | None) -> str:
    last = max(found.ended[-1] for found in every)
    if latest is None or last + OLD_MONTHS >= latest or not any(f.judged for f in every):
        return ""
    return (
        f"The latest month in the file is {last.name}, "
        f"{latest.ordinal - last.ordinal} months before the latest that has been loaded."
    )


def _changed(every: list[Baseline]) -> str:
    """Every period was loaded before, and half the figures or more would be others."""
    changed = stood = 0
    months: set[Month] = set()
    for found in every:
        said: Flags = found.new.there
        if (said.any(axis=0) & ~(said & found.old.there).any(axis=0)).any():
            return ""
        again = said & found.old.there
        stood += int(again.sum())
        months |= {found.period(at).ended for at in np.flatnonzero(again.any(axis=0)).tolist()}
        changed += int((again & found.fresh).sum())
    if stood < NEW_FIGURES_OF or changed < NEW_FIGURES * stood:
        return ""
    named = join_list([month.name for month in sorted(months)])
    were, its = ("was", "its") if len(months) == 1 else ("were", "their")
    return (
        f"{named} {were} loaded before, and {changed} of {its} {stood} figures would now be others."
    )
