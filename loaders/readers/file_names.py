"""The names of files and sheets: whether one fits a pattern, and a plain one for a file here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

ERROR_SHEET = "Errors to correct"
"""The first sheet of a workbook for the sender; it may come back with the corrected file."""

ERROR_SHEETS = (ERROR_SHEET, "What to mend")
"""Its names, now and in workbooks that were sent out earlier."""

_BYTES = 200
"""Of 255 that a file's name may take, so that there is room for more beside it."""


def is_match(name: str, patterns: Iterable[str]) -> bool:
    """Whether a file's or sheet's name fits any pattern (`*` and `?`), whatever its case."""
    plain = name.strip().casefold()
    return any(fnmatchcase(plain, pattern.casefold()) for pattern in patterns)


def make_safe_name(path: str) -> str:
    """A name for a file here: what stands last in a path, and plain characters only."""
    last = re.split(r"[/\\]", path.rstrip("/\\"))[-1]
    plain = re.sub(r"[^\w .()+,&'-]", "_", last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{_cut(stem, 120)}{dot}{_cut(ending, 10)}" if dot else _cut(plain, 120) or "unnamed"


def _cut(text: str, most: int) -> str:
    return text[:most].encode()[:_BYTES].decode(errors="ignore")
