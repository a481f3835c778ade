"""New arrangements of a council's places: one file each, which says who holds what from a month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from indicators.domain.core import LocalityKind
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.file_models import Code, FileModel, FileMonth
from indicators.domain.localities import Locality, Parent, suggest_code
from indicators.domain.periods import Month
from indicators.domain.place_checks import find_faults
from indicators.domain.places import Places

FOLDER = "arrangements"
GROUPED = (LocalityKind.TEAM, LocalityKind.HUB)
# Under which key, what is wrong, and what to do.
Fault = tuple[str, str, str]
Groups = Mapping[Code, tuple[Code, ...]]


class NewPlace(FileModel):
    """An area, team or hub that begins with the arrangement."""

    code: Code = Field(description="Its name in addresses and in other files.")
    kind: LocalityKind = Field(description="What it is; not a city.")
    name: str = Field(description="Its name on pages.")
    spellings: tuple[str, ...] = Field(default=(), description="Other spellings in extracts.")
    placeholder: bool = Field(
        default=False, description="True for an area whose name is not known yet."
    )
    note: str = Field(default="", description="What a reader has to know, on the About page.")


class EndedPlace(FileModel):
    """A place that ends with the arrangement; of an area, what it became."""

    place: Code = Field(description="The code of the place that ends.")
    became: tuple[Code, ...] | None = Field(
        default=None, description="The areas it became; `[]` if it left the council."
    )


class BoundaryChange(FileModel):
    """Which areas each team, or each hub, holds from a month on. A kind that is left out stays."""

    from_: FileMonth = Field(alias="from", description="The first month of the arrangement.")
    team: Groups | None = Field(
        default=None,
        description="Every team with the codes of all its areas; unchanged if left out.",
    )
    hub: Groups | None = Field(
        default=None,
        description="Every hub with the codes of all its areas; unchanged if left out.",
    )
    place: tuple[NewPlace, ...] = Field(default=(), description="What is new, one table each.")
    ended: tuple[EndedPlace, ...] = Field(
        default=(), description="What ends with the month before, one table each."
    )

    def get_groups(self, kind: LocalityKind) -> Groups | None:
        return {LocalityKind.TEAM: self.team, LocalityKind.HUB: self.hub}[kind]


def apply_boundary_change(
    listed: Sequence[Locality], arrangement: BoundaryChange, name: str
) -> list[Locality]:
    """Return the places with one boundary change applied.

    Raises ConfigurationError with every fault of it.
    """
    faults = [*_find_place_faults(listed, arrangement)]
    there = _add_and_end_places(listed, arrangement)
    for kind in GROUPED:
        faults += _find_group_faults(there, arrangement, kind)
    there = _set_groups(there, arrangement)
    for kind in GROUPED:
        faults += _find_left_out(there, arrangement, kind)
    found = [UserError(w, where=f"{name}, key {key}", remedy=r) for key, w, r in faults]
    found = found or find_faults(there, name)
    if found:
        raise ConfigurationError(found)
    return there


def _find_place_faults(listed: Sequence[Locality], arrangement: BoundaryChange) -> Iterator[Fault]:
    month = arrangement.from_
    known = {place.code: place for place in listed}
    for at, new in enumerate(arrangement.place, 1):
        if new.code in known:
            yield f"place.{at}.code", f"There is a place “{new.code}” already.", "Choose another."
        if new.kind is LocalityKind.CITY:
            yield f"place.{at}.kind", "There is one city, and it stays.", "Choose another kind."
    for at, ended in enumerate(arrangement.ended, 1):
        key, place = f"ended.{at}.place", known.get(ended.place)
        if place is None:
            what = f"There is no place “{ended.place}”."
            yield key, what, suggest_code(ended.place, known) or "Correct the code."
        elif place.kind is LocalityKind.CITY or not place.is_open(month - 1) or place.until:
            what = f"{place.name} cannot end in {month - 1}: it "
            why = f"ends in {place.until}" if place.until else "does not exist then"
            yield (
                key,
                f"{what}{'is the city' if place.kind is LocalityKind.CITY else why}.",
                "Remove it.",
            )


def _add_and_end_places(listed: Sequence[Locality], arrangement: BoundaryChange) -> list[Locality]:
    month = arrangement.from_
    ended = {each.place: each for each in arrangement.ended}
    city = next(place.code for place in listed if place.kind is LocalityKind.CITY)
    above = (Parent.model_validate({"place": city, "from": month}),)
    old = [_end_place(place, ended.get(place.code), month - 1) for place in listed]
    new = [
        Locality.model_validate(
            {
                **place.model_dump(),
                "from": month,
                "parents": () if place.kind is LocalityKind.AREA else above,
            }
        )
        for place in arrangement.place
    ]
    return [*old, *new]


def _end_place(place: Locality, ended: EndedPlace | None, last: Month) -> Locality:
    """Return the place, ended if it is. What it belonged to ends with it."""
    if ended is None or place.until:
        return place
    return place.model_copy(
        update={
            "until": last,
            "became": ended.became,
            "parents": tuple(_end_parent(parent, last) for parent in place.parents),
        }
    )


def _end_parent(parent: Parent, last: Month) -> Parent:
    if parent.until and parent.until <= last:
        return parent
    return parent.model_copy(update={"until": last})


def _find_group_faults(
    there: Sequence[Locality], arrangement: BoundaryChange, kind: LocalityKind
) -> Iterator[Fault]:
    """Codes that are no group or no area of the month, areas named twice, dates that overlap."""
    month, known = arrangement.from_, {place.code: place for place in there}
    first: dict[str, str] = {}
    for group, areas in (arrangement.get_groups(kind) or {}).items():
        key = f"{kind}.{group}"
        yield from _find_missing(key, group, kind, month, known)
        if not areas:
            yield key, f"{group} is left with no area.", "Give it one, or end it: [[ended]]."
        for code in areas:
            if code in first:
                where = "twice here" if first[code] == group else f"in {first[code]} and {group}"
                yield key, f"{code} is counted twice: it is {where}.", "Keep it in one."
                continue
            first[code] = group
            yield from _find_missing(key, code, LocalityKind.AREA, month, known)
            yield from _find_later_parents(key, code, kind, month, known)


def _find_missing(
    key: str, code: str, kind: LocalityKind, month: Month, known: Mapping[str, Locality]
) -> Iterator[Fault]:
    place = known.get(code)
    of_kind = [p.code for p in known.values() if p.kind is kind and p.is_open(month)]
    if place is None:
        remedy = f"{suggest_code(code, of_kind)}Correct the code, or add it: [[place]]."
        yield key, f"There is no {kind} “{code}”.", remedy
    elif place.kind is not kind:
        yield key, f"{code} is no {kind}: its kind is {place.kind}.", "Correct the code."
    elif not place.is_open(month):
        yield key, f"{code} does not exist in {month}.", "Leave it out, or correct its months."


def _find_later_parents(
    key: str, code: str, kind: LocalityKind, month: Month, known: Mapping[str, Locality]
) -> Iterator[Fault]:
    """Yield parents that another file gives from this month on or later: they would overlap."""
    for parent in known[code].parents if code in known else ():
        above = known.get(parent.place)
        if above is not None and above.kind is kind and parent.from_ >= month:
            what = f"{code} is said to belong to {parent.place} from {parent.from_} already."
            yield key, what, "Take that out where it is said, or make it a later arrangement."


def _set_groups(there: Sequence[Locality], arrangement: BoundaryChange) -> list[Locality]:
    kinds = {place.code: place.kind for place in there}
    month, listed = arrangement.from_, {place.code: place for place in there}
    for kind in GROUPED:
        for group, areas in (arrangement.get_groups(kind) or {}).items():
            for code in areas:
                if kinds.get(code) is LocalityKind.AREA:
                    listed[code] = _move_area(listed[code], group, kind, month, kinds)
    return list(listed.values())


def _move_area(
    area: Locality, group: str, kind: LocalityKind, month: Month, kinds: Mapping[str, LocalityKind]
) -> Locality:
    """Return the area in a group from a month on; unchanged if it is in that group already."""
    held = [p for p in area.parents if kinds.get(p.place) is kind and p.is_in_force(month)]
    if any(p.place == group and p.until is None for p in held):
        return area
    new = Parent.model_validate({"place": group, "from": month})
    parents = [_end_parent(p, month - 1) if p in held else p for p in area.parents]
    return area.model_copy(update={"parents": (*parents, new)})


def _find_left_out(
    there: Sequence[Locality], arrangement: BoundaryChange, kind: LocalityKind
) -> Iterator[Fault]:
    """Areas in no team though others are in one, and teams with no area; of hubs the same.

    Where the file arranges the teams it must name every area: nobody is in one by silence.
    """
    month, named = arrangement.from_, arrangement.get_groups(kind)
    groups = [p for p in there if p.kind is kind and p.is_open(month)]
    areas = [p for p in there if p.kind is LocalityKind.AREA and p.is_open(month)]
    held = _is_held_already(areas, {group.code for group in groups}, month)
    if named is not None:
        held = {code: group for group, codes in named.items() for code in codes}
    elif not held:
        return
    for area in areas:
        if area.code not in held:
            what = f"{area.code} is left out: from {month} it is in no {kind}."
            yield str(kind), what, f"Add it to the {kind} that holds it, under [{kind}]."
    for group in groups:
        if group.code not in held.values() and group.code not in (named or {}):
            what = f"{group.code} is left with no area from {month}."
            yield str(kind), what, f"Give it one under [{kind}], or end it: [[ended]]."


def _is_held_already(areas: Sequence[Locality], groups: set[str], month: Month) -> dict[str, str]:
    return {
        area.code: parent.place
        for area in areas
        for parent in area.parents
        if parent.place in groups and parent.is_in_force(month)
    }


def apply_to_places(places: Places, arrangement: BoundaryChange, name: str) -> Places:
    """Return these places with a boundary change applied.

    Raises ConfigurationError with every fault of it.
    """
    return Places(
        apply_boundary_change(list(places.localities.values()), arrangement, name),
        places.words,
        places.sets.values(),
    )
