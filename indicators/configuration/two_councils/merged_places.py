"""The arrangement in which two councils are one: the areas, teams and hubs of both.

It is an arrangement like any other, so it can be rehearsed, accepted and taken back. Codes and
names that both councils use get those of the other council's city added. What is in no team or hub,
while some places of the two are, is put into one that is called after its council.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, count
from typing import Any

from indicators.configuration.file_tables import write_table
from indicators.domain.core import LocalityKind
from indicators.domain.file_models import LONGEST_CODE
from indicators.domain.localities import Locality, normalise_spelling
from indicators.domain.periods import Month
from indicators.domain.places import Places

_KINDS = (LocalityKind.AREA, LocalityKind.TEAM, LocalityKind.HUB)
_GROUPS = (LocalityKind.TEAM, LocalityKind.HUB)
Groups = dict[str, list[str]]


def write_merged_places(ours: Places, other: Places, month: Month) -> str:
    """Return the text of the arrangement from a month on, in which ours has the other's places."""
    taken = set(ours.localities)
    codes = {
        place.code: place.code
        if place.code not in taken
        else _choose_code(place.code, other.city.code, {*taken, *other.localities})
        for kind in _KINDS
        for place in other.list_by_kind(kind, month)
    }
    new = [
        _build_place(other.localities[old], code, other.city.name, ours)
        for old, code in codes.items()
    ]
    table: dict[str, Any] = {"from": str(month)}
    for kind in _GROUPS:
        if not (ours.list_by_kind(kind, month) or other.list_by_kind(kind, month)):
            continue
        groups: Groups = {}
        for places, renamed in ((ours, {}), (other, codes)):
            held = _list_groups(places, kind, month)
            for old, members in held.items():
                code = renamed.get(old, old)
                if old not in places.localities:
                    code = _choose_code(old, places.city.code, {*taken, *codes.values()})
                    new.append({"code": code, "kind": kind.value, "name": places.city.name})
                groups[code] = [renamed.get(member, member) for member in members]
        table[kind.value] = groups
    kept = {code for kind in _GROUPS for code in table.get(kind.value, {})}
    table["place"] = [
        each for each in new if each["kind"] == LocalityKind.AREA.value or each["code"] in kept
    ]
    return write_table(table)


def _choose_code(code: str, council: str, taken: Collection[str]) -> str:
    """Return a code that no place has: its own, with the council's before it, or a number after."""
    longer = f"{council}-{code}"[:LONGEST_CODE]
    numbered = (f"{longer[: LONGEST_CODE - 4]}-{number}" for number in count(2))
    return next(each for each in chain((code, longer), numbered) if each not in taken)


def _build_place(place: Locality, code: str, council: str, ours: Places) -> dict[str, Any]:
    """Return the table of a new place, without names and spellings that one of ours has."""
    spoken = {
        normalise_spelling(text)
        for each in ours.list_by_kind(place.kind)
        for text in (each.code, each.name, *each.spellings)
    }
    spellings = [text for text in place.spellings if normalise_spelling(text) not in spoken]
    is_taken = normalise_spelling(place.name) in spoken
    name = f"{place.name} ({council})" if is_taken else place.name
    table: dict[str, Any] = {"code": code, "kind": place.kind.value, "name": name}
    if spellings:
        table["spellings"] = spellings
    if place.placeholder:
        table["placeholder"] = True
    return table


def _list_groups(places: Places, kind: LocalityKind, month: Month) -> Groups:
    """Return the teams or hubs of a council with their areas, and one for areas that are in none.

    One without areas is left out.
    """
    groups = {
        group.code: [area.code for area in places.list_areas(group.code, month)]
        for group in places.list_by_kind(kind, month)
    }
    held = {code for members in groups.values() for code in members}
    left = [
        area.code for area in places.list_by_kind(LocalityKind.AREA, month) if area.code not in held
    ]
    own = f"{places.city.code}-{kind}"
    return {code: members for code, members in {**groups, own: left}.items() if members}
