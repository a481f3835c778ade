"""Where observations are in their file, and what their places are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from indicators.domain.confirmations import SheetRows, join_list
from indicators.domain.places import Places

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


ColumnKey = tuple[str, str, str, int]
"""Sheet, indicator, role and last month as yyyymm; 0 for a column of all months."""


@dataclass(frozen=True)
class RowLocator:
    """Finds names and cells for a file's observations. `columns` names the column of each part."""

    observations: pd.DataFrame
    places: Places
    columns: Mapping[ColumnKey, str] = field(default_factory=dict)

    def name(self, code: str) -> str:
        return self.places[code].name

    def locate(self, positions: np.ndarray, role: str = "") -> tuple[SheetRows, ...]:
        """Return the rows of each sheet for observations by position; -1 is none.

        With a `role`, such as the denominator, they have the column of that part.
        """
        frame = self.observations.iloc[[at for at in positions.tolist() if at >= 0]]
        return tuple(
            SheetRows(
                str(sheet),
                tuple(sorted(set(part["row"].tolist()))),
                self._name_columns(str(sheet), part, role),
            )
            for sheet, part in frame.groupby("sheet", sort=False, observed=True)
        )

    def _name_columns(self, sheet: str, part: pd.DataFrame, role: str) -> str:
        keys = part[["indicator", "ended"]].drop_duplicates().itertuples(index=False, name=None)
        names = (
            self.columns.get((sheet, str(indicator), role, at))
            for indicator, ended in keys
            for at in (int(ended), 0)
        )
        return join_list(list(dict.fromkeys(name for name in names if name)))
