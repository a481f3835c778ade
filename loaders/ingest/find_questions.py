"""Find what a person must confirm about a file: all that the current figures make unlikely."""

from __future__ import annotations

import pandas as pd

from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmations import Confirmation
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.store.as_of import COLUMNS
from indicators.store.observations import IndicatorTable
from loaders.anomalies.baseline import list_months_needed
from loaders.anomalies.checks import find_anomalies
from loaders.anomalies.loss_rules import find_losses, find_restored
from loaders.anomalies.row_locator import RowLocator


def find_questions(
    table: IndicatorTable,
    catalogue: Catalogue,
    places: Places,
    sha256: str,
    observations: pd.DataFrame,
) -> list[Confirmation]:
    """Return everything to confirm about the `observations` of a file, the frame of its extract."""
    current = table.read_observations(
        observations["indicator"].unique().tolist(),
        list(places.localities),
        list_months_needed(observations),
    )
    months = table.list_months_with_data(list(catalogue.indicators))
    latest = Month.from_number(months[-1]) if months else None
    locator, figures = RowLocator(observations, places), observations[COLUMNS]
    return [
        *find_restored(table.find_restored_figures(sha256, figures), locator, catalogue),
        *find_losses(table.find_lost_detail(figures, places.city.code), locator, catalogue),
        *find_anomalies(observations, current, catalogue, places, latest),
    ]
