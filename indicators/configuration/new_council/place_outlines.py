"""Read areas from a GeoJSON file: a feature for each, with its name in a property."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from indicators.configuration.new_council.area_table import PlannedPlaces, read_place_rows
from indicators.configuration.new_council.council_plan import PlannedOutlines
from indicators.domain.errors import UserError

_LIKELY = ("name", "nm", "area", "ward", "centre", "label")
"""Parts of the names of properties that hold a name, the likeliest first."""
Features = list[dict[str, Any]]


def read_place_outlines(
    content: bytes, property_name: str = ""
) -> tuple[PlannedPlaces, PlannedOutlines]:
    """Return the areas of a GeoJSON file and their outlines.

    Without a `property_name` it is the likeliest whose value is another text in each feature.
    Raises UserError.
    """
    try:
        text = content.decode("utf-8-sig")
        features: Features = [each["properties"] or {} for each in json.loads(text)["features"]]
        keys = list(dict.fromkeys(key for feature in features for key in feature))
        faults = {key: _find_fault(key, features) for key in keys}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UserError(
            "It is not GeoJSON with a list of features.",
            remedy="Export the areas as GeoJSON, in longitude and latitude.",
        ) from None
    possible = sorted((key for key in keys if not faults[key]), key=_rank)
    chosen = property_name or next(iter(possible or sorted(keys, key=_rank)), "")
    if chosen not in possible:
        raise UserError(_tell_fault(chosen, faults, features), remedy=_tell_remedy(possible))
    places = read_place_rows([["area"], *([each[chosen]] for each in features)])
    return places, PlannedOutlines(geojson=text, property=chosen)


def _find_fault(key: str, features: Features) -> str:
    """Return why a property does not name each feature, or "" for one that does."""
    earlier: dict[str, int] = {}
    for at, feature in enumerate(features, 1):
        value = feature.get(key)
        if not isinstance(value, str) or not value.strip():
            return f"Feature {at} of {len(features)} has no text as its “{key}”."
        if (first := earlier.setdefault(value, at)) != at:
            return f"Features {first} and {at} both have “{value}” as their “{key}”."
    return ""


def _tell_fault(chosen: str, faults: Mapping[str, str], features: Features) -> str:
    if not faults:
        return f"The {'features have no properties' if features else 'file has no features'}."
    return faults.get(chosen) or f"No feature has the property “{chosen}”."


def _tell_remedy(possible: list[str]) -> str:
    if possible:
        return f"Choose the property with the name of the area: {', '.join(possible)}."
    return "Give each area one feature, with its name in a property."


def _rank(key: str) -> int:
    ranked = (at for at, part in enumerate(_LIKELY) if part in key.casefold())
    return next(ranked, len(_LIKELY))
