"""The interface of what reads a staff survey. `loaders` implements it."""

from __future__ import annotations

from typing import IO, Protocol

from indicators.surveys.survey import SurveyReading


class SurveyReader(Protocol):
    """Reads the pairs of scores in a file."""

    def read(self, name: str, content: IO[bytes], highest: int) -> SurveyReading:
        """Return what is in the file with this name, on a scale from 0 to `highest`.

        Raises RefusedSurveyError, or UnreadableFileError for what cannot be read at all.
        """
