"""The bases of rates, such as per 1,000: those a profile can name, and those a heading states."""

from __future__ import annotations

import re
from typing import Literal

RateBase = Literal[100, 1_000, 10_000, 100_000, 1_000_000]

_STATED = re.compile(
    r"(?:(?<![^\W_])per[\s_-]*|/\s*|\bfor every\s+)"
    r"(?:(?P<number>\d{1,3}(?:[,.\s_]{0,2}000)+|100)(?![\dk])"
    r"|(?P<thousands>\d{1,3})\s?k(?![^\W_])"
    r"|(?:a\s+|one\s+)?(?P<words>(?:(?:ten|hundred)[\s_]+)?thousand|million)(?![^\W_]))",
    re.IGNORECASE,
)
"""Also as a database writes it: rate_per_10000, Per100k."""
_WORDS = {
    "thousand": 1_000,
    "ten thousand": 10_000,
    "hundred thousand": 100_000,
    "million": 1_000_000,
}


def remove_rate_bases(text: str) -> str:
    """Return a text without the bases that it states."""
    return _STATED.sub(" ", text)


def find_rate_bases(text: str) -> set[int]:
    """Return the bases that a text states: 1,000 of “Rate per 1,000 births”."""
    return {_read_base(match) for match in _STATED.finditer(text)}


def _read_base(match: re.Match[str]) -> int:
    if number := match["number"]:
        return int(re.sub(r"\D", "", number))
    if thousands := match["thousands"]:
        return int(thousands) * 1_000
    return _WORDS[" ".join(match["words"].casefold().replace("_", " ").split())]
