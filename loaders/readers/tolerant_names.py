"""Keys by which headings and sheet names are compared: as typed, folded, and reduced.

Senders change case, spaces, dashes, units and footnotes from one file to the next. The strictest
key that finds a name is used, so an exact name always takes precedence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from fnmatch import fnmatchcase
from functools import lru_cache

from loaders.readers.file_names import is_match


class Likeness(IntEnum):
    """How alike two names are that have the same key; the strictest comes first.

    FOLDED ignores case, spaces, line breaks and underscores. REDUCED also ignores punctuation,
    footnote marks and a unit such as “(number)”; “%” is kept, since a percentage is not a count.
    """

    TYPED = 0
    FOLDED = 1
    REDUCED = 2


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_NOTE = re.compile(
    r"\s*\[\s*(?:(?:foot)?notes?\s*)?(?:\d{1,2}|[bcefpruwxz])(?:\s*,\s*\d{1,2})*\s*\]"
)
_MARK_AT_END = re.compile(r"\s*[*†‡§¹²³⁰⁴-⁹]+$")
_PERCENT = re.compile(
    r"[\s_-]*(?:[(\[]\s*(?:%|per ?cent|percentage|pct)\s*[)\]]|%|per ?cent(?:age)?)$"
)
_NUMBER = re.compile(r"[\s_-]*(?:[(\[]\s*(?:number|nos?\.?|n|count)\s*[)\]]|\bnumber|\bno\.)$")
_NUMBER_OF = re.compile(r"^(?:number|nos?\.?)(?:[\s_]+of)?[\s_]+(?=\w)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w.]+(?=\d)|(?<=\d)_+(?=\d)")
_PUNCTUATION = re.compile(r"(?<!\d)[\W_]|[\W_](?!\d)")
_MEANT = "%+<>=≤≥#&£"
"""Signs that tell headings apart: under 5 is “<5”, 12 weeks and 6 days is “12+6”."""


def strip_notes(text: str) -> str:
    """Return a heading without footnote marks: “Seen [1]”, “Seen*” and “Seen¹” are “Seen”."""
    before, plain = "", text.strip()
    while before != plain:
        before, plain = plain, _MARK_AT_END.sub("", _NOTE.sub("", plain)) or plain
    return plain


@lru_cache(50_000)
def make_name_key(text: str, likeness: Likeness) -> str:
    """Return the key of a name: names with equal keys are alike to this degree."""
    plain = " ".join(_DASHES.sub("-", _INVISIBLE.sub("", text)).replace("’", "'").split())
    if likeness is Likeness.TYPED:
        return plain
    folded = " ".join(plain.replace("_", " ").split()).casefold()
    if likeness is Likeness.FOLDED:
        return re.sub(r"\s+%", "%", folded)
    return _reduce_name(folded) or folded


def match_names(names: Iterable[str], pattern: str) -> list[str]:
    """Return the sheets that a pattern (`*` and `?`) names: those that fit as typed, else alike."""
    names = list(names)
    if typed := [name for name in names if is_match(name, (pattern,))]:
        return typed
    pieces = re.split(r"([*?]|\[[^\]]+\])", pattern.casefold())
    alike = "".join(
        piece if at % 2 else _drop_punctuation(make_name_key(piece, Likeness.FOLDED))
        for at, piece in enumerate(pieces)
    )
    keys = (_drop_punctuation(make_name_key(name, Likeness.FOLDED)) for name in names)
    return [name for name, key in zip(names, keys, strict=True) if fnmatchcase(key, alike)]


def is_literal(pattern: str) -> bool:
    """Return whether a pattern names one sheet only."""
    return not any(sign in pattern for sign in "*?[")


def _reduce_name(folded: str) -> str:
    text, unit, before = strip_notes(folded), "", ""
    while text != before:
        before = text
        if _PERCENT.sub("", text) != text:
            unit = "%"
        text = strip_notes(_NUMBER.sub("", _PERCENT.sub("", text))) or ("" if unit else "number")
    text = _NUMBER_OF.sub("no ", unicodedata.normalize("NFKC", text))
    return _drop_punctuation(text) + unit


def _drop_punctuation(text: str) -> str:
    text = _BETWEEN_DIGITS.sub(lambda found: _keep_meant(found[0]) or " ", text)
    return _PUNCTUATION.sub(lambda found: _keep_meant(found[0]), text)


def _keep_meant(signs: str) -> str:
    return "".join(sign for sign in signs if sign in _MEANT)
