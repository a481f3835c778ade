"""Why a workbook of a record, or a cell of it, is refused: stable codes, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.errors import UserError


class RecordRefusalCode(StrEnum):
    """Why a workbook or a cell is refused. A code never changes its meaning."""

    NO_WORKBOOK = "no_workbook"
    EXPORT_MISSING = "export_missing"
    EXPORT_DAMAGED = "export_damaged"
    EXPORT_TOO_NEW = "export_too_new"
    HEADINGS_MISSING = "headings_missing"
    MORE_ROWS = "more_rows"
    OTHER_RECORD = "other_record"
    NOT_YOURS = "not_yours"
    REFERENCE_MISSING = "reference_missing"
    ROW_UNKNOWN = "row_unknown"
    REFERENCE_TWICE = "reference_twice"
    NOT_A_VALUE = "not_a_value"


@dataclass(frozen=True, slots=True)
class RecordRefusalText:
    """What a code says, and what to do."""

    reason: str
    remedy: str


_EXPORT_AGAIN = "Download the workbook again and copy your changes into it."
RECORD_REFUSAL_TEXTS = {
    RecordRefusalCode.NO_WORKBOOK: RecordRefusalText(
        "This is not a workbook: only .xlsx, .xlsm and .ods files are.",
        "Save it as an Excel workbook (.xlsx) or as .ods.",
    ),
    RecordRefusalCode.EXPORT_MISSING: RecordRefusalText(
        "The workbook does not hold what was exported, as if its cells were copied into a new one.",
        _EXPORT_AGAIN,
    ),
    RecordRefusalCode.EXPORT_DAMAGED: RecordRefusalText(
        "The hidden sheet with what was exported was changed.", _EXPORT_AGAIN
    ),
    RecordRefusalCode.EXPORT_TOO_NEW: RecordRefusalText(
        "The workbook was exported by a newer version of the dashboard.", _EXPORT_AGAIN
    ),
    RecordRefusalCode.HEADINGS_MISSING: RecordRefusalText(
        "No sheet has a row with the headings Value and Ref, or more than one has.",
        "Put the headings back, in one sheet.",
    ),
    RecordRefusalCode.MORE_ROWS: RecordRefusalText(
        "The table has more rows than were exported.", "Delete rows that are not used."
    ),
    RecordRefusalCode.OTHER_RECORD: RecordRefusalText(
        "This is the workbook of another record.", "Upload it on the page of that record."
    ),
    RecordRefusalCode.NOT_YOURS: RecordRefusalText(
        "Something of a team was changed that you may not enter.",
        "Change your own team only, or ask the team to upload its workbook.",
    ),
    RecordRefusalCode.REFERENCE_MISSING: RecordRefusalText(
        "The row has a value and no reference, so it is not clear what it is of.",
        "Copy the reference from the workbook as it was downloaded, or empty the row.",
    ),
    RecordRefusalCode.ROW_UNKNOWN: RecordRefusalText(
        "This reference was not in the workbook when it was exported.",
        "Write the reference that is meant, or empty the row.",
    ),
    RecordRefusalCode.REFERENCE_TWICE: RecordRefusalText(
        "Another row has the same reference.", "Keep one of the two rows."
    ),
    RecordRefusalCode.NOT_A_VALUE: RecordRefusalText(
        "This cannot be entered here.", "Write a whole number, or empty the cell."
    ),
}


@dataclass(frozen=True, slots=True)
class RecordSheetFault:
    """One refused row: its number in the sheet, what is in it, and details."""

    code: RecordRefusalCode
    row: int
    value: str = ""
    detail: str = ""

    @property
    def text(self) -> RecordRefusalText:
        return RECORD_REFUSAL_TEXTS[self.code]


class RefusedRecordSheetError(UserError):
    """A whole workbook is refused."""

    def __init__(self, code: RecordRefusalCode, file: str) -> None:
        self.code = code
        text = RECORD_REFUSAL_TEXTS[code]
        super().__init__(text.reason, where=file, remedy=text.remedy)
