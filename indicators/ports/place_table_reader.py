"""The interface of what reads the table of areas of a new council. `loaders` implements it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Protocol


class PlaceTableReader(Protocol):
    """Reads the cells of a CSV file or a workbook."""

    def read(self, name: str, content: IO[bytes]) -> list[Sequence[str]]:
        """Return the rows of the file with this name. Raises UserError for what is no table."""
