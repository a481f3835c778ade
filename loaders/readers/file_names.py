"""Names of files and sheets: whether one fits a pattern, and a safe one for a file on disk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

ERROR_SHEET = "Errors to correct"
"""The first sheet of a workbook for the sender; it may come back with the corrected file."""

ERROR_SHEETS = (ERROR_SHEET, "What to mend")
"""Its names, now and in workbooks that were sent out earlier."""

_BYTES = 200
"""Of the 255 that a file's name may take, so that something can be added to it."""


def is_match(name: str, patterns: Iterable[str]) -> bool:
    """Return whether a file's or sheet's name fits any pattern (`*` and `?`), in any case."""
    plain = name.strip().casefold()
    return any(fnmatchcase(plain, pattern.casefold()) for pattern in patterns)


def make_safe_name(path: str) -> str:
    """Return a safe name for a file: the last part of a path, with plain characters only."""
    last = re.split(r"[/\\]", path.rstrip("/\\"))[-1]
    plain = re.sub(r"[^\w .()+,&'-]", "_", last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return (
        f"{_truncate(stem, 120)}{dot}{_truncate(ending, 10)}"
        if dot
        else _truncate(plain, 120) or "unnamed"
    )


def _truncate(text: str, most: int) -> str:
    return text[:most].encode()[:_BYTES].decode(errors="ignore")
