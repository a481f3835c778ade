"""Find what a person must confirm about a file: all that the current figures make unlikely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmations import Confirmation
from indicators.domain.core import LocalityKind
from indicators.domain.observation_schema import apply_schema
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.store.as_of import COLUMNS, KEY
from indicators.store.observations import IndicatorTable
from loaders.anomalies.baseline import list_months_needed, select_usual_length
from loaders.anomalies.checks import find_anomalies
from loaders.anomalies.loss_rules import find_losses, find_restored
from loaders.anomalies.row_locator import ColumnKey, RowLocator
from loaders.anomalies.total_rules import FileTotals, find_contradicted_totals

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


def find_questions(
    table: IndicatorTable,
    catalogue: Catalogue,
    places: Places,
    sha256: str,
    file: FileTotals,
    profile: str,
) -> list[Confirmation]:
    """Return everything to confirm about a file, all of it compared with the current figures.

    `profile` is the code of the profile it was read with.
    """
    observations = file.observations
    locator, figures = RowLocator(observations, places, file.columns), observations[COLUMNS]
    usual = select_usual_length(observations, catalogue)
    return [
        *find_contradicted_totals(file, _read_others(table, places, file), catalogue, places),
        *find_restored(table.find_restored_figures(sha256, figures), locator, catalogue),
        *find_losses(table.find_lost_detail(figures, places.city.code), locator, catalogue),
        *_find_unlikely(table, catalogue, places, usual, file.columns, profile),
    ]


def _read_others(table: IndicatorTable, places: Places, file: FileTotals) -> pd.DataFrame:
    """Return the current figures that a total or its areas in the file are compared with.

    They are those of the months with a total, in the file or in the table, that the file lacks.
    """
    import pandas as pd

    own, city = file.observations, places.city.code
    areas = [area.code for area in places.list_by_kind(LocalityKind.AREA)]
    indicators = own["indicator"].unique().tolist()
    totals = table.read_observations(indicators, [city], own["ended"].unique().tolist())
    ended = COLUMNS.index("ended")
    months = {row[ended] for row in totals} | set(own.loc[own["place"] == city, "ended"])
    months |= set(file.left_out["ended"])
    lacking = sorted(int(month) for month in months if not _is_complete(own, month, places))
    rows = [*totals, *table.read_observations(indicators, areas, lacking)]
    held = set(own[KEY].itertuples(index=False, name=None)) if rows else set()
    others = [row for row in rows if row[: len(KEY)] not in held]
    return apply_schema(pd.DataFrame(others, columns=COLUMNS)).assign(sheet="", row=0)


def _is_complete(observations: pd.DataFrame, month: int, places: Places) -> bool:
    """Return whether a file has every area of a month for each of its indicators."""
    areas = {area.code for area in places.list_by_kind(LocalityKind.AREA, Month.from_number(month))}
    sent = observations[observations["ended"] == month]
    found = sent[sent["place"].isin(areas)].groupby("indicator", observed=True)["place"].nunique()
    return len(found) == sent["indicator"].nunique() and bool((found == len(areas)).all())


def _find_unlikely(
    table: IndicatorTable,
    catalogue: Catalogue,
    places: Places,
    observations: pd.DataFrame,
    columns: Mapping[ColumnKey, str],
    profile: str,
) -> list[Confirmation]:
    """Return what is unlikely among figures for the usual length of period."""
    if observations.empty:
        return []
    codes = observations["indicator"].unique().tolist()
    current = table.read_observations(
        codes, list(places.localities), list_months_needed(observations)
    )
    months = table.list_months_with_data(codes, places.elsewhere)
    latest = Month.from_number(months[-1]) if months else None
    return find_anomalies(observations, current, catalogue, places, latest, columns, profile)
