"""Refuses a TOML text of a shape that its parser would choke on: anyone can send one.

The parser of Python takes memory that grows with the square of the parts of a dotted key: a line of
180,000 characters takes 14 GB. No file needs more than a few parts.
"""

from __future__ import annotations

import re

from indicators.domain.errors import UserError

MOST_PARTS = 6
"""Parts of a dotted key: a file needs three."""
DEEPEST = 8
"""Brackets inside brackets: a file needs three."""
MOST_TABLES, MOST_VALUES = 40_000, 150_000
"""Opening brackets, and these with keys and commas: 3,000 areas need about half of each. What is
wrong with each value is kept until all of a file is read, in about a kilobyte."""
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


def mask_strings(text: str) -> str:
    """Return a text of the same lines in which strings hold nothing that has a meaning."""
    return _QUOTED.sub(
        lambda found: found[0] if found[0].startswith("#") else re.sub(r"[^\n]", "q", found[0]),
        text,
    )


def check_shape(text: str, where: str) -> None:
    """Raise UserError for `where` if a key has too many parts, or brackets are too deep or many."""
    bare = _QUOTED.sub("q", text)
    if max(part.count(".") for part in _KEY_ENDS.split(bare)) >= MOST_PARTS:
        raise UserError(
            f"A key has more than {MOST_PARTS} parts.",
            where=where,
            remedy="Write it with fewer dots.",
        )
    tables = sum(map(bare.count, "[{"))
    if tables > MOST_TABLES or tables + sum(map(bare.count, "=,")) > MOST_VALUES:
        raise UserError(
            f"It has more than {MOST_TABLES:,} tables or lists, or {MOST_VALUES:,} values.",
            where=where,
            remedy="Check that it is the right file.",
        )
    if _measure_depth(bare) > DEEPEST:
        raise UserError(
            f"More than {DEEPEST} brackets are open at once.",
            where=where,
            remedy="Write fewer lists and tables inside one another.",
        )


def _measure_depth(bare: str) -> int:
    """Return how many brackets are open at once; those of a line's own heading count as well."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", bare):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
