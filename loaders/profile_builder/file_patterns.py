"""Proposes the pattern of names that next month's file, or its sheet, will fit too."""

from __future__ import annotations

import re

from loaders.parsing.period_formats import WITHIN

_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}[-_. ]\d{1,2}[-_. ](?:20)?\d{2}|20\d{2}[-_. ]?\d{2}[-_. ]?\d{2})(?!\d)"
)
_GAP = "\0"  # stands in no name, unlike a star


def propose_file_pattern(name: str) -> str:
    """`UHCW_maternity_*` for `UHCW_maternity_2026-10_restated.csv`: what comes after the last date
    changes from month to month, and so does a file's kind.
    """
    told = _parted(name.rpartition(".")[0] or name)
    before, gap, _ = told.rpartition(_GAP)
    return _starred(before + gap if any(map(str.isalnum, before)) else told + _GAP)


def propose_sheet_pattern(name: str) -> str:
    """`* reviews` for `October 2026 reviews`."""
    return _starred(_parted(name))


def escape_pattern(name: str) -> str:
    """A name as a pattern that only it fits, whatever brackets are in it."""
    return re.sub(r"([*?[])", r"[\1]", name)


def _parted(text: str) -> str:
    """The text with a gap for each date in it."""
    found = sorted(
        (match.span() for pattern in (_DAY, WITHIN) for match in pattern.finditer(text.casefold())),
        key=lambda span: (span[0], -span[1]),
    )
    told, at = "", 0
    for start, end in found:
        if start >= at:
            told += text[at:start] + _GAP
            at = end
    return told + text[at:]


def _starred(parted: str) -> str:
    joined = re.sub(rf"{_GAP}[\W_]*(?:to[\W_]*)?{_GAP}", _GAP, parted)
    return escape_pattern(joined).replace(_GAP, "*")


def describe_pattern(pattern: str) -> str:
    """What a pattern says in words, as the name of a profile: `UHCW maternity`."""
    return " ".join(re.sub(r"[*?_\[\]]", " ", pattern).split()).strip(" -")


def make_code(name: str) -> str:
    """The code of a profile with this name: `uhcw_maternity`."""
    return "_".join(re.findall(r"[a-z0-9]+", name.casefold()))[:60].strip("_")
