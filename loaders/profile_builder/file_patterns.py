"""Proposes a pattern that also fits the name of next month's file or sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from loaders.periods.period_reading import NAME
from loaders.periods.period_search import WITHIN
from loaders.readers.file_names import is_match

_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}[-_. ]\d{1,2}[-_. ](?:20)?\d{2}|20\d{2}[-_. ]?\d{2}[-_. ]?\d{2})(?!\d)"
)
_MONTH = re.compile(rf"(?<![^\W_])(?:{NAME})(?![^\W_])")  # without its year
_GAP = "\0"  # never part of a name, unlike a star


def propose_file_pattern(name: str, others: Iterable[str] = ()) -> str:
    """Return a pattern: `UHCW_maternity_*` for `UHCW_maternity_2026-10_restated.csv`.

    What comes after the last date may change from month to month, and so may the ending. A pattern
    that also fits the files of `others`, which are patterns of other profiles, is narrowed down.
    """
    stem, _, ending = name.rpartition(".")
    stem, ending = (stem, escape_pattern(f".{ending}")) if stem else (name, "")
    parted = _replace_dates(stem)
    before, gap, _ = parted.rpartition(_GAP)
    wide = before + gap if _has_letters(before) else parted + _GAP
    tries = [_write_pattern(wide)] if _has_letters(wide) else []
    tries += [_write_pattern(parted) + ending] if _has_letters(parted) else []
    shape = _keep_shape(stem)
    tries += [shape + ending] if _has_letters(shape) or "?" in shape else []
    tries.append(escape_pattern(name))
    taken = [_write_example(pattern) for pattern in others]
    free = (each for each in tries if not any(is_match(file, (each,)) for file in taken))
    return next(free, tries[-1])


def _has_letters(parted: str) -> bool:
    return any(map(str.isalnum, parted))


def _keep_shape(stem: str) -> str:
    """Return a pattern in which dates keep their shape: `Visits ????-??` for `Visits 2026-10`."""
    shape, at = "", 0
    for start, end in _find_dates(stem):
        date = re.sub(r"[^\W\d_]{3,}", "*", re.sub(r"\d", "?", stem[start:end]))
        shape += escape_pattern(stem[at:start]) + date
        at = end
    return shape + escape_pattern(stem[at:])


def _write_example(pattern: str) -> str:
    """Return a name that fits a pattern, as one of its files could be named."""
    plain = re.sub(r"\[(.).*?\]", r"\1", pattern).replace("?", "1").replace("*", "2026-10")
    return plain if "." in plain else f"{plain}.csv"


def propose_sheet_pattern(name: str) -> str:
    """Return a pattern: `* reviews` for `October 2026 reviews`."""
    return _write_pattern(_replace_dates(name))


def escape_pattern(name: str) -> str:
    """Return a pattern that only this name fits, even with brackets in it."""
    return re.sub(r"([*?[])", r"[\1]", name)


def _replace_dates(text: str) -> str:
    """Return the text with a gap for each date in it."""
    parted, at = "", 0
    for start, end in _find_dates(text):
        parted += text[at:start] + _GAP
        at = end
    return parted + text[at:]


def _find_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each date in a text starts and ends; of two that overlap, the first."""
    lower = text.casefold()
    found = sorted(
        (match.span() for dates in (_DAY, WITHIN, _MONTH) for match in dates.finditer(lower)),
        key=lambda span: (span[0], -span[1]),
    )
    at = 0
    for start, end in found:
        if start >= at:
            yield start, end
            at = end


def _write_pattern(parted: str) -> str:
    joined = re.sub(rf"{_GAP}[\W_]*(?:to[\W_]*)?{_GAP}", _GAP, parted)
    return escape_pattern(joined).replace(_GAP, "*")


def describe_pattern(pattern: str) -> str:
    """Return a pattern in words, as the name of a profile: `UHCW maternity`."""
    return " ".join(re.sub(r"[*?_\[\]]", " ", pattern).split()).strip(" -")


def make_code(name: str) -> str:
    """Return the code of a profile with this name: `uhcw_maternity`."""
    return "_".join(re.findall(r"[a-z0-9]+", name.casefold()))[:60].strip("_")
