"""Made-up councils and months of counts, as the tables of successive releases."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from indicators.disclosure.shared_cells import SharedTable
from indicators.domain.core import LocalityKind
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.membership import build_historical_membership
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.figures.pooling import pool_places
from indicators.figures.series import MonthWindow, Series
from indicators.reports.sharing.shared_figures import WINDOW_MONTHS, collect_figures
from tests.support.builders import fill, indicator, row

AREAS, TEAMS, HUBS = 17, 10, 8
LAST = Month.of(2026, 8)
"""The month of the first release, so that a quarter ends in the second."""

KINDS = (
    {"unit": "percent", "small_number_threshold": 7},
    {"unit": "percent", "small_number_threshold": 5},
    {"unit": "count", "better": "neither", "small_number_threshold": 5},
    {
        "unit": "count",
        "better": "neither",
        "gathering": "snapshot",
        "small_number_threshold": 5,
    },
)


def make_places(chance: Random, areas: int = AREAS, teams: int = TEAMS, hubs: int = HUBS) -> Places:
    """Areas in teams and in hubs that overlap them; one area moves to another team."""
    kinds = {"t": ("team", teams), "h": ("hub", hubs)}
    found: list[dict] = [{"code": "city", "kind": "city", "name": "City"}]
    for letter, (kind, many) in kinds.items():
        found += [
            {"code": f"{letter}{at}", "kind": kind, "name": f"{kind} {at}"} for at in range(many)
        ]
    moving, moved = chance.randrange(areas), LAST - chance.randrange(-2, 14)
    for at in range(areas):
        hub = at * hubs // areas if chance.random() < 0.8 else chance.randrange(hubs)
        team = at * teams // areas
        parents = [{"place": f"h{hub}", "from": "2010-04"}, {"place": "city", "from": "2010-04"}]
        if at == moving:
            other = (team + 1) % teams
            parents += [
                {"place": f"t{team}", "from": "2010-04", "until": str(moved)},
                {"place": f"t{other}", "from": str(moved + 1)},
            ]
        else:
            parents.append({"place": f"t{team}", "from": "2010-04"})
        found.append({"code": f"a{at}", "kind": "area", "name": f"Area {at}", "parents": parents})
    return Places([Locality.model_validate(each) for each in found])


def make_tables(
    seed: int, releases: int = 3, areas: int = AREAS, teams: int = TEAMS, hubs: int = HUBS
) -> Iterator[SharedTable]:
    """The tables of successive months of one indicator.

    Between two releases some counts are restated. Some counts are hidden by their sender, who may
    send a total for the city.
    """
    chance = Random(seed)
    places = make_places(chance, areas, teams, hubs)
    made = indicator("visits", **KINDS[seed % len(KINDS)])
    codes = [place.code for place in places.list_by_kind(LocalityKind.AREA)]
    first = LAST - (WINDOW_MONTHS - 1)
    rate = chance.choice([0.03, 0.1, 0.5, 0.93, 0.97])
    size = chance.choice([3, 8, 23, 60])
    counts = {
        (code, first + at): _draw(chance, size, rate)
        for code in codes
        for at in range(WINDOW_MONTHS + releases - 1)
    }
    hides, sends_total = chance.random() < 0.3, chance.random() < 0.5
    hidden = {each for each, (numerator, _) in counts.items() if hides and 1 <= numerator <= 2}
    for at in range(releases):
        yield _tabulate(made, places, counts, hidden, sends_total, LAST + at)
        for each in chance.sample(sorted(counts), 6):
            counts[each] = _draw(chance, size, rate)
            hidden.discard(each)


def _draw(chance: Random, size: int, rate: float) -> tuple[int, int]:
    denominator = max(0, round(chance.gauss(size, size**0.5)))
    return sum(chance.random() < rate for _ in range(denominator)), denominator


def _tabulate(
    made: Indicator,
    places: Places,
    counts: dict[tuple[str, Month], tuple[int, int]],
    hidden: set[tuple[str, Month]],
    sends_total: bool,
    month: Month,
) -> SharedTable:
    window = MonthWindow(month - (WINDOW_MONTHS - 1), month)
    within = {each: pair for each, pair in counts.items() if window.first <= each[1] <= month}
    listed = [*places.localities.values()]
    held = build_historical_membership(
        places, [place.code for place in listed], window.first, month
    )
    areas = [place.code for place in listed if place.kind is LocalityKind.AREA]
    single = Series([made], areas, window)
    fill(
        single,
        [
            row("visits", area, ended, status="hidden")
            if (area, ended) in hidden
            else row("visits", area, ended, *pair[: 1 if made.unit == "count" else 2])
            for (area, ended), pair in within.items()
        ],
    )
    others = {code: groups for code, groups in held.items() if code != "city"}
    city = pool_places(single, {"city": held["city"]})
    if sends_total:
        for ended in {ended for _, ended in within}:
            pairs = [pair for (_, each), pair in within.items() if each == ended]
            whole = [sum(each) for each in zip(*pairs, strict=True)]
            fill(city, [row("visits", "city", ended, *whole[: 1 if made.unit == "count" else 2])])
    return collect_figures(made, listed, pool_places(single, others), city, held).table
