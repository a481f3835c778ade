"""Whether a file's or a sheet's name fits a pattern of a profile."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether a file's or sheet's name fits any pattern (`*` and `?`), whatever its case."""
    plain = name.strip().casefold()
    return any(fnmatchcase(plain, pattern.casefold()) for pattern in patterns)
