"""Refuses figures of an area for a time when it was not: the city's total would count its people
twice, once in it and once in what it was before or became.
"""

from __future__ import annotations

import numpy as np

from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.domain.places import Places
from loaders.parsing.rows import MeasureRows


def refuse_outside_dates(piece: MeasureRows) -> None:
    """Refuse the rows whose place does not exist in the month their figures end in."""
    places, codes = piece.table.reader.places, piece.table.areas.codes
    dated = [at for at, code in enumerate(codes) if _is_dated(places[code])]
    if not dated:
        return
    standing = piece.find_loaded()
    for at in standing[np.isin(piece.place[standing], dated)].tolist():
        place, month = places[codes[piece.place[at]]], Month(int(piece.ended[at]))
        if not place.is_open(month):
            told = _why(place, month, places)
            piece.table.refuse(int(piece.row[at]), piece.table.columns.area, *told)


def _is_dated(place: Locality) -> bool:
    return place.from_ is not None or place.until is not None


def _why(place: Locality, month: Month, places: Places) -> tuple[str, str]:
    if place.until is not None and place.until < month:
        heirs = " or ".join(places[code].name for code in place.became or ())
        why = f"{place.name} ended in {place.until.name}, and this is for {month.name}."
        return why, f"Send it for {heirs}." if heirs else "Leave it out."
    began = place.from_.name if place.from_ else ""
    why = f"{place.name} began in {began}, and this is for {month.name}."
    return why, "Send it for the areas there were then."
