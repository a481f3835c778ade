"""The table of a draft with its header, which names the columns as a profile does."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.catalogue import Catalogue
from indicators.domain.core import Unit
from indicators.domain.errors import UserError
from indicators.ports.profile_drafts import DraftMeasure, DraftTable
from loaders.parsing.header import PERIOD, STEP, Header, Heading
from loaders.profile_builder.table_body import find_period_part
from loaders.profiles.rate_bases import find_rate_bases
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Sheet


def build_draft_error(what: str, remedy: str) -> UserError:
    """Return what is missing in a draft, and what to do."""
    return UserError(what, remedy=remedy)


@dataclass(frozen=True, slots=True)
class ChosenTable:
    """A table with its header, which names the columns."""

    table: DraftTable
    header: Header
    rows: Sheet
    catalogue: Catalogue

    def find_base(self, figure: DraftMeasure) -> int | None:
        """Return the base of a rate that is sent: the one stated above it, else the catalogue's.

        It is None where the figure is not a rate that is sent.
        """
        indicator = self.catalogue.indicators.get(figure.indicator)
        if indicator is None or indicator.unit is not Unit.RATE or figure.percentage is None:
            return None
        titles = " ".join(format_cell(c) for row in self.rows[: self.header.top] for c in row)
        heading = self.header.headings[figure.percentage].text
        stated = find_rate_bases(heading) or find_rate_bases(titles)
        return stated.pop() if len(stated) == 1 else indicator.per

    @property
    def across(self) -> bool:
        return self.table.period_in.in_heading

    def get_name(self, index: int | None, what: str, *, part: bool = False) -> str:
        """Return the name of a column in a profile.

        The `part` of a figure may have a period in its heading.
        """
        on = f" on sheet {self.table.sheet}" if self.table.sheet else ""
        if index is None or not 0 <= index < len(self.header.headings):
            raise build_draft_error(f"No column is chosen for {what}{on}.", "Choose one.")
        heading = self.header.headings[index]
        if not heading.cells:
            raise build_draft_error(
                f"Column {heading.letters} is chosen as {what}{on} but has no heading "
                "in the rows chosen.",
                "Choose the header's rows so that each column in use has a heading.",
            )
        text = self._replace_period(heading) if part and self.across else heading.text
        self._require_unique(heading, on)
        return text

    def _replace_period(self, heading: Heading) -> str:
        at = find_period_part(heading.cells)
        if at is None:
            raise build_draft_error(
                f"The heading of column {heading.label} holds no month.",
                "Say that the month is somewhere else, or choose a column under a month.",
            )
        words = [" ".join(format_cell(cell).split()) for cell in heading.cells]
        return STEP.join([*words[:at], PERIOD, *words[at + 1 :]])

    def _require_unique(self, heading: Heading, on: str) -> None:
        twins = [h for h in self.header.headings if h.key == heading.key and h is not heading]
        if twins:
            raise build_draft_error(
                f"Columns {heading.label} and {twins[0].label}{on} have the same heading.",
                "Say that one more row above belongs to the header, or give them different "
                "headings in the file.",
            )
