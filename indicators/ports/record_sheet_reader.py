"""The interface of what reads a workbook of a record. `loaders` implements it."""

from __future__ import annotations

from typing import IO, Protocol

from indicators.records.record_sheet import RecordSheet


class RecordSheetReader(Protocol):
    """Reads the workbooks that were exported and filled in."""

    most_bytes: int
    """The largest file that is read."""

    def read(self, name: str, content: IO[bytes]) -> RecordSheet:
        """Return what is in the file with this name.

        Raises RefusedRecordSheetError, or UnreadableFileError for what is no workbook at all.
        """
