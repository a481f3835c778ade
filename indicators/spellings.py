"""Other spellings of a place, as people recorded them beside those in `places.toml`. Pure.

Where they are kept is for the table to say; here is what may be recorded, and what it changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from indicators.errors import UserError
from indicators.model import Kind
from indicators.places import Places, spelling_key

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Spelling:
    """That `text` in an extract means `place`. `recorded_at` is UTC, `by` who said so."""

    place: str
    text: str
    recorded_at: datetime
    by: str


def spelling(place: str, text: str, recorded_at: datetime, by: str, places: Places) -> Spelling:
    """Another spelling of a place, checked. `places` knows what was recorded before.

    Raises UnknownPlace for a code not known, UserError for a text that could not be told apart."""
    known = places[place]
    plain = " ".join(text.split())
    if known.kind not in (Kind.AREA, Kind.CITY):
        raise UserError(
            f"{known.name} is a {known.kind}, and figures are sent for "
            f"{places.words[Kind.AREA][1]}.",
            remedy=f"Choose one of the {places.words[Kind.AREA][1]} in it.",
        )
    if not spelling_key(plain) or len(plain) > LONGEST:
        raise UserError(
            "A spelling has a letter or digit, and no more than "
            f"{LONGEST} characters: “{plain[:40]}”.",
            remedy="Correct the cell in the file.",
        )
    owner = places.find(plain)
    if owner == place:
        raise UserError(f"“{plain}” is known already as {known.name}.", remedy="Load the file.")
    if owner is not None and places[owner].kind in (Kind.AREA, Kind.CITY):
        raise UserError(
            f"“{plain}” is a spelling of {places[owner].name}.",
            remedy="Correct the file, or take the spelling from that place first.",
        )
    return Spelling(place, plain, recorded_at, by)


def with_spellings(places: Places, recorded: Iterable[Spelling]) -> Places:
    """The places with what was recorded added: of a text the latest word stands, and what
    `places.toml` says of an area stands before it. Spellings of places that are gone are left."""
    latest: dict[str, Spelling] = {}
    for one in sorted(recorded, key=lambda each: each.recorded_at):
        latest[spelling_key(one.text)] = one
    own = {
        spelling_key(text)
        for known in places.localities.values()
        if known.kind in (Kind.AREA, Kind.CITY)
        for text in (known.code, known.name, *known.spellings)
    }
    more: dict[str, list[str]] = {}
    for key, one in latest.items():
        if key not in own and one.place in places.localities:
            more.setdefault(one.place, []).append(one.text)
    return Places(
        (
            known.model_copy(update={"spellings": (*known.spellings, *more[known.code])})
            if known.code in more
            else known
            for known in places.localities.values()
        ),
        places.words,
    )
