"""Addresses as the audit log keeps them: what a page or file shows, and nothing that was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

VIEW = ("month", "as_at", "areas")
"""The parameters that every page takes."""
_CODE = re.compile(r"[\w,:.-]{1,100}", re.ASCII)


def describe_address(path: str, query: Mapping[str, str], asks: Iterable[str]) -> str:
    """Return a path with the parameters that choose figures, as far as they are codes."""
    names = dict.fromkeys([*VIEW, *asks])
    kept = [(name, query[name]) for name in names if _CODE.fullmatch(query.get(name, ""))]
    return f"{path}?{urlencode(kept)}" if kept else path
