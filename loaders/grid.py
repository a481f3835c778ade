"""The one door through which a file comes in: any usual kind to one grid of raw cells, or a plain
sentence saying why not. A child process with limits can stand behind it, unseen from outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from indicators.errors import UnreadableFile
from loaders import limits
from loaders.delimited import Cells, read_delimited
from loaders.sniff import FileKind, file_kind
from loaders.workbook import read_workbook


@dataclass(frozen=True, slots=True)
class Grid:
    """A file as rows of raw cells: str ("" is empty), float, bool, date, datetime, time, timedelta.

    `sheets` holds the sheets that were asked for, each from its cell A1; `names` all there are. A
    text file has one sheet, named ""."""

    file: str
    sheets: dict[str, Cells]
    names: tuple[str, ...]


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether a file's or sheet's name fits any pattern (`*` and `?`), whatever its case."""
    plain = name.strip().casefold()
    return any(fnmatchcase(plain, pattern.casefold()) for pattern in patterns)


def read_grid(path: Path, wanted: Iterable[str] = ("*",)) -> Grid:
    """Read the sheets of `path` whose names fit a pattern in `wanted`.

    Raises UnreadableFile for whatever cannot be read, and nothing else."""
    patterns = tuple(wanted)
    data = _bytes_of(path)
    if file_kind(data[:4096], path.name) is FileKind.TEXT:
        return Grid(path.name, {"": read_delimited(data, path.name)}, ("",))
    sheets = read_workbook(path, data, lambda name: matches(name, patterns))
    read = {name: rows for name, rows in sheets.items() if rows is not None}
    return Grid(path.name, read, tuple(sheets))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFile(
                "This is a folder.", where=path.name, remedy="Name the files in it."
            )
        if path.stat().st_size > limits.FILE_BYTES:
            raise UnreadableFile(
                f"The file is larger than {limits.FILE_BYTES // limits.MEGABYTE} MB.",
                where=path.name,
                remedy="Send the table alone, or fewer months of it.",
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise UnreadableFile(
            f"The file cannot be opened: {reason}.", where=path.name, remedy="Check where it is."
        ) from None
    if not data.strip():
        raise UnreadableFile("The file is empty.", where=path.name, remedy="Ask for it again.")
    return data
