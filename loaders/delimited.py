"""Text with delimiters (CSV and its kin) to rows of text cells, in any usual encoding."""

from __future__ import annotations

import csv
import io
from statistics import median

from indicators.errors import UnreadableFile

Cells = list[list[object]]

DELIMITERS = ",;\t|"
_SAMPLE_LINES = 40


def decoded(data: bytes, name: str) -> str:
    """The text of `data`: by its byte order mark, else UTF-8, else UTF-16 by its zeros, else the
    Windows encoding that spreadsheet programs still write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _by("utf-16", data, name)
    half = max(1, len(data[:2000]) // 2)
    if data[1:2000:2].count(0) > half * 0.6:
        return _by("utf-16-le", data, name)
    if data[0:2000:2].count(0) > half * 0.6:
        return _by("utf-16-be", data, name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _by(encoding: str, data: bytes, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile(
            "The text is damaged or was cut short.", where=name, remedy="Send the file again."
        ) from None


def delimiter_of(text: str) -> str:
    """The delimiter that splits the first lines into most columns; a comma where none does."""
    lines = [line for line in text[:50_000].splitlines() if line.strip()][:_SAMPLE_LINES]

    def columns(delimiter: str) -> float:
        fields = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        return median(fields) if fields else 1

    return max(DELIMITERS, key=columns)


def read_delimited(data: bytes, name: str) -> Cells:
    """Rows of text cells, all of one width; "" is an empty cell, as in a workbook.

    Raises UnreadableFile where a quotation mark is left open: a lenient reader would take the rest
    of the file for one cell, and drop its rows in silence."""
    text = decoded(data, name)
    first, _, rest = text.partition("\n")
    stated = first.strip().removeprefix("sep=") if first.startswith("sep=") else ""
    delimiter = stated if len(stated) == 1 else delimiter_of(text)
    reader = csv.reader(
        io.StringIO("\n" + rest if stated else text, newline=""), delimiter=delimiter, strict=True
    )
    try:
        rows: Cells = list(reader)  # type: ignore[arg-type]
    except csv.Error:
        raise UnreadableFile(
            f"A quotation mark is not closed, or stands inside a cell, near line "
            f"{reader.line_num}.",
            where=name,
            remedy="Mend that line, or save the file as CSV again from the spreadsheet.",
        ) from None
    return padded(rows)


def padded(rows: Cells) -> Cells:
    """The rows brought to one width with empty cells."""
    width = max(map(len, rows), default=0)
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return rows
