"""Refuse figures of an area for a time when it did not exist.

The city's total would count its people twice: in the area, and in the area it was before or became.
"""

from __future__ import annotations

import numpy as np

from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode, RefusalReason
from loaders.parsing.table_figures import MeasureFigures


def refuse_outside_dates(measured: MeasureFigures) -> None:
    """Refuse the rows of places that do not exist in the month their figures end in."""
    places, codes = measured.table.reader.places, measured.table.areas.codes
    dated = [at for at, code in enumerate(codes) if _is_dated(places[code])]
    if not dated:
        return
    loaded = measured.find_loaded()
    for at in loaded[np.isin(measured.place[loaded], dated)].tolist():
        place, month = places[codes[measured.place[at]]], Month(int(measured.ended[at]))
        if not place.is_open(month):
            reason = _explain_dates(place, month, places)
            measured.table.refuse(int(measured.row[at]), measured.table.columns.area, reason)


def _is_dated(place: Locality) -> bool:
    return place.from_ is not None or place.until is not None


def _explain_dates(place: Locality, month: Month, places: Places) -> RefusalReason:
    if place.until is None or place.until >= month:
        return explain_refusal(
            RefusalCode.AREA_NOT_OPEN_YET,
            place=place.name,
            began=place.from_.name if place.from_ else "",
            month=month.name,
        )
    successors = " or ".join(places[code].name for code in place.became or ())
    return explain_refusal(
        RefusalCode.AREA_REPLACED if successors else RefusalCode.AREA_CLOSED,
        place=place.name,
        ended=place.until.name,
        month=month.name,
        successors=successors,
    )
