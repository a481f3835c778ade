"""Find the place of each row by its code, name or another spelling, or explain why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import LocalityKind
from indicators.domain.localities import normalise_spelling
from indicators.domain.places import SENT_FOR, Places
from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode, RefusalReason
from loaders.profiles.marks import mark_key
from loaders.profiles.profile_schema import TableProfile
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Column

BLANK, UNKNOWN, LEFT = -1, -2, -3


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """The place of each row.

    `place` holds an index into `codes`, or BLANK, UNKNOWN or LEFT (a total row that the profile
    leaves out).
    """

    codes: tuple[str, ...]
    place: NDArray[np.int64]


def find_places(
    names: Column | None, codes: Column | None, table: TableProfile, places: Places, rows: int
) -> RowPlaces:
    """Return the places of `rows` rows by the columns with their names and their codes."""
    known = tuple(places.localities)
    index = {code: at for at, code in enumerate(known)}
    of_code = of_name = np.full(rows, BLANK, np.int64)
    if codes is not None:
        prefix = table.area.prefix
        codes = codes.fill_down() if table.area.fill_down else codes
        of_code = codes.map_to_array(
            lambda cell: _find_index(prefix + format_cell(cell), table, places, index), np.int64
        )
    if names is not None and not (of_code >= 0).all():
        names = names.fill_down() if table.area.fill_down else names
        of_name = names.map_to_array(
            lambda cell: _find_index(format_cell(cell), table, places, index), np.int64
        )
    return RowPlaces(known, np.where(of_code >= 0, of_code, of_name))


def _find_index(text: str, table: TableProfile, places: Places, index: dict[str, int]) -> int:
    if not normalise_spelling(text):
        return BLANK
    if table.totals and mark_key(text) in {mark_key(word) for word in table.totals.rows}:
        return LEFT if table.totals.use == "leave" else index[places.city.code]
    code = places.find(text)
    if code is None or places[code].kind not in SENT_FOR:
        return UNKNOWN
    return index[code]


def explain_unknown_place(text: str, places: Places, profile: str) -> RefusalReason:
    """Return why a place cannot be loaded, with the nearest known names and the profile to set."""
    code = places.find(text)
    if code is not None:
        return explain_refusal(
            RefusalCode.PLACE_KIND_NOT_LOADED,
            kind=places[code].kind,
            areas=places.words[LocalityKind.AREA][1],
        )
    near = " or ".join(f"“{name}”" for name in suggest_names(text, places))
    suggestion = f"Is it {near}? " if near else ""
    return explain_refusal(RefusalCode.PLACE_UNKNOWN, suggestion=suggestion, profile=profile)


def suggest_names(text: str, places: Places) -> list[str]:
    """Return the names of up to three areas with a spelling close to `text`."""
    return [places[code].name for code in suggest_codes(text, places)]


def suggest_codes(text: str, places: Places) -> list[str]:
    """Return the codes of up to three areas with a spelling close to `text`."""
    spelt: dict[str, str] = {}
    for place in _list_loadable(places):
        for name in (place.name, *place.spellings):
            spelt.setdefault(normalise_spelling(name), place.code)
    close = get_close_matches(normalise_spelling(text), spelt, n=3, cutoff=0.6)
    return list(dict.fromkeys(spelt[key] for key in close))


def _list_loadable(places: Places) -> Iterable[Any]:
    return [p for p in places.localities.values() if p.kind in SENT_FOR]
