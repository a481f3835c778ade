"""Reads a profile's text, which anyone can send, within limits on its length and its shape."""

from __future__ import annotations

from typing import Any

from indicators.configuration.toml_files import parse_toml
from indicators.configuration.toml_text.toml_shape import check_shape
from indicators.domain.errors import UserError

LONGEST_TOML = 200_000
MOST_FAULTS = 20
"""Faults of one text that are reported at once."""


def read_toml_text(text: str, where: str) -> dict[str, Any]:
    """Return the tables of a TOML text. Raises UserError for `where` if it is none or too large."""
    if len(text) > LONGEST_TOML:
        raise UserError(
            f"It is longer than {LONGEST_TOML:,} characters.",
            where=where,
            remedy="Split it into several profiles.",
        )
    check_shape(text, where)
    return parse_toml(text, where)
