"""Where observations are in their file, by sheet and row, and what their places are called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.domain.confirmations import SheetRows
from indicators.domain.places import Places


@dataclass(frozen=True)
class RowLocator:
    """Finds names and rows for a file's observations."""

    observations: pd.DataFrame
    places: Places

    def name(self, code: str) -> str:
        return self.places[code].name

    def locate(self, positions: np.ndarray) -> tuple[SheetRows, ...]:
        """Return the rows of each sheet for observations by position; -1 is none."""
        frame = self.observations.iloc[[at for at in positions.tolist() if at >= 0]]
        return tuple(
            SheetRows(str(sheet), tuple(sorted(set(part["row"].tolist()))))
            for sheet, part in frame.groupby("sheet", sort=False, observed=True)
        )
