"""The localities: every kind in one list, with other spellings and dated parents (`data/places.toml`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError

from indicators.catalogue import Code, Dated
from indicators.errors import ConfigurationError, UnknownPlace, UserError
from indicators.model import Kind
from indicators.periods import Month
from indicators.settings_files import FileModel, FileMonth, faults_of, read_toml


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


class PlacesFile(FileModel):
    words: Mapping[Kind, tuple[str, str]] = Field(default_factory=dict)
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
}


class Places:
    """Every locality by code and by spelling."""

    def __init__(
        self, localities: Iterable[Locality], words: Mapping[Kind, tuple[str, str]] | None = None
    ) -> None:
        self.localities = {place.code: place for place in localities}
        self.words = DEFAULT_WORDS | dict(words or {})

    def __getitem__(self, code: str) -> Locality:
        if code not in self.localities:
            raise UnknownPlace(f"There is no place “{code}”.", remedy="Choose one from the list.")
        return self.localities[code]

    def of_kind(self, kind: Kind) -> list[Locality]:
        return [place for place in self.localities.values() if place.kind is kind]

    @cached_property
    def city(self) -> Locality:
        return self.of_kind(Kind.CITY)[0]

    @cached_property
    def by_spelling(self) -> dict[str, str]:
        """Spelling key to code: an area's spelling stands before a team's or hub's of that name."""
        found: dict[str, str] = {}
        order = (Kind.AREA, Kind.CITY, Kind.TEAM, Kind.HUB)
        for place in sorted(self.localities.values(), key=lambda p: order.index(p.kind)):
            for text in (place.code, place.name, *place.spellings):
                found.setdefault(spelling_key(text), place.code)
        return found

    def find(self, text: str) -> str | None:
        """The code of the place so spelt in an extract, or None."""
        return self.by_spelling.get(spelling_key(text))

    def areas_of(self, code: str, month: Month) -> list[Locality]:
        """The centre areas a place pools at `month`: itself for an area, all of them for the city."""
        place = self[code]
        areas = self.of_kind(Kind.AREA)
        if place.kind is Kind.AREA:
            return [place]
        if place.kind is Kind.CITY:
            return areas
        return [a for a in areas if any(p.place == code and p.holds(month) for p in a.parents)]

    def parent_of(self, code: str, kind: Kind, month: Month) -> Locality | None:
        """The place of `kind` that an area belongs to at `month`."""
        for parent in self[code].parents:
            if parent.holds(month) and self.localities[parent.place].kind is kind:
                return self.localities[parent.place]
        return None


def _check(places: Places, listed: Iterable[Locality]) -> list[UserError]:
    faults: list[UserError] = []
    seen: set[str] = set()
    spelt: dict[str, str] = {}

    def fault(place: Locality, key: str, what: str, remedy: str) -> None:
        faults.append(
            UserError(what, where=f"places.toml, place {place.code}, key {key}", remedy=remedy)
        )

    for place in listed:
        if place.code in seen:
            fault(place, "code", "This code is used twice.", "Give each place its own.")
        seen.add(place.code)
        for parent in place.parents:
            other = places.localities.get(parent.place)
            if other is None or other.kind is Kind.AREA:
                fault(
                    place,
                    "parents",
                    f"“{parent.place}” is not a team, hub or city in this file.",
                    "Correct the code or add the place.",
                )
        for kind in (Kind.TEAM, Kind.HUB):
            held = sorted(
                (p for p in place.parents if p.place in places.localities
                 and places.localities[p.place].kind is kind),
                key=lambda p: p.from_,
            )
            for earlier, later in zip(held, held[1:], strict=False):
                if earlier.until is None or later.from_ <= earlier.until:
                    fault(
                        place,
                        "parents",
                        f"It belongs to two {kind}s in {later.from_}.",
                        f"End the earlier one: until = “{later.from_ - 1}”.",
                    )
        if place.kind is Kind.AREA:
            for text in (place.name, *place.spellings):
                owner = spelt.setdefault(spelling_key(text), place.code)
                if owner != place.code:
                    fault(
                        place,
                        "spellings",
                        f"“{text}” is also a spelling of {owner}.",
                        "Keep it at one of the two.",
                    )
    if len(places.of_kind(Kind.CITY)) != 1:
        faults.append(
            UserError(
                "There must be exactly one place of kind “city”: the whole that is answered for.",
                where="places.toml",
                remedy="Add it, or keep one.",
            )
        )
    return faults


def read_places(folder: Path) -> Places:
    """Read `places.toml` under `folder`. Raises ConfigurationError holding every fault."""
    try:
        read = PlacesFile.model_validate(read_toml(folder / "places.toml"))
    except ValidationError as error:
        raise ConfigurationError(faults_of(error, "places.toml")) from None
    places = Places(read.place, read.words)
    faults = _check(places, read.place)
    if faults:
        raise ConfigurationError(faults)
    return places
