"""The bases of rates, such as per 1,000: those a profile can name, and those a heading states."""

from __future__ import annotations

import re
from typing import Literal

RateBase = Literal[100, 1_000, 10_000, 100_000, 1_000_000]

_STATED = re.compile(
    r"(?:\bper\b|/|\bfor every\b)\s*(?:(\d{1,3}(?:[,\s]?000)+|100)(?!\d)"
    r"|(?:a\s+|one\s+)?((?:(?:ten|hundred)\s+)?thousand|million)\b)",
    re.IGNORECASE,
)
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
    found = set()
    for digits, words in _STATED.findall(text):
        plain = re.sub(r"\D", "", digits)
        found.add(int(plain) if plain else _WORDS[" ".join(words.casefold().split())])
    return found
