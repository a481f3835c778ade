"""What is suspicious in a file, though allowed: for a person to confirm before it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from indicators.domain.catalogue import Catalogue
from indicators.domain.periods import Month
from indicators.domain.places import Places
from loaders.anomalies.anomaly import Anomaly
from loaders.anomalies.baseline import build_baselines
from loaders.anomalies.figure_rules import (
    RowLocator,
    find_beyond_limits,
    find_changed_denominators,
    find_copied_figures,
    find_missing_places,
)
from loaders.anomalies.period_rules import find_wrong_month


def find_anomalies(
    file: str,
    observations: pd.DataFrame,
    before: Sequence[Any],
    catalogue: Catalogue,
    places: Places,
    latest: Month | None = None,
) -> list[Anomaly]:
    """What is suspicious in `observations`, as `Reading.observations` has them.

    `before` are the rows that stand now, as `IndicatorTable.observations` gives them for the
    file's indicators, every area and the city, and `months_to_ask_for(observations)`. `latest` is
    the latest month with data, if there is any.
    """
    if observations.empty:
        return []
    every = list(build_baselines(observations, before, catalogue, places))
    told = RowLocator(observations, places)
    found = [
        *find_wrong_month(file, observations, every, latest),
        *find_missing_places(every, told),
    ]
    for check in (find_copied_figures, find_changed_denominators, find_beyond_limits):
        for one in every:
            found += check(one, told)
    return found
