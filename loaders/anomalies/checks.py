"""Find everything unlikely in a file, for a person to confirm before it is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmations import Confirmation
from indicators.domain.periods import Month
from indicators.domain.places import Places
from loaders.anomalies.baseline import build_baselines
from loaders.anomalies.figure_rules import (
    find_changed_denominators,
    find_copied_figures,
    find_missing_places,
)
from loaders.anomalies.limit_rules import find_beyond_limits
from loaders.anomalies.period_rules import find_wrong_period
from loaders.anomalies.row_locator import ColumnKey, RowLocator
from loaders.anomalies.share_rules import find_shares
from loaders.anomalies.usual_rules import find_far_above_usual

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


def find_anomalies(
    observations: pd.DataFrame,
    before: Sequence[Any],
    catalogue: Catalogue,
    places: Places,
    latest: Month | None = None,
    columns: Mapping[ColumnKey, str] = MappingProxyType({}),
    profile: str = "",
) -> list[Confirmation]:
    """Return what is unlikely in `observations`, the frame of `ParsedExtract`.

    `before` are the current rows, as `IndicatorTable.read_observations` gives them for the file's
    indicators, every area and the city, and `list_months_needed(observations)`. `columns` names
    the column of each part of a figure. `latest` is the
    latest month with data, if there is any. `profile` is the code of the file's, for the rules.
    """
    if observations.empty:
        return []
    every = list(build_baselines(observations, before, catalogue, places))
    locator = RowLocator(observations, places, columns)
    found = [
        *find_wrong_period(every, latest),
        *find_missing_places(every, locator),
        *find_far_above_usual(every, locator, profile, catalogue),
    ]
    for check in (find_shares, find_copied_figures, find_changed_denominators, find_beyond_limits):
        for one in every:
            found += check(one, locator)
    return found
