"""What is wrong with a list of localities, each fault with its place and key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from indicators.domain.core import LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality, normalise_spelling, suggest_code

_NEVER_POOLED = (LocalityKind.AREA, LocalityKind.BENCHMARK)
Known = Mapping[str, Locality]
# Of which place (its code), under which key, what is wrong, and what to do.
Fault = tuple[str, str, str, str]


def find_faults(listed: Sequence[Locality], file: str = "places.toml") -> list[UserError]:
    """Return every fault of a council's whole list, reported under the name of `file`."""
    known = {place.code: place for place in listed}
    faults = [*_find_repeated_codes(listed), *_find_shared_spellings(listed)]
    for place in listed:
        faults += _find_unknown_parents(place, known)
        faults += _find_simultaneous_parents(place, known)
        faults += _find_absent_parents(place, known)
        faults += _find_existence_faults(place, known)
    found = [
        UserError(what, where=f"{file}, place {code}, key {key}", remedy=remedy)
        for code, key, what, remedy in faults
    ]
    if sum(place.kind is LocalityKind.CITY for place in listed) != 1:
        what = "There must be exactly one place of kind “city”: the whole that is answered for."
        found.append(UserError(what, where=file, remedy="Add it, or keep one."))
    return found


def _find_repeated_codes(listed: Sequence[Locality]) -> Iterator[Fault]:
    for code, times in Counter(place.code for place in listed).items():
        if times > 1:
            yield code, "code", "This code is used twice.", "Give each place its own."


def _find_shared_spellings(listed: Sequence[Locality]) -> Iterator[Fault]:
    """Only among areas: a team may well be called as its one centre is."""
    owners: dict[str, str] = {}
    for place in (place for place in listed if place.kind is LocalityKind.AREA):
        for text in (place.code, place.name, *place.spellings):
            owner = owners.setdefault(normalise_spelling(text), place.code)
            if owner != place.code:
                what = f"“{text}” is also a spelling of {owner}."
                yield place.code, "spellings", what, "Keep it at one of the two."


def _find_unknown_parents(place: Locality, known: Known) -> Iterator[Fault]:
    for parent in place.parents:
        if parent.place not in known or known[parent.place].kind in _NEVER_POOLED:
            pooled = [code for code, other in known.items() if other.kind not in _NEVER_POOLED]
            what = f"“{parent.place}” is not a team, hub or city in this file."
            remedy = f"{suggest_code(parent.place, pooled)}Correct the code or add the place."
            yield place.code, "parents", what, remedy


def _find_simultaneous_parents(place: Locality, known: Known) -> Iterator[Fault]:
    """Yield places with two teams or two hubs at a time: their areas would count twice."""
    for kind in (LocalityKind.TEAM, LocalityKind.HUB):
        held = [p for p in place.parents if p.place in known and known[p.place].kind is kind]
        for earlier, later in pairwise(sorted(held, key=lambda parent: parent.from_)):
            if earlier.until is None or later.from_ <= earlier.until:
                what = (
                    f"It belongs to two {kind}s in {later.from_}: {earlier.place} and "
                    f"{later.place}."
                )
                remedy = (
                    f'End the earlier one: until = "{later.from_ - 1}".'
                    if earlier.from_ < later.from_
                    else "Keep one of the two."
                )
                yield place.code, "parents", what, remedy


def _find_absent_parents(place: Locality, known: Known) -> Iterator[Fault]:
    """Yield places with a parent that does not exist in that month."""
    for parent in place.parents:
        above = known.get(parent.place)
        if above is None or above.kind is LocalityKind.AREA:
            continue
        first = max(parent.from_, place.from_ or parent.from_)
        ends = [end for end in (parent.until, place.until) if end is not None]
        if above.from_ is not None and first < above.from_:
            what = f"It belongs to {above.code} from {first}, which begins in {above.from_}."
            yield place.code, "parents", what, f'Begin it later: from = "{above.from_}".'
        if above.until is not None and (not ends or above.until < min(ends)):
            what = f"It belongs to {above.code} beyond {above.until}, when that ends."
            yield place.code, "parents", what, f'End it: until = "{above.until}".'


def _find_existence_faults(place: Locality, known: Known) -> Iterator[Fault]:
    if place.from_ and place.until and place.until < place.from_:
        what = f"It ends in {place.until} before it begins in {place.from_}."
        yield place.code, "until", what, "Correct one of the two."
    is_area = place.kind is LocalityKind.AREA
    if place.became is not None and not (is_area and place.until):
        what = "Only an area that has ended became another."
        yield place.code, "became", what, "Say when it ended (until), or remove it."
    if is_area and place.until and place.became is None:
        what = f"It ended in {place.until}, and what became of it is not said."
        remedy = (
            'Add became = ["code", ...]: one area if renamed or merged, several if split, none '
        )
        yield place.code, "became", what, f"{remedy}if it left the council."
    for code in place.became or ():
        yield from _find_successor_faults(place, code, known)


def _find_successor_faults(place: Locality, code: str, known: Known) -> Iterator[Fault]:
    areas = [other.code for other in known.values() if other.kind is LocalityKind.AREA]
    if code not in areas:
        what = f"“{code}” is not an area in this file."
        remedy = f"{suggest_code(code, areas)}Correct the code or add the area."
        yield place.code, "became", what, remedy
    elif place.until and not known[code].is_open(place.until + 1):
        what = f"It became {code}, which does not exist in {place.until + 1}, the month after."
        yield place.code, "became", what, "Correct the months of one of the two."
