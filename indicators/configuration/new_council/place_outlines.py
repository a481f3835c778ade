"""Read areas from a GeoJSON file: a feature for each, with its name in a property."""

from __future__ import annotations

import json
from typing import Any

from indicators.configuration.new_council.area_table import PlannedPlaces, read_place_rows
from indicators.configuration.new_council.council_plan import PlannedOutlines
from indicators.domain.errors import UserError

_LIKELY = ("name", "nm", "area", "ward", "centre", "label")
"""Parts of the names of properties that hold a name, the likeliest first."""


def read_place_outlines(
    content: bytes, property_name: str = ""
) -> tuple[PlannedPlaces, PlannedOutlines]:
    """Return the areas of a GeoJSON file and their outlines.

    Without a `property_name` it is the likeliest whose value is another text in each feature.
    Raises UserError.
    """
    try:
        text = content.decode("utf-8-sig")
        features = [feature["properties"] for feature in json.loads(text)["features"]]
        named = [dict(properties) for properties in features]
    except (ValueError, KeyError, TypeError):
        raise UserError(
            "It is not GeoJSON with a list of features.",
            remedy="Export the areas as GeoJSON, in longitude and latitude.",
        ) from None
    possible = _list_names(named)
    chosen = property_name or next(iter(possible), "")
    if chosen not in possible:
        listed = ", ".join(possible) or "none"
        raise UserError(
            f"No property “{chosen}” has another name in each feature.",
            remedy=f"Choose the property that holds the name of the area: {listed}.",
        )
    places = read_place_rows([["area"], *([str(each[chosen])] for each in named)])
    return places, PlannedOutlines(geojson=text, property=chosen)


def _list_names(features: list[dict[str, Any]]) -> list[str]:
    """Return the properties with another text in each feature, the likeliest first."""
    keys = [key for key in (features[0] if features else {}) if _is_name(key, features)]
    return sorted(keys, key=_rank)


def _is_name(key: str, features: list[dict[str, Any]]) -> bool:
    values = [feature.get(key) for feature in features]
    texts = {value for value in values if isinstance(value, str) and value.strip()}
    return len(texts) == len(features)


def _rank(key: str) -> int:
    ranked = (at for at, part in enumerate(_LIKELY) if part in key.casefold())
    return next(ranked, len(_LIKELY))
