"""Which areas a place pools in which months: those it had then, or those it has today. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from indicators.domain.places import Places


@dataclass(frozen=True, slots=True)
class PooledAreas:
    """The areas that a place pools from one month to another, the same throughout.

    `unknown` counts areas of the place with unknown figures in those months. Where it may be
    `sent_whole`, a figure sent for the place itself stands before what its areas add up to.
    """

    first: Month
    last: Month
    areas: tuple[str, ...]
    unknown: int = 0
    sent_whole: bool = True


Membership = dict[str, tuple[PooledAreas, ...]]


def build_historical_membership(
    places: Places, codes: Iterable[str], first: Month, last: Month
) -> Membership:
    """Each month by the areas that the place held in it. An area is itself throughout."""
    stretches = places.split_by_changes(first, last)
    return {
        code: (_pool_alone(code, first, last),)
        if places[code].kind is LocalityKind.AREA
        else tuple(
            PooledAreas(start, end, tuple(area.code for area in places.list_areas(code, start)))
            for start, end in stretches
        )
        for code in codes
    }


def build_current_membership(
    places: Places, codes: Iterable[str], first: Month, last: Month, today: Month
) -> Membership:
    """Every month by the areas that the place holds in `today`, whatever these were then.

    An area that was renamed or merged adds to what it became. Counts of an area that was split
    cannot be shared out, so they count only where all its parts are held together; else those
    parts have no figures before the split. A place that has ended is shown as it was.
    """
    codes = list(codes)
    gone = {code for code in codes if not places[code].is_open(today)}
    pooled: dict[str, list[PooledAreas]] = {code: [] for code in codes if code not in gone}
    mine = {code: tuple(area.code for area in places.list_areas(code, today)) for code in pooled}
    for start, end in places.split_by_changes(first, last):
        pieces = _split_into_pieces(places, start, today)
        for code, areas in mine.items():
            whole = places[code].kind is not LocalityKind.AREA
            pooled[code].append(
                PooledAreas(start, end, *_list_pieces_of(areas, pieces), sent_whole=whole)
            )
    return build_historical_membership(places, gone, first, last) | {
        code: tuple(h) for code, h in pooled.items()
    }


def combine_areas(
    places: Places, areas: Iterable[str], first: Month, last: Month, today: Month | None
) -> tuple[PooledAreas, ...]:
    """Return the areas to pool for centre areas that are taken together as one place.

    As it was, each month has those of the areas, or of their successors, that existed in it. By
    today's areas, every month has the areas of today.
    """
    areas, pooled = list(areas), []
    for start, end in places.split_by_changes(first, last):
        month = today or start
        heirs = (heir for area in areas for heir in places.find_successors(area, month))
        mine = tuple(dict.fromkeys(heir for heir in heirs if places[heir].is_open(month)))
        held = (
            _list_pieces_of(mine, _split_into_pieces(places, start, today)) if today else (mine, 0)
        )
        pooled.append(PooledAreas(start, end, *held, sent_whole=False))
    return tuple(pooled)


def _pool_alone(area: str, first: Month, last: Month) -> PooledAreas:
    return PooledAreas(first, last, (area,), sent_whole=False)


@dataclass(slots=True)
class _Piece:
    """The fewest areas of a month whose people are, together, those of whole areas of today."""

    then: list[str]
    now: set[str]


def _split_into_pieces(places: Places, then: Month, today: Month) -> dict[str, _Piece]:
    """Each of today's areas, with the piece it was in then."""
    found: dict[str, _Piece] = {}
    for area in places.list_by_kind(LocalityKind.AREA, then):
        piece = _Piece([area.code], set(places.find_successors(area.code, today)))
        for other in {id(found[code]): found[code] for code in piece.now if code in found}.values():
            piece = _Piece([*other.then, *piece.then], other.now | piece.now)
        found |= dict.fromkeys(piece.now, piece)
    return found


def _list_pieces_of(
    areas: tuple[str, ...], pieces: Mapping[str, _Piece]
) -> tuple[tuple[str, ...], int]:
    """Return the areas of that time that make up these of today, and how many are unknown."""
    mine = set(areas)
    inside = {id(p): p for code in areas if (p := pieces.get(code)) and p.now <= mine}.values()
    codes = tuple(code for piece in inside for code in piece.then)
    return codes, len(areas) - sum(len(piece.now) for piece in inside)
