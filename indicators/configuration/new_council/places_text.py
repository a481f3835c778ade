"""Write places.toml: the whole, its teams and hubs, and its areas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.toml_text.toml_blocks import write_pairs, write_value
from indicators.domain.core import LocalityKind
from indicators.domain.file_models import make_code

OUTLINES = "outlines.geojson"
_LONGEST = 60
_TOP = """\
# Every locality: the whole that the council answers for, its teams and hubs, and their areas.
# docs/places.md explains every key, and what to do when areas change.
#
# `spellings` are other names of a place in the files that services send. An area belongs to the
# place in `parents` from a month on: the years before can be pooled and compared, too. To a team,
# add live_from = "2026-04", the month in which it began to work.

# The words for each kind: one, many.
"""
_NO_AREAS = """
# There are no areas yet. Each is a table such as this one, without the #:

# [[place]]
# code = "old-town"
# kind = "area"
# name = "Old Town"
# spellings = ["Old Town Children's Centre"]
# parents = [{ place = "north-team", from = "2010-04" }]
"""


def write_places(plan: CouncilPlan) -> str:
    """Return the text of places.toml."""
    codes = _PlaceCodes(plan)
    words = [
        (LocalityKind.AREA.value, list(plan.area_words)),
        (LocalityKind.CITY.value, list(plan.whole_words)),
    ]
    parts = [f"{_TOP}[words]\n{write_pairs(words)}"]
    if plan.outlines:
        pairs = {"file": OUTLINES, "property": plan.outlines.property}
        parts.append(f"[boundaries]\n{write_pairs(pairs.items())}")
    parts.append(_write_place(codes.whole, LocalityKind.CITY, plan.whole, _list_totals(plan)))
    for kind, names in ((LocalityKind.TEAM, codes.teams), (LocalityKind.HUB, codes.hubs)):
        parts += [
            _write_place(code, kind, name, (), [_write_parent(codes.whole, plan)])
            for name, code in names.items()
        ]
    for area in plan.area:
        above = [codes.teams.get(plan.teams.get(area.name, ""))]
        above += [codes.hubs.get(plan.hubs.get(area.name, ""))]
        parents = [_write_parent(code, plan) for code in above if code]
        code = codes.areas[area.name]
        parts.append(_write_place(code, LocalityKind.AREA, area.name, area.spellings, parents))
    if not plan.area:
        parts.append(_NO_AREAS.lstrip("\n"))
    return "\n".join(parts)


class _PlaceCodes:
    """The code of every place: of its name, and of its kind as well where that is taken."""

    def __init__(self, plan: CouncilPlan) -> None:
        self._taken: set[str] = set()
        self.areas = dict(self._assign((area.name for area in plan.area), "area"))
        self.teams = dict(self._assign(list_groups(plan, plan.teams), "team"))
        self.hubs = dict(self._assign(list_groups(plan, plan.hubs), "hub"))
        self.whole = dict(self._assign([plan.whole], "whole"))[plan.whole]

    def _assign(self, names: Iterable[str], kind: str) -> Iterator[tuple[str, str]]:
        for name in dict.fromkeys(names):
            base = make_code(name, _LONGEST) or kind
            code, number = base, 1
            while code in self._taken:
                ending = f"-{kind}" if number == 1 else f"-{kind}-{number}"
                code, number = base[: _LONGEST - len(ending)] + ending, number + 1
            self._taken.add(code)
            yield name, code


def list_groups(plan: CouncilPlan, groups: Mapping[str, str]) -> list[str]:
    """Return the names of teams or hubs, in the order of their areas."""
    names = (groups.get(area.name, "") for area in plan.area)
    return [name for name in dict.fromkeys(names) if name]


def _list_totals(plan: CouncilPlan) -> tuple[str, ...]:
    """Return how services name the row of the whole in their files."""
    return (f"{plan.whole} total", "Total")


def _write_parent(code: str, plan: CouncilPlan) -> str:
    return f"{{ place = {write_value(code)}, from = {write_value(str(plan.first_month))} }}"


def _write_place(
    code: str,
    kind: LocalityKind,
    name: str,
    spellings: Iterable[str],
    parents: Iterable[str] = (),
) -> str:
    pairs: list[tuple[str, object]] = [("code", code), ("kind", kind.value), ("name", name)]
    pairs.append(("spellings", list(spellings) or ()))
    lines = "".join(f"    {parent},\n" for parent in parents)
    held = f"parents = [\n{lines}]\n" if lines else ""
    return f"[[place]]\n{write_pairs(pairs)}{held}"
