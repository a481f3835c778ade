"""A map of places as plain shapes: their boundaries where known, otherwise equal tiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, radians, sqrt
from textwrap import wrap

from indicators.domain.localities import Locality
from indicators.domain.places import Ring

WIDTH = 760
TILE, GUTTER = 120, 8
_NEAR = 0.4
"""Points nearer than this to the last one drawn, in pixels, are left out."""


@dataclass(frozen=True, slots=True)
class MapShape:
    """One place on the map: its outline as an SVG path and the position of its mark and name."""

    place: Locality
    path: str
    x: float
    y: float

    @property
    def lines(self) -> list[str]:
        """The name in as many lines as a tile has room for."""
        return wrap(self.place.name, 16, max_lines=3, placeholder=" …")


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """`missing` are the places that have no outline; `tiles` is whether all are even tiles."""

    width: int
    height: int
    shapes: tuple[MapShape, ...]
    missing: tuple[Locality, ...]
    tiles: bool


def build_map(
    places: Sequence[Locality],
    outlines: Mapping[str, tuple[Ring, ...]],
    areas: Mapping[str, Sequence[str]],
) -> PlaceMap:
    """Return a map of the places' outlines or those of their `areas`; tiles without any."""
    rings = {
        place.code: outlines.get(place.code)
        or tuple(ring for area in areas.get(place.code, ()) for ring in outlines.get(area, ()))
        for place in places
    }
    if not any(rings.values()):
        return _build_tile_map(places)
    return _build_outline_map(places, rings)


def _build_outline_map(
    places: Sequence[Locality], rings: Mapping[str, tuple[Ring, ...]]
) -> PlaceMap:
    """Scale longitude by the cosine of the middle latitude: accurate enough for a council."""
    points = [point for each in rings.values() for ring in each for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2) / max((east - west) * squeeze, north - south, 1e-9)

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return 1 + (point[0] - west) * squeeze * scale, 1 + (north - point[1]) * scale

    shapes = []
    for place in places:
        drawn = [[at(point) for point in ring] for ring in rings[place.code]]
        if drawn:
            shapes.append(
                MapShape(
                    place,
                    " ".join(map(_write_path, drawn)),
                    *_find_centre(max(drawn, key=_measure_area)),
                )
            )
    missing = tuple(place for place in places if not rings[place.code])
    width, height = at((east, south))
    return PlaceMap(ceil(width) + 1, ceil(height) + 1, tuple(shapes), missing, tiles=False)


def _build_tile_map(places: Sequence[Locality]) -> PlaceMap:
    """Place each tile as in places.toml; in rows by name if any is missing or shared."""
    named = [place.tile for place in places if place.tile]
    if len(named) < len(places) or len(set(named)) < len(named):
        across = ceil(sqrt(len(places))) or 1
        ordered = sorted(places, key=lambda place: place.name)
        spots = {p.code: (at % across + 1, at // across + 1) for at, p in enumerate(ordered)}
    else:
        spots = {place.code: place.tile for place in places if place.tile}
    first = [min((spot[side] for spot in spots.values()), default=1) for side in (0, 1)]
    step = TILE + GUTTER
    shapes = []
    for place in places:
        x, y = ((spots[place.code][side] - first[side]) * step for side in (0, 1))
        path = f"M{x} {y}h{TILE}v{TILE}h-{TILE}z"
        shapes.append(MapShape(place, path, x + TILE / 2, y + TILE / 2))
    width, height = (
        (max((spot[side] for spot in spots.values()), default=1) - first[side]) * step + TILE
        for side in (0, 1)
    )
    return PlaceMap(width, height, tuple(shapes), (), tiles=True)


def _write_path(ring: Iterable[tuple[float, float]]) -> str:
    kept: list[tuple[float, float]] = []
    for x, y in ring:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _NEAR:
            kept.append((x, y))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"


def _measure_area(ring: Sequence[tuple[float, float]]) -> float:
    return abs(_measure_doubled_area(ring))


def _measure_doubled_area(ring: Sequence[tuple[float, float]]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)


def _find_centre(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the centroid of a ring, or the mean of its points if it has no area."""
    doubled = _measure_doubled_area(ring)
    if abs(doubled) < 1e-9:
        xs, ys = zip(*ring, strict=True)
        return sum(xs) / len(xs), sum(ys) / len(ys)
    x = y = 0.0
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return round(x / (3 * doubled), 1), round(y / (3 * doubled), 1)
