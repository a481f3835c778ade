"""Something allowed but unlikely in a file, which a person confirms before it is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.periods import Month

_PLACES_IN_KEY = 20
_NAMED = 3


class ConfirmationCode(StrEnum):
    """Why a person is asked to confirm. A code never changes its meaning."""

    TOTAL_CONTRADICTS_AREAS = "total_contradicts_areas"
    TOTAL_BELOW_AREAS = "total_below_areas"
    TOTAL_OUTSIDE_AREAS = "total_outside_areas"
    RENAMED_FILE = "renamed_file"
    MADE_UP_FIGURES = "made_up_figures"
    FILE_NAMED_FOR_OTHER_PERIOD = "file_named_for_other_period"
    SHEET_NAMED_FOR_OTHER_PERIOD = "sheet_named_for_other_period"
    TITLE_NAMES_OTHER_PERIOD = "title_names_other_period"
    COLUMN_CONTRADICTS_PERIOD = "column_contradicts_period"
    FILTER_MATCHES_NO_ROW = "filter_matches_no_row"
    DAY_IN_MONTH = "day_in_month"
    PERIOD_COULD_BE_TWO = "period_could_be_two"
    UNFINISHED_PERIOD = "unfinished_period"
    OLD_PERIOD = "old_period"
    MANY_FIGURES_CHANGED = "many_figures_changed"
    RESTORES_REPLACED_FIGURES = "restores_replaced_figures"
    COUNTS_LOST = "counts_lost"
    DENOMINATORS_LOST = "denominators_lost"
    FIGURES_WITHDRAWN = "figures_withdrawn"
    PERCENTAGES_UP_TO_ONE = "percentages_up_to_one"
    PERCENTAGE_MAY_BE_SHARE = "percentage_may_be_share"
    MISSING_PLACES = "missing_places"
    COPIED_FIGURES = "copied_figures"
    CHANGED_DENOMINATOR = "changed_denominator"
    BEYOND_LIMITS = "beyond_limits"
    MANY_BEYOND_LIMITS = "many_beyond_limits"
    RULE_TO_CONFIRM = "rule_to_confirm"


@dataclass(frozen=True, slots=True)
class SheetRows:
    """Rows of one sheet, numbered as in a spreadsheet; `column` names one column of them."""

    sheet: str
    rows: tuple[int, ...]
    column: str = ""

    def __str__(self) -> str:
        many = "rows" if len(self.rows) > 1 else "row"
        rows = f"{many} {join_list([str(row) for row in self.rows])}"
        column = f", column {self.column}" if self.column else ""
        return (f"sheet {self.sheet}, {rows}" if self.sheet else rows) + column


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One thing to confirm: `text` says it in a sentence with the figures.

    `indicators` and `places` hold codes, `period` the last month concerned, `part` the numerator or
    the denominator where only one of them is concerned. `rows` is where it is in the file; it is
    empty for the whole file. `rule` is the code of a rule of the council's own.
    """

    code: ConfirmationCode
    text: str
    indicators: tuple[str, ...] = ()
    part: str = ""
    places: tuple[str, ...] = ()
    period: Month | None = None
    rows: tuple[SheetRows, ...] = ()
    rule: str = ""

    @property
    def key(self) -> str:
        """What identifies it, whatever the figures: `changed_denominator:visits:elm:2026-10`."""
        parts = (
            self.code.value,
            self.rule,
            "+".join(self.indicators),
            self.part,
            _join_codes(self.places),
            str(self.period or ""),
        )
        return ":".join(filter(None, parts))

    @property
    def where(self) -> str:
        """The sheets and rows: “sheet Feeding, rows 4, 7 and 9”."""
        return "; ".join(map(str, self.rows))

    def __str__(self) -> str:
        where = self.where
        return f"{where[:1].upper()}{where[1:]}: {self.text}" if where else self.text


def _join_codes(codes: tuple[str, ...]) -> str:
    """Join place codes; beyond the first 20 only their number counts, so that keys stay short."""
    more = len(codes) - _PLACES_IN_KEY
    return "+".join((*codes[:_PLACES_IN_KEY], *([f"{more}_more"] if more > 0 else [])))


def join_list(items: Sequence[str], most: int = _NAMED, more: str = "more") -> str:
    """Join items as `A, B and C`, or `A, B, C and 4 more`."""
    if len(items) > most + 1:
        return f"{', '.join(items[:most])} and {len(items) - most} {more}"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
