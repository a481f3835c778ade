"""Detects what a file is by its first bytes, whatever its name says."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from indicators.domain.errors import UnreadableFileError

GZIP = b"\x1f\x8b"
ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""What a zip begins with. A text may begin with PK as well."""
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""An OLE compound file: xls, and any workbook that is locked by a password."""
WORKBOOK_NAMES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
DAMAGED = "The workbook is damaged or was cut short on its way."
AGAIN = "Ask for it to be sent again, or open it and save it as a new workbook."
SAVE_AS = "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx) or as CSV."


def build_too_large_error(name: str, what: str) -> UnreadableFileError:
    """Return the error for a file with this name that is too large in the way `what` says."""
    return UnreadableFileError(
        f"{what}.",
        where=name,
        remedy="Copy the table alone into a new workbook, or save it as CSV, and send that.",
    )


class FileKind(StrEnum):
    """How a file is read."""

    ZIPPED = "zipped workbook"
    OLD_EXCEL = "old Excel workbook"
    TEXT = "text"


_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
)


def detect_file_kind(head: bytes, name: str) -> FileKind:
    """Return the kind of a file that begins with `head` (512 bytes are enough).

    Raises UnreadableFileError for what no spreadsheet program would call a workbook or CSV.
    """
    if head.startswith(ZIPS):
        return FileKind.ZIPPED
    if head.startswith(OLD_EXCEL):
        return FileKind.OLD_EXCEL
    for signature, what in _FOREIGN:
        if head.startswith(signature):
            raise UnreadableFileError(
                f"This is {what}.", where=name, remedy="Send the spreadsheet."
            )
    _refuse_markup(head, name)
    if Path(name).suffix.lower() in WORKBOOK_NAMES:
        raise UnreadableFileError(
            f"It is named {Path(name).suffix} but is not a workbook: it holds "
            f"{'plain text' if is_text(head) else 'something else'}.",
            where=name,
            remedy="If it is CSV, name it .csv. Otherwise " + SAVE_AS[0].lower() + SAVE_AS[1:],
        )
    if not is_text(head):
        raise UnreadableFileError("It is neither a workbook nor text.", where=name, remedy=SAVE_AS)
    return FileKind.TEXT


def _refuse_markup(head: bytes, name: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<?xml", b"<meta")):
        raise UnreadableFileError(
            "This is a web page or XML, whatever its name says.", where=name, remedy=SAVE_AS
        )


def is_text(head: bytes) -> bool:
    """Return whether these bytes are text: without control bytes, but UTF-16 has many zeros."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if head[1::2].count(0) > len(head) * 0.3 or head[0::2].count(0) > len(head) * 0.3:
        return True
    return not any(byte < 9 or (13 < byte < 32 and byte not in (26, 27)) for byte in head)
