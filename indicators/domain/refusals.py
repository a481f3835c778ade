"""A refused cell or row of an extract, as structured fields with a stable code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_ALONE = 5
"""So many identical refusals are still listed one by one."""
_EXAMPLES = 3


class RefusalCode(StrEnum):
    """Why a cell or row is refused. A code is stored and sent: it never changes its meaning.

    `refusal_texts` says in sentences what each one means and what to do.
    """

    NOT_RECORDED = "not_recorded"
    """Kept in the database before refusals had codes."""

    UNKNOWN_SHEET = "unknown_sheet"
    UNKNOWN_COLUMN = "unknown_column"
    DUPLICATE_COLUMN = "duplicate_column"
    MISSING_COLUMN = "missing_column"
    COLUMN_HIDDEN = "column_hidden"
    AMBIGUOUS_HEADING = "ambiguous_heading"
    AMBIGUOUS_COLUMN = "ambiguous_column"

    UNKNOWN_ROW = "unknown_row"
    PLACE_MISSING = "place_missing"
    PLACE_UNKNOWN = "place_unknown"
    PLACE_KIND_NOT_LOADED = "place_kind_not_loaded"
    AREA_NOT_OPEN_YET = "area_not_open_yet"
    AREA_REPLACED = "area_replaced"
    AREA_CLOSED = "area_closed"

    PERIOD_UNREADABLE = "period_unreadable"
    PERIOD_NOT_FOUND = "period_not_found"
    PERIOD_WITHOUT_YEAR = "period_without_year"
    PERIOD_IN_FUTURE = "period_in_future"
    PERIOD_WRONG_LENGTH = "period_wrong_length"
    DEFINITION_MISSING = "definition_missing"

    DUPLICATE_FIGURE = "duplicate_figure"
    CONFLICTING_FIGURE = "conflicting_figure"
    DUPLICATE_PART = "duplicate_part"
    RELATED_ROW_REFUSED = "related_row_refused"

    FORMULA_ERROR = "formula_error"
    FORMULA_NOT_CALCULATED = "formula_not_calculated"
    SECOND_FIGURE_IN_BRACKETS = "second_figure_in_brackets"
    NUMBER_IN_MERGED_CELL = "number_in_merged_cell"
    PART_EMPTY = "part_empty"
    PART_ROW_MISSING = "part_row_missing"
    NOT_A_NUMBER = "not_a_number"
    COUNT_IS_TEXT = "count_is_text"
    COUNT_IS_PERCENTAGE = "count_is_percentage"
    COUNT_NEGATIVE = "count_negative"
    COUNT_TOO_LARGE = "count_too_large"
    COUNT_NOT_WHOLE = "count_not_whole"
    PERCENTAGE_IS_TEXT = "percentage_is_text"
    PERCENTAGE_OUT_OF_RANGE = "percentage_out_of_range"
    PERCENTAGE_SCALE_UNCLEAR = "percentage_scale_unclear"
    PERCENTAGE_OF_NOBODY = "percentage_of_nobody"
    PERCENTAGE_DISAGREES = "percentage_disagrees"
    RATE_OUT_OF_RANGE = "rate_out_of_range"
    RATE_BASE_DIFFERS = "rate_base_differs"
    NUMERATOR_ABOVE_DENOMINATOR = "numerator_above_denominator"
    KNOWN_OUT_OF_RANGE = "known_out_of_range"

    VALIDATION_RULE = "validation_rule"
    """A rule of the council's own; the refusal names the rule."""


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """Why something is refused, with what the analyst and the sender can do, in sentences.

    `sender_remedy` is empty where the sender can do nothing. `rule` is the code of a rule of the
    council's own.
    """

    code: RefusalCode
    reason: str
    remedy: str
    sender_remedy: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused cell, row, column or sheet of an extract.

    `row` counts from 1 as a spreadsheet does. `column` holds the column's letters and is empty
    where the whole row is refused; `heading` is empty where the column has none. `value` is the
    cell as it was written.
    """

    code: RefusalCode
    file: str
    sheet: str
    row: int
    column: str
    heading: str
    value: str
    reason: str
    remedy: str
    sender_remedy: str = ""
    rule: str = ""

    @property
    def full_code(self) -> str:
        """The code as it is shown and kept, with the rule of the council's own if it is one."""
        return f"{self.code.value}:{self.rule}" if self.rule else self.code.value

    @property
    def column_label(self) -> str:
        """The column as a sentence names it: “B (Due)”; empty where the row is meant."""
        return format_column(self.column, self.heading) if self.column else ""

    def __str__(self) -> str:
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        column = f", column {self.column_label}" if self.column else ""
        value = f" ({self.value!r})" if self.value else ""
        where = f"{self.file}{sheet}, row {self.row}{column}{value}"
        return f"{where}: {self.reason} {self.remedy}".strip()


def format_column(letters: str, heading: str) -> str:
    """Name a column by its letters and heading: “B (Due)”, “M (no heading)”."""
    return f"{letters} ({heading or 'no heading'})"


def build_refusal(
    why: RefusalReason,
    file: str,
    sheet: str,
    row: int,
    *,
    column: str = "",
    heading: str = "",
    value: str = "",
) -> Refusal:
    """Return the refusal of one place in a file for the reason `why`."""
    return Refusal(
        why.code,
        file,
        sheet,
        row,
        column,
        heading,
        value,
        why.reason,
        why.remedy,
        why.sender_remedy,
        why.rule,
    )


@dataclass(frozen=True, slots=True)
class RefusalGroup:
    """Refusals of one column for one reason: how many there are, and the first of them."""

    count: int
    examples: tuple[Refusal, ...]

    @property
    def first(self) -> Refusal:
        return self.examples[0]

    @property
    def rows(self) -> str:
        """The rows in words: “2, 3, 4 and 23,345 more”."""
        numbers = [str(each.row) for each in self.examples]
        more = self.count - len(numbers)
        return f"{', '.join(numbers)} and {more:,} more" if more else ", ".join(numbers)

    @property
    def values(self) -> str:
        """The different values of the examples."""
        return ", ".join(dict.fromkeys(each.value for each in self.examples if each.value))

    def __str__(self) -> str:
        if self.count == 1:
            return str(self.first)
        one = self.first
        sheet = f", sheet {one.sheet}" if one.sheet else ""
        column = f", column {one.column_label}" if one.column else ""
        values = f" (such as {self.values})" if self.values else ""
        where = f"{one.file}{sheet}, {self.count:,} rows ({self.rows}){column}{values}"
        return f"{where}: {one.reason} {one.remedy}".strip()


def group_refusals(refusals: Sequence[Refusal]) -> list[RefusalGroup]:
    """Return the refusals in their order, with more than five identical ones as one group.

    They are identical if sheet, column, reason and remedy are; their rows and values differ.
    """
    alike: dict[tuple[str, ...], list[Refusal]] = {}
    for one in refusals:
        key = one.full_code, one.file, one.sheet, one.column, one.heading, one.reason, one.remedy
        alike.setdefault(key, []).append(one)
    groups: list[RefusalGroup] = []
    for many in alike.values():
        if len(many) > _ALONE:
            groups.append(RefusalGroup(len(many), tuple(many[:_EXAMPLES])))
        else:
            groups += [RefusalGroup(1, (one,)) for one in many]
    place = {id(one): at for at, one in enumerate(refusals)}
    return sorted(groups, key=lambda group: place[id(group.first)])
