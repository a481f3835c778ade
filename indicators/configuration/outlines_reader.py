"""Read the outlines of places from GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Callable
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
        read = json.loads((folder / said.file).read_text(encoding="utf-8-sig"))
        features = read["features"]
        named = [(feature["properties"].get(said.property), feature) for feature in features]
    except FileNotFoundError:
        raise _build_fault(
            "There is no such file.", where, "Put it in the folder of places.toml."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _build_fault(
            "It is not GeoJSON with a list of features.",
            where,
            "Export the boundaries as GeoJSON, in longitude and latitude.",
        ) from None
    shapes: Shapes = {}
    for name, feature in named:
        code = find(str(name)) if name is not None else None
        if code is not None:
            shapes[code] = shapes.get(code, ()) + _read_outline(name, feature, where)
    if not shapes:
        raise _build_fault(
            f"No feature has a known place as its {said.property}.",
            where,
            "Name the property that holds a code, a name or a spelling of places.toml.",
        )
    return shapes


def _read_outline(name: object, feature: Any, where: str) -> tuple[Ring, ...]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        what = f"The outline of “{name}” is a {kind}." if kind else f"“{name}” has no outline."
        raise _build_fault(what, where, "Export areas: polygons, not points or lines.")
    try:
        found = geometry["coordinates"]
        polygons = [found] if kind == "Polygon" else found
        rings = tuple(_read_ring(ring) for polygon in polygons for ring in polygon)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError):
        rings = ()
    if not rings or not all(rings):
        raise _build_fault(
            f"The outline of “{name}” cannot be read.", where, "Export the areas again."
        )
    if not all(abs(lon) <= 180 and abs(lat) <= 90 for ring in rings for lon, lat in ring):
        raise _build_fault(
            f"The points of “{name}” are not longitude and latitude.",
            where,
            "Export it in WGS 84 (EPSG:4326).",
        )
    return rings


def _read_ring(points: Any) -> Ring:
    return tuple((float(point[0]), float(point[1])) for point in points)


def _build_fault(what: str, where: str, remedy: str) -> ConfigurationError:
    return ConfigurationError([UserError(what, where=where, remedy=remedy)])
