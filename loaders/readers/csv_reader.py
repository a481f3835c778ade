"""Reads text with delimiters, such as CSV, into columns of text cells, in any usual encoding."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice
from typing import BinaryIO

from indicators.domain.errors import UnreadableFileError
from loaders.readers import limits
from loaders.readers.column_packing import PackedSheet
from loaders.readers.file_type import build_too_large_error

DELIMITERS = ",;\t|"
_SAMPLE_LINES, _SAMPLE_CHARACTERS = 40, 50_000
_BLOCK_BYTES = 1 << 20


def detect_encoding(file: BinaryIO) -> str:
    """Return the encoding of a text.

    It is found by the byte order mark, else UTF-16 by its zeros, else UTF-8 if all of it is valid,
    else the Windows encoding that spreadsheet programs still write.
    """
    data = file.read(2000)
    file.seek(0)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    half = max(1, len(data) // 2)
    if data[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if data[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK_BYTES):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8-sig"


def detect_delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines into most columns; a comma if none does."""
    lines = [line for line in text.splitlines() if line.strip()][:_SAMPLE_LINES]

    def count_columns(delimiter: str) -> int:
        fields = sorted(len(row) for row in csv.reader(lines, delimiter=delimiter))
        return fields[len(fields) // 2] if fields else 1

    return max(DELIMITERS, key=count_columns)


def read_delimited(file: BinaryIO, name: str) -> PackedSheet:
    """Return the text cells of an open file with this name; "" is an empty cell, as in a workbook.

    Raises UnreadableFileError if a quotation mark is left open: a lenient reader would take the
    rest of the file for one cell, and drop its rows without a word.
    """
    encoding = detect_encoding(file)
    errors = "replace" if encoding == "cp1252" else "strict"
    text = io.TextIOWrapper(file, encoding, errors, newline="")
    try:
        return _read_rows(text, name)
    except UnicodeDecodeError:
        raise UnreadableFileError(
            "The text is damaged or was cut short.", where=name, remedy="Send the file again."
        ) from None


def _read_rows(text: io.TextIOWrapper, name: str) -> PackedSheet:
    sample = text.read(_SAMPLE_CHARACTERS)
    first = sample.partition("\n")[0]
    stated = first.strip().removeprefix("sep=") if first.startswith("sep=") else ""
    delimiter = stated if len(stated) == 1 else detect_delimiter(sample)
    text.seek(0)
    packed = PackedSheet(only_text=True)
    if stated:
        text.readline()
        packed.add([[""]])
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    width = 0
    try:
        while block := list(islice(reader, limits.BLOCK_ROWS)):
            width = max(width, *map(len, block))
            if width * (packed.height + len(block)) > limits.CELLS:
                raise build_too_large_error(name, "It has more cells than any extract")
            packed.add(block)  # type: ignore[arg-type]
    except csv.Error:
        raise UnreadableFileError(
            f"A quotation mark is not closed, or is inside a cell, near line "
            f"{reader.line_num + bool(stated)}.",
            where=name,
            remedy="Correct that line, or save the file as CSV again from the spreadsheet.",
        ) from None
    return packed
