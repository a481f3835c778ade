"""Read the outlines of places from GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.places import Boundaries, Ring, Shapes


def read_shapes(folder: Path, said: Boundaries, find: Callable[[str], str | None]) -> Shapes:
    """Return the rings of each place that has an outline; features of other places are left out.

    Raises ConfigurationError if the file cannot be read or has no outline of any place.
    """
    where = f"places.toml, key boundaries ({said.file})"
    try:
        read = json.loads((folder / said.file).read_text(encoding="utf-8"))
        features = read["features"]
        named = [(feature["properties"].get(said.property), feature) for feature in features]
    except FileNotFoundError:
        raise _build_fault(
            "There is no such file.", where, "Put it in the folder of places.toml."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _build_fault(
            "It is not GeoJSON with a list of features.",
            where,
            "Export the boundaries as GeoJSON, in longitude and latitude.",
        ) from None
    shapes: Shapes = {}
    for name, feature in named:
        code = find(str(name)) if name is not None else None
        if code is not None:
            shapes[code] = shapes.get(code, ()) + tuple(_read_rings(feature.get("geometry"), where))
    if not shapes:
        raise _build_fault(
            f"No feature has a known place as its {said.property}.",
            where,
            "Name the property that holds a code, a name or a spelling of places.toml.",
        )
    return shapes


def _read_rings(geometry: Any, where: str) -> Iterator[Ring]:
    kind = (geometry or {}).get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise _build_fault(
            f"An outline is a {kind}, no polygon.", where, "Export areas, not lines."
        )
    polygons = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            points = tuple((float(point[0]), float(point[1])) for point in ring)
            if any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in points):
                raise _build_fault(
                    "Its points are not longitude and latitude.",
                    where,
                    "Export it in WGS 84 (EPSG:4326).",
                )
            yield points


def _build_fault(what: str, where: str, remedy: str) -> ConfigurationError:
    return ConfigurationError([UserError(what, where=where, remedy=remedy)])
