"""The frame of observations that loaders produce and the store takes in: its columns and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pandas is slow to start, and only loading needs it
    import pandas as pd


@dataclass(frozen=True, slots=True)
class FrameColumn:
    """One column of the frame: its pandas dtype and what it holds."""

    dtype: str
    meaning: str


OBSERVATION_COLUMNS: Mapping[str, FrameColumn] = MappingProxyType(
    {
        "indicator": FrameColumn("category", "code of the indicator"),
        "place": FrameColumn("category", "code of the place"),
        "ended": FrameColumn("int64", "last month of the period as yyyymm"),
        "months": FrameColumn("int64", "length of the period: 1, 3 or 12"),
        "definition": FrameColumn("category", "code of the definition that applies"),
        "numerator": FrameColumn("Int64", "people counted; empty without a count"),
        "denominator": FrameColumn("Int64", "people counted out of; empty if not sent"),
        "value": FrameColumn("object", "percentage as the decimal that was written, or None"),
        "status": FrameColumn("category", "value of an ObservationStatus"),
        "note": FrameColumn("category", "note of the profile or the reading, or empty"),
        "sheet": FrameColumn("category", "sheet of the file, empty for text files"),
        "row": FrameColumn("int64", "row of the sheet, from 1"),
    }
)
"""Where `status` is not ok, there is no number. Where it is ok, either `numerator` is given (and
`denominator` for a percentage) and `value` is None, or `value` is given, with `denominator` if that
was sent.
"""

IN_FILE_ONLY = ("sheet", "row")
"""Columns that say where in the file a figure is; they are not stored."""


def check_observations(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Raise TypeError unless the frame has exactly these columns, with the dtypes of the schema."""
    if list(frame.columns) != list(columns):
        raise TypeError(f"Observations have the columns {list(frame.columns)}, not {columns}.")
    for name in columns:
        found, expected = str(frame[name].dtype), OBSERVATION_COLUMNS[name].dtype
        if found != expected:
            raise TypeError(f"Observations have {found} in column {name}, not {expected}.")


def apply_schema(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the dtypes of the schema for the columns it has."""
    return frame.astype({name: OBSERVATION_COLUMNS[name].dtype for name in frame.columns})
