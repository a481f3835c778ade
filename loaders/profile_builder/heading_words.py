"""Words of headings and of the catalogue, reduced to stems: “Booked” and “Bookings” are one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[a-z]+|\d+")
_ENDINGS = (
    "ments",
    "ment",
    "ations",
    "ation",
    "ings",
    "ing",
    "ers",
    "er",
    "ies",
    "ed",
    "es",
    "s",
    "e",
    "y",
)
_SHORTEST = 3
_LEFT = frozenset(
    {"a", "all", "and", "at", "be", "been", "by", "did", "for", "from", "had", "has", "have", "how"}
    | {
        "in",
        "is",
        "it",
        "its",
        "many",
        "month",
        "no",
        "not",
        "number",
        "of",
        "on",
        "or",
        "rate",
        "rates",
        "the",
    }
    | {"their", "them", "there", "this", "time", "to", "under", "was", "were", "where", "who"}
    | {"whose", "with"}
)
_SAME = {
    "vaccinat": "immunis",
    "vacc": "immunis",
    "immunisat": "immunis",
    "eligibl": "due",
    "reach": "due",
    "turn": "due",
    "cohort": "due",
    "dna": "attend",
    "miss": "attend",
    "cp": "protect",
    "lac": "look",
    "agree": "consent",
    "dtap": "dpt",
    "deliver": "birth",
    "born": "birth",
}
"""Stems that mean the same in this field."""


def extract_stems(text: str) -> frozenset[str]:
    """Return the meaningful words of a text, without their endings."""
    found = set()
    for word in _WORD.findall(text.casefold().replace("’", "").replace("'", "")):
        if word not in _LEFT:
            found.add(_stem(word))
    return frozenset(found)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word.removesuffix(ending)
            break
    return "dpt" if word.startswith("dtap") else _SAME.get(word, word)


class Weights:
    """The weight of each word among texts: a word in many of them has little weight."""

    def __init__(self, texts: Iterable[frozenset[str]]) -> None:
        self.found = Counter(word for text in texts for word in text)

    def measure_similarity(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return from 0 to 1 how much of `one`, by weight, is in the other."""
        whole = sum(map(self._weigh, one))
        return sum(map(self._weigh, one & other)) / whole if whole else 0.0

    def _weigh(self, word: str) -> float:
        return 1 / max(1, self.found[word])
