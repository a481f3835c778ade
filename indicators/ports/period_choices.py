"""Where a table says its period, and what it means there, as a person chooses."""

from __future__ import annotations

from enum import StrEnum


class PeriodSource(StrEnum):
    """Where a table says its period.

    Months in headings may be without a year, which is then in a title, or in the name of the sheet
    or file.
    """

    COLUMN = "column"
    HEADING = "heading"
    HEADING_AND_TITLE = "heading and title"
    HEADING_AND_SHEET = "heading and sheet"
    HEADING_AND_FILE = "heading and file"
    LABEL = "label"
    SHEET = "sheet"
    FILE = "file"

    @property
    def in_heading(self) -> bool:
        return self.value.startswith("heading")


class PeriodNotation(StrEnum):
    """What a written period means."""

    ITSELF = "itself"
    QUARTER = "quarter"
    YEAR = "year"
    YEAR_TO_MARCH = "year_to_march"
    YEAR_TO_DECEMBER = "year_to_december"
