"""The localities of a council: all kinds in one list, with spellings, dated parents and heirs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from itertools import pairwise

from pydantic import Field

from indicators.domain.core import LocalityKind
from indicators.domain.errors import UnknownPlaceError, UserError
from indicators.domain.file_models import Code, FileModel
from indicators.domain.localities import Locality, Parent, normalise_spelling
from indicators.domain.periods import Month

Ring = tuple[tuple[float, float], ...]
"""Points as longitude and latitude."""
Shapes = dict[str, tuple[Ring, ...]]


class Boundaries(FileModel):
    """The outlines of places, for the map."""

    file: str = Field(description="A GeoJSON file in the folder of places.toml.")
    property: str = Field(
        description="The property of its features that holds a place's code, name or spelling."
    )


class PlaceSet(FileModel):
    """Places that are looked at together under a name, such as the first sites of a programme."""

    code: Code = Field(description="Its name in addresses.")
    name: str = Field(description="Its name on pages.")
    places: tuple[Code, ...] = Field(min_length=1, description="The codes of its places.")


class PlacesFile(FileModel):
    """All places of the council, the words for them, and their outlines."""

    words: Mapping[LocalityKind, tuple[str, str]] = Field(
        default_factory=dict, description="The words for each kind of place: for one, for many."
    )
    boundaries: Boundaries | None = Field(default=None, description="The outlines, if there are.")
    place: tuple[Locality, ...] = Field(min_length=1, description="The places, one table each.")
    set: tuple[PlaceSet, ...] = Field(
        default=(),
        description="Places looked at together on the outcomes page; the first is shown.",
    )


DEFAULT_WORDS = {
    LocalityKind.AREA: ("centre area", "centre areas"),
    LocalityKind.TEAM: ("team", "teams"),
    LocalityKind.HUB: ("hub", "hubs"),
    LocalityKind.CITY: ("city", "city"),
    LocalityKind.BENCHMARK: ("benchmark", "benchmarks"),
}


SENT_FOR = (LocalityKind.AREA, LocalityKind.CITY, LocalityKind.BENCHMARK)
"""The kinds of place that an extract may hold figures of."""
LONGEST_SPELLING = 200


class Places:
    """Every locality by code and by spelling."""

    def __init__(
        self,
        localities: Iterable[Locality],
        words: Mapping[LocalityKind, tuple[str, str]] | None = None,
        sets: Iterable[PlaceSet] = (),
        shapes: Shapes | None = None,
    ) -> None:
        self.localities = {place.code: place for place in localities}
        self.words = DEFAULT_WORDS | dict(words or {})
        self.sets = {each.code: each for each in sets}
        self.shapes = shapes or {}
        self._listed: dict[tuple[LocalityKind, int | None], list[Locality]] = {}

    def __getitem__(self, code: str) -> Locality:
        if code not in self.localities:
            raise UnknownPlaceError(
                f"There is no place “{code}”.", remedy="Choose one from the list."
            )
        return self.localities[code]

    def list_by_kind(self, kind: LocalityKind, month: Month | None = None) -> list[Locality]:
        """All there ever were, or those that exist in a month."""
        # Between two changes nothing opens or ends, so each stretch is looked through once.
        key = kind, None if month is None else bisect_right(self._changes, month)
        if key not in self._listed:
            self._listed[key] = [
                place
                for place in self.localities.values()
                if place.kind is kind and (month is None or place.is_open(month))
            ]
        return list(self._listed[key])

    def list_kinds_with_areas(
        self, month: Month, kinds: Iterable[LocalityKind]
    ) -> tuple[LocalityKind, ...]:
        """Return which of the kinds have a place with an area in a month."""
        return tuple(
            kind
            for kind in kinds
            if any(self.list_areas(p.code, month) for p in self.list_by_kind(kind, month))
        )

    @cached_property
    def not_areas(self) -> list[str]:
        """The codes of all places that are no centre area: the city's totals leave them out."""
        return [
            place.code for place in self.localities.values() if place.kind is not LocalityKind.AREA
        ]

    @cached_property
    def elsewhere(self) -> list[str]:
        """The codes of the benchmarks: their figures are none of the council's own."""
        return [place.code for place in self.list_by_kind(LocalityKind.BENCHMARK)]

    def is_stretch(self, codes: Collection[str]) -> bool:
        """Return whether at least half of all places between the first and the last are of them."""
        first, last = min(codes, default=""), max(codes, default="")
        between = bisect_right(self._sorted_codes, last) - bisect_left(self._sorted_codes, first)
        return between <= 2 * len(codes)

    @cached_property
    def _sorted_codes(self) -> list[str]:
        """The codes in the order in which both databases have them."""
        return sorted(self.localities)

    @cached_property
    def city(self) -> Locality:
        return self.list_by_kind(LocalityKind.CITY)[0]

    @cached_property
    def by_spelling(self) -> dict[str, str]:
        """Spelling key to code: an area's spelling stands before a team's or hub's of that name."""
        found: dict[str, str] = {}
        order = (
            LocalityKind.AREA,
            LocalityKind.CITY,
            LocalityKind.TEAM,
            LocalityKind.HUB,
            LocalityKind.BENCHMARK,
        )
        for place in sorted(self.localities.values(), key=lambda p: order.index(p.kind)):
            for text in (place.code, place.name, *place.spellings):
                found.setdefault(normalise_spelling(text), place.code)
        return found

    @cached_property
    def _children(self) -> dict[str, list[tuple[Parent, Locality]]]:
        """The areas under each team, hub or city, with the dates they are under it."""
        found: dict[str, list[tuple[Parent, Locality]]] = {}
        for area in self.list_by_kind(LocalityKind.AREA):
            for parent in area.parents:
                found.setdefault(parent.place, []).append((parent, area))
        return found

    def find(self, text: str) -> str | None:
        """Return the code of the place with this spelling in an extract, or None."""
        return self.by_spelling.get(normalise_spelling(text))

    def add_spellings(self, recorded: Iterable[tuple[str, str]]) -> Places:
        """Return these places with more spellings, each with the code of its place.

        A spelling of an unknown place, or one that is now another area's own, is left out: the
        files have precedence.
        """
        more: dict[str, list[str]] = {}
        for text, code in recorded:
            if code in self.localities and self._find_area(text) in (None, code):
                more.setdefault(code, []).append(text)
        if not more:
            return self
        changed = (
            place.model_copy(update={"spellings": (*place.spellings, *more.get(place.code, ()))})
            for place in self.localities.values()
        )
        return Places(changed, self.words, self.sets.values(), self.shapes)

    def check_spelling(self, text: str, code: str) -> None:
        """UserError where `text` cannot be recorded as another spelling of the place `code`."""
        place = self[code]
        if place.kind not in SENT_FOR:
            raise UserError(
                f"{place.name} is a {self.words[place.kind][0]}, and figures are sent for "
                f"{self.words[LocalityKind.AREA][1]}.",
                remedy=f"Choose a {self.words[LocalityKind.AREA][0]}, or {self.city.name}.",
            )
        if not normalise_spelling(text) or len(text) > LONGEST_SPELLING:
            raise UserError(
                f"“{text[:LONGEST_SPELLING]}” cannot be the name of a place.",
                remedy="Correct it in the file.",
            )
        owner = self._find_area(text)
        if owner not in (None, code):
            raise UserError(
                f"“{text}” is already a spelling of {self[str(owner)].name}.",
                remedy=f"Choose {self[str(owner)].name}, or take that spelling back first.",
            )

    def _find_area(self, text: str) -> str | None:
        """Return the code of the area, city or benchmark with this spelling, or None."""
        code = self.find(text)
        return code if code and self[code].kind in SENT_FOR else None

    def list_areas(self, code: str, month: Month) -> list[Locality]:
        """Return the centre areas of a place at `month`: itself for an area, all for the city."""
        place = self[code]
        if place.kind is LocalityKind.AREA:
            return [place]
        if place.kind is LocalityKind.CITY:
            return self.list_by_kind(LocalityKind.AREA, month)
        held = self._children.get(code, ())
        return [area for parent, area in held if parent.is_in_force(month) and area.is_open(month)]

    def find_successors(self, code: str, month: Month) -> tuple[str, ...]:
        """Return the areas of `month` that an area became; the area itself if it has not ended."""
        area = self[code]
        if not area.has_ended_by(month):
            return (code,)
        found = (heir for each in area.became or () for heir in self.find_successors(each, month))
        return tuple(dict.fromkeys(found))

    @cached_property
    def _changes(self) -> list[Month]:
        """The months from which anything is held otherwise than in the month before."""
        dated: list[Locality | Parent] = []
        for place in self.localities.values():
            dated += (place, *place.parents)
        starts = {d.from_ for d in dated if d.from_} | {d.until + 1 for d in dated if d.until}
        return sorted(starts)

    def split_by_changes(self, first: Month, last: Month) -> list[tuple[Month, Month]]:
        """Return the months from `first` to `last` in stretches during which nothing changes."""
        starts = [first, *(month for month in self._changes if first < month <= last)]
        return [(s, e - 1) for s, e in pairwise([*starts, last + 1])]

    def find_parent(self, code: str, kind: LocalityKind, month: Month) -> Locality | None:
        """Return the place of `kind` that an area belongs to at `month`."""
        for parent in self[code].parents:
            if parent.is_in_force(month) and self.localities[parent.place].kind is kind:
                return self.localities[parent.place]
        return None
