"""The interface of what reads an action sheet. `loaders` implements it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Protocol

from indicators.actions.sheets.sheet_model import SheetReading
from indicators.domain.indicator import Indicator


class ActionSheetReader(Protocol):
    """Reads the sheets that were exported and filled in."""

    most_bytes: int
    """The largest file that is read."""

    def read(
        self, name: str, content: IO[bytes], indicators: Mapping[str, Indicator]
    ) -> SheetReading:
        """Return what is in the file with this name.

        Raises RefusedSheetError, or UnreadableFileError for what is no workbook at all.
        """
