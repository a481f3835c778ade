"""The verbs that names of functions start with."""

from __future__ import annotations

from pathlib import Path

VERBS = frozenset(Path(__file__).with_name("verbs.txt").read_text(encoding="utf-8").split())


def is_verb(word: str) -> bool:
    """Return whether a word is a verb in the imperative, such as `read`."""
    return word in VERBS
