"""Made-up councils whose areas begin, end, merge, split and move."""

from random import Random

from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.domain.place_checks import find_faults
from indicators.domain.places import Places

FIRST, LAST = Month.of(2024, 4), Month.of(2026, 3)
TEAMS = ("north", "south", "west")


def area(code: str, *parents: tuple, **keys) -> dict:
    """An area with its parents as (team, from) or (team, from, until)."""
    names = ("place", "from", "until")
    held = [dict(zip(names, map(str, parent), strict=False)) for parent in parents]
    return {"code": code, "kind": "area", "name": code.capitalize(), "parents": held} | keys


def council(*areas: dict, teams: tuple[str, ...] = TEAMS) -> Places:
    city = {"code": "city", "kind": "city", "name": "City"}
    above = [{"code": t, "kind": "team", "name": t.capitalize()} for t in teams]
    listed = [Locality.model_validate(place) for place in (city, *above, *areas)]
    assert find_faults(listed) == []
    return Places(listed)


def some_council(seed: int) -> Places:
    """Up to a dozen areas: month by month some end, and become new ones or ones there are."""
    chance = Random(seed)
    made: dict[str, dict] = {}

    def begin(month: Month | None) -> str:
        code = f"a{len(made)}"
        made[code] = area(code) | ({"from": str(month)} if month else {})
        return code

    there = [begin(None) for _ in range(chance.randint(1, 4))]
    turns = chance.sample(range(FIRST.ordinal + 1, LAST.ordinal + 1), 4)
    for month in map(Month, sorted(turns)):
        new = [begin(month) for _ in range(chance.randint(0, 2))]
        ended = [code for code in there if chance.random() < 0.4]
        there = [code for code in there if code not in ended] + new
        for code in ended:
            became = chance.sample(there, chance.randint(0, min(len(there), 3)))
            made[code] |= {"until": str(month - 1), "became": became}
    for each in made.values():
        each["parents"] = _some_parents(chance)
    return council(*made.values())


def _some_parents(chance: Random) -> list[dict]:
    moved = Month(chance.randint(FIRST.ordinal, LAST.ordinal))
    before, after = chance.choice(TEAMS), chance.choice(TEAMS)
    return [
        {"place": before, "from": "2010-04", "until": str(moved)},
        {"place": after, "from": str(moved + 1)},
    ]
