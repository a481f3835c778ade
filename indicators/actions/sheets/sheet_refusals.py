"""Why an action sheet, or a cell of it, is refused: stable codes, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.errors import UserError


class SheetRefusalCode(StrEnum):
    """Why a sheet or a cell is refused. A code never changes its meaning."""

    WRONG_KIND = "wrong_kind"
    TABLE_MISSING = "table_missing"
    TABLE_TWICE = "table_twice"
    TOO_MANY_ROWS = "too_many_rows"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    BASELINE_MISSING = "baseline_missing"
    BASELINE_DAMAGED = "baseline_damaged"
    BASELINE_TOO_NEW = "baseline_too_new"
    BASELINE_UNKNOWN = "baseline_unknown"
    OTHER_TEAM = "other_team"

    FORMULA = "formula"
    CELL_ERROR = "cell_error"
    MERGED_CELL = "merged_cell"
    REFERENCE_UNKNOWN = "reference_unknown"
    ACTION_MISSING = "action_missing"
    INDICATOR_UNKNOWN = "indicator_unknown"
    STATUS_UNKNOWN = "status_unknown"
    DAY_UNREADABLE = "day_unreadable"
    DAY_IS_NUMBER = "day_is_number"
    TEXT_TOO_LONG = "text_too_long"
    ROWS_SHUFFLED = "rows_shuffled"


@dataclass(frozen=True, slots=True)
class SheetRefusalText:
    """What a code says, and what to do."""

    reason: str
    remedy: str


_EXPORT_AGAIN = "Export the sheet again and copy your changes into it."
REFUSAL_TEXTS = {
    SheetRefusalCode.WRONG_KIND: SheetRefusalText(
        "This is not an action sheet: only .xlsx, .xlsm and .ods workbooks are.",
        "Save it as an Excel workbook (.xlsx) or as .ods.",
    ),
    SheetRefusalCode.TABLE_MISSING: SheetRefusalText(
        "No sheet has a row with the headings Ref and Action.", "Put the headings back."
    ),
    SheetRefusalCode.TABLE_TWICE: SheetRefusalText(
        "More than one sheet has a row with the headings Ref and Action.",
        "Keep one of them in the workbook.",
    ),
    SheetRefusalCode.TOO_MANY_ROWS: SheetRefusalText(
        "The table has more rows than an action sheet can have.", "Delete rows that are not used."
    ),
    SheetRefusalCode.COLUMN_MISSING: SheetRefusalText(
        "A column is missing or has another heading.",
        "Give it its heading again, or put the column back.",
    ),
    SheetRefusalCode.COLUMN_TWICE: SheetRefusalText(
        "Two columns have the same heading.", "Keep the heading on one of them."
    ),
    SheetRefusalCode.BASELINE_MISSING: SheetRefusalText(
        "The workbook does not hold what was exported, as if its cells were copied into a new one.",
        _EXPORT_AGAIN,
    ),
    SheetRefusalCode.BASELINE_DAMAGED: SheetRefusalText(
        "The hidden sheet “Baseline” was changed.", _EXPORT_AGAIN
    ),
    SheetRefusalCode.BASELINE_TOO_NEW: SheetRefusalText(
        "The sheet was exported by a newer version of the dashboard.", _EXPORT_AGAIN
    ),
    SheetRefusalCode.BASELINE_UNKNOWN: SheetRefusalText(
        "The actions in the sheet are not those of this dashboard.", _EXPORT_AGAIN
    ),
    SheetRefusalCode.OTHER_TEAM: SheetRefusalText(
        "This is the sheet of another team.", "Upload it on the page of that team."
    ),
    SheetRefusalCode.FORMULA: SheetRefusalText(
        "The cell holds a formula.", "Write its result into the cell as text, number or date."
    ),
    SheetRefusalCode.CELL_ERROR: SheetRefusalText(
        "The cell holds an error.", "Write what is meant, or empty the cell."
    ),
    SheetRefusalCode.MERGED_CELL: SheetRefusalText(
        "The cell is merged with others, so it is not clear whose it is.",
        "Split the cell and write into each row what belongs there.",
    ),
    SheetRefusalCode.REFERENCE_UNKNOWN: SheetRefusalText(
        "This reference was not in the sheet when it was exported.",
        "Empty the cell to add the row as a new action, or write the reference that is meant.",
    ),
    SheetRefusalCode.ACTION_MISSING: SheetRefusalText(
        "The row says who, when or how, and not what is done.",
        "Write the action, or empty the row.",
    ),
    SheetRefusalCode.INDICATOR_UNKNOWN: SheetRefusalText(
        "No such indicator is known.", "Write the name of the indicator, or empty the cell."
    ),
    SheetRefusalCode.STATUS_UNKNOWN: SheetRefusalText(
        "This is not a status.", "Write Not started, In progress, Done or Stopped."
    ),
    SheetRefusalCode.DAY_UNREADABLE: SheetRefusalText(
        "This is not a day.", "Write it as 30/11/2026 or 30 Nov 2026."
    ),
    SheetRefusalCode.DAY_IS_NUMBER: SheetRefusalText(
        "There is a number where a day belongs.", "Give the cell the format of a date."
    ),
    SheetRefusalCode.TEXT_TOO_LONG: SheetRefusalText("The text is too long.", "Shorten it."),
    SheetRefusalCode.ROWS_SHUFFLED: SheetRefusalText(
        "The actions are the same as before, next to other references, as after sorting some "
        "columns without the others.",
        "Undo the sorting, and sort whole rows.",
    ),
}


@dataclass(frozen=True, slots=True)
class SheetRefusal:
    """One refused cell; `cell` is its address, such as K12, and `value` what is in it."""

    code: SheetRefusalCode
    cell: str
    value: str = ""
    detail: str = ""

    @property
    def text(self) -> SheetRefusalText:
        return REFUSAL_TEXTS[self.code]

    def __str__(self) -> str:
        value = f" (“{self.value}”)" if self.value else ""
        detail = f" {self.detail}" if self.detail else ""
        return f"Cell {self.cell}{value}: {self.text.reason}{detail} {self.text.remedy}"


class RefusedSheetError(UserError):
    """A whole sheet is refused. `detail` names what the text of the code leaves open."""

    def __init__(self, code: SheetRefusalCode, file: str, detail: str = "") -> None:
        self.code = code
        text = REFUSAL_TEXTS[code]
        what = f"{text.reason} {detail}".strip()
        super().__init__(what, where=file, remedy=text.remedy)
