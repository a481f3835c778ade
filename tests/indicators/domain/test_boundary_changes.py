"""A new arrangement is a file: taken whole, or each fault in it named."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.configuration.places_reader import read_places
from indicators.domain.boundary_changes import FOLDER, BoundaryChange, apply_to_places
from indicators.domain.core import LocalityKind
from indicators.domain.errors import ConfigurationError
from indicators.domain.periods import Month
from indicators.domain.places import Places
from tests.support.builders import places

TURN = Month.of(2027, 4)
NAME = "arrangements/2027.toml"


def base() -> Places:
    """Areas a and b in team north, c in team south; all in one hub."""
    return places({"north": ["a", "b"], "south": ["c"]})


def arranged(before: Places, **keys) -> Places:
    return apply_to_places(before, BoundaryChange.model_validate({"from": "2027-04"} | keys), NAME)


def faults(**keys) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        arranged(base(), **keys)
    return [str(fault) for fault in caught.value.faults]


def held(found: Places, code: str, month: Month = TURN) -> list[str]:
    return [area.code for area in found.list_areas(code, month)]


def test_a_move_is_from_its_month_on_and_the_months_before_stay():
    after = arranged(base(), team={"north": ["a"], "south": ["b", "c"]})
    assert (held(after, "north", TURN - 1), held(after, "north")) == (["a", "b"], ["a"])
    assert (held(after, "south", TURN - 1), held(after, "south")) == (["c"], ["b", "c"])
    assert held(after, "hub") == ["a", "b", "c"]  # the kind that is not spoken of stays


def test_places_begin_and_end_and_a_split_says_what_it_became():
    after = arranged(
        base(),
        place=[{"code": code, "kind": "area", "name": code.upper()} for code in ("c1", "c2")],
        ended=[{"place": "c", "became": ["c1", "c2"]}, {"place": "south"}],
        team={"north": ["a", "b", "c1", "c2"]},
        hub={"hub": ["a", "b", "c1", "c2"]},
    )
    assert [a.code for a in after.list_by_kind(LocalityKind.AREA, TURN)] == ["a", "b", "c1", "c2"]
    assert [t.code for t in after.list_by_kind(LocalityKind.TEAM, TURN)] == ["north"]
    assert held(after, "south", TURN - 1) == ["c"]
    assert after.find_successors("c", TURN) == ("c1", "c2")


FAULTS = {
    "left out": (
        {"team": {"north": ["a"], "south": ["c"]}},
        (
            "key team: b is left out: from 2027-04 it is in no team. "
            "Add it to the team that holds it, under [team]."
        ),
    ),
    "counted twice": (
        {"team": {"north": ["a", "b"], "south": ["b", "c"]}},
        "key team.south: b is counted twice: it is in north and south. Keep it in one.",
    ),
    "an unknown area": (
        {"team": {"north": ["a", "b"], "south": ["c", "cc"]}},
        (
            "key team.south: There is no area “cc”. Did you mean “c”? Correct the code, or add it: "
            "[[place]]."
        ),
    ),
    "an unknown team": (
        {"team": {"north": ["a", "b"], "south": ["c"], "nroth": []}},
        (
            "key team.nroth: There is no team “nroth”. Did you mean “north”? Correct the "
            "code, or add "
            "it: [[place]]."
        ),
    ),
    "a team left empty": (
        {"team": {"north": ["a", "b", "c"]}},
        (
            "key team: south is left with no area from 2027-04. Give it one under "
            "[team], or end it: "
            "[[ended]]."
        ),
    ),
    "a hub among the teams": (
        {"team": {"north": ["a", "b"], "south": ["c"], "hub": []}},
        "key team.hub: hub is no team: its kind is hub. Correct the code.",
    ),
    "an ended area that is still held": (
        {
            "ended": [{"place": "c", "became": ["b"]}, {"place": "south"}],
            "team": {"north": ["a", "b", "c"]},
        },
        "key team.north: c does not exist in 2027-04. Leave it out, or correct its months.",
    ),
    "a new area in no team": (
        {"place": [{"code": "d", "kind": "area", "name": "D"}]},
        (
            "key team: d is left out: from 2027-04 it is in no team. "
            "Add it to the team that holds it, under [team]."
        ),
    ),
    "a code that is taken": (
        {"place": [{"code": "a", "kind": "area", "name": "D"}]},
        "key place.1.code: There is a place “a” already. Choose another.",
    ),
    "an ending of nothing": (
        {"ended": [{"place": "norht"}]},
        "key ended.1.place: There is no place “norht”. Did you mean “north”?",
    ),
    "an ending that does not say what became of it": (
        {"ended": [{"place": "c"}, {"place": "south"}], "team": {"north": ["a", "b"]}},
        (
            "place c, key became: It ended in 2027-03, and what became of it is not "
            "said. Add became = "
            '["code", ...]: one area if renamed or merged, several if split, none if it left the '
            "council."
        ),
    ),
}


@pytest.mark.parametrize(("keys", "fault"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_told_with_its_key_and_what_to_do(keys, fault):
    assert f"{NAME}, {fault}".strip() in [told.strip() for told in faults(**keys)]


def test_dates_that_overlap_are_told():
    later = arranged(base(), team={"north": ["a"], "south": ["b", "c"]})
    with pytest.raises(ConfigurationError, match="said to belong to south from 2027-04 already"):
        arranged(later, **{"from": "2027-01"}, team={"north": ["a", "b"], "south": ["c"]})


@settings(max_examples=200)
@given(st.integers(0, 2**32))
def test_an_arrangement_holds_every_area_once_or_every_fault_is_named(seed):
    chance = Random(seed)
    before = base()
    new = [f"n{at}" for at in range(chance.randint(0, 2))]
    ended = chance.sample("abc", chance.choice([0, 0, 1]))
    there = [code for code in (*"abc", *new) if code not in ended]
    listed = [c for c in there for _ in range(chance.choice([1] * 12 + [0, 2]))]
    listed += ["nobody"] * chance.choice([0] * 12 + [1])
    teams: dict[str, list[str]] = {"north": [], "south": []}
    for code in listed:
        teams[chance.choice(list(teams))].append(code)
    keys = {
        "place": [{"code": code, "kind": "area", "name": code} for code in new],
        "ended": [{"place": code, "became": there[:1]} for code in ended],
        "team": {team: areas for team, areas in teams.items() if areas},
        "hub": {"hub": there},
    }
    times = Counter(listed)
    wrong = {f"{code} is counted twice" for code, n in times.items() if n > 1}
    wrong |= {f"{code} is left out" for code in there if code not in times}
    wrong |= {f"There is no area “{code}”" for code in times if code not in there}
    wrong |= {f"{team} is left with no area" for team, areas in teams.items() if not areas}
    try:
        after = arranged(before, **keys)
    except ConfigurationError as error:
        told = "\n".join(str(fault) for fault in error.faults)
        assert wrong
        assert all(fault in told for fault in wrong), (wrong, told)
        return
    assert not wrong
    for month in (TURN - 24, TURN - 1, TURN, TURN + 24):
        areas = Counter(a.code for a in after.list_by_kind(LocalityKind.AREA, month))
        for kind in (LocalityKind.TEAM, LocalityKind.HUB):
            groups = after.list_by_kind(kind, month)
            assert Counter(c for g in groups for c in held(after, g.code, month)) == areas


def test_the_files_of_a_folder_are_taken_in_the_order_of_their_months(tmp_path: Path):
    data = Path(__file__).parents[3] / "data"
    (tmp_path / FOLDER).mkdir()
    (tmp_path / "places.toml").write_bytes((data / "places.toml").read_bytes())
    hubs = {hub.code: [] for hub in read_places(data).list_by_kind(LocalityKind.HUB)}
    areas = [area.code for area in read_places(data).list_by_kind(LocalityKind.AREA)]
    for at, code in enumerate(areas):
        hubs[list(hubs)[at % len(hubs)]].append(code)

    def write(name: str, month: str, hubs: dict[str, list[str]]) -> None:
        lines = [f'from = "{month}"', "[hub]", *(f"{h} = {list(a)}" for h, a in hubs.items())]
        (tmp_path / FOLDER / name).write_text("\n".join(lines), encoding="utf-8")

    write("b.toml", "2027-04", hubs)
    write(
        "a.toml",
        "2028-04",
        dict(zip(hubs, [*list(hubs.values())[1:], hubs["aspire"]], strict=True)),
    )
    found = read_places(tmp_path)
    assert held(found, "aspire", TURN) == hubs["aspire"]
    assert held(found, "harmony", TURN + 12) == hubs["aspire"]
    write("c.toml", "2027-04", hubs)
    with pytest.raises(ConfigurationError, match=r"b\.toml arranges the hubs from 2027-04 too"):
        read_places(tmp_path)
