"""The place each row is about: by its code, name or another spelling, or why it cannot be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.model import Kind
from indicators.places import SENT_FOR, Places, spelling_key
from loaders.cells import encoded, mark_key, shown
from loaders.shape import TableShape

BLANK, UNKNOWN, LEFT = -1, -2, -3
NO_SUCH_PLACE = "No such place is known."


@dataclass(frozen=True, slots=True)
class Areas:
    """`place` holds, one a row, an index into `codes`, or BLANK, UNKNOWN or LEFT (a total row that
    the profile leaves)."""

    codes: tuple[str, ...]
    place: NDArray[np.int64]


def areas_of(names: list[Any], codes: list[Any] | None, table: TableShape, places: Places) -> Areas:
    """The places of rows whose area column holds `names` and code column, if any, `codes`."""
    known = tuple(places.localities)
    index = {code: at for at, code in enumerate(known)}
    of_code = np.full(len(names), BLANK, np.int64)
    if codes is not None:
        codes = _filled_down(codes) if table.area.fill_down else encoded(codes)
        prefix = table.area.prefix
        by_code = {cell: _found(prefix + shown(cell), table, places, index) for cell in set(codes)}
        of_code = np.fromiter(map(by_code.__getitem__, codes), np.int64, len(codes))
        if (of_code >= 0).all():  # then no name is needed
            return Areas(known, of_code)
    names = _filled_down(names) if table.area.fill_down else encoded(names)
    by_name = {cell: _found(shown(cell), table, places, index) for cell in set(names)}
    found = np.fromiter(map(by_name.__getitem__, names), np.int64, len(names))
    return Areas(known, np.where(of_code >= 0, of_code, found))


def _found(text: str, table: TableShape, places: Places, index: dict[str, int]) -> int:
    if not spelling_key(text):
        return BLANK
    if table.totals and mark_key(text) in {mark_key(word) for word in table.totals.rows}:
        return LEFT if table.totals.use == "leave" else index[places.city.code]
    code = places.find(text)
    if code is None or places[code].kind not in SENT_FOR:
        return UNKNOWN
    return index[code]


def _filled_down(cells: list[Any]) -> list[Any]:
    """A name given once a group, on its first row, stands for the rows below it."""
    filled: list[Any] = []
    for cell in encoded(cells):
        filled.append(cell if str(cell).strip() or not filled else filled[-1])
    return filled


def unknown_area(text: str, places: Places) -> tuple[str, str]:
    """Why a place cannot be loaded, and what to do: the nearest known names."""
    code = places.find(text)
    if code is not None:
        kind = places[code].kind
        return (
            f"This is a {kind}, and figures are sent for {places.words[Kind.AREA][1]}.",
            f"Send the figures of the {places.words[Kind.AREA][1]} in it.",
        )
    near = nearest(text, places)
    if not near:
        return NO_SUCH_PLACE, f"Correct it, or add “{text}” to places.toml."
    return (
        NO_SUCH_PLACE,
        f"Is it {' or '.join(f'“{name}”' for name in near)}? "
        f"Correct it, or add “{text}” to that place's spellings in places.toml.",
    )


def nearest(text: str, places: Places) -> list[str]:
    """Up to three names of areas that are spelt most like `text`."""
    return [places[code].name for code in nearest_codes(text, places)]


def nearest_codes(text: str, places: Places) -> list[str]:
    """The codes of up to three areas that are spelt most like `text`."""
    spelt: dict[str, str] = {}
    for place in _loadable(places):
        for name in (place.name, *place.spellings):
            spelt.setdefault(spelling_key(name), place.code)
    close = get_close_matches(spelling_key(text), spelt, n=3, cutoff=0.6)
    return list(dict.fromkeys(spelt[key] for key in close))


def _loadable(places: Places) -> Iterable[Any]:
    return [p for p in places.localities.values() if p.kind in SENT_FOR]
