"""Reads a profile's text, which anyone can send, within limits on its length and its shape.

The parser of Python takes memory that grows with the square of the parts of a dotted key: a line of
180,000 characters takes 14 GB. No profile needs more than a few parts.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from indicators.domain.errors import UserError

LONGEST_TOML = 200_000
MOST_PARTS = 6
"""Parts of a dotted key: a profile needs three."""
DEEPEST = 8
"""Brackets inside brackets: a profile needs three."""
MOST_FAULTS = 20
"""Faults of one text that are reported at once."""
_QUOTED = re.compile(
    r'"""(?:[^\\]|\\.)*?(?:"""|\Z)'
    r"|'''.*?(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
"""Strings and comments, in which dots and brackets mean nothing.

One without an end matches as well: it is not TOML, and looking for its end again from each further
quotation mark would take a minute.
"""
_KEY_ENDS = re.compile(r"[=,\[\]{}\n]")


def read_toml_text(text: str, where: str) -> dict[str, Any]:
    """Return the tables of a TOML text. Raises UserError for `where` if it is none or too large."""
    if len(text) > LONGEST_TOML:
        raise UserError(
            f"It is longer than {LONGEST_TOML:,} characters.",
            where=where,
            remedy="Split it into several profiles.",
        )
    bare = _QUOTED.sub("q", text)
    if max(part.count(".") for part in _KEY_ENDS.split(bare)) >= MOST_PARTS:
        raise UserError(
            f"A key has more than {MOST_PARTS} parts.",
            where=where,
            remedy="Write it with fewer dots.",
        )
    if _measure_depth(bare) > DEEPEST:
        raise UserError(
            f"More than {DEEPEST} brackets are open at once.",
            where=where,
            remedy="Write fewer lists and tables inside one another.",
        )
    try:
        return tomllib.loads(text)
    except ValueError as error:  # a TOMLDecodeError is one, and a number of 5,000 digits is another
        raise UserError(
            f"This is not TOML: {error}.", where=where, remedy="Correct that line."
        ) from None


def _measure_depth(bare: str) -> int:
    """Return how many brackets are open at once; those of a line's own heading count as well."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", bare):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
