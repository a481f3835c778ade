"""What each refusal code means, in sentences: the only place where refusals are worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indicators.domain.core import Frequency
from indicators.domain.refusals import RefusalCode, RefusalReason

NOTHING_TO_DO = ""
"""The sender's remedy where only the people who keep the dashboard can act."""


@dataclass(frozen=True, slots=True)
class RefusalText:
    """The sentences of one code, with the values to fill in as `{name}`.

    `sender_remedy` is None where the sender does what the analyst would.
    """

    reason: str
    remedy: str
    sender_remedy: str | None = None


_CORRECT_COUNT = "Write a whole number, or a mark such as [x]."
_NAME_MARK = (
    "If the text is a mark of the sender's, write it under [marks] in {profile} with its meaning, "
    "such as “hidden” or “not_available”; after a number, such as “provisional”."
)

_SHEETS_AND_COLUMNS = {
    RefusalCode.NOT_RECORDED: RefusalText(
        "Refused before refusals had codes.", "See the reason kept with the load.", NOTHING_TO_DO
    ),
    RefusalCode.UNKNOWN_SHEET: RefusalText(
        "No table is expected on this sheet.",
        "Remove the sheet. If it belongs to the file, add a [[table]] for it to {profile}, or set "
        'other_sheets = "leave" there.',
        "Remove the sheet.",
    ),
    RefusalCode.UNKNOWN_COLUMN: RefusalText(
        "This column is not expected.",
        "Remove it. If it belongs to the file, name it in {profile}: in a measure if it holds "
        "figures, under ignore if it is not needed.",
        "Remove it, or give it the heading that it had before.",
    ),
    RefusalCode.DUPLICATE_COLUMN: RefusalText(
        "Another column has the same heading.",
        "Give each column a heading of its own. If a row above tells them apart, count it in "
        "header_rows in {profile}.",
        "Give each column a heading of its own.",
    ),
    RefusalCode.MISSING_COLUMN: RefusalText(
        "There is no column “{heading}”. The columns are: {columns}.",
        "Put it back. If it is there under another heading, add that heading to spellings in "
        "{profile}.",
        "Put it back, or give it this heading.",
    ),
    RefusalCode.COLUMN_HIDDEN: RefusalText(
        "Column {heading} is hidden, so it was not read.",
        "Show the column and send the file again. If it is meant to be hidden, write "
        'hidden = "read" in {profile}.',
        "Show the column and send the file again.",
    ),
    RefusalCode.AMBIGUOUS_HEADING: RefusalText(
        "Columns {first} and {second} can both be “{heading}”.",
        "Give the one that is meant exactly this heading.",
    ),
    RefusalCode.AMBIGUOUS_COLUMN: RefusalText(
        "Column {heading} can be both “{one}” and “{other}”.",
        "Give it exactly the heading of the one that is meant.",
    ),
}

_ROWS_AND_PLACES = {
    RefusalCode.UNKNOWN_ROW: RefusalText(
        "No figure is expected on a row with this value.",
        "Correct the value. If there are such rows, add a measure for them to {profile}, or set "
        'other_rows = "leave" there.',
        "Correct the value, or remove the row.",
    ),
    RefusalCode.PLACE_MISSING: RefusalText(
        "There are figures but no place.",
        "Write the place they belong to. If they are not needed, set rows_without_place = "
        '"leave" in {profile}.',
        "Write the place they belong to.",
    ),
    RefusalCode.PLACE_UNKNOWN: RefusalText(
        "No such place is known.",
        "{suggestion}Correct it, or record it as another spelling of a place on the data page, or "
        'add the place to places.toml. If other places are not needed, set other_places = "leave" '
        "in {profile}.",
        "{suggestion}Correct it.",
    ),
    RefusalCode.PLACE_KIND_NOT_LOADED: RefusalText(
        "This is a {kind}, and figures are loaded for {areas}.",
        "Send the figures of the {areas} in it.",
    ),
    RefusalCode.AREA_NOT_OPEN_YET: RefusalText(
        "{place} began in {began}, and this is for {month}.",
        "Send it for the areas that existed then.",
    ),
    RefusalCode.AREA_REPLACED: RefusalText(
        "{place} ended in {ended}, and this is for {month}.", "Send it for {successors}."
    ),
    RefusalCode.AREA_CLOSED: RefusalText(
        "{place} ended in {ended}, and this is for {month}.", "Leave it out."
    ),
}

PERIOD_EXAMPLES: Mapping[Frequency, str] = MappingProxyType(
    {
        Frequency.MONTH: "2026-10 or October 2026",
        Frequency.QUARTER: "Q2 2026/27 or Jul-Sep 2026",
        Frequency.YEAR: "2025/26",
    }
)
"""How a period of each length may be written, for a remedy."""

_PERIODS = {
    RefusalCode.PERIOD_UNREADABLE: RefusalText(
        "No {length} can be read here.", "Write a {length} as {example}."
    ),
    RefusalCode.PERIOD_NOT_FOUND: RefusalText(
        "No {length} can be read in {where}.", "Write a {length} as {example}."
    ),
    RefusalCode.PERIOD_WITHOUT_YEAR: RefusalText(
        "“{written}” names no year.",
        "Write the year too, such as Apr 2026 or Q1 2026/27. If a title, the sheet or the file "
        'names it, write year_from = "title", "sheet" or "file" in the period of {profile}.',
        "Write the year too, such as Apr 2026 or Q1 2026/27.",
    ),
    RefusalCode.PERIOD_IN_FUTURE: RefusalText("{period} is in the future.", "Correct the period."),
    RefusalCode.PERIOD_WRONG_LENGTH: RefusalText(
        "{period} is not a {length}: “{indicator}” has one figure for each {length}.",
        "Send one figure for each {length}.",
    ),
    RefusalCode.DEFINITION_MISSING: RefusalText(
        "“{indicator}” has no definition in {month}.",
        "Leave the figure out, or add a definition for that time to {file}.",
        "Leave the figure out.",
    ),
}

_REPEATED_FIGURES = {
    RefusalCode.DUPLICATE_FIGURE: RefusalText(
        "{place}, {month}, is already on {earlier}.", "Keep one of the two."
    ),
    RefusalCode.CONFLICTING_FIGURE: RefusalText(
        "{place}, {month}, is also on {others}, and the rows differ, so none of them is loaded.",
        "Keep the right row. If each row is one part of the figure, such as a department, add them "
        "up with add_up = true in {profile}; if only some rows count, choose them with where.",
        "Keep the right row.",
    ),
    RefusalCode.DUPLICATE_PART: RefusalText(
        "This figure is already on row {row}.", "Keep one of the two."
    ),
    RefusalCode.RELATED_ROW_REFUSED: RefusalText(
        "This row and row {row} make one figure, and row {row} is refused.",
        "Correct row {row}. Then this row is loaded as well.",
    ),
}

_CELLS = {
    RefusalCode.FORMULA_ERROR: RefusalText(
        "The cell holds the error {error}.",
        "Ask the sender for the figure.",
        "Correct the formula, or write the figure.",
    ),
    RefusalCode.FORMULA_NOT_CALCULATED: RefusalText(
        "The cell holds a formula without a saved result.",
        "Open the file in a spreadsheet, let it calculate, and save it.",
    ),
    RefusalCode.SECOND_FIGURE_IN_BRACKETS: RefusalText(
        "There is a second figure in brackets.",
        'Send one figure. If the first is always the right one, write in_brackets = "leave" for '
        "the measure in {profile}.",
        "Send one figure.",
    ),
    RefusalCode.NUMBER_IN_MERGED_CELL: RefusalText(
        "The number is in the merged cell {cells}, so it is not clear whose figure it is.",
        "Split the cell and write each number in its own row and column.",
    ),
    RefusalCode.PART_EMPTY: RefusalText(
        "The cell is empty, though the figure's other parts are there.",
        "Fill it in, or write [x] if the number is not available.",
    ),
    RefusalCode.PART_ROW_MISSING: RefusalText(
        "No row has this part of the figure, though its other parts are there.",
        "Add the row, with [x] if its number is not available.",
    ),
    RefusalCode.NOT_A_NUMBER: RefusalText(
        "There is a date, a time or TRUE or FALSE where a number belongs.", _CORRECT_COUNT
    ),
    RefusalCode.COUNT_IS_TEXT: RefusalText(
        "There is text where a number belongs.",
        "Write a whole number, or a mark such as [x] or *. " + _NAME_MARK,
        "Write a whole number, or a mark such as [x] or *.",
    ),
    RefusalCode.COUNT_IS_PERCENTAGE: RefusalText(
        "The cell shows a percentage where a count belongs.",
        "Write the count, in a cell with the number format of a plain number.",
    ),
    RefusalCode.COUNT_NEGATIVE: RefusalText(
        "A count cannot be negative.", "Write a whole number, 0 or more."
    ),
    RefusalCode.COUNT_TOO_LARGE: RefusalText(
        "No count of people is so large.", "Check that it is in the right column, and correct it."
    ),
    RefusalCode.COUNT_NOT_WHOLE: RefusalText(
        "A count is a whole number.",
        "Send the count itself, not an average or a share. If the column holds percentages, name "
        "it as percentage in {profile}.",
        "Send the count itself, not an average or a share.",
    ),
    RefusalCode.PERCENTAGE_IS_TEXT: RefusalText(
        "There is text where a percentage or rate belongs.",
        "Write it as 93.4, or a mark such as [x]. " + _NAME_MARK,
        "Write it as 93.4, or a mark such as [x].",
    ),
    RefusalCode.PERCENTAGE_OUT_OF_RANGE: RefusalText(
        "A percentage is between 0 and 100.",
        "Write a number between 0 and 100. If the column holds counts, name it as numerator or "
        "denominator in {profile}.",
        "Write a number between 0 and 100.",
    ),
    RefusalCode.PERCENTAGE_SCALE_UNCLEAR: RefusalText(
        "It may be a percentage or a share of 1: other cells of the column have a percent sign.",
        "Write it with a percent sign, or give the cell the same number format as the others.",
    ),
    RefusalCode.PERCENTAGE_OF_NOBODY: RefusalText(
        "The percentage or rate is above 0, but the number it is out of is 0.",
        "Correct one of the two.",
    ),
    RefusalCode.PERCENTAGE_DISAGREES: RefusalText(
        "It does not agree with the counts: {numerator} of {denominator} is {percentage}.",
        "Correct it or the counts.",
    ),
    RefusalCode.RATE_OUT_OF_RANGE: RefusalText("A rate is 0 or more.", "Correct it."),
    RefusalCode.RATE_BASE_DIFFERS: RefusalText(
        "The file says per {stated}, and per {per} was expected.",
        "Check the base, and write it as per in {profile}. Rates are converted to the catalogue's "
        "base.",
        "Send the rate per {per}, or say that its base has changed.",
    ),
    RefusalCode.NUMERATOR_ABOVE_DENOMINATOR: RefusalText(
        "It is more than the number it is counted out of.",
        "Correct one of the two. If it is so on most rows, check which column is the numerator and "
        "which the denominator in {profile}.",
        "Correct one of the two.",
    ),
    RefusalCode.KNOWN_OUT_OF_RANGE: RefusalText(
        "The number with a known status must be between the numerator and the denominator.",
        "Correct the one of the three that is wrong.",
    ),
}

_RULES = {
    RefusalCode.VALIDATION_RULE: RefusalText(
        "{message}",
        "Correct it. If it is right, change or end the rule “{rule}” in {rules_file}.",
        "Correct it. The rule is “{rule}”.",
    ),
}

REFUSAL_TEXTS: Mapping[RefusalCode, RefusalText] = MappingProxyType(
    _SHEETS_AND_COLUMNS | _ROWS_AND_PLACES | _PERIODS | _REPEATED_FIGURES | _CELLS | _RULES
)


def explain_refusal(code: RefusalCode, /, **values: object) -> RefusalReason:
    """Return the sentences of `code` with `values` filled in."""
    text = REFUSAL_TEXTS[code]
    remedy = text.remedy.format_map(values)
    sender = text.sender_remedy
    return RefusalReason(
        code,
        text.reason.format_map(values),
        remedy,
        remedy if sender is None else sender.format_map(values),
    )
