"""Proposes a pattern that also fits the name of next month's file or sheet."""

from __future__ import annotations

import re

from loaders.periods.period_search import WITHIN

_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}[-_. ]\d{1,2}[-_. ](?:20)?\d{2}|20\d{2}[-_. ]?\d{2}[-_. ]?\d{2})(?!\d)"
)
_GAP = "\0"  # never part of a name, unlike a star


def propose_file_pattern(name: str) -> str:
    """Return a pattern: `UHCW_maternity_*` for `UHCW_maternity_2026-10_restated.csv`.

    What comes after the last date may change from month to month, and so may the ending.
    """
    parted = _replace_dates(name.rpartition(".")[0] or name)
    before, gap, _ = parted.rpartition(_GAP)
    return _write_pattern(before + gap if any(map(str.isalnum, before)) else parted + _GAP)


def propose_sheet_pattern(name: str) -> str:
    """Return a pattern: `* reviews` for `October 2026 reviews`."""
    return _write_pattern(_replace_dates(name))


def escape_pattern(name: str) -> str:
    """Return a pattern that only this name fits, even with brackets in it."""
    return re.sub(r"([*?[])", r"[\1]", name)


def _replace_dates(text: str) -> str:
    """Return the text with a gap for each date in it."""
    found = sorted(
        (match.span() for pattern in (_DAY, WITHIN) for match in pattern.finditer(text.casefold())),
        key=lambda span: (span[0], -span[1]),
    )
    parted, at = "", 0
    for start, end in found:
        if start >= at:
            parted += text[at:start] + _GAP
            at = end
    return parted + text[at:]


def _write_pattern(parted: str) -> str:
    joined = re.sub(rf"{_GAP}[\W_]*(?:to[\W_]*)?{_GAP}", _GAP, parted)
    return escape_pattern(joined).replace(_GAP, "*")


def describe_pattern(pattern: str) -> str:
    """Return a pattern in words, as the name of a profile: `UHCW maternity`."""
    return " ".join(re.sub(r"[*?_\[\]]", " ", pattern).split()).strip(" -")


def make_code(name: str) -> str:
    """Return the code of a profile with this name: `uhcw_maternity`."""
    return "_".join(re.findall(r"[a-z0-9]+", name.casefold()))[:60].strip("_")
