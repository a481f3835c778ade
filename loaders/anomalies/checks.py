"""What is suspicious in a file, though allowed: for a person to confirm before it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from indicators.domain.catalogue import Catalogue
from indicators.domain.periods import Month
from indicators.domain.places import Places
from loaders.anomalies.anomaly import Kind, Suspicion
from loaders.anomalies.baseline import beside, months_to_ask_for
from loaders.anomalies.figure_rules import (
    Told,
    beyond_limits,
    denominators,
    missing_places,
    same_figures,
)
from loaders.anomalies.period_rules import wrong_month

__all__ = ["Kind", "Suspicion", "months_to_ask_for", "suspicions"]


def suspicions(
    file: str,
    observations: pd.DataFrame,
    before: Sequence[Any],
    catalogue: Catalogue,
    places: Places,
    latest: Month | None = None,
) -> list[Suspicion]:
    """What is suspicious in `observations`, as `Reading.observations` has them.

    `before` are the rows that stand now, as `IndicatorTable.observations` gives them for the
    file's indicators, every area and the city, and `months_to_ask_for(observations)`. `latest` is
    the latest month with data, if there is any."""
    if observations.empty:
        return []
    every = list(beside(observations, before, catalogue, places))
    told = Told(observations, places)
    found = [*wrong_month(file, observations, every, latest), *missing_places(every, told)]
    for check in (same_figures, denominators, beyond_limits):
        for one in every:
            found += check(one, told)
    return found
