"""Text as Typst takes it: the one place where words of the pages become source."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "vendor" / "dejavu"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""What is printed for a character that the font does not have."""
_ESCAPED = re.compile(r'[\\"]')


def quote(text: str) -> str:
    """Return a string literal, in which nothing is markup or code.

    A character that the font does not have would be refused in a tagged PDF: it is replaced.
    """
    missing = set(text) - _list_characters()
    for character in missing:
        text = text.replace(character, UNKNOWN)
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


@cache
def _list_characters() -> frozenset[str]:
    """Return the characters that the regular and the bold font both have."""
    from fontTools.ttLib import TTFont  # slow to import, and used only here

    codes = []
    for path in FONTS.glob("*.ttf"):
        with TTFont(path) as font:
            codes.append(set(font.getBestCmap()))
    return frozenset(map(chr, set.intersection(*codes)))
