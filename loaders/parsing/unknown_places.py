"""The places a file names that nobody knows, each with the nearest known ones to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.domain.localities import normalise_spelling
from indicators.domain.places import Places
from indicators.domain.refusals import Refusal, RefusalCode
from indicators.ports.upload_service import UnknownSpelling
from loaders.parsing.row_places import suggest_codes


def list_unknown_places(refusals: Iterable[Refusal], places: Places) -> list[UnknownSpelling]:
    """Each unknown spelling among a file's refusals, once, in the order they were met.

    Spellings that differ in case, accents or punctuation alone are one: recording one is enough.
    """
    met: dict[str, list[Refusal]] = {}
    for told in refusals:
        if told.code is RefusalCode.PLACE_UNKNOWN:
            met.setdefault(normalise_spelling(told.value), []).append(told)
    return [
        UnknownSpelling(
            told[0].value,
            len(told),
            told[0].sheet,
            told[0].row,
            tuple(suggest_codes(told[0].value, places)),
        )
        for told in met.values()
    ]
