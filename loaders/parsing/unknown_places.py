"""List the unknown places of a file, each with the nearest known ones to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.domain.localities import normalise_spelling
from indicators.domain.places import Places
from indicators.domain.refusals import Refusal, RefusalCode
from indicators.ports.upload_service import UnknownSpelling
from loaders.parsing.row_places import suggest_codes


def list_unknown_places(refusals: Iterable[Refusal], places: Places) -> list[UnknownSpelling]:
    """Return each unknown spelling among a file's refusals once, in the file's order.

    Spellings that differ only in case, accents or punctuation are one: recording one is enough.
    """
    found: dict[str, list[Refusal]] = {}
    for refusal in refusals:
        if refusal.code is RefusalCode.PLACE_UNKNOWN:
            found.setdefault(normalise_spelling(refusal.value), []).append(refusal)
    return [
        UnknownSpelling(
            same[0].value,
            len(same),
            same[0].sheet,
            same[0].row,
            tuple(suggest_codes(same[0].value, places)),
        )
        for same in found.values()
    ]
