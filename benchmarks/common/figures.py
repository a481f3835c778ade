"""Made-up figures, put into the indicator table as a load would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from indicators.domain.catalogue import Catalogue
from indicators.domain.core import LocalityKind, ObservationStatus, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.observation_schema import apply_schema
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.figures.series import MonthWindow
from indicators.store.as_of import COLUMNS
from indicators.store.observations import IndicatorTable

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HIDDEN_BELOW = 6


def fill(
    table: IndicatorTable, catalogue: Catalogue, places: Places, first: Month, last: Month
) -> int:
    """Put a figure in for every indicator of a dashboard, area and month; returns how many."""
    areas = [place.code for place in places.list_by_kind(LocalityKind.AREA)]
    not_areas = [code for code in places.localities if code not in set(areas)]
    months = MonthWindow(first, last).numbers
    total = 0
    for figures, service in _pieces(catalogue, areas, months):
        record = {
            "file": f"{service}.csv",
            "sha256": f"{total:064}",
            "profile": "benchmark",
            "service": service,
            "loaded_at": NOW.replace(tzinfo=None),
            "synthetic": True,
            "first_ended": months[0],
            "last_ended": months[-1],
            "rows_read": len(figures),
            "rows_loaded": len(figures),
            "rows_refused": 0,
            "rows_blank": 0,
        }
        table.commit_load(record, apply_schema(figures), [], not_areas)
        total += len(figures)
    return total


def _pieces(
    catalogue: Catalogue, areas: list[str], months: list[int]
) -> Iterator[tuple[pd.DataFrame, str]]:
    """An indicator at a time, every area and month of it."""
    chance = np.random.default_rng(2017)
    for indicator in catalogue.dashboard:
        yield _figures(indicator, areas, months, chance), indicator.service


def _figures(
    indicator: Indicator, areas: list[str], months: list[int], chance: np.random.Generator
) -> pd.DataFrame:
    size = len(areas) * len(months)
    ended = np.tile(months, len(areas))
    denominator = chance.poisson(23, size) + 1
    numerator = chance.binomial(denominator, 0.06 if indicator.better == "lower" else 0.93)
    status = np.full(size, ObservationStatus.OK.value, dtype=object)
    figures = pd.DataFrame(
        {
            "indicator": indicator.code,
            "ended": ended,
            "place": np.repeat(areas, len(months)),
            "definition": _definitions(indicator, months) * len(areas),
            "months": indicator.months,
            "numerator": pd.array(numerator, dtype="Int64"),
            "denominator": pd.array(denominator, dtype="Int64"),
            "value": None,
            "status": status,
            "note": "",
        }
    )
    if indicator.unit is Unit.COUNT:
        count = chance.poisson(9, size)
        hidden = count < HIDDEN_BELOW
        figures["numerator"] = pd.array(count, dtype="Int64")
        figures["denominator"] = pd.array([None] * size, dtype="Int64")
        figures.loc[hidden, ["numerator"]] = pd.NA
        figures.loc[hidden, "status"] = ObservationStatus.HIDDEN.value
    return figures[COLUMNS]


def _definitions(indicator: Indicator, months: list[int]) -> list[str]:
    found = [indicator.find_definition(Month.from_number(month)) for month in months]
    return [definition.code if definition else "" for definition in found]
