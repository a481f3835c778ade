"""The localities of `data/places.toml`: all kinds in one list, with spellings and dated parents."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from pydantic import Field

from indicators.boundaries import Boundaries, Shapes, read_shapes
from indicators.catalogue import Catalogue, Code, Dated
from indicators.errors import ConfigurationError, UnknownPlace, UserError
from indicators.model import Kind
from indicators.periods import Month
from indicators.settings_files import FileModel, FileMonth, read_model


class Parent(Dated):
    """The team, hub or city a locality belongs to, while it does."""

    place: Code


class Locality(FileModel):
    """One place of any kind."""

    code: Code
    kind: Kind
    name: str
    spellings: tuple[str, ...] = ()
    parents: tuple[Parent, ...] = ()
    live_from: FileMonth | None = None
    placeholder: bool = False
    note: str = ""
    tile: tuple[int, int] | None = None  # column and row on the tile map, from 1


class PlacesFile(FileModel):
    words: Mapping[Kind, tuple[str, str]] = Field(default_factory=dict)
    boundaries: Boundaries | None = None
    place: tuple[Locality, ...] = Field(min_length=1)


def spelling_key(text: str) -> str:
    """The same key for spellings that differ only in case, accents, punctuation or spaces."""
    plain = unicodedata.normalize("NFKD", text).replace("’", "'").casefold()
    return re.sub(r"[^a-z0-9&]+", " ", plain.replace("'", "")).strip()


DEFAULT_WORDS = {
    Kind.AREA: ("centre area", "centre areas"),
    Kind.TEAM: ("team", "teams"),
    Kind.HUB: ("hub", "hubs"),
    Kind.CITY: ("city", "city"),
    Kind.BENCHMARK: ("benchmark", "benchmarks"),
}


class Places:
    """Every locality by code and by spelling."""

    def __init__(
        self, localities: Iterable[Locality], words: Mapping[Kind, tuple[str, str]] | None = None
    ) -> None:
        self.localities = {place.code: place for place in localities}
        self.words = DEFAULT_WORDS | dict(words or {})
        self.shapes: Shapes = {}

    def __getitem__(self, code: str) -> Locality:
        if code not in self.localities:
            raise UnknownPlace(f"There is no place “{code}”.", remedy="Choose one from the list.")
        return self.localities[code]

    def of_kind(self, kind: Kind) -> list[Locality]:
        return [place for place in self.localities.values() if place.kind is kind]

    @cached_property
    def not_areas(self) -> list[str]:
        """The codes of all places that are no centre area: the city's totals leave them out."""
        return [place.code for place in self.localities.values() if place.kind is not Kind.AREA]

    @cached_property
    def city(self) -> Locality:
        return self.of_kind(Kind.CITY)[0]

    @cached_property
    def by_spelling(self) -> dict[str, str]:
        """Spelling key to code: an area's spelling stands before a team's or hub's of that name."""
        found: dict[str, str] = {}
        order = (Kind.AREA, Kind.CITY, Kind.TEAM, Kind.HUB, Kind.BENCHMARK)
        for place in sorted(self.localities.values(), key=lambda p: order.index(p.kind)):
            for text in (place.code, place.name, *place.spellings):
                found.setdefault(spelling_key(text), place.code)
        return found

    @cached_property
    def _children(self) -> dict[str, list[tuple[Parent, Locality]]]:
        """The areas under each team, hub or city, with the dates they are under it."""
        found: dict[str, list[tuple[Parent, Locality]]] = {}
        for area in self.of_kind(Kind.AREA):
            for parent in area.parents:
                found.setdefault(parent.place, []).append((parent, area))
        return found

    def find(self, text: str) -> str | None:
        """The code of the place so spelt in an extract, or None."""
        return self.by_spelling.get(spelling_key(text))

    def areas_of(self, code: str, month: Month) -> list[Locality]:
        """The centre areas a place pools at `month`: itself for an area, all for the city."""
        place = self[code]
        if place.kind is Kind.AREA:
            return [place]
        if place.kind is Kind.CITY:
            return self.of_kind(Kind.AREA)
        return [area for parent, area in self._children.get(code, ()) if parent.holds(month)]

    def parent_of(self, code: str, kind: Kind, month: Month) -> Locality | None:
        """The place of `kind` that an area belongs to at `month`."""
        for parent in self[code].parents:
            if parent.holds(month) and self.localities[parent.place].kind is kind:
                return self.localities[parent.place]
        return None


def _fault(place: Locality, key: str, what: str, remedy: str) -> UserError:
    return UserError(what, where=f"places.toml, place {place.code}, key {key}", remedy=remedy)


def _check(places: Places, listed: Iterable[Locality]) -> list[UserError]:
    listed = list(listed)
    faults = _repeated_codes(listed) + _shared_spellings(listed)
    for place in listed:
        faults += _unknown_parents(place, places) + _parents_at_once(place, places)
    if len(places.of_kind(Kind.CITY)) != 1:
        faults.append(
            UserError(
                "There must be exactly one place of kind “city”: the whole that is answered for.",
                where="places.toml",
                remedy="Add it, or keep one.",
            )
        )
    return faults


def _repeated_codes(listed: list[Locality]) -> list[UserError]:
    used = Counter(place.code for place in listed)
    return [
        _fault(place, "code", "This code is used twice.", "Give each place its own.")
        for place in {place.code: place for place in listed}.values()
        if used[place.code] > 1
    ]


def _shared_spellings(listed: list[Locality]) -> list[UserError]:
    """Only among areas: a team may well be called as its one centre is."""
    faults: list[UserError] = []
    owners: dict[str, str] = {}
    for place in (place for place in listed if place.kind is Kind.AREA):
        for text in (place.code, place.name, *place.spellings):
            owner = owners.setdefault(spelling_key(text), place.code)
            if owner != place.code:
                faults.append(
                    _fault(
                        place,
                        "spellings",
                        f"“{text}” is also a spelling of {owner}.",
                        "Keep it at one of the two.",
                    )
                )
    return faults


def _unknown_parents(place: Locality, places: Places) -> list[UserError]:
    never = (Kind.AREA, Kind.BENCHMARK)  # nothing is added up into either
    pooled = [other.code for other in places.localities.values() if other.kind not in never]
    faults = []
    for parent in place.parents:
        if parent.place not in pooled:
            near = difflib.get_close_matches(parent.place, pooled, n=1)
            remedy = f"Did you mean “{near[0]}”? " if near else ""
            faults.append(
                _fault(
                    place,
                    "parents",
                    f"“{parent.place}” is not a team, hub or city in this file.",
                    remedy + "Correct the code or add the place.",
                )
            )
    return faults


def _parents_at_once(place: Locality, places: Places) -> list[UserError]:
    """A place belongs to one team and one hub at a time, or its children would count twice."""
    faults = []
    for kind in (Kind.TEAM, Kind.HUB):
        held = [
            parent
            for parent in place.parents
            if parent.place in places.localities and places[parent.place].kind is kind
        ]
        for earlier, later in pairwise(sorted(held, key=lambda parent: parent.from_)):
            if earlier.until is None or later.from_ <= earlier.until:
                faults.append(
                    _fault(
                        place,
                        "parents",
                        f"It belongs to two {kind}s in {later.from_}: {earlier.place} and "
                        f"{later.place}.",
                        f'End the earlier one: until = "{later.from_ - 1}".'
                        if earlier.from_ < later.from_
                        else "Keep one of the two.",
                    )
                )
    return faults


def read_places(folder: Path) -> Places:
    """Read `places.toml` under `folder`. Raises ConfigurationError holding every fault."""
    read = read_model(folder / "places.toml", PlacesFile, "places.toml")
    places = Places(read.place, read.words)
    faults = _check(places, read.place)
    if faults:
        raise ConfigurationError(faults)
    if read.boundaries:
        places.shapes = read_shapes(folder, read.boundaries, places.find)
    return places


def check_together(catalogue: Catalogue, places: Places) -> None:
    """Raise ConfigurationError for each target set for a place that is not in places.toml.

    Such a target would never be used, and nobody would notice."""
    faults = [
        UserError(
            f"There is no place “{target.place}”.",
            where=f"catalogue/{indicator.code}.toml, key target.{position}.place",
            remedy="Use a code from places.toml, or leave the key out for every locality.",
        )
        for indicator in catalogue.indicators.values()
        for position, target in enumerate(indicator.target, start=1)
        if target.place is not None and target.place not in places.localities
    ]
    if faults:
        raise ConfigurationError(faults)
