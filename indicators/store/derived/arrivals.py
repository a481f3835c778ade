"""The places that each service sent figures of, by indicator and month.

Pages show for how many areas each service sent figures of a month. To count the figures takes a
tenth of a second with 3,000 areas. Which places and indicators count depends on the council's files
and on who looks, so places are kept here and not their number.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from indicators.store.as_of import select_received
from indicators.store.schema import load, place_set

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_KEY = ["indicator", "ended", "service"]
Received = Mapping[tuple[str, int, str], str]
"""The places of an indicator, a month and a service: codes in order, with spaces between."""


def read_received(connection: sa.Connection, months: Mapping[str, Sequence[int]]) -> Received:
    """Return the places with current figures, for these months of each indicator."""
    found: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for indicator, ended in months.items():
        wanted = select_received(["indicator", "ended"], [indicator], ended, None)
        for service, place, *kind in connection.execute(wanted):
            found[kind[0], kind[1], service].append(place)
    return {key: " ".join(sorted(places)) for key, places in found.items()}


def list_received(connection: sa.Connection, figures: pd.DataFrame) -> Received:
    """Return the same as `read_received`, from all current figures of the months."""
    import numpy as np
    import pandas as pd

    if figures.empty:
        return {}
    indicator, indicators = pd.factorize(figures["indicator"])
    month, months = pd.factorize(figures["ended"])
    place, places = pd.factorize(figures["place"])
    by_load, loads = pd.factorize(figures["load_id"])
    by_service, services = pd.factorize(_find_services(connection, loads.tolist()))
    # One number for each indicator, month, service and place, in this order.
    shape = len(indicators), len(months), len(services), len(places)
    sent = np.sort(np.ravel_multi_index((indicator, month, by_service[by_load], place), shape))
    # A place may have several figures of a month: of several definitions, or a year and a month.
    sent = sent[np.diff(sent, prepend=-1) > 0]
    kind, place = np.divmod(sent, len(places))
    starts = np.flatnonzero(np.diff(kind, prepend=-1))
    at = np.unravel_index(kind[starts], shape[:3])
    values = (np.asarray(each, object) for each in (indicators, months, services))
    keys = zip(*(named[where] for named, where in zip(values, at, strict=True)), strict=True)
    sets = [each.tobytes() for each in np.split(place, starts[1:])]
    codes = np.asarray(places, object)
    # Mostly the same places send every month, so few sets are different.
    texts = {each: " ".join(sorted(codes[np.frombuffer(each, place.dtype)])) for each in set(sets)}
    return dict(zip(keys, map(texts.__getitem__, sets), strict=True))


def _find_services(connection: sa.Connection, loads: list[int]) -> NDArray[np.object_]:
    """Return the service of each of the loads."""
    import numpy as np

    wanted = sa.select(load.c.id, load.c.service).where(load.c.id.in_(loads))
    found = {row.id: row.service for row in connection.execute(wanted)}
    return np.array([found[each] for each in loads], object)


def keep_sets(connection: sa.Connection, received: Received) -> list[dict[str, Any]]:
    """Keep each set of places that is new, and return the rows of `arrival`.

    A set stays when no row has it any more: it is small, and the same places often send again.
    """
    hashes = {text: hashlib.sha256(text.encode()).hexdigest() for text in set(received.values())}
    held = set(connection.scalars(sa.select(place_set.c.sha256)))
    new = [{"sha256": h, "places": text} for text, h in hashes.items() if h not in held]
    if new:
        connection.execute(sa.insert(place_set), new)
    return [
        dict(zip(_KEY, key, strict=True)) | {"place_set": hashes[text]}
        for key, text in received.items()
    ]
